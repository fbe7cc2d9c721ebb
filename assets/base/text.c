/* What freestanding C takes for granted, and a few words on text. These stay inside the base: the program's C library has
   its own, chosen by relocations that are not applied when the base starts. */
#include "internal.h"

void *memcpy(void *to, const void *from, size_t length)
{
    void *at = to;
    __asm__ volatile("rep movsb" : "+D"(at), "+S"(from), "+c"(length) : : "memory");
    return to;
}

void *memset(void *at, int byte, size_t length)
{
    void *next = at;
    __asm__ volatile("rep stosb" : "+D"(next), "+c"(length) : "a"(byte) : "memory");
    return at;
}

size_t text_length(const char *text)
{
    size_t length = 0;
    while (text[length])
        length++;
    return length;
}

bool same_start(const char *text, const char *start)
{
    while (*start && *text == *start)
        text++, start++;
    return !*start;
}

/* The number at *text, which moves behind it. */
uint64_t number_at(const char **text, unsigned radix)
{
    uint64_t number = 0;
    for (;; ++*text) {
        char letter = **text;
        unsigned digit = letter >= 'a' ? (unsigned)(letter - 'a') + 10 : letter >= '0' && letter <= '9' ? (unsigned)(letter - '0') : radix;
        if (digit >= radix)
            return number;
        number = number * radix + digit;
    }
}
