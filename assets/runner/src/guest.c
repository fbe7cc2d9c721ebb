#include "guest.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ending.h"
#include "kvm.h"
#include "machine.h"

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

int run_guest(const struct conf *conf, const struct place *place, long started)
{
    char sentence[LINE_ROOM + 64];
    int status = EXIT_NO_MACHINE;
    struct machine *m = calloc(1, sizeof *m);
    if (!m)
        return status;
    m->conf = conf;
    m->place = place;
    m->started = started;
    m->signals = open_signals();
    console_open(&m->console, place->console);

    const char *problem = conf->kvm ? kvm_problem(conf->kvm_device) : NULL;
    if (problem)
        emulate_instead(m, problem);
    bool kvm = conf->kvm && !problem;
    bool ran = run_machine(m, kvm);
    if (ran) {
        status = judge(m, sentence, sizeof sentence);
        if (kvm_failed(m, status)) {
            emulate_instead(m, m->qemu_said[0] ? m->qemu_said : sentence);
            ran = run_machine(m, false);
            status = ran ? judge(m, sentence, sizeof sentence) : EXIT_NO_MACHINE;
        }
    }
    if (ran)
        log_say(&m->log, "%s", sentence);
    unlink(place->state);
    log_drain(&m->log, 1000);
    return status;
}
