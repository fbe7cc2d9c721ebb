/* The guest: its machine, with KVM or emulated, and the exit status in the end. */
#ifndef GUEST_H
#define GUEST_H

#include "conf.h"
#include "place.h"

/* Runs it to its end. `started`: now_ms() when the runner was. Returns an exit status. */
int run_guest(const struct conf *conf, const struct place *place, long started);

/* Starts it from nothing, waits until it serves, writes its machine to the file that guest.conf names, and switches it
   off. Returns 0 when that is done. */
int save_guest(const struct conf *conf, const struct place *place, long started);

#endif
