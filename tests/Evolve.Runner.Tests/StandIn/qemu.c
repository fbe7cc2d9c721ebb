/* A stand-in for QEMU: does what the kernel's command line says, word by word. "kvm:" and "tcg:" before a word: only
   with that accelerator; "in:" and "cold:": only from a saved state, and only without.

     say=TEXT     on the console, with a newline; _ stands for a blank
     half=TEXT    the same without the newline
     raw          bytes that are no text
     lines=N      N numbered lines on the console
     tell=TEXT    on the control port, with a newline
     word=TEXT    as QEMU itself, on standard error
     show         everything it was started with: arguments, environment, configuration
     wait         for the line "stop" on the control port
     hear=TEXT    waits for a line on the control port that starts so, and says on the console what it heard
     run          tells the monitor that the machine runs
     open         takes orders to forward ports from the monitor, until there are as many as ports=, and shows them
     ports=N      how many there are to be
     refuse       answers the first order of the monitor with words
     rest         waits for "stop"; at "sleep" says "asleep", writes a machine where the monitor says, and hangs
     pid          its process number, on the console
     exit=N       end with this status
     abort        crash
     hang         do nothing, for ever                                                                             */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

enum { CONSOLE = 3, CONTROL = 4, MONITOR = 6 };

static int ports = 1;

static void write_all(int to, const char *text, size_t length)
{
    while (length) {
        ssize_t written = write(to, text, length);
        if (written < 0)
            exit(99);
        text += written;
        length -= (size_t)written;
    }
}

static void put(int to, const char *text, const char *end)
{
    char *line;
    int length = asprintf(&line, "%s%s", text, end);
    for (char *c = line; *c; c++)
        if (*c == '_')
            *c = ' ';
    write_all(to, line, (size_t)length);
    free(line);
}

static void show_file(const char *path)
{
    char bytes[4096];
    FILE *file = fopen(path, "r");
    size_t length = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    write_all(CONSOLE, bytes, length);
}

static void show(char **arguments)
{
    for (int i = 0; arguments[i]; i++)
        dprintf(CONSOLE, "argument %s\n", arguments[i]);
    for (int i = 0; environ[i]; i++)
        dprintf(CONSOLE, "environment %s\n", environ[i]);
    for (int i = 0; arguments[i]; i++) {
        const char *file = strstr(arguments[i], "name=opt/evolve/config,file=");
        if (file)
            show_file(file + strlen("name=opt/evolve/config,file="));
    }
}

static void wait_for_stop(void)
{
    char byte, last[6] = "";
    while (read(CONTROL, &byte, 1) == 1) {
        memmove(last, last + 1, 4);
        last[4] = byte;
        if (!strcmp(last, "stop\n"))
            return;
    }
    exit(98);
}

/* A line without its newline; ends with 98 when the other side has gone. */
static void hear_line(int from, char *line, size_t room)
{
    size_t length = 0;
    for (char byte; read(from, &byte, 1) == 1; ) {
        if (byte == '\n') {
            line[length] = '\0';
            return;
        }
        if (length < room - 1)
            line[length++] = byte;
    }
    exit(98);
}

static void hear(int from, const char *start, char *line, size_t room)
{
    do
        hear_line(from, line, room);
    while (strncmp(line, start, strlen(start)));
}

static void greet(void)
{
    char line[400];
    dprintf(MONITOR, "{\"QMP\": {\"version\": {}, \"capabilities\": []}}\r\n");
    hear(MONITOR, "{\"execute\":\"qmp_capabilities\"", line, sizeof line);
    dprintf(MONITOR, "{\"return\": {}}\r\n");
}

static void run(void)
{
    char line[400];
    greet();
    hear(MONITOR, "{\"execute\":\"query-status\"", line, sizeof line);
    dprintf(MONITOR, "{\"return\": {\"status\": \"inmigrate\"}}\r\n{\"event\": \"RESUME\"}\r\n");
}

static void open_ports(const char *answer)
{
    char line[400];
    for (int i = 0; i < ports; i++) {
        hear(MONITOR, "{\"execute\":\"human-monitor-command\"", line, sizeof line);
        dprintf(CONSOLE, "monitor %s\n", strstr(line, "hostfwd_add"));
        dprintf(MONITOR, "{\"return\": \"%s\"}\r\n", answer);
    }
}

/* At the offset that the order names: many bytes that are not the same. */
static void write_machine(void)
{
    char line[400];
    hear(MONITOR, "{\"execute\":\"migrate\"", line, sizeof line);
    char *path = strstr(line, "file:") + strlen("file:"), *offset = strstr(path, ",offset=");
    long at = atol(offset + strlen(",offset="));
    *offset = '\0';
    FILE *file = fopen(path, "w");
    fseek(file, at, SEEK_SET);
    for (int i = 0; i < 20000; i++)
        fprintf(file, "%d ", i);
    fclose(file);
    dprintf(MONITOR, "{\"return\": {}}\r\n{\"event\": \"MIGRATION\", \"data\": {\"status\": \"completed\"}}\r\n");
}

static void rest(void)
{
    char line[400];
    greet();
    do
        hear_line(CONTROL, line, sizeof line);
    while (strcmp(line, "stop") && strcmp(line, "sleep"));
    if (!strcmp(line, "stop"))
        return;
    put(CONTROL, "asleep", "\n");
    write_machine();
    for (;;)
        pause();
}

static void obey(char *word, char **arguments)
{
    char *value = strchr(word, '=');
    if (value)
        *value++ = '\0';
    if (!strcmp(word, "say"))
        put(CONSOLE, value, "\n");
    else if (!strcmp(word, "half"))
        put(CONSOLE, value, "");
    else if (!strcmp(word, "raw"))
        write_all(CONSOLE, "\033[31mred\a\tbell\0\r\n", 17);
    else if (!strcmp(word, "lines"))
        for (int i = 0, count = atoi(value); i < count; i++)
            dprintf(CONSOLE, "line %d of many, long enough to fill what is between us\n", i);
    else if (!strcmp(word, "tell"))
        put(CONTROL, value, "\n");
    else if (!strcmp(word, "word"))
        put(STDERR_FILENO, value, "\n");
    else if (!strcmp(word, "show"))
        show(arguments);
    else if (!strcmp(word, "wait"))
        wait_for_stop();
    else if (!strcmp(word, "hear")) {
        char line[400];
        hear(CONTROL, value, line, sizeof line);
        dprintf(CONSOLE, "heard %s\n", line);
    }
    else if (!strcmp(word, "run"))
        run();
    else if (!strcmp(word, "ports"))
        ports = atoi(value);
    else if (!strcmp(word, "open"))
        open_ports("");
    else if (!strcmp(word, "refuse"))
        open_ports("Could not set up host forwarding rule");
    else if (!strcmp(word, "rest"))
        rest();
    else if (!strcmp(word, "pid"))
        dprintf(CONSOLE, "pid %d\n", getpid());
    else if (!strcmp(word, "exit"))
        exit(atoi(value));
    else if (!strcmp(word, "abort"))
        abort();
    else if (!strcmp(word, "hang"))
        for (;;)
            pause();
    else
        exit(97);
}

int main(int count, char **arguments)
{
    bool kvm = false, saved = false;
    char *script = NULL;
    for (int i = 1; i < count - 1; i++) {
        if (!strcmp(arguments[i], "-accel"))
            kvm = !strcmp(arguments[i + 1], "kvm");
        saved |= !strcmp(arguments[i], "-incoming");
        if (!strcmp(arguments[i], "-append"))
            script = strdup(arguments[i + 1]);
    }
    for (char *word = script ? strtok(script, " ") : NULL; word; word = strtok(NULL, " ")) {
        if (!strncmp(word, "kvm:", 4) || !strncmp(word, "tcg:", 4)) {
            if ((word[0] == 'k') != kvm)
                continue;
            word += 4;
        }
        if (!strncmp(word, "in:", 3) || !strncmp(word, "cold:", 5)) {
            if ((word[0] == 'i') != saved)
                continue;
            word = strchr(word, ':') + 1;
        }
        obey(word, arguments);
    }
    return 0;
}
