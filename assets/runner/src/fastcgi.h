/* FastCGI, as much as a ping needs. */
#ifndef FASTCGI_H
#define FASTCGI_H

#include <stdbool.h>

/* Whether the script at the path, which may be FPM's own ping, says "pong" and ends well. */
bool fastcgi_answers(int connection, const char *path);

#endif
