#include "fastcgi.h"

#include <stdint.h>
#include <string.h>

#include "sockets.h"

enum { BEGIN_REQUEST = 1, END_REQUEST = 3, PARAMS = 4, STDIN = 5, STDOUT = 6, RESPONDER = 1 };

/* Puts a record's head and content at the place; returns the place behind it. The request's number is 1. */
static uint8_t *put_record(uint8_t *place, uint8_t type, const void *content, size_t length)
{
    const uint8_t head[8] = { 1, type, 0, 1, (uint8_t)(length >> 8), (uint8_t)length, 0, 0 };
    memcpy(place, head, sizeof head);
    if (length)
        memcpy(place + sizeof head, content, length);
    return place + sizeof head + length;
}

/* Names and values here are shorter than 128 bytes, whose lengths take one byte. */
static uint8_t *put_param(uint8_t *place, const char *name, const char *value)
{
    size_t name_length = strlen(name), value_length = strlen(value);
    *place++ = (uint8_t)name_length;
    *place++ = (uint8_t)value_length;
    memcpy(place, name, name_length);
    memcpy(place + name_length, value, value_length);
    return place + name_length + value_length;
}

static bool ask(int connection, const char *path)
{
    const uint8_t begin[8] = { 0, RESPONDER };
    uint8_t params[512], request[1024], *end = params, *last = request;
    end = put_param(end, "SCRIPT_NAME", path);
    end = put_param(end, "SCRIPT_FILENAME", path);
    end = put_param(end, "REQUEST_METHOD", "GET");
    end = put_param(end, "QUERY_STRING", "");
    last = put_record(last, BEGIN_REQUEST, begin, sizeof begin);
    last = put_record(last, PARAMS, params, (size_t)(end - params));
    last = put_record(last, PARAMS, NULL, 0);
    last = put_record(last, STDIN, NULL, 0);
    return !send_all(connection, request, (size_t)(last - request));
}

bool fastcgi_answers(int connection, const char *path)
{
    static const char pong[] = "pong";
    uint8_t head[8], content[65536 + 256];
    bool found = false;
    if (!ask(connection, path))
        return false;
    while (!receive_all(connection, head, sizeof head)) {
        size_t length = (size_t)(head[4] << 8 | head[5]);
        if (receive_all(connection, content, length + head[6]))
            return false;
        if (head[1] == STDOUT)
            found |= length && memmem(content, length, pong, sizeof pong - 1);
        if (head[1] == END_REQUEST)
            /* Both the program's status and the protocol's are zero. */
            return found && length == 8 && !memcmp(content, "\0\0\0\0", 5);
    }
    return false;
}
