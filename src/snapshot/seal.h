/* SPDX-License-Identifier: MIT */
/*
 * The checksum of snapshots: of words of eight bytes, the first byte the lowest, the last word filled up with zeros.
 * Each step can be undone, so that two texts that differ in one word have different checksums, whatever follows it.
 */
#ifndef LOYALTY_SNAPSHOT_SEAL_H
#define LOYALTY_SNAPSHOT_SEAL_H

#include <stddef.h>

#include "base/hash.h"

enum { SEAL_SIZE = 8, SEAL_WORD = 8 }; /* bytes */

/* The checksum of the words so far, and the bytes after the last of them. All zeros is that of nothing. */
struct seal {
    uint64_t hash, part;
    uint32_t part_bytes;
};

static inline void seal_add_byte(struct seal *seal, unsigned char byte)
{
    seal->part |= (uint64_t)byte << 8 * seal->part_bytes;
    if (++seal->part_bytes < SEAL_WORD)
        return;
    seal->hash = hash_quick_word(seal->hash, seal->part);
    seal->part = seal->part_bytes = 0;
}

static inline void seal_add(struct seal *seal, const unsigned char *bytes, size_t count)
{
    size_t at = 0;
    for (; at < count && seal->part_bytes; at++)
        seal_add_byte(seal, bytes[at]);
    uint64_t hash = seal->hash;
    for (; count - at >= SEAL_WORD; at += SEAL_WORD)
        hash = hash_quick_word(hash, hash_load((const char *)bytes + at));
    seal->hash = hash;
    for (; at < count; at++)
        seal_add_byte(seal, bytes[at]);
}

static inline uint64_t seal_end(const struct seal *seal)
{
    return seal->part_bytes ? hash_quick_word(seal->hash, seal->part) : seal->hash;
}

/* Write and read a number of eight bytes, the lowest first. */
static inline void seal_put_number(unsigned char *bytes, uint64_t number)
{
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(number >> 8 * i);
}

static inline uint64_t seal_number(const unsigned char *bytes)
{
    return hash_load((const char *)bytes);
}

#endif
