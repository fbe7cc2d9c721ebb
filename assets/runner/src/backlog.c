/* Loaded into QEMU before its libraries. The user-mode network listens with a backlog of 1: of a burst of connections
   most are dropped by the kernel, and come again a second later. A backlog is the one thing to change. */
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

int listen(int socket, int backlog)
{
    return (int)syscall(SYS_listen, socket, backlog > BACKLOG ? backlog : BACKLOG);
}
