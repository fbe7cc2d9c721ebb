/* What the guest is told (README.md, "The configuration"). */
#ifndef HANDOVER_H
#define HANDOVER_H

#include "conf.h"

/* A file in memory alone, with the time of now and a new seed; -1 and errno when it cannot be made. */
int make_handover(const struct conf *conf);

#endif
