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
    serial_drain();
    out8(EXIT, (uint8_t)byte);
    for (;;)
        out8(KEYBOARD, 0xfe);
}

void base_exit(int status) { end(status < 0 || status > 63 ? 63 : status); }

void die(int signal)
{
    say("base: the program died of signal %d\n", signal);
    end(64 + signal);
}

void refuse(const char *why)
{
    say("base: the machine cannot start: %s\n", why);
    base_exit(63);
}

static bool in_text(uint64_t address) { return address >= (uint64_t)__executable_start && address < (uint64_t)etext; }

/* A return address may already be the next function's: the call is what is looked for. */
static void say_place(const char *before, uint64_t address, uint64_t behind)
{
    uint32_t low = 0, high = base_symbols ? base_symbol_count : 0;
    say("%s0x%x", before, address);
    if (in_text(address) && high && address - behind >= base_symbols[0].address) {
        while (high - low > 1) {
            uint32_t middle = low + (high - low) / 2;
            *(base_symbols[middle].address <= address - behind ? &low : &high) = middle;
        }
        say(" in %s+0x%x", base_symbol_names + base_symbols[low].name, address - base_symbols[low].address);
    }
    say("\n");
}

static void say_fault(uint64_t address, uint64_t error)
{
    uint64_t *entry = page_entry(address, false);
    say("base:   a %s to 0x%x%s\n", error & 16 ? "jump" : error & 2 ? "write" : "read", address,
        !(error & PRESENT) ? ", where nothing is" : error & 16 ? ", which is not run"
        : entry && *entry & WRITABLE ? "" : ", which is only read");
}

static void say_registers(const struct frame *f)
{
    say("base:   rax=%x rbx=%x rcx=%x rdx=%x rsi=%x rdi=%x\n", f->rax, f->rbx, f->rcx, f->rdx, f->rsi, f->rdi);
    say("base:   rbp=%x rsp=%x r8=%x r9=%x r10=%x r11=%x\n", f->rbp, f->rsp, f->r8, f->r9, f->r10, f->r11);
    say("base:   r12=%x r13=%x r14=%x r15=%x flags=%x error=%x\n", f->r12, f->r13, f->r14, f->r15, f->rflags, f->error);
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
        say_place("base:   called from ", word, 1);
    }
}

void crash(const char *what, const struct frame *frame, int signal)
{
    static bool reported;
    uint64_t address;
    __asm__ volatile("mov %%cr2, %0" : "=r"(address));
    if (reported) /* the report itself has failed */
        end(64 + signal);
    reported = true;
    say("\nbase: the program crashed: %s (signal %d)", what, signal);
    say_place(" at ", frame->rip, 0);
    if (frame->vector == 14)
        say_fault(address, frame->error);
    say_registers(frame);
    say_callers(frame->rsp);
    end(64 + signal);
}
