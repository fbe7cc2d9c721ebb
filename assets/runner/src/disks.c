#include "disks.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 64 * 1024 };

/* Zeros become holes: a disk of which little is used stays small. */
static bool copy(int from, int to, uint64_t least)
{
    static const char zeros[PIECE];
    char piece[PIECE];
    ssize_t got;
    off_t size = 0;
    while ((got = read(from, piece, sizeof piece)) > 0) {
        if (memcmp(piece, zeros, (size_t)got) && pwrite(to, piece, (size_t)got, size) != got)
            return false;
        size += got;
    }
    if ((uint64_t)size < least)
        size = (off_t)least;
    return got == 0 && !ftruncate(to, size) && !fsync(to);
}

bool sync_folder(const char *path)
{
    char *copied = strdup(path);
    int folder = copied ? open(dirname(copied), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    bool synced = folder >= 0 && !fsync(folder);
    free(copied);
    if (folder >= 0)
        close(folder);
    return synced;
}

static bool make(const struct disk *disk)
{
    char *fresh = NULL;
    if (asprintf(&fresh, "%s.new", disk->path) < 0)
        return false;
    int from = open(disk->template, O_RDONLY | O_CLOEXEC);
    int to = from < 0 ? -1 : open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool made = to >= 0 && copy(from, to, disk->size) && !rename(fresh, disk->path) && sync_folder(disk->path);
    int error = errno;
    if (from >= 0)
        close(from);
    if (to >= 0)
        close(to);
    free(fresh);
    errno = error;
    return made;
}

bool make_disks(const struct conf *conf)
{
    for (int i = 0; i < conf->disk_count; i++) {
        const struct disk *disk = &conf->disks[i];
        if (!disk->template || !access(disk->path, F_OK))
            continue;
        if (!make(disk)) {
            fprintf(stderr, "The disk %s cannot be made from %s: %s; is its folder a volume that user %d may write?\n",
                disk->path, disk->template, strerror(errno), (int)getuid());
            return false;
        }
    }
    return true;
}
