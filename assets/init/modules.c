/* A kernel with its drivers in modules starts this program from an initramfs, for what comes before the program's
   files can be reached: load the modules, mount the disk, go on there. */
#include "init.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void load(const char *folder)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, alphasort);
    if (count < 0) die("%s cannot be read: %m", folder);
    for (int i = 0; i < count; i++) {
        if (*entries[i]->d_name == '.') continue;
        char path[300];
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        int module = open(path, O_RDONLY | O_CLOEXEC);
        /* ENODEV: it drives hardware that this machine has not, such as a processor's own crc32c; others do its work. */
        if (module < 0 || (syscall(SYS_finit_module, module, "", 0) && errno != ENODEV))
            die("the module %s cannot be loaded: %m", path);
        close(module);
    }
}

void find_root(void)
{
    if (access("/modules", F_OK)) return;
    load("/modules");
    if (mkdir("/root", 0755) && errno != EEXIST) die("/root cannot be made: %m");
    if (mount("devtmpfs", "/dev", "devtmpfs", 0, NULL)) die("devtmpfs cannot be mounted: %m");
    if (mount("/dev/vda", "/root", "erofs", MS_RDONLY, NULL)) die("/dev/vda cannot be mounted: %m");
    umount("/dev");
    if (chdir("/root") || mount(".", "/", NULL, MS_MOVE, NULL) || chroot(".") || chdir("/")) die("the root cannot be changed: %m");
}
