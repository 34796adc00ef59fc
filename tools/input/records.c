/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "input/records.h"

#include "output/tell.h"

#include <csv.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/*
 * A line without a quote is cut at its commas where it stands in the block. Only what that cannot do goes through libcsv:
 * a line with a quote or a lone CR, and one that the end of a block tears. A plain line takes a third of libcsv's
 * instructions.
 */

enum { BLOCK = 131072 };

struct reader {
    record_handler *handler;
    void *user;
    int result; /* RECORDS_…; when it is no longer RECORDS_READ, the rest of the block is ignored. */
    int error;  /* errno of the last read. */
    uint64_t line;
    struct record_field fields[RECORD_FIELDS_MAX];

    /* What goes through libcsv. */
    struct csv_parser parser;
    int at_start;         /* 1 where a record begins that libcsv knows nothing of. */
    int skipping;         /* What is left of a broken record is passed over, up to the end of the line. */
    int after_cr;         /* The last byte was an unquoted CR; a LF now belongs to it. */
    uint64_t record_line; /* Line on which the record began. */
    uint32_t count;       /* Its fields so far. */
    const char *broken;
    char *bytes; /* What the fields hold, one after the other. */
    size_t used;
    size_t capacity;

    char block[BLOCK + 1]; /* And the end of a line that is always there. */
};

static void hand_over(struct reader *reader, const struct record *one)
{
    if (reader->handler(reader->user, one) != 0)
        reader->result = RECORDS_ENDED;
}

/* ---- lines without quotes ---- */

/* Cuts whole plain lines; returns where the first begins that is none. */
static const char *cut_lines(struct reader *reader, const char *at, const char *end)
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
                reader->fields[count] = (struct record_field){field, (size_t)(byte - field)};
            count++;
            if (*byte != ',')
                break;
            field = byte + 1;
        }
        if (byte == end)
            return at;
        if (byte != at)
            hand_over(reader,
                      &(struct record){
                          .fields = reader->fields, .count = count, .line = reader->line, .last_line = reader->line});
        reader->line++;
        at = byte + (*byte == '\r' ? 2 : 1);
    }
    return at;
}

/* ---- libcsv ---- */

static uint64_t count_newlines(const char *text, size_t length)
{
    uint64_t count = 0;
    for (const char *end = text + length; (text = memchr(text, '\n', (size_t)(end - text))) != NULL; text++)
        count++;
    return count;
}

static int reserve_bytes(struct reader *reader, size_t length)
{
    /* One byte more, so that there are bytes to point to even where all fields are empty. */
    if (length < reader->capacity - reader->used)
        return 0;
    size_t capacity = (reader->used + length) * 2 + 64;
    char *bytes = realloc(reader->bytes, capacity);
    if (!bytes) {
        reader->result = RECORDS_NO_MEMORY;
        return -1;
    }
    reader->bytes = bytes;
    reader->capacity = capacity;
    return 0;
}

static void on_field(void *text, size_t length, void *user)
{
    struct reader *reader = user;
    if (reader->result != RECORDS_READ || reserve_bytes(reader, length) != 0)
        return;
    if (reader->count == 0)
        reader->record_line = reader->line;
    reader->line += count_newlines(text, length);
    reader->after_cr = 0;
    memcpy(reader->bytes + reader->used, text, length);
    reader->used += length;
    if (reader->count < RECORD_FIELDS_MAX)
        reader->fields[reader->count].length = length;
    reader->count++;
}

/* Also called for an empty line, which is no record, and for the LF of a CR LF. */
static void on_record(int terminator, void *user)
{
    struct reader *reader = user;
    if (reader->result != RECORDS_READ)
        return;
    const char *text = reader->bytes;
    for (uint32_t i = 0; i < reader->count && i < RECORD_FIELDS_MAX; i++) {
        reader->fields[i].text = text;
        text += reader->fields[i].length;
    }
    if (reader->count > 0)
        hand_over(reader,
                  &(struct record){reader->fields, reader->count, reader->broken, reader->record_line, reader->line});
    /* CR LF is one end of line, LF or CR alone is one too; -1 is the end of the file. */
    if (terminator == '\r' || (terminator == '\n' && !reader->after_cr))
        reader->line++;
    reader->after_cr = terminator == '\r';
    reader->at_start = terminator == '\n';
    reader->count = 0;
    reader->used = 0;
    reader->broken = NULL;
}

/* Ends the record in which the CSV is bad; what follows the line's end is read as a new record. */
static void end_broken_record(struct reader *reader, const char *reason)
{
    reader->broken = reason;
    csv_set_opts(&reader->parser, CSV_STRICT | CSV_REPALL_NL);
    csv_fini(&reader->parser, on_field, on_record, reader);
    csv_set_opts(&reader->parser, CSV_STRICT | CSV_REPALL_NL | CSV_STRICT_FINI);
}

/* Gives libcsv what there is up to the end of the line; returns how far that went. */
static const char *parse_line(struct reader *reader, const char *at, const char *end)
{
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    if (reader->skipping) {
        reader->skipping = !newline;
        reader->at_start = !reader->skipping;
        return newline ? newline : end;
    }
    size_t length = (size_t)((newline ? newline + 1 : end) - at);
    reader->at_start = 0;
    size_t taken = csv_parse(&reader->parser, at, length, on_field, on_record, reader);
    if (taken < length && csv_error(&reader->parser) != CSV_EPARSE) {
        reader->result = RECORDS_NO_MEMORY;
    } else if (taken < length) {
        end_broken_record(reader, "a quote inside a field: write it twice, and quote the field");
        reader->skipping = 1;
    }
    return at + taken;
}

/* ---- the file ---- */

static void read_block(struct reader *reader, const char *at, const char *end)
{
    while (reader->result == RECORDS_READ && at < end) {
        if (reader->at_start)
            at = cut_lines(reader, at, end);
        if (reader->result == RECORDS_READ && at < end)
            at = parse_line(reader, at, end);
    }
}

static void read_blocks(struct reader *reader, FILE *file)
{
    static const char BOM[] = {'\xEF', '\xBB', '\xBF'};
    uint64_t done = 0;
    size_t length = 0;
    while (reader->result == RECORDS_READ && (length = fread(reader->block, 1, BLOCK, file)) > 0) {
        reader->block[length] = '\n';
        size_t start =
            done == 0 && length >= sizeof BOM && memcmp(reader->block, BOM, sizeof BOM) == 0 ? sizeof BOM : 0;
        read_block(reader, reader->block + start, reader->block + length);
        done += length;
        progress_update(done);
    }
    reader->error = errno;
    if (ferror(file) && reader->result == RECORDS_READ)
        reader->result = RECORDS_UNREADABLE;
    if (reader->result == RECORDS_READ && csv_fini(&reader->parser, on_field, on_record, reader) != 0)
        end_broken_record(reader, "a quoted field has no end");
}

static uint64_t size_of(FILE *file)
{
    struct stat status;
    return fstat(fileno(file), &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0 ? (uint64_t)status.st_size
                                                                                              : 0;
}

/* Spaces belong to a field (RFC 4180). */
static int no_space(unsigned char byte)
{
    (void)byte;
    return 0;
}

int records_read(FILE *file, const char *name, record_handler *handler, void *user)
{
    struct reader *reader = malloc(sizeof *reader);
    if (!reader)
        return RECORDS_NO_MEMORY;
    memset(reader, 0, offsetof(struct reader, block));
    reader->handler = handler;
    reader->user = user;
    reader->line = 1;
    reader->at_start = 1;
    csv_init(&reader->parser, CSV_STRICT | CSV_REPALL_NL | CSV_STRICT_FINI);
    csv_set_space_func(&reader->parser, no_space);
    progress_begin(name, size_of(file));
    read_blocks(reader, file);
    progress_end();
    csv_free(&reader->parser);
    free(reader->bytes);
    int result = reader->result;
    int error = reader->error;
    free(reader);
    errno = error;
    return result;
}
