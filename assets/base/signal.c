/* Exceptions as Linux delivers them, for a runtime that makes something of them: OCaml's turns a full stack into an
   exception of its own. A handler gets a ucontext that it may change, and returns by rt_sigreturn. */
#include <signal.h>
#include <stddef.h>

#include "internal.h"

enum { NO_DEFER = 0x40000000, ON_STACK = 0x08000000, DISABLED = 2, RED_ZONE = 128, SIGNALS = 65, REGISTERS = 18 };

struct action { uint64_t handler, flags, restorer, mask; };
struct stack { uint64_t start, flags, size; };

/* The kernel's part of ucontext_t; the C library's is longer at its end. */
struct context { uint64_t flags, link; struct stack stack; uint64_t registers[23], floating_point, reserved[8], mask; };
struct delivered { uint64_t restorer; struct context context; siginfo_t info; };

static struct action actions[SIGNALS];
static struct stack alternate = { .flags = DISABLED };
static uint64_t blocked;
static _Alignas(16) uint8_t floating_point[512];

/* The context's order of registers, as places in the frame. */
#define AT(name) offsetof(struct frame, name) / 8
static const uint8_t places[REGISTERS] = { AT(r8), AT(r9), AT(r10), AT(r11), AT(r12), AT(r13), AT(r14), AT(r15), AT(rdi),
    AT(rsi), AT(rbp), AT(rbx), AT(rdx), AT(rax), AT(rcx), AT(rsp), AT(rip), AT(rflags) };

long signal_action(int signal, const uint64_t *action, uint64_t *old)
{
    if (signal < 1 || signal >= SIGNALS)
        return -22;
    if (old)
        memcpy(old, &actions[signal], sizeof *actions);
    if (action)
        memcpy(&actions[signal], action, sizeof *actions);
    return 0;
}

long signal_stack(const uint64_t *stack, uint64_t *old)
{
    if (old)
        memcpy(old, &alternate, sizeof alternate);
    if (stack)
        memcpy(&alternate, stack, sizeof alternate);
    return 0;
}

long signal_mask(int how, const uint64_t *set, uint64_t *old)
{
    if (old)
        *old = blocked;
    if (set)
        blocked = how == SIG_BLOCK ? blocked | *set : how == SIG_UNBLOCK ? blocked & ~*set : *set;
    return 0;
}

/* We stand on the stack of the page faults, so a promised page of the handler's stack is made before it is written. */
static bool can_write(uint64_t start, uint64_t end)
{
    for (uint64_t at = page_of(start); at < end; at += PAGE) {
        uint64_t *entry = page_entry(at, false);
        if (!entry || !(*entry & WRITABLE) || (!(*entry & PRESENT) && !page_fault(at, 0)))
            return false;
    }
    return true;
}

/* False when the program has no handler, or faulted in it: then this is its end. */
bool signal_deliver(struct frame *frame, int signal, int code, uint64_t address)
{
    struct action *action = &actions[signal];
    uint64_t bit = UINT64_C(1) << (signal - 1), *registers = (uint64_t *)frame;
    if (action->handler <= 1 || blocked & bit)
        return false;
    bool alone = action->flags & ON_STACK && !(alternate.flags & DISABLED) && frame->rsp - alternate.start >= alternate.size;
    uint64_t stack = alone ? alternate.start + alternate.size : frame->rsp - RED_ZONE;
    uint64_t fpu = (stack - sizeof floating_point) & ~UINT64_C(63);
    struct delivered *d = (struct delivered *)(((fpu - sizeof *d) & ~UINT64_C(15)) - 8);
    if (!can_write((uint64_t)d, stack))
        return false;
    __asm__ volatile("fxsave %0" : "=m"(floating_point));
    memcpy((void *)fpu, floating_point, sizeof floating_point);
    *d = (struct delivered){
        .restorer = action->restorer,
        .context = { .stack = alternate, .floating_point = fpu, .mask = blocked },
        .info = { .si_signo = signal, .si_code = code, .si_addr = (void *)address },
    };
    uint64_t *context = d->context.registers, others[] = { frame->cs, frame->error, frame->vector, 0, address };
    for (int i = 0; i < REGISTERS; i++)
        context[i] = registers[places[i]];
    memcpy(context + REGISTERS, others, sizeof others);
    blocked |= action->mask | (action->flags & NO_DEFER ? 0 : bit);
    frame->rdi = (uint64_t)signal;
    frame->rsi = (uint64_t)&d->info;
    frame->rdx = (uint64_t)&d->context;
    frame->rax = 0;
    frame->rsp = (uint64_t)d;
    frame->rip = action->handler;
    return true;
}

/* The restorer's address is off the stack already. Of the flags a program changes only those of arithmetic. */
void signal_return(uint64_t stack)
{
    static struct frame frame;
    const struct context *context = (const struct context *)stack;
    for (int i = 0; i < REGISTERS; i++)
        ((uint64_t *)&frame)[places[i]] = context->registers[i];
    frame.rflags = (frame.rflags & 0xcd5) | 2;
    frame.cs = 8;
    frame.ss = 16;
    blocked = context->mask;
    memcpy(floating_point, (const void *)context->floating_point, sizeof floating_point);
    __asm__ volatile("fxrstor %0" : : "m"(floating_point));
    resume(&frame);
}
