/* What is known of the running guest, kept in a file for `docker exec … runner info`. */
#ifndef STATE_H
#define STATE_H

#include <stdbool.h>
#include <sys/types.h>

enum { MAX_MARKS = 16, MARK_ROOM = 25 };

struct mark { char name[MARK_ROOM]; long at; };

/* Times are milliseconds from the runner's start; -1: not yet. */
struct state {
    pid_t qemu;
    bool kvm;
    char why[256];                  /* why emulation stands in for KVM; empty when it does not */
    bool saved;                     /* from a saved state */
    char why_cold[256];             /* why not; empty when it is, or when this guest has none */
    long kernel;                    /* the guest's first byte */
    long ready;
    bool stopping;
    struct mark marks[MAX_MARKS];
    int mark_count;
};

/* All or nothing; false when the file cannot be written. */
bool write_state(const struct state *state, const char *path);

bool read_state(struct state *state, const char *path);

/* A moment of the guest's own. False when the name is none, or there are too many. */
bool add_mark(struct state *state, const char *name, long at);

#endif
