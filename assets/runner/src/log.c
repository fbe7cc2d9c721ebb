#include "log.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"

/* What a pipe or a terminal that can be written takes without making us wait. */
enum { PIECE = 512 };

bool log_has_room(const struct log *log)
{
    /* A piece of the guest's, its line so far, and a few lines of ours. */
    return log->waiting_length + 4 * LOG_LINE < LOG_ROOM;
}

static void queue(struct log *log, const char *bytes, size_t length)
{
    if (length > LOG_ROOM - log->waiting_length)
        length = LOG_ROOM - log->waiting_length;
    memcpy(log->waiting + log->waiting_length, bytes, length);
    log->waiting_length += length;
}

static void end_line(struct log *log)
{
    queue(log, log->line, log->line_length);
    queue(log, "\n", 1);
    log->line_length = 0;
}

void log_guest(struct log *log, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '\n') {
            end_line(log);
            continue;
        }
        if (log->line_length == LOG_LINE)
            end_line(log);
        log->line[log->line_length++] = bytes[i];
    }
}

void log_say(struct log *log, const char *format, ...)
{
    char text[1024];
    va_list values;
    va_start(values, format);
    int length = vsnprintf(text, sizeof text, format, values);
    va_end(values);
    if (length > (int)sizeof text - 1)
        length = sizeof text - 1;
    queue(log, "runner: ", 8);
    queue(log, text, (size_t)length);
    queue(log, "\n", 1);
}

void log_write(struct log *log)
{
    struct pollfd output = { .fd = STDOUT_FILENO, .events = POLLOUT };
    size_t done = 0;
    while (done < log->waiting_length && poll(&output, 1, 0) == 1) {
        size_t piece = log->waiting_length - done;
        ssize_t written = write(STDOUT_FILENO, log->waiting + done, piece < PIECE ? piece : PIECE);
        if (written < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        /* Nobody reads the log any more: the guest goes on without. */
        done = written < 0 ? log->waiting_length : done + (size_t)written;
    }
    log->waiting_length -= done;
    memmove(log->waiting, log->waiting + done, log->waiting_length);
}

void log_drain(struct log *log, long milliseconds)
{
    struct pollfd output = { .fd = STDOUT_FILENO, .events = POLLOUT };
    long end = now_ms() + milliseconds, left;
    while (log->waiting_length && (left = end - now_ms()) > 0)
        if (poll(&output, 1, (int)left) == 1)
            log_write(log);
}

void log_end_line(struct log *log)
{
    if (log->line_length)
        end_line(log);
}
