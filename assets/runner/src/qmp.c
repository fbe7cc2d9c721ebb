#include "qmp.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "sockets.h"

/* Byte by byte: answers are short, and nothing behind the line may be taken. */
static bool read_line(int socket, char *line, size_t room)
{
    size_t length = 0;
    char byte;
    while (!receive_all(socket, &byte, 1)) {
        if (byte == '\n') {
            line[length] = '\0';
            return true;
        }
        if (length < room - 1)
            line[length++] = byte;
    }
    return false;
}

/* Events may come between a command and its answer. */
static bool command_answered(int socket, const char *command, char *answer, size_t room)
{
    char line[100];
    int length = snprintf(line, sizeof line, "{\"execute\":\"%s\"}\r\n", command);
    if (send_all(socket, line, (size_t)length))
        return false;
    while (read_line(socket, answer, room)) {
        if (!strncmp(answer, "{\"return\"", 9))
            return true;
        if (!strncmp(answer, "{\"error\"", 8))
            return false;
    }
    return false;
}

bool qmp_ask(const char *path, const char *command, long milliseconds, char *answer, size_t room)
{
    struct timeval patience = { .tv_sec = milliseconds / 1000, .tv_usec = milliseconds % 1000 * 1000 };
    int socket = connect_unix(path);
    if (socket < 0)
        return false;
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    bool answered = read_line(socket, answer, room)
        && command_answered(socket, "qmp_capabilities", answer, room)
        && command_answered(socket, command, answer, room);
    close(socket);
    return answered;
}

bool qmp_word(const char *json, const char *name, char *word, size_t room)
{
    char key[64];
    snprintf(key, sizeof key, "\"%s\"", name);
    const char *at = strstr(json, key);
    if (!at)
        return false;
    at += strlen(key);
    at += strspn(at, ": ");
    if (*at++ != '"')
        return false;
    size_t length = strcspn(at, "\"");
    snprintf(word, room, "%.*s", (int)length, at);
    return true;
}
