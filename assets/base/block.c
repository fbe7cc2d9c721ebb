/* Disks: one request at a time, through a buffer of the image, since a device must be told where memory really is. */
#include "internal.h"

enum { DISK = 2, DISKS = 4, SECTOR = 512, PIECE = 65536, READ = 0, WRITE = 1, FLUSH = 4, READ_ONLY = 1 << 5, CAN_FLUSH = 1 << 9 };

static struct disk { struct device *device; struct queue queue; uint64_t size; } disks[DISKS];
static struct queue_memory memories[DISKS];
static struct { uint32_t kind, reserved; uint64_t sector; } request;
static _Alignas(64) uint8_t piece[PIECE];
static uint8_t answer;

void block_start(void)
{
    for (unsigned i = 0; i < DISKS; i++) {
        struct disk *disk = &disks[i];
        struct device *device = device_find(DISK, i);
        if (!device)
            return;
        if (!device_begin(device, READ_ONLY | CAN_FLUSH) || !queue_start(&disk->queue, device, 0, &memories[i], sizeof memories[i]))
            refuse("a disk does not work as virtio says");
        for (unsigned at = 8; at--;)
            disk->size = disk->size << 8 | device_config(device, at);
        disk->size *= SECTOR;
        disk->device = device;
        device_run(device);
    }
}

static struct disk *find(unsigned disk) { return disk < DISKS && disks[disk].device ? &disks[disk] : NULL; }

int64_t base_block_size(unsigned disk) { return find(disk) ? (int64_t)find(disk)->size : BASE_ABSENT; }

/* A disk that never answers holds the program for ever, as it would on any machine. */
static bool ask(struct disk *disk, uint32_t kind, uint64_t sector, uint32_t length)
{
    uint32_t unused;
    struct queue *q = &disk->queue;
    request.kind = kind;
    request.sector = sector;
    answer = 0xff;
    queue_set(q, 0, &request, sizeof request, DEVICE_NEXT);
    if (length)
        queue_set(q, 1, piece, length, DEVICE_NEXT | (kind == READ ? DEVICE_WRITES : 0));
    queue_set(q, length ? 2 : 1, &answer, 1, DEVICE_WRITES);
    queue_offer(q, 0);
    queue_notify(q);
    while (!queue_ready(q))
        halt();
    queue_take(q, &unused);
    return !*(volatile uint8_t *)&answer;
}

static long transfer(unsigned number, uint32_t kind, int64_t offset, uint8_t *bytes, size_t length)
{
    struct disk *disk = find(number);
    if (!disk)
        return BASE_ABSENT;
    if (offset < 0 || offset % SECTOR || length % SECTOR || (uint64_t)offset > disk->size || length > disk->size - (uint64_t)offset)
        return BASE_INVALID;
    for (size_t done = 0, part; done < length; done += part) {
        part = length - done < PIECE ? length - done : PIECE;
        if (kind == WRITE)
            memcpy(piece, bytes + done, part);
        if (!ask(disk, kind, ((uint64_t)offset + done) / SECTOR, (uint32_t)part))
            return BASE_FAILED;
        if (kind == READ)
            memcpy(bytes + done, piece, part);
    }
    return (long)length;
}

long base_block_read(unsigned disk, int64_t offset, void *to, size_t length) { return transfer(disk, READ, offset, to, length); }

long base_block_write(unsigned disk, int64_t offset, const void *from, size_t length)
{
    return transfer(disk, WRITE, offset, (uint8_t *)from, length);
}

long base_block_flush(unsigned disk)
{
    return !find(disk) ? BASE_ABSENT : ask(find(disk), FLUSH, 0, 0) ? 0 : BASE_FAILED;
}
