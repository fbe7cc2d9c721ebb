/* Linux's system calls, as far as a statically linked C library and OCaml's runtime use them: no files, no other process,
   no thread. What is not here is answered with ENOSYS, which both take for an old kernel. */
#include <errno.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>

#include "internal.h"

enum { FILES = 3, TERMINAL_STATUS = 0x5401, SET_FS = 0x1002, GET_FS = 0x1003, ME = 1, OPEN_FLAGS = 3 };
enum { ABSOLUTE = 1, REALTIME = 0, REALTIME_COARSE = 5, WAKE = 1, FUTEX_KIND = 0x7f };
#define FS_BASE 0xc0000100u

/* Of the kernel's struct stat: the mode alone says something, a terminal. */
struct status { uint64_t device, inode, links; uint32_t mode, user, group, none; uint64_t rest[14]; };

static long write_file(uint64_t file, const void *text, size_t length)
{
    if (file != 1 && file != 2)
        return -EBADF;
    base_console_write(text, length);
    return (long)length;
}

static long write_parts(uint64_t file, const uint64_t *parts, uint64_t count)
{
    long length = 0;
    for (uint64_t i = 0; i < count; i++) {
        long part = write_file(file, (const void *)parts[2 * i], parts[2 * i + 1]);
        if (part < 0)
            return part;
        length += part;
    }
    return length;
}

static long file_status(uint64_t file, struct status *status)
{
    if (file >= FILES)
        return -EBADF;
    memset(status, 0, sizeof *status);
    status->mode = 0020620;
    status->links = 1;
    return 0;
}

/* A terminal gets its lines one by one, which is what a log wants. */
static long control_file(uint64_t file, uint64_t request, void *at)
{
    if (file >= FILES || request != TERMINAL_STATUS)
        return file >= FILES ? -EBADF : -ENOTTY;
    memset(at, 0, 36);
    return 0;
}

static int64_t clock_now(uint64_t clock)
{
    return clock == REALTIME || clock == REALTIME_COARSE ? base_wall() : base_monotonic();
}

static void set_time(int64_t *at, int64_t nanoseconds, int64_t unit)
{
    at[0] = nanoseconds / NANO;
    at[1] = nanoseconds % NANO / unit;
}

static long sleep_for(uint64_t clock, uint64_t flags, const int64_t *time)
{
    int64_t length = time[0] * NANO + time[1];
    if (time[0] < 0 || time[0] > INT64_MAX / NANO / 2 || time[1] < 0 || time[1] >= NANO)
        return -EINVAL;
    wait_until(base_monotonic() + length - (flags & ABSOLUTE ? clock_now(clock) : 0));
    return 0;
}

static long limit(uint64_t which, uint64_t *old)
{
    if (old)
        old[0] = old[1] = which == RLIMIT_STACK ? STACK_SIZE : which == RLIMIT_NOFILE ? FILES : RLIM_INFINITY;
    return 0;
}

static long usage(struct rusage *at)
{
    memset(at, 0, sizeof *at);
    set_time((int64_t *)&at->ru_utime, base_monotonic(), 1000);
    return 0;
}

static long thread_register(uint64_t what, uint64_t value)
{
    if (what == SET_FS)
        write_msr(FS_BASE, value);
    else if (what == GET_FS)
        *(uint64_t *)value = read_msr(FS_BASE);
    else
        return -EINVAL;
    return 0;
}

static long random_bytes(void *at, size_t length)
{
    long got = base_random(at, length);
    return got < 0 ? -ENOSYS : got;
}

long system_call(struct call *c);
long system_call(struct call *c)
{
    uint64_t a = c->rdi, b = c->rsi, d = c->rdx, e = c->r10;
    switch (c->number) {
    case SYS_read: return a ? -EBADF : 0;
    case SYS_write: return write_file(a, (const void *)b, d);
    case SYS_writev: return write_parts(a, (const uint64_t *)b, d);
    case SYS_close: return a < FILES ? 0 : -EBADF;
    case SYS_fstat: return file_status(a, (struct status *)b);
    case SYS_newfstatat: return *(const char *)b ? -ENOENT : file_status(a, (struct status *)d);
    case SYS_lseek: return a < FILES ? -ESPIPE : -EBADF;
    case SYS_ioctl: return control_file(a, b, (void *)d);
    case SYS_fcntl: return a < FILES && b == OPEN_FLAGS ? 2 : -EBADF;
    case SYS_open: case SYS_openat: case SYS_readlink: case SYS_readlinkat: case SYS_access: case SYS_stat: return -ENOENT;

    case SYS_mmap: return map_memory(a, b, d, e);
    case SYS_munmap: return unmap_memory(a, b);
    case SYS_mprotect: return protect_memory(a, b, d);
    case SYS_brk: return (long)move_break(a);

    case SYS_rt_sigaction: return signal_action((int)a, (const uint64_t *)b, (uint64_t *)d);
    case SYS_rt_sigprocmask: return signal_mask((int)a, (const uint64_t *)b, (uint64_t *)d);
    case SYS_sigaltstack: return signal_stack((const uint64_t *)a, (uint64_t *)b);
    case SYS_rt_sigreturn: signal_return(c->rsp);
    case SYS_kill: case SYS_tkill: die((int)b);
    case SYS_tgkill: die((int)d);
    case SYS_exit: case SYS_exit_group: base_exit((int)(a & 0xff));

    case SYS_clock_gettime: set_time((int64_t *)b, clock_now(a), 1); return 0;
    case SYS_gettimeofday: set_time((int64_t *)a, base_wall(), 1000); return 0;
    case SYS_time: return base_wall() / NANO;
    case SYS_nanosleep: return sleep_for(CLOCK_MONOTONIC, 0, (const int64_t *)a);
    case SYS_clock_nanosleep: return sleep_for(a, b, (const int64_t *)d);
    case SYS_getrusage: return usage((struct rusage *)b);

    case SYS_prlimit64: return limit(b, (uint64_t *)e);
    case SYS_getrlimit: return limit(a, (uint64_t *)b);
    case SYS_arch_prctl: return thread_register(a, b);
    case SYS_getrandom: return random_bytes((void *)a, b);
    case SYS_futex: return (b & FUTEX_KIND) == WAKE ? 0 : -ENOSYS;
    case SYS_getpid: case SYS_gettid: case SYS_set_tid_address: return ME;
    case SYS_getuid: case SYS_geteuid: case SYS_getgid: case SYS_getegid: case SYS_sched_yield: case SYS_set_robust_list:
        return 0;
    default: return -ENOSYS;
    }
}
