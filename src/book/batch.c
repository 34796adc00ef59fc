/* SPDX-License-Identifier: MIT */
/* Records a batch of events, and prefetches what the next ones need. */
#include "book/batch.h"

#include "base/abi.h"

/*
 * How many events ahead a key is hashed and its slot prefetched (KEY), the slot is read and the customer prefetched
 * (ROW), and the customer is read and the end of the log prefetched (END). The steps of different events alternate: many
 * prefetches in a row would wait for one another.
 */
enum { AHEAD_KEY = 24, AHEAD_ROW = 16, AHEAD_END = 8, AHEAD = 32 };

struct coming {
    struct key key;
    uint32_t row; /* of a short key; a guess for a longer one; or INDEX_NONE */
};

/* The events from `from` on are recorded at once. */
struct run {
    loyalty_book *book;
    const loyalty_batch *batch;
    size_t from;
    struct coming coming[AHEAD]; /* of event i at i modulo AHEAD */
};

static inline struct coming *run_coming(struct run *run, size_t i)
{
    return &run->coming[i % AHEAD];
}

static inline void run_look_at_key(struct run *run, size_t i)
{
    struct coming *coming = run_coming(run, i);
    coming->key = batch_key(run->batch, &run->book->keys, i);
    keys_prefetch(&run->book->keys, coming->key.mark);
}

static inline void run_look_at_row(struct run *run, size_t i)
{
    const loyalty_book *book = run->book;
    struct coming *coming = run_coming(run, i);
    coming->row = key_is_short(&coming->key) ? keys_find_short(&book->keys, coming->key.mark, coming->key.word)
                                             : keys_guess(&book->keys, coming->key.mark);
    if (coming->row != INDEX_NONE) {
        PREFETCH(row_at(&book->rows, coming->row));
        PREFETCH(book_customer(book, coming->row));
    }
}

static inline void run_look_at_end(struct run *run, size_t i)
{
    const struct coming *coming = run_coming(run, i);
    if (coming->row != INDEX_NONE)
        log_prefetch_end(customer_log(book_customer(run->book, coming->row)));
}

static inline int32_t run_record(struct run *run, size_t i, struct book_listener *listener)
{
    const struct coming *coming = run_coming(run, i);
    uint32_t row = key_is_short(&coming->key) ? coming->row : INDEX_NONE;
    return batch_record(run->book, run->batch, i, &coming->key, row, listener);
}

static void run_begin(struct run *run)
{
    const size_t left = run->batch->count - run->from;
    for (size_t i = 0; i < left && i < AHEAD_KEY; i++)
        run_look_at_key(run, run->from + i);
    for (size_t i = 0; i < left && i < AHEAD_ROW; i++)
        run_look_at_row(run, run->from + i);
}

/* Returns how many events were refused. */
static size_t run_all(struct run *run, struct book_listener *listener, int32_t *statuses)
{
    const size_t count = run->batch->count;
    size_t refused = 0;
    run_begin(run);
    for (size_t i = run->from; i < count; i++) {
        if (count - i > AHEAD_KEY)
            run_look_at_key(run, i + AHEAD_KEY);
        if (count - i > AHEAD_ROW)
            run_look_at_row(run, i + AHEAD_ROW);
        if (count - i > AHEAD_END)
            run_look_at_end(run, i + AHEAD_END);
        int32_t status = run_record(run, i, listener);
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
    size_t not_recorded = 0;
    struct run run;
    run.book = book;
    run.batch = &ours;
    run.from = batch_put_aside(book, &ours, statuses, &not_recorded);
    not_recorded += run_all(&run, &(struct book_listener){on_transition, user, NULL}, statuses);
    if (refused)
        *refused = not_recorded;
    return LOYALTY_OK;
}
