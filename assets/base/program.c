/* What a Linux process finds on its stack at its start: arguments, environment, and the facts that the C library asks. */
#include <elf.h>

#include "internal.h"

enum { WORDS_MOST = 64, VARIABLES_MOST = 64, TICKS = 100 };

extern const Elf64_Ehdr __ehdr_start;
_Noreturn void enter(uint64_t *stack);

/* One domain, a small minor heap, and stacks of at most 1 MiB, at which OCaml raises Stack_overflow. */
static char defaults[] = "OCAMLRUNPARAM=d=1,s=32k,l=128k";
static char *variables[VARIABLES_MOST + 1], *words[WORDS_MOST + 1];
static char environment[BASE_CONFIG_MOST + 1];
static unsigned variable_count, word_count;

/* The first of a name counts, so what is told comes before what is usual. */
static void add_variable(char *text)
{
    if (variable_count == VARIABLES_MOST)
        refuse("there are more than 64 variables of the environment");
    variables[variable_count++] = text;
}

/* Ends the first part of a text at this letter, and returns where the next one starts. */
static char *cut(char *text, char end)
{
    while (*text && *text != end)
        text++;
    if (*text)
        *text++ = '\0';
    return text;
}

/* Words that start with a capital letter and hold '=' are variables, as they are for Linux's first process; what the base
   itself reads is left out. */
static void add_word(char *word)
{
    bool equals = false;
    for (char *at = word; *at; at++)
        equals |= *at == '=';
    if (!*word || same_start(word, "virtio_mmio.device=") || same_start(word, "tsc-khz="))
        return;
    if (equals && *word >= 'A' && *word <= 'Z')
        add_variable(word);
    else if (word_count == WORDS_MOST)
        refuse("there are more than 64 words on the command line");
    else
        words[word_count++] = word;
}

void program_start(void)
{
    static char name[] = "program", canary[16];
    add_word(name);
    for (char *word = command_line, *next; *word; word = next) {
        next = cut(word, ' ');
        add_word(word);
    }
    memcpy(environment, config_text, sizeof environment);
    for (char *line = environment, *next; *line; line = next) {
        next = cut(line, '\n');
        if (same_start(line, "env."))
            add_variable(line + 4);
    }
    add_variable(defaults);
    random_guess(canary, sizeof canary);
    const uint64_t facts[] = {
        AT_PHDR, (uint64_t)&__ehdr_start + __ehdr_start.e_phoff, AT_PHENT, sizeof(Elf64_Phdr), AT_PHNUM, __ehdr_start.e_phnum,
        AT_PAGESZ, PAGE, AT_CLKTCK, TICKS, AT_RANDOM, (uint64_t)canary, AT_SECURE, 0, AT_EXECFN, (uint64_t)name,
        AT_ENTRY, __ehdr_start.e_entry, AT_UID, 0, AT_EUID, 0, AT_GID, 0, AT_EGID, 0, AT_HWCAP, 0, AT_NULL, 0,
    };
    uint64_t need = 1 + word_count + 1 + variable_count + 1 + sizeof facts / 8;
    uint64_t *stack = (uint64_t *)((STACK_TOP - 8 * need) & ~UINT64_C(15)), *at = stack;
    map_stack();
    *at++ = word_count;
    for (unsigned i = 0; i <= word_count; i++)
        *at++ = (uint64_t)words[i];
    for (unsigned i = 0; i <= variable_count; i++)
        *at++ = (uint64_t)variables[i];
    memcpy(at, facts, sizeof facts);
    enter(stack);
}
