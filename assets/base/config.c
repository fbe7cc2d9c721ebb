/* What the machine is told: the command line, and the runner's configuration through QEMU's fw_cfg. */
#include "internal.h"

enum { SELECT = 0x510, DATA = 0x511, SIGNATURE = 0, DIRECTORY = 0x19, NAME = 56 };

char config_text[BASE_CONFIG_MOST + 1], command_line[4096];

static uint32_t read_big(int bytes)
{
    uint32_t value = 0;
    while (bytes--)
        value = value << 8 | in8(DATA);
    return value;
}

/* Selects the file; returns its size, 0 when it is not there. */
static uint32_t select(const char *file)
{
    uint16_t found = 0;
    uint32_t length = 0;
    out16(SELECT, SIGNATURE);
    if (read_big(4) != 0x51454d55) /* "QEMU" */
        return 0;
    out16(SELECT, DIRECTORY);
    for (uint32_t count = read_big(4); count--;) {
        char name[NAME];
        uint32_t size = read_big(4);
        uint16_t selector = (uint16_t)(read_big(4) >> 16);
        for (int i = 0; i < NAME; i++)
            name[i] = (char)in8(DATA);
        if (same_start(name, file) && !name[text_length(file)]) {
            found = selector;
            length = size;
        }
    }
    if (found)
        out16(SELECT, found);
    return length;
}

long base_config(char *buffer, size_t room)
{
    uint32_t length = select("opt/evolve/config");
    if (length > room)
        return BASE_INVALID;
    for (uint32_t i = 0; i < length; i++)
        buffer[i] = (char)in8(DATA);
    return length;
}

/* The value behind a name, up to its newline; NULL when there is none. */
const char *config_value(const char *name)
{
    size_t length = text_length(name);
    for (const char *line = config_text; *line;) {
        if (same_start(line, name) && line[length] == '=')
            return line + length + 1;
        while (*line && *line++ != '\n')
            ;
    }
    return NULL;
}

/* The rest of the next word of the command line that starts so, behind the one at `after`; NULL when there is none. */
const char *command_word(const char *start, const char *after)
{
    for (const char *at = after ? after : command_line; *at; at++)
        if (at != after && (at == command_line || at[-1] == ' ') && same_start(at, start))
            return at + text_length(start);
    return NULL;
}

void config_read(void)
{
    long length = base_config(config_text, BASE_CONFIG_MOST);
    if (length < 0)
        refuse("the configuration is longer than 32,768 bytes");
    config_text[length] = '\0';
}

void config_start(const char *words)
{
    if (words && text_length(words) >= sizeof command_line)
        refuse("the command line is longer than 4,095 bytes");
    if (words)
        memcpy(command_line, words, text_length(words) + 1);
    config_read();
}
