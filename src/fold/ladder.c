/* SPDX-License-Identifier: MIT */
/* Folds the days of a log through the ladder, one after another. */
#include "fold/ladder.h"

#include <string.h>

int32_t history_push(struct history *history, const loyalty_allocator *allocator, const struct change *change)
{
    if (history->count == history->capacity && history->borrowed) {
        struct history own = {NULL, history->count, 0, 0};
        int32_t status =
            memory_grow(allocator, (void **)&own.changes, &own.capacity, history->count + 1, sizeof *own.changes);
        if (status)
            return status;
        memcpy(own.changes, history->changes, history->count * sizeof *own.changes);
        *history = own;
    } else {
        int32_t status = memory_grow(allocator, (void **)&history->changes, &history->capacity, history->count + 1,
                                     sizeof *history->changes);
        if (status)
            return status;
    }
    history->changes[history->count++] = *change;
    return LOYALTY_OK;
}

void history_free(struct history *history, const loyalty_allocator *allocator)
{
    if (!history->borrowed)
        memory_free(allocator, history->changes);
}

int64_t ladder_falls_on(const struct rung *rung, const struct standing *standing)
{
    int64_t held = (int64_t)standing->since + rung->hold, spared = (int64_t)standing->failing + rung->grace;
    return held > spared ? held : spared;
}

/* Returns the rung to climb to, or the present one. */
static int32_t ladder_climb(struct day *day, int32_t rung)
{
    const loyalty_program *program = day->program;
    int32_t top = (int32_t)program->rung_count - 1;
    if (program->climb == LOYALTY_CLIMB_STEP && top > rung)
        top = rung + 1;
    for (int32_t to = top; to > rung; to--)
        if (day_rule(day, &program->rungs[to].enter))
            return to;
    return rung;
}

static int32_t ladder_fall(struct day *day, int32_t rung)
{
    const loyalty_program *program = day->program;
    if (program->rungs[rung].fall == LOYALTY_FALL_BOTTOM)
        return 0;
    if (program->rungs[rung].fall == LOYALTY_FALL_STEP)
        return rung - 1;
    int32_t to = rung - 1;
    while (to > 0 && !day_rule(day, &program->rungs[to].keep))
        to--;
    return to;
}

static void ladder_stand(struct standing *standing, int32_t rung, int32_t date)
{
    *standing = (struct standing){rung, date, LOYALTY_DATE_NONE};
}

/*
 * Sets day->next to the first day on which a customer who came to `rung` today may move again. That is tomorrow if
 * another climb or a fall would follow today already. The conditions that led here no longer matter.
 */
static void ladder_settle(struct day *day, int32_t rung)
{
    day->next = DATE_NEVER;
    if (ladder_climb(day, rung) > rung || (rung > 0 && !day_rule(day, &day->program->rungs[rung].keep)))
        day->next = day->date + 1;
}

/* ladder_settle() after a climb. With climb `any`, only a `keep` that is not `enter` was not evaluated yet. */
static void ladder_settle_promoted(struct day *day, int32_t rung)
{
    const struct rung *to = &day->program->rungs[rung];
    if (day->program->climb == LOYALTY_CLIMB_STEP)
        ladder_settle(day, rung);
    else if (to->keep_given && !day_rule(day, &to->keep))
        day->next = day->date + 1;
}

/* Passes one day, in the order of docs/rule-tables.md. Leaves the next day that matters in day->next. */
static void ladder_pass_day(struct day *day, struct standing *standing)
{
    int32_t rung = standing->rung, to = ladder_climb(day, rung);
    if (to > rung) {
        ladder_stand(standing, to, day->date);
        ladder_settle_promoted(day, to);
        return;
    }
    if (rung == 0 || day_rule(day, &day->program->rungs[rung].keep)) {
        standing->failing = LOYALTY_DATE_NONE;
        return;
    }
    if (standing->failing == LOYALTY_DATE_NONE)
        standing->failing = day->date;
    int64_t falls_on = ladder_falls_on(&day->program->rungs[rung], standing);
    if (day->date >= falls_on) {
        ladder_stand(standing, ladder_fall(day, rung), day->date);
        ladder_settle(day, standing->rung);
    } else if (falls_on < day->next) {
        day->next = (int32_t)falls_on;
    }
}

/* Returns whether a later day's word may change an answer of this day. */
static bool ladder_watches(const struct day *day, log_word word)
{
    uint32_t kind = word_kind(word);
    if (day->watch & kind_bit(kind))
        return true;
    return word_is_escape(word) &&
           !day_total_is_plain(&day->log->escapes->items[word_index(word)], &day->program->kinds[kind]);
}

/* Returns whether a page may have a word that is watched. */
static bool ladder_watches_page(const struct day *day, const struct view *view)
{
    return (view->bits & day->watch) || log_escapes(day->log);
}

/* Words passed: the spot behind them, and the kind_bit() of each and perhaps of others. */
struct passed {
    struct spot end;
    uint32_t bits;
};

/* Passes words of a page, up to the limit or the first that is watched. Returns whether there is a word left. */
static bool ladder_look_in(const struct day *day, const struct view *view, log_word limit, struct passed *passed)
{
    uint32_t at = passed->end.at;
    for (; at < view->count && view->words[at] < limit && !ladder_watches(day, view->words[at]); at++)
        passed->bits |= kind_bit(word_kind(view->words[at]));
    passed->end.at = at;
    return at < view->count;
}

/*
 * Returns the next day on which anything can change: day->next, or an earlier one with events that are watched. Passes
 * words dated before it, and on it up to the first that is watched.
 */
static int32_t ladder_look_ahead(const struct day *day, struct passed *passed)
{
    const log_word limit = word_limit(day->next);
    for (;; passed->end = (struct spot){passed->end.page + 1, 0}) {
        struct view view = log_view(day->log, passed->end.page);
        if (!ladder_watches_page(day, &view)) {
            if (view.count > 0 && view.words[view.count - 1] >= limit)
                break;
            passed->bits |= view.bits;
            passed->end.at = view.count;
        } else if (ladder_look_in(day, &view, limit, passed)) {
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

int32_t ladder_next(struct day *day, const struct standing *standing, int moved)
{
    struct standing then = *standing;
    if (moved)
        ladder_settle(day, then.rung);
    else
        ladder_pass_day(day, &then);
    return ladder_look_ahead(day, &(struct passed){day->end, 0});
}

static bool ladder_same(const struct standing *a, const struct standing *b)
{
    return a->rung == b->rung && a->since == b->since && a->failing == b->failing;
}

/* Passes the words dated up to a day. On a new page, assumes all kinds of the log. */
static void ladder_pass_words(const struct log *log, struct passed *passed, int32_t date)
{
    const log_word limit = word_limit(date + 1);
    struct view view = log_view(log, passed->end.page);
    for (; passed->end.at < view.count && view.words[passed->end.at] < limit; passed->end.at++)
        passed->bits |= kind_bit(word_kind(view.words[passed->end.at]));
    if (passed->end.at == view.count && passed->end.page != log_last_page(log))
        *passed = (struct passed){log_seek(log, limit), log->bits};
}

/* Folds one day, the next that matters. */
static void ladder_fold_day(struct fold *fold, struct day *day, struct passed *passed)
{
    ladder_pass_words(fold->log, passed, fold->next);
    day_turn(day, fold->next, passed->end, passed->bits);
    ladder_pass_day(day, &fold->standing);
    fold->next = ladder_look_ahead(day, passed);
    fold->looked = day->date;
    fold->watch = day->watch;
}

int32_t ladder_fold(struct fold *fold, int32_t until, struct history *history)
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
        if (before.rung == RUNG_ABSENT)
            ladder_stand(&fold->standing, 0, fold->next);
        int32_t from = fold->standing.rung;
        ladder_fold_day(fold, &day, &passed);
        if (day.status)
            return day.status;
        if (ladder_same(&before, &fold->standing))
            continue;
        struct change change = {day.date, fold->standing, from};
        int32_t status = history_push(history, program_allocator(fold->program), &change);
        if (status)
            return status;
    }
    return LOYALTY_OK;
}
