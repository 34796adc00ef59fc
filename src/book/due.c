/* SPDX-License-Identifier: MIT */
/* The timing wheel of the days on which customers are next due. */
#include "book/due.h"

#include <assert.h>

/* How many entries ahead a row and its customer are prefetched, and the customer's log. */
enum { DUE_AHEAD_ROW = 16, DUE_AHEAD_LOG = 6 };

int32_t due_init(struct due *due, struct book_rows *rows)
{
    *due = (struct due){.allocator = &rows->home->program->arena.allocator, .rows = rows, .visited = DUE_NEVER};
    due->buckets = memory_new(due->allocator, (DUE_DAYS + 1) * sizeof *due->buckets);
    return due->buckets ? LOYALTY_OK : LOYALTY_E_MEMORY;
}

void due_end(struct due *due)
{
    for (uint32_t i = 0; due->buckets && i <= DUE_DAYS; i++)
        memory_free(due->allocator, due->buckets[i].entries);
    memory_free(due->allocator, due->buckets);
}

static uint32_t due_bucket_of(uint32_t date)
{
    return date == DUE_AT_ONCE ? (uint32_t)DUE_DAYS : date % DUE_DAYS;
}

static bool due_is_alive(const struct due *due, uint32_t bucket, uint32_t place)
{
    const struct book_row *row = row_at(due->rows, due->buckets[bucket].entries[place]);
    return row->queued != DUE_NEVER && row->place == place && due_bucket_of(row->queued) == bucket;
}

/* Moves the live entries from `from` on down to `to`, and drops the entries between. */
static void due_close_up(struct due *due, uint32_t index, uint32_t to, uint32_t from)
{
    struct bucket *bucket = &due->buckets[index];
    for (uint32_t i = from; i < bucket->count; i++)
        if (due_is_alive(due, index, i)) {
            row_at(due->rows, bucket->entries[i])->place = to;
            bucket->entries[to++] = bucket->entries[i];
        }
    bucket->count = to;
    bucket->dead = 0;
}

/* Reserves room for `more` entries. Drops the dead entries first if they are half of all. */
static int32_t due_make_room(struct due *due, uint32_t index, uint32_t more)
{
    struct bucket *bucket = &due->buckets[index];
    if (more <= bucket->capacity - bucket->count)
        return LOYALTY_OK;
    if (bucket->dead > 0 && bucket->dead >= bucket->count / 2 && due->visited != index)
        due_close_up(due, index, 0, 0);
    if (more > UINT32_MAX - bucket->count)
        return LOYALTY_E_FULL;
    return memory_grow(due->allocator, (void **)&bucket->entries, &bucket->capacity, bucket->count + more,
                       sizeof *bucket->entries);
}

/* Needs room in one bucket only: if another cannot grow, due_put() queues the row in the bucket of DUE_AT_ONCE. */
int32_t due_enlarge(struct due *due, uint32_t more)
{
    return due_make_room(due, DUE_DAYS, more);
}

void due_put(struct due *due, uint32_t row, uint32_t date)
{
    due_drop(due, row);
    uint32_t index = due_bucket_of(date);
    if (due_make_room(due, index, 1)) {
        date = DUE_AT_ONCE;
        index = due_bucket_of(date);
    }
    struct bucket *bucket = &due->buckets[index];
    assert(bucket->count < bucket->capacity);
    struct book_row *queued = row_at(due->rows, row);
    queued->queued = date & DUE_NEVER;
    queued->place = bucket->count;
    bucket->entries[bucket->count++] = row;
}

void due_drop(struct due *due, uint32_t row)
{
    struct book_row *queued = row_at(due->rows, row);
    if (queued->queued != DUE_NEVER)
        due->buckets[due_bucket_of(queued->queued)].dead++;
    queued->queued = DUE_NEVER;
}

static void due_look_ahead(const struct due *due, const struct bucket *bucket, uint32_t i)
{
    if (i + DUE_AHEAD_ROW < bucket->count) {
        PREFETCH(row_at(due->rows, bucket->entries[i + DUE_AHEAD_ROW]));
        PREFETCH(row_customer(due->rows, bucket->entries[i + DUE_AHEAD_ROW]));
    }
    if (i + DUE_AHEAD_LOG < bucket->count)
        log_prefetch(customer_log(row_customer(due->rows, bucket->entries[i + DUE_AHEAD_LOG])));
}

/* Wakes the rows of a bucket. Entries of later turns of the wheel stay. Rows queued here meanwhile come after `end`. */
static int32_t due_visit(struct due *due, uint32_t index, uint32_t until, due_waker *wake, void *user)
{
    struct bucket *bucket = &due->buckets[index];
    uint32_t end = bucket->count, stay = 0, i = 0;
    int32_t status = LOYALTY_OK;
    due->visited = index;
    for (; i < end; i++) {
        due_look_ahead(due, bucket, i);
        if (!due_is_alive(due, index, i))
            continue;
        uint32_t row = bucket->entries[i];
        if (row_at(due->rows, row)->queued > until) {
            row_at(due->rows, row)->place = stay;
            bucket->entries[stay++] = row;
            continue;
        }
        status = wake(user, row);
        if (status)
            break;
    }
    due->visited = DUE_NEVER;
    due_close_up(due, index, stay, i);
    if (bucket->count == 0) {
        memory_free(due->allocator, bucket->entries);
        *bucket = (struct bucket){.entries = NULL};
    }
    return status;
}

int32_t due_wake(struct due *due, uint32_t after, uint32_t until, due_waker *wake, void *user)
{
    int32_t status = due_visit(due, due_bucket_of(DUE_AT_ONCE), until, wake, user);
    uint32_t days = until - after < DUE_DAYS ? until - after : DUE_DAYS;
    for (uint32_t i = 1; !status && i <= days; i++)
        status = due_visit(due, due_bucket_of(after + i), until, wake, user);
    return status;
}

/* Returns the earliest date after `after` in a bucket, DUE_NEVER if no row is queued in it for such. */
static uint32_t due_earliest(const struct due *due, uint32_t index, uint32_t after)
{
    uint32_t earliest = DUE_NEVER;
    for (uint32_t i = 0; i < due->buckets[index].count; i++)
        if (due_is_alive(due, index, i)) {
            const uint32_t queued = row_at(due->rows, due->buckets[index].entries[i])->queued;
            earliest = queued > after && queued < earliest ? queued : earliest;
        }
    return earliest;
}

/* A date of this turn of the wheel is before all of later turns. */
uint32_t due_next(const struct due *due, uint32_t after)
{
    uint32_t next = DUE_NEVER;
    for (uint32_t i = 1; i <= DUE_DAYS && next > after + i; i++) {
        const uint32_t date = due_earliest(due, due_bucket_of(after + i), after);
        next = date < next ? date : next;
    }
    return next;
}

uint32_t due_row(const struct due *due, uint32_t date, uint32_t *place)
{
    const uint32_t index = due_bucket_of(date);
    const struct bucket *bucket = &due->buckets[index];
    while (*place < bucket->count) {
        const uint32_t at = (*place)++;
        due_look_ahead(due, bucket, at);
        if (due_is_alive(due, index, at) && row_at(due->rows, bucket->entries[at])->queued == date)
            return bucket->entries[at];
    }
    return INDEX_NONE;
}
