/* Out of a saved state and into one: what the runner, the guest and QEMU's monitor say to each other for it.

   Out of it: QEMU loads the state and lets the machine run; the guest is told `wake` and puts right what the state has
   wrong; it says `awake`; only now its ports are forwarded. Into it: the guest is told `sleep`, when nobody asks it
   anything; it says `asleep`; QEMU writes its machine to a file while it runs on; then it is switched off. */
#ifndef SLEEP_H
#define SLEEP_H

#include "machine.h"

/* After QEMU was started: says hello to its monitor. */
void begin_phases(struct machine *m);

/* The guest is ready, and a state of it is wanted. */
void begin_saving(struct machine *m);

/* Tells a guest that listens what time it is. */
void tell_time(const struct machine *m);

/* A line of the guest's on the control port; false when it has nothing to do with this. */
bool take_phase_line(struct machine *m, const char *line);

/* Reads what QEMU's monitor says; false when there is nothing more. */
bool read_monitor(struct machine *m);

/* What is due by time. */
void continue_phases(struct machine *m);

#endif
