/* The container's log: whole lines of the guest and of the runner, on standard output, which may be slow. */
#ifndef LOG_H
#define LOG_H

#include <stdbool.h>
#include <stddef.h>

enum { LOG_ROOM = 64 * 1024, LOG_LINE = 4096 };

struct log {
    char waiting[LOG_ROOM];         /* whole lines, not yet written */
    size_t waiting_length;
    char line[LOG_LINE];            /* the guest's line so far */
    size_t line_length;
};

/* Whether the guest may go on talking: there is room for what it says. */
bool log_has_room(const struct log *log);

/* Bytes of the guest, already cleaned; at most LOG_LINE of them, and only while there is room. */
void log_guest(struct log *log, const char *bytes, size_t length);

/* A line of the runner's own, "runner: " before it; never inside a line of the guest. */
__attribute__((format(printf, 2, 3)))
void log_say(struct log *log, const char *format, ...);

/* Writes some of what waits, when standard output has room for it. */
void log_write(struct log *log);

/* Waits for standard output to take what waits; gives up after so long. */
void log_drain(struct log *log, long milliseconds);

/* The guest says no more: its last line ends, newline or not. */
void log_end_line(struct log *log);

#endif
