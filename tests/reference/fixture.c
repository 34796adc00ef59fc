/* SPDX-License-Identifier: MIT */
/* Makes logs of the reference from short texts. */
#include "fixture.h"

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
