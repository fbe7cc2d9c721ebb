#include "place.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* Docker's --tmpfs is at the first two; /dev/shm is a memory file system in every container. */
static const char *const usual[] = { "/run", "/tmp", "/dev/shm", NULL };

static void name_all(struct place *place, const char *folder)
{
    snprintf(place->console, sizeof place->console, "%s/runner/console", folder);
    snprintf(place->qmp, sizeof place->qmp, "%s/runner/qmp", folder);
    snprintf(place->state, sizeof place->state, "%s/runner/state", folder);
}

static bool make(const char *folder)
{
    char path[100];
    snprintf(path, sizeof path, "%s/runner", folder);
    return (!mkdir(path, 0700) || errno == EEXIST) && !access(path, W_OK);
}

bool make_place(const struct conf *conf, struct place *place)
{
    const char *const given[] = { conf->run, NULL };
    for (const char *const *folder = conf->run ? given : usual; *folder; folder++) {
        if (make(*folder)) {
            name_all(place, *folder);
            return true;
        }
    }
    return false;
}

bool find_place(const struct conf *conf, struct place *place)
{
    const char *const given[] = { conf->run, NULL };
    for (const char *const *folder = conf->run ? given : usual; *folder; folder++) {
        name_all(place, *folder);
        if (!access(place->state, R_OK))
            return true;
    }
    return false;
}
