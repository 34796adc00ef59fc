/* SPDX-License-Identifier: MIT */
/* What a model's table has, added up day by day, to compare what lies between two spots of its log. */
#ifndef UNIT_FOLD_WINDOW_MODEL_H
#define UNIT_FOLD_WINDOW_MODEL_H

#include "fold/window.h"
#include "log_model.h"

__extension__ typedef __int128 int128;

/* All that a metric's kinds have on one day. */
struct day_row {
    int128 count, sum;
    bool there;      /* whether there is a word */
    bool all_counts; /* whether all counts are above 0 */
};

struct window_model {
    struct log_model model;
    struct day_row rows[MODEL_METRICS][MODEL_DAYS];
    struct kind_total before[MODEL_DAYS + 1][MODEL_KINDS + 1]; /* the totals of each slot before a day */
};

/* Days from `from` up to, not including, `end`, numbered from the model's first; and the same in the log. */
struct stretch {
    int from, end;
    struct extent extent;
};

/* Adds up the table again after it has changed. */
void window_model_sum_up(struct window_model *window);
/* Returns the limit of a day: one that is as good for the first and the last. */
log_word window_model_limit(const struct window_model *window, struct random *random, int day);
/* Returns the days from `from` to `end`, in one of the forms that a spot between two pages has. */
struct stretch window_model_stretch(const struct window_model *window, struct random *random, int from, int end);
struct stretch window_model_any_stretch(const struct window_model *window, struct random *random);
/* Both change the log, without an update of its checkpoints, and add up the table again. */
void window_model_fill(struct window_model *window, struct random *random, uint32_t count, uint32_t days,
                       uint32_t kinds, enum model_style style);
/* Sets a few days here and there among the first, removes some, or appends some behind all. */
void window_model_change(struct window_model *window, struct random *random, uint32_t days, uint32_t kinds,
                         enum model_style style);

#endif
