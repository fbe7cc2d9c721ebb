/* Readiness: an answer in the tier's own protocol. A connection says nothing, since QEMU accepts before the guest does. */
#ifndef READY_H
#define READY_H

#include <stdbool.h>

#include "conf.h"

/* Asks once, for at most so long; false when there was no right answer. Not for READY_CONTROL. */
bool ask_guest(const struct conf *conf, long milliseconds);

#endif
