/* The container's memory limit. */
#ifndef LIMITS_H
#define LIMITS_H

#include <stdint.h>

#include "conf.h"

/* In bytes; UINT64_MAX for none. `root` is the folder of control groups, /sys/fs/cgroup. */
uint64_t memory_limit(const char *root);

/* What the machine takes at most: the guest's memory, and QEMU's own. */
uint64_t memory_wanted(const struct conf *conf);

#endif
