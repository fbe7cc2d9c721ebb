/* The order in which the machine is made. */
#include "internal.h"

_Noreturn void base_start(const struct start_info *info);

void base_start(const struct start_info *info)
{
    serial_start();
    memory_start(info);
    interrupts_start();
    time_start();
    wall_start();
    devices_start();
    random_start();
    net_start();
    block_start();
    program_start();
}
