#include "notes.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "sleep.h"

long since_start(const struct machine *m) { return now_ms() - m->started; }

void save_state(struct machine *m)
{
    if (!write_state(&m->state, m->place->state))
        log_say(&m->log, "the state cannot be written to %s: %s", m->place->state, strerror(errno));
}

void kill_qemu(struct machine *m, enum killed why)
{
    if (m->ended || m->killed)
        return;
    m->killed = why;
    kill(m->qemu.pid, SIGKILL);
}

void note_sign(struct machine *m)
{
    if (m->state.kernel >= 0)
        return;
    m->state.kernel = since_start(m);
    m->sign_until = NEVER;
    /* One that is being woken is asked when it says that it is awake. */
    if (m->conf->ready != READY_CONTROL && !m->state.saved)
        probes_start(&m->probes, now_ms());
    save_state(m);
}

void note_ready(struct machine *m)
{
    char marks[MAX_MARKS * (MARK_ROOM + 16)] = "";
    if (m->state.ready >= 0 || m->state.stopping)
        return;
    m->state.ready = since_start(m);
    m->ready_until = m->wake_until = NEVER;
    probes_end(&m->probes);
    for (int i = 0; i < m->state.mark_count; i++)
        snprintf(marks + strlen(marks), sizeof marks - strlen(marks), " %s=%.3fs", m->state.marks[i].name, (double)m->state.marks[i].at / 1000);
    log_say(&m->log, "ready accel=%s kernel=%.3fs%s ready=%.3fs%s", m->state.kvm ? "kvm" : "tcg", (double)m->state.kernel / 1000, marks,
        (double)m->state.ready / 1000, !m->conf->saved ? "" : m->state.saved ? " start=saved" : " start=cold");
    save_state(m);
    if (m->start == START_TO_SAVE)
        begin_saving(m);
}
