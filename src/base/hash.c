/* SPDX-License-Identifier: MIT */
/* Hashes keys. */
#include "base/hash.h"

#include <string.h>

static inline uint64_t hash_load_half(const char *bytes)
{
    const unsigned char *byte = (const unsigned char *)bytes;
    return (uint64_t)byte[0] | (uint64_t)byte[1] << 8 | (uint64_t)byte[2] << 16 | (uint64_t)byte[3] << 24;
}

/* Reads bytes twice rather than one after the other. */
uint64_t hash_word_of(const char *bytes, uint32_t length)
{
    if (length >= 8)
        return hash_load(bytes);
    if (length >= 4)
        return hash_load_half(bytes) | hash_load_half(bytes + length - 4) << 8 * (length - 4);
    uint64_t word = 0;
    for (uint32_t i = 0; i < length; i++)
        word |= (uint64_t)(unsigned char)bytes[i] << 8 * i;
    return word;
}

/* Reads the last `left` of some bytes, up to 7. */
static inline uint64_t hash_load_rest(const char *bytes, uint32_t length, uint32_t left)
{
    if (left == 0)
        return 0;
    return length >= 8 ? hash_load(bytes + length - 8) >> 8 * (8 - left) : hash_word_of(bytes, left);
}

/* ---- SipHash-1-3 ---- */

uint64_t hash_sip(const struct hash_seed *seed, const char *bytes, uint32_t length)
{
    struct sip sip = sip_begin(seed);
    uint32_t at = 0;
    for (; length - at >= 8; at += 8)
        sip_word(&sip, hash_load(bytes + at));
    return sip_end(&sip, (uint64_t)length << 56 | hash_load_rest(bytes, length, length - at));
}

uint64_t hash_sip_word(const struct hash_seed *seed, uint64_t word, uint32_t length)
{
    struct sip sip = sip_begin(seed);
    if (length < 8)
        return sip_end(&sip, (uint64_t)length << 56 | word);
    sip_word(&sip, word);
    return sip_end(&sip, UINT64_C(8) << 56);
}

/* ---- without a seed ---- */

/* The last eight bytes are a word, even if some of them were part of the one before. */
static inline uint64_t hash_quick(const char *bytes, uint32_t length)
{
    uint64_t hash = length;
    if (length < 8)
        return hash_quick_word(hash, hash_word_of(bytes, length));
    for (uint32_t at = 0; length - at > 8; at += 8)
        hash = hash_quick_word(hash, hash_load(bytes + at));
    return hash_quick_word(hash, hash_load(bytes + length - 8));
}

/* ---- either ---- */

struct hash_seed hash_seed(const void *bytes)
{
    struct hash_seed made = {.quick = bytes == NULL};
    for (int i = 0; bytes && i < 2; i++)
        made.words[i] = hash_load((const char *)bytes + 8 * i);
    return made;
}

uint64_t hash_bytes(const struct hash_seed *seed, const char *bytes, uint32_t length)
{
    return seed->quick ? hash_quick(bytes, length) : hash_sip(seed, bytes, length);
}
