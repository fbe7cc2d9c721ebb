/* All that the base gives to the program above it. The program is the only one on the machine, with one processor and no
   interrupts of its own: no call may be made from two threads or from a signal handler, and only base_poll and
   base_block_* wait.

   Times are nanoseconds. Calls that return long return bytes, or one of the errors below. Buffers belong to the caller
   and are copied before a call returns; where one is too short for what it shall hold, nothing is taken. */
#ifndef BASE_H
#define BASE_H

#include <stddef.h>
#include <stdint.h>

enum {
    BASE_AGAIN = -1,   /* not now: base_poll says when */
    BASE_ABSENT = -2,  /* this machine has no such device, or no source of random bytes */
    BASE_INVALID = -3, /* an argument is out of its range */
    BASE_FAILED = -4,  /* the device refused or failed */
};

/* ---- The runner's channels (assets/runner/README.md) ---- */

/* Writes to the console, the container's log. Waits for the port, which takes what it gets. */
void base_console_write(const void *text, size_t length);

/* Writes to the control port: lines such as "ready\n". */
void base_control_write(const void *text, size_t length);

/* Reads what the control port has, at most room bytes and not always a whole line. Returns 0 when there is nothing. */
long base_control_read(void *buffer, size_t room);

/* Copies the configuration, lines NAME=VALUE as the runner gives them, without a zero at its end. It is read anew each
   time, since it is another one after a wake. Returns its length (0 when there is none), or BASE_INVALID when room is
   too short: BASE_CONFIG_MOST is always enough. */
long base_config(char *buffer, size_t room);
enum { BASE_CONFIG_MOST = 32768 }; /* bytes; what the runner gave beyond this counts as damage, and the base does not start */

/* Ends the machine with the program's status, 0 to 63; any other counts as 63. */
_Noreturn void base_exit(int status);

/* ---- Time ---- */

/* Since the start of the machine; never goes back. */
int64_t base_monotonic(void);

/* Since 1970-01-01 00:00 UTC without leap seconds: from the runner's configuration, else from the machine's clock to the
   second, else counted from 1970. */
int64_t base_wall(void);

/* What the control lines "time" and "wake" ask for: sets the wall clock to this, and mixes the configuration's seed,
   which is a new one in a machine from a saved state, into the random bytes. */
void base_wake(int64_t wall);

/* Waits, with the processor halted, until one of these events is there or until base_monotonic() reaches the deadline.
   Returns those of them that are there, without waiting when there are some already, 0 at the deadline. */
unsigned base_poll(unsigned events, int64_t deadline);
enum {
    BASE_NET_READABLE = 1,     /* a frame waits */
    BASE_NET_WRITABLE = 2,     /* there is room again, after base_net_write returned BASE_AGAIN */
    BASE_CONTROL_READABLE = 4, /* the control port has something */
};

/* ---- Random bytes ---- */

/* Fills the buffer with bytes fit for keys: ChaCha20 (RFC 8439) with fast key erasure, seeded from the runner's seed, from
   rdseed and rdrand, and from a virtio entropy device, whatever there is of them. BASE_ABSENT when there is none. */
long base_random(void *buffer, size_t length);

/* ---- The network card: the first virtio-net device ---- */

enum { BASE_NET_MOST = 1514 }; /* bytes of a frame: 14 of the Ethernet header and 1,500 */

/* Its address, six bytes. Returns 6 or BASE_ABSENT. */
long base_net_mac(uint8_t mac[6]);

/* Takes the next frame, without its checksum. Returns its length, 0 when none is there, BASE_ABSENT, or BASE_INVALID when
   room is less than BASE_NET_MOST. 128 frames wait at most; the device drops what comes beyond. */
long base_net_read(void *frame, size_t room);

/* Sends a frame of 14 to BASE_NET_MOST bytes, Ethernet header first. Returns its length, BASE_AGAIN when 64 frames are
   under way, BASE_ABSENT or BASE_INVALID. */
long base_net_write(const void *frame, size_t length);

/* ---- Disks: virtio-blk devices in the order of the machine's buses, from 0, 4 at most ---- */

/* The size of the disk in bytes, or BASE_ABSENT. */
int64_t base_block_size(unsigned disk);

/* Reads or writes at an offset; offset and length are multiples of 512. Returns the length, BASE_ABSENT, BASE_INVALID
   (also beyond the end) or BASE_FAILED (also a write to a disk that is only read). What was written is on the disk once
   base_block_flush, which returns 0, has succeeded. */
long base_block_read(unsigned disk, int64_t offset, void *buffer, size_t length);
long base_block_write(unsigned disk, int64_t offset, const void *buffer, size_t length);
long base_block_flush(unsigned disk);

#endif
