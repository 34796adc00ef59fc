/* SPDX-License-Identifier: MIT */
/* Eight bytes of text as one number, the first byte lowest on every machine. */
#ifndef LOYALTY_TOOLS_WORD_H
#define LOYALTY_TOOLS_WORD_H

#include <stddef.h>
#include <stdint.h>

enum { WORD_BYTES = 8 };

/* Loads eight bytes; compilers make one instruction of it where they can. */
static inline uint64_t word_load(const char *text)
{
    const unsigned char *bytes = (const unsigned char *)text;
    return (uint64_t)bytes[0] | (uint64_t)bytes[1] << 8 | (uint64_t)bytes[2] << 16 | (uint64_t)bytes[3] << 24 |
           (uint64_t)bytes[4] << 32 | (uint64_t)bytes[5] << 40 | (uint64_t)bytes[6] << 48 | (uint64_t)bytes[7] << 56;
}

/* Loads the first `length` of eight bytes, which may be more than eight; 0 stands in for the others. */
static inline uint64_t word_load_some(const char *text, size_t length)
{
    uint64_t word = word_load(text);
    return length >= WORD_BYTES ? word : word & ((UINT64_C(1) << 8 * length) - 1);
}

#endif
