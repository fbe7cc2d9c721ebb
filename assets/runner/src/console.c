#include "console.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sockets.h"

void console_open(struct console *console, const char *path)
{
    for (int i = 0; i < CONSOLE_WATCHERS; i++)
        console->watchers[i] = -1;
    console->listener = listen_unix(path);
}

size_t console_clean(const char *bytes, size_t length, char *clean)
{
    size_t done = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte == '\r' || byte == '\0')
            continue;
        if ((byte < ' ' && byte != '\t' && byte != '\n') || byte == 0x7f) {
            clean[done++] = '^';
            byte ^= 0x40;
        }
        clean[done++] = (char)byte;
    }
    return done;
}

/* All of it or none of that watcher: half a line would be a lie. */
static void show(int *watcher, const char *bytes, size_t length)
{
    if (*watcher < 0 || length == 0)
        return;
    if (send(*watcher, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL) != (ssize_t)length) {
        close(*watcher);
        *watcher = -1;
    }
}

void console_put(struct console *console, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        console->kept[console->total++ % CONSOLE_KEPT] = bytes[i];
    for (int i = 0; i < CONSOLE_WATCHERS; i++)
        show(&console->watchers[i], bytes, length);
}

void console_welcome(struct console *console)
{
    int watcher = accept4(console->listener, NULL, NULL, SOCK_CLOEXEC);
    if (watcher < 0)
        return;
    for (int i = 0; i < CONSOLE_WATCHERS; i++) {
        if (console->watchers[i] >= 0)
            continue;
        size_t start = console->total % CONSOLE_KEPT;
        console->watchers[i] = watcher;
        if (console->total > CONSOLE_KEPT)
            show(&console->watchers[i], console->kept + start, CONSOLE_KEPT - start);
        show(&console->watchers[i], console->kept, start);
        return;
    }
    close(watcher);
}

int console_watch(const char *path)
{
    char bytes[4096];
    ssize_t length;
    int console = connect_unix(path);
    if (console < 0) {
        fprintf(stderr, "There is no console to watch at %s: %s.\n", path, strerror(errno));
        return 1;
    }
    while ((length = read(console, bytes, sizeof bytes)) > 0 || (length < 0 && errno == EINTR))
        if (length > 0 && write(STDOUT_FILENO, bytes, (size_t)length) < 0)
            break;
    close(console);
    return 0;
}
