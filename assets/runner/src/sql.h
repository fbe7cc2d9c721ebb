/* The client's side of MariaDB's protocol, as much as a SELECT 1 needs. */
#ifndef SQL_H
#define SQL_H

#include <stdbool.h>

/* Whether the user, who has no password, logs in and gets 1. */
bool sql_answers(int connection, const char *user);

#endif
