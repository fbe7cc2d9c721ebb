/* What a saved machine state depends on, as text: a state is used only where all of it is the same. */
#ifndef KEY_H
#define KEY_H

#include <stdbool.h>
#include <stddef.h>

#include "conf.h"

enum { SALT = 32 };                 /* hexadecimal digits */

/* A line for each thing, `WHAT: VALUE`: QEMU, the processor, the machine's arguments, kernel and disks by their content,
   guest.conf, and what the guest is told of the environment. Secrets are in it only as part of a salted digest.
   NULL, and a reason, when something cannot be read. Freed by the caller. */
char *make_key(const struct conf *conf, bool kvm, const char *salt, char *problem, size_t room);

/* Whether two keys are the same; if not, the first thing in which they differ, such as "the kernel". */
bool same_key(const char *one, const char *other, char *difference, size_t room);

#endif
