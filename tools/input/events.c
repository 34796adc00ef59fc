/* SPDX-License-Identifier: MIT */
/* Reads a file of events into lanes, and reports bad lines in their order, whoever refuses them. */
#define _POSIX_C_SOURCE 200809L
#include "input/events.h"

#include "input/fields.h"
#include "input/lines.h"
#include "output/tell.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { WAITING = 256 /* bad lines that may wait to be reported */ };

struct reader {
    const struct event_source *source;
    const char *name; /* the file's, for messages */
    struct lanes *lanes;
    struct fields fields;
    bool header_read;

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
    lanes_settle(reader->lanes, &reader->waiting);
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

/* ---- records ---- */

/* Without a good header no event can be read, so a bad one always ends the reading. */
static void events_take_header(struct reader *reader, const struct record *header)
{
    char reason[FIELDS_REASON];
    reader->header_read = true;
    reader->stopped = !fields_read_header(&reader->fields, header, reason);
    if (reader->stopped)
        tell_at(reader->name, header->line, "%s", reason);
}

/* Takes a record that is not a valid event. */
static void events_take_other(struct reader *reader, const struct record *one)
{
    char reason[FIELDS_REASON];
    if (!reader->header_read)
        events_take_header(reader, one);
    else if (one->broken)
        events_refuse(reader, one, LOYALTY_OK, one->broken);
    else {
        fields_explain(&reader->fields, one, reason);
        events_refuse(reader, one, LOYALTY_OK, reason);
    }
}

/* `extra` is NULL in a log without such columns. */
static inline void events_add(struct reader *reader, const struct record *one, const struct event *event,
                              const struct event_extra *extra)
{
    struct batch *batch = lanes_batch(reader->lanes, event->customer.text, event->customer.length);
    if (!batch) {
        events_refuse(reader, one, LOYALTY_E_MEMORY, NULL);
        return;
    }
    batch_add(batch, reader->source->program_count, event, one);
    if (extra)
        batch_add_extra(batch, event->kinds, extra);
    if (batch_is_full(batch) && lanes_push(reader->lanes, batch))
        events_settle(reader);
}

static inline void events_take(struct reader *reader, const struct record *one)
{
    struct fields *fields = &reader->fields;
    struct event event;
    struct event_extra extra;
    /* Never so before the header is read, nor of a broken record, which has no fields. */
    bool valid = one->count == fields->columns && fields_read(fields, one, &event);
    if (valid && !fields->has_extra)
        events_add(reader, one, &event, NULL);
    else if (valid && fields_read_extra(fields, one, &extra))
        events_add(reader, one, &event, &extra);
    else
        events_take_other(reader, one);
}

static bool events_take_all(void *user, struct lines *lines)
{
    struct reader *reader = user;
    struct record one = {.text = lines->text};
    while (!reader->stopped && lines_next(lines, &one))
        events_take(reader, &one);
    return reader->stopped;
}

/* ---- the file ---- */

static void events_read_file(struct reader *reader, FILE *file)
{
    enum records_result result = records_read(file, reader->name, reader->source->skip_bad, events_take_all, reader);
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

static bool events_read(const struct event_source *source, struct lanes *lanes)
{
    bool from_stdin = strcmp(source->path, "-") == 0;
    FILE *file = from_stdin ? stdin : fopen(source->path, "rb");
    if (!file) {
        tell("%s: %s", source->path, strerror(errno));
        return false;
    }
    struct reader reader = {.source = source, .lanes = lanes, .name = from_stdin ? "<stdin>" : source->path};
    if (fields_init(&reader.fields, source->programs, source->program_count))
        events_fail(&reader);
    else
        events_read_file(&reader, file);
    if (!reader.stopped && reader.bad > 0)
        tell("%s: %" PRIu64 " bad %s skipped", reader.name, reader.bad, reader.bad == 1 ? "line" : "lines");
    if (!reader.stopped && reader.waiting.duplicates > 0)
        tell("%s: %" PRIu64 " duplicate %s skipped (the id was recorded before)", reader.name,
             reader.waiting.duplicates, reader.waiting.duplicates == 1 ? "event" : "events");
    fields_free(&reader.fields);
    refusals_free(&reader.waiting);
    if (!from_stdin)
        fclose(file);
    return !reader.stopped;
}

bool events_run(const struct event_source *source, const struct lane_plan *plan)
{
    struct lanes *lanes = lanes_open(plan);
    bool done = lanes && events_read(source, lanes) && lanes_finish(lanes);
    lanes_close(lanes);
    return done;
}
