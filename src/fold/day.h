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
#include "fold/window.h"

enum number_state {
    NUMBER_UNDEFINED,
    NUMBER_EXACT, /* num ÷ den, den ≥ 1 */
    NUMBER_WIDE   /* defined, but may need more than 64 bits: see day_metric_wide() */
};

struct number {
    int64_t num, den;
    int32_t next; /* the first later day on which it may change in a way that matters to the table */
    int32_t state;
    int32_t first; /* the first date in the window that counts; DATE_NEVER for none, or if it was not asked for */
};

/* The window that was last asked for: where it is in the log. */
struct day_window {
    uint32_t index; /* in the program's windows */
    bool found;     /* whether `from` is known */
    log_word
        limit; /* below it all words are before the window; WORD_END if a kind that it depends on was never active */
    struct spot from, end;
    struct cycle cycle; /* whose periods it is made of, if it is WINDOW_CYCLE */
};

struct day {
    const loyalty_program *program;
    const struct log *log;
    void *user; /* the customer's user pointer, for host metrics */
    int32_t date;
    int32_t rung;  /* the rung that conditions in segments compare with */
    int32_t term;  /* the day from which the term counts, if the program has terms: see day_set_term() */
    uint32_t bits; /* the kind_bit() of the words dated up to the day, and perhaps of others */
    int32_t next;
    uint32_t watch;      /* kind_bit() of the kinds whose events, with a count above 0, might change an answer */
    int32_t status;      /* LOYALTY_E_HOST once a host metric has failed; answers are meaningless then */
    int32_t host_status; /* what the first that failed returned, if one has */
    struct spot end;     /* behind the words dated up to the day */
    struct day_window window;
    bool score_known;
    int32_t score_next;
    int64_t score;
    uint64_t known[LOYALTY_METRICS_MAX / 64]; /* a bit for each metric whose number is known, */
    uint64_t seen[LOYALTY_METRICS_MAX / 64];  /* or was known on an earlier day of the same fold */
    struct number numbers[LOYALTY_METRICS_MAX];
    /* The totals of the window that was last asked for, on this day or an earlier one; LOYALTY_DATE_NONE for none. */
    uint32_t totals_window;
    int32_t totals_date;
    struct window_totals totals;
};

void day_begin(struct day *day, const loyalty_program *program, const struct log *log, void *user, int32_t date);
/*
 * Goes on to a later day, or begins the first one if the day was just made. `end` is behind the words dated up to it, and
 * `bits` has the kind_bit() of each of them.
 */
void day_turn(struct day *day, int32_t date, struct spot end, uint32_t bits);
/* Makes a day for day_turn(). The log must not change until the last turn. */
void day_make(struct day *day, const loyalty_program *program, const struct log *log, void *user);

/* Sets the day from which the term counts, on a day that has begun. */
void day_set_term(struct day *day, int32_t term);

/* Makes a window the one that was last asked for (span.c). */
void day_open_window(struct day *day, uint32_t window);

/* Does that for a window that ends with the day and begins on a date. */
static inline void day_open_from(struct day *day, uint32_t index, log_word limit)
{
    day->window.index = index;
    day->window.limit = limit;
    day->window.found = limit == 0;
    day->window.from = (struct spot){0, 0};
    day->window.end = day->end;
}

/* Returns the limit of a window. Metrics with the same one often follow one another. */
static inline log_word day_limit(struct day *day, uint32_t index)
{
    if (index != day->window.index) {
        const struct program_window *of = &day->program->windows[index];
        if (of->plain && of->window.type == WINDOW_ALL)
            day_open_from(day, index, 0);
        else if (of->plain && of->window.type == WINDOW_DAYS)
            day_open_from(day, index, word_limit(day->date - of->window.length + 1));
        else
            day_open_window(day, index);
    }
    return day->window.limit;
}

/* Returns the first later day on which a date is no longer in the window last asked for, which is a metric's. */
static inline int32_t day_leave(const struct day *day, const struct metric *metric, int32_t date)
{
    const struct window *window = &day->program->windows[metric->window].window;
    if (window->type == WINDOW_ALL || window->type == WINDOW_TERM)
        return DATE_NEVER;
    return window->type == WINDOW_DAYS ? date + window->length * (window->back + 1)
                                       : window_leave(window, day->window.cycle, date);
}

/* Works out the number of a metric. */
void day_evaluate(struct day *day, uint32_t metric);

static inline const struct number *day_metric(struct day *day, uint32_t metric)
{
    uint64_t bit = UINT64_C(1) << metric % 64;
    if (!(day->known[metric / 64] & bit)) {
        day_evaluate(day, metric);
        day->known[metric / 64] |= bit;
        day->seen[metric / 64] |= bit;
    }
    return &day->numbers[metric];
}

/* Sets `num` and `den` of a metric that is NUMBER_EXACT or NUMBER_WIDE; its value is num ÷ den. */
void day_metric_wide(struct day *day, uint32_t metric, struct wide *num, struct wide *den);
int64_t day_points(struct day *day, uint32_t metric);
int64_t day_score(struct day *day);
bool day_condition(struct day *day, const struct condition *condition);
/* Returns whether a rule holds, and lowers `next` and adds to `watch` as far as that answer depends on them. */
bool day_rule(struct day *day, const struct rule *rule);
/* Returns whether one of two rules, neither of which is empty, holds, and does the same. */
bool day_either(struct day *day, const struct rule *first, const struct rule *second);

#endif
