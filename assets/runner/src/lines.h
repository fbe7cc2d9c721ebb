/* Cuts a stream of bytes into lines; longer ones are cut off. */
#ifndef LINES_H
#define LINES_H

#include <stddef.h>

enum { LINE_ROOM = 512 };

struct lines {
    char text[LINE_ROOM];
    size_t length;
};

/* Reads once from the descriptor and calls back for each line that is whole. Returns what read() did. */
long read_lines(struct lines *lines, int descriptor, void (*each)(void *owner, char *line), void *owner);

/* The last line, when it has no newline. */
void end_lines(struct lines *lines, void (*each)(void *owner, char *line), void *owner);

#endif
