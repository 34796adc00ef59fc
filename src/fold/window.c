/* SPDX-License-Identifier: MIT */
/* Walks over the pages between two spots. */
#include "fold/window.h"

#include <string.h>

struct part {
    struct view view;
    uint32_t from, end;
};

/* Returns the part of a page that lies in the extent. */
static struct part window_part(const struct log *log, const struct extent *extent, uint32_t page)
{
    struct part part = {log_view(log, page), 0, 0};
    part.from = page == extent->from.page ? extent->from.at : 0;
    part.end = page == extent->end.page ? extent->end.at : part.view.count;
    return part;
}

static bool window_comes_before(struct spot a, struct spot b)
{
    return a.page < b.page || (a.page == b.page && a.at < b.at);
}

/* Adds the words from one spot to another `sign` times; if `to` comes first, adds them -`sign` times. */
static void window_bridge(const struct log *log, const loyalty_program *program, struct spot from, struct spot to,
                          int sign, struct kind_total *rest)
{
    if (window_comes_before(to, from))
        tally_kinds(log, program, &(struct extent){to, from}, -sign, rest);
    else
        tally_kinds(log, program, &(struct extent){from, to}, sign, rest);
}

void window_begin(const struct log *log, const loyalty_program *program, const struct extent *extent,
                  struct window_totals *totals)
{
    totals->extent = *extent;
    totals->from = checkpoint_near(log, program, extent->from);
    totals->end = checkpoint_near(log, program, extent->end);
    memset(totals->rest, 0, (program->slot_count + (size_t)1) * sizeof *totals->rest);
    if (totals->from.row == totals->end.row) {
        tally_kinds(log, program, extent, 1, totals->rest);
        return;
    }
    window_bridge(log, program, totals->from.spot, extent->from, -1, totals->rest);
    window_bridge(log, program, totals->end.spot, extent->end, 1, totals->rest);
}

/* Returns whether `to` is `from` or behind it in the same page. */
static bool window_is_near(struct spot from, struct spot to)
{
    return from.page == to.page && from.at <= to.at;
}

bool window_move(const struct log *log, const loyalty_program *program, const struct extent *extent,
                 struct window_totals *totals)
{
    const struct extent old = totals->extent;
    if (!window_is_near(old.from, extent->from) || !window_is_near(old.end, extent->end))
        return false;
    tally_kinds(log, program, &(struct extent){old.end, extent->end}, 1, totals->rest);
    tally_kinds(log, program, &(struct extent){old.from, extent->from}, -1, totals->rest);
    totals->extent = *extent;
    return true;
}

void window_progress(const struct log *log, const loyalty_program *program, uint32_t set, struct spot spot,
                     struct progress *progress)
{
    struct checkpoint near = checkpoint_near(log, program, spot);
    if (window_comes_before(spot, near.spot))
        near = (struct checkpoint){checkpoint_before(log, program, spot.page), {spot.page, 0}};
    *progress = near.row ? checkpoint_sets(program, near.row)[set] : (struct progress){0, 0, 0};
    tally_progress(log, &program->sets[set], &(struct extent){near.spot, spot}, progress);
}

/* Returns whether one period, longer than a day, holds the last active date before an extent and the first in it. */
static bool window_straddles(const struct log *log, const struct period_set *set, const struct extent *extent,
                             const struct progress *before)
{
    if (before->run == 0)
        return false;
    const struct cycle cycle = cycle_of_calendar(set->period);
    const int32_t first = window_first_active(log, &set->kinds, extent);
    return first < cycle_begin(cycle, cycle_index(cycle, before->last) + 1);
}

/* Returns the number of active dates before a spot, of a set whose period is the day. */
static uint64_t window_dates_before(const struct log *log, const loyalty_program *program, uint32_t set,
                                    struct spot spot)
{
    struct checkpoint near = checkpoint_near(log, program, spot);
    const struct kind_set *kinds = &program->sets[set].kinds;
    uint64_t dates = near.row ? checkpoint_sets(program, near.row)[set].count : 0;
    if (window_comes_before(spot, near.spot))
        return dates - tally_dates(log, kinds, &(struct extent){spot, near.spot});
    return dates + tally_dates(log, kinds, &(struct extent){near.spot, spot});
}

/* Does what window_periods() does, for a set whose period is the day: no date is in two extents. */
static uint64_t window_dates(const struct log *log, const loyalty_program *program, uint32_t set,
                             const struct extent *extent)
{
    if (log_last_page(log) == 0)
        return tally_dates(log, &program->sets[set].kinds, extent);
    return window_dates_before(log, program, set, extent->end) - window_dates_before(log, program, set, extent->from);
}

uint64_t window_periods(const struct log *log, const loyalty_program *program, uint32_t set,
                        const struct extent *extent)
{
    struct progress from = {0, 0, 0}, end = {0, 0, 0};
    if (program->sets[set].period == PERIOD_DAY)
        return window_dates(log, program, set, extent);
    if (log_last_page(log) == 0) {
        tally_progress(log, &program->sets[set], extent, &end);
        return end.count;
    }
    window_progress(log, program, set, extent->end, &end);
    if (extent->from.page == 0 && extent->from.at == 0)
        return end.count;
    window_progress(log, program, set, extent->from, &from);
    return end.count - from.count + window_straddles(log, &program->sets[set], extent, &from);
}

void window_sum(const struct log *log, const struct kind_set *set, const struct extent *extent, struct sum *count,
                struct sum *sum)
{
    for (uint32_t page = extent->from.page; page <= extent->end.page; page++) {
        struct part part = window_part(log, extent, page);
        for (uint32_t at = part.from; at < part.end; at++) {
            if (!kind_set_has(set, word_kind(part.view.words[at])))
                continue;
            struct day_total total = log_total(log, part.view.words[at]);
            sum_add(count, total.count);
            sum_add(sum, total.sum);
        }
    }
}

/* Returns the first date of the set, or only the first active one. */
static inline int32_t window_find_first(const struct log *log, const struct kind_set *set, const struct extent *extent,
                                        bool active)
{
    for (uint32_t page = extent->from.page; page <= extent->end.page; page++) {
        struct part part = window_part(log, extent, page);
        for (uint32_t at = part.from; at < part.end && (part.view.bits & set->bits); at++)
            if (kind_set_has(set, word_kind(part.view.words[at])) &&
                (!active || tally_is_active(log, set, &part.view, at)))
                return word_date(part.view.words[at]);
    }
    return DATE_NEVER;
}

int32_t window_first(const struct log *log, const struct kind_set *set, const struct extent *extent)
{
    return window_find_first(log, set, extent, false);
}

int32_t window_first_active(const struct log *log, const struct kind_set *set, const struct extent *extent)
{
    return window_find_first(log, set, extent, true);
}

/*
 * Subtracts counts or dates from left->least, from word `end` of a page backwards to the limit. Returns the word at which
 * nothing is left, or WORD_END.
 */
static log_word window_reach_in(const struct log *log, struct reach *left, const struct view *view, uint32_t end)
{
    const struct kind_set *kinds = &left->metric->kinds;
    log_word last = WORD_END;
    if (!(view->bits & kinds->bits))
        return WORD_END;
    for (uint32_t at = end; at > 0 && view->words[at - 1] >= left->limit; at--) {
        log_word word = view->words[at - 1];
        uint64_t taken = 1;
        if (!kind_set_has(kinds, word_kind(word)))
            continue;
        if (left->metric->type == METRIC_COUNT)
            taken = (uint64_t)log_total(log, word).count;
        else if (word_same_date(word, last))
            continue;
        last = word;
        if (left->metric->type != METRIC_COUNT && !tally_is_active(log, kinds, view, at - 1))
            continue;
        if (taken >= left->least)
            return word;
        left->least -= taken;
    }
    return WORD_END;
}

/* Returns the count or the number of active dates before a page, whose checkpoint is not stale. */
static uint64_t window_reach_before(const struct log *log, const loyalty_program *program, const struct metric *metric,
                                    uint32_t page)
{
    const struct kind_total *row = checkpoint_before(log, program, page);
    uint64_t total = 0;
    if (!row)
        return 0;
    if (metric->type != METRIC_COUNT && metric->set != INDEX_NONE)
        return checkpoint_sets(program, row)[metric->set].count;
    for (uint32_t i = 0; i < metric->operand_count; i++) {
        const struct kind_total *slot = &row[program->slots[metric->operands[i]]];
        total += metric->type == METRIC_COUNT ? slot->count : slot->dates;
    }
    return total;
}

/*
 * Finds the page before `end` on which nothing is left, in doubling steps and then by halving, and subtracts the pages
 * after it. Returns false if there is none.
 */
static bool window_reach_page(const struct log *log, const loyalty_program *program, struct reach *left, uint32_t end,
                              uint32_t *page)
{
    uint64_t total = window_reach_before(log, program, left->metric, end);
    uint32_t low = 0, high = end, step = 1;
    if (total < left->least)
        return false;
    const uint64_t most = total - left->least;
    while (high > step && window_reach_before(log, program, left->metric, high - step) > most) {
        high -= step;
        step *= 2;
    }
    low = high > step ? high - step : 0;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (window_reach_before(log, program, left->metric, middle) <= most)
            low = middle;
        else
            high = middle;
    }
    left->least -= total - window_reach_before(log, program, left->metric, low + 1);
    *page = low;
    return true;
}

int32_t window_reach_anywhere(const struct log *log, const loyalty_program *program, const struct reach *reach,
                              struct spot end)
{
    struct reach left = *reach;
    struct view view = log_view(log, end.page);
    const bool huge = escapes_are_huge(log_escapes(log));
    log_word word = window_reach_in(log, &left, &view, end.at);
    while (word == WORD_END && end.page > 0 && (view.count == 0 || end.at == 0 || view.words[0] >= left.limit)) {
        if (huge || end.page > log->checked)
            end.page--;
        else if (!window_reach_page(log, program, &left, end.page, &end.page))
            return DATE_NEVER;
        view = log_view(log, end.page);
        end.at = view.count;
        word = window_reach_in(log, &left, &view, end.at);
    }
    return word == WORD_END ? DATE_NEVER : word_date(word);
}

int32_t window_last_active(const struct log *log, const loyalty_program *program, const struct metric *metric,
                           log_word limit, struct spot end)
{
    if (!(log->bits & metric->kinds.bits))
        return DATE_NEVER;
    return window_reach_anywhere(log, program, &(struct reach){metric, 1, limit}, end);
}

/* Returns the page that holds the first active date of a kind; the last page if that is not on an earlier one. */
static uint32_t window_first_page(const struct log *log, const loyalty_program *program, uint32_t kind)
{
    const uint32_t slot = program->slots[kind];
    uint32_t low = 0, high = log_last_page(log) == 0 ? 0 : log->checked;
    while (low < high) { /* the pages before `low` do not hold it */
        const uint32_t middle = low + (high - low) / 2;
        if (checkpoint_before(log, program, middle + 1)[slot].dates > 0)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

int32_t window_first_of_kind(const struct log *log, const loyalty_program *program, const struct metric *metric,
                             struct spot end)
{
    const struct spot from = {window_first_page(log, program, metric->operands[0]), 0};
    if (!window_comes_before(from, end))
        return DATE_NEVER;
    return window_first_active(log, &metric->kinds, &(struct extent){from, end});
}
