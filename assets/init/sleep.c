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

enum { LAST_PID = 32768, PATIENCE = 2000 /* milliseconds */ };

static long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Waits until all have ended; their parent stands still, so they stay to be collected by it. */
static bool have_ended(const struct pollfd *workers, int count, long milliseconds)
{
    long until = now() + milliseconds;
    for (int i = 0; i < count; i++) {
        struct pollfd worker = workers[i];
        long left = until - now();
        if (poll(&worker, 1, left > 0 ? (int) left : 0) != 1) return false;
    }
    return true;
}

/* The workers are the others of the program's process group. There is no /proc to ask: every number is tried. */
static bool end_workers(pid_t program, int end_signal)
{
    static struct pollfd workers[256];
    int count = 0;
    for (pid_t pid = 2; pid < LAST_PID; pid++) {
        if (pid == program || getpgid(pid) != program) continue;
        int handle = (int) syscall(SYS_pidfd_open, pid, 0);
        if (handle < 0) continue;
        if (count == sizeof workers / sizeof *workers) return false;
        workers[count++] = (struct pollfd) { .fd = handle, .events = POLLIN };
        kill(pid, end_signal);
    }
    bool ended = have_ended(workers, count, PATIENCE);
    for (int i = 0; i < count; i++) close(workers[i].fd);
    return ended;
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
