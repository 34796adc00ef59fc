/* SPDX-License-Identifier: MIT */
/* Records the events of one receipt in a book. */
#include "book/book.h"

static int32_t record_receipt(loyalty_book *book, const struct key *key, const loyalty_batch *events,
                              struct book_listener *listener, size_t *refused)
{
    uint32_t row = keys_find(&book->keys, key);
    const bool added = row == INDEX_NONE;
    int32_t status = due_reserve(&book->due, 1);
    if (!status && added)
        status = book_add(book, key, &row);
    if (status)
        return failure_of_record(book, key, status);
    listener->row = row_at(&book->rows, row);
    const struct listener of_customer = book_listen(listener);
    status = customer_record_all(book_customer(book, row), events, &of_customer, refused);
    if (!status) {
        book_queue(book, row);
        return LOYALTY_OK;
    }
    if (added)
        book_drop(book, row);
    return failure_of_record(book, key, status);
}

/* NOLINTNEXTLINE(readability-function-size): the signature is public. */
loyalty_status loyalty_book_record_all(loyalty_book *book, const void *key, uint32_t key_length,
                                       const loyalty_batch *events, loyalty_on_book_transition *on_transition,
                                       void *user, size_t *refused)
{
    if (!events)
        return LOYALTY_E_ARGUMENT;
    loyalty_batch ours;
    int32_t status = book_check_key(book, key, key_length);
    if (!status)
        status = receipt_check(events, &ours);
    if (!status)
        status = failure_of_settling(book, book_settle(book));
    if (status)
        return status;
    const struct key hashed = keys_key(&book->keys, key, key_length);
    struct book_listener listener = {.callback = on_transition, .user = user};
    size_t row = ours.rows;
    book_enter(book);
    status = ours.rows > 0 ? record_receipt(book, &hashed, &ours, &listener, &row) : LOYALTY_OK;
    if (refused)
        *refused = row;
    return book_leave(book, status);
}
