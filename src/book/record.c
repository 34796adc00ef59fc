/* SPDX-License-Identifier: MIT */
/* Records an event in a book. */
#include "base/abi.h"
#include "book/book.h"

/* Puts an event of a row aside. Its part is settled before if it has no room. */
static int32_t record_aside_event(loyalty_book *book, uint32_t row, const loyalty_event *event)
{
    const loyalty_allocator *allocator = program_allocator(book->program);
    int32_t status = stage_put(&book->stage, allocator, row, event);
    if (status != STAGE_FULL)
        return status;
    status = settle_part(book, row >> ROW_CHUNK_BITS);
    return status ? status : stage_put(&book->stage, allocator, row, event);
}

/* Does that for an event with an id. */
static int32_t record_aside_id(loyalty_book *book, uint32_t row, const loyalty_event *event)
{
    struct staged_ids *ids = &book->stage.ids;
    const struct staged_id one = {row, event->date, event->id_length & UINT8_MAX};
    const uint32_t hash = staged_ids_hash(&book->keys.seed, row, event->id, event->id_length);
    int32_t status = staged_ids_reserve(ids, program_allocator(book->program), event->id_length);
    if (status)
        return status == LOYALTY_E_OVERFLOW ? STAGE_REFUSED : status;
    struct staged_ids_place place = staged_ids_seek(ids, hash, row, event->id, event->id_length);
    if (!place.line)
        return LOYALTY_E_DUPLICATE;
    status = record_aside_event(book, row, event);
    if (!status)
        staged_ids_put(ids, place, hash, &one, event->id);
    return status;
}

/* Puts an event aside. STAGE_REFUSED: it must be recorded at once. */
static int32_t record_aside(loyalty_book *book, const struct key *key, const loyalty_event *event, uint32_t *row)
{
    int32_t status = event_check(book->program, event);
    if (status)
        return status;
    if (*row == INDEX_NONE)
        *row = keys_find(&book->keys, key);
    bool added = *row == INDEX_NONE;
    if (added)
        status = book_add(book, key, row);
    if (status)
        return status;
    status = event->id_length ? record_aside_id(book, *row, event) : record_aside_event(book, *row, event);
    if (status && added)
        book_drop(book, *row);
    return status;
}

static int32_t record_now(loyalty_book *book, const struct key *key, const loyalty_event *event,
                          struct book_listener *listener, uint32_t *row)
{
    if (*row == INDEX_NONE)
        *row = keys_find(&book->keys, key);
    bool added = *row == INDEX_NONE;
    int32_t status = due_reserve(&book->due, 1);
    if (!status && added)
        status = book_add(book, key, row);
    if (status)
        return status;
    loyalty_customer *customer = book_present_customer(book, *row);
    const int32_t next = customer->next;
    if (customer_append(customer, event)) {
        if (customer->next < next) /* or else the row, in another cache line, need not be read */
            book_queue(book, *row);
        return LOYALTY_OK;
    }
    listener->row = row_at(&book->rows, *row);
    struct listener of_customer = book_listen(listener);
    book->telling = 1;
    status = customer_record(customer, event, &of_customer);
    book->telling = 0;
    if (!status)
        book_queue(book, *row);
    else if (added)
        book_drop(book, *row);
    return status;
}

int32_t book_record(loyalty_book *book, const struct key *key, const loyalty_event *event,
                    struct book_listener *listener, uint32_t *row)
{
    const uint32_t guess = *row;
    if (book->stage.state == STAGE_OPEN) {
        int32_t status = record_aside(book, key, event, row);
        if (status != STAGE_REFUSED)
            return status;
        *row = guess;
    }
    int32_t status = book_settle(book);
    return status ? status : record_now(book, key, event, listener, row);
}

/* NOLINTNEXTLINE(readability-function-size): the signature is public. */
int32_t loyalty_book_record(loyalty_book *book, const char *key, uint32_t key_length, const loyalty_event *event,
                            loyalty_book_callback *on_transition, void *user, const loyalty_customer **customer)
{
    if (!event)
        return LOYALTY_E_ARGUMENT;
    loyalty_event ours;
    int32_t status = book_check_key(book, key, key_length);
    if (!status)
        status = abi_input(&ours, sizeof ours, event, sizeof ours);
    if (!status && customer)
        status = book_settle(book); /* who asks for the customer may ask it anything */
    if (status)
        return status;
    struct key hashed = keys_key(&book->keys, key, key_length);
    struct book_listener listener = {on_transition, user, NULL};
    uint32_t row = INDEX_NONE;
    status = book_record(book, &hashed, &ours, &listener, &row);
    if (!status && customer)
        *customer = book_customer(book, row);
    return status;
}
