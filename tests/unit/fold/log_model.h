/* SPDX-License-Identifier: MIT */
/* A log beside a plain table of the totals that it should hold, one for each kind and date. */
#ifndef UNIT_FOLD_LOG_MODEL_H
#define UNIT_FOLD_LOG_MODEL_H

#include "allocator.h"
#include "fold/log.h"
#include "random.h"
#include "support.h"

enum { MODEL_DAYS = 400, MODEL_KINDS = 200, MODEL_CELLS = MODEL_DAYS * MODEL_KINDS, MODEL_METRICS = 6 };
enum { MODEL_SETS = MODEL_METRICS * PERIOD_YEAR };

/* Which totals are drawn. */
enum model_style {
    MODEL_PLAIN,  /* those that fit in a word */
    MODEL_COUNTS, /* also sums that do not, and counts of 16 and more */
    MODEL_MIXED,  /* also counts below 1, and sums against the sign of the kind's values */
    MODEL_HUGE    /* also counts and sums at the limits of 64 bits */
};

enum model_order { MODEL_ASCENDING, MODEL_DESCENDING, MODEL_RANDOM, MODEL_ORDERS };

/*
 * Of every four kinds one allows any value, one none below 0, one none above 0 and one only 0. The program has
 * MODEL_METRICS metrics of one kind, of a few, and of all but every tenth kind, which no metric reads; and a set of the
 * kinds of each with each period.
 */
struct log_model {
    struct log log;
    loyalty_program program;
    struct counting counting;
    int32_t first; /* the date of row 0 */
    struct day_total totals[MODEL_DAYS][MODEL_KINDS];
};

/* Begins with an empty log. `seed` decides the kinds of the metrics. */
void model_begin(struct log_model *model, int32_t first, uint64_t seed);
/* Frees the log. Nothing may be left. */
void model_end(struct log_model *model);

/* Cells number the kinds and dates, so that cells that ascend are in the order of words. */
static inline struct day_total *model_total(struct log_model *model, uint32_t cell)
{
    return &model->totals[cell / MODEL_KINDS][cell % MODEL_KINDS];
}

static inline log_word model_key(const struct log_model *model, uint32_t cell)
{
    return word_of(model->first + (int32_t)(cell / MODEL_KINDS), cell % MODEL_KINDS);
}

/* Returns the index of a set. */
static inline uint32_t model_set_of(uint32_t metric, enum period period)
{
    return metric * PERIOD_YEAR + (uint32_t)period - PERIOD_DAY;
}

/* Adds an active date to those before it. Counts calendar periods in a way of its own. */
void model_go_on(struct progress *progress, enum period period, int32_t date);

struct day_total model_draw(struct random *random, uint32_t kind, enum model_style style);
/* Sets totals in both, and frees a page that this has emptied. */
void model_set(struct log_model *model, uint32_t cell, struct day_total total);
/* Adds an event to both, as a customer does: by log_append() if that is possible. Its kind must allow the value. */
void model_append(struct log_model *model, uint32_t cell, int32_t count, int64_t value);
/* Removes all that the log holds, in an order. */
void model_empty(struct log_model *model, struct random *random, enum model_order order);

/* Returns `count` different cells of the first days and kinds, in an order. The array is the next call's too. */
uint32_t *model_cells(struct random *random, uint32_t count, uint32_t days, uint32_t kinds, enum model_order order);
/* Sets `count` different cells of the first days and kinds. */
void model_fill(struct log_model *model, struct random *random, uint32_t count, uint32_t days, uint32_t kinds);

/* Compares a log of the model's program, which may be a copy, with the table, and checks how it is built. */
void model_check_log(struct log_model *model, const struct log *log);
/* Checks only the running totals: those that the log says are right. Pages may be empty. */
void model_check_rows(struct log_model *model, const struct log *log);
/* Does model_check_log() with the model's own log. */
void model_check(struct log_model *model);

#endif
