/* Random bytes: ChaCha20 as RFC 8439 defines its block, with the key replaced after each call, so that what was given
   cannot be found from what is there now. What comes from a source is mixed in by exclusive or with the key and one block
   more: a bad source takes nothing from a good one. */
#include <cpuid.h>

#include "internal.h"

enum { KEY = 32, BLOCK = 64, ENTROPY_DEVICE = 4, TRIES = 10, PATIENCE = 100 * 1000 * 1000 /* nanoseconds */ };

static uint32_t key[8];
static unsigned sources;

static uint32_t turn(uint32_t v, int bits) { return v << bits | v >> (32 - bits); }

static void quarter(uint32_t *x, int a, int b, int c, int d)
{
    x[a] += x[b]; x[d] = turn(x[d] ^ x[a], 16);
    x[c] += x[d]; x[b] = turn(x[b] ^ x[c], 12);
    x[a] += x[b]; x[d] = turn(x[d] ^ x[a], 8);
    x[c] += x[d]; x[b] = turn(x[b] ^ x[c], 7);
}

static void block(uint32_t counter, uint32_t *out)
{
    uint32_t in[16] = { 0x61707865, 0x3320646e, 0x79622d32, 0x6b206574 };
    memcpy(in + 4, key, KEY);
    in[12] = counter;
    memcpy(out, in, BLOCK);
    for (int i = 0; i < 10; i++) {
        for (int j = 0; j < 4; j++)
            quarter(out, j, 4 + j, 8 + j, 12 + j);
        for (int j = 0; j < 4; j++)
            quarter(out, j, 4 + (j + 1) % 4, 8 + (j + 2) % 4, 12 + (j + 3) % 4);
    }
    for (int i = 0; i < 16; i++)
        out[i] += in[i];
}

static void new_key(void)
{
    uint32_t out[16];
    block(0, out);
    memcpy(key, out, KEY);
}

static void mix(const void *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        ((uint8_t *)key)[i % KEY] ^= ((const uint8_t *)bytes)[i];
        if (i % KEY == KEY - 1 || i == length - 1)
            new_key();
    }
}

/* Each instruction may fail for a while; one that fails always, or gives one number always, is no source. */
static bool mix_processor(bool seed)
{
    uint64_t words[8];
    for (int i = 0; i < 8; i++) {
        uint8_t good = 0;
        for (int tries = 0; tries < TRIES && !good; tries++) {
            if (seed)
                __asm__ volatile("rdseed %0; setc %1" : "=r"(words[i]), "=qm"(good) : : "cc");
            else
                __asm__ volatile("rdrand %0; setc %1" : "=r"(words[i]), "=qm"(good) : : "cc");
        }
        if (!good || (i && words[i] == words[i - 1]))
            return false;
    }
    mix(words, sizeof words);
    return true;
}

/* The 64 bytes that the runner gives to each start. */
static bool mix_seed(void)
{
    const char *seed = config_value("seed");
    if (!seed)
        return false;
    size_t length = 0;
    while (seed[length] && seed[length] != '\n')
        length++;
    mix(seed, length);
    return length >= 2 * KEY;
}

static bool mix_device(void)
{
    static struct queue_memory memory;
    static uint8_t bytes[BLOCK];
    static struct queue queue;
    uint32_t length = 0;
    struct device *device = device_find(ENTROPY_DEVICE, 0);
    if (!device || !device_begin(device, 0) || !queue_start(&queue, device, 0, &memory, sizeof memory))
        return false;
    device_run(device);
    queue_set(&queue, 0, bytes, sizeof bytes, DEVICE_WRITES);
    queue_offer(&queue, 0);
    queue_notify(&queue);
    for (int64_t late = base_monotonic() + PATIENCE; !queue_ready(&queue) && base_monotonic() < late;) {
        alarm_at(late);
        halt();
    }
    if (!queue_ready(&queue))
        return false;
    queue_take(&queue, &length);
    mix(bytes, length < sizeof bytes ? length : sizeof bytes);
    return length >= KEY;
}

void random_start(void)
{
    unsigned a, b, c = 0, d, top = __get_cpuid_max(0, NULL);
    uint64_t now = read_tsc();
    mix(&now, sizeof now); /* no source, but no harm */
    sources += mix_seed();
    sources += mix_device();
    __cpuid(1, a, b, c, d);
    sources += c & bit_RDRND && mix_processor(false);
    if (top >= 7) {
        __cpuid_count(7, 0, a, b, c, d);
        sources += b & bit_RDSEED && mix_processor(true);
    }
}

void base_wake(int64_t wall)
{
    wall_set(wall);
    config_read();
    mix_seed();
}

static void give(uint8_t *to, size_t length)
{
    uint32_t out[16];
    for (uint32_t counter = 1; length; counter++) {
        size_t part = length < BLOCK ? length : BLOCK;
        block(counter, out);
        memcpy(to, out, part);
        to += part;
        length -= part;
    }
    memset(out, 0, sizeof out);
    new_key();
}

long base_random(void *buffer, size_t length)
{
    if (!sources)
        return BASE_ABSENT;
    give(buffer, length);
    return (long)length;
}

/* For what only wants to be hard to guess, and must be there: the C library's canary. */
void random_guess(void *buffer, size_t length) { give(buffer, length); }
