#include "qemu.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "handover.h"
#include "saved.h"
#include "tsc.h"

/* What QEMU finds open beside its three standard streams. */
enum { CONSOLE = 3, CONTROL = 4, HANDOVER = 5, MONITOR = 6, PASSED = 4 };

struct arguments { const char *list[160]; int count; };

/* Formatted, and kept until the end of the program. */
__attribute__((format(printf, 2, 3)))
static void add(struct arguments *arguments, const char *format, ...)
{
    char *text = NULL;
    va_list values;
    va_start(values, format);
    if (vasprintf(&text, format, values) < 0 || arguments->count == sizeof arguments->list / sizeof *arguments->list - 1)
        abort();
    va_end(values);
    arguments->list[arguments->count++] = text;
    arguments->list[arguments->count] = NULL;
}

static void add_pair(struct arguments *arguments, const char *option, const char *value)
{
    add(arguments, "%s", option);
    add(arguments, "%s", value);
}

/* QEMU's lists are split at commas; two stand for one. */
static const char *escape(const char *path)
{
    char *escaped = malloc(2 * strlen(path) + 1), *end = escaped;
    if (!escaped)
        abort();
    for (; *path; *end++ = *path++)
        if (*path == ',')
            *end++ = ',';
    *end = '\0';
    return escaped;
}

static void add_machine(struct arguments *a, const struct conf *conf, bool kvm)
{
    bool microvm = !strcmp(conf->machine, "microvm");
    add(a, "-nodefaults");
    add(a, "-no-user-config");
    add(a, "-no-reboot");
    add_pair(a, "-display", "none");
    add(a, "-machine");
    /* Without ACPI QEMU writes the virtio devices on the kernel's command line itself. The PIT and the PIC stay:
       without them an emulated TSC cannot be calibrated. */
    add(a, "%s%s%s", conf->machine,
        !microvm ? ",usb=off,vmport=off" : ",acpi=off,rtc=on,pit=on,pic=on,isa-serial=off", microvm && conf->pci ? ",pcie=on" : "");
    add(a, "-accel");
    if (kvm)
        add(a, "kvm");
    else
        add(a, "tcg,tb-size=%lu", (unsigned long)(conf->tb_size >> 20));
    add_pair(a, "-cpu", kvm ? conf->cpu_kvm : conf->cpu);
    add(a, "-smp");
    add(a, "%ld", conf->cpus);
    add(a, "-m");
    add(a, "%luK", (unsigned long)(conf->memory >> 10));
}

/* A guest that measures the counter by another clock measures wrong, or not at all, while its host is busy; its own
   clock would be late for ever. One from a saved state has its command line in its memory. */
static void add_cmdline(struct arguments *a, const char *cmdline, bool cold)
{
    static const char word[] = "{tsc-khz}";
    const char *place = cold ? strstr(cmdline, word) : NULL;
    add(a, "-append");
    if (place)
        add(a, "%.*s%lu%s", (int)(place - cmdline), cmdline, tsc_khz(), place + sizeof word - 1);
    else
        add(a, "%s", cmdline);
}

static void add_boot(struct arguments *a, const struct conf *conf, bool cold)
{
    if (conf->boot_disk)
        return;
    add_pair(a, "-kernel", conf->kernel);
    if (conf->initrd)
        add_pair(a, "-initrd", conf->initrd);
    if (conf->cmdline)
        add_cmdline(a, conf->cmdline, cold);
}

static void add_channels(struct arguments *a)
{
    add(a, "-chardev");
    add(a, "socket,id=console,fd=%d", CONSOLE);
    add_pair(a, "-device", "isa-serial,index=0,chardev=console");
    add(a, "-chardev");
    add(a, "socket,id=control,fd=%d", CONTROL);
    add_pair(a, "-device", "isa-serial,index=1,chardev=control");
    add_pair(a, "-device", "isa-debug-exit,iobase=0xf4,iosize=1");
    add(a, "-fw_cfg");
    add(a, "name=opt/evolve/config,file=/proc/self/fd/%d", HANDOVER);
}

/* Its control protocol: for us from the first moment on, for others by a path. */
static void add_monitors(struct arguments *a, const char *qmp)
{
    add(a, "-chardev");
    add(a, "socket,id=monitor,fd=%d", MONITOR);
    add_pair(a, "-mon", "chardev=monitor,mode=control");
    add(a, "-qmp");
    add(a, "unix:%s,server=on,wait=off", escape(qmp));
}

static void add_devices(struct arguments *a, const struct conf *conf, bool forwarded)
{
    if (conf->network) {
        char *list = strdup("user,id=net,ipv6=off");
        for (int i = 0; forwarded && i < conf->port_count && list; i++) {
            char *longer = NULL;
            if (asprintf(&longer, "%s,hostfwd=tcp::%ld-:%ld", list, conf->ports[i].outer, conf->ports[i].inner) < 0)
                abort();
            free(list);
            list = longer;
        }
        add_pair(a, "-netdev", list);
        /* Nothing starts over the network: no ROM for it. */
        add_pair(a, "-device", conf->pci ? "virtio-net-pci,netdev=net,romfile=" : "virtio-net-device,netdev=net");
    }
    for (int i = 0; i < conf->disk_count; i++) {
        const struct disk *disk = &conf->disks[i];
        add(a, "-drive");
        add(a, "if=none,id=disk%d,format=raw,file=%s,readonly=%s,discard=unmap", i, escape(disk->path), disk->writable ? "off" : "on");
        add(a, "-device");
        add(a, "virtio-blk-%s,drive=disk%d,serial=disk%d", conf->pci ? "pci" : "device", i, i);
    }
}

/* In the child: only what async-signal-safe code may do. */
static void become(const struct conf *conf, struct arguments *a, const int *ends, int words, pid_t parent)
{
    sigset_t none;
    /* A state that it writes holds the guest's secrets. */
    umask(077);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(127);
    /* First out of the way of each other, then to the numbers that QEMU is told. */
    int high[PASSED];
    for (int i = 0; i < PASSED; i++)
        high[i] = fcntl(ends[i], F_DUPFD_CLOEXEC, 16);
    int quiet = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (dup2(quiet, 0) < 0 || dup2(words, 1) < 0 || dup2(words, 2) < 0)
        _exit(127);
    for (int i = 0; i < PASSED; i++)
        if (dup2(high[i], CONSOLE + i) < 0)
            _exit(127);
    /* The environment holds secrets, of which QEMU needs none; the library it is given raises the backlog of listeners.
       Its network has two buffers of 128 KiB a connection, for 10 s longer than that lasts: as mappings of their own, which
       malloc stops making once the first was freed unless it is told where they begin, they hold no more than was used. */
    char *environment[] = {
        (char[]){ "GLIBC_TUNABLES=glibc.malloc.mmap_threshold=65536" },
        (char[]){ "LD_PRELOAD=/usr/lib/evolve/backlog.so" },
        NULL,
    };
    if (access("/usr/lib/evolve/backlog.so", R_OK))
        environment[1] = NULL;
    execve(conf->qemu, (char *const *)a->list, environment);
    dprintf(2, "%s cannot be started: %s\n", conf->qemu, strerror(errno));
    _exit(127);
}

/* Cold: with what only a start from nothing needs, and what is another one at each start. */
static void add_all(struct arguments *a, const struct conf *conf, bool kvm, bool cold)
{
    add(a, "%s", conf->qemu);
    add_machine(a, conf, kvm);
    add_boot(a, conf, cold);
    add_channels(a);
    add_devices(a, conf, cold);
}

void describe_machine(const struct conf *conf, bool kvm, FILE *out)
{
    struct arguments arguments = { .count = 0 };
    add_all(&arguments, conf, kvm, false);
    for (int i = 0; i < arguments.count; i++)
        fprintf(out, "the machine: %s\n", arguments.list[i]);
}

bool start_qemu(const struct conf *conf, bool kvm, const char *qmp, bool saved, struct qemu *qemu)
{
    struct arguments arguments = { .count = 0 };
    int console[2] = { -1, -1 }, control[2] = { -1, -1 }, monitor[2] = { -1, -1 }, words[2] = { -1, -1 };
    add_all(&arguments, conf, kvm, !saved);
    add_monitors(&arguments, qmp);
    if (saved) {
        add(&arguments, "-incoming");
        add(&arguments, "file:%s,offset=%d", conf->saved, SAVED_OFFSET);
    }

    int handover = make_handover(conf);
    bool made = handover >= 0 && !socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, console)
        && !socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, control)
        && !socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, monitor) && !pipe2(words, O_CLOEXEC);
    pid_t parent = getpid();
    qemu->pid = made ? fork() : -1;
    if (qemu->pid == 0)
        become(conf, &arguments, (int[PASSED]){ console[1], control[1], handover, monitor[1] }, words[1], parent);

    int error = errno;
    close(handover);
    close(console[1]);
    close(control[1]);
    close(monitor[1]);
    close(words[1]);
    qemu->console = console[0];
    qemu->control = control[0];
    qemu->monitor = monitor[0];
    qemu->words = words[0];
    fcntl(qemu->console, F_SETFL, O_NONBLOCK);
    fcntl(qemu->control, F_SETFL, O_NONBLOCK);
    fcntl(qemu->monitor, F_SETFL, O_NONBLOCK);
    fcntl(qemu->words, F_SETFL, O_NONBLOCK);
    errno = error;
    return qemu->pid > 0;
}

void close_qemu(struct qemu *qemu)
{
    close(qemu->console);
    close(qemu->control);
    close(qemu->monitor);
    close(qemu->words);
    qemu->console = qemu->control = qemu->monitor = qemu->words = -1;
}
