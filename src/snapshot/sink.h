/* SPDX-License-Identifier: MIT */
/* Where the bytes of a snapshot go: to a callback, or nowhere if they are only counted. */
#ifndef LOYALTY_SNAPSHOT_SINK_H
#define LOYALTY_SNAPSHOT_SINK_H

#include <stdbool.h>

#include "loyalty/loyalty.h"
#include "snapshot/seal.h"

enum { SINK_BYTES = 4096, SINK_NUMBER = 10 /* the most bytes of a number */ };

struct sink {
    loyalty_on_write *write; /* NULL: the bytes are counted */
    void *user;
    int32_t status; /* LOYALTY_E_STOPPED once the callback asked for it: then nothing is written any more */
    uint32_t used;
    uint64_t passed;  /* bytes that have left `bytes` */
    struct seal seal; /* of these */
    unsigned char bytes[SINK_BYTES];
};

/* Begins. Leaves the bytes as they are, which need no value. */
void sink_begin(struct sink *sink, loyalty_on_write *write, void *user);
void sink_flush(struct sink *sink);
/* Writes the checksum of all that was put, and ends. Returns the status. */
int32_t sink_end(struct sink *sink);

static inline uint64_t sink_count(const struct sink *sink)
{
    return sink->passed + sink->used;
}

static inline void sink_reserve(struct sink *sink, uint32_t count)
{
    if (sink->used > SINK_BYTES - count)
        sink_flush(sink);
}

static inline void sink_put_byte(struct sink *sink, unsigned char byte)
{
    sink_reserve(sink, 1);
    sink->bytes[sink->used++] = byte;
}

/* Puts seven bits a byte, the lowest first; all but the last byte have the eighth bit. */
static inline void sink_put(struct sink *sink, uint64_t number)
{
    sink_reserve(sink, SINK_NUMBER);
    for (; number >= 0x80; number >>= 7)
        sink->bytes[sink->used++] = (unsigned char)(number | 0x80);
    sink->bytes[sink->used++] = (unsigned char)number;
}

/* Puts a number with a sign: 0, -1, 1, -2, 2 and so on become 0, 1, 2, 3, 4. */
static inline void sink_put_signed(struct sink *sink, int64_t number)
{
    sink_put(sink, number < 0 ? ~((uint64_t)number << 1) : (uint64_t)number << 1);
}

/* Puts bytes, SINK_BYTES at most. */
void sink_put_bytes(struct sink *sink, const void *bytes, uint32_t count);

#endif
