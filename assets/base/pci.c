/* Finds virtio devices on PCI's first bus, where the firmware has given them ports and interrupt lines: those that still
   speak as before version 1.0. */
#include "internal.h"

enum { ADDRESS = 0xcf8, DATA = 0xcfc, SLOTS = 32, VENDOR = 0x1af4, FIRST = 0x1000, LAST = 0x103f };
enum { IDENTITY = 0, COMMAND = 4, PORTS = 0x10, SUBSYSTEM = 0x2c, LINE = 0x3c, USE_PORTS = 1, USE_MEMORY = 2, MASTER = 4 };

static uint32_t read(unsigned slot, unsigned at)
{
    out32(ADDRESS, 0x80000000 | slot << 11 | at);
    return in32(DATA);
}

static void write(unsigned slot, unsigned at, uint32_t value)
{
    out32(ADDRESS, 0x80000000 | slot << 11 | at);
    out32(DATA, value);
}

void pci_start(void)
{
    for (unsigned slot = 0; slot < SLOTS; slot++) {
        uint32_t identity = read(slot, IDENTITY), model = identity >> 16, ports = read(slot, PORTS);
        if ((identity & 0xffff) != VENDOR || model < FIRST || model > LAST || !(ports & 1))
            continue;
        write(slot, COMMAND, (read(slot, COMMAND) & 0xffff) | USE_PORTS | USE_MEMORY | MASTER);
        struct device device = {
            .at = ports & 0xfffc, .port = true, .line = (uint8_t)read(slot, LINE), .kind = read(slot, SUBSYSTEM) >> 16,
        };
        if (device.line < 16)
            device_add(device);
    }
}
