#include "kvm.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

const char *kvm_problem(void)
{
    int device = open("/dev/kvm", O_RDWR | O_CLOEXEC);
    if (device >= 0) {
        close(device);
        return NULL;
    }
    switch (errno) {
    case ENOENT: return "/dev/kvm is not in this container (docker run --device /dev/kvm)";
    case EACCES:
    case EPERM: return "this container's user may not open /dev/kvm (docker run --group-add with the device's group)";
    default: return strerror(errno);
    }
}
