/* SPDX-License-Identifier: MIT */
#include "book_row.h"

#include "due.h"

void rows_init(struct book_rows *rows, loyalty_program *program)
{
    *rows = (struct book_rows){.free = ROW_NONE};
    rows->store = (struct store){program, &program->arena.allocator, &rows->pool};
}

void rows_end(struct book_rows *rows)
{
    const loyalty_allocator *allocator = rows->store.allocator;
    for (uint32_t i = 0; i < rows->used; i++) {
        struct book_row *row = row_at(rows, i);
        if (row->key_length > ROW_KEY_INLINE)
            store_release(&rows->store, row->key.block, row->key_length);
        if (row->key_length)
            customer_clear(row_customer(rows, i));
    }
    for (uint32_t i = 0; i < rows->chunk_count; i++)
        memory_free(allocator, rows->chunks[i]);
    memory_free(allocator, rows->chunks);
    pool_end(&rows->pool, allocator);
}

/* Makes sure that there is a free row or one that was never taken. */
static int32_t reserve_row(struct book_rows *rows)
{
    if (rows->free != ROW_NONE || rows->used < rows->chunk_count * ROW_CHUNK)
        return LOYALTY_OK;
    if (rows->chunk_count == UINT32_MAX / ROW_CHUNK / 2) /* the index of keys has no more slots */
        return LOYALTY_E_MEMORY;
    const loyalty_allocator *allocator = rows->store.allocator;
    int32_t status = memory_grow(allocator, (void **)&rows->chunks, &rows->chunk_capacity, rows->chunk_count + 1,
                                 sizeof *rows->chunks);
    if (status)
        return status;
    struct book_entry *chunk = memory_new(allocator, ROW_CHUNK * sizeof *chunk);
    if (!chunk)
        return LOYALTY_E_MEMORY;
    rows->chunks[rows->chunk_count++] = chunk;
    return LOYALTY_OK;
}

int32_t row_new(struct book_rows *rows, const struct key *key, uint32_t *row)
{
    char *block = NULL;
    int32_t status = reserve_row(rows);
    if (status)
        return status;
    if (key->length > ROW_KEY_INLINE) {
        block = store_allocate(&rows->store, key->length);
        if (!block)
            return LOYALTY_E_MEMORY;
        memcpy(block, key->bytes, key->length);
    }
    *row = rows->free != ROW_NONE ? rows->free : rows->used++;
    struct book_row *made = row_at(rows, *row);
    if (rows->free != ROW_NONE)
        rows->free = made->place;
    if (block)
        made->key.block = block;
    else
        made->key.word = key->word;
    made->key_length = key->length & UINT8_MAX;
    made->queued = DUE_NEVER;
    customer_init(row_customer(rows, *row), &rows->store);
    rows->count++;
    return LOYALTY_OK;
}

void row_free(struct book_rows *rows, uint32_t row)
{
    struct book_row *freed = row_at(rows, row);
    customer_wipe(row_customer(rows, row));
    if (freed->key_length > ROW_KEY_INLINE) {
        memory_wipe(freed->key.block, freed->key_length);
        store_release(&rows->store, freed->key.block, freed->key_length);
    }
    memory_wipe(freed, sizeof *freed);
    freed->queued = DUE_NEVER;
    freed->place = rows->free;
    rows->free = row;
    rows->count--;
}

void row_replace(struct book_rows *rows, uint32_t row, loyalty_customer *by)
{
    loyalty_customer *customer = row_customer(rows, row);
    memory_swap(customer, by, sizeof *customer);
    customer_clear(by);
}
