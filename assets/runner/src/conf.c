#include "conf.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "values.h"

struct reader {
    struct conf conf;
    const char *path;
    char place[160];     /* of what is read now: file:line, or a variable's name */
    const char *key;
    int problems;
    bool bus_given, initrd_given;
    char address_place[160], bus_place[160], ready_place[160], stop_place[160], port_place[160];
};

__attribute__((format(printf, 3, 4)))
static void problem(struct reader *r, const char *place, const char *format, ...)
{
    va_list values;
    fprintf(stderr, "%s: ", place);
    va_start(values, format);
    vfprintf(stderr, format, values);
    va_end(values);
    fputc('\n', stderr);
    r->problems++;
}

/* One of several words, by its place in the list; -1, and a sentence, for another. */
static int choose(struct reader *r, const char *value, const char *const *words)
{
    char list[80] = "";
    for (int i = 0; words[i]; i++) {
        if (!strcmp(value, words[i]))
            return i;
        snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", i == 0 ? "" : words[i + 1] ? ", " : " or ", words[i]);
    }
    problem(r, r->place, "%s is \"%s\"; write %s.", r->key, value, list);
    return -1;
}

static void set_text(struct reader *r, const char **field, const char *value)
{
    if (!*value)
        problem(r, r->place, "%s is empty; give it a value or take the line away.", r->key);
    *field = value;
}

static void set_size(struct reader *r, uint64_t *field, const char *value, uint64_t high)
{
    uint64_t bytes;
    if (!read_size(value, &bytes) || bytes < 1 << 20 || bytes > high)
        problem(r, r->place, "%s is \"%s\"; write a size from 1M to %luG, such as 64M.", r->key, value, (unsigned long)(high >> 30));
    else
        *field = bytes;
}

static void set_time(struct reader *r, long *field, const char *value)
{
    if (!read_time(value, field))
        problem(r, r->place, "%s is \"%s\"; write a time such as 500ms or 8s.", r->key, value);
}

static void set_machine(struct reader *r, char *value)
{
    static const char *const words[] = { "microvm", "pc", "q35", NULL };
    int chosen = choose(r, value, words);
    if (chosen >= 0)
        r->conf.machine = words[chosen];
}

static void set_bus(struct reader *r, char *value)
{
    int chosen = choose(r, value, (const char *const[]){ "mmio", "pci", NULL });
    r->conf.pci = chosen == 1;
    r->bus_given = chosen >= 0;
    memcpy(r->bus_place, r->place, sizeof r->place);
}

static void set_boot(struct reader *r, char *value)
{
    r->conf.boot_disk = choose(r, value, (const char *const[]){ "kernel", "disk", NULL }) == 1;
}

static void set_initrd(struct reader *r, char *value)
{
    set_text(r, &r->conf.initrd, value);
    r->initrd_given = true;
}

static void set_cpus(struct reader *r, char *value)
{
    if (!read_number(value, 1, 16, &r->conf.cpus))
        problem(r, r->place, "cpus is \"%s\"; write a number from 1 to 16.", value);
}

static void set_port(struct reader *r, char *value)
{
    struct port port;
    char *colon = strchr(value, ':');
    const char *inner = colon ? colon + 1 : value;
    if (colon)
        *colon = '\0';
    if (!read_number(value, 1, 65535, &port.outer) || !read_number(inner, 1, 65535, &port.inner))
        problem(r, r->place, "port is \"%s%s%s\"; write a port from 1 to 65535, or OUTER:INNER.", value, colon ? ":" : "", colon ? inner : "");
    else if (r->conf.port_count == MAX_PORTS)
        problem(r, r->place, "there are more than %d ports.", MAX_PORTS);
    else
        r->conf.ports[r->conf.port_count++] = port;
    memcpy(r->port_place, r->place, sizeof r->place);
}

static void set_disk(struct reader *r, char *value)
{
    struct disk disk = { .path = next_word(&value) };
    const char *access = next_word(&value), *word;
    if (!access || (strcmp(access, "read") && strcmp(access, "write"))) {
        problem(r, r->place, "disk needs a path and then read or write, such as: disk = /data/disk write");
        return;
    }
    disk.writable = !strcmp(access, "write");
    while ((word = next_word(&value))) {
        if (!strncmp(word, "template=", 9) && word[9])
            disk.template = word + 9;
        else if (strncmp(word, "size=", 5) || !read_size(word + 5, &disk.size))
            problem(r, r->place, "disk does not know \"%s\"; after read or write there may be template=PATH and size=SIZE.", word);
    }
    if (disk.size && !disk.template)
        problem(r, r->place, "disk has a size only with a template.");
    if (r->conf.disk_count == MAX_DISKS)
        problem(r, r->place, "there are more than %d disks.", MAX_DISKS);
    else
        r->conf.disks[r->conf.disk_count++] = disk;
}

static void set_env(struct reader *r, char *value)
{
    for (char *name; (name = next_word(&value));) {
        size_t length = strlen(name);
        struct wanted wanted = { .name = name, .optional = name[length - 1] == '?' };
        if (wanted.optional)
            name[length - 1] = '\0';
        const char *found = getenv(name);
        if (r->conf.env_count == MAX_ENV)
            problem(r, r->place, "env names more than %d variables.", MAX_ENV);
        else if (!*name || strchr(name, '='))
            problem(r, r->place, "env holds \"%s\", which is no name of a variable.", name);
        else if (!found && !wanted.optional)
            problem(r, r->place, "the guest needs %s: give it with -e or --env-file.", name);
        else if (found && strchr(found, '\n'))
            problem(r, r->place, "%s holds a newline, which a guest's configuration cannot.", name);
        else
            r->conf.env[r->conf.env_count++] = wanted;
    }
}

static void set_ready(struct reader *r, char *value)
{
    static const char *const words[] = { "control", "http", "fastcgi", "sql", NULL };
    const char *kind = next_word(&value), *port = next_word(&value), *what = next_word(&value);
    int chosen = choose(r, kind ? kind : "", words);
    if (chosen < 0)
        return;
    r->conf.ready = (enum ready_kind)chosen;
    r->conf.ready_what = what;
    if (chosen == READY_CONTROL ? port != NULL
        : !port || !what || next_word(&value) || !read_number(port, 1, 65535, &r->conf.ready_port))
        problem(r, r->place, "ready is not whole; write control, http PORT PATH, fastcgi PORT PATH or sql PORT USER.");
    else if (what && strlen(what) > 100)
        problem(r, r->place, "ready has a word of more than 100 bytes.");
    else
        memcpy(r->ready_place, r->place, sizeof r->place);
}

static void set_stop(struct reader *r, char *value)
{
    int chosen = choose(r, value, (const char *const[]){ "control", "acpi", "kill", NULL });
    r->conf.stop = chosen < 0 ? STOP_CONTROL : (enum stop_kind)chosen;
    memcpy(r->stop_place, r->place, sizeof r->place);
}

static void set_exit(struct reader *r, char *value)
{
    r->conf.reset_is_exit = choose(r, value, (const char *const[]){ "port", "reset", NULL }) == 1;
}

static void set_accel(struct reader *r, char *value)
{
    r->conf.kvm = choose(r, value, (const char *const[]){ "tcg", "kvm", NULL }) == 1;
}

static void set_network(struct reader *r, char *value)
{
    r->conf.network = choose(r, value, (const char *const[]){ "user", "none", NULL }) != 1;
}

static void set_address(struct reader *r, char *value)
{
    r->conf.dhcp = choose(r, value, (const char *const[]){ "static", "dhcp", NULL }) == 1;
    memcpy(r->address_place, r->place, sizeof r->place);
}

static void set_kernel(struct reader *r, char *value) { set_text(r, &r->conf.kernel, value); }
static void set_cmdline(struct reader *r, char *value) { set_text(r, &r->conf.cmdline, value); }
static void set_cpu(struct reader *r, char *value) { set_text(r, &r->conf.cpu, value); }
static void set_cpu_kvm(struct reader *r, char *value) { set_text(r, &r->conf.cpu_kvm, value); }
static void set_kvm_device(struct reader *r, char *value) { set_text(r, &r->conf.kvm_device, value); }
static void set_qemu(struct reader *r, char *value) { set_text(r, &r->conf.qemu, value); }
static void set_run(struct reader *r, char *value) { set_text(r, &r->conf.run, value); }
static void set_memory(struct reader *r, char *value) { set_size(r, &r->conf.memory, value, 64UL << 30); }
static void set_tb_size(struct reader *r, char *value) { set_size(r, &r->conf.tb_size, value, 1UL << 30); }
static void set_kvm_timeout(struct reader *r, char *value) { set_time(r, &r->conf.kvm_timeout, value); }
static void set_ready_timeout(struct reader *r, char *value) { set_time(r, &r->conf.ready_timeout, value); }
static void set_wake_timeout(struct reader *r, char *value) { set_time(r, &r->conf.wake_timeout, value); }
static void set_stop_timeout(struct reader *r, char *value) { set_time(r, &r->conf.stop_timeout, value); }

/* QEMU is told the path in two languages that have different marks for what is no letter. */
static void set_saved(struct reader *r, char *value)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-";
    if (*value != '/' || strspn(value, plain) != strlen(value) || strlen(value) > 100)
        problem(r, r->place, "saved is \"%s\"; write a path of plain letters, digits, / . _ and -, such as /saved/php.", value);
    r->conf.saved = value;
}

static const struct key {
    const char *name;
    void (*set)(struct reader *, char *value);
    bool list;                      /* may stand several times, and is not for the environment */
} keys[] = {
    { "machine", set_machine, false }, { "bus", set_bus, false }, { "boot", set_boot, false },
    { "kernel", set_kernel, false }, { "initrd", set_initrd, false }, { "cmdline", set_cmdline, false },
    { "memory", set_memory, false }, { "cpus", set_cpus, false }, { "cpu", set_cpu, false },
    { "cpu-kvm", set_cpu_kvm, false }, { "accel", set_accel, false }, { "kvm-timeout", set_kvm_timeout, false },
    { "kvm-device", set_kvm_device, false },
    { "tb-size", set_tb_size, false }, { "network", set_network, false }, { "address", set_address, false },
    { "port", set_port, true },
    { "disk", set_disk, true }, { "env", set_env, true }, { "ready", set_ready, false },
    { "ready-timeout", set_ready_timeout, false }, { "stop", set_stop, false },
    { "stop-timeout", set_stop_timeout, false }, { "exit", set_exit, false }, { "qemu", set_qemu, false },
    { "run", set_run, false }, { "saved", set_saved, false }, { "wake-timeout", set_wake_timeout, false },
};
enum { KEYS = sizeof keys / sizeof *keys };

static int find_key(const char *name)
{
    for (int i = 0; i < KEYS; i++)
        if (!strcmp(name, keys[i].name))
            return i;
    return -1;
}

static void apply(struct reader *r, int key, char *value)
{
    r->key = keys[key].name;
    keys[key].set(r, value);
}

static void read_file(struct reader *r)
{
    bool seen[KEYS] = { false };
    char *line = NULL;
    size_t room = 0;
    FILE *file = fopen(r->path, "re");
    if (!file) {
        problem(r, r->path, "%s; a guest's image puts its guest.conf there.", strerror(errno));
        return;
    }
    for (int number = 1; getline(&line, &room, file) >= 0; number++) {
        snprintf(r->place, sizeof r->place, "%s:%d", r->path, number);
        char *text = trim(line), *equals = strchr(text, '=');
        if (!*text || *text == '#')
            continue;
        if (!equals) {
            problem(r, r->place, "\"%s\" is no setting; write key = value.", text);
            continue;
        }
        *equals = '\0';
        const char *name = trim(text);
        int key = find_key(name);
        if (key < 0)
            problem(r, r->place, "there is no setting \"%s\".", name);
        else if (seen[key] && !keys[key].list)
            problem(r, r->place, "%s stands twice.", name);
        else
            /* Kept until the end: the values point into it. */
            apply(r, key, strdup(trim(equals + 1)));
        if (key >= 0)
            seen[key] = true;
    }
    if (ferror(file))
        problem(r, r->path, "it cannot be read: %s.", strerror(errno));
    free(line);
    fclose(file);
}

static void read_environment(struct reader *r, char **environment)
{
    for (; *environment; environment++) {
        char name[40];
        size_t length = strcspn(*environment, "=");
        if (strncmp(*environment, "RUNNER_", 7) || !(*environment)[length])
            continue;
        snprintf(r->place, sizeof r->place, "%.*s", (int)length, *environment);
        snprintf(name, sizeof name, "%s", r->place + 7);
        /* RUNNER_CONF is where this file is. */
        if (!strcmp(name, "CONF"))
            continue;
        for (char *c = name; *c; c++)
            *c = *c == '_' ? '-' : (char)tolower((unsigned char)*c);
        int key = find_key(name);
        if (key < 0 || keys[key].list)
            problem(r, r->place, "there is no such setting; those of guest.conf but port, disk and env can be given like this.");
        else
            apply(r, key, strdup(trim(strdup(*environment + length + 1))));
    }
}

static void check_file(struct reader *r, const char *key, const char *path)
{
    if (access(path, R_OK))
        problem(r, r->path, "%s %s cannot be read: %s.", key, path, strerror(errno));
}

/* What only the whole shows. */
static void check_whole(struct reader *r)
{
    struct conf *conf = &r->conf;
    bool microvm = !strcmp(conf->machine, "microvm");
    bool forwarded = conf->ready == READY_CONTROL;
    if (!r->bus_given)
        conf->pci = !microvm;
    else if (!conf->pci && !microvm)
        problem(r, r->bus_place, "bus = mmio is there on microvm alone; write bus = pci.");
    if (conf->stop == STOP_ACPI && microvm)
        problem(r, r->stop_place, "microvm has no power button; write stop = control.");
    if (!conf->network && conf->port_count)
        problem(r, r->port_place, "there is no port without a network; take one of both away.");
    if (!conf->network && conf->dhcp)
        problem(r, r->address_place, "there is no address without a network; take one of both away.");
    for (int i = 0; i < conf->port_count; i++) {
        forwarded |= conf->ports[i].outer == conf->ready_port;
        for (int j = 0; j < i; j++)
            if (conf->ports[i].outer == conf->ports[j].outer)
                problem(r, r->port_place, "port %ld is forwarded twice.", conf->ports[i].outer);
    }
    if (!forwarded && *r->ready_place)
        problem(r, r->ready_place, "port %ld is not forwarded; add the line: port = %ld", conf->ready_port, conf->ready_port);
    if (conf->boot_disk && !conf->disk_count)
        problem(r, r->path, "boot = disk needs a disk.");
    if (!conf->boot_disk) {
        check_file(r, "kernel", conf->kernel);
        if (r->initrd_given)
            check_file(r, "initrd", conf->initrd);
        else if (access(conf->initrd, F_OK))
            conf->initrd = NULL;
    }
    for (int i = 0; i < conf->disk_count; i++) {
        if (conf->saved && conf->disks[i].writable)
            problem(r, r->path, "a machine that writes to the disk %s cannot be saved; take the disk or the setting saved away.", conf->disks[i].path);
        if (!conf->disks[i].template || !access(conf->disks[i].path, F_OK))
            check_file(r, "disk", conf->disks[i].path);
        else
            check_file(r, "template", conf->disks[i].template);
    }
}

const struct conf *read_conf(const char *path, char **environment)
{
    struct reader *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->path = path;
    r->conf = (struct conf){
        .path = path,
        .machine = "microvm", .kernel = "/guest/kernel", .initrd = "/guest/initrd",
        .memory = 64 << 20, .tb_size = 64 << 20, .cpus = 1, .cpu = "qemu64,+rdrand,+fsgsbase", .cpu_kvm = "host", .kvm_device = "/dev/kvm",
        .network = true, .kvm_timeout = 2000, .ready_timeout = 60000, .stop_timeout = 8000,
        .wake_timeout = 5000,
        .qemu = "/usr/bin/qemu-system-x86_64",
    };
    read_file(r);
    if (r->problems == 0 || !access(path, R_OK)) {
        read_environment(r, environment);
        check_whole(r);
    }
    return r->problems ? NULL : &r->conf;
}
