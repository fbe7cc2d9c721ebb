#include "sql.h"

#include <stdint.h>
#include <string.h>

#include "sockets.h"

enum {
    LONG_PASSWORD = 0x1, PROTOCOL_41 = 0x200, SECURE_CONNECTION = 0x8000, PLUGIN_AUTH = 0x80000,
    UTF8MB4 = 45, COM_QUIT = 1, COM_QUERY = 3, GREETING = 10, OK = 0, SWITCH = 0xfe, END = 0xfe,
};

struct packet { uint8_t content[2048]; size_t length; uint8_t number; };

/* A packet longer than ours is none that we expect. */
static bool receive_packet(int connection, struct packet *packet)
{
    uint8_t head[4];
    if (receive_all(connection, head, sizeof head))
        return false;
    packet->length = (size_t)(head[0] | head[1] << 8 | head[2] << 16);
    packet->number = head[3];
    return packet->length && packet->length <= sizeof packet->content && !receive_all(connection, packet->content, packet->length);
}

static bool send_packet(int connection, uint8_t number, const void *content, size_t length)
{
    uint8_t bytes[256] = { (uint8_t)length, 0, 0, number };
    memcpy(bytes + 4, content, length);
    return !send_all(connection, bytes, 4 + length);
}

static bool log_in(int connection, const char *user)
{
    static const char plugin[] = "mysql_native_password";
    const uint32_t can = LONG_PASSWORD | PROTOCOL_41 | SECURE_CONNECTION | PLUGIN_AUTH;
    uint8_t answer[192] = { (uint8_t)can, (uint8_t)(can >> 8), (uint8_t)(can >> 16), 0, 0, 0, 0, 1, UTF8MB4 }, *end = answer + 32;
    struct packet packet;
    if (!receive_packet(connection, &packet) || packet.content[0] != GREETING)
        return false;
    end = mempcpy(end, user, strlen(user) + 1);
    *end++ = 0; /* a password of no bytes */
    end = mempcpy(end, plugin, sizeof plugin);
    if (!send_packet(connection, packet.number + 1, answer, (size_t)(end - answer)) || !receive_packet(connection, &packet))
        return false;
    /* The server may want another way to log in; without a password all are the same. */
    if (packet.content[0] == SWITCH && (!send_packet(connection, packet.number + 1, "", 0) || !receive_packet(connection, &packet)))
        return false;
    return packet.content[0] == OK;
}

bool sql_answers(int connection, const char *user)
{
    static const char query[] = "\3SELECT 1", quit[] = { COM_QUIT };
    struct packet packet;
    bool right = false;
    if (!log_in(connection, user) || !send_packet(connection, 0, query, sizeof query - 1))
        return false;
    /* One column, its description, and an end; then the row, and an end. */
    if (!receive_packet(connection, &packet) || packet.content[0] != 1)
        return false;
    for (int ends = 0; ends < 2;) {
        if (!receive_packet(connection, &packet))
            return false;
        if (packet.content[0] == END && packet.length < 9)
            ends++;
        else if (ends == 1)
            right = packet.length == 2 && !memcmp(packet.content, "\0011", 2);
    }
    /* Said, so that the server does not count an aborted client. */
    return send_packet(connection, 0, quit, sizeof quit) && right;
}
