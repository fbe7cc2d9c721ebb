#include "ready.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "fastcgi.h"
#include "sockets.h"
#include "sql.h"

/* A 200 to a GET, read to its end. */
static bool http_answers(int connection, const char *path)
{
    char text[512];
    int length = snprintf(text, sizeof text, "GET %s HTTP/1.0\r\nHost: guest\r\nConnection: close\r\n\r\n", path);
    if (send_all(connection, text, (size_t)length))
        return false;
    /* "HTTP/1.1 200" */
    if (receive_all(connection, text, 12) || memcmp(text, "HTTP/1.", 7) || memcmp(text + 8, " 200", 4))
        return false;
    ssize_t rest;
    while ((rest = read(connection, text, sizeof text)) > 0)
        ;
    return rest == 0;
}

bool ask_guest(const struct conf *conf, long milliseconds)
{
    bool answered = false;
    int connection = connect_port(conf->ready_port, milliseconds);
    if (connection < 0)
        return false;
    switch (conf->ready) {
    case READY_HTTP: answered = http_answers(connection, conf->ready_what); break;
    case READY_FASTCGI: answered = fastcgi_answers(connection, conf->ready_what); break;
    case READY_SQL: answered = sql_answers(connection, conf->ready_what); break;
    case READY_CONTROL: break;
    }
    close(connection);
    return answered;
}
