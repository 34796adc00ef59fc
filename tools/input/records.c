/* SPDX-License-Identifier: MIT */
/* Cuts lines of CSV, in place if possible, otherwise with libcsv. */
#define _POSIX_C_SOURCE 200809L
#include "input/records.h"

#include "input/foreign.h"
#include "input/lines.h"
#include "input/separators.h"
#include "output/tell.h"

#include <csv.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/*
 * The separators of a block are found all at once. A line without a quote is then cut at its commas, in place. Only
 * other lines go through libcsv: those with a quote or a lone CR, and those that the end of a block splits.
 */

enum {
    BLOCK = 131072,
    FIRST = 1 /* place of the first byte of a block, so that the bound before its first field is a place too */
};

_Static_assert(RECORD_BYTES_MAX == 65536, "the messages below state the limit");
_Static_assert((int)RECORD_PADDING <= (int)SEPARATORS_PADDING, "a field may end where the block ends");
static const char records_too_long[] = "the line is longer than 65536 bytes";
static const char records_too_long_quoted[] = "the line is longer than 65536 bytes: is a closing quote missing?";

/* The place of the next byte in a record. */
enum quoting {
    QUOTING_FIELD,  /* at the beginning of a field */
    QUOTING_NONE,   /* in a field without quotes */
    QUOTING_INSIDE, /* between quotes, where an end of line belongs to the field */
    QUOTING_QUOTE,  /* after a quote that ends the field, or that is the first of two */
    QUOTING_BROKEN  /* after a quote in the wrong place */
};

struct reader {
    const char *name; /* the file's, for messages */
    record_handler *handler;
    void *user;
    enum records_result result; /* once it is not RECORDS_READ, the rest of the block is ignored */
    int error;                  /* errno of the last read */
    uint64_t line;
    uint32_t next; /* index of the first separator that is not behind */

    /* For what goes through libcsv. */
    struct csv_parser parser;
    bool at_start;        /* the next byte begins a record, and libcsv holds no part of it */
    bool skipping;        /* the rest of a broken record is skipped, up to the end of the line */
    bool after_cr;        /* the last byte was an unquoted CR; a LF now belongs to it */
    bool skip_long;       /* a record that is too long does not end the reading */
    bool discarding;      /* the record is too long; it is followed to its end, but not kept */
    enum quoting quoting; /* place in the record */
    size_t length;        /* of the record so far */
    uint64_t record_line; /* line on which the record began */
    uint32_t count;       /* its fields so far */
    const char *broken;
    char *bytes; /* contents of the fields, one after the other, with a byte before each and behind the last */
    size_t used;
    size_t capacity;
    uint32_t bounds[RECORD_FIELDS_MAX + 1]; /* the places of these bytes */

    char block[FIRST + BLOCK + SEPARATORS_PADDING];
    uint32_t separators[1 + BLOCK + 1]; /* from the second on; the last is the block's end */
};

static void records_hand_over_lines(struct reader *reader, struct lines *lines)
{
    if (reader->handler(reader->user, lines))
        reader->result = RECORDS_ENDED;
}

static void records_hand_over(struct reader *reader, const struct record *one)
{
    uint32_t none[] = {0, 0};
    struct lines lines = {.text = "", .separators = none, .other = one};
    records_hand_over_lines(reader, &lines);
}

/* Hands over a record that began on `line` and is too long. */
static void records_hand_over_long(struct reader *reader, uint64_t line)
{
    const char *broken = line == reader->line ? records_too_long : records_too_long_quoted;
    records_hand_over(reader, &(struct record){.broken = broken, .line = line, .last_line = reader->line});
    if (!reader->skip_long)
        reader->result = RECORDS_ENDED;
}

/* ---- lines without quotes ---- */

/* Skips the separators before a place. */
static void records_skip_separators(struct reader *reader, const char *at)
{
    while (reader->block + reader->separators[reader->next] < at)
        reader->next++;
}

/* Skips a line without quotes that is too long, and hands it over as such. Returns whether there is one. */
static bool records_take_long(struct reader *reader, struct lines *lines)
{
    uint32_t *separator = lines->separators + 1;
    while (lines->text[*separator] == ',')
        separator++;
    if (lines->text[*separator] != '\n')
        return false;
    lines->separators = separator;
    lines->start = *separator + 1;
    records_hand_over_long(reader, reader->line);
    lines->line++;
    return true;
}

/* Hands over whole plain lines. Returns where the first other line begins. */
static const char *records_take_lines(struct reader *reader, const char *at)
{
    records_skip_separators(reader, at);
    struct lines lines = {.text = reader->block,
                          .separators = reader->separators + reader->next - 1,
                          .start = (uint32_t)(at - reader->block),
                          .line = reader->line};
    do {
        records_hand_over_lines(reader, &lines);
        reader->line = lines.line;
    } while (reader->result == RECORDS_READ && records_take_long(reader, &lines));
    reader->line = lines.line;
    return reader->block + lines.start;
}

/* ---- libcsv ---- */

static uint64_t records_count_newlines(const char *text, size_t length)
{
    uint64_t count = 0;
    for (const char *end = text + length; (text = memchr(text, '\n', (size_t)(end - text))) != NULL; text++)
        count++;
    return count;
}

static bool records_reserve(struct reader *reader, size_t length)
{
    size_t needed = reader->used + length + 1 + RECORD_PADDING;
    if (needed <= reader->capacity)
        return true;
    size_t capacity = needed * 2;
    char *bytes = realloc(reader->bytes, capacity);
    if (!bytes) {
        reader->result = RECORDS_NO_MEMORY;
        return false;
    }
    reader->bytes = bytes;
    reader->capacity = capacity;
    return true;
}

static void records_on_field(void *text, size_t length, void *user)
{
    struct reader *reader = user;
    if (reader->result != RECORDS_READ || !records_reserve(reader, length))
        return;
    if (reader->count == 0)
        reader->record_line = reader->line;
    reader->line += records_count_newlines(text, length);
    reader->after_cr = false;
    memcpy(reader->bytes + reader->used, text, length);
    reader->count++;
    if (reader->count <= RECORD_FIELDS_MAX)
        reader->bounds[reader->count] = (uint32_t)(reader->used + length);
    reader->used += length + 1;
}

/* Also called for an empty line, which is not a record, and for the LF of a CR LF. */
static void records_on_record(int terminator, void *user)
{
    struct reader *reader = user;
    if (reader->result != RECORDS_READ)
        return;
    if (reader->count > 0 && !reader->discarding)
        records_hand_over(reader, &(struct record){.text = reader->bytes,
                                                   .bounds = reader->bounds,
                                                   .count = reader->broken ? 0 : reader->count,
                                                   .broken = reader->broken,
                                                   .line = reader->record_line,
                                                   .last_line = reader->line});
    /* CR LF, LF and CR are one end of line each; -1 is the end of the file. */
    if (terminator == '\r' || (terminator == '\n' && !reader->after_cr))
        reader->line++;
    reader->after_cr = terminator == '\r';
    reader->at_start = terminator == '\n';
    reader->count = 0;
    reader->used = FIRST;
    reader->broken = NULL;
    reader->length = 0;
    if (!reader->discarding)
        reader->quoting = QUOTING_FIELD;
}

/* Ends the record in libcsv, even if it is incomplete. */
static void records_cut_off(struct reader *reader)
{
    csv_set_opts(&reader->parser, CSV_STRICT | CSV_REPALL_NL);
    csv_fini(&reader->parser, records_on_field, records_on_record, reader);
    csv_set_opts(&reader->parser, CSV_STRICT | CSV_REPALL_NL | CSV_STRICT_FINI);
}

/* Ends a record of malformed CSV. The next line is read as a new record. */
static void records_end_broken(struct reader *reader, const char *reason)
{
    reader->broken = reason;
    records_cut_off(reader);
}

static const char *records_skip_line(struct reader *reader, const char *at, const char *end)
{
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    reader->skipping = !newline;
    reader->at_start = !reader->skipping;
    return newline ? newline : end;
}

static enum quoting records_step(enum quoting quoting, char byte)
{
    switch (quoting) {
    case QUOTING_FIELD:
        return byte == '"' ? QUOTING_INSIDE : byte == ',' ? QUOTING_FIELD : QUOTING_NONE;
    case QUOTING_NONE:
        return byte == '"' ? QUOTING_BROKEN : byte == ',' ? QUOTING_FIELD : QUOTING_NONE;
    case QUOTING_INSIDE:
        return byte == '"' ? QUOTING_QUOTE : QUOTING_INSIDE;
    case QUOTING_QUOTE:
        return byte == '"' ? QUOTING_INSIDE : byte == ',' ? QUOTING_FIELD : QUOTING_BROKEN;
    case QUOTING_BROKEN:
        break;
    }
    return QUOTING_BROKEN;
}

/* Follows the record to its end of line, but not past `end`. Returns where it stopped. */
static const char *records_follow(struct reader *reader, const char *at, const char *end)
{
    enum quoting quoting = reader->quoting;
    for (; at < end && (quoting == QUOTING_INSIDE || (*at != '\n' && *at != '\r')); at++)
        quoting = records_step(quoting, *at);
    reader->quoting = quoting;
    return at;
}

static void records_begin_discarding(struct reader *reader)
{
    reader->discarding = true;
    records_cut_off(reader);
    if (!reader->skip_long)
        records_hand_over_long(reader, reader->record_line);
}

static void records_end_discarding(struct reader *reader)
{
    records_hand_over_long(reader, reader->record_line);
    reader->discarding = false;
    reader->quoting = QUOTING_FIELD;
    reader->at_start = true;
}

/* Follows a record that is too long. Returns where it stopped: at the end of the line or of the block. */
static const char *records_discard(struct reader *reader, const char *at, const char *end)
{
    const char *stop = records_follow(reader, at, end);
    reader->line += records_count_newlines(at, (size_t)(stop - at));
    if (stop < end)
        records_end_discarding(reader);
    return stop;
}

/* Gives libcsv the rest of the record, as much of it as a record may have. Returns where it stopped. */
static const char *records_parse(struct reader *reader, const char *at, const char *end)
{
    size_t room = RECORD_BYTES_MAX - reader->length;
    const char *stop = records_follow(reader, at, (size_t)(end - at) > room ? at + room : end);
    bool ends = stop < end && reader->quoting != QUOTING_INSIDE && (*stop == '\n' || *stop == '\r');
    bool too_long = stop < end && !ends;
    size_t length = (size_t)(stop - at) + ends;
    reader->length += (size_t)(stop - at);
    reader->at_start = false;
    size_t taken = csv_parse(&reader->parser, at, length, records_on_field, records_on_record, reader);
    if (taken < length && csv_error(&reader->parser) != CSV_EPARSE) {
        reader->result = RECORDS_NO_MEMORY;
    } else if (taken < length) {
        records_end_broken(reader, "a quote inside a field; double it, and quote the whole field");
        reader->skipping = true;
    } else if (too_long) {
        records_begin_discarding(reader);
    }
    return at + taken;
}

static const char *records_take(struct reader *reader, const char *at, const char *end)
{
    if (reader->skipping)
        return records_skip_line(reader, at, end);
    return reader->discarding ? records_discard(reader, at, end) : records_parse(reader, at, end);
}

/* ---- the file ---- */

/* Reads what lies in the block from one place up to another. */
static void records_read_block(struct reader *reader, uint32_t from, uint32_t to)
{
    memset(reader->block + to, 0, SEPARATORS_PADDING);
    size_t count = separators_find(reader->block, from, to, reader->separators + 1);
    reader->separators[1 + count] = to;
    reader->next = 1;
    const char *at = reader->block + from;
    const char *end = reader->block + to;
    while (reader->result == RECORDS_READ && at < end) {
        if (reader->at_start)
            at = records_take_lines(reader, at);
        if (reader->result == RECORDS_READ && at < end)
            at = records_take(reader, at, end);
    }
}

/* Checks the first block. Returns where its text begins: after a byte order mark, if there is one. */
static uint32_t records_begin(struct reader *reader, const FILE *file, size_t length)
{
    static const char BOM[] = {'\xEF', '\xBB', '\xBF'};
    const char *text = reader->block + FIRST;
    if (foreign_refuse_log(reader->name, file == stdin ? "FILE" : reader->name, text, length))
        reader->result = RECORDS_FOREIGN;
    return length >= sizeof BOM && memcmp(text, BOM, sizeof BOM) == 0 ? FIRST + sizeof BOM : FIRST;
}

static void records_read_blocks(struct reader *reader, FILE *file)
{
    uint64_t done = 0;
    size_t length = 0;
    while (reader->result == RECORDS_READ && (length = fread(reader->block + FIRST, 1, BLOCK, file)) > 0) {
        uint32_t start = done == 0 ? records_begin(reader, file, length) : FIRST;
        records_read_block(reader, start, FIRST + (uint32_t)length);
        done += length;
        progress_update(done);
    }
    reader->error = errno;
    if (ferror(file) && reader->result == RECORDS_READ)
        reader->result = RECORDS_UNREADABLE;
    if (reader->result == RECORDS_READ && reader->discarding)
        records_end_discarding(reader);
    if (reader->result == RECORDS_READ && csv_fini(&reader->parser, records_on_field, records_on_record, reader) != 0)
        records_end_broken(reader, "a quoted field is not closed");
}

static uint64_t records_file_size(FILE *file)
{
    struct stat status;
    return fstat(fileno(file), &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0 ? (uint64_t)status.st_size
                                                                                              : 0;
}

/* Spaces belong to a field (RFC 4180). */
static int records_no_space(unsigned char byte)
{
    (void)byte;
    return 0;
}

enum records_result records_read(FILE *file, const char *name, bool skip_long, record_handler *handler, void *user)
{
    struct reader *reader = malloc(sizeof *reader);
    if (!reader)
        return RECORDS_NO_MEMORY;
    memset(reader, 0, offsetof(struct reader, block));
    reader->name = name;
    reader->skip_long = skip_long;
    reader->handler = handler;
    reader->user = user;
    reader->line = 1;
    reader->at_start = true;
    reader->used = FIRST;
    csv_init(&reader->parser, CSV_STRICT | CSV_REPALL_NL | CSV_STRICT_FINI);
    csv_set_space_func(&reader->parser, records_no_space);
    progress_begin(name, records_file_size(file));
    records_read_blocks(reader, file);
    progress_end();
    csv_free(&reader->parser);
    free(reader->bytes);
    enum records_result result = reader->result;
    int error = reader->error;
    free(reader);
    errno = error;
    return result;
}
