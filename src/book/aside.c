/* SPDX-License-Identifier: MIT */
/* Puts the events of a batch aside, in blocks. */
#include "book/batch.h"

/* Events of a block. Before one is put aside, the slots of the next one's keys are prefetched. */
enum { ASIDE_BLOCK = 32 };

/* The keys of a block, as columns. */
struct aside {
    uint32_t marks[ASIDE_BLOCK];
    uint32_t rows[ASIDE_BLOCK];  /* INDEX_NONE if it is not known */
    uint64_t words[ASIDE_BLOCK]; /* of short keys that are texts */
    uint32_t ids[ASIDE_BLOCK];   /* hashes of ids for which a search is likely; 0 for others */
};

static void aside_hash(struct aside *aside, const struct keys *keys, const loyalty_batch *batch, size_t from,
                       size_t count)
{
    for (size_t i = 0; batch->numbers && i < count; i++) {
        aside->marks[i] = keys_mark_number(keys, batch->numbers[from + i]);
        keys_prefetch(keys, aside->marks[i]);
    }
    for (size_t i = 0; !batch->numbers && i < count; i++) {
        struct key key = batch_key(batch, keys, from + i);
        aside->marks[i] = key.mark;
        aside->words[i] = key.word;
        keys_prefetch(keys, key.mark);
    }
}

static void aside_find(struct aside *aside, const loyalty_book *book, const loyalty_batch *batch, size_t from,
                       size_t count)
{
    const struct keys *keys = &book->keys;
    const uint64_t *words = batch->numbers ? batch->numbers + from : aside->words;
    for (size_t i = 0; i < count; i++) {
        bool is_short = batch_key_length(batch, from + i) <= KEY_SHORT;
        uint32_t row = is_short ? keys_find_short(keys, aside->marks[i], words[i]) : keys_guess(keys, aside->marks[i]);
        aside->rows[i] = row;
        if (row != INDEX_NONE)
            PREFETCH(stage_part_of(&book->stage, row)->at);
    }
}

static struct key aside_key(const struct aside *aside, const loyalty_batch *batch, size_t from, size_t i)
{
    const char *bytes = batch->numbers ? NULL : batch->keys[from + i];
    const uint64_t word = batch->numbers ? batch->numbers[from + i] : aside->words[i];
    return (struct key){bytes, batch_key_length(batch, from + i), aside->marks[i], word};
}

/* Finds the rows of longer keys, which were guessed so far. */
static void aside_confirm(struct aside *aside, const struct keys *keys, const loyalty_batch *batch, size_t from,
                          size_t count)
{
    for (size_t i = 0; !batch->numbers && i < count; i++)
        if (aside->rows[i] != INDEX_NONE && batch->key_lengths[from + i] > KEY_SHORT) {
            struct key key = aside_key(aside, batch, from, i);
            aside->rows[i] = key.bytes ? keys_find(keys, &key) : INDEX_NONE;
        }
}

static struct staged_id aside_id(const loyalty_batch *batch, size_t i, uint32_t row)
{
    return (struct staged_id){row % ROW_CHUNK, batch->dates[i], batch->id_lengths[i], batch->ids[i]};
}

/* Hashes the ids for which a search is likely. */
static void aside_find_ids(struct aside *aside, const loyalty_book *book, const loyalty_batch *batch, size_t from,
                           size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const uint32_t row = aside->rows[i];
        const struct staged_id id = aside_id(batch, from + i, row);
        aside->ids[i] = 0;
        if (row == INDEX_NONE || id.length > LOYALTY_ID_MAX || !id.bytes)
            continue;
        const struct staged_ids *ids = &stage_part_of(&book->stage, row)->ids;
        PREFETCH(ids->at);
        if (ids->searches == 0)
            continue;
        aside->ids[i] = staged_ids_hash(&book->keys.seed, &id);
        staged_ids_prefetch(ids, aside->ids[i]);
    }
}

/*
 * Puts an event aside in the usual case: all is valid, its row is known, it fits in a word, and its part has room.
 * Otherwise returns false. Its id is left out.
 */
static inline bool aside_put(const loyalty_book *book, const loyalty_batch *batch, size_t i, uint32_t row)
{
    const loyalty_program *program = book->home.program;
    const uint32_t kind = event_kind(batch, i);
    const int32_t date = batch->dates[i];
    const int64_t value = batch->values ? batch->values[i] : 0;
    int64_t sum = value;
    int32_t count = 1;
    if (row == INDEX_NONE || kind >= program->kind_count || !date_valid(date))
        return false;
    if (value < program->kinds[kind].min || value > program->kinds[kind].max || !word_sum_fits(value))
        return false;
    if (batch->counts) {
        count = batch->counts[i];
        if (!log_event_fits(count, value, &sum))
            return false;
    }
    struct stage_part *part = stage_part_of(&book->stage, row);
    if (part->at == part->end)
        return false;
    *part->at++ = staged_of(row % ROW_CHUNK, word_with(word_of(date, kind), count, sum));
    return true;
}

/* Does that for an event with an id that is searched for. */
static inline bool aside_put_searched(loyalty_book *book, const loyalty_batch *batch, size_t i, uint32_t row,
                                      uint32_t hash, const struct id_of_series *of_series)
{
    struct staged_ids *ids = &stage_part_of(&book->stage, row)->ids;
    const struct staged_id one = aside_id(batch, i, row);
    uint32_t *place = staged_ids_search(ids, hash, &one);
    if (!place || !aside_put(book, batch, i, row))
        return false;
    ids->searches = id_series_is_new(of_series) ? ids->searches - 1 : STAGED_IDS_SEARCHES;
    id_series_take(of_series);
    staged_ids_put_at(ids, place, hash, &one);
    return true;
}

/* Does that for an event that may have an id. */
static bool aside_put_with_id(loyalty_book *book, const loyalty_batch *batch, size_t i, uint32_t row, uint32_t hash)
{
    const struct staged_id one = aside_id(batch, i, row);
    if (one.length == 0)
        return aside_put(book, batch, i, row);
    if (row == INDEX_NONE || !one.bytes || one.length > LOYALTY_ID_MAX)
        return false;
    struct staged_ids *ids = &stage_part_of(&book->stage, row)->ids;
    if (!staged_ids_fit(ids, one.length))
        return false;
    const struct id_of_series of_series = id_series_find(book->stage.series, one.bytes, one.length);
    if (ids->searches && hash && staged_ids_can_search(ids))
        return aside_put_searched(book, batch, i, row, hash, &of_series);
    if (!id_series_is_new(&of_series) || !aside_put(book, batch, i, row))
        return false;
    id_series_take(&of_series);
    staged_ids_put(ids, &one);
    return true;
}

/* Does that in any case. */
static int32_t aside_record(loyalty_book *book, const loyalty_batch *batch, size_t from, const struct aside *aside,
                            size_t i)
{
    struct key key = aside_key(aside, batch, from, i);
    return batch_record(book, batch, from + i, &key, INDEX_NONE, &(struct book_listener){.callback = NULL});
}

/* Puts the events of a block aside until one closes the stage, whose parts are freed then. */
static void aside_block(loyalty_book *book, const loyalty_batch *batch, size_t from, size_t count,
                        const struct aside *aside, int32_t *statuses, loyalty_batch_result *result)
{
    size_t done = 0;
    while (done < count && book->stage.state == STAGE_OPEN) {
        int32_t status = LOYALTY_OK;
        const uint32_t row = aside->rows[done];
        bool put = batch->ids ? aside_put_with_id(book, batch, from + done, row, aside->ids[done])
                              : aside_put(book, batch, from + done, row);
        if (!put)
            status = aside_record(book, batch, from, aside, done);
        batch_count(result, statuses, status);
        done++;
    }
}

static size_t aside_size(const loyalty_batch *batch, size_t from)
{
    return batch->rows - from < ASIDE_BLOCK ? batch->rows - from : ASIDE_BLOCK;
}

void batch_put_aside(loyalty_book *book, const loyalty_batch *batch, int32_t *statuses, loyalty_batch_result *result)
{
    struct aside blocks[2], *now = &blocks[0], *next = &blocks[1];
    if (book->stage.state != STAGE_OPEN || (batch->ids && book->home.program->keeps_contents))
        return;
    aside_hash(now, &book->keys, batch, 0, aside_size(batch, 0));
    while (book->stage.state == STAGE_OPEN && result->done < batch->rows) {
        const size_t from = result->done, count = aside_size(batch, from);
        aside_hash(next, &book->keys, batch, from + count, aside_size(batch, from + count));
        aside_find(now, book, batch, from, count);
        aside_confirm(now, &book->keys, batch, from, count);
        if (batch->ids)
            aside_find_ids(now, book, batch, from, count);
        aside_block(book, batch, from, count, now, statuses, result);
        struct aside *swapped = now;
        now = next;
        next = swapped;
    }
}
