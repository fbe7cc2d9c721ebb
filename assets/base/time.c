/* Time: the processor's counter, measured once against the timer that every PC has; the wall clock; and the timer as an
   alarm. */
#include "internal.h"

enum { COUNTER = 0x40, COMMAND = 0x43, READ_BACK = 0xc2, OUTPUT = 0x80, ONE_SHOT = 0x30, HERTZ = 1193182, MEASURED = 11932 };
enum { CLOCK_INDEX = 0x70, CLOCK_DATA = 0x71, UPDATING = 0x80, STATUS_A = 10, STATUS_B = 11, BINARY = 4 };

static uint64_t start_ticks, scale; /* nanoseconds for a tick, times 2^32 */
static int64_t wall_offset;

static void alarm(uint16_t count)
{
    out8(COMMAND, ONE_SHOT);
    out8(COUNTER, (uint8_t)count);
    out8(COUNTER, (uint8_t)(count >> 8));
}

struct moment { uint64_t ticks; uint16_t count; bool over; };

/* The timer's count and the counter at once: of several looks the shortest is the truest, since a busy host stops us in
   some. The timer also says whether it is over its end, where the count begins anew. */
static struct moment look(void)
{
    struct moment best = { 0, 0, false };
    uint64_t shortest = UINT64_MAX;
    for (int i = 0; i < 8; i++) {
        uint64_t before = read_tsc();
        out8(COMMAND, READ_BACK);
        uint64_t after = read_tsc();
        bool over = in8(COUNTER) & OUTPUT;
        uint16_t count = in8(COUNTER);
        count |= (uint16_t)(in8(COUNTER) << 8);
        if (after - before < shortest) {
            shortest = after - before;
            best = (struct moment){ before + shortest / 2, count, over };
        }
    }
    return best;
}

/* Kilohertz, over 10 ms; where the host stopped us for longer than the timer counts, once more. A runner that has measured
   it longer says it on the command line. */
static uint64_t measure(void)
{
    const char *told = command_word("tsc-khz=", NULL);
    if (told)
        return number_at(&told, 10);
    for (;;) {
        alarm(0xffff);
        struct moment first = look(), second = first;
        while (!second.over && first.count - second.count < MEASURED)
            second = look();
        if (!second.over)
            return (second.ticks - first.ticks) * HERTZ / (uint64_t)(first.count - second.count) / 1000;
    }
}

void time_start(void)
{
    start_ticks = read_tsc();
    uint64_t kilohertz = measure();
    if (kilohertz < 1000 || kilohertz > 100000000)
        refuse("the processor's time stamp counter and the timer do not fit together");
    scale = (UINT64_C(1000000) << 32) / kilohertz;
}

int64_t base_monotonic(void) { return (int64_t)((unsigned __int128)(read_tsc() - start_ticks) * scale >> 32); }
int64_t base_wall(void) { return wall_offset + base_monotonic(); }
void wall_set(int64_t wall) { wall_offset = wall - base_monotonic(); }

static uint8_t clock_byte(uint8_t index)
{
    out8(CLOCK_INDEX, index);
    return in8(CLOCK_DATA);
}

/* Days from 1970-01-01 to a day of the Gregorian calendar. */
static int64_t days_to(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return 365 * year + year / 4 - year / 100 + year / 400 + of_year - 719468;
}

/* The machine's clock, in UTC. A machine without one reads as all ones. */
static int64_t read_clock(void)
{
    static const uint8_t places[] = { 0, 2, 4, 7, 8, 9 };
    int64_t value[6];
    if (clock_byte(STATUS_A) == 0xff)
        return 0;
    while (clock_byte(STATUS_A) & UPDATING)
        ;
    bool binary = clock_byte(STATUS_B) & BINARY;
    for (int i = 0; i < 6; i++) {
        uint8_t byte = clock_byte(places[i]);
        value[i] = binary ? byte : (byte >> 4) * 10 + (byte & 15);
    }
    return ((days_to(2000 + value[5], value[4], value[3]) * 24 + value[2]) * 60 + value[1]) * 60 + value[0];
}

/* The runner took the time of the configuration just before it started the machine. */
void wall_start(void)
{
    const char *told = config_value("time");
    if (!told) {
        wall_set(read_clock() * NANO);
        return;
    }
    int64_t seconds = (int64_t)number_at(&told, 10), part = 0;
    if (*told == '.')
        told++;
    for (int64_t unit = NANO / 10; unit && *told >= '0' && *told <= '9'; unit /= 10)
        part += unit * (*told++ - '0');
    wall_offset = seconds * NANO + part;
}

/* An interrupt at the deadline, or earlier where it is further away than the timer counts, 54 ms. */
void alarm_at(int64_t deadline)
{
    int64_t ahead = deadline - base_monotonic();
    ahead = ahead < 0 ? 0 : ahead > NANO / 20 ? NANO / 20 : ahead;
    alarm((uint16_t)(ahead * HERTZ / NANO + 1));
}

unsigned base_poll(unsigned events, int64_t deadline)
{
    for (;;) {
        unsigned there = events & (net_events() | (control_readable() ? BASE_CONTROL_READABLE : 0));
        if (there || base_monotonic() >= deadline)
            return there;
        alarm_at(deadline);
        halt();
    }
}
