/* The time stamp counter, which a guest has in common with the host: how quick it is. */
#ifndef TSC_H
#define TSC_H

/* Its frequency in kHz, to some 20 in a million; takes 5 ms. */
unsigned long tsc_khz(void);

#endif
