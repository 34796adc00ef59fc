/* SPDX-License-Identifier: MIT */
/* Takes and gives the bytes of snapshots. */
#include "bytes.h"

#include <stdlib.h>
#include <string.h>

#include "mismatch.h"
#include "random.h"

static struct random sizes = {1}; /* of the pieces in which bytes are given */

int32_t bytes_write(void *user, const void *bytes, size_t length)
{
    struct bytes *to = user;
    to->bytes = realloc(to->bytes, to->length + length);
    if (!to->bytes)
        abort();
    memcpy(to->bytes + to->length, bytes, length);
    to->length += length;
    return 0;
}

int32_t bytes_read(void *user, void *bytes, size_t capacity, size_t *length)
{
    struct bytes *from = user;
    const size_t most = random_chance(&sizes, 50) ? (size_t)random_int(&sizes, 1, 9) : capacity;
    if (capacity > from->length - from->at)
        mismatch("a load asks for %zu bytes, and %zu are left", capacity, from->length - from->at);
    *length = capacity < most ? capacity : most;
    memcpy(bytes, from->bytes + from->at, *length);
    from->at += *length;
    return 0;
}

void bytes_free(struct bytes *bytes)
{
    free(bytes->bytes);
    *bytes = (struct bytes){NULL, 0, 0};
}
