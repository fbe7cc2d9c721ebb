/* QEMU as a child process. */
#ifndef QEMU_H
#define QEMU_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#include "conf.h"

struct qemu {
    pid_t pid;
    int console, control;           /* our ends of the guest's two serial ports */
    int monitor;                    /* QEMU's control protocol, for us alone */
    int words;                      /* what QEMU itself says */
};

/* Starts it with this accelerator; false and errno when it cannot be started. `qmp` is the path of its control socket for
   others. From a saved state it starts with no port forwarded. */
bool start_qemu(const struct conf *conf, bool kvm, const char *qmp, bool saved, struct qemu *qemu);

/* Writes what it is told about the machine, a line for each argument. */
void describe_machine(const struct conf *conf, bool kvm, FILE *out);

/* Closes our ends. The process has been waited for. */
void close_qemu(struct qemu *qemu);

#endif
