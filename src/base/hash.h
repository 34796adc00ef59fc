/* SPDX-License-Identifier: MIT */
/*
 * Hashes. With a seed it is SipHash-1-3 (Aumasson and Bernstein 2012): nobody who does not know the seed can choose keys
 * that crowd together. Without one it is a quicker hash that anyone can predict.
 */
#ifndef LOYALTY_BASE_HASH_H
#define LOYALTY_BASE_HASH_H

#include <stdbool.h>
#include <stdint.h>

struct hash_seed {
    uint64_t words[2]; /* 16 bytes, the seed of SipHash */
    bool quick;        /* there is no seed */
};

/* Reads a seed of LOYALTY_SEED_SIZE bytes; NULL for none. */
struct hash_seed hash_seed(const void *bytes);

/* SipHash-1-3 of words, one after another: sip_begin(), sip_word() for each but the last, sip_end(). */
struct sip {
    uint64_t a, b, c, d;
};

static inline uint64_t sip_rotated(uint64_t block, int bits)
{
    return block << bits | block >> (64 - bits);
}

static inline void sip_round(struct sip *sip)
{
    sip->a += sip->b;
    sip->b = sip_rotated(sip->b, 13) ^ sip->a;
    sip->a = sip_rotated(sip->a, 32);
    sip->c += sip->d;
    sip->d = sip_rotated(sip->d, 16) ^ sip->c;
    sip->a += sip->d;
    sip->d = sip_rotated(sip->d, 21) ^ sip->a;
    sip->c += sip->b;
    sip->b = sip_rotated(sip->b, 17) ^ sip->c;
    sip->c = sip_rotated(sip->c, 32);
}

static inline void sip_word(struct sip *sip, uint64_t word)
{
    sip->d ^= word;
    sip_round(sip);
    sip->a ^= word;
}

static inline struct sip sip_begin(const struct hash_seed *seed)
{
    return (struct sip){seed->words[0] ^ UINT64_C(0x736f6d6570736575), seed->words[1] ^ UINT64_C(0x646f72616e646f6d),
                        seed->words[0] ^ UINT64_C(0x6c7967656e657261), seed->words[1] ^ UINT64_C(0x7465646279746573)};
}

static inline uint64_t sip_end(struct sip *sip, uint64_t last)
{
    sip_word(sip, last);
    sip->c ^= 0xff;
    for (int i = 0; i < 3; i++)
        sip_round(sip);
    return sip->a ^ sip->b ^ sip->c ^ sip->d;
}

/* Return SipHash-1-3 of any bytes, and of up to eight, which are the lowest bytes of a word. */
uint64_t hash_sip(const struct hash_seed *seed, const char *bytes, uint32_t length);
uint64_t hash_sip_word(const struct hash_seed *seed, uint64_t word, uint32_t length);

/* Reads 8 bytes, the first as the lowest. Written so that compilers make it a single load. */
static inline uint64_t hash_load(const char *bytes)
{
    const unsigned char *byte = (const unsigned char *)bytes;
    return (uint64_t)byte[0] | (uint64_t)byte[1] << 8 | (uint64_t)byte[2] << 16 | (uint64_t)byte[3] << 24 |
           (uint64_t)byte[4] << 32 | (uint64_t)byte[5] << 40 | (uint64_t)byte[6] << 48 | (uint64_t)byte[7] << 56;
}

/* Reads 8 bytes, the first as the highest. */
static inline uint64_t hash_load_number(const char *bytes)
{
    const unsigned char *byte = (const unsigned char *)bytes;
    return (uint64_t)byte[7] | (uint64_t)byte[6] << 8 | (uint64_t)byte[5] << 16 | (uint64_t)byte[4] << 24 |
           (uint64_t)byte[3] << 32 | (uint64_t)byte[2] << 40 | (uint64_t)byte[1] << 48 | (uint64_t)byte[0] << 56;
}

/* Returns up to eight bytes as a word, the first as the lowest. */
uint64_t hash_word_of(const char *bytes, uint32_t length);

/* Odd numbers with about as many ones as zeros: of the golden ratio, and of MurmurHash3 (Appleby 2011). */
#define HASH_FIRST UINT64_C(0x9e3779b97f4a7c15)
#define HASH_SECOND UINT64_C(0xc4ceb9fe1a85ec53)

/* Every bit of the word reaches the upper half of the hash. */
static inline uint64_t hash_quick_word(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * HASH_FIRST;
    return (hash ^ hash >> 32) * HASH_SECOND;
}

/* Returns the hash of up to eight bytes as a word, such as a number. */
static inline uint64_t hash_word(const struct hash_seed *seed, uint64_t word, uint32_t length)
{
    return seed->quick ? hash_quick_word(length, word) : hash_sip_word(seed, word, length);
}

/* Returns the hash of any bytes. */
uint64_t hash_bytes(const struct hash_seed *seed, const char *bytes, uint32_t length);

#endif
