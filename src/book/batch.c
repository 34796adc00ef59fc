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

struct run {
    loyalty_book *book;
    const loyalty_batch *batch;
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

static void run_begin(struct run *run, size_t from)
{
    const size_t left = run->batch->rows - from;
    for (size_t i = 0; i < left && i < AHEAD_KEY; i++)
        run_look_at_key(run, from + i);
    for (size_t i = 0; i < left && i < AHEAD_ROW; i++)
        run_look_at_row(run, from + i);
}

/* Records the events that are not counted yet, at once, until the listener asks to stop. */
static void run_all(struct run *run, struct book_listener *listener, int32_t *statuses, loyalty_batch_result *result)
{
    const size_t count = run->batch->rows;
    run_begin(run, result->done);
    for (size_t i = result->done; i < count && !listener->stopped; i++) {
        if (count - i > AHEAD_KEY)
            run_look_at_key(run, i + AHEAD_KEY);
        if (count - i > AHEAD_ROW)
            run_look_at_row(run, i + AHEAD_ROW);
        if (count - i > AHEAD_END)
            run_look_at_end(run, i + AHEAD_END);
        batch_count(result, statuses, run_record(run, i, listener));
    }
}

static bool batch_is_complete(const loyalty_batch *batch)
{
    if (batch->numbers ? batch->keys != NULL : !batch->keys || !batch->key_lengths)
        return false;
    return batch->dates && (!batch->ids || batch->id_lengths);
}

loyalty_status loyalty_book_record_batch(loyalty_book *book, const loyalty_batch *batch,
                                         loyalty_on_book_transition *on_transition, void *user,
                                         loyalty_status *statuses, loyalty_batch_result *result)
{
    if (!book || !batch)
        return LOYALTY_E_ARGUMENT;
    if (book->telling)
        return LOYALTY_E_BUSY;
    loyalty_batch ours;
    int32_t status = abi_input(&ours, sizeof ours, batch, sizeof ours);
    if (!status && result)
        status = abi_check_output(result, sizeof *result);
    if (status)
        return status;
    if (ours.reserved || (ours.rows && !batch_is_complete(&ours)))
        return LOYALTY_E_ARGUMENT;
    loyalty_batch_result counted = {.size = sizeof counted};
    struct book_listener listener = {.callback = on_transition, .user = user};
    struct run run;
    run.book = book;
    run.batch = &ours;
    book_enter(book);
    batch_put_aside(book, &ours, statuses, &counted);
    run_all(&run, &listener, statuses, &counted);
    if (result)
        (void)ABI_OUTPUT(result, counted); /* its size was checked */
    return book_leave(book, listener.stopped ? LOYALTY_E_STOPPED : LOYALTY_OK);
}
