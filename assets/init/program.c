/* Lines `key = value`; a line that starts with # is a comment. */
#include "init.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

static const char *file;
static int line;

static char *need_word(char **value, const char *what)
{
    char *word = next_word(value);
    if (!word) die("%s:%d: %s is missing", file, line, what);
    return word;
}

static void need_room(int count, int most)
{
    if (count == most) die("%s:%d: there may be %d of these, not more", file, line, most);
}

static unsigned need_number(char **value, const char *what)
{
    char *word = need_word(value, what), *end;
    unsigned long number = strtoul(word, &end, 10);
    if (*end || number > 65535) die("%s:%d: %s is no number up to 65535", file, line, word);
    return number;
}

static int need_signal(char **value)
{
    static const struct { const char *name; int number; } signals[] = {
        { "TERM", SIGTERM }, { "QUIT", SIGQUIT }, { "INT", SIGINT }, { "WINCH", SIGWINCH }, { "USR1", SIGUSR1 },
    };
    char *word = need_word(value, "a signal");
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (!strcmp(word, signals[i].name)) return signals[i].number;
    die("%s:%d: %s is not known; it is TERM, QUIT, INT, WINCH or USR1", file, line, word);
}

static void take(struct program *program, const char *key, char *value)
{
    if (!strcmp(key, "user")) {
        program->user = need_number(&value, "the user's number");
        program->group = need_number(&value, "the group's number");
    } else if (!strcmp(key, "stop")) {
        program->stop_signal = need_signal(&value);
    } else if (!strcmp(key, "workers")) {
        program->workers_signal = need_signal(&value);
    } else if (!strcmp(key, "wake")) {
        program->wake_signal = need_signal(&value);
    } else if (!strcmp(key, "program")) {
        for (char *word; (word = next_word(&value));) {
            need_room(program->word_count, MAX_WORDS);
            program->words[program->word_count++] = word;
        }
    } else if (!strcmp(key, "env")) {
        for (char *word; (word = next_word(&value));) {
            need_room(program->variable_count, MAX_ITEMS);
            program->variables[program->variable_count++] = word;
        }
    } else if (!strcmp(key, "folder")) {
        need_room(program->folder_count, MAX_ITEMS);
        program->folders[program->folder_count++] = need_word(&value, "a path");
    } else if (!strcmp(key, "disk")) {
        need_room(program->disk_count, MAX_ITEMS);
        struct disk *disk = &program->disks[program->disk_count++];
        disk->device = need_word(&value, "a device");
        disk->type = need_word(&value, "a type of file system");
        disk->folder = need_word(&value, "a folder");
    } else if (!strcmp(key, "fill")) {
        need_room(program->fill_count, MAX_ITEMS);
        struct fill *fill = &program->fills[program->fill_count++];
        fill->target = need_word(&value, "a target");
        fill->template = need_word(&value, "a template");
        char *condition = next_word(&value);
        if (condition) {
            fill->name = condition;
            if (!(condition = strchr(condition, '='))) die("%s:%d: %s is no condition NAME=VALUE", file, line, fill->name);
            *condition++ = 0;
            fill->value = condition;
        }
    } else {
        die("%s:%d: %s is not known; the keys are user, stop, workers, wake, program, env, folder, disk, fill", file, line, key);
    }
    if (value && next_word(&value)) die("%s:%d: there is more on this line than %s takes", file, line, key);
}

struct program *read_program(const char *path)
{
    struct program *program = need_memory(sizeof *program);
    memset(program, 0, sizeof *program);
    program->stop_signal = SIGTERM;
    file = path;
    char *text = read_file(path), *row;
    for (line = 1; (row = strsep(&text, "\n")); line++) {
        if (*row == '#' || !row[strspn(row, " ")]) continue;
        char *value = strchr(row, '=');
        if (!value) die("%s:%d: this is not: key = value", file, line);
        *value++ = 0;
        take(program, need_word(&row, "a key"), value);
    }
    if (!program->word_count) die("%s: it names no program", file);
    if (!program->user || !program->group) die("%s: it names no user; the program is never root", file);
    return program;
}
