#include "ending.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

/* QEMU's isa-debug-exit ends it with (byte << 1) | 1. */
static int judge_byte(int byte, char *sentence, size_t room)
{
    if (byte < 64) {
        snprintf(sentence, room, "the guest ended with status %d", byte);
        return byte;
    }
    snprintf(sentence, room, "the guest's program died of signal %d", byte - 64);
    return 128 + byte - 64;
}

int judge_end(struct ending ending, int status, char *sentence, size_t room)
{
    if (WIFSIGNALED(status)) {
        snprintf(sentence, room, "QEMU crashed: signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
        return EXIT_QEMU_CRASHED;
    }
    int code = WEXITSTATUS(status);
    /* 1 is also how QEMU itself fails, and 127 how it could not be started: both before the guest says anything. */
    if (!ending.sign && (code == 1 || code == 127)) {
        snprintf(sentence, room, "QEMU did not start the machine");
        return EXIT_NO_MACHINE;
    }
    if (code & 1)
        return judge_byte(code >> 1, sentence, room);
    if (code == 0 && ending.reset_is_exit) {
        snprintf(sentence, room, "the guest switched its machine off");
        return 0;
    }
    if (code == 0) {
        snprintf(sentence, room, "the guest crashed: its machine was reset or halted without a status");
        return EXIT_GUEST_CRASHED;
    }
    snprintf(sentence, room, "QEMU crashed: exit status %d", code);
    return EXIT_QEMU_CRASHED;
}
