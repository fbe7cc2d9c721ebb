/* Asks the guest again and again until it answers, several questions under way at once.

   One asked too early may hang for seconds in the user-mode network: a new one is asked soon after, and the first
   right answer counts. Each is a process of its own, so that the console is never kept waiting. */
#ifndef PROBES_H
#define PROBES_H

#include <stdbool.h>
#include <sys/types.h>

#include "conf.h"

enum { MAX_PROBES = 12 };

struct probes {
    struct { pid_t pid; long since; } asking[MAX_PROBES]; /* pid 0: free */
    long started, next;             /* milliseconds of now_ms() */
};

void probes_start(struct probes *probes, long now);

/* Asks if it is time to. Returns the time of the next question. */
long probes_ask(struct probes *probes, const struct conf *conf, long now);

/* Whether the process that ended was one of these; *answered says how it ended. */
bool probes_reaped(struct probes *probes, pid_t pid, int status, bool *answered);

/* No more questions; those under way end by themselves. */
void probes_end(struct probes *probes);

/* Those under way end now … */
void probes_kill(struct probes *probes);

/* … and whether they have. */
bool probes_quiet(const struct probes *probes);

#endif
