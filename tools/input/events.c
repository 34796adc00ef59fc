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
typedef struct month {
    char text[8];  /* "YYYY-MM-" */
    int32_t first; /* Date of its day before the first. */
    int32_t days;  /* 0 where nothing is known. */
} month;

typedef struct reader {
    const event_source *source;
    const char *name; /* The file's, for messages. */
    kinds kinds;
    month months[MONTHS];

    int header_read;
    uint32_t columns;
    uint32_t places[ROLES]; /* Column of each role, or ABSENT. */

    refusals waiting;
    uint64_t bad;
    int stopped; /* Why is told. */
} reader;

/* ---- complaints ---- */

static void out_of_memory(reader *r)
{
    tell("%s", loyalty_status_text(LOYALTY_E_MEMORY));
    r->stopped = 1;
}

static void tell_refusal(reader *r, const refusal *one)
{
    const char *reason = one->reason ? one->reason : loyalty_status_text(one->status);
    int fatal = one->status == LOYALTY_E_MEMORY || one->status == LOYALTY_E_HOST;
    if (fatal || one->line == one->last_line)
        tell_at(r->name, one->line, "%s", reason);
    else
        tell_at(r->name, one->line, "%s (the record goes on to line %" PRIu64 ")", reason, one->last_line);
    r->bad++;
    r->stopped = fatal || !r->source->skip_bad;
}

/* Tells what was refused so far, after which nothing on an earlier line can be refused any more. */
static void settle(reader *r)
{
    if (r->source->settle)
        r->source->settle(r->source->user, &r->waiting);
    refusals_sort(&r->waiting);
    for (size_t i = 0; i < r->waiting.count && !r->stopped; i++)
        tell_refusal(r, &r->waiting.all[i]);
    refusals_clear(&r->waiting);
    if (r->waiting.failed && !r->stopped)
        out_of_memory(r);
}

static void refuse(reader *r, const record *one, int32_t status, const char *reason)
{
    refusals_add(&r->waiting, one->line, one->last_line, status, reason);
    int fatal = status == LOYALTY_E_MEMORY || status == LOYALTY_E_HOST || r->waiting.failed;
    if (fatal || (r->waiting.count > 0 && !r->source->skip_bad) || r->waiting.count >= WAITING)
        settle(r);
}

/* ---- one record ---- */

/* The field of a role as a message shows it. */
static const char *show(const record_field *field, char buffer[QUOTED])
{
    return tell_quote(buffer, QUOTED, field->text, field->length);
}

/* A number, or what it is by default where the field is empty. On failure reason is set. */
static int read_number(const record_field *field, uint32_t role, int64_t least, int64_t most, int64_t *number,
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
static month learn_month(const char *text)
{
    char date[] = "YYYY-MM-DD";
    month m = {.days = 31};
    memcpy(m.text, text, sizeof m.text);
    memcpy(date, text, sizeof m.text);
    memcpy(date + sizeof m.text, "01", 2);
    if (loyalty_date_parse(date, 10, &m.first) != LOYALTY_OK)
        return (month){0};
    m.first--;
    int32_t last = 0;
    for (; m.days > 28; m.days--) {
        date[8] = (char)('0' + m.days / 10);
        date[9] = (char)('0' + m.days % 10);
        if (loyalty_date_parse(date, 10, &last) == LOYALTY_OK)
            break;
    }
    return m;
}

static int read_date(reader *r, const record_field *field, int32_t *date)
{
    if (field->length != 10)
        return -1;
    const char *text = field->text;
    int32_t tens = text[8] - '0';
    int32_t ones = text[9] - '0';
    /* Neighbouring months have places of their own: the digits of the year and of the month. */
    month *m = &r->months[((unsigned)text[3] * 12u + ((unsigned)text[5] - '0') * 10u + (unsigned)text[6]) % MONTHS];
    if (m->days == 0 || memcmp(m->text, text, sizeof m->text) != 0)
        *m = learn_month(text);
    int32_t day = tens * 10 + ones;
    if (tens < 0 || tens > 9 || ones < 0 || ones > 9 || day < 1 || day > m->days)
        return -1;
    *date = m->first + day;
    return 0;
}

static int read_event(reader *r, const record_field *const fields[ROLES], event_record *event, char *reason)
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
    const kind *found = kinds_find(&r->kinds, fields[KIND]->text, fields[KIND]->length);
    if (!found) {
        snprintf(reason, REASON, "kind \"%s\" is %s", show(fields[KIND], shown),
                 r->source->program_count == 1 ? "not in the rule table" : "in neither rule table");
        return -1;
    }
    memcpy(event->kinds, found->indexes, sizeof event->kinds);
    if (read_date(r, fields[DATE], &event->date) != 0) {
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

static void take_event(reader *r, const record *one)
{
    static const record_field nothing = {"", 0};
    char reason[REASON];
    if (one->count != r->columns) {
        snprintf(reason, sizeof reason, "%" PRIu32 " %s where the header has %" PRIu32, one->count,
                 one->count == 1 ? "field" : "fields", r->columns);
        refuse(r, one, LOYALTY_OK, reason);
        return;
    }
    const record_field *fields[ROLES];
    for (uint32_t role = 0; role < ROLES; role++)
        fields[role] = r->places[role] == ABSENT ? &nothing : &one->fields[r->places[role]];
    event_record event = {.line = one->line, .last_line = one->last_line};
    if (read_event(r, fields, &event, reason) != 0) {
        refuse(r, one, LOYALTY_OK, reason);
        return;
    }
    int32_t status = r->source->handler(r->source->user, &event);
    if (status == EVENT_SETTLE)
        settle(r);
    else if (status != LOYALTY_OK)
        refuse(r, one, status, NULL);
}

/* ---- the header ---- */

/* Why the header is bad, or NULL. */
static const char *name_columns(reader *r, const record *header)
{
    if (header->broken)
        return header->broken;
    if (header->count > RECORD_FIELDS_MAX)
        return "the header names more than 256 columns";
    for (uint32_t role = 0; role < ROLES; role++) {
        r->places[role] = ABSENT;
        for (uint32_t i = 0; i < header->count; i++) {
            const record_field *name = &header->fields[i];
            if (name->length != strlen(ROLE_NAMES[role]) || memcmp(name->text, ROLE_NAMES[role], name->length) != 0)
                continue;
            if (r->places[role] != ABSENT)
                return "the header names a column twice";
            r->places[role] = i;
        }
    }
    return NULL;
}

/* A bad header leaves nothing to read by, so it ends the reading in any case. */
static void take_header(reader *r, const record *header)
{
    const char *broken = name_columns(r, header);
    r->columns = header->count;
    r->header_read = 1;
    r->stopped = 1;
    if (broken) {
        tell_at(r->name, header->line, "%s", broken);
        return;
    }
    for (uint32_t role = 0; role < ROLES_NEEDED; role++) {
        if (r->places[role] == ABSENT) {
            tell_at(r->name, header->line, "the header names no column \"%s\"", ROLE_NAMES[role]);
            return;
        }
    }
    r->stopped = 0;
}

static int on_record(void *user, const record *one)
{
    reader *r = user;
    if (!r->header_read)
        take_header(r, one);
    else if (one->broken)
        refuse(r, one, LOYALTY_OK, one->broken);
    else
        take_event(r, one);
    return r->stopped;
}

/* ---- the file ---- */

static void read_file(reader *r, FILE *file)
{
    int result = records_read(file, r->name, on_record, r);
    int error = errno;
    if (!r->stopped)
        settle(r);
    if (r->stopped)
        return;
    if (result == RECORDS_UNREADABLE) {
        tell("%s: %s", r->name, strerror(error));
        r->stopped = 1;
    } else if (result == RECORDS_NO_MEMORY) {
        out_of_memory(r);
    } else if (!r->header_read) {
        tell_at(r->name, 1, "there is no header line");
        r->stopped = 1;
    }
}

int events_read(const event_source *source)
{
    int from_stdin = strcmp(source->path, "-") == 0;
    FILE *file = from_stdin ? stdin : fopen(source->path, "rb");
    if (!file) {
        tell("%s: %s", source->path, strerror(errno));
        return -1;
    }
    reader r = {.source = source, .name = from_stdin ? "<stdin>" : source->path};
    if (kinds_learn(&r.kinds, source->programs, source->program_count) == 0)
        read_file(&r, file);
    else
        out_of_memory(&r);
    if (!r.stopped && r.bad > 0)
        tell("%s: %" PRIu64 " bad %s left out", r.name, r.bad, r.bad == 1 ? "line" : "lines");
    if (!r.stopped && r.waiting.duplicates > 0)
        tell("%s: %" PRIu64 " duplicate %s left out (the id was recorded before)", r.name, r.waiting.duplicates,
             r.waiting.duplicates == 1 ? "event" : "events");
    kinds_free(&r.kinds);
    refusals_free(&r.waiting);
    if (!from_stdin)
        fclose(file);
    return r.stopped ? -1 : 0;
}
