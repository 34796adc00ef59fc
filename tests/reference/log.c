/* SPDX-License-Identifier: MIT */
/* The log: events in the order of their dates, and what can be asked of it without a metric. */
#include "reference.h"

#include <stdlib.h>
#include <string.h>

void ref_log_init(struct ref_log *log, const struct ref_table *table, ref_host_metric *host, void *user)
{
    *log = (struct ref_log){.table = table, .host = host, .user = user};
}

void ref_log_put(struct ref_log *log, const struct ref_event *event)
{
    int place = log->count;
    if (log->count == log->capacity) {
        log->capacity = log->capacity * 2 + 8;
        log->event = realloc(log->event, (size_t)log->capacity * sizeof *log->event);
        if (!log->event)
            abort();
    }
    while (place > 0 && log->event[place - 1].date > event->date) {
        log->event[place] = log->event[place - 1];
        place--;
    }
    log->event[place] = *event;
    log->count++;
}

bool ref_log_add(struct ref_log *log, const struct ref_event *event)
{
    for (int i = 0; event->id != NULL && i < log->count; i++)
        if (log->event[i].id != NULL && strcmp(log->event[i].id, event->id) == 0)
            return false;
    ref_log_put(log, event);
    return true;
}

void ref_log_put_all(struct ref_log *log, const struct ref_log *other)
{
    for (int i = 0; i < other->count; i++)
        ref_log_put(log, &other->event[i]);
}

void ref_log_clear(struct ref_log *log)
{
    log->count = 0;
}

void ref_log_free(struct ref_log *log)
{
    free(log->event);
    log->event = NULL;
    log->count = log->capacity = 0;
}

/* A kind on a date whose events have all been taken back is as if it had never been recorded. */
static bool leaves_a_trace(const struct ref_log *log, int kind, int date)
{
    wide count = 0, sum = 0;
    for (int i = 0; i < log->count; i++)
        if (log->event[i].kind == kind && log->event[i].date == date) {
            count += log->event[i].count;
            sum += (wide)log->event[i].count * log->event[i].value;
        }
    return count != 0 || sum != 0;
}

int ref_appears(const struct ref_log *log)
{
    for (int i = 0; i < log->count; i++)
        if (leaves_a_trace(log, log->event[i].kind, log->event[i].date))
            return log->event[i].date;
    return REF_NO_DATE;
}

/* Whether there is more than 0 of a kind on the date of an event. */
static bool is_active(const struct ref_log *log, int kind, int date)
{
    wide count = 0;
    for (int i = 0; i < log->count; i++)
        if (log->event[i].kind == kind && log->event[i].date == date)
            count += log->event[i].count;
    return count > 0;
}

int ref_first_active(const struct ref_log *log, int kind, int day)
{
    for (int i = 0; i < log->count && log->event[i].date <= day; i++)
        if (log->event[i].kind == kind && is_active(log, kind, log->event[i].date))
            return log->event[i].date;
    return REF_NO_DATE;
}

int ref_latest_active(const struct ref_log *log, int kind, int day)
{
    for (int i = log->count - 1; i >= 0; i--)
        if (log->event[i].date <= day && log->event[i].kind == kind && is_active(log, kind, log->event[i].date))
            return log->event[i].date;
    return REF_NO_DATE;
}
