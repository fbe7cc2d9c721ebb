/* Memory: which frames are free, and the tables of pages. The program's image lies where it was linked, each page with
   its segment's rights; everything else is memory that is mapped once, where the program asked for it. */
#include <elf.h>

#include "internal.h"

struct start_info { /* Xen's hvm_start_info */
    uint32_t magic, version, flags, modules;
    uint64_t module_list, command_line, rsdp, map;
    uint32_t map_length;
};
struct range { uint64_t start, size; uint32_t type, reserved; };

enum { SELF = 510, USABLE = 1, LOWEST = 0x100000 };
#define HIGHEST UINT64_C(0xc0000000)

extern const Elf64_Ehdr __ehdr_start;
extern char _end[], stacks[], stacks_end[];
extern uint64_t page_root[512];

/* A bit for each frame, set when it is free. It lies behind the image. */
static uint64_t *free_bits;
static uint64_t bits_end, frame_count, frames_free, frames_promised, next_word;

static void frame_give(uint64_t frame)
{
    free_bits[frame / PAGE / 64] |= UINT64_C(1) << frame / PAGE % 64;
    frames_free++;
}

/* Frame 0 is never free, so 0 says that there is none. */
static uint64_t frame_take(void)
{
    uint64_t words = (frame_count + 63) / 64;
    for (uint64_t i = 0; frames_free && i < words; i++) {
        uint64_t word = (next_word + i) % words;
        if (free_bits[word]) {
            uint64_t frame = word * 64 + (uint64_t)__builtin_ctzll(free_bits[word]);
            free_bits[word] &= free_bits[word] - 1;
            next_word = word;
            frames_free--;
            return frame * PAGE;
        }
    }
    return 0;
}

/* A page that is only touched later is promised: a program is told at once that there is too little memory, never killed
   for it later. Tables are needed for all pages that are mapped, also for those without rights. */
bool promise(uint64_t pages, uint64_t mapped)
{
    if (frames_promised + pages + mapped / 512 + 6 > frames_free)
        return false;
    frames_promised += pages;
    return true;
}

void unpromise(void) { frames_promised--; }

void page_flush(uint64_t address) { __asm__ volatile("invlpg (%0)" : : "r"(address) : "memory"); }

/* The root is an entry of itself, so all tables are in memory at places that follow from the address. */
static uint64_t *entry_at(uint64_t address, int level)
{
    uint64_t base = 0;
    for (int i = 0; i < level; i++)
        base |= (uint64_t)SELF << (39 - 9 * i);
    uint64_t index = (address & 0xffffffffffff) >> (12 + 9 * (level - 1));
    return (uint64_t *)(0xffff000000000000 | base) + index;
}

/* The entry of an address in the last table; NULL where there is no table, and none shall or can be made. */
uint64_t *page_entry(uint64_t address, bool make)
{
    for (int level = 4; level > 1; level--) {
        uint64_t *entry = entry_at(address, level);
        if (*entry & PRESENT)
            continue;
        uint64_t frame = make ? frame_take() : 0;
        if (!frame)
            return NULL;
        *entry = frame | PRESENT | WRITABLE;
        void *table = (void *)page_of((uint64_t)entry_at(address, level - 1));
        page_flush((uint64_t)table);
        memset(table, 0, PAGE);
    }
    return entry_at(address, 1);
}

/* Takes a page away, whatever it is. */
void page_release(uint64_t address, uint64_t *entry)
{
    if (*entry & LAZY)
        frames_promised--;
    if (*entry & FRAME)
        frame_give(*entry & FRAME);
    *entry = 0;
    page_flush(address);
}

/* The first touch of a promised page. */
bool page_fault(uint64_t address, uint64_t error)
{
    uint64_t *entry = page_entry(address, false);
    if (error & PRESENT || !entry || !(*entry & LAZY))
        return false;
    uint64_t frame = frame_take(), rights = *entry & (WRITABLE | NO_EXECUTE | OWNED);
    frames_promised--;
    *entry = frame | PRESENT | WRITABLE | NO_EXECUTE;
    memset((void *)page_of(address), 0, PAGE);
    *entry = frame | PRESENT | rights;
    page_flush(address);
    return true;
}

static void map_where_it_is(uint64_t start, uint64_t end, uint64_t rights)
{
    for (uint64_t at = page_of(start); at < end; at += PAGE) {
        uint64_t *entry = page_entry(at, true);
        if (!entry)
            refuse("too little memory");
        *entry = at | PRESENT | rights;
        page_flush(at);
    }
}

void map_device(uint64_t address, uint64_t length)
{
    map_where_it_is(address, address + length, WRITABLE | NO_EXECUTE | UNCACHED);
}

/* The frames below 1 MiB are the firmware's, and those above 3 GiB are left alone. The first round finds the end of memory,
   the second one gives what neither the image nor the bits lie in. */
static void find_frames(const struct start_info *info)
{
    const struct range *ranges = (const struct range *)info->map, *end = ranges + info->map_length;
    uint64_t image = (uint64_t)&__ehdr_start, top = 0;
    for (const struct range *r = ranges; r < end; r++)
        if (r->type == USABLE && r->start < HIGHEST && r->start + r->size > top)
            top = r->start + r->size;
    frame_count = (top < HIGHEST ? top : HIGHEST) / PAGE;
    free_bits = (uint64_t *)pages_up((uint64_t)_end);
    bits_end = pages_up((uint64_t)free_bits + frame_count / 8 + 8);
    if (bits_end > top)
        refuse("the machine's memory is smaller than the program");
    memset(free_bits, 0, bits_end - (uint64_t)free_bits);
    for (const struct range *r = ranges; r < end; r++)
        for (uint64_t at = pages_up(r->start); r->type == USABLE && at + PAGE <= r->start + r->size; at += PAGE)
            if (at >= LOWEST && at < frame_count * PAGE && (at < image || at >= bits_end))
                frame_give(at);
}

/* Rights come from the program's own headers: what is written is not run, and the other way round. */
static void map_image(void)
{
    const Elf64_Phdr *segments = (const void *)((const char *)&__ehdr_start + __ehdr_start.e_phoff);
    for (int i = 0; i < __ehdr_start.e_phnum; i++) {
        bool written = segments[i].p_flags & PF_W, run = segments[i].p_flags & PF_X;
        if (segments[i].p_type != PT_LOAD)
            continue;
        if (written && run)
            refuse("the program has a segment that is both written and run");
        map_where_it_is(segments[i].p_vaddr, segments[i].p_vaddr + segments[i].p_memsz,
            (written ? WRITABLE : 0) | (run ? 0 : NO_EXECUTE));
    }
}

void memory_start(const struct start_info *info)
{
    if (info->magic != 0x336ec578 || info->version < 1 || !info->map_length)
        refuse("there is no map of memory: this must be started by a PVH loader, such as QEMU 4.0 or later");
    config_start((const char *)info->command_line);
    find_frames(info);
    page_root[SELF] = (uint64_t)page_root | PRESENT | WRITABLE | NO_EXECUTE;
    map_image();
    map_where_it_is((uint64_t)free_bits, bits_end, WRITABLE | NO_EXECUTE);
    for (char *guard = stacks; guard < stacks_end; guard += 5 * PAGE)
        page_release((uint64_t)guard, page_entry((uint64_t)guard, true));
    __asm__ volatile("mov %0, %%cr3" : : "r"(page_root) : "memory");
}
