/* QEMU as a child process. */
#ifndef QEMU_H
#define QEMU_H

#include <stdbool.h>
#include <sys/types.h>

#include "conf.h"

struct qemu {
    pid_t pid;
    int console, control;           /* our ends of the guest's two serial ports */
    int words;                      /* what QEMU itself says */
};

/* Starts it with this accelerator; false and errno when it cannot be started. `qmp` is the path of its control socket. */
bool start_qemu(const struct conf *conf, bool kvm, const char *qmp, struct qemu *qemu);

/* Closes our ends. The process has been waited for. */
void close_qemu(struct qemu *qemu);

#endif
