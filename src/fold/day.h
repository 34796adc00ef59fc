/* SPDX-License-Identifier: MIT */
/*
 * One customer on one day: metrics, score and conditions, each worked out when first asked for. Beside the answers
 * given so far stands how long they are right: until `next`, the first later day on which any of them might change with no
 * further event, and whatever further events come, dated that day or later, of kinds that are not in `watch`.
 */
#ifndef LOYALTY_FOLD_DAY_H
#define LOYALTY_FOLD_DAY_H

#include "base/exact.h"
#include "fold/log.h"

enum number_state {
    NUMBER_UNDEFINED,
    NUMBER_EXACT, /* num ÷ den, den ≥ 1 */
    NUMBER_WIDE   /* defined, but needs more than 64 bits: see day_metric_wide() */
};

struct number {
    int64_t num, den;
    int32_t next; /* the first later day on which it may change, as far as the table cares */
    int32_t state;
};

struct day {
    const loyalty_program *program;
    const struct log *log;
    void *user; /* the customer's, for host metrics */
    int32_t date;
    int32_t rung; /* for segments */
    int32_t next;
    uint32_t watch; /* kind_bit() of kinds whose events, with a count above 0, might change an answer */
    int32_t status; /* of host metrics; once it is not 0, answers mean nothing */
    uint32_t seen;  /* the series that `series` is, with its entries dated by the day; INDEX_NONE for none */
    uint32_t seen_until;
    struct series series;
    bool score_known;
    int32_t score_next;
    int64_t score;
    uint8_t known[LOYALTY_METRICS_MAX];
    struct number numbers[LOYALTY_METRICS_MAX];
};

void day_begin(struct day *day, const loyalty_program *program, const struct log *log, void *user, int32_t date);

/*
 * Whether a condition that is not SHAPE_OTHER holds, and until when that is sure; -1 where the series is wide, so
 * that the metric itself must be asked.
 */
int day_shape(struct day *day, const struct condition *condition, int32_t *next);
const struct number *day_metric(struct day *day, uint32_t metric);
/* num ÷ den of a metric that is NUMBER_EXACT or NUMBER_WIDE. */
void day_metric_wide(struct day *day, uint32_t metric, struct wide *num, struct wide *den);
int64_t day_points(struct day *day, uint32_t metric);
int64_t day_score(struct day *day);
bool day_condition(struct day *day, const struct condition *condition);
/* Gathers `next` and `watch`. */
bool day_rule(struct day *day, const struct rule *rule);

#endif
