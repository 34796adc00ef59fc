/* SPDX-License-Identifier: MIT */
/* Makes logs of the reference from short texts. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"

struct ref_log log_of(const char *text)
{
    char *json = strdup(text);
    struct ref_log log;
    assert_non_null(json);
    for (char *c = json; *c != '\0'; c++)
        if (*c == '\'')
            *c = '"';
    ref_log_init(&log, ref_table_read(json, strlen(json)), NULL, NULL);
    free(json);
    return log;
}

void end(struct ref_log *log)
{
    ref_table_free((struct ref_table *)log->table);
    ref_log_free(log);
}

int day(const char *text)
{
    int date = 0;
    assert_true(calendar_read(text, &date));
    return date;
}

void add(struct ref_log *log, const char *kind, int date, int64_t value, int count)
{
    struct ref_event event = {ref_table_kind(log->table, kind), date, value, count, NULL};
    assert_true(event.kind >= 0);
    assert_true(ref_log_add(log, &event));
}

void assert_moves(const struct ref_log *log, const char *last, const char *expected)
{
    char moves[400] = "", date[11];
    struct ref_history history;
    ref_fold(log, day(last), &history);
    for (int i = 0; i < history.count; i++) {
        size_t length = strlen(moves);
        calendar_write(history.transition[i].date, date);
        snprintf(moves + length, sizeof moves - length, "%s%s %d>%d", i > 0 ? ", " : "", date + 5,
                 history.transition[i].from, history.transition[i].to);
    }
    assert_string_equal(moves, expected);
    ref_history_free(&history);
}

struct ref_standing standing(const struct ref_log *log, const char *date)
{
    struct ref_history history;
    struct ref_standing found;
    ref_fold(log, day(date), &history);
    found = ref_standing_on(&history, day(date));
    ref_history_free(&history);
    return found;
}
