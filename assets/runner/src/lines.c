#include "lines.h"

#include <unistd.h>

#include "console.h"

void end_lines(struct lines *lines, void (*each)(void *owner, char *line), void *owner)
{
    if (lines->length == 0)
        return;
    lines->text[lines->length] = '\0';
    lines->length = 0;
    each(owner, lines->text);
}

long read_lines(struct lines *lines, int descriptor, void (*each)(void *owner, char *line), void *owner)
{
    char bytes[2048], clean[2 * sizeof bytes];
    ssize_t got = read(descriptor, bytes, sizeof bytes);
    size_t length = got > 0 ? console_clean(bytes, (size_t)got, clean) : 0;
    for (size_t i = 0; i < length; i++) {
        if (clean[i] == '\n')
            end_lines(lines, each, owner);
        else if (lines->length < LINE_ROOM - 1)
            lines->text[lines->length++] = clean[i];
    }
    return got;
}
