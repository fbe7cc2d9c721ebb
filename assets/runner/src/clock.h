/* Time since the runner was started, and how it is written. */
#ifndef CLOCK_H
#define CLOCK_H

/* Milliseconds of a clock that only goes forward. */
long now_ms(void);

#endif
