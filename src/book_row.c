/* SPDX-License-Identifier: MIT */
#include "book_row.h"

#include "due.h"

void rows_init(struct book_rows *rows, const loyalty_allocator *allocator)
{
    *rows = (struct book_rows){.allocator = allocator, .free = ROW_NONE};
}

void rows_end(struct book_rows *rows)
{
    for (uint32_t i = 0; i < rows->used; i++) {
        struct book_row *row = row_at(rows, i);
        if (row->key_length > ROW_KEY_INLINE)
            memory_free(rows->allocator, row->key.block);
        if (row->key_length)
            customer_clear(row_customer(rows, i));
    }
    for (uint32_t i = 0; i < rows->chunk_count; i++)
        memory_free(rows->allocator, rows->chunks[i]->block);
    memory_free(rows->allocator, rows->chunks);
}

/* Makes sure that there is a free row or one that was never taken. */
static int32_t reserve_row(struct book_rows *rows)
{
    if (rows->free != ROW_NONE || rows->used < rows->chunk_count * ROW_CHUNK)
        return LOYALTY_OK;
    if (rows->chunk_count == UINT32_MAX / ROW_CHUNK / 2) /* the index of keys has no more slots */
        return LOYALTY_E_MEMORY;
    int32_t status = memory_grow(rows->allocator, (void **)&rows->chunks, &rows->chunk_capacity, rows->chunk_count + 1,
                                 sizeof *rows->chunks);
    if (status)
        return status;
    void *block = memory_new(rows->allocator, sizeof(struct book_chunk) + ROW_ALIGNMENT - 1);
    if (!block)
        return LOYALTY_E_MEMORY;
    uintptr_t aligned = ((uintptr_t)block + ROW_ALIGNMENT - 1) / ROW_ALIGNMENT * ROW_ALIGNMENT;
    struct book_chunk *chunk = (struct book_chunk *)aligned;
    chunk->block = block;
    rows->chunks[rows->chunk_count++] = chunk;
    return LOYALTY_OK;
}

int32_t row_new(struct book_rows *rows, loyalty_program *program, const struct key *key, uint32_t *row)
{
    void *block = NULL;
    int32_t status = reserve_row(rows);
    if (!status && key->length > ROW_KEY_INLINE)
        status = memory_copy(rows->allocator, key->bytes, key->length, 1, &block);
    if (status)
        return status;
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
    customer_init(row_customer(rows, *row), program);
    rows->count++;
    return LOYALTY_OK;
}

void row_free(struct book_rows *rows, uint32_t row)
{
    struct book_row *freed = row_at(rows, row);
    customer_wipe(row_customer(rows, row));
    if (freed->key_length > ROW_KEY_INLINE) {
        memory_wipe(freed->key.block, freed->key_length);
        memory_free(rows->allocator, freed->key.block);
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
