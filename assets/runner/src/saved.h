/* The file with a saved machine state: what it depends on, then QEMU's own stream. */
#ifndef SAVED_H
#define SAVED_H

#include <stdbool.h>
#include <stddef.h>

#include "conf.h"

/* Where QEMU's stream begins in the file: a whole number of pages, with room for what stands before it. */
enum { SAVED_OFFSET = 32 * 1024 };

/* Whether the file that guest.conf names is whole, and of exactly this machine; if not, why, as the rest of a sentence.
   *bytes: how large it is. */
bool saved_fits(const struct conf *conf, bool kvm, size_t *bytes, char *why, size_t room);

/* Where QEMU is to write a new state, beside the old one; freed by the caller. */
char *saved_draft(const struct conf *conf);

/* The draft that QEMU has written becomes the state, in one step; if not, why. */
bool saved_keep(const struct conf *conf, bool kvm, const char *draft, size_t *bytes, char *why, size_t room);

#endif
