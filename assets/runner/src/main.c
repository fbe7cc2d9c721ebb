/* runner: starts one guest in QEMU, looks after it, and ends with it. README.md is the guide. */
#include <libgen.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "conf.h"
#include "console.h"
#include "disks.h"
#include "ending.h"
#include "guest.h"
#include "inspect.h"
#include "limits.h"
#include "place.h"
#include "shell.h"

extern char **environ;

static bool can_save(const struct conf *conf)
{
    char *folder = conf->saved ? strdup(conf->saved) : NULL;
    bool can = folder && !access(dirname(folder), W_OK);
    if (!conf->saved)
        fputs("This guest has no saved state: its guest.conf names no file for one.\n", stderr);
    else if (!can)
        fprintf(stderr, "%s cannot be written here; give docker run a volume for its folder, such as -v evolve-saved:/saved.\n", conf->saved);
    free(folder);
    return can;
}

static bool fits(const struct conf *conf)
{
    uint64_t limit = memory_limit("/sys/fs/cgroup"), wanted = memory_wanted(conf);
    if (wanted <= limit)
        return true;
    fprintf(stderr,
        "The guest does not fit: its memory of %lu MB and QEMU's own make %lu MB, but this container may use %lu MB; "
        "give docker run --memory %lum or more, or the guest less with -e RUNNER_MEMORY.\n",
        (unsigned long)(conf->memory >> 20), (unsigned long)(wanted >> 20), (unsigned long)(limit >> 20), (unsigned long)(wanted >> 20));
    return false;
}

static int start(const struct conf *conf, long started, bool save)
{
    struct place place;
    if (!fits(conf) || !make_disks(conf))
        return EXIT_REFUSED;
    if (!make_place(conf, &place)) {
        fputs("There is nowhere to write: give docker run --tmpfs /run.\n", stderr);
        return EXIT_REFUSED;
    }
    return save ? save_guest(conf, &place, started) : run_guest(conf, &place, started);
}

static int usage(void)
{
    fputs("runner starts the guest of this image; runner save saves its state once it serves, for quicker starts.\n"
        "In its container there are also:\n"
        "  runner info     how it was started, and how it is\n"
        "  runner console  what it says, as it says it\n"
        "  runner health   ask it a question in its own protocol\n", stderr);
    return 2;
}

static bool is_verb(const char *word)
{
    static const char *const verbs[] = { "start", "save", "info", "console", "health" };
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (!strcmp(word, verbs[i]))
            return true;
    return false;
}

int main(int count, char **arguments)
{
    long started = now_ms();
    struct place place;
    const char *name = basename(arguments[0]), *verb = count > 1 ? arguments[1] : "start";
    const char *path = getenv("RUNNER_CONF");
    if (is_stand_in(name))
        return explain(name);
    if (count > 2 || !is_verb(verb))
        return usage();
    const struct conf *conf = read_conf(path ? path : "/guest/guest.conf", environ);
    if (!conf)
        return EXIT_REFUSED;
    if (!strcmp(verb, "start"))
        return start(conf, started, false);
    if (!strcmp(verb, "save"))
        return can_save(conf) ? start(conf, started, true) : EXIT_REFUSED;
    if (!strcmp(verb, "health"))
        return show_health(conf);
    if (!strcmp(verb, "info"))
        return show_info(conf);
    if (find_place(conf, &place))
        return console_watch(place.console);
    fputs("No guest runs in this container.\n", stderr);
    return 1;
}
