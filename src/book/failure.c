/* SPDX-License-Identifier: MIT */
/* Remembers for which customer a call of a book has failed, and tells it. */
#include "book/failure.h"

#include "book/book.h"

static void failure_note(loyalty_book *book, uint32_t key_length, int32_t status)
{
    book->failure.key_length = key_length & UINT8_MAX;
    book->failure.host_status = status == LOYALTY_E_HOST ? book->host_status : LOYALTY_OK;
}

void failure_note_key(loyalty_book *book, const struct key *key, int32_t status)
{
    if (key_is_short(key))
        key_write(key, book->failure.key);
    else
        memcpy(book->failure.key, key->bytes, key->length);
    failure_note(book, key->length, status);
}

int32_t failure_of_record(loyalty_book *book, const struct key *key, int32_t status)
{
    if (status != LOYALTY_E_DUPLICATE)
        failure_note_key(book, key, status);
    return status;
}

void failure_note_row(loyalty_book *book, uint32_t row, int32_t status)
{
    const struct book_row *of = row_at(&book->rows, row);
    memcpy(book->failure.key, row_key(of), of->key_length);
    failure_note(book, of->key_length, status);
}

void failure_forget(loyalty_book *book)
{
    memory_wipe(&book->failure, sizeof book->failure);
}

loyalty_status loyalty_book_failure(const loyalty_book *book, const void **key, uint32_t *key_length,
                                    int32_t *host_status)
{
    if (!book)
        return LOYALTY_E_ARGUMENT;
    if (book->telling)
        return LOYALTY_E_BUSY;
    if (!book->failure.key_length)
        return LOYALTY_E_NOT_FOUND;
    if (key)
        *key = book->failure.key;
    if (key_length)
        *key_length = book->failure.key_length;
    if (host_status)
        *host_status = book->failure.host_status;
    return LOYALTY_OK;
}
