/* The guest's console: cleaned, kept for a while, and shown to those who watch (`runner console`). */
#ifndef CONSOLE_H
#define CONSOLE_H

#include <stddef.h>

enum { CONSOLE_KEPT = 32 * 1024, CONSOLE_WATCHERS = 8 };

struct console {
    char kept[CONSOLE_KEPT];        /* a ring of the last bytes */
    size_t total;                   /* bytes ever put in */
    int listener;                   /* -1: nobody can watch */
    int watchers[CONSOLE_WATCHERS]; /* -1: free */
};

/* Prepares, and listens at the path of a socket, which is made anew. */
void console_open(struct console *console, const char *path);

/* Makes hostile bytes harmless: carriage returns and zeros go, other controls but tab and newline become ^X.
   The result is at most twice as long; returns its length. */
size_t console_clean(const char *bytes, size_t length, char *clean);

/* Keeps cleaned bytes and passes them to those who watch; who is too slow is dropped. */
void console_put(struct console *console, const char *bytes, size_t length);

/* Lets the next watcher in, and shows what was kept. */
void console_welcome(struct console *console);

/* `runner console`: shows the console at the socket until the guest ends; returns an exit status. */
int console_watch(const char *path);

#endif
