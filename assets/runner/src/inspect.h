/* `runner health` and `runner info`, for `docker exec`. */
#ifndef INSPECT_H
#define INSPECT_H

#include "conf.h"

/* Asks the guest in its own protocol: 0 and a sentence, or 1 and a sentence. */
int show_health(const struct conf *conf);

/* What runs, how it was started, and how it is: 0, or 1 when nothing runs here. */
int show_info(const struct conf *conf);

#endif
