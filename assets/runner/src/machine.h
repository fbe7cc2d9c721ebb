/* The life of one machine: from QEMU's start to the exit status. */
#ifndef MACHINE_H
#define MACHINE_H

#include "conf.h"
#include "place.h"

/* Runs the guest to its end. `started`: now_ms() when the runner was. Returns an exit status. */
int run_guest(const struct conf *conf, const struct place *place, long started);

#endif
