/* What the program needs before it starts. */
#include "init.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

/* linux/ext4.h: makes the mounted file system as large as it is told, in blocks. */
#define EXT4_IOC_RESIZE_FS _IOW('f', 16, uint64_t)

extern char **environ;

/* A disk may be larger than what it was made from. */
static void grow(const struct disk *disk)
{
    struct statfs figures;
    int device = open(disk->device, O_RDONLY | O_CLOEXEC), folder = open(disk->folder, O_RDONLY | O_CLOEXEC);
    off_t size = device < 0 ? -1 : lseek(device, 0, SEEK_END);
    if (size < 0 || folder < 0 || fstatfs(folder, &figures)) die("the size of %s cannot be found: %m", disk->device);
    uint64_t blocks = (uint64_t) size / (uint64_t) figures.f_bsize;
    if (ioctl(folder, EXT4_IOC_RESIZE_FS, &blocks)) die("the file system on %s cannot grow to its disk: %m", disk->device);
    close(device);
    close(folder);
}

void mount_disks(const struct program *program)
{
    for (int i = 0; i < program->disk_count; i++) {
        const struct disk *disk = &program->disks[i];
        if (mount(disk->device, disk->folder, disk->type, MS_NOATIME | MS_NODEV | MS_NOSUID | MS_NOEXEC, NULL))
            die("%s cannot be mounted on %s as %s: %m", disk->device, disk->folder, disk->type);
        if (!strcmp(disk->type, "ext4")) grow(disk);
    }
}

void unmount_disks(const struct program *program)
{
    for (int i = program->disk_count; i-- > 0;)
        if (umount(program->disks[i].folder) && errno != EINVAL)
            fprintf(stderr, "init: %s cannot be unmounted: %m\n", program->disks[i].folder);
}

/* The value of the variable `name`, or with a `?` after the name: nothing when it is absent. */
static const char *value_of(char *name)
{
    char *mark = strchr(name, '?');
    if (mark) *mark = 0;
    const char *value = getenv(name);
    if (!value && !mark) die("the variable %s is missing: start this with --env-file", name);
    return value ? value : "";
}

/* Writes a text with the variables in it, ${NAME} or ${NAME?}; in SQL each becomes a string of SQL. */
static void expand(char *text, FILE *to, bool sql)
{
    for (char *name; (name = strstr(text, "${"));) {
        char *end = strchr(name, '}');
        if (!end) die("%.40s has no end", name);
        *end = 0;
        fwrite(text, 1, (size_t) (name - text), to);
        if (sql) fputc('\'', to);
        for (const char *value = value_of(name + 2); *value; value++) {
            if (sql && strchr("'\\", *value)) fputc('\\', to);
            fputc(*value, to);
        }
        if (sql) fputc('\'', to);
        text = end + 1;
    }
    fputs(text, to);
}

static char *expanded(char *word)
{
    char *result;
    size_t size;
    FILE *memory = open_memstream(&result, &size);
    if (!memory) die("there is no memory left; give the guest more");
    expand(word, memory, false);
    fclose(memory);
    return result;
}

/* Several templates may make one file, one after the other. */
static void make_file(const struct program *program, int which)
{
    const struct fill *fill = &program->fills[which];
    const char *value = fill->name ? getenv(fill->name) : NULL;
    if (fill->name && (!value || strcmp(value, fill->value))) return;
    int start = O_TRUNC;
    for (int i = 0; i < which; i++)
        if (!strcmp(program->fills[i].target, fill->target)) start = 0;

    char *text = read_file(fill->template);
    int handle = open(fill->target, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC | start, 0600);
    FILE *file = handle < 0 ? NULL : fdopen(handle, "a");
    if (!file) die("%s cannot be made: %m", fill->target);
    expand(text, file, true);
    if (getuid() == 0 && fchown(handle, program->user, program->group)) die("%s cannot be given away: %m", fill->target);
    if (fclose(file)) die("%s cannot be written: %m", fill->target);
    free(text);
}

static void make_folder(const char *path, const struct program *program)
{
    if (mkdir(path, 0700) && errno != EEXIST) die("the folder %s cannot be made: %m", path);
    if (getuid() == 0 && chown(path, program->user, program->group)) die("the folder %s cannot be given away: %m", path);
}

void prepare(struct program *program)
{
    for (int i = 0; i < program->folder_count; i++) make_folder(program->folders[i], program);
    for (int i = 0; i < program->fill_count; i++) make_file(program, i);
    for (int i = 0; i < program->word_count; i++)
        if (strstr(program->words[i], "${")) program->words[i] = expanded(program->words[i]);

    /* The program has no use for the secrets that were only for its files. */
    char **chosen = need_memory((size_t) (program->variable_count + 1) * sizeof *chosen);
    int count = 0;
    for (int i = 0; i < program->variable_count; i++) {
        char *name = program->variables[i];
        const char *value = value_of(name);
        char *entry = need_memory(strlen(name) + strlen(value) + 2);
        sprintf(entry, "%s=%s", name, value);
        chosen[count++] = entry;
    }
    chosen[count] = NULL;
    environ = chosen;
}

void become(const struct program *program)
{
    /* In a container Docker has done this already. */
    struct rlimit files = { .rlim_cur = 65536, .rlim_max = 65536 };
    if (getuid() == 0 && setrlimit(RLIMIT_NOFILE, &files)) die("the number of open files cannot be set: %m");
    if (getuid() == 0 && (setgroups(0, NULL) || setgid(program->group) || setuid(program->user)))
        die("the program's user %u cannot be taken on: %m", program->user);
    execv(program->words[0], program->words);
    die("%s cannot be started: %m", program->words[0]);
}
