/* SPDX-License-Identifier: MIT */
/*
 * Where the bytes of a snapshot come from: memory, or a callback. After the first fault every number is 0 and there are
 * no bytes; the status says what it was. So a loop over what is read must ask for the status.
 */
#ifndef LOYALTY_SNAPSHOT_SOURCE_H
#define LOYALTY_SNAPSHOT_SOURCE_H

#include <stdbool.h>

#include "loyalty/loyalty.h"
#include "snapshot/seal.h"

enum { SOURCE_BYTES = 4096, SOURCE_NUMBER = 10 };

struct source {
    loyalty_on_read *read; /* NULL: all bytes are in memory */
    void *user;
    const unsigned char *at, *end; /* those that are there and not read yet */
    uint64_t left;                 /* how many come after them */
    int32_t status;
    struct seal seal; /* of all that the callback gave */
    unsigned char bytes[SOURCE_BYTES];
};

/* Begin. Leave the bytes as they are, which need no value. */
void source_begin_memory(struct source *source, const unsigned char *bytes, size_t count);
void source_begin_stream(struct source *source, loyalty_on_read *read, void *user);
/* Reads exactly `count` bytes of a stream. */
void source_read(struct source *source, unsigned char *bytes, size_t count);
/* Makes `want` bytes present if there are so many. */
void source_fill(struct source *source, size_t want);
/* Notes a fault, unless there was one before. */
void source_fail(struct source *source, int32_t status);

static inline void source_damaged(struct source *source)
{
    source_fail(source, LOYALTY_E_SNAPSHOT);
}

static inline bool source_is_done(const struct source *source)
{
    return source->at == source->end && source->left == 0;
}

/* Reads what sink_put() wrote. It is a fault if fewer bytes could say the same. */
uint64_t source_long_number(struct source *source);
/*
 * Reads a number of up to four of the ten bytes that are there. Returns what follows it, or NULL if it is longer, or
 * longer than need be. No processor could predict how long a number is, so this does not ask.
 */
static inline const unsigned char *source_decode(const unsigned char *at, uint32_t *number)
{
    uint32_t bits = (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
    const uint32_t ends = ~bits & 0x80808080, last = ends & (0 - ends);
    bits &= last - 1;
    if (!ends || bits < (last >> 7) - (last == 0x80)) /* the last byte is 0, and not the only one */
        return NULL;
    bits = (bits & 0x007f007f) | (bits & 0x7f007f00) >> 1;
    *number = (bits & 0x3fff) | (bits & 0x3fff0000) >> 2;
    return at + __builtin_ctz(last) / 8 + 1;
}

/*
 * Reads two such numbers at once, if ten bytes are there. Returns what follows them, or NULL if one is not such. It does in
 * one word of 64 bits what source_decode() does in one of 32: the ends of numbers are the bytes without a high bit.
 */
static inline const unsigned char *source_decode_two(const unsigned char *at, uint32_t *one, uint32_t *other)
{
    const uint64_t high = UINT64_C(0x8080808080808080);
    const uint64_t bits = seal_number(at), goes_on = bits & high, ends = goes_on ^ high;
    const uint64_t first = ends & (0 - ends), rest = ends ^ first, second = rest & (0 - rest);
    const uint64_t empty = ~((bits & ~high) + ~high) & high; /* the bytes without another bit */
    if (second == 0 || second >> 32 > first || first >> 32 || (empty & goes_on << 8 & (first | second)))
        return NULL;
    const uint64_t tail = (bits & (second - 1)) >> 1 >> __builtin_ctzll(first);
    uint64_t both = (bits & (first - 1)) | tail << 32;
    both = (both & UINT64_C(0x007f007f007f007f)) | (both & UINT64_C(0x7f007f007f007f00)) >> 1;
    both = (both & UINT64_C(0x00003fff00003fff)) | (both & UINT64_C(0x3fff00003fff0000)) >> 2;
    *one = (uint32_t)both;
    *other = (uint32_t)(both >> 32);
    return at + __builtin_ctzll(second) / 8 + 1;
}

static inline uint64_t source_number(struct source *source)
{
    uint32_t number;
    const unsigned char *after = source->end - source->at >= SOURCE_NUMBER ? source_decode(source->at, &number) : NULL;
    if (!after)
        return source_long_number(source);
    source->at = after;
    return number;
}

/* Reads a number up to a limit. */
static inline uint64_t source_number_to(struct source *source, uint64_t most)
{
    const uint64_t number = source_number(source);
    if (number <= most)
        return number;
    source_damaged(source);
    return 0;
}

static inline int64_t source_with_sign(uint64_t number)
{
    return (int64_t)(number >> 1 ^ (0 - (number & 1)));
}

static inline int64_t source_signed(struct source *source)
{
    return source_with_sign(source_number(source));
}

/* Returns the next bytes, which stay until more are read; NULL if there are not so many. */
const unsigned char *source_take(struct source *source, size_t count);

#endif
