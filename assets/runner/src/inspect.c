#include "inspect.h"

#include <stdio.h>
#include <string.h>

#include "place.h"
#include "qmp.h"
#include "ready.h"
#include "state.h"

/* docker's own deadline for a health check is longer: the sentence must come before it. */
enum { PATIENCE = 1500 };

static const char *protocol(enum ready_kind kind)
{
    static const char *const names[] = { "control", "HTTP", "FastCGI", "SQL" };
    return names[kind];
}

static bool find_state(const struct conf *conf, struct place *place, struct state *state)
{
    if (find_place(conf, place) && read_state(state, place->state))
        return true;
    fputs("No guest runs in this container.\n", stderr);
    return false;
}

int show_health(const struct conf *conf)
{
    struct place place;
    struct state state;
    if (!find_state(conf, &place, &state))
        return 1;
    if (state.stopping) {
        puts("The guest is stopping.");
        return 1;
    }
    if (state.saved && state.ready < 0) {
        puts("The guest is being woken from its saved state.");
        return 1;
    }
    if (conf->ready == READY_CONTROL) {
        puts(state.ready >= 0 ? "The guest has said that it is ready." : "The guest has not said yet that it is ready.");
        return state.ready < 0;
    }
    if (state.ready < 0) {
        /* Whoever waited for this looks for the line in the log next. */
        puts("The guest has not answered yet since it was started.");
        return 1;
    }
    bool answered = ask_guest(conf, PATIENCE);
    printf("The guest %s in %s on port %ld.\n", answered ? "answers" : "does not answer", protocol(conf->ready), conf->ready_port);
    return !answered;
}

/* Of a process, in KiB, from the kernel; -1 when it cannot be read. */
static long resident_memory(pid_t pid)
{
    char path[40], line[200];
    long kilobytes = -1;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "VmRSS: %ld", &kilobytes) == 1)
            break;
    if (file)
        fclose(file);
    return kilobytes;
}

static void show_time(const char *name, long at)
{
    if (at >= 0)
        printf("%-12s after %.3f s\n", name, (double)at / 1000);
    else
        printf("%-12s not yet\n", name);
}

int show_info(const struct conf *conf)
{
    struct place place;
    struct state state;
    char answer[2048], word[40];
    if (!find_state(conf, &place, &state))
        return 1;
    bool answered = qmp_ask(place.qmp, "query-status", PATIENCE, answer, sizeof answer);
    printf("%-12s %s, %lu MB, %ld %s\n", "machine", conf->machine, (unsigned long)(conf->memory >> 20), conf->cpus,
        conf->cpus == 1 ? "processor" : "processors");
    printf("%-12s %s\n", "runs on", state.kvm ? "KVM" : "emulation (tcg)");
    if (state.why[0])
        printf("%-12s %s\n", "not KVM, as", state.why);
    printf("%-12s %s\n", "start", state.saved ? "saved" : "cold");
    if (state.why_cold[0])
        printf("%-12s %s\n", "cold, as", state.why_cold);
    printf("%-12s %s\n", "status", answered && qmp_word(answer, "status", word, sizeof word) ? word : "QEMU does not answer");
    if (!conf->boot_disk)
        printf("%-12s %s%s%s\n", "kernel", conf->kernel, conf->cmdline ? " " : "", conf->cmdline ? conf->cmdline : "");
    for (int i = 0; i < conf->port_count; i++)
        printf("%-12s %ld to the guest's %ld\n", "port", conf->ports[i].outer, conf->ports[i].inner);
    for (int i = 0; i < conf->disk_count; i++)
        printf("%-12s %s, %s\n", "disk", conf->disks[i].path, conf->disks[i].writable ? "written" : "only read");
    show_time("kernel", state.kernel);
    for (int i = 0; i < state.mark_count; i++)
        show_time(state.marks[i].name, state.marks[i].at);
    show_time("ready", state.ready);
    long resident = resident_memory(state.qemu);
    if (resident >= 0)
        printf("%-12s %.1f MB resident, QEMU and guest together\n", "memory", (double)resident / 1024);
    return 0;
}
