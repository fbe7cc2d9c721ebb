/* The folder in memory where a running runner keeps its sockets and its state, for `docker exec` to find. */
#ifndef PLACE_H
#define PLACE_H

#include <stdbool.h>

#include "conf.h"

struct place {
    char console[100];              /* socket: the guest's console, to watch */
    char qmp[100];                  /* socket: QEMU's own control protocol, one client at a time */
    char state[100];                /* file: what is known, "name=value" lines */
};

/* Makes the folder; false when none of the places can be written. */
bool make_place(const struct conf *conf, struct place *place);

/* The folder of the runner that runs in this container; false when there is none. */
bool find_place(const struct conf *conf, struct place *place);

#endif
