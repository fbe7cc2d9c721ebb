/* The guest: its machine, with KVM or emulated, and the exit status in the end. */
#ifndef GUEST_H
#define GUEST_H

#include "conf.h"
#include "place.h"

/* Runs it to its end. `started`: now_ms() when the runner was. Returns an exit status. */
int run_guest(const struct conf *conf, const struct place *place, long started);

#endif
