#include "state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool write_state(const struct state *state, const char *path)
{
    char fresh[128];
    snprintf(fresh, sizeof fresh, "%s.new", path);
    FILE *file = fopen(fresh, "we");
    if (!file)
        return false;
    fprintf(file, "qemu=%d\nkvm=%d\nwhy=%s\nsaved=%d\ncold=%s\nkernel=%ld\nready=%ld\nstopping=%d\n",
        (int)state->qemu, state->kvm, state->why, state->saved, state->why_cold, state->kernel, state->ready, state->stopping);
    for (int i = 0; i < state->mark_count; i++)
        fprintf(file, "mark.%s=%ld\n", state->marks[i].name, state->marks[i].at);
    return !fclose(file) && !rename(fresh, path);
}

bool read_state(struct state *state, const char *path)
{
    char line[400];
    FILE *file = fopen(path, "re");
    *state = (struct state){ .kernel = -1, .ready = -1 };
    if (!file)
        return false;
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        char *value = strchr(line, '=');
        if (!value)
            continue;
        *value++ = '\0';
        long number = strtol(value, NULL, 10);
        if (!strcmp(line, "qemu"))
            state->qemu = (pid_t)number;
        else if (!strcmp(line, "kvm"))
            state->kvm = number;
        else if (!strcmp(line, "why"))
            snprintf(state->why, sizeof state->why, "%.255s", value);
        else if (!strcmp(line, "saved"))
            state->saved = number;
        else if (!strcmp(line, "cold"))
            snprintf(state->why_cold, sizeof state->why_cold, "%.255s", value);
        else if (!strcmp(line, "kernel"))
            state->kernel = number;
        else if (!strcmp(line, "ready"))
            state->ready = number;
        else if (!strcmp(line, "stopping"))
            state->stopping = number;
        else if (!strncmp(line, "mark.", 5))
            add_mark(state, line + 5, number);
    }
    fclose(file);
    return true;
}

bool add_mark(struct state *state, const char *name, long at)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    size_t length = strlen(name);
    if (length == 0 || length >= MARK_ROOM || strspn(name, allowed) != length || state->mark_count == MAX_MARKS)
        return false;
    struct mark *mark = &state->marks[state->mark_count++];
    memcpy(mark->name, name, length + 1);
    mark->at = at;
    return true;
}
