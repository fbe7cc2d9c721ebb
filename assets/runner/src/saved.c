#include "saved.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "disks.h"
#include "key.h"

#define FIRST_LINE "evolve's saved machine state, 1\n"

struct view { unsigned char *bytes; size_t length; };

static bool open_view(const char *path, struct view *view)
{
    struct stat figures;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool opened = file >= 0 && !fstat(file, &figures);
    view->length = opened ? (size_t)figures.st_size : 0;
    view->bytes = view->length ? mmap(NULL, view->length, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0) : MAP_FAILED;
    int error = opened && !view->length ? ENODATA : errno;
    if (file >= 0)
        close(file);
    errno = error;
    return view->bytes != MAP_FAILED;
}

/* Of QEMU's stream. Every step can be undone, so that one change anywhere is never lost; four lanes, as a processor can
   do four such steps at a time. It finds damage, not malice: whoever may write here may write a state of their own. */
static uint64_t sum_of(const struct view *view)
{
    enum { LANES = 4 };
    static const uint64_t odd = 0x9e3779b97f4a7c15;
    uint64_t lanes[LANES] = { 1, 2, 3, 4 }, sum = view->length;
    size_t at = SAVED_OFFSET;
    for (; at + sizeof lanes <= view->length; at += sizeof lanes) {
        uint64_t words[LANES];
        memcpy(words, view->bytes + at, sizeof words);
        for (int i = 0; i < LANES; i++)
            lanes[i] = (lanes[i] ^ words[i]) * odd;
    }
    for (; at < view->length; at++)
        lanes[0] = (lanes[0] ^ view->bytes[at]) * odd;
    for (int i = 0; i < LANES; i++)
        sum = (sum ^ (lanes[i] ^ lanes[i] >> 32)) * odd;
    return sum;
}

static bool new_salt(char salt[SALT + 1])
{
    unsigned char bytes[SALT / 2];
    if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
        return false;
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(salt + 2 * i, 3, "%02x", bytes[i]);
    return true;
}

/* The head as it should be, up to the key; the numbers of a file that was cut off are not the file's. */
static bool head_fits(const struct conf *conf, bool kvm, const struct view *view, char *why, size_t room)
{
    char salt[SALT + 1], difference[40], *key;
    uint64_t sum, length;
    int used = 0;
    const char *head = (const char *)view->bytes;
    if (view->length <= SAVED_OFFSET || !memchr(head, 0, SAVED_OFFSET) || strncmp(head, FIRST_LINE, strlen(FIRST_LINE))
        || sscanf(head + strlen(FIRST_LINE), "%" SCNu64 " %" SCNx64 " %32[0-9a-f]%n", &length, &sum, salt, &used) != 3
        || head[strlen(FIRST_LINE) + (size_t)used] != '\n') {
        snprintf(why, room, "%s is no saved state, or only a part of one", conf->saved);
        return false;
    }
    /* First whether it is ours at all: that says more than a sum. */
    if (!(key = make_key(conf, kvm, salt, why, room)))
        return false;
    bool same = same_key(head + strlen(FIRST_LINE) + used + 1, key, difference, sizeof difference);
    bool whole = same && length == view->length && sum == sum_of(view);
    free(key);
    if (!same)
        snprintf(why, room, "the state in %s is of another start: %s differs", conf->saved, difference);
    else if (!whole)
        snprintf(why, room, "the state in %s is damaged", conf->saved);
    return whole;
}

bool saved_fits(const struct conf *conf, bool kvm, size_t *bytes, char *why, size_t room)
{
    struct view view;
    if (!open_view(conf->saved, &view)) {
        if (errno == ENOENT)
            snprintf(why, room, "there is no saved state in %s", conf->saved);
        else
            snprintf(why, room, "the saved state in %s cannot be read: %s", conf->saved, strerror(errno));
        return false;
    }
    bool fits = head_fits(conf, kvm, &view, why, room);
    *bytes = view.length;
    munmap(view.bytes, view.length);
    return fits;
}

char *saved_draft(const struct conf *conf)
{
    char *draft = NULL;
    return asprintf(&draft, "%s.new", conf->saved) < 0 ? NULL : draft;
}

static bool write_head(const char *draft, const char *key, const char *salt, size_t *bytes)
{
    struct view view;
    if (!open_view(draft, &view))
        return false;
    char *head = calloc(1, SAVED_OFFSET);
    int length = head ? snprintf(head, SAVED_OFFSET, FIRST_LINE "%zu %" PRIx64 " %s\n%s", view.length, sum_of(&view), salt, key) : -1;
    *bytes = view.length;
    munmap(view.bytes, view.length);
    int file = length > 0 && length < SAVED_OFFSET ? open(draft, O_WRONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
    bool written = file >= 0 && pwrite(file, head, SAVED_OFFSET, 0) == SAVED_OFFSET && !fchmod(file, 0600) && !fsync(file);
    int error = file < 0 && length >= SAVED_OFFSET ? E2BIG : errno;
    if (file >= 0)
        close(file);
    free(head);
    errno = error;
    return written;
}

bool saved_keep(const struct conf *conf, bool kvm, const char *draft, size_t *bytes, char *why, size_t room)
{
    char salt[SALT + 1];
    char *key = new_salt(salt) ? make_key(conf, kvm, salt, why, room) : NULL;
    bool kept = key && write_head(draft, key, salt, bytes) && !rename(draft, conf->saved) && sync_folder(conf->saved);
    if (key && !kept)
        snprintf(why, room, "%s cannot be written: %s", conf->saved, strerror(errno));
    free(key);
    return kept;
}
