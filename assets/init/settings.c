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

const char *setting(const char *name)
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

void set_clock_and_seed(void)
{
    /* The time was taken before the machine started, and the machine knows how long it runs. */
    struct timespec now, running;
    const char *text = setting("time");
    char *fraction;
    now.tv_sec = strtoll(text, &fraction, 10);
    now.tv_nsec = *fraction == '.' ? strtol(fraction + 1, NULL, 10) : 0;
    clock_gettime(CLOCK_MONOTONIC, &running);
    now.tv_sec += running.tv_sec + (now.tv_nsec + running.tv_nsec) / 1000000000;
    now.tv_nsec = (now.tv_nsec + running.tv_nsec) % 1000000000;
    if (clock_settime(CLOCK_REALTIME, &now)) die("the clock cannot be set: %m");

    struct pool pool = { .bits = SEED_SIZE * 8, .size = SEED_SIZE };
    const char *seed = setting("seed");
    if (strlen(seed) != 2 * SEED_SIZE) die("the runner's seed is not of %d bytes", SEED_SIZE);
    for (int i = 0; i < SEED_SIZE; i++)
        if (sscanf(seed + 2 * i, "%2hhx", &pool.bytes[i]) != 1) die("the runner's seed is not hexadecimal");
    int random = open("/dev/urandom", O_WRONLY | O_CLOEXEC);
    if (random < 0 || ioctl(random, RNDADDENTROPY, &pool)) die("the kernel does not take the random seed: %m");
    close(random);
}
