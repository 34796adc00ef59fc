/* SPDX-License-Identifier: MIT */
/* The rows of a book: one a customer, at a place that stays while the customer does. */
#ifndef LOYALTY_BOOK_ROW_H
#define LOYALTY_BOOK_ROW_H

#include <stdbool.h>

#include "book/keys.h"
#include "fold/customer.h"

enum {
    ROW_CHUNK_BITS = 10,
    ROW_CHUNK = 1 << ROW_CHUNK_BITS,             /* rows that are allocated together */
    ROW_CHUNKS_MAX = UINT32_MAX / ROW_CHUNK / 2, /* the index of keys has no slots for more */
    ROWS_MAX = ROW_CHUNKS_MAX * ROW_CHUNK,
    ROW_ALIGNMENT = 128 /* of entries: a pair of cache lines */
};

/* What finding a customer and queueing it read. */
struct book_row {
    union {
        char bytes[KEY_SHORT];
        struct key_block *block; /* of a longer key */
    } key;
    uint32_t place;          /* in the bucket of the queue (due.h); the next free row where the row is free */
    uint32_t queued : 24;    /* the date for which it is queued, as due_of() gives it */
    uint32_t key_length : 8; /* 0 where the row is free */
};

/* Side by side: two cache lines, where pointers have 64 bits. */
struct book_entry {
    loyalty_customer customer;
    struct book_row row;
};

_Static_assert(sizeof(void *) != 8 || sizeof(struct book_entry) == ROW_ALIGNMENT, "an entry is two cache lines");

struct book_chunk {
    struct book_entry *entries; /* ROW_CHUNK of them */
    void *block;                /* that they lie in */
};

struct book_rows {
    const struct home *home; /* of the customers */
    struct book_chunk *chunks;
    uint32_t chunk_count, chunk_capacity;
    uint32_t used;  /* rows from here on were never taken */
    uint32_t free;  /* the free row to take next, INDEX_NONE for none */
    uint32_t count; /* customers */
};

static inline struct book_row *row_at(const struct book_rows *rows, uint32_t row)
{
    return &rows->chunks[row >> ROW_CHUNK_BITS].entries[row % ROW_CHUNK].row;
}

static inline loyalty_customer *row_customer(const struct book_rows *rows, uint32_t row)
{
    return &rows->chunks[row >> ROW_CHUNK_BITS].entries[row % ROW_CHUNK].customer;
}

static inline const char *row_key(const struct book_row *row)
{
    return row->key_length <= KEY_SHORT ? row->key.bytes : row->key.block->bytes;
}

void rows_init(struct book_rows *rows, const struct home *home);
/* Ends all customers too. */
void rows_end(struct book_rows *rows);

/* A row with this key and a new customer, not queued; on failure nothing has changed. */
int32_t row_new(struct book_rows *rows, const struct key *key, uint32_t *row);
/* Ends a row that is not queued and its customer, and wipes both. The row is the next to be taken. */
void row_free(struct book_rows *rows, uint32_t row);
/* Puts what another customer of the same program holds in the place of a row's, and clears the other. */
void row_replace(struct book_rows *rows, uint32_t row, loyalty_customer *by);

#endif
