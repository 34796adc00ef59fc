/* SPDX-License-Identifier: MIT */
/* Spans of time: a number of days or of months. */
#ifndef LOYALTY_BASE_SPAN_H
#define LOYALTY_BASE_SPAN_H

#include "base/date.h"

struct span {
    int32_t length;
    bool months; /* whether `length` counts months, not days */
};

/* Returns a date plus a span, as docs/rule-tables.md defines it; DATE_NEVER if that is after LOYALTY_DATE_MAX. */
static inline int32_t span_after(struct span span, int32_t date)
{
    const int32_t end = span.months ? date_plus_months(date, span.length) : date + span.length;
    return end > LOYALTY_DATE_MAX ? DATE_NEVER : end;
}

#endif
