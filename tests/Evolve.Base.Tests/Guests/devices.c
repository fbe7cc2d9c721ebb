/* Random bytes, the network card, disks, the control port and the configuration. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "guest.h"

static int randoms(int argc, char **argv)
{
    (void)argc, (void)argv;
    unsigned char bytes[16], others[16];
    long got = base_random(bytes, sizeof bytes);
    printf("base_random: %ld\n", got);
    if (getrandom(others, sizeof others, 0) < 0)
        printf("getrandom: %s\n", strerror(errno));
    if (got < 0)
        return 0;
    printf("another time the same: %d\n", !memcmp(bytes, others, sizeof bytes));
    for (unsigned i = 0; i < sizeof bytes; i++)
        printf("%02x", bytes[i]);
    printf("\n");
    return 0;
}

static int configured(int argc, char **argv)
{
    (void)argc, (void)argv;
    static char text[BASE_CONFIG_MOST];
    printf("room for 3: %ld\n", base_config(text, 3));
    long length = base_config(text, sizeof text);
    printf("%ld bytes: %.*s", length, (int)length, text);
    return 0;
}

/* Sends each frame back with its first two parts exchanged; ends at "stop". */
static int echo(int argc, char **argv)
{
    (void)argc, (void)argv;
    unsigned char frame[BASE_NET_MOST], mac[6];
    long got = base_net_mac(mac), frames = 0;
    printf("mac: %ld\n", got);
    if (got < 0)
        return 0;
    printf("%02x:%02x:%02x:%02x:%02x:%02x\n", mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
    printf("too little room: %ld, too short: %ld, too long: %ld\n", base_net_read(frame, 100), base_net_write(frame, 13),
        base_net_write(frame, BASE_NET_MOST + 1));
    char word[16];
    base_control_read(word, sizeof word);
    base_control_write("ready\n", 6);
    for (;;) {
        unsigned events = base_poll(BASE_NET_READABLE | BASE_CONTROL_READABLE, INT64_MAX);
        if (events & BASE_CONTROL_READABLE && base_control_read(word, sizeof word) > 0)
            break;
        for (; (got = base_net_read(frame, sizeof frame)) > 0; frames++) {
            memcpy(frame, frame + 6, 6);
            memcpy(frame + 6, mac, 6);
            while (base_net_write(frame, (size_t)got) == BASE_AGAIN)
                base_poll(BASE_NET_WRITABLE, INT64_MAX);
        }
    }
    printf("%ld frames\n", frames);
    return 0;
}

enum { FRAMES = 1000 };

/* Sends numbered frames as fast as the card takes them, and says so when it takes no more. */
static int flood(int argc, char **argv)
{
    (void)argc, (void)argv;
    static unsigned char frame[BASE_NET_MOST];
    int full = 0;
    for (int i = 0; i < FRAMES; i++) {
        memcpy(frame + 14, &i, sizeof i);
        while (base_net_write(frame, sizeof frame) == BASE_AGAIN) {
            if (!full++)
                base_control_write("full\n", 5);
            base_poll(BASE_NET_WRITABLE, INT64_MAX);
        }
    }
    printf("sent\n");
    char byte;
    while (base_control_read(&byte, 1) == 0)
        base_poll(BASE_CONTROL_READABLE, INT64_MAX);
    return 0;
}

/* Takes no frame before it is told to; then all are there, in order. */
static int late(int argc, char **argv)
{
    (void)argc, (void)argv;
    unsigned char frame[BASE_NET_MOST];
    char byte;
    base_control_write("ready\n", 6);
    while (base_control_read(&byte, 1) == 0)
        base_poll(BASE_CONTROL_READABLE, INT64_MAX);
    for (int i = 0, number; i < FRAMES; i++) {
        while (base_net_read(frame, sizeof frame) == 0)
            base_poll(BASE_NET_READABLE, INT64_MAX);
        memcpy(&number, frame + 14, sizeof number);
        if (number != i) {
            printf("frame %d came as number %d\n", number, i);
            return 1;
        }
    }
    printf("all in order\n");
    return 0;
}

static unsigned char pattern[200 * 512];

static int disk_write(int argc, char **argv)
{
    (void)argc, (void)argv;
    for (unsigned i = 0; i < sizeof pattern; i++)
        pattern[i] = (unsigned char)(i * 7 + i / 512);
    int64_t size = base_block_size(0);
    printf("sizes: %lld %lld %lld\n", (long long)size, (long long)base_block_size(1), (long long)base_block_size(2));
    printf("written: %ld\n", base_block_write(0, 512 * 3, pattern, sizeof pattern));
    printf("flushed: %ld\n", base_block_flush(0));
    printf("at the end: %ld, beyond: %ld, half a sector: %ld, before: %ld\n", base_block_write(0, size - 512, pattern, 512),
        base_block_write(0, size - 512, pattern, 1024), base_block_write(0, 0, pattern, 100), base_block_write(0, -512, pattern, 512));
    printf("one that is only read: %ld, one that is not there: %ld\n", base_block_write(1, 0, pattern, 512),
        base_block_write(2, 0, pattern, 512));
    return 0;
}

static int disk_read(int argc, char **argv)
{
    (void)argc, (void)argv;
    printf("read: %ld\n", base_block_read(0, 512 * 3, pattern, sizeof pattern));
    unsigned wrong = 0;
    for (unsigned i = 0; i < sizeof pattern; i++)
        wrong += pattern[i] != (unsigned char)(i * 7 + i / 512);
    printf("wrong: %u\n", wrong);
    base_block_read(1, 0, pattern, 512);
    printf("the second one: %.14s\n", pattern);
    return 0;
}

/* Says back each line, in capitals, until "stop". */
static int talk(int argc, char **argv)
{
    (void)argc, (void)argv;
    base_control_write("mark talk\n", 10);
    for (char letter = 0, line[64], *end = line; strncmp(line, "stop\n", 5);) {
        if (base_control_read(&letter, 1) == 0) {
            base_poll(BASE_CONTROL_READABLE, INT64_MAX);
            continue;
        }
        *end++ = letter;
        if (letter == '\n') {
            printf("heard %.*s", (int)(end - line), line);
            base_control_write(line, (size_t)(end - line));
            if (!strncmp(line, "stop\n", 5))
                break;
            end = line;
        }
    }
    return 0;
}

const struct try devices[] = {
    { "randoms", randoms }, { "configured", configured }, { "echo", echo }, { "flood", flood }, { "late", late }, { "disk-write", disk_write },
    { "disk-read", disk_read }, { "talk", talk }, { NULL, NULL },
};
