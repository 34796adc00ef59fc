/* SPDX-License-Identifier: MIT */
/* The events of a batch, one by one. */
#ifndef LOYALTY_BOOK_BATCH_H
#define LOYALTY_BOOK_BATCH_H

#include "book/book.h"
#include "fold/event.h"

static inline uint32_t batch_key_length(const loyalty_batch *batch, size_t i)
{
    return batch->numbers ? (uint32_t)sizeof *batch->numbers : batch->key_lengths[i];
}

/* Returns the key of event `i`. If it is not valid, its mark is 0. */
static inline struct key batch_key(const loyalty_batch *batch, const struct keys *keys, size_t i)
{
    if (batch->numbers)
        return keys_number(keys, batch->numbers[i]);
    if (batch->keys[i] && book_key_is_valid(batch->key_lengths[i]))
        return keys_key(keys, batch->keys[i], batch->key_lengths[i]);
    return (struct key){batch->keys[i], batch->key_lengths[i], 0, 0};
}

/* Records event `i`. `row` is the row of its key, or INDEX_NONE if it is not known. */
static inline int32_t batch_record(loyalty_book *book, const loyalty_batch *batch, size_t i, const struct key *key,
                                   uint32_t row, struct book_listener *listener)
{
    if (!batch->numbers && !key->bytes)
        return LOYALTY_E_ARGUMENT;
    if (!book_key_is_valid(key->length))
        return LOYALTY_E_KEY;
    loyalty_event event = event_at(batch, i);
    return book_record(book, key, &event, listener, &row);
}

/* Counts an event that was looked at, with its status, which is kept in `statuses` if that is not NULL. */
static inline void batch_count(loyalty_batch_result *result, int32_t *statuses, int32_t status)
{
    if (statuses)
        statuses[result->done] = status;
    result->done++;
    result->duplicates += status == LOYALTY_E_DUPLICATE;
    result->refused += status != LOYALTY_OK && status != LOYALTY_E_DUPLICATE;
}

/* Puts the first events of a batch aside, as long as the book's stage is open, and counts them. */
void batch_put_aside(loyalty_book *book, const loyalty_batch *batch, int32_t *statuses, loyalty_batch_result *result);

#endif
