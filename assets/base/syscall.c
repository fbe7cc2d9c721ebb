/* Linux's system calls, as far as a statically linked C library and OCaml's runtime use them: no files, no other process,
   no thread. What is not here is answered with ENOSYS, which both take for an old kernel. */
#include <errno.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>

#include "internal.h"

enum { FILES = 3, TERMINAL_STATUS = 0x5401, TERMINAL_BYTES = 36, STATUS_BYTES = 144, OPEN_FLAGS = 3, SET_FS = 0x1002, ME = 1 };
enum { WAKE = 1, FUTEX_KIND = 0x7f };
#define FS_BASE 0xc0000100u

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
    for (uint64_t i = 0; i < count && length >= 0; i++)
        length = write_file(file, (const void *)parts[2 * i], parts[2 * i + 1]) < 0 ? -EBADF : length + (long)parts[2 * i + 1];
    return length;
}

/* Of the kernel's struct stat the mode alone says something: a terminal, which gets its lines one by one, as a log wants. */
static long file_status(uint64_t file, uint32_t *status)
{
    if (file >= FILES)
        return -EBADF;
    memset(status, 0, STATUS_BYTES);
    status[6] = 0020620;
    return 0;
}

static long control_file(uint64_t file, uint64_t request, void *at)
{
    if (file >= FILES || request != TERMINAL_STATUS)
        return file >= FILES ? -EBADF : -ENOTTY;
    memset(at, 0, TERMINAL_BYTES);
    return 0;
}

static int64_t clock_now(uint64_t clock)
{
    return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE ? base_wall() : base_monotonic();
}

static long set_time(int64_t *at, int64_t nanoseconds, int64_t unit)
{
    at[0] = nanoseconds / NANO;
    at[1] = nanoseconds % NANO / unit;
    return 0;
}

static long sleep_for(uint64_t clock, uint64_t flags, const int64_t *time)
{
    if (time[0] < 0 || time[0] > INT64_MAX / NANO / 2 || time[1] < 0 || time[1] >= NANO)
        return -EINVAL;
    base_poll(0, base_monotonic() + time[0] * NANO + time[1] - (flags & TIMER_ABSTIME ? clock_now(clock) : 0));
    return 0;
}

static long limit(uint64_t which, uint64_t *old)
{
    if (old)
        old[0] = old[1] = which == RLIMIT_STACK ? STACK_SIZE : which == RLIMIT_NOFILE ? FILES : RLIM_INFINITY;
    return 0;
}

static long thread_register(uint64_t what, uint64_t value)
{
    if (what == SET_FS)
        write_msr(FS_BASE, value);
    return what == SET_FS ? 0 : -EINVAL;
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
    case SYS_fstat: return file_status(a, (uint32_t *)b);
    case SYS_newfstatat: return *(const char *)b ? -ENOENT : file_status(a, (uint32_t *)d);
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

    case SYS_clock_gettime: return set_time((int64_t *)b, clock_now(a), 1);
    case SYS_gettimeofday: return set_time((int64_t *)a, base_wall(), 1000);
    case SYS_time: return base_wall() / NANO;
    case SYS_nanosleep: return sleep_for(CLOCK_MONOTONIC, 0, (const int64_t *)a);
    case SYS_clock_nanosleep: return sleep_for(a, b, (const int64_t *)d);
    case SYS_getrusage: memset((void *)b, 0, sizeof(struct rusage)); return set_time((int64_t *)b, base_monotonic(), 1000);

    case SYS_prlimit64: return limit(b, (uint64_t *)e);
    case SYS_getrlimit: return limit(a, (uint64_t *)b);
    case SYS_arch_prctl: return thread_register(a, b);
    case SYS_getrandom: return base_random((void *)a, b) < 0 ? -ENOSYS : (long)b;
    case SYS_futex: return (b & FUTEX_KIND) == WAKE ? 0 : -ENOSYS;
    case SYS_getpid: case SYS_gettid: case SYS_set_tid_address: return ME;
    case SYS_getuid: case SYS_geteuid: case SYS_getgid: case SYS_getegid: case SYS_sched_yield: case SYS_set_robust_list:
        return 0;
    default: return -ENOSYS;
    }
}
