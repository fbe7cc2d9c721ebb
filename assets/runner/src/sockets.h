/* The few ways in which the runner opens a socket. All are close-on-exec; -1 and errno say what failed. */
#ifndef SOCKETS_H
#define SOCKETS_H

#include <stddef.h>

/* Listens at a path, which is made anew. */
int listen_unix(const char *path);

int connect_unix(const char *path);

/* To a port of this container, 127.0.0.1. Sends and receives give up after the milliseconds. */
int connect_port(long port, long milliseconds);

/* All of it: 0, or -1. */
int send_all(int socket, const void *bytes, size_t length);

/* Exactly so much: 0, or -1 also when the other side ends before. */
int receive_all(int socket, void *bytes, size_t length);

#endif
