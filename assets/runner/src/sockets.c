#include "sockets.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

static int fail(int socket)
{
    int error = errno;
    close(socket);
    errno = error;
    return -1;
}

static int unix_socket(const char *path, struct sockaddr_un *address)
{
    *address = (struct sockaddr_un){ .sun_family = AF_UNIX };
    if (snprintf(address->sun_path, sizeof address->sun_path, "%s", path) >= (int)sizeof address->sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

int listen_unix(const char *path)
{
    struct sockaddr_un address;
    int socket = unix_socket(path, &address);
    if (socket < 0)
        return -1;
    unlink(path);
    if (bind(socket, (struct sockaddr *)&address, sizeof address) || listen(socket, 8))
        return fail(socket);
    return socket;
}

int connect_unix(const char *path)
{
    struct sockaddr_un address;
    int socket = unix_socket(path, &address);
    if (socket >= 0 && connect(socket, (struct sockaddr *)&address, sizeof address))
        return fail(socket);
    return socket;
}

int connect_port(long port, long milliseconds)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    struct timeval patience = { .tv_sec = milliseconds / 1000, .tv_usec = milliseconds % 1000 * 1000 };
    int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection < 0)
        return -1;
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(connection, (struct sockaddr *)&address, sizeof address))
        return fail(connection);
    return connection;
}

int send_all(int socket, const void *bytes, size_t length)
{
    const char *next = bytes;
    while (length) {
        ssize_t sent = send(socket, next, length, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return -1;
        next += sent;
        length -= (size_t)sent;
    }
    return 0;
}

int receive_all(int socket, void *bytes, size_t length)
{
    char *next = bytes;
    while (length) {
        ssize_t received = recv(socket, next, length, 0);
        if (received < 0 && errno == EINTR)
            continue;
        if (received <= 0)
            return -1;
        next += received;
        length -= (size_t)received;
    }
    return 0;
}
