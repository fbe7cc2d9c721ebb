#include "guest.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "clock.h"
#include "ending.h"
#include "kvm.h"
#include "machine.h"
#include "saved.h"

/* How it ended: an exit status, and a sentence. */
static int judge(const struct machine *m, char *sentence, size_t room)
{
    struct ending ending = { .sign = m->state.kernel >= 0, .reset_is_exit = m->conf->reset_is_exit };
    switch (m->killed) {
    case KILLED_STOP:
        snprintf(sentence, room, "the machine was switched off");
        return 0;
    case KILLED_LATE:
        snprintf(sentence, room, "the guest did not end within %g s of the stop and was killed", (double)m->conf->stop_timeout / 1000);
        return EXIT_KILLED;
    case KILLED_NOT_READY:
        snprintf(sentence, room, "the guest was not ready within %g s and was killed", (double)m->conf->ready_timeout / 1000);
        return EXIT_NOT_READY;
    case KILLED_KVM:
        snprintf(sentence, room, "the guest's kernel gave no sign within %g s", (double)m->conf->kvm_timeout / 1000);
        return EXIT_NO_MACHINE;
    case KILLED_NOT_AWAKE:
        snprintf(sentence, room, "%s", m->failure);
        return EXIT_NOT_READY;
    case KILLED_NOT_SAVED:
        snprintf(sentence, room, "%s", m->failure);
        return EXIT_NOT_SAVED;
    case KILLED_SAVED:
        return 0;
    case NOT_KILLED:
        break;
    }
    return judge_end(ending, m->status, sentence, room);
}

/* Whether KVM may be to blame: the machine was gone before it was ready, and not by the guest's own will. */
static bool kvm_failed(const struct machine *m, int status)
{
    bool blame = status == EXIT_NO_MACHINE || status == EXIT_GUEST_CRASHED || status == EXIT_QEMU_CRASHED;
    return m->state.kvm && blame && m->state.ready < 0 && !m->state.stopping;
}

static void emulate_instead(struct machine *m, const char *why)
{
    snprintf(m->state.why, sizeof m->state.why, "%.250s", why);
    log_say(&m->log, "KVM is not used: %s; the guest is emulated, which is slower", why);
}

static struct machine *new_machine(const struct conf *conf, const struct place *place, long started)
{
    struct machine *m = calloc(1, sizeof *m);
    if (!m)
        return NULL;
    m->conf = conf;
    m->place = place;
    m->started = started;
    m->signals = open_signals();
    console_open(&m->console, place->console);
    return m;
}

static bool may_use_kvm(struct machine *m)
{
    const char *problem = m->conf->kvm ? kvm_problem(m->conf->kvm_device) : NULL;
    if (problem)
        emulate_instead(m, problem);
    return m->conf->kvm && !problem;
}

static void start_cold_instead(struct machine *m, const char *why)
{
    snprintf(m->state.why_cold, sizeof m->state.why_cold, "%.250s", why);
    log_say(&m->log, "starts cold: %.300s", why);
}

/* Runs it to its end from a saved state. False when there is none for it, or it did not come to serve: then nothing has
   happened yet. */
static bool run_saved(struct machine *m, bool kvm, int *status, char *sentence, size_t room)
{
    size_t bytes;
    if (!m->conf->saved)
        return false;
    if (!saved_fits(m->conf, kvm, &bytes, sentence, room)) {
        start_cold_instead(m, sentence);
        return false;
    }
    log_say(&m->log, "starts from the saved state in %s, %.1f MB", m->conf->saved, (double)bytes / (1 << 20));
    if (!run_machine(m, kvm, START_SAVED))
        return false;
    *status = judge(m, sentence, room);
    if (m->state.ready >= 0 || m->state.stopping)
        return true;
    start_cold_instead(m, m->qemu_said[0] ? m->qemu_said : sentence);
    return false;
}

/* Runs it to its end from nothing; what KVM cannot start is emulated. */
static int run_cold(struct machine *m, bool kvm, enum start start, char *sentence, size_t room)
{
    int status = EXIT_NO_MACHINE;
    bool ran = run_machine(m, kvm, start);
    if (ran)
        status = judge(m, sentence, room);
    if (ran && kvm_failed(m, status)) {
        emulate_instead(m, m->qemu_said[0] ? m->qemu_said : sentence);
        ran = run_machine(m, false, start);
        status = ran ? judge(m, sentence, room) : EXIT_NO_MACHINE;
    }
    if (!ran)
        *sentence = '\0';
    return status;
}

static void end_log(struct machine *m, const char *sentence)
{
    if (*sentence)
        log_say(&m->log, "%s", sentence);
    unlink(m->place->state);
    log_drain(&m->log, 1000);
}

int run_guest(const struct conf *conf, const struct place *place, long started)
{
    char sentence[LINE_ROOM + 64] = "";
    int status = EXIT_NO_MACHINE;
    struct machine *m = new_machine(conf, place, started);
    if (!m)
        return status;
    bool kvm = may_use_kvm(m);
    if (!run_saved(m, kvm, &status, sentence, sizeof sentence))
        status = run_cold(m, kvm, START_COLD, sentence, sizeof sentence);
    end_log(m, sentence);
    return status;
}

int save_guest(const struct conf *conf, const struct place *place, long started)
{
    char sentence[LINE_ROOM + 64] = "";
    size_t bytes;
    struct machine *m = new_machine(conf, place, started);
    if (!m || !(m->draft = saved_draft(conf)))
        return EXIT_NOT_SAVED;
    int status = run_cold(m, may_use_kvm(m), START_TO_SAVE, sentence, sizeof sentence);
    if (m->killed != KILLED_SAVED) {
        /* It may have ended well, only not for this. */
        status = status ? status : EXIT_NOT_SAVED;
    } else if (saved_keep(conf, m->state.kvm, m->draft, &bytes, sentence, sizeof sentence)) {
        snprintf(sentence, sizeof sentence, "the state is saved in %s, %.1f MB, after %.1f s", conf->saved, (double)bytes / (1 << 20),
            (double)(now_ms() - started) / 1000);
    } else {
        status = EXIT_NOT_SAVED;
    }
    if (status)
        unlink(m->draft);
    end_log(m, sentence);
    return status;
}
