#include "kvm.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

const char *kvm_problem(const char *device)
{
    int opened = open(device, O_RDWR | O_CLOEXEC);
    if (opened >= 0) {
        close(opened);
        return NULL;
    }
    switch (errno) {
    case ENOENT: return "the device is not in this container (docker run --device /dev/kvm)";
    case EACCES:
    case EPERM: return "this container's user may not open the device (docker run --group-add with its group)";
    default: return strerror(errno);
    }
}
