/* SPDX-License-Identifier: MIT */
/* A customer that is being read from a snapshot. */
#ifndef LOYALTY_SNAPSHOT_RESTORE_H
#define LOYALTY_SNAPSHOT_RESTORE_H

#include "fold/customer.h"
#include "snapshot/body.h"
#include "snapshot/head.h"

/* Words on their way into a log: all of a date, and perhaps of dates before. */
enum { RESTORE_WORDS = 512, RESTORE_FLUSH = RESTORE_WORDS - LOYALTY_KINDS_MAX };

struct restore {
    struct source *source;
    struct restored *restored;
    loyalty_customer *customer;
    int32_t earliest; /* date in the log; DATE_NEVER for none */
    uint32_t word_count;
    log_word words[RESTORE_WORDS];
};

static inline bool restore_goes_on(const struct restore *restore)
{
    return !restore->source->status;
}

static inline void restore_check(struct restore *restore, bool holds)
{
    if (!holds)
        source_damaged(restore->source);
}

static inline void restore_keep_status(struct restore *restore, int32_t status)
{
    if (status)
        source_fail(restore->source, status);
}

static inline int32_t restore_base(const struct restore *restore)
{
    return customer_today(restore->customer) == LOYALTY_DATE_NONE ? (int32_t)BODY_EPOCH
                                                                  : customer_today(restore->customer);
}

/* Returns a date some days after another, or before it if `days` is below 0; any date if there is no such. */
static inline int32_t restore_date(struct restore *restore, int32_t from, int64_t days)
{
    enum { DAYS_MOST = LOYALTY_DATE_MAX - LOYALTY_DATE_MIN + 1 };
    const bool near = days >= -DAYS_MOST && days <= DAYS_MOST;
    const int32_t date = near ? from + (int32_t)days : from;
    restore_check(restore, near && date_valid(date));
    return date;
}

/* Reads a number of days, and returns the date so many days earlier. */
static inline int32_t restore_earlier(struct restore *restore, int32_t from)
{
    const uint64_t days = source_number_to(restore->source, INT32_MAX);
    return restore_date(restore, from, -(int64_t)days);
}

/* Reads the log and notes the earliest date (load_log.c). */
void restore_log(struct restore *restore);

#endif
