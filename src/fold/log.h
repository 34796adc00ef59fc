/* SPDX-License-Identifier: MIT */
/*
 * A customer's log: for each kind the dates with events and running totals, so that any window on any day is two
 * look-ups and a subtraction.
 *
 * The entries of all series lie in one block. Appending to a series that is full moves those behind it; it then has room
 * for some more. Where each lies stands in a directory, which is in the customer's own cache lines while it is short.
 *
 * An entry takes 16 bytes while each date of its series has Σcount > 0 and the running count stays within 32
 * bits, as nearly always; otherwise the series is wide, and an entry takes 24.
 *
 * Running totals are kept modulo 2^64. The difference of two of them is exact wherever the true
 * difference fits in 64 bits: always for one day, whose totals are kept within 64 bits, and for any
 * window while `magnitude` stays within 63 bits. Otherwise (no real customer) sums are taken day by day.
 *
 * The dates on which an activity (see program.h) was active are a series too, with a count of 1 a date.
 */
#ifndef LOYALTY_FOLD_LOG_H
#define LOYALTY_FOLD_LOG_H

#include <stdbool.h>

#include "base/compiler.h"
#include "table/program.h"

/* Where a series lies. Room for more entries is up to where the next one begins. */
struct slot {
    uint32_t first;      /* its place in words of the block */
    uint32_t count : 22; /* entries: no more than there are dates */
    uint32_t id : 9;     /* a kind, or activity_series() */
    uint32_t wide : 1;
};

_Static_assert(LOYALTY_DATE_MAX - LOYALTY_DATE_MIN < 1 << 22, "a slot counts all dates");
_Static_assert(LOYALTY_KINDS_MAX + LOYALTY_METRICS_MAX <= 1 << 9, "a slot names all series");

/* The words of a block: entries are of two or three. */
typedef uint64_t log_word;

enum { LOG_LINE = 64 / sizeof(log_word) }; /* a cache line */
enum { LOG_FEW = 5 };                      /* as many as make a customer of a book two cache lines */

/* All zeros is an empty log. */
struct log {
    log_word *words;         /* NULL where there are none */
    uint32_t capacity, used; /* of them */
    uint32_t magnitude;      /* see log_magnitude() */
    uint32_t slot_count;
    struct slot few[LOG_FEW]; /* the directory; where there are more slots, the words begin with it */
};

struct entry {
    int32_t date;
    uint32_t count; /* Σcount up to and including this date */
    uint64_t sum;   /* Σcount·value, likewise */
};

struct wide_entry {
    int32_t date;
    uint32_t active; /* number of dates with Σcount > 0, up to and including this one */
    uint64_t count, sum;
};

/* One series: ascending dates, none whose own count and sum are both 0. Right until the log changes. */
struct series {
    const void *entries;
    uint32_t count;
    int32_t wide;
};

/* Totals of one kind on one date. */
struct day_total {
    int64_t count, sum;
};

static inline struct slot *log_slots(const struct log *log)
{
    return (struct slot *)(uintptr_t)(log->slot_count <= LOG_FEW ? (const void *)log->few : log->words);
}

static inline struct slot *log_slot(const struct log *log, uint32_t id)
{
    struct slot *slots = log_slots(log);
    for (uint32_t i = 0; i < log->slot_count; i++)
        if (slots[i].id == id)
            return &slots[i];
    return NULL;
}

static inline void *slot_entries(const struct log *log, const struct slot *slot)
{
    return log->words + slot->first;
}

static inline struct series log_view(const struct log *log, uint32_t id)
{
    const struct slot *slot = log_slot(log, id);
    if (!slot)
        return (struct series){NULL, 0, 0};
    return (struct series){slot_entries(log, slot), slot->count, slot->wide};
}

/* Gives all memory back; the log is empty. */
void log_clear(struct log *log, const loyalty_program *program);
/* The log is empty, and keeps its memory. */
void log_empty(struct log *log);
/* Into an empty log, which stays empty on failure. */
int32_t log_copy(const struct log *from, const loyalty_program *program, struct log *to);
/* Overwrites all that the log holds with zeros. */
void log_wipe(struct log *log);
/* Where a date stands in a kind's series, or would stand, with its totals. */
struct place {
    uint32_t index;
    int32_t found;
    struct day_total total;
};

struct place log_find(const struct log *log, uint32_t kind, int32_t date);
/* Makes sure that log_set() with these totals, or with those that stand there, cannot fail. */
int32_t log_reserve(struct log *log, const loyalty_program *program, uint32_t kind, const struct place *place,
                    struct day_total total);
/*
 * Sets the totals of a kind on a date at the place that log_find() gave. Needs log_reserve() unless it puts back what
 * stood there before. `growth` bounds how much |count| + |sum| grows.
 */
void log_set(struct log *log, const loyalty_program *program, uint32_t kind, int32_t date, const struct place *place,
             struct day_total total, uint64_t growth);

/*
 * Adds to a day in the usual case, the last date of a narrow series or a later one: *added is 1. Otherwise it is 0, and
 * nothing was done but perhaps room made.
 */
int32_t log_append(struct log *log, const loyalty_program *program, uint32_t kind, int32_t date, int32_t count,
                   int64_t value, int *added);

/* The earliest date of all kinds, DATE_NEVER where the log is empty. */
int32_t log_earliest(const struct log *log, const loyalty_program *program);

/* Bound of Σ|count| + Σ|count·value| over days and kinds in units of 2^32; UINT32_MAX where it needs more. */
static inline uint32_t log_magnitude(const struct log *log)
{
    return log->magnitude;
}

/* Whether differences of running totals may leave 64 bits. */
static inline bool log_is_huge(const struct log *log)
{
    return log->magnitude > INT32_MAX;
}

static inline int32_t series_date(const struct series *series, uint32_t index)
{
    if (series->wide)
        return ((const struct wide_entry *)series->entries)[index].date;
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): a series without entries has no index. */
    return ((const struct entry *)series->entries)[index].date;
}

/* Running totals of the first `length` entries, modulo 2^64. */
static inline uint64_t series_count(const struct series *series, uint32_t length)
{
    if (length == 0)
        return 0;
    if (series->wide)
        return ((const struct wide_entry *)series->entries)[length - 1].count;
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): the same. */
    return ((const struct entry *)series->entries)[length - 1].count;
}

static inline uint64_t series_sum(const struct series *series, uint32_t length)
{
    if (length == 0)
        return 0;
    if (series->wide)
        return ((const struct wide_entry *)series->entries)[length - 1].sum;
    return ((const struct entry *)series->entries)[length - 1].sum;
}

/* How many of the first `length` dates have Σcount > 0. */
static inline uint32_t series_active(const struct series *series, uint32_t length)
{
    if (length == 0 || !series->wide)
        return length;
    return ((const struct wide_entry *)series->entries)[length - 1].active;
}

/* Totals of the entry at an index. */
static inline struct day_total series_day(const struct series *series, uint32_t index)
{
    return (struct day_total){(int64_t)(series_count(series, index + 1) - series_count(series, index)),
                              (int64_t)(series_sum(series, index + 1) - series_sum(series, index))};
}

/* The least length up to `end` whose dates hold so many active ones; there is one. */
uint32_t series_reach(const struct series *series, uint32_t end, uint32_t active);

/* Number of entries dated up to a date that is before the last one's. */
uint32_t series_seek(const struct series *series, int32_t date);

/* Number of entries dated up to and including `date`. Mostly that is all of them. */
static inline uint32_t series_until(const struct series *series, int32_t date)
{
    uint32_t count = series->count;
    if (count == 0 || series_date(series, count - 1) <= date)
        return count;
    return series_seek(series, date);
}

/* Asks for what adding to a series will need. */
static inline void log_prefetch_end(const struct log *log, uint32_t id)
{
    if (log->slot_count > LOG_FEW)
        PREFETCH(log->words);
    const struct slot *slot = log->slot_count <= LOG_FEW ? log_slot(log, id) : NULL;
    if (slot)
        PREFETCH((const struct entry *)slot_entries(log, slot) + slot->count);
}

/* Asks for the first entries. */
static inline void log_prefetch(const struct log *log)
{
    if (log->words) {
        PREFETCH(log->words);
        PREFETCH(log->words + LOG_LINE);
    }
}

#endif
