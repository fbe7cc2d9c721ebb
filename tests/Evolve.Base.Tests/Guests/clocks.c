/* Time. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "guest.h"

static int wall(int argc, char **argv)
{
    (void)argc, (void)argv;
    time_t now = (time_t)(base_wall() / 1000000000);
    char text[32];
    strftime(text, sizeof text, "%Y-%m-%d %H:%M", gmtime(&now));
    printf("%s\n", text);
    base_wake(INT64_C(1700000000500000000));
    struct timespec precise;
    clock_gettime(CLOCK_REALTIME, &precise);
    printf("set: %lld.%ld\n", (long long)precise.tv_sec, precise.tv_nsec / 100000000);
    return 0;
}

/* Each byte from the control port is answered with the time: whoever sends it compares it with another clock. */
static int rate(int argc, char **argv)
{
    (void)argc, (void)argv;
    char byte = 0;
    base_control_write("ready\n", 6);
    while (byte != 'q') {
        base_poll(BASE_CONTROL_READABLE, INT64_MAX);
        int64_t now = base_monotonic();
        if (base_control_read(&byte, 1) == 1 && byte != 'q')
            printf("%lld\n", (long long)now);
    }
    return 0;
}

/* Never early, and together not late; a deadline that has passed does not wait. */
static int sleeps(int argc, char **argv)
{
    (void)argc, (void)argv;
    int64_t start = base_monotonic();
    int early = 0;
    for (int i = 0; i < 20; i++) {
        int64_t before = base_monotonic();
        usleep(5000);
        early += base_monotonic() - before < 5000000;
    }
    printf("early: %d\n", early);
    printf("polled: %u\n", base_poll(BASE_CONTROL_READABLE, base_monotonic() + 100000000));
    printf("polled before: %u\n", base_poll(BASE_CONTROL_READABLE, start));
    printf("took 0.2 s: %d\n", base_monotonic() - start >= 200000000);
    return 0;
}

const struct try clocks[] = { { "wall", wall }, { "rate", rate }, { "sleeps", sleeps }, { NULL, NULL } };
