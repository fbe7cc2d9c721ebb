/* The two serial ports: the console, and the control port to the runner. */
#include <stdarg.h>

#include "internal.h"

enum { CONSOLE = 0x3f8, CONTROL = 0x2f8, ENABLE = 1, FIFO = 2, FORMAT = 3, MODEM = 4, STATUS = 5, EMPTY = 0x20, GONE = 0x40, QUEUE = 16 };

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

/* A port whose last byte is gone takes a whole queue of them; each look at it costs as much as a byte. */
static void put(uint16_t port, const char *text, size_t length)
{
    while (length) {
        while (!(in8(port + STATUS) & EMPTY))
            ;
        for (int room = QUEUE; room-- && length; length--)
            out8(port, (uint8_t)*text++);
    }
}

/* Until all of it has left the machine. */
void serial_drain(void)
{
    while (!(in8(CONSOLE + STATUS) & GONE) || !(in8(CONTROL + STATUS) & GONE))
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

static void put_number(uint64_t number, unsigned radix)
{
    if (number >= radix)
        put_number(number / radix, radix);
    put(CONSOLE, &"0123456789abcdef"[number % radix], 1);
}

/* The base's own words: %s, %d of an unsigned int, %x of a uint64_t. */
void say(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    for (; *format; format++) {
        if (*format != '%') {
            put(CONSOLE, format, 1);
            continue;
        }
        const char *text = *++format == 's' ? va_arg(values, const char *) : "";
        put(CONSOLE, text, text_length(text));
        if (*format == 'd')
            put_number(va_arg(values, unsigned), 10);
        else if (*format == 'x')
            put_number(va_arg(values, uint64_t), 16);
    }
    va_end(values);
}
