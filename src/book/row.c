/* SPDX-License-Identifier: MIT */
/* Rows, each with a customer, in blocks that never move. */
#include "book/row.h"

#include "book/due.h"

enum { ROW_CHUNK_BYTES = ROW_CHUNK * sizeof(struct book_entry) + ROW_ALIGNMENT - 1 };

/* Frees the block of a longer key. */
static void row_free_key(const loyalty_allocator *allocator, const struct book_row *row)
{
    memory_free_wiped(allocator, row->key.block, sizeof *row->key.block + row->key_length);
}

void rows_init(struct book_rows *rows, const struct home *home)
{
    *rows = (struct book_rows){.home = home, .free = INDEX_NONE};
}

void rows_end(struct book_rows *rows)
{
    const loyalty_allocator *allocator = program_allocator(rows->home->program);
    for (uint32_t i = 0; i < rows->used; i++) {
        struct book_row *row = row_at(rows, i);
        if (row->key_length > KEY_SHORT)
            row_free_key(allocator, row);
        if (row->key_length)
            customer_clear(row_customer(rows, i));
    }
    for (uint32_t i = 0; i < rows->chunk_count; i++)
        memory_free_wiped(allocator, rows->chunks[i].block, ROW_CHUNK_BYTES);
    memory_free(allocator, rows->chunks);
}

/* Reserves a row: one that is free, or one that was never used. */
static int32_t rows_reserve(struct book_rows *rows)
{
    if (rows->free != INDEX_NONE || rows->used < rows->chunk_count * ROW_CHUNK)
        return LOYALTY_OK;
    if (rows->chunk_count == ROW_CHUNKS_MAX)
        return LOYALTY_E_FULL;
    const loyalty_allocator *allocator = program_allocator(rows->home->program);
    int32_t status = memory_grow(allocator, (void **)&rows->chunks, &rows->chunk_capacity, rows->chunk_count + 1,
                                 sizeof *rows->chunks);
    if (status)
        return status;
    void *block = memory_resize(allocator, NULL, ROW_CHUNK_BYTES);
    if (!block)
        return LOYALTY_E_MEMORY;
    uintptr_t aligned = ((uintptr_t)block + ROW_ALIGNMENT - 1) / ROW_ALIGNMENT * ROW_ALIGNMENT;
    rows->chunks[rows->chunk_count++] = (struct book_chunk){(struct book_entry *)aligned, block};
    return LOYALTY_OK;
}

/* Copies a longer key into a block. Returns NULL if memory runs out. */
static struct key_block *row_new_block(const loyalty_allocator *allocator, const struct key *key)
{
    struct key_block *block = memory_resize(allocator, NULL, sizeof *block + key->length);
    if (block) {
        block->length = key->length & UINT8_MAX;
        memcpy(block->bytes, key->bytes, key->length);
    }
    return block;
}

int32_t row_new(struct book_rows *rows, const struct key *key, uint32_t *row)
{
    struct key_block *block = NULL;
    int32_t status = rows_reserve(rows);
    if (!status && !key_is_short(key)) {
        block = row_new_block(program_allocator(rows->home->program), key);
        status = block ? LOYALTY_OK : LOYALTY_E_MEMORY;
    }
    if (status)
        return status;
    *row = rows->free != INDEX_NONE ? rows->free : rows->used++;
    struct book_row *made = row_at(rows, *row);
    if (rows->free != INDEX_NONE)
        rows->free = made->place;
    memset(made, 0, sizeof *made);
    if (block)
        made->key.block = block;
    else
        key_write(key, made->key.bytes);
    made->key_length = key->length & UINT8_MAX;
    made->queued = DUE_NEVER;
    customer_init(row_customer(rows, *row), rows->home);
    rows->count++;
    return LOYALTY_OK;
}

void row_free(struct book_rows *rows, uint32_t row)
{
    struct book_row *freed = row_at(rows, row);
    customer_wipe(row_customer(rows, row));
    if (freed->key_length > KEY_SHORT)
        row_free_key(program_allocator(rows->home->program), freed);
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
