#include "key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "qemu.h"
#include "sha256.h"

/* Digests that the images' builds left there, so that no start reads whole programs and disks: lines as of sha256sum. */
static const char *const known[] = { "/guest/digests", "/usr/lib/evolve/digests" };

static bool known_digest(const char *path, char digest[DIGEST + 1])
{
    char line[DIGEST + 300];
    bool found = false;
    for (size_t i = 0; i < sizeof known / sizeof *known && !found; i++) {
        FILE *file = fopen(known[i], "re");
        while (file && !found && fgets(line, sizeof line, file)) {
            line[strcspn(line, "\n")] = '\0';
            found = strlen(line) > DIGEST + 2 && line[DIGEST] == ' ' && !strcmp(line + DIGEST + 2, path);
        }
        if (found)
            snprintf(digest, DIGEST + 1, "%.*s", DIGEST, line);
        if (file)
            fclose(file);
    }
    return found;
}

static bool read_digest(const char *path, char digest[DIGEST + 1])
{
    struct sha256 sha;
    char bytes[16 * 1024];
    ssize_t got = -1;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    sha256_start(&sha);
    while (file >= 0 && (got = read(file, bytes, sizeof bytes)) > 0)
        sha256_add(&sha, bytes, (size_t)got);
    int error = errno;
    if (file >= 0)
        close(file);
    errno = error;
    sha256_end(&sha, digest);
    return got == 0;
}

struct writer { FILE *out; char *problem; size_t room; bool failed; };

static void add_file(struct writer *w, const char *what, const char *path)
{
    char digest[DIGEST + 1];
    if (known_digest(path, digest) || read_digest(path, digest)) {
        fprintf(w->out, "%s: %s %s\n", what, digest, path);
        return;
    }
    snprintf(w->problem, w->room, "%s cannot be read: %s", path, strerror(errno));
    w->failed = true;
}

/* An emulated processor is QEMU's own; with KVM the guest has seen the host's. */
static void add_processor(struct writer *w, bool kvm)
{
    struct utsname host;
    char line[4096];
    fprintf(w->out, "the accelerator: %s\n", kvm ? "kvm" : "tcg");
    if (!kvm)
        return;
    FILE *file = fopen("/proc/cpuinfo", "re");
    while (file && fgets(line, sizeof line, file) && *line != '\n')
        if (!strncmp(line, "model name", 10) || !strncmp(line, "flags", 5) || !strncmp(line, "microcode", 9))
            fprintf(w->out, "the processor: %s", line);
    if (file)
        fclose(file);
    if (!uname(&host))
        fprintf(w->out, "the host's kernel: %s %s\n", host.release, host.version);
}

/* The guest has them in its memory, and so has the state. */
static void add_environment(struct writer *w, const struct conf *conf, const char *salt)
{
    struct sha256 sha;
    char digest[DIGEST + 1];
    sha256_start(&sha);
    sha256_add(&sha, salt, strlen(salt));
    for (int i = 0; i < conf->env_count; i++) {
        const char *value = getenv(conf->env[i].name);
        sha256_add(&sha, conf->env[i].name, strlen(conf->env[i].name) + 1);
        if (value)
            sha256_add(&sha, value, strlen(value));
        sha256_add(&sha, value ? "\0" : "\0\1", value ? 1 : 2);
    }
    sha256_end(&sha, digest);
    fprintf(w->out, "the environment: %s\n", digest);
}

char *make_key(const struct conf *conf, bool kvm, const char *salt, char *problem, size_t room)
{
    char *text = NULL;
    size_t length;
    struct writer w = { .out = open_memstream(&text, &length), .problem = problem, .room = room };
    if (!w.out) {
        snprintf(problem, room, "there is no memory left");
        return NULL;
    }
    add_file(&w, "QEMU", conf->qemu);
    add_processor(&w, kvm);
    if (!conf->boot_disk)
        add_file(&w, "the kernel", conf->kernel);
    if (!conf->boot_disk && conf->initrd)
        add_file(&w, "the initrd", conf->initrd);
    for (int i = 0; i < conf->disk_count; i++)
        add_file(&w, "the disk", conf->disks[i].path);
    add_file(&w, "guest.conf", conf->path);
    add_environment(&w, conf, salt);
    describe_machine(conf, kvm, w.out);
    if (fclose(w.out) && !w.failed) {
        snprintf(problem, room, "there is no memory left");
        w.failed = true;
    }
    if (!w.failed)
        return text;
    free(text);
    return NULL;
}

bool same_key(const char *one, const char *other, char *difference, size_t room)
{
    while (*one || *other) {
        size_t length = strcspn(one, "\n");
        if (length != strcspn(other, "\n") || strncmp(one, other, length)) {
            const char *named = *one ? one : other;
            snprintf(difference, room, "%.*s", (int)strcspn(named, ":\n"), named);
            return false;
        }
        one += length + (one[length] == '\n');
        other += length + (other[length] == '\n');
    }
    return true;
}
