/* SHA-256 (FIPS 180-4), for content that must be the same to the last bit. */
#ifndef SHA256_H
#define SHA256_H

#include <stddef.h>
#include <stdint.h>

enum { DIGEST = 64 };               /* hexadecimal digits */

struct sha256 { uint32_t state[8]; uint64_t length; unsigned char block[64]; };

void sha256_start(struct sha256 *sha);
void sha256_add(struct sha256 *sha, const void *bytes, size_t length);

/* The digest in hexadecimal, with a zero after it. */
void sha256_end(struct sha256 *sha, char text[DIGEST + 1]);

#endif
