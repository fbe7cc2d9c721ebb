#include <stdio.h>
#include <string.h>

#include "guest.h"

int main(int argc, char **argv)
{
    const struct try *all[] = { programs, breaches, devices, clocks };
    for (unsigned i = 0; argc > 1 && i < sizeof all / sizeof *all; i++)
        for (const struct try *try = all[i]; try->name; try++)
            if (!strcmp(try->name, argv[1]))
                return try->run(argc - 1, argv + 1);
    printf("there is no such try\n");
    return 62;
}
