/* One machine, from QEMU's start to its end: a loop over what can happen, with no thread and no waiting elsewhere. */
#ifndef MACHINE_H
#define MACHINE_H

#include <stdbool.h>

#include "conf.h"
#include "console.h"
#include "lines.h"
#include "log.h"
#include "place.h"
#include "probes.h"
#include "qemu.h"
#include "state.h"

enum { NEVER = -1 };

/* Why we killed QEMU, if we did. */
enum killed { NOT_KILLED, KILLED_STOP, KILLED_LATE, KILLED_NOT_READY, KILLED_KVM, KILLED_NOT_AWAKE, KILLED_SAVED, KILLED_NOT_SAVED };

/* From nothing; from a saved state; from nothing, to save a state of it once it is ready. */
enum start { START_COLD, START_SAVED, START_TO_SAVE };

/* See sleep.h. */
enum phase { PHASE_NONE, PHASE_LOADING, PHASE_WAKING, PHASE_OPENING, PHASE_SETTLING, PHASE_SLEEPING, PHASE_WRITING };

struct machine {
    const struct conf *conf;
    const struct place *place;
    long started;                   /* of the runner; the times below are now_ms(), or NEVER */
    long sign_until, ready_until, stop_until, next_stop, wake_until, next_wake;
    int signals;
    bool ended;
    int status;                     /* QEMU's, once ended */
    enum killed killed;
    char qemu_said[LINE_ROOM];      /* its first words: what follows is mostly consequence */
    enum start start;
    enum phase phase;
    int unopened;                   /* ports that QEMU has not forwarded yet */
    char *draft;                    /* where a state is written */
    char failure[LINE_ROOM + 64];   /* why there was no waking or saving */
    struct qemu qemu;
    struct state state;
    struct probes probes;
    struct lines control, words, monitor;
    struct console console;
    struct log log;
};

/* Takes the signals that ask for a stop, and those of children, as bytes of a descriptor; they interrupt nothing. */
int open_signals(void);

/* Runs the machine until QEMU has ended; what is known then is in the fields above. False when QEMU could not be started
   at all. */
bool run_machine(struct machine *m, bool kvm, enum start start);

#endif
