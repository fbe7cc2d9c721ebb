#include "machine.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "notes.h"
#include "qmp.h"
#include "sleep.h"

/* The request to stop is repeated: what a serial port is told before its driver is there is lost. */
enum { STOP_AGAIN = 250 };

int open_signals(void)
{
    static const int wanted[] = { SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGCHLD };
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        sigaddset(&set, wanted[i]);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

/* Without seconds the moment is now; with them it was that long ago, by the guest's own clock. */
static bool take_mark(struct machine *m, char *words)
{
    long now = since_start(m), at = now;
    char *space = strchr(words, ' ');
    if (space) {
        char *end;
        double ago = strtod(space + 1, &end) * 1000;
        /* No moment of the guest was before its machine; this refuses what is no number, too. */
        if (end == space + 1 || *end || !(ago >= 0 && ago <= (double)now))
            return false;
        at -= (long)ago;
        *space = 0;
    }
    return add_mark(&m->state, words, at);
}

static void on_control_line(void *owner, char *line)
{
    struct machine *m = owner;
    note_sign(m);
    if (take_phase_line(m, line))
        return;
    if (!strcmp(line, "ready") && m->conf->ready == READY_CONTROL)
        note_ready(m);
    else if (!strncmp(line, "mark ", 5) && take_mark(m, line + 5))
        save_state(m);
    /* It listens now; the time in its configuration was that of QEMU's start. */
    if (!strcmp(line, "mark program"))
        tell_time(m);
}

static void on_qemu_line(void *owner, char *line)
{
    struct machine *m = owner;
    if (!m->qemu_said[0])
        snprintf(m->qemu_said, sizeof m->qemu_said, "%s", line);
    /* With KVM, or from a saved state, one sentence will say why not. */
    if (!(m->state.kvm || m->start == START_SAVED) || m->state.ready >= 0)
        log_say(&m->log, "QEMU says: %s", line);
    /* QEMU only pauses the machine then, for a debugger that is not there. */
    if (m->state.kvm && m->state.ready < 0 && (strstr(line, "KVM internal error") || strstr(line, "kvm run failed")))
        kill_qemu(m, KILLED_KVM);
}

/* After a read that gave nothing: a stream that has ended is closed, one that is only quiet stays. */
static void close_ended(int *stream, long got)
{
    if (*stream >= 0 && (got == 0 || errno != EAGAIN)) {
        close(*stream);
        *stream = -1;
    }
}

/* False when there is nothing more, for now or for ever. */
static bool read_console(struct machine *m)
{
    char bytes[LOG_LINE / 2], clean[LOG_LINE];
    ssize_t got = m->qemu.console < 0 ? 0 : read(m->qemu.console, bytes, sizeof bytes);
    if (got > 0) {
        note_sign(m);
        size_t length = console_clean(bytes, (size_t)got, clean);
        log_guest(&m->log, clean, length);
        console_put(&m->console, clean, length);
    } else {
        close_ended(&m->qemu.console, got);
    }
    return got > 0;
}

static bool read_control(struct machine *m)
{
    long got = m->qemu.control < 0 ? 0 : read_lines(&m->control, m->qemu.control, on_control_line, m);
    if (got > 0) {
        note_sign(m);
    } else {
        close_ended(&m->qemu.control, got);
    }
    return got > 0;
}

static bool read_words(struct machine *m)
{
    long got = m->qemu.words < 0 ? 0 : read_lines(&m->words, m->qemu.words, on_qemu_line, m);
    if (got <= 0) {
        close_ended(&m->qemu.words, got);
    }
    return got > 0;
}

/* In a process of its own: QEMU may be slow to answer. */
static void press_power_button(struct machine *m)
{
    char answer[512];
    if (fork() == 0)
        _exit(qmp_ask(m->place->qmp, "system_powerdown", STOP_AGAIN, answer, sizeof answer) ? 0 : 1);
}

static void ask_to_stop(struct machine *m)
{
    switch (m->conf->stop) {
    case STOP_CONTROL:
        /* When the port is full, an earlier request waits there. */
        if (m->qemu.control >= 0)
            send(m->qemu.control, "stop\n", 5, MSG_DONTWAIT | MSG_NOSIGNAL);
        break;
    case STOP_ACPI: press_power_button(m); break;
    case STOP_KILL: kill_qemu(m, KILLED_STOP); break;
    }
    m->next_stop = now_ms() + STOP_AGAIN;
}

static void on_stop_signal(struct machine *m)
{
    if (m->state.stopping) {
        kill_qemu(m, KILLED_LATE);
        return;
    }
    m->state.stopping = true;
    m->stop_until = now_ms() + m->conf->stop_timeout;
    m->sign_until = m->ready_until = m->wake_until = m->next_wake = NEVER;
    m->phase = PHASE_NONE;
    probes_end(&m->probes);
    ask_to_stop(m);
    save_state(m);
}

static void reap(struct machine *m)
{
    int status;
    pid_t pid;
    bool answered;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        if (pid == m->qemu.pid) {
            m->ended = true;
            m->status = status;
        } else if (probes_reaped(&m->probes, pid, status, &answered) && answered) {
            note_ready(m);
        }
    }
}

static void on_signal(struct machine *m)
{
    struct signalfd_siginfo info;
    while (read(m->signals, &info, sizeof info) == sizeof info) {
        if (info.ssi_signo == SIGCHLD)
            reap(m);
        else
            on_stop_signal(m);
    }
}

static void on_time(struct machine *m)
{
    long now = now_ms();
    if (m->sign_until != NEVER && now >= m->sign_until)
        kill_qemu(m, KILLED_KVM);
    if (m->ready_until != NEVER && now >= m->ready_until)
        kill_qemu(m, KILLED_NOT_READY);
    if (m->stop_until != NEVER && now >= m->stop_until)
        kill_qemu(m, KILLED_LATE);
    if (m->next_stop != NEVER && now >= m->next_stop && !m->killed)
        ask_to_stop(m);
    continue_phases(m);
    probes_ask(&m->probes, m->conf, now);
}

/* Until the first of the times that are not NEVER; -1 for none. */
static int patience(const struct machine *m)
{
    long times[] = { m->sign_until, m->ready_until, m->stop_until, m->next_stop, m->wake_until, m->next_wake, m->probes.next };
    long first = LONG_MAX, now = now_ms();
    if (m->killed)
        return -1;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        if (times[i] != NEVER && times[i] < first)
            first = times[i];
    return first == LONG_MAX ? -1 : first <= now ? 0 : first - now > INT_MAX ? INT_MAX : (int)(first - now);
}

static void wait_for_something(struct machine *m)
{
    struct pollfd wanted[] = {
        { .fd = m->signals, .events = POLLIN },
        /* A guest that talks faster than the log is read waits. */
        { .fd = log_has_room(&m->log) ? m->qemu.console : -1, .events = POLLIN },
        { .fd = m->qemu.control, .events = POLLIN },
        { .fd = log_has_room(&m->log) ? m->qemu.words : -1, .events = POLLIN },
        { .fd = m->console.listener, .events = POLLIN },
        { .fd = m->qemu.monitor, .events = POLLIN },
        { .fd = m->log.waiting_length ? STDOUT_FILENO : -1, .events = POLLOUT },
    };
    if (poll(wanted, sizeof wanted / sizeof *wanted, patience(m)) < 0)
        return;
    if (wanted[1].revents)
        read_console(m);
    if (wanted[2].revents)
        read_control(m);
    if (wanted[3].revents)
        read_words(m);
    if (wanted[4].revents)
        console_welcome(&m->console);
    if (wanted[5].revents)
        read_monitor(m);
    if (wanted[0].revents)
        on_signal(m);
    log_write(&m->log);
}

/* What the sockets still hold when QEMU is gone. */
static void drain(struct machine *m)
{
    while (read_console(m) || read_control(m) || read_words(m))
        if (!log_has_room(&m->log))
            log_drain(&m->log, 1000);
    log_end_line(&m->log);
    end_lines(&m->control, on_control_line, m);
    end_lines(&m->words, on_qemu_line, m);
}

bool run_machine(struct machine *m, bool kvm, enum start start)
{
    m->ended = false;
    m->killed = NOT_KILLED;
    m->qemu_said[0] = '\0';
    m->state.kernel = m->state.ready = -1;
    m->state.mark_count = 0;
    m->state.kvm = kvm;
    m->start = start;
    m->state.saved = start == START_SAVED;
    m->sign_until = kvm && !m->state.saved ? now_ms() + m->conf->kvm_timeout : NEVER;
    m->ready_until = m->started + m->conf->ready_timeout;
    m->stop_until = m->next_stop = m->probes.next = NEVER;
    begin_phases(m);
    if (!start_qemu(m->conf, kvm, m->place->qmp, m->state.saved, &m->qemu)) {
        log_say(&m->log, "no process can be started for QEMU: %s", strerror(errno));
        return false;
    }
    m->state.qemu = m->qemu.pid;
    save_state(m);
    while (!m->ended) {
        wait_for_something(m);
        on_time(m);
    }
    m->phase = PHASE_NONE;
    drain(m);
    close_qemu(&m->qemu);
    return true;
}
