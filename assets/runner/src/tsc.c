#include "tsc.h"

#include <stdint.h>
#include <time.h>
#include <x86intrin.h>

enum { LOOKS = 8, APART = 5 * 1000 * 1000 /* nanoseconds */ };

struct moment { uint64_t ticks; int64_t nanoseconds; };

/* Both clocks at once: the counter is read before and after, and of several looks the shortest is the best. */
static struct moment look(void)
{
    struct moment best = { 0 };
    uint64_t shortest = UINT64_MAX;
    for (int i = 0; i < LOOKS; i++) {
        struct timespec time;
        uint64_t before = __rdtsc();
        clock_gettime(CLOCK_MONOTONIC, &time);
        uint64_t took = __rdtsc() - before;
        if (took < shortest) {
            shortest = took;
            best = (struct moment){ before + took / 2, time.tv_sec * INT64_C(1000000000) + time.tv_nsec };
        }
    }
    return best;
}

unsigned long tsc_khz(void)
{
    struct moment first = look(), second;
    nanosleep(&(struct timespec){ .tv_nsec = APART }, NULL);
    second = look();
    return (unsigned long)((double)(second.ticks - first.ticks) * 1e6 / (double)(second.nanoseconds - first.nanoseconds) + 0.5);
}
