/* How a machine ended, and the exit status that says so (README.md, "The end"). */
#ifndef ENDING_H
#define ENDING_H

#include <stdbool.h>
#include <stddef.h>

enum exit_status {
    EXIT_REFUSED = 110, EXIT_NO_MACHINE = 111, EXIT_GUEST_CRASHED = 112, EXIT_QEMU_CRASHED = 113,
    EXIT_NOT_READY = 114, EXIT_KILLED = 115, EXIT_NOT_SAVED = 116,
};

/* What is known besides QEMU's own status. */
struct ending {
    bool sign;                      /* the guest wrote a byte on a serial port */
    bool reset_is_exit;             /* a machine that resets or powers off has ended well */
};

/* The exit status for QEMU's, as waitpid() gives it. The sentence says the same to a reader of the log. */
int judge_end(struct ending ending, int status, char *sentence, size_t room);

#endif
