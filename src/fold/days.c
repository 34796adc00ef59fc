/* SPDX-License-Identifier: MIT */
/* Goes from one day that matters to the next. */
#include "fold/days.h"

/* Returns whether a later day's word may change an answer of this day. */
static bool days_watches(const struct day *day, log_word word)
{
    uint32_t kind = word_kind(word);
    if (day->watch & kind_bit(kind))
        return true;
    return word_is_escape(word) &&
           !day_total_is_plain(&day->log->escapes->items[word_index(word)], &day->program->kinds[kind]);
}

/* Returns whether a page may have a word that is watched. */
static bool days_watches_page(const struct day *day, const struct view *view)
{
    return (view->bits & day->watch) || log_escapes(day->log);
}

/* Words passed: the spot behind them, and the kind_bit() of each and perhaps of others. */
struct passed {
    struct spot end;
    uint32_t bits;
};

/* Passes words of a page, up to the limit or the first that is watched. Returns whether there is a word left. */
static bool days_look_in(const struct day *day, const struct view *view, log_word limit, struct passed *passed)
{
    uint32_t at = passed->end.at;
    for (; at < view->count && view->words[at] < limit && !days_watches(day, view->words[at]); at++)
        passed->bits |= kind_bit(word_kind(view->words[at]));
    passed->end.at = at;
    return at < view->count;
}

/*
 * Returns the next day on which anything can change: day->next, or an earlier one with events that are watched. Passes
 * words dated before it, and on it up to the first that is watched.
 */
static int32_t days_look_ahead(const struct day *day, struct passed *passed)
{
    const log_word limit = word_limit(day->next);
    for (;; passed->end = (struct spot){passed->end.page + 1, 0}) {
        struct view view = log_view(day->log, passed->end.page);
        if (!days_watches_page(day, &view)) {
            if (view.count > 0 && view.words[view.count - 1] >= limit)
                break;
            passed->bits |= view.bits;
            passed->end.at = view.count;
        } else if (days_look_in(day, &view, limit, passed)) {
            log_word word = view.words[passed->end.at];
            if (word < limit)
                return word_date(word);
            break;
        }
        if (passed->end.page == log_last_page(day->log))
            break;
    }
    return day->next > LOYALTY_DATE_MAX ? DATE_NEVER : day->next;
}

int32_t days_next(struct day *day, const struct standing *standing)
{
    ladder_ground(day, standing);
    const int32_t next = days_look_ahead(day, &(struct passed){day->end, 0});
    return next > day->date ? next : day->date + 1; /* a forged snapshot may have a standing whose end is past */
}

static bool days_same_standing(const struct standing *a, const struct standing *b)
{
    return a->rung == b->rung && a->since == b->since && a->failing == b->failing && a->term == b->term &&
           a->spent == b->spent;
}

/* Passes the words dated up to a day. On a new page, assumes all kinds of the log. */
static void days_pass_words(const struct log *log, struct passed *passed, int32_t date)
{
    const log_word limit = word_limit(date + 1);
    struct view view = log_view(log, passed->end.page);
    for (; passed->end.at < view.count && view.words[passed->end.at] < limit; passed->end.at++)
        passed->bits |= kind_bit(word_kind(view.words[passed->end.at]));
    if (passed->end.at == view.count && passed->end.page != log_last_page(log))
        *passed = (struct passed){log_seek(log, limit), log->bits};
}

static bool days_term_is_over(const struct fold *fold)
{
    return fold->standing.rung > 0 && fold->standing.failing == LOYALTY_DATE_NONE &&
           standing_term_end(fold->program, &fold->standing) == fold->next;
}

/* Asks the last day of a term, if the next day of the fold is its end, whether it is renewed. */
static bool days_end_term(const struct fold *fold, struct day *day, struct lapse *lapse)
{
    day->term = standing_counts_from(&fold->standing);
    if (!days_term_is_over(fold))
        return false;
    day_turn(day, fold->next - 1, log_seek(fold->log, word_limit(fold->next)), fold->log->bits);
    return ladder_renews(day, &fold->standing, lapse);
}

/* Folds one day, the next that matters. */
static void days_fold_one(struct fold *fold, struct day *day, struct passed *passed)
{
    struct lapse lapse = {.over = false};
    const bool appears = fold->standing.rung == RUNG_ABSENT;
    const bool renewed = fold->program->terms && !appears && days_end_term(fold, day, &lapse);
    days_pass_words(fold->log, passed, fold->next);
    day_turn(day, fold->next, passed->end, passed->bits);
    if (appears)
        ladder_stand(day, &fold->standing, 0, false);
    else if (renewed)
        ladder_begin_term(day, &fold->standing, false);
    ladder_pass_day(day, &fold->standing, &lapse);
    fold->next = days_look_ahead(day, passed);
    fold->looked = day->date;
    fold->watch = day->watch;
}

int32_t days_fold(struct fold *fold, int32_t until, struct history *history)
{
    struct day day;
    day_make(&day, fold->program, fold->log, fold->user);
    struct passed passed = {{0, 0}, 0};
    if (fold->standing.rung == RUNG_ABSENT)
        fold->next = log_earliest(fold->log);
    else
        passed = (struct passed){log_seek(fold->log, word_limit(fold->next)), fold->log->bits};
    while (fold->next <= until) {
        struct standing before = fold->standing;
        days_fold_one(fold, &day, &passed);
        if (day.status) {
            fold->host_status = day.host_status;
            return day.status;
        }
        if (days_same_standing(&before, &fold->standing))
            continue;
        fold->standing.from = before.rung == RUNG_ABSENT ? 0 : before.rung;
        struct change change = {day.date, fold->standing};
        int32_t status = history_push(history, program_allocator(fold->program), &change);
        if (status)
            return status;
    }
    return LOYALTY_OK;
}
