/* The program that the tests run: its first argument names a try, of which each file has some. */
#ifndef GUEST_H
#define GUEST_H

#include "base.h"

struct try { const char *name; int (*run)(int argc, char **argv); };

/* Each ends with an entry without a name. */
extern const struct try programs[], breaches[], devices[], clocks[];

#endif
