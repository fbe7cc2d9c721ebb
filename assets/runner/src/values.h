/* The values that guest.conf and the environment hold: numbers, sizes, times, words. */
#ifndef VALUES_H
#define VALUES_H

#include <stdbool.h>
#include <stdint.h>

/* A whole number within low..high; false leaves *number alone. */
bool read_number(const char *text, long low, long high, long *number);

/* A size such as 64M: a number with K, M or G; in bytes. */
bool read_size(const char *text, uint64_t *bytes);

/* A time such as 500ms or 2s, at least 1 ms and at most a day; in milliseconds. */
bool read_time(const char *text, long *milliseconds);

/* The next word of *text, which is cut in place; NULL after the last one. */
char *next_word(char **text);

/* Cuts white space off both ends, in place. */
char *trim(char *text);

#endif
