/* The network card: rings of fixed buffers, one descriptor for each. */
#include "internal.h"

enum { CARD = 1, RECEIVE = 0, SEND = 1, RECEIVED_MOST = 128, SENT_MOST = 64, ROOM = 2048, SHORTEST = 14 };
enum { HAS_ADDRESS = 1 << 5, ANY_LAYOUT = 1 << 27, HEADER_MOST = 12 };

static struct device *device;
static struct queue receive, send;
static struct long_queue_memory receive_memory, send_memory;
static _Alignas(64) uint8_t received[RECEIVED_MOST][ROOM], sent[SENT_MOST][ROOM];
static uint32_t header; /* without a use here, but each frame has one: the part that counts buffers came with version 1.0 */
static uint16_t free_slots[SENT_MOST], free_count;
static bool wants_room;

void net_start(void)
{
    device = device_find(CARD, 0);
    if (!device)
        return;
    header = device->modern ? HEADER_MOST : HEADER_MOST - 2;
    if (!device_begin(device, HAS_ADDRESS | ANY_LAYOUT) || !queue_start(&receive, device, RECEIVE, &receive_memory, sizeof receive_memory) ||
        !queue_start(&send, device, SEND, &send_memory, sizeof send_memory))
        refuse("the network card does not work as virtio says");
    device_run(device);
    for (uint16_t i = 0; i < RECEIVED_MOST && i < receive.size; i++) {
        queue_set(&receive, i, received[i], ROOM, DEVICE_WRITES);
        queue_offer(&receive, i);
    }
    for (uint16_t i = 0; i < SENT_MOST && i < send.size; i++)
        free_slots[free_count++] = i;
    queue_quiet(&send, true);
    queue_notify(&receive);
}

unsigned net_events(void)
{
    if (!device)
        return 0;
    return (queue_ready(&receive) ? BASE_NET_READABLE : 0) | (wants_room && queue_ready(&send) ? BASE_NET_WRITABLE : 0);
}

long base_net_mac(uint8_t mac[6])
{
    if (!device)
        return BASE_ABSENT;
    for (unsigned i = 0; i < 6; i++)
        mac[i] = device_config(device, i);
    return 6;
}

long base_net_read(void *frame, size_t room)
{
    uint32_t length;
    if (!device || room < BASE_NET_MOST)
        return device ? BASE_INVALID : BASE_ABSENT;
    while (queue_ready(&receive)) {
        uint16_t slot = (uint16_t)queue_take(&receive, &length);
        bool good = slot < RECEIVED_MOST && length >= header + SHORTEST && length <= header + BASE_NET_MOST;
        if (good)
            memcpy(frame, received[slot] + header, length - header);
        queue_offer(&receive, slot);
        /* The device only looks when it has run out of buffers. */
        if (!(slot % 32) || !queue_ready(&receive))
            queue_notify(&receive);
        if (good)
            return length - header;
    }
    return 0;
}

long base_net_write(const void *frame, size_t length)
{
    uint32_t unused;
    if (!device || length < SHORTEST || length > BASE_NET_MOST)
        return device ? BASE_INVALID : BASE_ABSENT;
    while (queue_ready(&send))
        free_slots[free_count++] = (uint16_t)queue_take(&send, &unused);
    wants_room = !free_count;
    queue_quiet(&send, !wants_room);
    if (wants_room)
        return BASE_AGAIN;
    uint16_t slot = free_slots[--free_count];
    memset(sent[slot], 0, header);
    memcpy(sent[slot] + header, frame, length);
    queue_set(&send, slot, sent[slot], header + (uint32_t)length, 0);
    queue_offer(&send, slot);
    queue_notify(&send);
    return (long)length;
}
