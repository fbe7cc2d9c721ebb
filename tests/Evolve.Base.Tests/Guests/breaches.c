/* What must not work: each either ends the program with a report, or says on the console that it was refused. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "guest.h"

static const char text_only_read[] = "only read";
static unsigned char code[4096] __attribute__((aligned(4096))) = { 0xc3 }; /* ret */
extern char __init_array_start[]; /* relocated, and read-only from then on */

__attribute__((noinline)) static void poke(volatile char *at)
{
    printf("writes\n");
    *at = 'x';
    printf("written\n");
}

static int write_text(int argc, char **argv)
{
    (void)argv;
    poke((char *)(uintptr_t)write_text);
    return argc;
}

static int write_constant(int argc, char **argv)
{
    (void)argv;
    poke((char *)(uintptr_t)text_only_read);
    return argc;
}

static int write_relocated(int argc, char **argv)
{
    (void)argv;
    poke(__init_array_start);
    return argc;
}

static int write_zero(int argc, char **argv)
{
    (void)argv;
    poke((char *)(uintptr_t)(8 * argc));
    return argc;
}

/* The base's stack for faults, 4 pages long, is found as the processor finds it: in the task segment, at 36. */
static int write_guard(int argc, char **argv)
{
    (void)argv;
    struct __attribute__((packed)) { uint16_t limit; uint64_t base; } table;
    __asm__("sgdt %0" : "=m"(table));
    uint64_t low = *(uint64_t *)(table.base + 24), high = *(uint64_t *)(table.base + 32);
    uint64_t segment = (low >> 16 & 0xffffff) | (low >> 56) << 24 | high << 32, stack;
    memcpy(&stack, (char *)segment + 36, sizeof stack);
    *(volatile char *)(stack - 4 * 4096) = 'x';
    printf("the stack itself is fine\n");
    poke((char *)stack - 4 * 4096 - 1);
    return argc;
}

static int jump(void *to)
{
    printf("jumps\n");
    ((void (*)(void))(uintptr_t)to)();
    printf("ran\n");
    return 0;
}

static int jump_data(int argc, char **argv)
{
    (void)argc, (void)argv;
    return jump(code);
}

static int jump_stack(int argc, char **argv)
{
    (void)argc, (void)argv;
    volatile unsigned char here[16] = { 0xc3 };
    return jump((void *)here);
}

static int jump_heap(int argc, char **argv)
{
    (void)argc, (void)argv;
    unsigned char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    page[0] = 0xc3;
    return jump(page);
}

static void tell(const char *what, int failed) { printf("%s: %s\n", what, failed ? strerror(errno) : "granted"); }

static int ask(int argc, char **argv)
{
    (void)argc, (void)argv;
    char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    void *constant = (void *)((uintptr_t)text_only_read & ~(uintptr_t)4095);
    void *own = (void *)((uintptr_t)ask & ~(uintptr_t)4095);
    void *run = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    tell("a new page to be run", run == MAP_FAILED);
    tell("a page of the heap to be run", mprotect(page, 4096, PROT_READ | PROT_EXEC));
    tell("data to be run", mprotect(code, 4096, PROT_READ | PROT_EXEC));
    tell("text to be written", mprotect(own, 4096, PROT_READ | PROT_WRITE));
    tell("a constant to be written", mprotect(constant, 4096, PROT_READ | PROT_WRITE));
    void *over = mmap(own, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    tell("a page over the text", over == MAP_FAILED);
    return 0;
}

static int divide(int argc, char **argv)
{
    (void)argv;
    volatile int none = argc - argc;
    return argc / none;
}

const struct try breaches[] = {
    { "write-text", write_text }, { "write-constant", write_constant }, { "write-relocated", write_relocated },
    { "write-zero", write_zero }, { "write-guard", write_guard }, { "jump-data", jump_data }, { "jump-stack", jump_stack },
    { "jump-heap", jump_heap }, { "ask", ask }, { "divide", divide }, { NULL, NULL },
};
