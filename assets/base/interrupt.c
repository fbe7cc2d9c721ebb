/* The tables that the processor finds its handlers in, and the interrupt controllers. Interrupts are let in at `hlt`
   alone, so that nothing of the program's is ever interrupted by them. */
#include "internal.h"

enum { FAULT_STACK = 1, DOUBLE_STACK, INTERRUPT_STACK, FIRST_LINE = 32, VECTORS = 48, NMI = 2, DOUBLE_FAULT = 8, PAGE_FAULT = 14 };
enum { MASTER = 0x20, SLAVE = 0xa0, END = 0x20, TIMER = 0, CASCADE = 2, CONTROL_PORT = 3 };
enum { STAR = 0xc0000081u, LSTAR = 0xc0000082u, FMASK = 0xc0000084u };
#define LOCAL_APIC UINT64_C(0xfee00000)

extern uint64_t gdt[5];
extern char vectors[], fault_stack[], double_stack[], interrupt_stack[];
void on_syscall(void);
void on_interrupt(struct frame *frame);

static struct { uint16_t low, segment; uint8_t stack, type; uint16_t middle; uint32_t high, zero; } gates[VECTORS];
static struct __attribute__((packed)) { uint32_t none; uint64_t rsp[3], zero, stacks[7]; uint8_t rest[12]; } task = {
    .stacks = { (uint64_t)fault_stack, (uint64_t)double_stack, (uint64_t)interrupt_stack },
};
static uint16_t allowed = 1 << CASCADE | 1 << CONTROL_PORT;

static void start_tables(void)
{
    for (int i = 0; i < VECTORS; i++) {
        uint64_t handler = (uint64_t)vectors + 16 * (uint64_t)i;
        gates[i].low = (uint16_t)handler;
        gates[i].middle = (uint16_t)(handler >> 16);
        gates[i].high = (uint32_t)(handler >> 32);
        gates[i].segment = 8;
        gates[i].type = 0x8e; /* present, an interrupt gate */
        gates[i].stack = i >= FIRST_LINE ? INTERRUPT_STACK : i == DOUBLE_FAULT || i == NMI ? DOUBLE_STACK : FAULT_STACK;
    }
    struct __attribute__((packed)) { uint16_t limit; uint64_t base; } table = { sizeof gates - 1, (uint64_t)gates };
    __asm__ volatile("lidt %0" : : "m"(table));
    uint64_t at = (uint64_t)&task;
    gdt[3] = (sizeof task - 1) | (at & 0xffffff) << 16 | UINT64_C(0x89) << 40 | (at >> 24 & 0xff) << 56;
    gdt[4] = at >> 32;
    __asm__ volatile("ltr %w0" : : "r"(24));
    write_msr(STAR, UINT64_C(8) << 32);
    write_msr(LSTAR, (uint64_t)on_syscall);
    write_msr(FMASK, 0x40700); /* direction, interrupts, traps, alignment checks: off in a call */
}

/* The local APIC is off at a PVH start, and lets nothing of the two old controllers through. These want an explicit end
   of each interrupt: with the automatic one, QEMU's second controller loses the second of two. */
static void start_controllers(void)
{
    volatile uint32_t *local = (volatile uint32_t *)LOCAL_APIC;
    map_device(LOCAL_APIC, PAGE);
    local[0xf0 / 4] = 0x1ff;
    local[0x350 / 4] = 0x700;
    static const uint8_t words[][2] = {
        { MASTER, 0x11 }, { MASTER + 1, FIRST_LINE }, { MASTER + 1, 1 << CASCADE }, { MASTER + 1, 1 },
        { SLAVE, 0x11 }, { SLAVE + 1, FIRST_LINE + 8 }, { SLAVE + 1, CASCADE }, { SLAVE + 1, 1 },
    };
    for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
        out8(words[i][0], words[i][1]);
    interrupt_allow(TIMER);
}

void interrupts_start(void)
{
    start_tables();
    start_controllers();
}

void interrupt_allow(unsigned line)
{
    allowed |= (uint16_t)(1 << line);
    out8(MASTER + 1, (uint8_t)~allowed);
    out8(SLAVE + 1, (uint8_t)(~allowed >> 8));
}

static const struct { const char *name; int signal, code; } exceptions[FIRST_LINE] = {
    [0] = { "division error", 8, 1 }, [1] = { "debug trap", 5, 1 }, [NMI] = { "non-maskable interrupt", 6, 0 },
    [3] = { "breakpoint", 5, 1 }, [6] = { "invalid instruction", 4, 2 }, [DOUBLE_FAULT] = { "double fault", 11, 0 },
    [12] = { "stack segment fault", 7, 0 }, [13] = { "general protection fault", 11, 128 },
    [PAGE_FAULT] = { "page fault", 11, 1 }, [16] = { "floating-point error", 8, 3 }, [17] = { "alignment error", 7, 1 },
    [19] = { "SSE floating-point error", 8, 3 },
};

void on_interrupt(struct frame *frame)
{
    uint64_t address = 0;
    if (frame->vector >= FIRST_LINE) {
        /* What has happened is read from the devices by whoever waits; here it is only taken off the line. */
        devices_acknowledge();
        if (frame->vector >= FIRST_LINE + 8)
            out8(SLAVE, END);
        out8(MASTER, END);
        return;
    }
    if (frame->vector == PAGE_FAULT) {
        __asm__ volatile("mov %%cr2, %0" : "=r"(address));
        if (page_fault(address, frame->error))
            return;
    }
    const char *name = exceptions[frame->vector].name;
    int signal = name ? exceptions[frame->vector].signal : 11;
    int code = exceptions[frame->vector].code + (frame->vector == PAGE_FAULT && frame->error & PRESENT);
    bool fatal = frame->vector == DOUBLE_FAULT || frame->vector == NMI;
    if (fatal || !signal_deliver(frame, signal, code, address))
        crash(name ? name : "exception", frame, signal);
}

/* The processor lets nothing in between the two instructions: what comes after the last look ends the halt. */
void halt(void) { __asm__ volatile("sti; hlt; cli" : : : "memory"); }
