/* Into a saved machine state and out of it. Clones of one state share what is in it: so no worker is in it, and what the
   kernel makes random numbers from is new before there are workers again. */
#include "init.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LAST_PID = 32768, MAX_WORKERS = 256, STILL = 200, PATIENCE = 2000 /* milliseconds */ };

struct workers { pid_t pids[MAX_WORKERS]; int count; };

static long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* The others of the program's process group. There is no /proc to ask: every number is tried. */
static struct workers find_workers(pid_t program)
{
    struct workers workers = { .count = 0 };
    for (pid_t pid = 2; pid < LAST_PID && workers.count < MAX_WORKERS; pid++)
        if (pid != program && getpgid(pid) == program) workers.pids[workers.count++] = pid;
    return workers;
}

/* In nanoseconds. */
static long long time_used(pid_t pid)
{
    clockid_t clock;
    struct timespec time = { 0 };
    if (!clock_getcpuclockid(pid, &clock)) clock_gettime(clock, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* Waits until nobody has done anything for a while: the first worker answers before the last one is whole. */
static void settle(pid_t program)
{
    long long before = -1;
    for (long until = now() + PATIENCE; now() < until; poll(NULL, 0, STILL)) {
        struct workers workers = find_workers(program);
        long long used = time_used(program) + workers.count;
        for (int i = 0; i < workers.count; i++) used += time_used(workers.pids[i]);
        if (used == before) return;
        before = used;
    }
}

/* Their parent stands still, so they stay to be collected by it. False when one does not end in time. */
static bool end_workers(pid_t program, int end_signal)
{
    struct workers workers = find_workers(program);
    long until = now() + PATIENCE;
    for (int i = 0; i < workers.count; i++) {
        struct pollfd end = { .fd = (int) syscall(SYS_pidfd_open, workers.pids[i], 0), .events = POLLIN };
        if (end.fd < 0) continue;
        kill(workers.pids[i], end_signal);
        long left = until - now();
        int ended = poll(&end, 1, left > 0 ? (int) left : 0);
        close(end.fd);
        if (ended != 1) return false;
    }
    return true;
}

/* Whether it stands still now, rather than having ended. */
static bool halt(pid_t program)
{
    siginfo_t info;
    if (kill(program, SIGSTOP) || waitid(P_PID, (id_t) program, &info, WSTOPPED | WEXITED | WNOWAIT)) return false;
    return info.si_code == CLD_STOPPED;
}

void fall_asleep(pid_t program, const struct program *what)
{
    /* In silence the runner gives up after a while, and says so. */
    settle(program);
    if (what->workers_signal && (!halt(program) || !end_workers(program, what->workers_signal))) {
        kill(program, SIGCONT);
        tell("restless");
        return;
    }
    tell("asleep");
}

void wake_up(pid_t program, const struct program *what, const char *time)
{
    /* It may be asked again before it was heard: once is enough for one start. */
    static char *woken;
    read_settings();
    char *seed = setting("seed");
    bool again = woken && !strcmp(woken, seed);
    free(woken);
    woken = seed;
    if (again) {
        tell("awake");
        return;
    }

    set_clock(time);
    add_seed();
    start_network();
    kill(program, SIGCONT);
    if (what->wake_signal) kill(program, what->wake_signal);
    tell("awake");
}
