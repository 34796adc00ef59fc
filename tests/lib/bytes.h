/* SPDX-License-Identifier: MIT */
/* Snapshots in memory. Whatever goes wrong ends the process. */
#ifndef TESTS_BYTES_H
#define TESTS_BYTES_H

#include <loyalty/loyalty.h>

#include <stdbool.h>

#include "random.h"

/* All zeros is none. */
struct bytes {
    unsigned char *bytes;
    size_t length, at;    /* `at`: how many were read */
    struct random *sizes; /* of the pieces in which they are given; NULL: as many as are asked for */
};

/* What saving the customer gives. */
struct bytes bytes_of(const loyalty_customer *customer);
bool bytes_same(const struct bytes *a, const struct bytes *b);
/* The callbacks of loyalty_book_save() and loyalty_book_load(); their user is the struct bytes. */
int32_t bytes_write(void *user, const void *bytes, size_t length);
int32_t bytes_read(void *user, void *bytes, size_t capacity, size_t *length);
void bytes_free(struct bytes *bytes);

#endif
