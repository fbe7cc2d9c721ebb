/* guest.conf and the RUNNER_ variables: what machine the guest wants. README.md is the reference. */
#ifndef CONF_H
#define CONF_H

#include <stdbool.h>
#include <stdint.h>

enum { MAX_PORTS = 16, MAX_DISKS = 8, MAX_ENV = 32 };

enum ready_kind { READY_CONTROL, READY_HTTP, READY_FASTCGI, READY_SQL };
enum stop_kind { STOP_CONTROL, STOP_ACPI, STOP_KILL };

struct port { long outer, inner; };
struct disk { const char *path, *template; uint64_t size; bool writable; }; /* size: at least, when it is made; bytes */
struct wanted { const char *name; bool optional; };

struct conf {
    const char *path;               /* of guest.conf */
    const char *machine;            /* microvm, pc or q35 */
    bool pci;                       /* virtio over PCI rather than memory-mapped */
    bool boot_disk;                 /* the firmware starts the first disk */
    const char *kernel, *initrd;    /* initrd: NULL for none */
    const char *cmdline;            /* NULL for none */
    uint64_t memory, tb_size;       /* bytes */
    long cpus;
    const char *cpu, *cpu_kvm;
    bool kvm;
    const char *kvm_device;
    bool network;
    bool dhcp;                      /* the guest asks for its address */
    bool reset_is_exit;             /* a reset or power-off is a clean end */
    long kvm_timeout, ready_timeout, stop_timeout, wake_timeout; /* milliseconds */
    enum stop_kind stop;
    enum ready_kind ready;
    long ready_port;
    const char *ready_what;         /* the path of http and fastcgi, the user of sql */
    struct port ports[MAX_PORTS];
    struct disk disks[MAX_DISKS];
    struct wanted env[MAX_ENV];
    int port_count, disk_count, env_count;
    const char *saved;              /* the file for a saved machine state; NULL: none is made or used */
    const char *qemu;
    const char *run;                /* NULL: the first of /run, /tmp, /dev/shm that can be written */
};

/* Reads the file, then the environment, which wins. Every mistake is written to standard error, one sentence
   a line with its place; then NULL. The result lives as long as the program. */
const struct conf *read_conf(const char *path, char **environment);

#endif
