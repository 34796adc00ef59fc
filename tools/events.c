/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "events.h"

#include "number.h"
#include "tell.h"

#include <csv.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    BLOCK = 65536,
    QUOTED = 80,      /* Bytes of a field that a message shows. */
    REASON = 512,     /* Bytes of a reason. */
    COLUMNS_MAX = 256 /* Columns of a file: more than any export has. */
};

/* The columns that matter; the first four are needed. */
enum { CUSTOMER, KIND, DATE, VALUE, COUNT, ID, ROLES, OTHER = ROLES };

static const char *const ROLE_NAMES[ROLES] = {"customer", "kind", "date", "value", "count", "id"};
enum { ROLES_NEEDED = 4 };

typedef struct field {
    size_t start; /* Offset in the record's bytes. */
    size_t length;
} field;

/* An event kind of the table. */
typedef struct kind {
    loyalty_kind_info info;
    size_t name_length;
} kind;

typedef struct reader {
    const event_source *source;
    const char *name; /* The file's, for messages. */
    kind *kinds;
    uint32_t kind_count;
    uint32_t last_kind; /* Logs come in runs of one kind. */

    int header_read;
    unsigned char roles[COLUMNS_MAX]; /* Of each column. */
    uint32_t columns;

    field fields[ROLES]; /* Of the record being read. */
    char *bytes;         /* What the fields hold. */
    size_t used;
    size_t capacity;
    uint32_t column;
    const char *broken; /* Reason why the CSV itself is bad, told when the record ends. */

    uint64_t line;        /* Line being read, from 1. */
    uint64_t record_line; /* Line on which the record began. */
    int after_cr;         /* The last byte was an unquoted CR; a LF now belongs to it. */

    uint64_t bad;
    uint64_t duplicates;
    int stopped; /* Why is told; what is left of the block is ignored. */
} reader;

/* ---- one field ---- */

static void out_of_memory(reader *r)
{
    tell("%s", loyalty_status_text(LOYALTY_E_MEMORY));
    r->stopped = 1;
}

static void keep_field(reader *r, uint32_t role, const void *text, size_t length)
{
    /* One byte more, so that there are bytes to point to even where all fields are empty. */
    if (length >= r->capacity - r->used) {
        size_t capacity = (r->used + length) * 2 + QUOTED;
        char *bytes = realloc(r->bytes, capacity);
        if (!bytes) {
            out_of_memory(r);
            return;
        }
        r->bytes = bytes;
        r->capacity = capacity;
    }
    memcpy(r->bytes + r->used, text, length);
    r->fields[role] = (field){r->used, length};
    r->used += length;
}

static uint32_t role_of(const char *name, size_t length)
{
    uint32_t role = 0;
    while (role < ROLES && (strlen(ROLE_NAMES[role]) != length || memcmp(ROLE_NAMES[role], name, length) != 0))
        role++;
    return role;
}

static void name_column(reader *r, const char *name, size_t length)
{
    if (r->column >= COLUMNS_MAX) {
        r->broken = "the header names more than 256 columns";
        return;
    }
    uint32_t role = role_of(name, length);
    if (role != OTHER && memchr(r->roles, (int)role, r->column))
        r->broken = "the header names a column twice";
    r->roles[r->column] = (unsigned char)role;
}

static uint64_t count_newlines(const char *text, size_t length)
{
    uint64_t count = 0;
    for (const char *end = text + length; (text = memchr(text, '\n', (size_t)(end - text))) != NULL; text++)
        count++;
    return count;
}

static void on_field(void *text, size_t length, void *user)
{
    reader *r = user;
    if (r->stopped)
        return;
    if (r->column == 0)
        r->record_line = r->line;
    r->line += count_newlines(text, length);
    r->after_cr = 0;
    if (!r->header_read)
        name_column(r, text, length);
    else if (r->column < r->columns && r->roles[r->column] != OTHER)
        keep_field(r, r->roles[r->column], text, length);
    r->column++;
}

/* ---- one record ---- */

static const char *field_text(const reader *r, uint32_t role)
{
    return r->bytes + r->fields[role].start;
}

/* The field of a role as a message shows it. */
static const char *show(const reader *r, uint32_t role, char buffer[QUOTED])
{
    return tell_quote(buffer, QUOTED, field_text(r, role), r->fields[role].length);
}

static const kind *read_kind(reader *r)
{
    const char *name = field_text(r, KIND);
    size_t length = r->fields[KIND].length;
    for (uint32_t i = 0; i < r->kind_count; i++) {
        uint32_t index = (r->last_kind + i) % r->kind_count;
        const kind *candidate = &r->kinds[index];
        if (candidate->name_length == length && memcmp(candidate->info.name, name, length) == 0) {
            r->last_kind = index;
            return candidate;
        }
    }
    return NULL;
}

/* A number, or what it is by default where the field is empty or absent. On failure reason is set. */
static int read_number(const reader *r, uint32_t role, int64_t least, int64_t most, int64_t *number, char *reason)
{
    size_t length = r->fields[role].length;
    if (length == 0)
        return 0;
    char shown[QUOTED];
    switch (number_parse(field_text(r, role), length, number)) {
    case NUMBER_OK:
        if (*number >= least && *number <= most)
            return 0;
        break;
    case NUMBER_TOO_LARGE:
        break;
    default:
        snprintf(reason, REASON, "%s \"%s\" is no whole number", ROLE_NAMES[role], show(r, role, shown));
        return -1;
    }
    snprintf(reason, REASON, "%s %s is outside %" PRId64 " to %" PRId64, ROLE_NAMES[role], show(r, role, shown), least,
             most);
    return -1;
}

static int read_event(reader *r, loyalty_event *event, char *reason)
{
    char shown[QUOTED];
    *event = (loyalty_event){.size = sizeof *event};
    if (r->fields[CUSTOMER].length == 0) {
        snprintf(reason, REASON, "customer is empty");
        return -1;
    }
    const kind *event_kind = read_kind(r);
    if (!event_kind) {
        snprintf(reason, REASON, "kind \"%s\" is not in the rule table", show(r, KIND, shown));
        return -1;
    }
    if (loyalty_date_parse(field_text(r, DATE), r->fields[DATE].length, &event->date) != LOYALTY_OK) {
        snprintf(reason, REASON, "date \"%s\" is no day of the calendar; write YYYY-MM-DD", show(r, DATE, shown));
        return -1;
    }
    const loyalty_kind_info *info = &event_kind->info;
    int64_t count = 1;
    if (read_number(r, VALUE, info->value_min, info->value_max, &event->value, reason) != 0 ||
        read_number(r, COUNT, INT32_MIN, INT32_MAX, &count, reason) != 0)
        return -1;
    event->kind = (uint32_t)(event_kind - r->kinds);
    event->count = (int32_t)count;
    if (r->fields[ID].length > LOYALTY_ID_MAX) {
        snprintf(reason, REASON, "%s", loyalty_status_text(LOYALTY_E_ID));
        return -1;
    }
    event->id = r->fields[ID].length > 0 ? field_text(r, ID) : NULL;
    event->id_length = (uint32_t)r->fields[ID].length;
    return 0;
}

static void bad_line(reader *r, const char *reason)
{
    if (r->line == r->record_line)
        tell_at(r->name, r->record_line, "%s", reason);
    else
        tell_at(r->name, r->record_line, "%s (the record goes on to line %" PRIu64 ")", reason, r->line);
    r->bad++;
    r->stopped = !r->source->skip_bad;
}

static void take_event(reader *r)
{
    char reason[REASON];
    if (r->column != r->columns) {
        snprintf(reason, sizeof reason, "%" PRIu32 " %s where the header has %" PRIu32, r->column,
                 r->column == 1 ? "field" : "fields", r->columns);
        bad_line(r, reason);
        return;
    }
    event_record record = {.customer = field_text(r, CUSTOMER), .customer_length = r->fields[CUSTOMER].length};
    if (read_event(r, &record.event, reason) != 0) {
        bad_line(r, reason);
        return;
    }
    int32_t status = r->source->handler(r->source->user, &record);
    if (status == LOYALTY_E_DUPLICATE) {
        r->duplicates++;
    } else if (status == LOYALTY_E_MEMORY || status == LOYALTY_E_HOST) {
        tell_at(r->name, r->record_line, "%s", loyalty_status_text(status));
        r->stopped = 1;
    } else if (status != LOYALTY_OK) {
        bad_line(r, loyalty_status_text(status));
    }
}

/* A bad header leaves nothing to read by, so it ends the reading in any case. */
static void take_header(reader *r)
{
    for (uint32_t role = 0; role < ROLES_NEEDED && !r->broken; role++) {
        if (!memchr(r->roles, (int)role, r->column)) {
            tell_at(r->name, r->record_line, "the header names no column \"%s\"", ROLE_NAMES[role]);
            r->stopped = 1;
            return;
        }
    }
    if (r->broken) {
        tell_at(r->name, r->record_line, "%s", r->broken);
        r->stopped = 1;
    }
    r->columns = r->column;
    r->header_read = 1;
}

static void count_terminator(reader *r, int byte)
{
    /* CR LF is one end of line, LF or CR alone is one too; -1 is the end of the file. */
    if (byte == '\r' || (byte == '\n' && !r->after_cr))
        r->line++;
    r->after_cr = byte == '\r';
}

/* Also called for an empty line, which is no record, and for the LF of a CR LF. */
static void on_record(int terminator, void *user)
{
    reader *r = user;
    if (r->stopped)
        return;
    if (r->column > 0) {
        if (!r->header_read)
            take_header(r);
        else if (r->broken)
            bad_line(r, r->broken);
        else
            take_event(r);
    }
    count_terminator(r, terminator);
    r->column = 0;
    r->used = 0;
    r->broken = NULL;
    memset(r->fields, 0, sizeof r->fields);
}

/* ---- the file ---- */

/* Ends the record in which the CSV is bad; what follows the line's end is read as a new record. */
static void end_broken_record(reader *r, struct csv_parser *parser, const char *reason)
{
    r->broken = reason;
    csv_set_opts(parser, CSV_STRICT | CSV_REPALL_NL);
    csv_fini(parser, on_field, on_record, r);
    csv_set_opts(parser, CSV_STRICT | CSV_REPALL_NL | CSV_STRICT_FINI);
}

static void parse_block(reader *r, struct csv_parser *parser, const char *block, size_t length, int *skipping)
{
    while (length > 0 && !r->stopped) {
        if (*skipping) {
            const char *end = memchr(block, '\n', length);
            size_t skipped = end ? (size_t)(end - block) : length;
            block += skipped;
            length -= skipped;
            *skipping = !end;
            continue;
        }
        size_t taken = csv_parse(parser, block, length, on_field, on_record, r);
        block += taken;
        length -= taken;
        if (length == 0 || r->stopped)
            return;
        if (csv_error(parser) != CSV_EPARSE) {
            out_of_memory(r);
            return;
        }
        end_broken_record(r, parser, "a quote inside a field: write it twice, and quote the field");
        *skipping = 1;
    }
}

static uint64_t size_of(FILE *file)
{
    struct stat status;
    return fstat(fileno(file), &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0 ? (uint64_t)status.st_size
                                                                                              : 0;
}

static void read_blocks(reader *r, struct csv_parser *parser, FILE *file)
{
    static const char BOM[] = {'\xEF', '\xBB', '\xBF'};
    char block[BLOCK];
    uint64_t done = 0;
    int skipping = 0;
    size_t length = 0;
    while (!r->stopped && (length = fread(block, 1, sizeof block, file)) > 0) {
        size_t start = done == 0 && length >= sizeof BOM && memcmp(block, BOM, sizeof BOM) == 0 ? sizeof BOM : 0;
        parse_block(r, parser, block + start, length - start, &skipping);
        done += length;
        progress_update(done);
    }
    if (ferror(file) && !r->stopped) {
        tell("%s: %s", r->name, strerror(errno));
        r->stopped = 1;
    }
    if (!r->stopped && csv_fini(parser, on_field, on_record, r) != 0)
        end_broken_record(r, parser, "a quoted field has no end");
    if (!r->stopped && !r->header_read) {
        tell_at(r->name, 1, "there is no header line");
        r->stopped = 1;
    }
}

/* Spaces belong to a field (RFC 4180). */
static int no_space(unsigned char byte)
{
    (void)byte;
    return 0;
}

static void read_file(reader *r, FILE *file)
{
    struct csv_parser parser;
    csv_init(&parser, CSV_STRICT | CSV_REPALL_NL | CSV_STRICT_FINI);
    csv_set_space_func(&parser, no_space);
    progress_begin(r->name, size_of(file));
    read_blocks(r, &parser, file);
    progress_end();
    csv_free(&parser);
}

static int learn_kinds(reader *r)
{
    loyalty_table_info table = {.size = sizeof table};
    if (loyalty_program_table(r->source->program, &table) != LOYALTY_OK)
        return -1;
    r->kind_count = table.kind_count;
    r->kinds = calloc(table.kind_count, sizeof *r->kinds);
    if (!r->kinds) {
        out_of_memory(r);
        return -1;
    }
    for (uint32_t i = 0; i < r->kind_count; i++) {
        r->kinds[i].info.size = sizeof r->kinds[i].info;
        if (loyalty_program_kind(r->source->program, i, &r->kinds[i].info) != LOYALTY_OK)
            return -1;
        r->kinds[i].name_length = strlen(r->kinds[i].info.name);
    }
    return 0;
}

int events_read(const event_source *source)
{
    int from_stdin = strcmp(source->path, "-") == 0;
    FILE *file = from_stdin ? stdin : fopen(source->path, "rb");
    if (!file) {
        tell("%s: %s", source->path, strerror(errno));
        return -1;
    }
    reader r = {.source = source, .name = from_stdin ? "<stdin>" : source->path, .line = 1};
    if (learn_kinds(&r) == 0)
        read_file(&r, file);
    else
        r.stopped = 1;
    if (!r.stopped && r.bad > 0)
        tell("%s: %" PRIu64 " bad %s left out", r.name, r.bad, r.bad == 1 ? "line" : "lines");
    if (!r.stopped && r.duplicates > 0)
        tell("%s: %" PRIu64 " duplicate %s left out (the id was recorded before)", r.name, r.duplicates,
             r.duplicates == 1 ? "event" : "events");
    free(r.kinds);
    free(r.bytes);
    if (!from_stdin)
        fclose(file);
    return r.stopped ? -1 : 0;
}
