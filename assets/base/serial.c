/* The two serial ports: the console, and the control port to the runner. */
#include "internal.h"

enum { CONSOLE = 0x3f8, CONTROL = 0x2f8, ENABLE = 1, FIFO = 2, FORMAT = 3, MODEM = 4, STATUS = 5 };

void serial_start(void)
{
    for (int i = 0; i < 2; i++) {
        uint16_t port = i ? CONTROL : CONSOLE;
        out8(port + ENABLE, port == CONTROL); /* what comes in wakes the machine */
        out8(port + FORMAT, 3); /* 8 bits, no parity; QEMU's ports have no speed */
        out8(port + FIFO, 1);
        out8(port + MODEM, 0xb); /* ready, and interrupts let through */
    }
}

static void put(uint16_t port, const char *text, size_t length)
{
    for (; length--; out8(port, (uint8_t)*text++))
        while (!(in8(port + STATUS) & 0x20))
            ;
}

void base_console_write(const void *text, size_t length) { put(CONSOLE, text, length); }
void base_control_write(const void *text, size_t length) { put(CONTROL, text, length); }

/* A port that is not there reads as all ones. */
bool control_readable(void)
{
    uint8_t status = in8(CONTROL + STATUS);
    return status != 0xff && status & 1;
}

long base_control_read(void *buffer, size_t room)
{
    size_t length = 0;
    while (length < room && control_readable())
        ((uint8_t *)buffer)[length++] = in8(CONTROL);
    return (long)length;
}

void say(const char *text) { base_console_write(text, text_length(text)); }

void say_number(uint64_t number, unsigned radix)
{
    if (number >= radix)
        say_number(number / radix, radix);
    base_console_write(&"0123456789abcdef"[number % radix], 1);
}
