/* A stand-in for QEMU: does what the kernel's command line says, word by word. "kvm:" and "tcg:" before a word: only
   with that accelerator.

     say=TEXT     on the console, with a newline; _ stands for a blank
     half=TEXT    the same without the newline
     raw          bytes that are no text
     lines=N      N numbered lines on the console
     tell=TEXT    on the control port, with a newline
     word=TEXT    as QEMU itself, on standard error
     show         everything it was started with: arguments, environment, configuration
     wait         for the line "stop" on the control port
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

enum { CONSOLE = 3, CONTROL = 4 };

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
    bool kvm = false;
    char *script = NULL;
    for (int i = 1; i < count - 1; i++) {
        if (!strcmp(arguments[i], "-accel"))
            kvm = !strcmp(arguments[i + 1], "kvm");
        if (!strcmp(arguments[i], "-append"))
            script = strdup(arguments[i + 1]);
    }
    for (char *word = script ? strtok(script, " ") : NULL; word; word = strtok(NULL, " ")) {
        if (!strncmp(word, "kvm:", 4) || !strncmp(word, "tcg:", 4)) {
            if ((word[0] == 'k') != kvm)
                continue;
            word += 4;
        }
        obey(word, arguments);
    }
    return 0;
}
