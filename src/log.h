/* SPDX-License-Identifier: MIT */
/*
 * A customer's log: for each kind the dates with events and running totals, so that any window on any day is two
 * look-ups and a subtraction.
 *
 * Running totals are kept modulo 2^64. The difference of two of them is exact wherever the true
 * difference fits in 64 bits: always for one day, whose totals are kept within 64 bits, and for any
 * window while `magnitude` stays within 63 bits. Otherwise (no real customer) sums are taken day by day.
 */
#ifndef LOYALTY_LOG_H
#define LOYALTY_LOG_H

#include "program.h"

struct entry {
    int32_t date;
    uint32_t active;     /* number of dates with Σcount > 0, up to and including this one */
    uint64_t count, sum; /* Σcount and Σcount·value, likewise */
};

struct series {
    struct entry *entries; /* ascending; none whose own count and sum are both 0 */
    uint32_t count, capacity;
};

struct dates {
    int32_t *dates; /* ascending */
    uint32_t count, capacity;
};

/* The head of a block of log_size() bytes; series and active dates follow. All zeros is an empty log. */
struct log {
    uint64_t magnitude; /* ≥ Σ|count| + Σ|count·value| over days and kinds, unless it is UINT64_MAX */
};

/* One a kind. */
static inline struct series *log_series(const struct log *log)
{
    return (struct series *)(uintptr_t)(log + 1);
}

/* One an activity of the program. */
static inline struct dates *log_active(const struct log *log, const loyalty_program *program)
{
    return (struct dates *)(void *)(log_series(log) + program->kind_count);
}

static inline size_t log_size(const loyalty_program *program)
{
    return sizeof(struct log) + program->kind_count * sizeof(struct series) +
           program->activity_count * sizeof(struct dates);
}

/* Totals of one kind on one date. */
struct day_total {
    int64_t count, sum;
};

/* Gives back what the log holds, not its own block. */
void log_clear(struct log *log, const loyalty_program *program);
/* Into an empty log, which stays empty on failure. */
int32_t log_copy(const struct log *from, const loyalty_program *program, struct log *to);
/* Overwrites all that the log holds with zeros. */
void log_wipe(struct log *log, const loyalty_program *program);

/* Where a date stands in a kind's series, or would stand, with its totals. */
struct place {
    uint32_t index;
    int32_t found;
    struct day_total total;
};

struct place log_find(const struct log *log, uint32_t kind, int32_t date);
/* Makes sure that a log_set() of this kind cannot fail. */
int32_t log_reserve(struct log *log, const loyalty_program *program, uint32_t kind);
/*
 * Sets the totals of a kind on a date at the place that log_find() gave. Needs log_reserve() unless it puts back what
 * stood there before. `growth` bounds how much |count| + |sum| grows.
 */
void log_set(struct log *log, const loyalty_program *program, uint32_t kind, int32_t date, const struct place *place,
             struct day_total total, uint64_t growth);
/* Totals of the entry at an index of a series. */
struct day_total series_day(const struct series *series, uint32_t index);

/* The earliest date of all kinds, DATE_NEVER where the log is empty. */
int32_t log_earliest(const struct log *log, const loyalty_program *program);

/* Whether differences of running totals may leave 64 bits. */
static inline int log_is_huge(const struct log *log)
{
    return log->magnitude > INT64_MAX;
}

/* The first of the entries from `first` up to `end` at which so many dates have been active; there is one. */
uint32_t series_active(const struct series *series, uint32_t first, uint32_t end, uint32_t active);

/* Number of elements dated up to a date; each begins with its date, and the last is later. log.c */
uint32_t log_seek(const void *elements, size_t stride, uint32_t length, int32_t date);

/* Number of entries, or of dates, dated up to and including `date`. Mostly that is all of them. */
static inline uint32_t series_until(const struct series *series, int32_t date)
{
    uint32_t count = series->count;
    if (count == 0 || series->entries[count - 1].date <= date)
        return count;
    return log_seek(series->entries, sizeof *series->entries, count, date);
}

static inline uint32_t dates_until(const struct dates *dates, int32_t date)
{
    uint32_t count = dates->count;
    if (count == 0 || dates->dates[count - 1] <= date)
        return count;
    return log_seek(dates->dates, sizeof *dates->dates, count, date);
}

#endif
