#include "init.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void die(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("init: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    if (is_machine()) end_machine(FAILED);
    exit(FAILED);
}

void *need_memory(size_t size)
{
    void *memory = malloc(size);
    if (!memory) die("there is no memory left; give the guest more");
    return memory;
}

char *copy(const char *text)
{
    return strcpy(need_memory(strlen(text) + 1), text);
}

char *read_file(const char *path)
{
    FILE *file = fopen(path, "r");
    if (!file) die("%s cannot be opened: %m", path);
    size_t size = 4096, used = 0;
    char *text = need_memory(size);
    for (size_t got; (got = fread(text + used, 1, size - used - 1, file)) > 0;) {
        used += got;
        if (used < size - 1) continue;
        size *= 2;
        if (!(text = realloc(text, size))) die("%s is too large", path);
    }
    if (ferror(file)) die("%s cannot be read: %m", path);
    fclose(file);
    text[used] = 0;
    return text;
}

char *next_word(char **text)
{
    char *word;
    while ((word = strsep(text, " ")))
        if (*word) return word;
    return NULL;
}
