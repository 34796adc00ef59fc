/* SPDX-License-Identifier: MIT */
/* Dates in text, by their months: a log repeats its days many times. */
#ifndef LOYALTY_TOOLS_DATES_H
#define LOYALTY_TOOLS_DATES_H

#include "input/word.h"

#include <stdbool.h>

enum { DATES_MONTHS = 64 /* five years */ };

struct month {
    uint64_t text; /* "YYYY-MM-" */
    int32_t first; /* date of the day before its first */
    uint32_t days; /* 0 if there is no such month */
};

/* Caches the last date and the months. */
struct dates {
    uint64_t begin; /* first and last eight bytes of the last date */
    uint64_t end;
    int32_t last;
    struct month months[DATES_MONTHS];
};

void dates_init(struct dates *dates);

/* Reads a date that is not the last one. Returns whether it is a calendar day. */
bool dates_read_other(struct dates *dates, const char *text, int32_t *date);

/* Reads YYYY-MM-DD. Returns whether it is a calendar day. */
static inline bool dates_read(struct dates *dates, const char *text, size_t length, int32_t *date)
{
    enum { DATE_BYTES = 10 };
    int32_t other = 0;
    if (length != DATE_BYTES)
        return false;
    *date = dates->last;
    if (((word_load(text) ^ dates->begin) | (word_load(text + DATE_BYTES - WORD_BYTES) ^ dates->end)) == 0)
        return true;
    bool valid = dates_read_other(dates, text, &other);
    *date = other;
    return valid;
}

#endif
