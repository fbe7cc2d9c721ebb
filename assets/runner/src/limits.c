#include "limits.h"

#include <stdio.h>

/* Measured: what QEMU 10.0 has resident beside the guest's memory and translated code, rounded up. */
static const uint64_t qemu_itself = 40UL << 20;

uint64_t memory_limit(const char *root)
{
    static const char *const files[] = { "memory.max", "memory/memory.limit_in_bytes" };
    uint64_t limit = UINT64_MAX;
    for (int i = 0; i < 2; i++) {
        char path[256];
        unsigned long long value;
        snprintf(path, sizeof path, "%s/%s", root, files[i]);
        FILE *file = fopen(path, "re");
        if (!file)
            continue;
        /* "max", and the old form's huge number, are no limit. */
        if (fscanf(file, "%llu", &value) == 1 && value < 1ULL << 60)
            limit = value;
        fclose(file);
    }
    return limit;
}

uint64_t memory_wanted(const struct conf *conf)
{
    return conf->memory + (conf->kvm ? 0 : conf->tb_size) + qemu_itself;
}
