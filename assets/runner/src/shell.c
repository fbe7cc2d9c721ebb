#include "shell.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool is_stand_in(const char *name)
{
    return strcmp(name, "runner") != 0;
}

int explain(const char *name)
{
    char host[65] = "CONTAINER";
    gethostname(host, sizeof host - 1);
    fprintf(stderr,
        "There is no %s here: this container holds one virtual machine, and that machine holds one program and no shell.\n"
        "What you can type instead:\n"
        "  docker exec %s runner info        how it was started, and how it is\n"
        "  docker exec -it %s runner console what it says, as it says it (Ctrl-C ends the look, not the guest)\n"
        "  docker exec %s runner health      ask it a question in its own protocol\n"
        "  docker logs %s                    what it said so far\n",
        name, host, host, host, host);
    return 127;
}
