/* SPDX-License-Identifier: MIT */
/* Reads a file of events or a snapshot into lanes, and reports bad lines in their order, whoever refuses them. */
#define _POSIX_C_SOURCE 200809L
#include "input/events.h"

#include "input/conflicts.h"
#include "input/fields.h"
#include "input/groups.h"
#include "input/lines.h"
#include "input/snapshot.h"
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
    struct groups groups; /* of the bad lines that were skipped */
    bool stopped;         /* after the reason is reported */
};

/* ---- messages ---- */

static void events_fail(struct reader *reader)
{
    reader->stopped = !tell_status(LOYALTY_E_MEMORY);
}

/* Reports a line that ends the reading, or keeps one that is skipped for the end. */
static void events_tell(struct reader *reader, struct refusal *one)
{
    bool fatal = one->status == LOYALTY_E_MEMORY || one->status == LOYALTY_E_HOST;
    reader->stopped = fatal || !reader->source->skip_bad;
    if (!reader->stopped)
        groups_add(&reader->groups, one);
    else if (fatal)
        tell_at(reader->name, one->line, "%s", loyalty_status_text(one->status));
    else
        groups_tell_line(reader->name, one);
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

static void events_refuse(struct reader *reader, const struct record *one, int32_t status, const char *group,
                          const char *reason)
{
    refusals_add(&reader->waiting, one->line, one->last_line, status, group, reason);
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
        events_refuse(reader, one, LOYALTY_OK, one->broken, one->broken);
    else {
        const char *group = fields_explain(&reader->fields, one, reason);
        events_refuse(reader, one, LOYALTY_OK, group, reason);
    }
}

/* `extra` is NULL in a log without such columns. */
static inline void events_add(struct reader *reader, const struct record *one, const struct event *event,
                              const struct event_extra *extra)
{
    struct batch *batch = lanes_batch(reader->lanes, event->customer.text, event->customer.length);
    if (!batch) {
        events_refuse(reader, one, LOYALTY_E_MEMORY, NULL, NULL);
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

/* Reports the duplicates, and apart from them those whose contents differ from those recorded. */
static void events_tell_duplicates(struct reader *reader, FILE *file)
{
    const struct conflict_search search = {.file = file,
                                           .name = reader->name,
                                           .programs = reader->source->programs,
                                           .program_count = reader->source->program_count,
                                           .skip_bad = reader->source->skip_bad,
                                           .refused = &reader->waiting};
    uint64_t duplicates = reader->waiting.duplicates;
    uint64_t conflicts = 0;
    if (duplicates == 0)
        return;
    bool compared = conflicts_find(&search, &conflicts);
    if (conflicts > 0)
        tell("%s: %" PRIu64 " %s skipped whose id was recorded before with other contents", reader->name, conflicts,
             conflicts == 1 ? "event" : "events");
    if (duplicates > conflicts)
        tell("%s: %" PRIu64 " duplicate %s skipped (the id was recorded before%s)", reader->name,
             duplicates - conflicts, duplicates - conflicts == 1 ? "event" : "events",
             compared ? "" : "; the contents were not compared, because this input could not be read again");
}

static void events_tell_skipped(struct reader *reader)
{
    groups_tell(&reader->groups, reader->name);
    if (!reader->stopped && reader->groups.lines > 0)
        tell("%s: %" PRIu64 " bad %s skipped", reader->name, reader->groups.lines,
             reader->groups.lines == 1 ? "line" : "lines");
}

/* Figures of a day before all events are empty, and most often the day is a slip. */
static void events_tell_future(const struct event_source *source, int32_t earliest)
{
    enum { DATE_SIZE = 16 };
    char first[DATE_SIZE];
    char as_of[DATE_SIZE];
    if (earliest == INT32_MAX || earliest <= source->as_of)
        return;
    loyalty_date_format(earliest, first, sizeof first);
    loyalty_date_format(source->as_of, as_of, sizeof as_of);
    tell("all events are dated after --as-of %s; the earliest is dated %s", as_of, first);
}

static bool events_read_csv(const struct event_source *source, FILE *file, const char *name, struct lanes *lanes)
{
    struct reader reader = {.source = source, .lanes = lanes, .name = name};
    if (fields_init(&reader.fields, source->programs, source->program_count))
        events_fail(&reader);
    else
        events_read_file(&reader, file);
    events_tell_skipped(&reader);
    if (!reader.stopped)
        events_tell_duplicates(&reader, file);
    fields_free(&reader.fields);
    refusals_free(&reader.waiting);
    groups_free(&reader.groups);
    return !reader.stopped;
}

static bool events_read(const struct event_source *source, struct lanes *lanes)
{
    const bool from_stdin = strcmp(source->path, "-") == 0;
    const char *name = from_stdin ? "<stdin>" : source->path;
    int32_t earliest = INT32_MAX;
    FILE *file = from_stdin ? stdin : fopen(source->path, "rb");
    if (!file) {
        tell("%s: %s", source->path, strerror(errno));
        return false;
    }
    const bool is_snapshot = snapshot_follows(file);
    const bool done =
        is_snapshot ? snapshot_read(source, file, name, lanes, &earliest) : events_read_csv(source, file, name, lanes);
    if (done)
        events_tell_future(source, is_snapshot ? earliest : lanes_earliest(lanes));
    if (!from_stdin)
        fclose(file);
    return done;
}

bool events_run(const struct event_source *source, const struct lane_plan *plan)
{
    struct lanes *lanes = lanes_open(plan);
    bool done = lanes && events_read(source, lanes) && lanes_finish(lanes);
    lanes_close(lanes);
    return done;
}
