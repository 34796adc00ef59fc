/* SPDX-License-Identifier: MIT */
/* Adds up words one by one. */
#include "fold/tally.h"

/* Adds words of a page `times` times, modulo 2^64. */
static inline void tally_page(const struct log *log, const uint16_t *slot_of, const log_word *word, const log_word *end,
                              uint64_t times, struct kind_total *slots)
{
    for (; word < end; word++) {
        struct kind_total *slot = &slots[slot_of[word_kind(*word)]];
        if (word_is_escape(*word)) {
            struct day_total total = log_total(log, *word);
            slot->count += (uint64_t)total.count * times;
            slot->sum += (uint64_t)total.sum * times;
            slot->dates += total.count > 0 ? times : 0;
        } else {
            slot->count += word_count(*word) * times;
            slot->sum += (uint64_t)word_sum(*word) * times;
            slot->dates += times;
        }
    }
}

void tally_kinds(const struct log *log, const loyalty_program *program, const struct extent *extent, int sign,
                 struct kind_total *slots)
{
    for (uint32_t page = extent->from.page; page <= extent->end.page; page++) {
        struct view view = log_view(log, page);
        const log_word *from = view.words + (page == extent->from.page ? extent->from.at : 0);
        const log_word *end = view.words + (page == extent->end.page ? extent->end.at : view.count);
        if (sign > 0)
            tally_page(log, program->slots, from, end, 1, slots);
        else
            tally_page(log, program->slots, from, end, UINT64_MAX, slots);
    }
}

/* Does what tally_is_active() does, for a log in which a day's count may be below 1. */
static bool tally_adds_up(const struct log *log, const struct kind_set *set, const struct view *view, uint32_t at)
{
    const log_word date = view->words[at];
    struct sum count = {0, 0};
    while (at > 0 && word_same_date(view->words[at - 1], date))
        at--;
    for (; at < view->count && word_same_date(view->words[at], date); at++)
        if (kind_set_has(set, word_kind(view->words[at])))
            sum_add(&count, log_total(log, view->words[at]).count);
    return sum_is_positive(&count);
}

bool tally_is_active(const struct log *log, const struct kind_set *set, const struct view *view, uint32_t at)
{
    const struct escapes *escapes = log_escapes(log);
    return !escapes || escapes->lows == 0 || tally_adds_up(log, set, view, at);
}

/* Counts the active dates of a part of a page. */
static uint64_t tally_dates_of(const struct log *log, const struct kind_set *set, const struct view *view,
                               uint32_t from, uint32_t end)
{
    uint64_t dates = 0;
    log_word last = WORD_END;
    for (uint32_t at = from; at < end; at++) {
        log_word word = view->words[at];
        if (word_same_date(word, last) || !kind_set_has(set, word_kind(word)))
            continue;
        last = word;
        dates += tally_is_active(log, set, view, at);
    }
    return dates;
}

uint64_t tally_dates(const struct log *log, const struct kind_set *set, const struct extent *extent)
{
    uint64_t dates = 0;
    for (uint32_t page = extent->from.page; page <= extent->end.page; page++) {
        struct view view = log_view(log, page);
        dates += tally_dates_of(log, set, &view, page == extent->from.page ? extent->from.at : 0,
                                page == extent->end.page ? extent->end.at : view.count);
    }
    return dates;
}

/* A progress, and the first day after the period that holds its latest date; DATE_BEFORE_ALL while that is not known. */
struct tally {
    struct progress progress;
    int32_t end;
};

/* Adds an active date, later than the latest one, as a period of its own. */
static inline void tally_day(struct tally *tally, int32_t date)
{
    struct progress *progress = &tally->progress;
    progress->run = progress->run && date == progress->last + 1 ? progress->run + 1 : 1;
    progress->count++;
    progress->last = date;
}

/* Adds an active date that is not before tally->end, later than the latest one. */
static void tally_date(struct tally *tally, struct cycle cycle, int32_t date)
{
    struct progress *progress = &tally->progress;
    if (tally->end == DATE_BEFORE_ALL && progress->run)
        tally->end = cycle_begin(cycle, cycle_index(cycle, progress->last) + 1);
    progress->last = date;
    if (date < tally->end)
        return;
    const int32_t index = cycle_index(cycle, date);
    progress->run = progress->run && cycle_begin(cycle, index) == tally->end ? progress->run + 1 : 1;
    progress->count++;
    tally->end = cycle_begin(cycle, index + 1);
}

static void tally_view(const struct log *log, const struct period_set *set, const struct view *view, uint32_t from,
                       uint32_t end, struct tally *tally)
{
    const struct cycle cycle = cycle_of_calendar(set->period);
    log_word last = WORD_END;
    for (uint32_t at = from; at < end; at++) {
        log_word word = view->words[at];
        if (word_same_date(word, last) || !kind_set_has(&set->kinds, word_kind(word)))
            continue;
        last = word;
        if (!tally_is_active(log, &set->kinds, view, at))
            continue;
        if (set->period == PERIOD_DAY)
            tally_day(tally, word_date(word));
        else if (word_date(word) < tally->end)
            tally->progress.last = word_date(word);
        else
            tally_date(tally, cycle, word_date(word));
    }
}

void tally_progress(const struct log *log, const struct period_set *set, const struct extent *extent,
                    struct progress *progress)
{
    struct tally tally = {*progress, DATE_BEFORE_ALL};
    for (uint32_t page = extent->from.page; page <= extent->end.page; page++) {
        struct view view = log_view(log, page);
        tally_view(log, set, &view, page == extent->from.page ? extent->from.at : 0,
                   page == extent->end.page ? extent->end.at : view.count, &tally);
    }
    *progress = tally.progress;
}
