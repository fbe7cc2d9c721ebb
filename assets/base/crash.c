/* The ends that are not the program's own: a report on the console, and the status that tells the runner. */
#include "internal.h"

enum { EXIT = 0xf4, KEYBOARD = 0x64 };

/* The names of functions, which the second link adds: addresses in ascending order, the last one the end of the text. */
extern const struct { uint32_t address, name; } base_symbols[] __attribute__((weak));
extern const uint32_t base_symbol_count __attribute__((weak));
extern const char base_symbol_names[] __attribute__((weak));
extern const char __executable_start[], etext[];

/* Without that port, the keyboard controller's reset. */
static _Noreturn void end(int byte)
{
    out8(EXIT, (uint8_t)byte);
    for (;;)
        out8(KEYBOARD, 0xfe);
}

void base_exit(int status) { end(status < 0 || status > 63 ? 63 : status); }

void die(int signal)
{
    say("base: the program died of signal ");
    say_number((uint64_t)signal, 10);
    say("\n");
    end(64 + signal);
}

void refuse(const char *why)
{
    say("base: the machine cannot start: ");
    say(why);
    say("\n");
    base_exit(63);
}

static bool in_text(uint64_t address) { return address >= (uint64_t)__executable_start && address < (uint64_t)etext; }

static void say_place(uint64_t address)
{
    uint32_t low = 0, high = base_symbols ? base_symbol_count : 0;
    say("0x");
    say_number(address, 16);
    if (!in_text(address) || !high || address < base_symbols[0].address)
        return;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        *(base_symbols[middle].address <= address ? &low : &high) = middle;
    }
    say(" in ");
    say(base_symbol_names + base_symbols[low].name);
    say("+0x");
    say_number(address - base_symbols[low].address, 16);
}

static void say_registers(const struct frame *f)
{
    const struct { const char *name; uint64_t value; } registers[] = {
        { "rax", f->rax }, { "rbx", f->rbx }, { "rcx", f->rcx }, { "rdx", f->rdx }, { "rsi", f->rsi }, { "rdi", f->rdi },
        { "rbp", f->rbp }, { "rsp", f->rsp }, { "r8", f->r8 }, { "r9", f->r9 }, { "r10", f->r10 }, { "r11", f->r11 },
        { "r12", f->r12 }, { "r13", f->r13 }, { "r14", f->r14 }, { "r15", f->r15 }, { "flags", f->rflags }, { "error", f->error },
    };
    for (unsigned i = 0; i < sizeof registers / sizeof *registers; i++) {
        say(i % 6 ? " " : "base:   ");
        say(registers[i].name);
        say("=");
        say_number(registers[i].value, 16);
        say(i % 6 == 5 ? "\n" : "");
    }
}

static void say_fault(uint64_t address, uint64_t error)
{
    uint64_t *entry = page_entry(address, false);
    say("base:   ");
    say(error & 16 ? "a jump" : error & 2 ? "a write" : "a read");
    say(" to 0x");
    say_number(address, 16);
    say(!(error & 1) ? ", where nothing is\n" : error & 16 ? ", which is not run\n"
        : entry && *entry & WRITABLE ? "\n" : ", which is only read\n");
}

/* Words on the stack that point behind a call: the callers, and perhaps some that were. */
static void say_callers(uint64_t stack)
{
    for (int words = 0, found = 0; words < 512 && found < 12; words++, stack += 8) {
        uint64_t *entry = page_entry(stack, false);
        if (stack % 8 || !entry || !(*entry & PRESENT))
            return;
        uint64_t word = *(const uint64_t *)stack;
        if (!in_text(word - 5) || (*(const uint8_t *)(word - 5) != 0xe8 && *(const uint8_t *)(word - 2) != 0xff))
            continue;
        found++;
        say("base:   called from ");
        say_place(word);
        say("\n");
    }
}

void crash(const char *what, const struct frame *frame, int signal)
{
    static bool reported;
    uint64_t address;
    __asm__ volatile("mov %%cr2, %0" : "=r"(address));
    if (reported)
        end(64 + signal);
    reported = true;
    say("\nbase: the program crashed: ");
    say(what);
    say(" (signal ");
    say_number((uint64_t)signal, 10);
    say(") at ");
    say_place(frame->rip);
    say("\n");
    if (frame->vector == 14)
        say_fault(address, frame->error);
    say_registers(frame);
    say_callers(frame->rsp);
    end(64 + signal);
}
