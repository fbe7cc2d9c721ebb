/* Answers to sh, bash and ls in a guest's container, where there is no shell. */
#ifndef SHELL_H
#define SHELL_H

#include <stdbool.h>

/* Whether the program was started under another name than its own. */
bool is_stand_in(const char *name);

/* Says why there is no such program and what to type instead; returns an exit status. */
int explain(const char *name);

#endif
