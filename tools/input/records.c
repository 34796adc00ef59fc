/* SPDX-License-Identifier: MIT */
/* Cuts lines of CSV, in place if possible, otherwise with libcsv. */
#define _POSIX_C_SOURCE 200809L
#include "input/records.h"

#include "input/foreign.h"
#include "output/tell.h"

#include <csv.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/*
 * A line without a quote is cut at its commas, in place in the block. Only other lines go through libcsv: those with a
 * quote or a lone CR, and those that the end of a block splits. A plain line takes a third of libcsv's instructions.
 */

enum { BLOCK = 131072 };

_Static_assert(RECORD_BYTES_MAX == 65536, "the messages below state the limit");
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
    struct record_field fields[RECORD_FIELDS_MAX];

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
    char *bytes; /* contents of the fields, one after the other */
    size_t used;
    size_t capacity;

    char block[BLOCK + 1]; /* and one more end of line, as a sentinel */
};

static void records_hand_over(struct reader *reader, const struct record *one)
{
    if (reader->handler(reader->user, one))
        reader->result = RECORDS_ENDED;
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

/* Cuts whole plain lines. Returns where the first other line begins. */
static const char *records_cut_lines(struct reader *reader, const char *at, const char *end)
{
    static const unsigned char special[256] = {[','] = 1, ['\n'] = 1, ['\r'] = 1, ['"'] = 1};
    while (reader->result == RECORDS_READ && at < end) {
        uint32_t count = 0;
        const char *field = at;
        const char *byte = at;
        for (;; byte++) {
            while (!special[(unsigned char)*byte])
                byte++;
            if (*byte != ',' && *byte != '\n' && (*byte != '\r' || byte + 1 >= end || byte[1] != '\n'))
                return at;
            if (count < RECORD_FIELDS_MAX)
                reader->fields[count] = (struct record_field){.text = field, .length = (size_t)(byte - field)};
            count++;
            if (*byte != ',')
                break;
            field = byte + 1;
        }
        if (byte == end)
            return at;
        if (byte - at > RECORD_BYTES_MAX)
            records_hand_over_long(reader, reader->line);
        else if (byte != at)
            records_hand_over(
                reader, &(struct record){
                            .fields = reader->fields, .count = count, .line = reader->line, .last_line = reader->line});
        reader->line++;
        at = byte + (*byte == '\r' ? 2 : 1);
    }
    return at;
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
    /* One byte more, so that there are bytes to point to even if all fields are empty. */
    if (length < reader->capacity - reader->used)
        return true;
    size_t capacity = (reader->used + length) * 2 + 64;
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
    reader->used += length;
    if (reader->count < RECORD_FIELDS_MAX)
        reader->fields[reader->count].length = length;
    reader->count++;
}

/* Also called for an empty line, which is not a record, and for the LF of a CR LF. */
static void records_on_record(int terminator, void *user)
{
    struct reader *reader = user;
    if (reader->result != RECORDS_READ)
        return;
    const char *text = reader->bytes;
    for (uint32_t i = 0; i < reader->count && i < RECORD_FIELDS_MAX; i++) {
        reader->fields[i].text = text;
        text += reader->fields[i].length;
    }
    if (reader->count > 0 && !reader->discarding)
        records_hand_over(reader, &(struct record){.fields = reader->fields,
                                                   .count = reader->count,
                                                   .broken = reader->broken,
                                                   .line = reader->record_line,
                                                   .last_line = reader->line});
    /* CR LF, LF and CR are one end of line each; -1 is the end of the file. */
    if (terminator == '\r' || (terminator == '\n' && !reader->after_cr))
        reader->line++;
    reader->after_cr = terminator == '\r';
    reader->at_start = terminator == '\n';
    reader->count = 0;
    reader->used = 0;
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

static void records_read_block(struct reader *reader, const char *at, const char *end)
{
    while (reader->result == RECORDS_READ && at < end) {
        if (reader->at_start)
            at = records_cut_lines(reader, at, end);
        if (reader->result == RECORDS_READ && at < end)
            at = records_take(reader, at, end);
    }
}

/* Checks the first block. Returns where its text begins: after a byte order mark, if there is one. */
static size_t records_begin(struct reader *reader, const FILE *file, size_t length)
{
    static const char BOM[] = {'\xEF', '\xBB', '\xBF'};
    if (foreign_refuse_log(reader->name, file == stdin ? "FILE" : reader->name, reader->block, length))
        reader->result = RECORDS_FOREIGN;
    return length >= sizeof BOM && memcmp(reader->block, BOM, sizeof BOM) == 0 ? sizeof BOM : 0;
}

static void records_read_blocks(struct reader *reader, FILE *file)
{
    uint64_t done = 0;
    size_t length = 0;
    while (reader->result == RECORDS_READ && (length = fread(reader->block, 1, BLOCK, file)) > 0) {
        reader->block[length] = '\n';
        size_t start = done == 0 ? records_begin(reader, file, length) : 0;
        records_read_block(reader, reader->block + start, reader->block + length);
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
