/* SPDX-License-Identifier: MIT */
/* Records an event in a book. */
#include "base/abi.h"
#include "book/book.h"

/* Puts an event of a row aside. Its part is settled before if it has no room. */
static int32_t record_aside_event(loyalty_book *book, uint32_t row, const loyalty_event *event)
{
    const loyalty_allocator *allocator = program_allocator(book->home.program);
    int32_t status = stage_put(&book->stage, allocator, row, event);
    if (status != STAGE_FULL)
        return status;
    status = settle_part(book, row >> ROW_CHUNK_BITS);
    return status ? status : stage_put(&book->stage, allocator, row, event);
}

/* Reserves room for an id. Sets `*is_new` if it is known to be new; otherwise reserves what searching for it needs. */
static int32_t record_aside_reserve(loyalty_book *book, struct staged_ids *ids, const struct staged_id *one,
                                    bool *is_new)
{
    struct stage *stage = &book->stage;
    const loyalty_allocator *allocator = program_allocator(book->home.program);
    if (!stage->series)
        stage->series = memory_new(allocator, sizeof *stage->series);
    if (!stage->series)
        return LOYALTY_E_MEMORY;
    int32_t status = staged_ids_reserve(ids, allocator, one->length);
    if (status)
        return status == LOYALTY_E_OVERFLOW ? STAGE_REFUSED : status;
    const struct id_of_series of_series = id_series_find(stage->series, one->bytes, one->length);
    *is_new = id_series_is_new(&of_series);
    return *is_new ? LOYALTY_OK : staged_ids_reserve_search(ids, allocator, &book->keys.seed);
}

/* Does that for an event with an id. */
static int32_t record_aside_id(loyalty_book *book, uint32_t row, const loyalty_event *event)
{
    if (book->home.program->keeps_contents)
        return STAGE_REFUSED; /* what is put aside has ids without contents */
    struct staged_ids *ids = &stage_part_of(&book->stage, row)->ids;
    const struct staged_id one = {row % ROW_CHUNK, event->date, event->id_length, event->id};
    const uint32_t hash = staged_ids_hash(&book->keys.seed, &one);
    bool is_new;
    int32_t status = record_aside_reserve(book, ids, &one, &is_new);
    if (status)
        return status;
    uint32_t *place = is_new ? NULL : staged_ids_search(ids, hash, &one);
    if (!is_new && !place)
        return LOYALTY_E_DUPLICATE;
    status = record_aside_event(book, row, event);
    if (status)
        return status;
    const struct id_of_series of_series = id_series_find(book->stage.series, one.bytes, one.length);
    id_series_take(&of_series);
    if (place)
        staged_ids_put_at(ids, place, hash, &one);
    else
        staged_ids_put(ids, &one);
    return LOYALTY_OK;
}

/* Puts an event aside. STAGE_REFUSED: it must be recorded at once. */
static int32_t record_aside(loyalty_book *book, const struct key *key, const loyalty_event *event, uint32_t *row)
{
    int32_t status = event_check(book->home.program, event);
    if (status)
        return status;
    if (*row == INDEX_NONE)
        *row = keys_find(&book->keys, key);
    bool added = *row == INDEX_NONE;
    if (added)
        status = book_add(book, key, row);
    if (status)
        return status;
    status = stage_reserve_part(&book->stage, program_allocator(book->home.program), *row);
    if (!status)
        status = event->id_length ? record_aside_id(book, *row, event) : record_aside_event(book, *row, event);
    if (status && added)
        book_drop(book, *row);
    return status;
}

/*
 * Returns the row of a key, or INDEX_NONE. Hashes a longer key that is not found again: a batch has hashed it ahead of
 * time, and since then a callback may have changed the bytes. They are stored, so they must be what was hashed.
 */
static uint32_t record_find(const loyalty_book *book, struct key *key)
{
    const uint32_t mark = key->mark;
    uint32_t row = keys_find(&book->keys, key);
    if (row != INDEX_NONE || key_is_short(key))
        return row;
    *key = keys_key(&book->keys, key->bytes, key->length);
    return key->mark == mark ? INDEX_NONE : keys_find(&book->keys, key);
}

static int32_t record_now(loyalty_book *book, const struct key *key, const loyalty_event *event,
                          struct book_listener *listener, uint32_t *row)
{
    struct key present = *key;
    if (*row == INDEX_NONE)
        *row = record_find(book, &present);
    bool added = *row == INDEX_NONE;
    int32_t status = due_reserve(&book->due, 1);
    if (!status && added)
        status = book_add(book, &present, row);
    if (status)
        return failure_of_record(book, key, status);
    loyalty_customer *customer = book_customer(book, *row);
    const int32_t next = customer->next;
    if (customer_append(customer, event)) {
        if (customer->next < next) /* or else the row, in another cache line, need not be read */
            book_queue(book, *row);
        return LOYALTY_OK;
    }
    listener->row = row_at(&book->rows, *row);
    struct listener of_customer = book_listen(listener);
    status = customer_record(customer, event, &of_customer);
    if (!status) {
        book_queue(book, *row);
        return LOYALTY_OK;
    }
    if (added)
        book_drop(book, *row);
    return failure_of_record(book, key, status);
}

int32_t book_record(loyalty_book *book, const struct key *key, const loyalty_event *event,
                    struct book_listener *listener, uint32_t *row)
{
    const uint32_t guess = *row;
    if (book->stage.state == STAGE_OPEN) {
        int32_t status = record_aside(book, key, event, row);
        if (status != STAGE_REFUSED)
            return status ? failure_of_record(book, key, status) : LOYALTY_OK;
        *row = guess;
    }
    int32_t status = book_settle(book);
    return status ? failure_of_record(book, key, status) : record_now(book, key, event, listener, row);
}

/* NOLINTNEXTLINE(readability-function-size): the signature is public. */
loyalty_status loyalty_book_record(loyalty_book *book, const void *key, uint32_t key_length, const loyalty_event *event,
                                   loyalty_on_book_transition *on_transition, void *user,
                                   const loyalty_customer **customer)
{
    if (!event)
        return LOYALTY_E_ARGUMENT;
    loyalty_event ours;
    int32_t status = book_check_key(book, key, key_length);
    if (!status)
        status = abi_input(&ours, sizeof ours, event, sizeof ours);
    if (!status && customer)
        status = failure_of_settling(book, book_settle(book)); /* who asks for the customer may ask it anything */
    if (status)
        return status;
    struct key hashed = keys_key(&book->keys, key, key_length);
    struct book_listener listener = {.callback = on_transition, .user = user};
    uint32_t row = INDEX_NONE;
    book_enter(book);
    status = book_record(book, &hashed, &ours, &listener, &row);
    if (!status && customer)
        *customer = book_customer(book, row);
    return book_leave(book, status);
}

/* Voids the event with a valid id of a row's customer. */
static int32_t record_void(loyalty_book *book, uint32_t row, const char *id, uint32_t id_length,
                           struct book_listener *listener)
{
    const struct listener of_customer = book_listen(listener);
    int32_t status = due_reserve(&book->due, 1);
    if (!status)
        status = customer_void(book_customer(book, row), id, id_length, &of_customer);
    if (!status)
        book_queue(book, row);
    return status;
}

/* NOLINTNEXTLINE(readability-function-size): the signature is public. */
loyalty_status loyalty_book_void(loyalty_book *book, const void *key, uint32_t key_length, const void *id,
                                 uint32_t id_length, loyalty_on_book_transition *on_transition, void *user)
{
    int32_t status = book_check_key(book, key, key_length);
    if (!status)
        status = event_check_id(id, id_length);
    if (!status)
        status = failure_of_settling(book, book_settle(book));
    if (status)
        return status;
    const struct key hashed = keys_key(&book->keys, key, key_length);
    const uint32_t row = keys_find(&book->keys, &hashed);
    if (row == INDEX_NONE)
        return failure_of_record(book, &hashed, LOYALTY_E_NOT_FOUND);
    struct book_listener listener = {.callback = on_transition, .user = user, .row = row_at(&book->rows, row)};
    book_enter(book);
    status = record_void(book, row, id, id_length, &listener);
    return book_leave(book, status ? failure_of_record(book, &hashed, status) : LOYALTY_OK);
}
