/* SPDX-License-Identifier: MIT */
/* Turns the records of a CSV file into events: columns, fields, and messages about bad lines. */
#define _POSIX_C_SOURCE 200809L
#include "input/events.h"

#include "input/kinds.h"
#include "input/number.h"
#include "input/records.h"
#include "output/tell.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    QUOTED = 80,   /* bytes for a field in a message */
    REASON = 512,  /* bytes of a reason */
    WAITING = 256, /* bad lines that may wait to be reported */
    MONTHS = 64    /* months whose dates are cached: five years */
};

/* The columns that are read; the first four are required. */
enum { CUSTOMER, KIND, DATE, VALUE, COUNT, ID, ROLES };

static const char *const event_roles[ROLES] = {"customer", "kind", "date", "value", "count", "id"};
enum { ROLES_NEEDED = 4, ABSENT = RECORD_FIELDS_MAX };

/* A month in the cache of dates, since a log repeats its days many times. */
struct month {
    char text[8];  /* "YYYY-MM-" */
    int32_t first; /* date of the day before its first */
    int32_t days;  /* 0 if the entry is empty */
};

struct reader {
    const struct event_source *source;
    const char *name; /* the file's, for messages */
    struct kinds kinds;
    struct month months[MONTHS];

    bool header_read;
    uint32_t columns;
    uint32_t column_of[ROLES]; /* position of each role, or ABSENT */

    struct refusals waiting;
    uint64_t bad;
    bool stopped; /* after the reason is reported */
};

/* ---- messages ---- */

static void events_fail(struct reader *reader)
{
    reader->stopped = !tell_status(LOYALTY_E_MEMORY);
}

static void events_tell(struct reader *reader, const struct refusal *one)
{
    const char *reason = one->reason ? one->reason : loyalty_status_text(one->status);
    bool fatal = one->status == LOYALTY_E_MEMORY || one->status == LOYALTY_E_HOST;
    if (fatal || one->line == one->last_line)
        tell_at(reader->name, one->line, "%s", reason);
    else
        tell_at(reader->name, one->line, "%s (the record continues to line %" PRIu64 ")", reason, one->last_line);
    reader->bad++;
    reader->stopped = fatal || !reader->source->skip_bad;
}

/* Reports the lines refused so far. After that, no earlier line can be refused. */
static void events_settle(struct reader *reader)
{
    if (reader->source->settle)
        reader->source->settle(reader->source->user, &reader->waiting);
    refusals_sort(&reader->waiting);
    for (size_t i = 0; i < reader->waiting.count && !reader->stopped; i++)
        events_tell(reader, &reader->waiting.all[i]);
    refusals_clear(&reader->waiting);
    if (reader->waiting.failed && !reader->stopped)
        events_fail(reader);
}

static void events_refuse(struct reader *reader, const struct record *one, int32_t status, const char *reason)
{
    refusals_add(&reader->waiting, one->line, one->last_line, status, reason);
    bool fatal = status == LOYALTY_E_MEMORY || status == LOYALTY_E_HOST || reader->waiting.failed;
    if (fatal || (reader->waiting.count > 0 && !reader->source->skip_bad) || reader->waiting.count >= WAITING)
        events_settle(reader);
}

/* ---- one record ---- */

/* Prepares a field for a message. Returns `buffer`. */
static const char *events_show(const struct record_field *field, char buffer[QUOTED])
{
    return tell_quote(buffer, QUOTED, field->text, field->length);
}

/* Reads a number; an empty field leaves the default. Returns whether the number is valid; if not, sets `reason`. */
static bool event_read_number(const struct record_field *field, uint32_t role, int64_t least, int64_t most,
                              int64_t *number, char *reason)
{
    if (field->length == 0)
        return true;
    char shown[QUOTED];
    switch (number_parse(field->text, field->length, number)) {
    case NUMBER_OK:
        if (*number >= least && *number <= most)
            return true;
        break;
    case NUMBER_TOO_LARGE:
        break;
    case NUMBER_MALFORMED:
        snprintf(reason, REASON, "%s \"%s\" is not a whole number (money is in minor units, such as cents)",
                 event_roles[role], events_show(field, shown));
        return false;
    }
    snprintf(reason, REASON, "%s %s is outside the range %" PRId64 " to %" PRId64, event_roles[role],
             events_show(field, shown), least, most);
    return false;
}

/* Returns a month as the library knows it; `days` is 0 if there is no such month. */
static struct month month_learn(const char *text)
{
    char date[] = "YYYY-MM-DD";
    struct month month = {.days = 31};
    memcpy(month.text, text, sizeof month.text);
    memcpy(date, text, sizeof month.text);
    memcpy(date + sizeof month.text, "01", 2);
    if (loyalty_date_parse(date, 10, &month.first))
        return (struct month){0};
    month.first--;
    int32_t last = 0;
    for (; month.days > 28; month.days--) {
        date[8] = (char)('0' + month.days / 10);
        date[9] = (char)('0' + month.days % 10);
        if (!loyalty_date_parse(date, 10, &last))
            break;
    }
    return month;
}

static bool event_read_date(struct reader *reader, const struct record_field *field, int32_t *date)
{
    if (field->length != 10)
        return false;
    const char *text = field->text;
    int32_t tens = text[8] - '0';
    int32_t ones = text[9] - '0';
    /* The last digit of the year and the month choose the entry, so neighbouring months do not share one. */
    struct month *month =
        &reader->months[((unsigned)text[3] * 12u + ((unsigned)text[5] - '0') * 10u + (unsigned)text[6]) % MONTHS];
    if (month->days == 0 || memcmp(month->text, text, sizeof month->text) != 0)
        *month = month_learn(text);
    int32_t day = tens * 10 + ones;
    if (tens < 0 || tens > 9 || ones < 0 || ones > 9 || day < 1 || day > month->days)
        return false;
    *date = month->first + day;
    return true;
}

static bool event_read(struct reader *reader, const struct record_field *const fields[ROLES],
                       struct event_record *event, char *reason)
{
    char shown[QUOTED];
    event->customer = fields[CUSTOMER]->text;
    event->customer_length = (uint32_t)fields[CUSTOMER]->length;
    if (fields[CUSTOMER]->length == 0 || fields[CUSTOMER]->length > LOYALTY_KEY_MAX) {
        snprintf(reason, REASON,
                 fields[CUSTOMER]->length == 0 ? "customer is empty" : "customer is longer than %d bytes",
                 LOYALTY_KEY_MAX);
        return false;
    }
    const struct kind *found = kinds_find(&reader->kinds, fields[KIND]->text, fields[KIND]->length);
    if (!found) {
        snprintf(reason, REASON, "kind \"%s\" is %s", events_show(fields[KIND], shown),
                 reader->source->program_count == 1 ? "not in the rule table" : "in neither rule table");
        return false;
    }
    memcpy(event->kinds, found->indexes, sizeof event->kinds);
    if (!event_read_date(reader, fields[DATE], &event->date)) {
        snprintf(reason, REASON, "date \"%s\" is not a calendar day; use YYYY-MM-DD", events_show(fields[DATE], shown));
        return false;
    }
    event->value = 0;
    int64_t count = 1;
    if (!event_read_number(fields[VALUE], VALUE, found->value_min, found->value_max, &event->value, reason) ||
        !event_read_number(fields[COUNT], COUNT, INT32_MIN, INT32_MAX, &count, reason))
        return false;
    event->count = (int32_t)count;
    if (fields[ID]->length > LOYALTY_ID_MAX) {
        snprintf(reason, REASON, "%s", loyalty_status_text(LOYALTY_E_ID));
        return false;
    }
    event->id = fields[ID]->length > 0 ? fields[ID]->text : NULL;
    event->id_length = (uint32_t)fields[ID]->length;
    return true;
}

static void events_take(struct reader *reader, const struct record *one)
{
    static const struct record_field nothing = {.text = "", .length = 0};
    char reason[REASON];
    if (one->count != reader->columns) {
        snprintf(reason, sizeof reason, "%" PRIu32 " %s, but the header has %" PRIu32, one->count,
                 one->count == 1 ? "field" : "fields", reader->columns);
        events_refuse(reader, one, LOYALTY_OK, reason);
        return;
    }
    const struct record_field *fields[ROLES];
    for (uint32_t role = 0; role < ROLES; role++)
        fields[role] = reader->column_of[role] == ABSENT ? &nothing : &one->fields[reader->column_of[role]];
    struct event_record event = {.line = one->line, .last_line = one->last_line};
    if (!event_read(reader, fields, &event, reason)) {
        events_refuse(reader, one, LOYALTY_OK, reason);
        return;
    }
    int32_t status = reader->source->handler(reader->source->user, &event);
    if (status == EVENT_SETTLE)
        events_settle(reader);
    else if (status)
        events_refuse(reader, one, status, NULL);
}

/* ---- the header ---- */

/* Finds the columns. Returns why the header is bad, or NULL. */
static const char *events_name_columns(struct reader *reader, const struct record *header)
{
    if (header->broken)
        return header->broken;
    if (header->count > RECORD_FIELDS_MAX)
        return "the header has more than 256 columns";
    for (uint32_t role = 0; role < ROLES; role++) {
        reader->column_of[role] = ABSENT;
        for (uint32_t i = 0; i < header->count; i++) {
            const struct record_field *name = &header->fields[i];
            if (name->length != strlen(event_roles[role]) || memcmp(name->text, event_roles[role], name->length) != 0)
                continue;
            if (reader->column_of[role] != ABSENT)
                return "the header has a column twice";
            reader->column_of[role] = i;
        }
    }
    return NULL;
}

/* Without a good header no event can be read, so a bad one always ends the reading. */
static void events_take_header(struct reader *reader, const struct record *header)
{
    const char *broken = events_name_columns(reader, header);
    reader->columns = header->count;
    reader->header_read = true;
    reader->stopped = true;
    if (broken) {
        tell_at(reader->name, header->line, "%s", broken);
        return;
    }
    for (uint32_t role = 0; role < ROLES_NEEDED; role++) {
        if (reader->column_of[role] == ABSENT) {
            tell_at(reader->name, header->line,
                    "the header has no column \"%s\"; it needs customer, kind, date and value, separated by commas",
                    event_roles[role]);
            return;
        }
    }
    reader->stopped = false;
}

static bool events_take_record(void *user, const struct record *one)
{
    struct reader *reader = user;
    if (!reader->header_read)
        events_take_header(reader, one);
    else if (one->broken)
        events_refuse(reader, one, LOYALTY_OK, one->broken);
    else
        events_take(reader, one);
    return reader->stopped;
}

/* ---- the file ---- */

static void events_read_file(struct reader *reader, FILE *file)
{
    enum records_result result = records_read(file, reader->name, reader->source->skip_bad, events_take_record, reader);
    int error = errno;
    if (!reader->stopped)
        events_settle(reader);
    if (reader->stopped)
        return;
    if (result == RECORDS_UNREADABLE) {
        tell("%s: %s", reader->name, strerror(error));
        reader->stopped = true;
    } else if (result == RECORDS_NO_MEMORY) {
        events_fail(reader);
    } else if (result == RECORDS_FOREIGN) {
        reader->stopped = true;
    } else if (!reader->header_read) {
        tell_at(reader->name, 1, "the header line is missing");
        reader->stopped = true;
    }
}

bool events_read(const struct event_source *source)
{
    bool from_stdin = strcmp(source->path, "-") == 0;
    FILE *file = from_stdin ? stdin : fopen(source->path, "rb");
    if (!file) {
        tell("%s: %s", source->path, strerror(errno));
        return false;
    }
    struct reader reader = {.source = source, .name = from_stdin ? "<stdin>" : source->path};
    if (kinds_learn(&reader.kinds, source->programs, source->program_count))
        events_fail(&reader);
    else
        events_read_file(&reader, file);
    if (!reader.stopped && reader.bad > 0)
        tell("%s: %" PRIu64 " bad %s skipped", reader.name, reader.bad, reader.bad == 1 ? "line" : "lines");
    if (!reader.stopped && reader.waiting.duplicates > 0)
        tell("%s: %" PRIu64 " duplicate %s skipped (the id was recorded before)", reader.name,
             reader.waiting.duplicates, reader.waiting.duplicates == 1 ? "event" : "events");
    kinds_free(&reader.kinds);
    refusals_free(&reader.waiting);
    if (!from_stdin)
        fclose(file);
    return !reader.stopped;
}
