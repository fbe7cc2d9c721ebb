#include "probes.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "ready.h"

enum { PATIENCE = 5000 };

void probes_start(struct probes *probes, long now)
{
    *probes = (struct probes){ .started = now, .next = now };
}

/* Often at first, where it is measured; less often for a guest that takes long. */
static long interval(const struct probes *probes, long now)
{
    long twentieth = (now - probes->started) / 20;
    return twentieth < 20 ? 20 : twentieth > 250 ? 250 : twentieth;
}

long probes_ask(struct probes *probes, const struct conf *conf, long now)
{
    if (probes->next < 0 || now < probes->next)
        return probes->next;
    probes->next = now + interval(probes, now);

    int place = -1, oldest = 0;
    for (int i = 0; i < MAX_PROBES; i++) {
        if (!probes->asking[i].pid)
            place = i;
        else if (probes->asking[i].since < probes->asking[oldest].since)
            oldest = i;
    }
    if (place < 0) {
        /* All hang: the oldest gives way. */
        kill(probes->asking[oldest].pid, SIGKILL);
        return probes->next;
    }
    pid_t runner = getpid(), pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        _exit(getppid() == runner && ask_guest(conf, PATIENCE) ? 0 : 1);
    }
    if (pid > 0) {
        probes->asking[place].pid = pid;
        probes->asking[place].since = now;
    }
    return probes->next;
}

bool probes_reaped(struct probes *probes, pid_t pid, int status, bool *answered)
{
    for (int i = 0; i < MAX_PROBES; i++) {
        if (probes->asking[i].pid == pid) {
            probes->asking[i].pid = 0;
            *answered = status == 0;
            return true;
        }
    }
    return false;
}

void probes_end(struct probes *probes)
{
    probes->next = -1;
}

void probes_kill(struct probes *probes)
{
    for (int i = 0; i < MAX_PROBES; i++)
        if (probes->asking[i].pid)
            kill(probes->asking[i].pid, SIGKILL);
}

bool probes_quiet(const struct probes *probes)
{
    for (int i = 0; i < MAX_PROBES; i++)
        if (probes->asking[i].pid)
            return false;
    return true;
}
