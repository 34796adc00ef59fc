/* SPDX-License-Identifier: MIT */
/* Reads the bytes of a snapshot. */
#include "snapshot/source.h"

#include <string.h>

void source_begin_memory(struct source *source, const unsigned char *bytes, size_t count)
{
    source->read = NULL;
    source->at = bytes;
    source->end = bytes + count;
    source->left = 0;
    source->status = LOYALTY_OK;
}

void source_begin_stream(struct source *source, loyalty_on_read *read, void *user)
{
    source_begin_memory(source, source->bytes, 0);
    source->read = read;
    source->user = user;
    source->seal = (struct seal){.hash = 0};
}

void source_fail(struct source *source, int32_t status)
{
    if (!source->status)
        source->status = status;
    source->at = source->end;
    source->left = 0;
}

/* Asks the callback for up to `capacity` bytes. Returns how many it gave; 0 is a fault. */
static size_t source_ask(struct source *source, unsigned char *bytes, size_t capacity)
{
    size_t given = 0;
    if (source->read(source->user, bytes, capacity, &given) != 0)
        source_fail(source, LOYALTY_E_STOPPED);
    else if (given > capacity)
        source_fail(source, LOYALTY_E_ARGUMENT);
    else if (given == 0)
        source_damaged(source);
    if (source->status)
        return 0;
    return given;
}

void source_read(struct source *source, unsigned char *bytes, size_t count)
{
    for (size_t at = 0; at < count && !source->status;)
        at += source_ask(source, bytes + at, count - at);
}

void source_fill(struct source *source, size_t want)
{
    size_t there = (size_t)(source->end - source->at);
    if (source->left == 0 || there >= want)
        return;
    memmove(source->bytes, source->at, there);
    while (there < want && source->left > 0) {
        const size_t room = sizeof source->bytes - there;
        const size_t given =
            source_ask(source, source->bytes + there, source->left < room ? (size_t)source->left : room);
        if (source->status)
            return;
        seal_add(&source->seal, source->bytes + there, given);
        source->left -= given;
        there += given;
    }
    source->at = source->bytes;
    source->end = source->bytes + there;
}

uint64_t source_long_number(struct source *source)
{
    source_fill(source, SOURCE_NUMBER);
    uint64_t number = 0;
    for (uint32_t shift = 0; source->at < source->end && shift < 64; shift += 7) {
        const unsigned char byte = *source->at++;
        number |= (uint64_t)(byte & 0x7f) << shift;
        if (byte >= 0x80)
            continue;
        if ((shift > 0 && byte == 0) || (shift == 63 && byte > 1))
            break;
        return number;
    }
    source_damaged(source);
    return 0;
}

const unsigned char *source_take(struct source *source, size_t count)
{
    source_fill(source, count);
    if ((size_t)(source->end - source->at) < count) {
        source_damaged(source);
        return NULL;
    }
    const unsigned char *taken = source->at;
    source->at += count;
    return taken;
}
