/* The smallest guest: says hello, shows what it was told, and ends when asked. The doctor boots it to find out whether
   KVM works, and it does what a kernel does first: long mode, page tables, some work, and a timer that wakes it.
   What it is to do comes in PROBE, a variable of the container's environment:

     exit N     end with the byte N once it has said hello
     crash      be reset, without a status
     deaf       never end, whatever the runner says
     late       never say that it is ready
     long N     write a line of N letters
     without    wait for the line "stop", then end with 0                                                          */
#include <stdbool.h>
#include <stdint.h>

enum { CONSOLE = 0x3f8, CONTROL = 0x2f8, SELECT = 0x510, DATA = 0x511, EXIT = 0xf4, DIRECTORY = 0x19 };

volatile uint32_t ticks;
void on_timer(void);
void reset(void);

static void out8(uint16_t port, uint8_t value) { __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port)); }
static void out16(uint16_t port, uint16_t value) { __asm__ volatile("outw %0, %1" : : "a"(value), "Nd"(port)); }
static uint8_t in8(uint16_t port)
{
    uint8_t value;
    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

static void put(uint16_t port, char byte)
{
    while (!(in8(port + 5) & 0x20))
        ;
    out8(port, (uint8_t)byte);
}

static void say(uint16_t port, const char *text)
{
    while (*text)
        put(port, *text++);
}

static void say_number(uint32_t number)
{
    if (number > 9)
        say_number(number / 10);
    put(CONSOLE, (char)('0' + number % 10));
}

/* The configuration, as README.md says: a directory of files, read byte by byte. */
static uint32_t read_big(int bytes)
{
    uint32_t value = 0;
    while (bytes--)
        value = value << 8 | in8(DATA);
    return value;
}

static bool same(const char *a, const char *b)
{
    while (*a && *a == *b)
        a++, b++;
    return *a == *b;
}

static uint32_t read_config(char *config, uint32_t room)
{
    out16(SELECT, DIRECTORY);
    for (uint32_t count = read_big(4); count--;) {
        char name[56];
        uint32_t size = read_big(4);
        uint16_t selector = (uint16_t)(read_big(4) >> 16);
        for (int i = 0; i < 56; i++)
            name[i] = (char)in8(DATA);
        if (!same(name, "opt/evolve/config"))
            continue;
        out16(SELECT, selector);
        size = size < room - 1 ? size : room - 1;
        for (uint32_t i = 0; i < size; i++)
            config[i] = (char)in8(DATA);
        config[size] = '\0';
        return size;
    }
    return 0;
}

/* The value behind the name on some line, up to its newline; NULL when there is none. */
static const char *find(const char *config, const char *name)
{
    for (;;) {
        const char *a = config, *b = name;
        while (*b && *a == *b)
            a++, b++;
        if (!*b && *a == '=')
            return a + 1;
        while (*config && *config != '\n')
            config++;
        if (!*config++)
            return 0;
    }
}

static bool starts(const char *text, const char *with)
{
    while (*with && *text == *with)
        text++, with++;
    return !*with;
}

static uint32_t number(const char *text)
{
    uint32_t value = 0;
    while (*text >= '0' && *text <= '9')
        value = value * 10 + (uint32_t)(*text++ - '0');
    return value;
}

/* Names in full, values as their length: there may be secrets among them. */
static void show(const char *config)
{
    while (*config) {
        uint32_t length = 0;
        say(CONSOLE, "probe: ");
        while (*config && *config != '=')
            put(CONSOLE, *config++);
        while (*config && *config != '\n')
            config++, length++;
        say(CONSOLE, " has ");
        say_number(length ? length - 1 : 0);
        say(CONSOLE, " bytes\n");
        if (*config)
            config++;
    }
}

/* Interrupt gates: 32 is the timer, all others reset the machine. */
static void start_timer(void)
{
    static struct { uint16_t low, segment, flags, middle; uint32_t high, zero; } gates[256];
    static struct __attribute__((packed)) { uint16_t limit; uint64_t base; } table;
    volatile uint32_t *local = (volatile uint32_t *)0xfee00000;
    for (int i = 0; i < 256; i++) {
        uint64_t handler = (uint64_t)(i == 32 ? on_timer : reset);
        gates[i].low = (uint16_t)handler;
        gates[i].segment = 8;
        gates[i].flags = 0x8e00;
        gates[i].middle = (uint16_t)(handler >> 16);
        gates[i].high = (uint32_t)(handler >> 32);
    }
    table.limit = sizeof gates - 1;
    table.base = (uint64_t)gates;
    __asm__ volatile("lidt %0" : : "m"(table));
    /* The local APIC is off, and lets nothing of the old interrupt controller through. */
    local[0xf0 / 4] = 0x1ff;
    local[0x350 / 4] = 0x700;
    /* The old controller: vectors from 32, the timer alone; the timer: a hundred times a second. */
    static const uint8_t set_up[][2] = {
        { 0x20, 0x11 }, { 0x21, 32 }, { 0x21, 4 }, { 0x21, 1 }, { 0xa0, 0x11 }, { 0xa1, 40 }, { 0xa1, 2 }, { 0xa1, 1 },
        { 0x21, 0xfe }, { 0xa1, 0xff }, { 0x43, 0x34 }, { 0x40, 11932 & 0xff }, { 0x40, 11932 >> 8 },
    };
    for (unsigned i = 0; i < sizeof set_up / sizeof *set_up; i++)
        out8(set_up[i][0], set_up[i][1]);
}

/* A host may offer a KVM that itself emulates, instruction by instruction: small guests start on it, and no other ever
   does. So there is work before the first word, for whose lack the runner gives KVM up: a hundredth of a second on a
   processor, three when QEMU emulates it, and a vector register to memory and back, as every C library needs it. */
static void work(void)
{
    static uint64_t vector[2] __attribute__((aligned(16))) = { 1, 2 };
    uint64_t control, turns = 5 * 1000 * 1000;
    /* OSFXSR and OSXMMEXCPT. */
    __asm__ volatile("mov %%cr4, %0; or $0x600, %0; mov %0, %%cr4" : "=&r"(control));
    __asm__ volatile("movaps %0, %%xmm0; paddq %%xmm0, %%xmm0; movaps %%xmm0, %0" : "+m"(vector));
    if (vector[0] != 2 || vector[1] != 4)
        reset();
    __asm__ volatile("1: dec %0; jnz 1b" : "+r"(turns) : : "cc");
}

static void wait_tick(void) { __asm__ volatile("sti; hlt; cli" : : : "memory"); }

static void end(uint32_t status)
{
    out8(EXIT, (uint8_t)status);
    for (;;)
        wait_tick();
}

/* The runner's "stop", letter by letter, asked for at each tick. */
static void wait_for_stop(void)
{
    static const char stop[] = "stop\n";
    for (unsigned seen = 0; seen < sizeof stop - 1; wait_tick()) {
        while (seen < sizeof stop - 1 && in8(CONTROL + 5) & 1) {
            char byte = (char)in8(CONTROL);
            seen = byte == stop[seen] ? seen + 1 : byte == stop[0];
        }
    }
}

void probe(void)
{
    static char config[8192];
    start_timer();
    work();
    say(CONSOLE, "probe: hello\n");
    read_config(config, sizeof config);
    show(config);
    uint32_t first = ticks;
    while (ticks < first + 2)
        wait_tick();
    say(CONSOLE, "probe: the timer ticks\n");

    const char *todo = find(config, "env.PROBE");
    todo = todo ? todo : "";
    if (starts(todo, "crash"))
        reset();
    say(CONTROL, "mark probe\n");
    if (starts(todo, "long ")) {
        for (uint32_t i = number(todo + 5); i--;)
            put(CONSOLE, (char)('a' + i % 26));
        put(CONSOLE, '\n');
    }
    if (!starts(todo, "late"))
        say(CONTROL, "ready\n");
    if (starts(todo, "exit "))
        end(number(todo + 5));
    wait_for_stop();
    say(CONSOLE, "probe: asked to stop\n");
    while (starts(todo, "deaf"))
        wait_tick();
    end(0);
}
