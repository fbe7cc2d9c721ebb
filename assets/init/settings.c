/* The configuration from the runner: lines name=value, over QEMU's fw_cfg ports. */
#include "init.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { SELECTOR = 0x510, DATA = 0x511, DIRECTORY = 0x19, NAME_SIZE = 56, SEED_SIZE = 64 };

/* linux/random.h: adds to the kernel's random state, and counts it. */
struct pool { int bits, size; unsigned char bytes[SEED_SIZE]; };
#define RNDADDENTROPY _IOW('R', 0x03, int[2])
#define RNDRESEEDCRNG _IO('R', 0x07)

static char *settings;

static void take(void *to, size_t size)
{
    insb(DATA, to, size);
}

static uint32_t take_number(int bytes)
{
    uint32_t number = 0;
    while (bytes-- > 0) number = number << 8 | inb(DATA);
    return number;
}

void read_settings(void)
{
    if (ioperm(SELECTOR, 2, 1)) die("the configuration's ports cannot be used: %m");
    outw(DIRECTORY, SELECTOR);
    for (uint32_t left = take_number(4); left > 0; left--) {
        uint32_t size = take_number(4), selector = take_number(2);
        char name[NAME_SIZE];
        take_number(2);
        take(name, sizeof name);
        if (strncmp(name, "opt/evolve/config", sizeof name)) continue;
        free(settings);
        settings = need_memory(size + 1);
        outw(selector, SELECTOR);
        take(settings, size);
        settings[size] = 0;
        return;
    }
    die("there is no configuration; this kernel is started by evolve/runner");
}

/* The line after a name and its `=`, in a copy of the settings that is cut into lines once. */
static const char *find(const char *name)
{
    size_t length = strlen(name);
    for (const char *line = settings; line && *line; line = strchr(line, '\n'), line += line != NULL)
        if (!strncmp(line, name, length) && line[length] == '=') return line + length + 1;
    return NULL;
}

static char *cut(const char *value)
{
    return strndup(value, strcspn(value, "\n"));
}

char *setting(const char *name)
{
    const char *value = find(name);
    if (!value) die("the runner's configuration has no %s", name);
    char *text = cut(value);
    if (!text) die("there is no memory left; give the guest more");
    return text;
}

void set_environment(void)
{
    for (char *line = settings; line && *line; line = strchr(line, '\n'), line += line != NULL) {
        if (strncmp(line, "env.", 4)) continue;
        char *entry = cut(line + 4), *value = entry ? strchr(entry, '=') : NULL;
        if (!value) die("a variable of the runner's configuration has no value");
        *value++ = 0;
        if (setenv(entry, value, 1)) die("the variable %s cannot be set: %m", entry);
        free(entry);
    }
}

static struct timespec read_time(const char *text)
{
    char *fraction;
    struct timespec time = { .tv_sec = strtoll(text, &fraction, 10) };
    if (*fraction == '.') time.tv_nsec = strtol(fraction + 1, NULL, 10);
    return time;
}

void set_clock(const char *text)
{
    struct timespec time = read_time(text);
    if (clock_settime(CLOCK_REALTIME, &time)) die("the clock cannot be set: %m");
}

void set_first_clock(void)
{
    /* The machine knows how long it runs. */
    char *text = setting("time"), now[40];
    struct timespec time = read_time(text), running;
    clock_gettime(CLOCK_MONOTONIC, &running);
    long nanoseconds = time.tv_nsec + running.tv_nsec;
    snprintf(now, sizeof now, "%lld.%09ld", (long long) time.tv_sec + running.tv_sec + nanoseconds / 1000000000, nanoseconds % 1000000000);
    set_clock(now);
    free(text);
}

void add_seed(void)
{
    struct pool pool = { .bits = SEED_SIZE * 8, .size = SEED_SIZE };
    char *seed = setting("seed");
    if (strlen(seed) != 2 * SEED_SIZE) die("the runner's seed is not of %d bytes", SEED_SIZE);
    for (int i = 0; i < SEED_SIZE; i++)
        if (sscanf(seed + 2 * i, "%2hhx", &pool.bytes[i]) != 1) die("the runner's seed is not hexadecimal");
    int random = open("/dev/urandom", O_WRONLY | O_CLOEXEC);
    if (random < 0 || ioctl(random, RNDADDENTROPY, &pool)) die("the kernel does not take the random seed: %m");
    if (ioctl(random, RNDRESEEDCRNG)) die("the kernel does not use its random seed: %m");
    close(random);
    free(seed);
}
