/* SPDX-License-Identifier: MIT */
/* The index from keys to rows. */
#include "book/keys.h"

#include <assert.h>

enum { KEYS_FIRST_CAPACITY = 16 };

struct sip {
    uint64_t a, b, c, d;
};

static inline uint64_t keys_rotated(uint64_t block, int bits)
{
    return block << bits | block >> (64 - bits);
}

static inline void sip_round(struct sip *sip)
{
    sip->a += sip->b;
    sip->b = keys_rotated(sip->b, 13) ^ sip->a;
    sip->a = keys_rotated(sip->a, 32);
    sip->c += sip->d;
    sip->d = keys_rotated(sip->d, 16) ^ sip->c;
    sip->a += sip->d;
    sip->d = keys_rotated(sip->d, 21) ^ sip->a;
    sip->c += sip->b;
    sip->b = keys_rotated(sip->b, 17) ^ sip->c;
    sip->c = keys_rotated(sip->c, 32);
}

/* Reads up to 7 bytes, the first as the lowest. */
static inline uint64_t keys_little_endian(const char *bytes, uint32_t length)
{
    uint64_t word = 0;
    for (uint32_t i = 0; i < length; i++)
        word |= (uint64_t)(unsigned char)bytes[i] << 8 * i;
    return word;
}

/* Reads 8 bytes, written so that compilers make it a single load. */
static inline uint64_t keys_little_endian_word(const char *bytes)
{
    const unsigned char *byte = (const unsigned char *)bytes;
    return (uint64_t)byte[0] | (uint64_t)byte[1] << 8 | (uint64_t)byte[2] << 16 | (uint64_t)byte[3] << 24 |
           (uint64_t)byte[4] << 32 | (uint64_t)byte[5] << 40 | (uint64_t)byte[6] << 48 | (uint64_t)byte[7] << 56;
}

static inline void sip_word(struct sip *sip, uint64_t block)
{
    sip->d ^= block;
    sip_round(sip);
    sip->a ^= block;
}

static inline struct sip sip_begin(const uint64_t seed[2])
{
    return (struct sip){seed[0] ^ UINT64_C(0x736f6d6570736575), seed[1] ^ UINT64_C(0x646f72616e646f6d),
                        seed[0] ^ UINT64_C(0x6c7967656e657261), seed[1] ^ UINT64_C(0x7465646279746573)};
}

static inline uint64_t sip_end(struct sip *sip, uint64_t last)
{
    sip_word(sip, last);
    sip->c ^= 0xff;
    for (int i = 0; i < 3; i++)
        sip_round(sip);
    return sip->a ^ sip->b ^ sip->c ^ sip->d;
}

uint64_t keys_siphash(const uint64_t seed[2], const char *bytes, uint32_t length)
{
    struct sip sip = sip_begin(seed);
    uint32_t left = length;
    for (; left >= 8; left -= 8, bytes += 8)
        sip_word(&sip, keys_little_endian_word(bytes));
    return sip_end(&sip, (uint64_t)length << 56 | keys_little_endian(bytes, left));
}

/* Does what keys_siphash() does for eight bytes, the length of most books' keys. */
static inline uint64_t siphash_of_eight(const uint64_t seed[2], const char *bytes)
{
    struct sip sip = sip_begin(seed);
    sip_word(&sip, keys_little_endian_word(bytes));
    return sip_end(&sip, UINT64_C(8) << 56);
}

/* SplitMix64 (Steele, Lea and Flood 2014). */
static uint64_t keys_next_of(uint64_t *state)
{
    uint64_t block = *state += UINT64_C(0x9e3779b97f4a7c15);
    block = (block ^ block >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    block = (block ^ block >> 27) * UINT64_C(0x94d049bb133111eb);
    return block ^ block >> 31;
}

void keys_init(struct keys *keys, uint64_t seed)
{
    *keys = (struct keys){.slots = NULL};
    keys->seed[0] = keys_next_of(&seed);
    keys->seed[1] = keys_next_of(&seed);
}

void keys_end(struct keys *keys, const loyalty_allocator *allocator)
{
    memory_free(allocator, keys->slots);
}

struct key keys_key(const struct keys *keys, const char *bytes, uint32_t length)
{
    struct key key = {bytes, length, 0, 0};
    if (length == ROW_KEY_INLINE) {
        memcpy(&key.word, bytes, ROW_KEY_INLINE);
        key.hash = (uint32_t)siphash_of_eight(keys->seed, bytes);
        return key;
    }
    if (length < ROW_KEY_INLINE)
        memcpy(&key.word, bytes, length);
    key.hash = (uint32_t)keys_siphash(keys->seed, bytes, length);
    return key;
}

uint32_t keys_find(const struct keys *keys, const struct book_rows *rows, const struct key *key)
{
    if (keys->count == 0)
        return INDEX_NONE;
    uint32_t mask = keys->capacity - 1;
    for (uint32_t i = key->hash & mask; keys->slots[i].row; i = (i + 1) & mask)
        if (keys->slots[i].hash == key->hash && row_has_key(row_at(rows, keys->slots[i].row - 1), key))
            return keys->slots[i].row - 1;
    return INDEX_NONE;
}

uint32_t keys_guess(const struct keys *keys, uint32_t hash)
{
    if (keys->count == 0)
        return INDEX_NONE;
    uint32_t mask = keys->capacity - 1;
    for (uint32_t i = hash & mask; keys->slots[i].row; i = (i + 1) & mask)
        if (keys->slots[i].hash == hash)
            return keys->slots[i].row - 1;
    return INDEX_NONE;
}

int32_t keys_reserve(struct keys *keys, const loyalty_allocator *allocator, uint32_t more)
{
    uint32_t capacity = keys->capacity ? keys->capacity : KEYS_FIRST_CAPACITY;
    if (more > UINT32_MAX - keys->count)
        return LOYALTY_E_MEMORY;
    while (capacity / 4 * 3 < keys->count + more) {
        if (capacity > UINT32_MAX / 2)
            return LOYALTY_E_MEMORY;
        capacity *= 2;
    }
    if (capacity == keys->capacity)
        return LOYALTY_OK;
    struct keys larger = *keys;
    size_t bytes = capacity * sizeof *larger.slots;
    if (bytes / sizeof *larger.slots != capacity)
        return LOYALTY_E_MEMORY;
    larger.slots = memory_new(allocator, bytes);
    if (!larger.slots)
        return LOYALTY_E_MEMORY;
    larger.capacity = capacity;
    larger.count = 0;
    for (uint32_t i = 0; i < keys->capacity; i++)
        if (keys->slots[i].row)
            keys_put(&larger, keys->slots[i].hash, keys->slots[i].row - 1);
    memory_free(allocator, keys->slots);
    *keys = larger;
    return LOYALTY_OK;
}

void keys_put(struct keys *keys, uint32_t hash, uint32_t row)
{
    assert(keys->count < keys->capacity / 4 * 3);
    uint32_t mask = keys->capacity - 1, i = hash & mask;
    while (keys->slots[i].row)
        i = (i + 1) & mask;
    keys->slots[i] = (struct key_slot){hash, row + 1};
    keys->count++;
}

/* Moves later slots up into the gap, so that no search ever passes a freed slot. */
void keys_remove(struct keys *keys, uint32_t hash, uint32_t row)
{
    uint32_t mask = keys->capacity - 1, gap = hash & mask;
    while (keys->slots[gap].row != row + 1)
        gap = (gap + 1) & mask;
    for (uint32_t i = (gap + 1) & mask; keys->slots[i].row; i = (i + 1) & mask)
        if (((i - keys->slots[i].hash) & mask) >= ((i - gap) & mask)) { /* its home is the gap or before it */
            keys->slots[gap] = keys->slots[i];
            gap = i;
        }
    keys->slots[gap] = (struct key_slot){0, 0};
    keys->count--;
}
