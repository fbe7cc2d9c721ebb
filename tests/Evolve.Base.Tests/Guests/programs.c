/* What any program does: text, arguments, memory, signals, an end. */
#include <errno.h>
#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "guest.h"

static int words(int argc, char **argv)
{
    for (int i = 0; i < argc; i++)
        printf("word %d is %s\n", i, argv[i]);
    printf("OCAMLRUNPARAM is %s\n", getenv("OCAMLRUNPARAM"));
    printf("SECRET is %s\n", getenv("SECRET"));
    return 0;
}

static int status(int argc, char **argv) { return argc > 1 ? atoi(argv[1]) : 0; }

static int aborted(int argc, char **argv)
{
    (void)argc, (void)argv;
    abort();
}

static int unknown(int argc, char **argv)
{
    (void)argc, (void)argv;
    if (syscall(999) < 0)
        printf("call 999: %s\n", strerror(errno));
    return 0;
}

/* Takes until there is no more, is told so, gives all back, and takes as much again. */
static int hungry(int argc, char **argv)
{
    (void)argc, (void)argv;
    enum { PIECE = 1 << 20, MOST = 64 };
    int taken[3];
    for (int round = 0; round < 3; round++) {
        void *pieces[MOST];
        taken[round] = 0;
        while (taken[round] < MOST) {
            void *piece = mmap(NULL, PIECE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            if (piece == MAP_FAILED)
                break;
            memset(piece, round, PIECE);
            pieces[taken[round]++] = piece;
        }
        for (int i = 0; i < taken[round]; i++)
            munmap(pieces[i], PIECE);
    }
    printf("%s, %s\n", taken[0] > 8 && taken[0] < MOST ? "told in time" : "not told",
        taken[0] == taken[1] && taken[1] == taken[2] ? "all came back" : "some was lost");
    return 0;
}

/* New pages are empty, also where others were before; rights that were taken come back with the content. */
static int pages(int argc, char **argv)
{
    (void)argc, (void)argv;
    enum { LENGTH = 8 * 4096 };
    char *first = mmap(NULL, LENGTH, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(first, 'x', LENGTH);
    munmap(first, LENGTH);
    char *second = mmap(NULL, LENGTH, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int used = 0;
    for (int i = 0; i < LENGTH; i++)
        used += second[i] != 0;
    printf("at the same place: %d, bytes of the page before: %d\n", first == second, used);
    second[4096] = 'y';
    mprotect(second, LENGTH, PROT_NONE);
    mprotect(second, LENGTH, PROT_READ);
    printf("kept: %c\n", second[4096]);
    return 0;
}

static sigjmp_buf back;
static volatile void *seen;

static void on_fault(int signal, siginfo_t *info, void *context)
{
    (void)signal, (void)context;
    seen = info->si_addr;
    siglongjmp(back, 1);
}

static void handle_faults(void)
{
    static char room[16384];
    sigaltstack(&(stack_t){ .ss_sp = room, .ss_size = sizeof room }, NULL);
    sigaction(SIGSEGV, &(struct sigaction){ .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK }, NULL);
}

/* Ends long after the stack does, and cannot be made a loop of. */
__attribute__((noinline, noclone)) static int deeper(volatile int *n)
{
    volatile int here[64];
    here[0] = *n + 1;
    return here[0] == INT_MAX ? 0 : deeper(here) + here[0];
}

static int overflow(int argc, char **argv)
{
    (void)argv;
    if (argc > 1) /* without a handler */
        return deeper(&(int){ 0 });
    handle_faults();
    for (volatile int round = 0; round < 2; round++)
        if (sigsetjmp(back, 1) == 0)
            deeper(&(int){ 0 });
        else
            printf("round %d: %s\n", round, (char *)__builtin_frame_address(0) - (char *)seen < 1000 * 1024 ? "elsewhere" : "full");
    return 0;
}

/* A handler that mends what was wrong, and returns: the registers, floating-point ones too, are what they were. */
static char *mended;
static void on_mend(int signal, siginfo_t *info, void *context)
{
    (void)context;
    volatile double other = 3.25 * signal;
    (void)other;
    printf("signal %d at %s\n", signal, info->si_addr == mended ? "the page" : "another place");
    mprotect(mended, 4096, PROT_READ | PROT_WRITE);
}

static int mend(int argc, char **argv)
{
    (void)argc, (void)argv;
    mended = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    sigaction(SIGSEGV, &(struct sigaction){ .sa_sigaction = on_mend, .sa_flags = SA_SIGINFO }, NULL);
    register double number __asm__("xmm7") = 1.5;
    __asm__ volatile("" : "+x"(number));
    *(volatile char *)mended = 'm';
    __asm__ volatile("" : "+x"(number));
    printf("then it holds %c, and the number is %.1f\n", *mended, number);
    return 0;
}

const struct try programs[] = {
    { "words", words }, { "status", status }, { "abort", aborted }, { "unknown", unknown }, { "hungry", hungry },
    { "pages", pages }, { "overflow", overflow }, { "mend", mend }, { NULL, NULL },
};
