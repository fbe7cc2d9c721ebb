/* What Linux's mmap, munmap, mprotect and brk do, as far as a program without files and threads needs it. The tables of
   pages are all that is remembered: an entry that is not 0 is taken. */
#include "internal.h"

enum { WINDOW_BITS = 32, READ = 1, WRITE = 2, EXECUTE = 4, SHARED = 1, FIXED = 0x10, ANONYMOUS = 0x20 };
enum { NO_MEMORY = -12, ACCESS = -13, NO_DEVICE = -19, INVALID = -22 };
#define BREAK_START (UINT64_C(1) << 36)
#define MAP_START (UINT64_C(2) << 36)
#define WINDOW (UINT64_C(1) << WINDOW_BITS)

static uint64_t break_now = BREAK_START;
static uint64_t lowest_gap = MAP_START; /* below it nothing is free */

static bool outside(uint64_t start, uint64_t length)
{
    return start % PAGE || start < MAP_START || length > WINDOW || start + length > MAP_START + WINDOW;
}

/* Where a page stands after a change of rights. Taken away, a page keeps its frame and its content. */
static void set_page(uint64_t address, uint64_t *entry, uint64_t protection)
{
    uint64_t rights = OWNED | NO_EXECUTE | (protection & WRITE ? WRITABLE : 0);
    if (*entry & FRAME)
        *entry = (*entry & FRAME) | rights | (protection ? PRESENT : 0);
    else if (protection)
        *entry = rights | LAZY;
    else {
        if (*entry & LAZY)
            unpromise();
        *entry = OWNED;
    }
    page_flush(address);
}

/* Sets a whole range, which is promised before anything changes. */
static long set_range(uint64_t start, uint64_t end, uint64_t protection)
{
    uint64_t pages = 0;
    for (uint64_t at = start; at < end; at += PAGE) {
        uint64_t *entry = page_entry(at, false);
        pages += !entry || !(*entry & (FRAME | LAZY));
    }
    if (!promise(protection ? pages : 0, pages))
        return NO_MEMORY;
    for (uint64_t at = start; at < end; at += PAGE)
        set_page(at, page_entry(at, true), protection);
    return 0;
}

static void free_range(uint64_t start, uint64_t end)
{
    if (start >= MAP_START && start < lowest_gap)
        lowest_gap = start;
    for (uint64_t at = start; at < end; at += PAGE) {
        uint64_t *entry = page_entry(at, false);
        if (entry)
            page_release(at, entry);
    }
}

/* The first gap that is long enough; 0 when there is none. */
static uint64_t find_gap(uint64_t length)
{
    uint64_t start = lowest_gap;
    for (uint64_t at = start; at < MAP_START + WINDOW; at += PAGE) {
        uint64_t *entry = page_entry(at, false);
        if (entry && *entry)
            start = at + PAGE;
        else if (!entry) /* no table: 2 MiB at once */
            at = (at | ((1 << 21) - 1)) + 1 - PAGE;
        if (at + PAGE >= start + length)
            return start;
    }
    return 0;
}

long map_memory(uint64_t address, uint64_t length, uint64_t protection, uint64_t flags)
{
    length = pages_up(length);
    if (!length || length > WINDOW)
        return length ? NO_MEMORY : INVALID;
    if (protection & EXECUTE)
        return ACCESS;
    if (!(flags & ANONYMOUS) || flags & SHARED)
        return NO_DEVICE;
    if (flags & FIXED) {
        if (outside(address, length))
            return NO_MEMORY;
        free_range(address, address + length);
    } else if (!(address = find_gap(length)))
        return NO_MEMORY;
    long failed = set_range(address, address + length, protection);
    if (!failed && address == lowest_gap)
        lowest_gap += length;
    return failed ? failed : (long)address;
}

long unmap_memory(uint64_t address, uint64_t length)
{
    length = pages_up(length);
    if (!length || outside(address, length))
        return INVALID;
    free_range(address, address + length);
    return 0;
}

/* The image's own pages only lose rights: what was made read-only once its relocations were applied stays so. */
static long protect_image(uint64_t start, uint64_t end, uint64_t protection)
{
    for (uint64_t at = start; at < end; at += PAGE) {
        uint64_t *entry = page_entry(at, false);
        if (!(protection & READ) || (protection & WRITE && !(*entry & WRITABLE)) || !(*entry & NO_EXECUTE))
            return ACCESS;
        *entry &= protection & WRITE ? ~UINT64_C(0) : ~(uint64_t)WRITABLE;
        page_flush(at);
    }
    return 0;
}

long protect_memory(uint64_t address, uint64_t length, uint64_t protection)
{
    uint64_t end = address + pages_up(length), owned = 0;
    if (address % PAGE || end < address || end - address > WINDOW)
        return INVALID;
    if (protection & EXECUTE)
        return ACCESS;
    for (uint64_t at = address; at < end; at += PAGE) {
        uint64_t *entry = page_entry(at, false);
        if (!entry || !*entry)
            return NO_MEMORY;
        owned += *entry & OWNED ? PAGE : 0;
    }
    return owned == end - address ? set_range(address, end, protection) : owned ? ACCESS : protect_image(address, end, protection);
}

/* Linux's brk: where it cannot move, it says where it stays. */
uint64_t move_break(uint64_t to)
{
    if (to < BREAK_START || to > BREAK_START + WINDOW)
        return break_now;
    uint64_t old = pages_up(break_now), new = pages_up(to);
    if (new < old)
        free_range(new, old);
    else if (set_range(old, new, READ | WRITE))
        return break_now;
    return break_now = to;
}

void map_stack(void)
{
    if (set_range(STACK_TOP - STACK_SIZE, STACK_TOP, READ | WRITE))
        refuse("too little memory for the program's stack");
}
