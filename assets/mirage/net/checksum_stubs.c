/* The Internet checksum (RFC 1071), alone and while copying. Sums are taken over 32-bit words in the machine's own
 * order, which is right because the sum does not depend on byte order (RFC 1071, section 2); the folded result is
 * swapped once at the end. Vector instructions are off for this file: an emulated CPU pays more for them than it gains. */

#include <stdint.h>
#include <string.h>

#include <caml/bigarray.h>
#include <caml/mlvalues.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "written for little-endian machines"
#endif

static intnat folded(uint64_t sum)
{
    sum = (sum & 0xffffffff) + (sum >> 32);
    sum = (sum & 0xffffffff) + (sum >> 32);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return (intnat)__builtin_bswap16((uint16_t)sum);
}

static uint64_t tail(const unsigned char *from, intnat length)
{
    uint64_t sum = 0;
    uint32_t word = 0;
    if (length >= 4) {
        memcpy(&word, from, 4);
        sum = word;
        from += 4;
        length -= 4;
    }
    word = 0;
    memcpy(&word, from, (size_t)length);
    return sum + word;
}

intnat evolve_net_sum(value buffer, intnat offset, intnat length)
{
    const unsigned char *from = (const unsigned char *)Caml_ba_data_val(buffer) + offset;
    uint64_t sum = 0, word;
    while (length >= 8) {
        memcpy(&word, from, 8);
        sum += (word & 0xffffffff) + (word >> 32);
        from += 8;
        length -= 8;
    }
    return folded(sum + tail(from, length));
}

intnat evolve_net_copy_sum(value source, intnat from_offset, value target, intnat to_offset, intnat length)
{
    const unsigned char *from = (const unsigned char *)Caml_ba_data_val(source) + from_offset;
    unsigned char *to = (unsigned char *)Caml_ba_data_val(target) + to_offset;
    uint64_t sum = 0, word;
    while (length >= 8) {
        memcpy(&word, from, 8);
        memcpy(to, &word, 8);
        sum += (word & 0xffffffff) + (word >> 32);
        from += 8;
        to += 8;
        length -= 8;
    }
    memcpy(to, from, (size_t)length);
    return folded(sum + tail(from, length));
}

/* The same for bytecode, whose arguments are boxed. */

CAMLprim value evolve_net_sum_bytecode(value buffer, value offset, value length)
{
    return Val_long(evolve_net_sum(buffer, Long_val(offset), Long_val(length)));
}

CAMLprim value evolve_net_copy_sum_bytecode(value source, value from_offset, value target, value to_offset, value length)
{
    return Val_long(evolve_net_copy_sum(source, Long_val(from_offset), target, Long_val(to_offset), Long_val(length)));
}
