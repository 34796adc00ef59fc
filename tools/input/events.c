/* SPDX-License-Identifier: MIT */
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
    QUOTED = 80,   /* Bytes of a field that a message shows. */
    REASON = 512,  /* Bytes of a reason. */
    WAITING = 256, /* Bad lines that may wait to be told. */
    MONTHS = 64    /* Months whose dates are at hand: five years. */
};

/* The columns that matter; the first four are needed. */
enum { CUSTOMER, KIND, DATE, VALUE, COUNT, ID, ROLES };

static const char *const ROLE_NAMES[ROLES] = {"customer", "kind", "date", "value", "count", "id"};
enum { ROLES_NEEDED = 4, ABSENT = RECORD_FIELDS_MAX };

/* The days of a month, which are read many times each. */
struct month {
    char text[8];  /* "YYYY-MM-" */
    int32_t first; /* Date of its day before the first. */
    int32_t days;  /* 0 where nothing is known. */
};

struct reader {
    const struct event_source *source;
    const char *name; /* The file's, for messages. */
    struct kinds kinds;
    struct month months[MONTHS];

    int header_read;
    uint32_t columns;
    uint32_t places[ROLES]; /* Column of each role, or ABSENT. */

    struct refusals waiting;
    uint64_t bad;
    int stopped; /* Why is told. */
};

/* ---- complaints ---- */

static void out_of_memory(struct reader *reader)
{
    tell("%s", loyalty_status_text(LOYALTY_E_MEMORY));
    reader->stopped = 1;
}

static void tell_refusal(struct reader *reader, const struct refusal *one)
{
    const char *reason = one->reason ? one->reason : loyalty_status_text(one->status);
    int fatal = one->status == LOYALTY_E_MEMORY || one->status == LOYALTY_E_HOST;
    if (fatal || one->line == one->last_line)
        tell_at(reader->name, one->line, "%s", reason);
    else
        tell_at(reader->name, one->line, "%s (the record goes on to line %" PRIu64 ")", reason, one->last_line);
    reader->bad++;
    reader->stopped = fatal || !reader->source->skip_bad;
}

/* Tells what was refused so far, after which nothing on an earlier line can be refused any more. */
static void settle(struct reader *reader)
{
    if (reader->source->settle)
        reader->source->settle(reader->source->user, &reader->waiting);
    refusals_sort(&reader->waiting);
    for (size_t i = 0; i < reader->waiting.count && !reader->stopped; i++)
        tell_refusal(reader, &reader->waiting.all[i]);
    refusals_clear(&reader->waiting);
    if (reader->waiting.failed && !reader->stopped)
        out_of_memory(reader);
}

static void refuse(struct reader *reader, const struct record *one, int32_t status, const char *reason)
{
    refusals_add(&reader->waiting, one->line, one->last_line, status, reason);
    int fatal = status == LOYALTY_E_MEMORY || status == LOYALTY_E_HOST || reader->waiting.failed;
    if (fatal || (reader->waiting.count > 0 && !reader->source->skip_bad) || reader->waiting.count >= WAITING)
        settle(reader);
}

/* ---- one record ---- */

/* The field of a role as a message shows it. */
static const char *show(const struct record_field *field, char buffer[QUOTED])
{
    return tell_quote(buffer, QUOTED, field->text, field->length);
}

/* A number, or what it is by default where the field is empty. On failure reason is set. */
static int read_number(const struct record_field *field, uint32_t role, int64_t least, int64_t most, int64_t *number,
                       char *reason)
{
    if (field->length == 0)
        return 0;
    char shown[QUOTED];
    switch (number_parse(field->text, field->length, number)) {
    case NUMBER_OK:
        if (*number >= least && *number <= most)
            return 0;
        break;
    case NUMBER_TOO_LARGE:
        break;
    default:
        snprintf(reason, REASON, "%s \"%s\" is no whole number", ROLE_NAMES[role], show(field, shown));
        return -1;
    }
    snprintf(reason, REASON, "%s %s is outside %" PRId64 " to %" PRId64, ROLE_NAMES[role], show(field, shown), least,
             most);
    return -1;
}

/* What the library knows of a month; days is 0 where there is none such. */
static struct month learn_month(const char *text)
{
    char date[] = "YYYY-MM-DD";
    struct month month = {.days = 31};
    memcpy(month.text, text, sizeof month.text);
    memcpy(date, text, sizeof month.text);
    memcpy(date + sizeof month.text, "01", 2);
    if (loyalty_date_parse(date, 10, &month.first) != LOYALTY_OK)
        return (struct month){0};
    month.first--;
    int32_t last = 0;
    for (; month.days > 28; month.days--) {
        date[8] = (char)('0' + month.days / 10);
        date[9] = (char)('0' + month.days % 10);
        if (loyalty_date_parse(date, 10, &last) == LOYALTY_OK)
            break;
    }
    return month;
}

static int read_date(struct reader *reader, const struct record_field *field, int32_t *date)
{
    if (field->length != 10)
        return -1;
    const char *text = field->text;
    int32_t tens = text[8] - '0';
    int32_t ones = text[9] - '0';
    /* Neighbouring months have places of their own: the digits of the year and of the month. */
    struct month *month =
        &reader->months[((unsigned)text[3] * 12u + ((unsigned)text[5] - '0') * 10u + (unsigned)text[6]) % MONTHS];
    if (month->days == 0 || memcmp(month->text, text, sizeof month->text) != 0)
        *month = learn_month(text);
    int32_t day = tens * 10 + ones;
    if (tens < 0 || tens > 9 || ones < 0 || ones > 9 || day < 1 || day > month->days)
        return -1;
    *date = month->first + day;
    return 0;
}

static int read_event(struct reader *reader, const struct record_field *const fields[ROLES], struct event_record *event,
                      char *reason)
{
    char shown[QUOTED];
    event->customer = fields[CUSTOMER]->text;
    event->customer_length = (uint32_t)fields[CUSTOMER]->length;
    if (fields[CUSTOMER]->length == 0 || fields[CUSTOMER]->length > LOYALTY_KEY_MAX) {
        snprintf(reason, REASON,
                 fields[CUSTOMER]->length == 0 ? "customer is empty" : "customer is longer than %d bytes",
                 LOYALTY_KEY_MAX);
        return -1;
    }
    const struct kind *found = kinds_find(&reader->kinds, fields[KIND]->text, fields[KIND]->length);
    if (!found) {
        snprintf(reason, REASON, "kind \"%s\" is %s", show(fields[KIND], shown),
                 reader->source->program_count == 1 ? "not in the rule table" : "in neither rule table");
        return -1;
    }
    memcpy(event->kinds, found->indexes, sizeof event->kinds);
    if (read_date(reader, fields[DATE], &event->date) != 0) {
        snprintf(reason, REASON, "date \"%s\" is no day of the calendar; write YYYY-MM-DD", show(fields[DATE], shown));
        return -1;
    }
    event->value = 0;
    int64_t count = 1;
    if (read_number(fields[VALUE], VALUE, found->value_min, found->value_max, &event->value, reason) != 0 ||
        read_number(fields[COUNT], COUNT, INT32_MIN, INT32_MAX, &count, reason) != 0)
        return -1;
    event->count = (int32_t)count;
    if (fields[ID]->length > LOYALTY_ID_MAX) {
        snprintf(reason, REASON, "%s", loyalty_status_text(LOYALTY_E_ID));
        return -1;
    }
    event->id = fields[ID]->length > 0 ? fields[ID]->text : NULL;
    event->id_length = (uint32_t)fields[ID]->length;
    return 0;
}

static void take_event(struct reader *reader, const struct record *one)
{
    static const struct record_field nothing = {"", 0};
    char reason[REASON];
    if (one->count != reader->columns) {
        snprintf(reason, sizeof reason, "%" PRIu32 " %s where the header has %" PRIu32, one->count,
                 one->count == 1 ? "field" : "fields", reader->columns);
        refuse(reader, one, LOYALTY_OK, reason);
        return;
    }
    const struct record_field *fields[ROLES];
    for (uint32_t role = 0; role < ROLES; role++)
        fields[role] = reader->places[role] == ABSENT ? &nothing : &one->fields[reader->places[role]];
    struct event_record event = {.line = one->line, .last_line = one->last_line};
    if (read_event(reader, fields, &event, reason) != 0) {
        refuse(reader, one, LOYALTY_OK, reason);
        return;
    }
    int32_t status = reader->source->handler(reader->source->user, &event);
    if (status == EVENT_SETTLE)
        settle(reader);
    else if (status != LOYALTY_OK)
        refuse(reader, one, status, NULL);
}

/* ---- the header ---- */

/* Why the header is bad, or NULL. */
static const char *name_columns(struct reader *reader, const struct record *header)
{
    if (header->broken)
        return header->broken;
    if (header->count > RECORD_FIELDS_MAX)
        return "the header names more than 256 columns";
    for (uint32_t role = 0; role < ROLES; role++) {
        reader->places[role] = ABSENT;
        for (uint32_t i = 0; i < header->count; i++) {
            const struct record_field *name = &header->fields[i];
            if (name->length != strlen(ROLE_NAMES[role]) || memcmp(name->text, ROLE_NAMES[role], name->length) != 0)
                continue;
            if (reader->places[role] != ABSENT)
                return "the header names a column twice";
            reader->places[role] = i;
        }
    }
    return NULL;
}

/* A bad header leaves nothing to read by, so it ends the reading in any case. */
static void take_header(struct reader *reader, const struct record *header)
{
    const char *broken = name_columns(reader, header);
    reader->columns = header->count;
    reader->header_read = 1;
    reader->stopped = 1;
    if (broken) {
        tell_at(reader->name, header->line, "%s", broken);
        return;
    }
    for (uint32_t role = 0; role < ROLES_NEEDED; role++) {
        if (reader->places[role] == ABSENT) {
            tell_at(reader->name, header->line, "the header names no column \"%s\"", ROLE_NAMES[role]);
            return;
        }
    }
    reader->stopped = 0;
}

static int on_record(void *user, const struct record *one)
{
    struct reader *reader = user;
    if (!reader->header_read)
        take_header(reader, one);
    else if (one->broken)
        refuse(reader, one, LOYALTY_OK, one->broken);
    else
        take_event(reader, one);
    return reader->stopped;
}

/* ---- the file ---- */

static void read_file(struct reader *reader, FILE *file)
{
    int result = records_read(file, reader->name, on_record, reader);
    int error = errno;
    if (!reader->stopped)
        settle(reader);
    if (reader->stopped)
        return;
    if (result == RECORDS_UNREADABLE) {
        tell("%s: %s", reader->name, strerror(error));
        reader->stopped = 1;
    } else if (result == RECORDS_NO_MEMORY) {
        out_of_memory(reader);
    } else if (!reader->header_read) {
        tell_at(reader->name, 1, "there is no header line");
        reader->stopped = 1;
    }
}

int events_read(const struct event_source *source)
{
    int from_stdin = strcmp(source->path, "-") == 0;
    FILE *file = from_stdin ? stdin : fopen(source->path, "rb");
    if (!file) {
        tell("%s: %s", source->path, strerror(errno));
        return -1;
    }
    struct reader reader = {.source = source, .name = from_stdin ? "<stdin>" : source->path};
    if (kinds_learn(&reader.kinds, source->programs, source->program_count) == 0)
        read_file(&reader, file);
    else
        out_of_memory(&reader);
    if (!reader.stopped && reader.bad > 0)
        tell("%s: %" PRIu64 " bad %s left out", reader.name, reader.bad, reader.bad == 1 ? "line" : "lines");
    if (!reader.stopped && reader.waiting.duplicates > 0)
        tell("%s: %" PRIu64 " duplicate %s left out (the id was recorded before)", reader.name,
             reader.waiting.duplicates, reader.waiting.duplicates == 1 ? "event" : "events");
    kinds_free(&reader.kinds);
    refusals_free(&reader.waiting);
    if (!from_stdin)
        fclose(file);
    return reader.stopped ? -1 : 0;
}
