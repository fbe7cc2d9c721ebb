/* The virtio devices (OASIS virtio 1.2) and their queues: on memory-mapped registers, as they were before version 1.0
   (section 4.2.4) and as they are since, and behind PCI's ports as they were before. One layout of a queue serves all. */
#include "internal.h"

/* A register: where it is in memory, 32 bits wide, and among the ports, where it has its own width. */
struct place { uint16_t mapped; uint8_t port, width; };
static const struct place OFFERED = { 0x10, 0, 32 }, WANTED = { 0x20, 4, 32 }, FRAME_NUMBER = { 0x40, 8, 32 },
    SIZE_MOST = { 0x34, 12, 16 }, SELECT = { 0x30, 14, 16 }, NOTIFY = { 0x50, 16, 16 }, STATUS = { 0x70, 18, 8 },
    INTERRUPTS = { 0x60, 19, 8 };
/* Those that are in memory alone. */
static const struct place MAGIC = { .mapped = 0x00 }, VERSION = { .mapped = 0x04 }, KIND = { .mapped = 0x08 },
    OFFERED_HALF = { .mapped = 0x14 }, WANTED_HALF = { .mapped = 0x24 }, PAGE_SIZE = { .mapped = 0x28 }, SIZE = { .mapped = 0x38 },
    ALIGN = { .mapped = 0x3c }, READY = { .mapped = 0x44 }, ACKNOWLEDGE = { .mapped = 0x64 };

enum { PARTS = 0x80, CONFIG = 0x100, PORT_CONFIG = 20 };
enum { SEEN = 1, DRIVER = 2, RUNNING = 4, FEATURES_GOOD = 8, VERSION_1_HALF = 1, QUIET = 1, DEVICES = 8, MAPPED_SIZE = 256 };

static struct device devices[DEVICES];
static unsigned count;

static uint32_t get(const struct device *d, struct place at)
{
    uint16_t port = (uint16_t)(d->at + at.port);
    if (!d->port)
        return *(volatile uint32_t *)(d->at + at.mapped);
    return at.width == 8 ? in8(port) : at.width == 16 ? in16(port) : in32(port);
}

static void set(const struct device *d, struct place at, uint32_t value)
{
    uint16_t port = (uint16_t)(d->at + at.port);
    if (!d->port)
        *(volatile uint32_t *)(d->at + at.mapped) = value;
    else if (at.width == 8)
        out8(port, (uint8_t)value);
    else if (at.width == 16)
        out16(port, (uint16_t)value);
    else
        out32(port, value);
}

void device_add(struct device device)
{
    if (count < DEVICES)
        devices[count++] = device;
}

/* QEMU's words on the command line: virtio_mmio.device=SIZE@ADDRESS:LINE, a size of 512. */
static void find_mapped(void)
{
    for (const char *word = NULL; (word = command_word("virtio_mmio.device=", word));) {
        const char *at = word;
        while (*at && *at != '@')
            at++;
        if (!same_start(at, "@0x"))
            continue;
        at += 3;
        struct device device = { .at = number_at(&at, 16) };
        if (*at++ != ':')
            continue;
        device.line = (uint8_t)number_at(&at, 10);
        map_device(device.at, 512);
        device.modern = get(&device, VERSION) != 1;
        device.kind = get(&device, KIND);
        if (get(&device, MAGIC) == 0x74726976 && device.kind && device.line < 16)
            device_add(device);
    }
}

void devices_start(void)
{
    find_mapped();
    if (!count)
        pci_start();
}

struct device *device_find(uint32_t kind, unsigned nth)
{
    for (unsigned i = 0; i < count; i++)
        if (devices[i].kind == kind && !nth--)
            return &devices[i];
    return NULL;
}

static uint32_t add_status(struct device *d, uint32_t bits)
{
    set(d, STATUS, get(d, STATUS) | bits);
    return get(d, STATUS);
}

/* Takes of the wanted features what the device offers; a modern one must be told that it is taken as such. */
bool device_begin(struct device *d, uint32_t features)
{
    set(d, STATUS, 0);
    add_status(d, SEEN | DRIVER);
    if (!d->port) {
        set(d, OFFERED_HALF, 0);
        set(d, WANTED_HALF, 0);
    }
    set(d, WANTED, get(d, OFFERED) & features);
    if (d->modern) {
        set(d, WANTED_HALF, 1);
        set(d, WANTED, VERSION_1_HALF);
        if (!(add_status(d, FEATURES_GOOD) & FEATURES_GOOD))
            return false;
    } else if (!d->port)
        set(d, PAGE_SIZE, PAGE);
    interrupt_allow(d->line);
    return true;
}

void device_run(struct device *d) { add_status(d, RUNNING); }

uint8_t device_config(struct device *d, unsigned offset)
{
    return d->port ? in8((uint16_t)(d->at + PORT_CONFIG + offset)) : *(volatile uint8_t *)(d->at + CONFIG + offset);
}

/* Behind a port, looking is enough. */
void devices_acknowledge(void)
{
    for (struct device *d = devices; d < devices + count; d++) {
        uint32_t interrupts = get(d, INTERRUPTS);
        if (!d->port)
            set(d, ACKNOWLEDGE, interrupts);
    }
}

/* The memory is part of the image, and lies where its addresses say. */
static void tell_parts(struct queue *q)
{
    uint64_t parts[] = { (uint64_t)q->descriptors, (uint64_t)q->available, (uint64_t)q->used };
    for (unsigned i = 0; i < 6; i++)
        set(q->device, (struct place){ .mapped = (uint16_t)(PARTS + 16 * (i / 2) + 4 * (i % 2)) }, (uint32_t)(parts[i / 2] >> 32 * (i % 2)));
    set(q->device, READY, 1);
}

bool queue_start(struct queue *q, struct device *d, unsigned index, void *memory, size_t room)
{
    set(d, SELECT, index);
    uint32_t size = get(d, SIZE_MOST);
    /* Behind ports the size is the device's; elsewhere it is the driver's choice. */
    size = d->port || size < MAPPED_SIZE ? size : MAPPED_SIZE;
    *q = (struct queue){ .device = d, .index = (uint16_t)index, .size = (uint16_t)size, .descriptors = memory };
    q->available = (void *)(q->descriptors + size);
    q->used = (void *)(((uint64_t)&q->available->ring[size + 1] + PAGE - 1) & ~(uint64_t)(PAGE - 1));
    if (!size || (uint8_t *)&q->used->ring[size] + 2 > (uint8_t *)memory + room)
        return false;
    memset(memory, 0, room);
    if (!d->port)
        set(d, SIZE, size);
    if (d->modern)
        tell_parts(q);
    else {
        if (!d->port)
            set(d, ALIGN, PAGE);
        set(d, FRAME_NUMBER, (uint32_t)((uint64_t)memory / PAGE));
    }
    return true;
}

void queue_set(struct queue *q, uint16_t slot, const void *bytes, uint32_t length, uint16_t flags)
{
    q->descriptors[slot].address = (uint64_t)bytes;
    q->descriptors[slot].length = length;
    q->descriptors[slot].flags = flags;
    q->descriptors[slot].next = (uint16_t)(slot + 1);
}

void queue_offer(struct queue *q, uint16_t slot)
{
    q->available->ring[q->available->index % q->size] = slot;
    __asm__ volatile("" : : : "memory");
    q->available->index++;
}

void queue_notify(struct queue *q)
{
    __asm__ volatile("mfence" : : : "memory");
    if (!(q->used->flags & QUIET))
        set(q->device, NOTIFY, q->index);
}

bool queue_ready(const struct queue *q) { return q->used->index != q->seen; }

/* The slot that the device is through with, and how many bytes it wrote. */
uint32_t queue_take(struct queue *q, uint32_t *length)
{
    __asm__ volatile("" : : : "memory");
    uint16_t at = q->seen++ % q->size;
    *length = q->used->ring[at].length;
    return q->used->ring[at].id % q->size;
}

/* Whether the device may leave out its interrupt. */
void queue_quiet(struct queue *q, bool quiet)
{
    q->available->flags = quiet;
    __asm__ volatile("mfence" : : : "memory");
}
