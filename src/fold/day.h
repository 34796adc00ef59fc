/* SPDX-License-Identifier: MIT */
/*
 * One customer on one day: metrics, score and conditions, each computed when first asked for. The day also knows how
 * long the answers given so far stay valid. Without further events they do until `next`, the first later day on which
 * one of them might change. Until then, events dated this day or later change none of them if their kind is not in
 * `watch`.
 */
#ifndef LOYALTY_FOLD_DAY_H
#define LOYALTY_FOLD_DAY_H

#include "base/exact.h"
#include "fold/log.h"

enum number_state {
    NUMBER_UNDEFINED,
    NUMBER_EXACT, /* num ÷ den, den ≥ 1 */
    NUMBER_WIDE   /* defined, but may need more than 64 bits: see day_metric_wide() */
};

struct number {
    int64_t num, den;
    int32_t next; /* the first later day on which it may change in a way that matters to the table */
    int32_t state;
};

struct day {
    const loyalty_program *program;
    const struct log *log;
    void *user; /* the customer's user pointer, for host metrics */
    int32_t date;
    int32_t rung; /* the rung that conditions in segments compare with */
    int32_t next;
    uint32_t watch;      /* kind_bit() of the kinds whose events, with a count above 0, might change an answer */
    int32_t status;      /* LOYALTY_E_HOST once a host metric has failed; answers are meaningless then */
    uint32_t seen;       /* which series `series` is; INDEX_NONE for none */
    uint32_t seen_until; /* the number of its entries dated on or before the day */
    struct series series;
    bool score_known;
    int32_t score_next;
    int64_t score;
    uint8_t known[LOYALTY_METRICS_MAX];
    struct number numbers[LOYALTY_METRICS_MAX];
};

void day_begin(struct day *day, const loyalty_program *program, const struct log *log, void *user, int32_t date);

/*
 * Returns 1 if a condition that is not SHAPE_OTHER holds and 0 if it fails, and sets `*next` to the first later day on
 * which that may change. Returns -1 if the series is wide, so that day_metric() must answer.
 */
int day_shape(struct day *day, const struct condition *condition, int32_t *next);
const struct number *day_metric(struct day *day, uint32_t metric);
/* Sets `num` and `den` of a metric that is NUMBER_EXACT or NUMBER_WIDE; its value is num ÷ den. */
void day_metric_wide(struct day *day, uint32_t metric, struct wide *num, struct wide *den);
int64_t day_points(struct day *day, uint32_t metric);
int64_t day_score(struct day *day);
bool day_condition(struct day *day, const struct condition *condition);
/* Returns whether a rule holds, and lowers `next` and adds to `watch` as far as that answer depends on them. */
bool day_rule(struct day *day, const struct rule *rule);

#endif
