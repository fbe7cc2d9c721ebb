#include "sleep.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "notes.h"
#include "saved.h"

/* A line to the guest may be lost while its machine is being loaded: it is asked again. */
enum { WAKE_AGAIN = 250 };

__attribute__((format(printf, 2, 3)))
static void put(int socket, const char *format, ...)
{
    char line[512];
    va_list values;
    va_start(values, format);
    int length = vsnprintf(line, sizeof line, format, values);
    va_end(values);
    if (socket >= 0 && length > 0 && length < (int)sizeof line)
        send(socket, line, (size_t)length, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static void fail(struct machine *m, enum killed why, const char *sentence)
{
    if (!m->killed)
        snprintf(m->failure, sizeof m->failure, "%s", sentence);
    kill_qemu(m, why);
}

/* A word with the time of now: the machine runs, and reads this within milliseconds. */
static void put_time(const struct machine *m, const char *word)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    put(m->qemu.control, "\n%s %lld.%09ld\n", word, (long long)time.tv_sec, time.tv_nsec);
}

void tell_time(const struct machine *m) { put_time(m, "time"); }

static void wake(struct machine *m)
{
    put_time(m, "wake");
    m->phase = PHASE_WAKING;
    m->next_wake = now_ms() + WAKE_AGAIN;
}

static void end_opening(struct machine *m)
{
    m->phase = PHASE_NONE;
    if (m->conf->ready == READY_CONTROL)
        note_ready(m);
    else
        probes_start(&m->probes, now_ms());
}

/* Until here nobody could reach the guest. */
static void open_ports(struct machine *m)
{
    add_mark(&m->state, "awake", since_start(m));
    save_state(m);
    m->phase = PHASE_OPENING;
    m->next_wake = NEVER;
    m->unopened = m->conf->port_count;
    for (int i = 0; i < m->conf->port_count; i++)
        put(m->qemu.monitor, "{\"execute\":\"human-monitor-command\",\"arguments\":{\"command-line\":\"hostfwd_add net tcp::%ld-:%ld\"}}\n",
            m->conf->ports[i].outer, m->conf->ports[i].inner);
    if (!m->unopened)
        end_opening(m);
}

static void write_machine(struct machine *m)
{
    m->phase = PHASE_WRITING;
    m->wake_until = now_ms() + m->conf->ready_timeout;
    put(m->qemu.monitor, "{\"execute\":\"migrate\",\"arguments\":{\"uri\":\"file:%s,offset=%d\"}}\n", m->draft, SAVED_OFFSET);
}

/* One line of JSON. Answers come in the order of the questions; events at any time. */
static void on_monitor_line(void *owner, char *line)
{
    struct machine *m = owner;
    bool error = !strncmp(line, "{\"error\"", 8);
    if (!strncmp(line, "{\"QMP\"", 6)) {
        put(m->qemu.monitor, "{\"execute\":\"qmp_capabilities\"}\n");
        if (m->start == START_SAVED)
            put(m->qemu.monitor, "{\"execute\":\"query-status\"}\n");
        else
            put(m->qemu.monitor, "{\"execute\":\"migrate-set-capabilities\",\"arguments\":{\"capabilities\":[{\"capability\":\"events\",\"state\":true}]}}\n");
    } else if (m->phase == PHASE_LOADING && (strstr(line, "\"RESUME\"") || strstr(line, "\"running\""))) {
        wake(m);
    } else if (m->phase == PHASE_OPENING && (error || !strncmp(line, "{\"return\": \"", 12))) {
        /* An answer in words is a refusal. */
        if (error || line[12] != '"')
            fail(m, KILLED_NOT_AWAKE, "QEMU does not forward its ports");
        else if (--m->unopened == 0)
            end_opening(m);
    } else if (m->phase == PHASE_WRITING && (error || strstr(line, "\"failed\""))) {
        fail(m, KILLED_NOT_SAVED, m->qemu_said[0] ? m->qemu_said : "QEMU does not write its machine");
    } else if (m->phase == PHASE_WRITING && strstr(line, "\"completed\"")) {
        m->phase = PHASE_NONE;
        m->wake_until = NEVER;
        kill_qemu(m, KILLED_SAVED);
    }
}

bool read_monitor(struct machine *m)
{
    long got = m->qemu.monitor < 0 ? 0 : read_lines(&m->monitor, m->qemu.monitor, on_monitor_line, m);
    if (got <= 0 && m->qemu.monitor >= 0 && (got == 0 || errno != EAGAIN)) {
        close(m->qemu.monitor);
        m->qemu.monitor = -1;
    }
    return got > 0;
}

void begin_phases(struct machine *m)
{
    m->phase = m->start == START_SAVED ? PHASE_LOADING : PHASE_NONE;
    m->next_wake = NEVER;
    m->wake_until = m->start == START_SAVED ? now_ms() + m->conf->wake_timeout : NEVER;
    m->failure[0] = '\0';
    m->monitor.length = 0;
}

void begin_saving(struct machine *m)
{
    /* The state is to have none of our own questions in it. */
    probes_kill(&m->probes);
    m->phase = PHASE_SETTLING;
    m->wake_until = now_ms() + m->conf->wake_timeout;
}

bool take_phase_line(struct machine *m, const char *line)
{
    if (m->phase == PHASE_WAKING && !strcmp(line, "awake"))
        open_ports(m);
    else if (m->phase == PHASE_SLEEPING && !strcmp(line, "asleep"))
        write_machine(m);
    else
        return false;
    return true;
}

void continue_phases(struct machine *m)
{
    long now = now_ms();
    if (m->phase == PHASE_SETTLING && probes_quiet(&m->probes)) {
        m->phase = PHASE_SLEEPING;
        put(m->qemu.control, "\nsleep\n");
    }
    if (m->next_wake != NEVER && now >= m->next_wake)
        wake(m);
    if (m->wake_until != NEVER && now >= m->wake_until) {
        char sentence[100];
        snprintf(sentence, sizeof sentence, "the guest was not %s within %g s", m->start == START_SAVED ? "awake and ready" : "saved",
            (double)(m->phase == PHASE_WRITING ? m->conf->ready_timeout : m->conf->wake_timeout) / 1000);
        fail(m, m->start == START_SAVED ? KILLED_NOT_AWAKE : KILLED_NOT_SAVED, sentence);
    }
}
