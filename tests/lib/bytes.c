/* SPDX-License-Identifier: MIT */
#include "bytes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bytes bytes_of(const loyalty_customer *customer)
{
    struct bytes saved = {.bytes = NULL};
    if (loyalty_customer_save(customer, NULL, 0, &saved.length) != LOYALTY_E_SPACE)
        abort();
    saved.bytes = malloc(saved.length);
    if (!saved.bytes || loyalty_customer_save(customer, saved.bytes, saved.length, &saved.length) != LOYALTY_OK)
        abort();
    return saved;
}

bool bytes_same(const struct bytes *a, const struct bytes *b)
{
    return a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0;
}

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
    size_t most = capacity;
    if (capacity > from->length - from->at) {
        fprintf(stderr, "asks for %zu bytes, and %zu are left\n", capacity, from->length - from->at);
        abort();
    }
    if (from->sizes && random_chance(from->sizes, 50))
        most = (size_t)random_int(from->sizes, 1, 9);
    *length = capacity < most ? capacity : most;
    memcpy(bytes, from->bytes + from->at, *length);
    from->at += *length;
    return 0;
}

void bytes_free(struct bytes *bytes)
{
    free(bytes->bytes);
    *bytes = (struct bytes){NULL, 0, 0, NULL};
}
