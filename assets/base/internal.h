/* What the files of the base tell each other. */
#ifndef INTERNAL_H
#define INTERNAL_H

#include <stdbool.h>

#include "base.h"

enum { PAGE = 4096, NANO = 1000000000 };
static inline uint64_t pages_up(uint64_t bytes) { return (bytes + PAGE - 1) & ~(uint64_t)(PAGE - 1); }
static inline uint64_t page_of(uint64_t address) { return address & ~(uint64_t)(PAGE - 1); }

/* The registers as entry.S saves them at an exception or interrupt, and at a system call. */
struct frame {
    uint64_t r15, r14, r13, r12, r11, r10, r9, r8, rbp, rdi, rsi, rdx, rcx, rbx, rax;
    uint64_t vector, error, rip, cs, rflags, rsp, ss;
};
struct call { uint64_t r9, r8, r10, rdx, rsi, rdi, number, rflags, rip, rsp; };

static inline void out8(uint16_t port, uint8_t v) { __asm__ volatile("outb %0, %1" : : "a"(v), "Nd"(port)); }
static inline void out16(uint16_t port, uint16_t v) { __asm__ volatile("outw %0, %1" : : "a"(v), "Nd"(port)); }
static inline void out32(uint16_t port, uint32_t v) { __asm__ volatile("outl %0, %1" : : "a"(v), "Nd"(port)); }
static inline uint8_t in8(uint16_t port) { uint8_t v; __asm__ volatile("inb %1, %0" : "=a"(v) : "Nd"(port)); return v; }
static inline uint16_t in16(uint16_t port) { uint16_t v; __asm__ volatile("inw %1, %0" : "=a"(v) : "Nd"(port)); return v; }
static inline uint32_t in32(uint16_t port) { uint32_t v; __asm__ volatile("inl %1, %0" : "=a"(v) : "Nd"(port)); return v; }

static inline uint64_t read_tsc(void)
{
    uint32_t low, high;
    __asm__ volatile("lfence; rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}
static inline void write_msr(uint32_t msr, uint64_t v)
{
    __asm__ volatile("wrmsr" : : "c"(msr), "a"((uint32_t)v), "d"((uint32_t)(v >> 32)) : "memory");
}

/* text.c */
void *memcpy(void *to, const void *from, size_t length);
void *memset(void *at, int byte, size_t length);
size_t text_length(const char *text);
bool same_start(const char *text, const char *start);
uint64_t number_at(const char **text, unsigned radix);
/* serial.c */
void serial_start(void);
void serial_drain(void);
bool control_readable(void);
void say(const char *format, ...);
/* crash.c */
_Noreturn void refuse(const char *why);
_Noreturn void die(int signal);
_Noreturn void crash(const char *what, const struct frame *frame, int signal);
/* config.c */
extern char config_text[BASE_CONFIG_MOST + 1], command_line[4096];
void config_start(const char *words);
void config_read(void);
const char *config_value(const char *name);
const char *command_word(const char *start, const char *after);
/* memory.c: the frames of memory and the tables of pages */
enum { PRESENT = 1, WRITABLE = 2, UNCACHED = 0x18, LAZY = 0x200, OWNED = 0x400 };
#define NO_EXECUTE (UINT64_C(1) << 63)
#define FRAME UINT64_C(0x000ffffffffff000)
struct start_info;
void memory_start(const struct start_info *info);
uint64_t *page_entry(uint64_t address, bool make);
void page_flush(uint64_t address);
void page_release(uint64_t address, uint64_t *entry);
bool page_fault(uint64_t address, uint64_t error);
bool promise(uint64_t pages, uint64_t mapped);
void unpromise(void);
void map_device(uint64_t address, uint64_t length);
/* map.c: what the program asks of them */
enum { STACK_SIZE = 1 << 20 };
#define STACK_TOP (UINT64_C(3) << 36)
long map_memory(uint64_t address, uint64_t length, uint64_t protection, uint64_t flags);
long unmap_memory(uint64_t address, uint64_t length);
long protect_memory(uint64_t address, uint64_t length, uint64_t protection);
uint64_t move_break(uint64_t to);
void map_stack(void);
/* interrupt.c */
void interrupts_start(void);
void interrupt_allow(unsigned line);
void halt(void);
/* signal.c and syscall.c */
long signal_action(int signal, const uint64_t *action, uint64_t *old);
long signal_mask(int how, const uint64_t *set, uint64_t *old);
long signal_stack(const uint64_t *stack, uint64_t *old);
bool signal_deliver(struct frame *frame, int signal, int code, uint64_t address);
_Noreturn void signal_return(uint64_t stack);
_Noreturn void resume(const struct frame *frame);
/* time.c */
void time_start(void);
void wall_start(void);
void wall_set(int64_t wall);
void alarm_at(int64_t deadline);
/* random.c */
void random_start(void);
void random_guess(void *buffer, size_t length);
/* virtio.c and pci.c: the devices, and their queues */
struct device { uint64_t at; bool port, modern; uint8_t line; uint32_t kind; };
struct queue {
    struct device *device;
    uint16_t index, size, seen;
    struct { uint64_t address; uint32_t length; uint16_t flags, next; } *descriptors;
    struct { uint16_t flags, index, ring[]; } *available;
    struct { uint16_t flags, index; struct { uint32_t id, length; } ring[]; } volatile *used;
};
/* Room for the three parts of a queue of up to 256 and 1,024 slots, as devices before virtio 1.0 want them: behind each
   other, the last one on a page of its own. */
struct queue_memory { _Alignas(PAGE) uint8_t bytes[3 * PAGE]; };
struct long_queue_memory { _Alignas(PAGE) uint8_t bytes[8 * PAGE]; };
enum { DEVICE_WRITES = 2, DEVICE_NEXT = 1 };
void devices_start(void);
void pci_start(void);
void device_add(struct device device);
struct device *device_find(uint32_t kind, unsigned nth);
bool device_begin(struct device *device, uint32_t features);
uint8_t device_config(struct device *device, unsigned offset);
void device_run(struct device *device);
void devices_acknowledge(void);
bool queue_start(struct queue *queue, struct device *device, unsigned index, void *memory, size_t room);
void queue_set(struct queue *queue, uint16_t slot, const void *bytes, uint32_t length, uint16_t flags);
void queue_offer(struct queue *queue, uint16_t slot);
void queue_notify(struct queue *queue);
bool queue_ready(const struct queue *queue);
uint32_t queue_take(struct queue *queue, uint32_t *length);
void queue_quiet(struct queue *queue, bool quiet);
/* net.c, block.c, program.c */
void net_start(void);
unsigned net_events(void);
void block_start(void);
_Noreturn void program_start(void);

#endif
