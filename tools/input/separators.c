/* SPDX-License-Identifier: MIT */
/* Looks at 64 bytes at a time: bit i of a mask says whether byte i is one of those looked for. */
#include "input/separators.h"

#include "input/word.h"

#include <stdbool.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { AT_ONCE = 64 };

_Static_assert(AT_ONCE <= (int)SEPARATORS_PADDING, "the last 64 bytes begin in the text, and may end in the padding");

struct masks {
    uint64_t found;   /* commas, quotes, LF and CR */
    uint64_t returns; /* CR alone */
};

/* The lowest bit of a mask that is not 0. */
static unsigned separators_lowest(uint64_t mask)
{
#if defined(__GNUC__)
    return (unsigned)__builtin_ctzll(mask);
#else
    unsigned bit = 0;
    while (!(mask >> bit & 1))
        bit++;
    return bit;
#endif
}

/* ---- any machine: eight bytes in a word ---- */

#define EACH_BYTE UINT64_C(0x0101010101010101)

/* The top bit of each byte of the word that equals `byte`. */
static uint64_t separators_equal(uint64_t word, unsigned char byte)
{
    uint64_t low = EACH_BYTE * 0x7f;
    uint64_t other = word ^ EACH_BYTE * byte;
    return ~(((other & low) + low) | other | low);
}

/* Brings the top bits of eight bytes together: no two of the products meet in a bit. */
static uint64_t separators_gather(uint64_t tops)
{
    return (tops >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

static struct masks separators_mask_portable(const char *text)
{
    struct masks masks = {0};
    for (unsigned i = 0; i < AT_ONCE; i += WORD_BYTES) {
        uint64_t word = word_load(text + i);
        uint64_t returns = separators_equal(word, '\r');
        uint64_t found = separators_equal(word, ',') | separators_equal(word, '"') | separators_equal(word, '\n');
        masks.found |= separators_gather(found | returns) << i;
        masks.returns |= separators_gather(returns) << i;
    }
    return masks;
}

/* ---- x86-64: sixteen bytes in a register ---- */

#if defined(__SSE2__)
static struct masks separators_mask(const char *text)
{
    struct masks masks = {0};
    for (unsigned i = 0; i < AT_ONCE; i += 16) {
        __m128i part = _mm_loadu_si128((const __m128i *)(const void *)(text + i));
        __m128i returns = _mm_cmpeq_epi8(part, _mm_set1_epi8('\r'));
        __m128i ends = _mm_or_si128(returns, _mm_cmpeq_epi8(part, _mm_set1_epi8('\n')));
        __m128i inside =
            _mm_or_si128(_mm_cmpeq_epi8(part, _mm_set1_epi8(',')), _mm_cmpeq_epi8(part, _mm_set1_epi8('"')));
        masks.found |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_or_si128(ends, inside)) << i;
        masks.returns |= (uint64_t)(uint32_t)_mm_movemask_epi8(returns) << i;
    }
    return masks;
}
#else
static struct masks separators_mask(const char *text)
{
    return separators_mask_portable(text);
}
#endif

/* ---- places ---- */

/* A CR belongs to the LF that follows it: only the LF is a place. */
static uint64_t separators_drop_pairs(struct masks masks, const char *text)
{
    for (uint64_t rest = masks.returns; rest; rest &= rest - 1)
        if (text[separators_lowest(rest) + 1] == '\n')
            masks.found &= ~(rest & (0 - rest));
    return masks.found;
}

/* Of the bytes from `from` up to `to`. Both callers name a function that is then a part of theirs. */
static inline size_t separators_list(struct masks (*mask)(const char *text), const char *text, uint32_t from,
                                     uint32_t to, uint32_t *places)
{
    uint32_t *next = places;
    for (uint32_t at = from; at < to; at += AT_ONCE) {
        struct masks masks = mask(text + at);
        uint64_t found = masks.returns ? separators_drop_pairs(masks, text + at) : masks.found;
        if (to - at < AT_ONCE)
            found &= (UINT64_C(1) << (to - at)) - 1;
        for (; found; found &= found - 1)
            *next++ = at + separators_lowest(found);
    }
    return (size_t)(next - places);
}

size_t separators_find(const char *text, uint32_t from, uint32_t to, uint32_t *places)
{
    return separators_list(separators_mask, text, from, to, places);
}

size_t separators_find_portable(const char *text, uint32_t from, uint32_t to, uint32_t *places)
{
    return separators_list(separators_mask_portable, text, from, to, places);
}
