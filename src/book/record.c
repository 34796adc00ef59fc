/* SPDX-License-Identifier: MIT */
/* Records in a book: one event, or a batch of events, with prefetching. */
#include "base/abi.h"
#include "book/book.h"

/* Records an event, whose struct is valid. `*row` is a guess, possibly INDEX_NONE; it is set to the key's row. */
static int32_t batch_record_row(loyalty_book *book, const struct key *key, uint32_t *row, const loyalty_event *event,
                                struct book_listener *listener)
{
    if (*row == INDEX_NONE || !row_has_key(row_at(&book->rows, *row), key))
        *row = keys_find(&book->keys, &book->rows, key);
    bool added = *row == INDEX_NONE;
    int32_t status = due_reserve(&book->due, 1);
    if (!status && added)
        status = book_add(book, key, row);
    if (status)
        return status;
    loyalty_customer *customer = book_present_customer(book, *row);
    if (!customer_append(customer, event)) {
        listener->row = row_at(&book->rows, *row);
        struct listener of_customer = book_listen(listener);
        book->telling = 1;
        status = customer_record(customer, event, &of_customer);
        book->telling = 0;
    }
    if (!status)
        book_queue(book, *row);
    else if (added)
        book_drop(book, *row);
    return status;
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
    if (status)
        return status;
    struct key hashed = keys_key(&book->keys, key, key_length);
    struct book_listener listener = {on_transition, user, NULL};
    uint32_t row = INDEX_NONE;
    status = batch_record_row(book, &hashed, &row, &ours, &listener);
    if (!status && customer)
        *customer = book_customer(book, row);
    return status;
}

/*
 * How many events ahead a key is hashed and its slot prefetched (KEY), the slot is read and the row and its customer
 * are prefetched (ROW), and the customer is read and the end of its series prefetched (END).
 */
enum { AHEAD_KEY = 24, AHEAD_ROW = 16, AHEAD_END = 8, AHEAD = 32 };

/* What is known of a coming event. The guess of its row may be wrong or out of date. */
struct coming {
    struct key key;
    uint32_t guess;
    int32_t status; /* the result of the key's checks */
};

static void batch_look_at_key(const loyalty_book *book, const loyalty_batch *batch, size_t i, struct coming *coming)
{
    const char *bytes = batch->numbers ? (const char *)&batch->numbers[i] : batch->keys[i];
    uint32_t length = batch->numbers ? (uint32_t)sizeof *batch->numbers : batch->key_lengths[i];
    coming->guess = INDEX_NONE;
    coming->status = book_check_key(book, bytes, length);
    if (coming->status)
        return;
    coming->key = keys_key(&book->keys, bytes, length);
    keys_prefetch(&book->keys, coming->key.hash);
}

static void batch_look_at_row(const loyalty_book *book, struct coming *coming)
{
    if (coming->status)
        return;
    coming->guess = keys_guess(&book->keys, coming->key.hash);
    if (coming->guess == INDEX_NONE)
        return;
    PREFETCH(row_at(&book->rows, coming->guess));
    PREFETCH(book_customer(book, coming->guess));
}

static void batch_look_at_end(const loyalty_book *book, const struct coming *coming)
{
    if (coming->guess != INDEX_NONE)
        log_prefetch_end(customer_log(book_customer(book, coming->guess)));
}

static loyalty_event batch_event_at(const loyalty_batch *batch, size_t i)
{
    loyalty_event event = {.size = sizeof event, .kind = batch->kinds[i], .date = batch->dates[i], .count = 1};
    if (batch->values)
        event.value = batch->values[i];
    if (batch->counts)
        event.count = batch->counts[i];
    if (batch->ids) {
        event.id = batch->ids[i];
        event.id_length = batch->id_lengths[i];
    }
    return event;
}

/* Returns how many events were refused. */
static size_t batch_record_rows(loyalty_book *book, const loyalty_batch *batch, struct book_listener *listener,
                                int32_t *statuses)
{
    struct coming coming[AHEAD];
    size_t refused = 0;
    for (size_t i = 0; i < batch->count && i < AHEAD_KEY; i++)
        batch_look_at_key(book, batch, i, &coming[i]);
    for (size_t i = 0; i < batch->count && i < AHEAD_ROW; i++)
        batch_look_at_row(book, &coming[i]);
    for (size_t i = 0; i < batch->count; i++) {
        if (batch->count - i > AHEAD_KEY)
            batch_look_at_key(book, batch, i + AHEAD_KEY, &coming[(i + AHEAD_KEY) % AHEAD]);
        if (batch->count - i > AHEAD_ROW)
            batch_look_at_row(book, &coming[(i + AHEAD_ROW) % AHEAD]);
        if (batch->count - i > AHEAD_END)
            batch_look_at_end(book, &coming[(i + AHEAD_END) % AHEAD]);
        struct coming *now = &coming[i % AHEAD];
        loyalty_event event = batch_event_at(batch, i);
        int32_t status = now->status ? now->status : batch_record_row(book, &now->key, &now->guess, &event, listener);
        if (statuses)
            statuses[i] = status;
        refused += status != LOYALTY_OK;
    }
    return refused;
}

static bool batch_is_complete(const loyalty_batch *batch)
{
    if (batch->numbers ? batch->keys != NULL : !batch->keys || !batch->key_lengths)
        return false;
    return batch->kinds && batch->dates && (!batch->ids || batch->id_lengths);
}

int32_t loyalty_book_record_batch(loyalty_book *book, const loyalty_batch *batch, loyalty_book_callback *on_transition,
                                  void *user, int32_t *statuses, size_t *refused)
{
    if (!book || !batch)
        return LOYALTY_E_ARGUMENT;
    if (book->telling)
        return LOYALTY_E_BUSY;
    loyalty_batch ours;
    int32_t status = abi_input(&ours, sizeof ours, batch, sizeof ours);
    if (status)
        return status;
    if (ours.count && !batch_is_complete(&ours))
        return LOYALTY_E_ARGUMENT;
    size_t not_recorded = batch_record_rows(book, &ours, &(struct book_listener){on_transition, user, NULL}, statuses);
    if (refused)
        *refused = not_recorded;
    return LOYALTY_OK;
}
