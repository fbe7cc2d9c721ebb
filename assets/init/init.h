/* The first process of a guest: it makes the machine ready, starts one program, and ends with it.
   As `init container` it makes only the program ready, and becomes it. */
#ifndef INIT_H
#define INIT_H

#include <stdbool.h>
#include <sys/types.h>

enum { FAILED = 63 }; /* the exit status when the program was never started: a sentence says why */

/* ---- say.c ---- */

/* Prints `init: ` and a sentence, then ends: the machine, or in a container this process. */
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Like malloc and strdup, but there is always memory: a machine without it cannot start anything. */
void *need_memory(size_t size);
char *copy(const char *text);

/* The whole file, with a zero after it. */
char *read_file(const char *path);

/* Takes the next word, ended by a space, off *text; NULL when there is none. */
char *next_word(char **text);

/* ---- program.c: /etc/program.conf, which says what to start and what it needs ---- */

enum { MAX_ITEMS = 16, MAX_WORDS = 32 };

struct disk { const char *device, *type, *folder; };
struct fill { const char *target, *template, *name, *value; }; /* name: NULL for always */

struct program {
    uid_t user;
    gid_t group;
    int stop_signal;
    int workers_signal;                  /* ends its workers before the machine's state is saved; 0: they stay */
    int wake_signal;                     /* what it gets when the machine is woken; 0: nothing */
    char *words[MAX_WORDS + 1];          /* the command */
    char *variables[MAX_ITEMS];          /* what it sees of the environment; a `?` after it: may be absent */
    const char *folders[MAX_ITEMS];      /* made before it starts, its own */
    struct disk disks[MAX_ITEMS];        /* mounted before it starts, in a machine alone */
    struct fill fills[MAX_ITEMS];        /* files made from templates */
    int word_count, variable_count, folder_count, disk_count, fill_count;
};

struct program *read_program(const char *path);

/* ---- prepare.c ---- */

void mount_disks(const struct program *program);
void unmount_disks(const struct program *program);

/* Folders and files, and the variables in the command; then this process has the program's environment. */
void prepare(struct program *program);

/* Becomes the program, as its user. */
_Noreturn void become(const struct program *program);

/* ---- modules.c ---- */

/* In an initramfs with modules: loads them and goes on to the root file system. Elsewhere it does nothing. */
void find_root(void);

/* ---- machine.c ---- */

/* From here on a failure ends the machine. */
void enter_machine(void);

/* Mounts what a program expects, opens the console and the control port. */
void begin_machine(const struct program *program);

/* Writes a line to the runner. */
void tell(const char *line);

/* The control port, to be read. */
extern const int control_port;

/* Writes everything to the disk and leaves: 0–63 is an exit status, 64 + N a death by signal N. */
_Noreturn void end_machine(int status);

/* Whether begin_machine was called. */
bool is_machine(void);

/* ---- settings.c: the configuration from the runner ---- */

/* Reads it from fw_cfg; what was read before is forgotten. */
void read_settings(void);

/* A copy of the value of a name, or a sentence and the end. */
char *setting(const char *name);

/* Puts the `env.` lines into this process's environment. */
void set_environment(void);

/* Puts the clock right: to a time of now, or to the settings' time, which was taken before the machine started. */
void set_clock(const char *time);
void set_first_clock(void);

/* Gives the kernel the settings' random seed, and has it make its random numbers from it from here on. */
void add_seed(void);

/* ---- sleep.c: saved machine states ---- */

/* Ends the program's workers, and has it stand still; then says `asleep`. */
void fall_asleep(pid_t program, const struct program *what);

/* Puts right what a saved state has wrong, lets the program go on, and says `awake`. */
void wake_up(pid_t program, const struct program *what, const char *time);

/* ---- network.c ---- */

/* Host name, loopback, the card's address and gateway, the resolver; also again. */
void start_network(void);

#endif
