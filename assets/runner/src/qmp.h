/* QEMU's control protocol: lines of JSON over a socket in the container's memory. */
#ifndef QMP_H
#define QMP_H

#include <stdbool.h>
#include <stddef.h>

/* Gives one command, such as "query-status", and waits for its answer, the line of JSON, at most so long.
   False when QEMU does not answer, or answers with an error. */
bool qmp_ask(const char *path, const char *command, long milliseconds, char *answer, size_t room);

/* The text value of a name in a line of JSON, if it is a plain word; false when there is none. */
bool qmp_word(const char *json, const char *name, char *word, size_t room);

#endif
