/* SPDX-License-Identifier: MIT */
#ifndef PROPERTIES_BYTES_H
#define PROPERTIES_BYTES_H

#include <loyalty/loyalty.h>

/* Bytes of a snapshot, and how much of them was read. All zeros is none. */
struct bytes {
    unsigned char *bytes;
    size_t length, at;
};

/* A loyalty_on_write and a loyalty_on_read for a book's; their user is the struct bytes. Asking past the end is a mismatch. */
int32_t bytes_write(void *user, const void *bytes, size_t length);
int32_t bytes_read(void *user, void *bytes, size_t capacity, size_t *length);
void bytes_free(struct bytes *bytes);

#endif
