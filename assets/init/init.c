#include "init.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void interrupt(int number) { (void) number; }

/* Collects what has ended. Returns whether the program itself has, with its status as the runner wants it. */
static bool reap(pid_t program, int *status)
{
    int found;
    bool ended = false;
    for (pid_t child; (child = waitpid(-1, &found, WNOHANG)) > 0;) {
        if (child != program) continue;
        ended = true;
        if (WIFSIGNALED(found)) *status = 64 + WTERMSIG(found);
        else *status = WEXITSTATUS(found) > FAILED ? FAILED : WEXITSTATUS(found);
    }
    return ended;
}

static void obey(const char *line, pid_t child, const struct program *program)
{
    if (!strcmp(line, "stop")) {
        kill(child, program->stop_signal);
        /* It may be asleep. */
        kill(child, SIGCONT);
    } else if (!strcmp(line, "sleep")) {
        fall_asleep(child, program);
    } else if (!strncmp(line, "wake ", 5)) {
        wake_up(child, program, line + 5);
    } else if (!strncmp(line, "time ", 5)) {
        set_clock(line + 5);
    }
}

/* Reads what has come from the runner. */
static void listen_to_runner(pid_t child, const struct program *program)
{
    static char line[64];
    static size_t length;
    char bytes[64];
    ssize_t count = read(control_port, bytes, sizeof bytes);
    for (ssize_t i = 0; i < count; i++) {
        if (bytes[i] == '\r') continue;
        if (bytes[i] != '\n') {
            /* A line too long is none of ours, up to its end. */
            if (length < sizeof line - 1) line[length++] = bytes[i];
            continue;
        }
        line[length] = 0;
        length = 0;
        obey(line, child, program);
    }
}

/* Starts the program and waits until it has ended, on its own or because the runner asked. */
static int run(const struct program *program)
{
    sigset_t child_only, before;
    sigemptyset(&child_only);
    sigaddset(&child_only, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child_only, &before);
    struct sigaction action = { .sa_handler = interrupt };
    sigaction(SIGCHLD, &action, NULL);

    pid_t child = fork();
    if (child < 0) die("the program cannot be started: %m");
    if (child == 0) {
        sigprocmask(SIG_SETMASK, &before, NULL);
        setsid();
        become(program);
    }
    tell("mark program");

    int status = FAILED;
    struct pollfd port = { .fd = control_port, .events = POLLIN };
    while (!reap(child, &status)) {
        /* Only here a child's end may interrupt: none is missed. */
        if (ppoll(&port, 1, NULL, &before) > 0) listen_to_runner(child, program);
        else if (errno != EINTR) die("the control port cannot be read: %m");
    }
    return status;
}

/* What the program left behind ends with it. */
static void end_others(void)
{
    kill(-1, SIGKILL);
    while (waitpid(-1, NULL, 0) > 0) {}
}

/* When the kernel began to count time, and that its first process is here. */
static void tell_start(void)
{
    struct timespec running;
    char line[40];
    clock_gettime(CLOCK_MONOTONIC, &running);
    snprintf(line, sizeof line, "mark boot %lld.%03ld", (long long) running.tv_sec, running.tv_nsec / 1000000);
    tell(line);
    tell("mark init");
}

int main(int count, char **words)
{
    static const char conf[] = "/etc/program.conf";
    if (count == 2 && !strcmp(words[1], "container")) {
        struct program *program = read_program(conf);
        prepare(program);
        become(program);
    }
    if (getpid() != 1) die("this is the first process of a guest; in a container say: init container");

    enter_machine();
    find_root();
    struct program *program = read_program(conf);
    begin_machine(program);
    tell_start();
    read_settings();
    set_first_clock();
    add_seed();
    start_network();
    set_environment();
    mount_disks(program);
    prepare(program);
    int status = run(program);
    end_others();
    unmount_disks(program);
    end_machine(status);
}
