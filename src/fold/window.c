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

/* Returns the number of active dates before a spot. */
static uint64_t window_dates_before(const struct log *log, const loyalty_program *program, uint32_t set,
                                    struct spot spot)
{
    struct checkpoint near = checkpoint_near(log, program, spot);
    uint64_t dates = near.row ? checkpoint_sets(program, near.row)[set] : 0;
    if (window_comes_before(spot, near.spot))
        return dates - tally_dates(log, &program->sets[set], &(struct extent){spot, near.spot});
    return dates + tally_dates(log, &program->sets[set], &(struct extent){near.spot, spot});
}

uint64_t window_dates(const struct log *log, const loyalty_program *program, uint32_t set, const struct extent *extent)
{
    if (log_last_page(log) == 0)
        return tally_dates(log, &program->sets[set], extent);
    return window_dates_before(log, program, set, extent->end) - window_dates_before(log, program, set, extent->from);
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

/* Returns the index of the first word of the set from `from` on; `end` if there is none. */
static uint32_t window_forward(const struct kind_set *set, const log_word *words, uint32_t from, uint32_t end)
{
    while (from < end && !kind_set_has(set, word_kind(words[from])))
        from++;
    return from;
}

/* Returns how many words there are up to the last one of the set among the first `end`; 0 if there is none. */
static uint32_t window_back(const struct kind_set *set, const log_word *words, uint32_t end)
{
    while (end > 0 && !kind_set_has(set, word_kind(words[end - 1])))
        end--;
    return end;
}

/* Returns the first date of the set, or only the first active one. */
static int32_t window_find_first(const struct log *log, const struct kind_set *set, const struct extent *extent,
                                 bool active)
{
    for (uint32_t page = extent->from.page; page <= extent->end.page; page++) {
        struct part part = window_part(log, extent, page);
        if (!(part.view.bits & set->bits))
            continue;
        for (uint32_t at = part.from; (at = window_forward(set, part.view.words, at, part.end)) < part.end; at++)
            if (!active || tally_is_active(log, set, &part.view, at))
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

/* Returns the last active word of a page among the first `end`, or WORD_END. */
static log_word window_last_in(const struct log *log, const struct kind_set *set, const struct view *view, uint32_t end)
{
    if (!(view->bits & set->bits))
        return WORD_END;
    while ((end = window_back(set, view->words, end)) > 0) {
        if (tally_is_active(log, set, view, end - 1))
            return view->words[end - 1];
        end--;
    }
    return WORD_END;
}

int32_t window_last_active(const struct log *log, const struct kind_set *set, log_word limit, struct spot end)
{
    if (!(log->bits & set->bits))
        return DATE_NEVER;
    struct view view = log_view(log, end.page);
    log_word word = window_last_in(log, set, &view, end.at);
    while (word == WORD_END && end.page > 0 && (view.count == 0 || view.words[0] >= limit)) {
        view = log_view(log, --end.page);
        word = window_last_in(log, set, &view, view.count);
    }
    return word == WORD_END || word < limit ? DATE_NEVER : word_date(word);
}

/*
 * Subtracts counts or dates from left->least, from word `end` of a page backwards to the limit. Returns the word at which
 * nothing is left, or WORD_END.
 */
static log_word window_reach_in(const struct log *log, struct reach *left, const struct view *view, uint32_t end)
{
    const struct kind_set *kinds = &left->metric->kinds;
    log_word last = WORD_END;
    for (uint32_t at = end; at > 0 && view->words[at - 1] >= left->limit; at--) {
        log_word word = view->words[at - 1];
        uint64_t taken = 1;
        if (!kind_set_has(kinds, word_kind(word)))
            continue;
        if (left->metric->type == METRIC_COUNT)
            taken = (uint64_t)log_total(log, word).count;
        else if (word_same_date(word, last) || !tally_is_active(log, kinds, view, at - 1))
            continue;
        last = word;
        if (taken >= left->least)
            return word;
        left->least -= taken;
    }
    return WORD_END;
}

/* Returns the count or the number of dates of a whole page, or UINT64_MAX if its checkpoints do not tell. */
static uint64_t window_reach_of_page(const struct log *log, const loyalty_program *program, const struct metric *metric,
                                     uint32_t page)
{
    struct extent extent = {{page, 0}, {page, log->pages[page].count}};
    struct kind_total total = {0, 0, 0};
    if (page >= log->checked || escapes_are_huge(log_escapes(log)))
        return UINT64_MAX;
    if (metric->type == METRIC_ACTIVE_DAYS && metric->operand_count > 1)
        return window_dates(log, program, metric->set, &extent);
    const struct kind_total *from = checkpoint_near(log, program, extent.from).row;
    const struct kind_total *end = checkpoint_near(log, program, extent.end).row;
    for (uint32_t i = 0; end != from && i < metric->operand_count; i++)
        window_add_rows(end, from, program->slots[metric->operands[i]], &total);
    return metric->type == METRIC_COUNT ? total.count : total.dates;
}

int32_t window_reach_anywhere(const struct log *log, const loyalty_program *program, const struct reach *reach,
                              struct spot end)
{
    struct reach left = *reach;
    struct view view = log_view(log, end.page);
    log_word word = window_reach_in(log, &left, &view, end.at);
    while (word == WORD_END && end.page > 0 && (view.count == 0 || end.at == 0 || view.words[0] >= left.limit)) {
        end.page--;
        view = log_view(log, end.page);
        end.at = view.count;
        uint64_t whole = window_reach_of_page(log, program, left.metric, end.page);
        if (whole < left.least)
            left.least -= whole;
        else
            word = window_reach_in(log, &left, &view, end.at);
    }
    return word == WORD_END ? DATE_NEVER : word_date(word);
}
