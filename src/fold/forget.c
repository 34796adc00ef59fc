/* SPDX-License-Identifier: MIT */
/* An event no longer matters to a condition once it has left the window, or once later events alone decide it. */
#include "fold/forget.h"

/* An event, and the date from which on it must not matter. */
struct past {
    const loyalty_program *program;
    const struct log *log;
    uint32_t kind;
    int32_t date, from;
    log_word after;    /* the limit behind the event's date */
    struct spot until; /* behind the words dated up to the later date */
    bool low;          /* whether a day's count may be below 1, with the event or without it */
};

static bool forget_metric(const struct past *past, uint32_t index)
{
    const struct metric *metric = &past->program->metrics[index];
    if (!kind_set_has(&metric->reads, past->kind))
        return true;
    if (metric->source == SOURCE_METRICS)
        return forget_metric(past, metric->operands[0]) && forget_metric(past, metric->operands[1]);
    const struct window *window = &past->program->windows[metric->window].window;
    if (window->type == WINDOW_TERM || window->begins != INDEX_NONE || window->after != INDEX_NONE)
        return false; /* the event may move the window */
    if (window->type != WINDOW_ALL && window_leave(window, window->cycle, past->date) <= past->from)
        return true;
    if ((metric->type == METRIC_DAYS_SINCE || metric->type == METRIC_LATEST) && window->back == 0)
        return window_last_active(past->log, past->program, metric, past->after, past->until) != DATE_NEVER;
    if (metric->type == METRIC_DAYS_SINCE_FIRST && window->type == WINDOW_ALL) {
        struct extent before = {{0, 0}, log_seek(past->log, word_limit(past->date))};
        return window_first_active(past->log, &metric->kinds, &before) != DATE_NEVER;
    }
    return false;
}

static bool forget_score(const struct past *past)
{
    for (uint32_t i = 0; i < past->program->scored_count; i++)
        if (!forget_metric(past, past->program->scored[i]))
            return false;
    return true;
}

/* Returns whether events after that one are enough for a condition, so that it holds with or without it. */
static bool forget_by_reach(const struct past *past, const struct condition *condition)
{
    if (condition->shape != SHAPE_ACTIVE && (condition->shape != SHAPE_COUNT || past->low))
        return false;
    struct reach reach = {&past->program->metrics[condition->metric], (uint32_t)condition->reach, past->after};
    return window_reach(past->log, past->program, &reach, past->until) != DATE_NEVER;
}

static bool forget_condition(const struct past *past, const struct condition *condition)
{
    if (condition->subject == LOYALTY_SUBJECT_SCORE)
        return forget_score(past);
    if (condition->subject != LOYALTY_SUBJECT_METRIC)
        return true;
    return forget_metric(past, condition->metric) || forget_by_reach(past, condition);
}

static bool forget_rule(const struct past *past, const struct rule *rule)
{
    for (uint32_t i = 0; i < rule->count; i++)
        if (!forget_condition(past, &rule->conditions[i]))
            return false;
    return true;
}

/* Returns whether a day's count is below 1 in the log, or was before the event came. */
static bool forget_is_low(const struct log *log, const loyalty_event *event)
{
    const struct escapes *escapes = log_escapes(log);
    struct day_total total = log_find(log, word_of(event->date, event->kind));
    return (escapes && escapes->lows) || total.count - event->count < 0;
}

bool forget_event(const struct fold *fold, const loyalty_event *event, int32_t date)
{
    const struct past past = {fold->program,
                              fold->log,
                              event->kind,
                              event->date,
                              date,
                              word_limit(event->date + 1),
                              log_seek(fold->log, word_limit(date + 1)),
                              forget_is_low(fold->log, event)};
    if (!forget_rule(&past, &fold->program->out))
        return false;
    for (uint32_t i = 0; i < fold->program->rung_count; i++)
        if (!forget_rule(&past, &fold->program->rungs[i].enter) || !forget_rule(&past, &fold->program->rungs[i].keep))
            return false;
    return true;
}
