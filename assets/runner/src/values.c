#include "values.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char blanks[] = " \t\r\n";

/* Digits alone: strtol would also take blanks and signs. Returns what follows them, or NULL. */
static const char *read_digits(const char *text, uint64_t *number)
{
    char *end;
    if (*text < '0' || *text > '9')
        return NULL;
    errno = 0;
    *number = strtoull(text, &end, 10);
    return errno ? NULL : end;
}

bool read_number(const char *text, long low, long high, long *number)
{
    uint64_t value;
    const char *end = read_digits(text, &value);
    if (!end || *end || value < (uint64_t)low || value > (uint64_t)high)
        return false;
    *number = (long)value;
    return true;
}

bool read_size(const char *text, uint64_t *bytes)
{
    uint64_t value;
    const char *unit = read_digits(text, &value);
    int shift = !unit ? 0 : *unit == 'K' ? 10 : *unit == 'M' ? 20 : *unit == 'G' ? 30 : 0;
    if (!shift || unit[1] || value > UINT64_MAX >> shift)
        return false;
    *bytes = value << shift;
    return true;
}

bool read_time(const char *text, long *milliseconds)
{
    const uint64_t day = 24UL * 60 * 60 * 1000;
    uint64_t value;
    const char *unit = read_digits(text, &value);
    uint64_t factor = !unit ? 0 : !strcmp(unit, "ms") ? 1 : !strcmp(unit, "s") ? 1000 : 0;
    if (!factor || value == 0 || value > day / factor)
        return false;
    *milliseconds = (long)(value * factor);
    return true;
}

char *next_word(char **text)
{
    char *word = *text + strspn(*text, blanks);
    size_t length = strcspn(word, blanks);
    if (length == 0)
        return NULL;
    *text = word + length;
    if (**text)
        *(*text)++ = '\0';
    return word;
}

char *trim(char *text)
{
    text += strspn(text, blanks);
    size_t length = strlen(text);
    while (length && strchr(blanks, text[length - 1]))
        text[--length] = '\0';
    return text;
}
