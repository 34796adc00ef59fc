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

typedef struct reader {
    record_handler *handler;
    void *user;
    int result; /* RECORDS_…; when it is no longer RECORDS_READ, the rest of the block is ignored. */
    int error;  /* errno of the last read. */
    uint64_t line;
    record_field fields[RECORD_FIELDS_MAX];

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
} reader;

static void hand_over(reader *r, const record *one)
{
    if (r->handler(r->user, one) != 0)
        r->result = RECORDS_ENDED;
}

/* ---- lines without quotes ---- */

/* Cuts whole plain lines; returns where the first begins that is none. */
static const char *cut_lines(reader *r, const char *at, const char *end)
{
    static const unsigned char special[256] = {[','] = 1, ['\n'] = 1, ['\r'] = 1, ['"'] = 1};
    while (r->result == RECORDS_READ && at < end) {
        uint32_t count = 0;
        const char *field = at;
        const char *byte = at;
        for (;; byte++) {
            while (!special[(unsigned char)*byte])
                byte++;
            if (*byte != ',' && *byte != '\n' && (*byte != '\r' || byte + 1 >= end || byte[1] != '\n'))
                return at;
            if (count < RECORD_FIELDS_MAX)
                r->fields[count] = (record_field){field, (size_t)(byte - field)};
            count++;
            if (*byte != ',')
                break;
            field = byte + 1;
        }
        if (byte == end)
            return at;
        if (byte != at)
            hand_over(r, &(record){.fields = r->fields, .count = count, .line = r->line, .last_line = r->line});
        r->line++;
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

static int reserve_bytes(reader *r, size_t length)
{
    /* One byte more, so that there are bytes to point to even where all fields are empty. */
    if (length < r->capacity - r->used)
        return 0;
    size_t capacity = (r->used + length) * 2 + 64;
    char *bytes = realloc(r->bytes, capacity);
    if (!bytes) {
        r->result = RECORDS_NO_MEMORY;
        return -1;
    }
    r->bytes = bytes;
    r->capacity = capacity;
    return 0;
}

static void on_field(void *text, size_t length, void *user)
{
    reader *r = user;
    if (r->result != RECORDS_READ || reserve_bytes(r, length) != 0)
        return;
    if (r->count == 0)
        r->record_line = r->line;
    r->line += count_newlines(text, length);
    r->after_cr = 0;
    memcpy(r->bytes + r->used, text, length);
    r->used += length;
    if (r->count < RECORD_FIELDS_MAX)
        r->fields[r->count].length = length;
    r->count++;
}

/* Also called for an empty line, which is no record, and for the LF of a CR LF. */
static void on_record(int terminator, void *user)
{
    reader *r = user;
    if (r->result != RECORDS_READ)
        return;
    const char *text = r->bytes;
    for (uint32_t i = 0; i < r->count && i < RECORD_FIELDS_MAX; i++) {
        r->fields[i].text = text;
        text += r->fields[i].length;
    }
    if (r->count > 0)
        hand_over(r, &(record){r->fields, r->count, r->broken, r->record_line, r->line});
    /* CR LF is one end of line, LF or CR alone is one too; -1 is the end of the file. */
    if (terminator == '\r' || (terminator == '\n' && !r->after_cr))
        r->line++;
    r->after_cr = terminator == '\r';
    r->at_start = terminator == '\n';
    r->count = 0;
    r->used = 0;
    r->broken = NULL;
}

/* Ends the record in which the CSV is bad; what follows the line's end is read as a new record. */
static void end_broken_record(reader *r, const char *reason)
{
    r->broken = reason;
    csv_set_opts(&r->parser, CSV_STRICT | CSV_REPALL_NL);
    csv_fini(&r->parser, on_field, on_record, r);
    csv_set_opts(&r->parser, CSV_STRICT | CSV_REPALL_NL | CSV_STRICT_FINI);
}

/* Gives libcsv what there is up to the end of the line; returns how far that went. */
static const char *parse_line(reader *r, const char *at, const char *end)
{
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    if (r->skipping) {
        r->skipping = !newline;
        r->at_start = !r->skipping;
        return newline ? newline : end;
    }
    size_t length = (size_t)((newline ? newline + 1 : end) - at);
    r->at_start = 0;
    size_t taken = csv_parse(&r->parser, at, length, on_field, on_record, r);
    if (taken < length && csv_error(&r->parser) != CSV_EPARSE) {
        r->result = RECORDS_NO_MEMORY;
    } else if (taken < length) {
        end_broken_record(r, "a quote inside a field: write it twice, and quote the field");
        r->skipping = 1;
    }
    return at + taken;
}

/* ---- the file ---- */

static void read_block(reader *r, const char *at, const char *end)
{
    while (r->result == RECORDS_READ && at < end) {
        if (r->at_start)
            at = cut_lines(r, at, end);
        if (r->result == RECORDS_READ && at < end)
            at = parse_line(r, at, end);
    }
}

static void read_blocks(reader *r, FILE *file)
{
    static const char BOM[] = {'\xEF', '\xBB', '\xBF'};
    uint64_t done = 0;
    size_t length = 0;
    while (r->result == RECORDS_READ && (length = fread(r->block, 1, BLOCK, file)) > 0) {
        r->block[length] = '\n';
        size_t start = done == 0 && length >= sizeof BOM && memcmp(r->block, BOM, sizeof BOM) == 0 ? sizeof BOM : 0;
        read_block(r, r->block + start, r->block + length);
        done += length;
        progress_update(done);
    }
    r->error = errno;
    if (ferror(file) && r->result == RECORDS_READ)
        r->result = RECORDS_UNREADABLE;
    if (r->result == RECORDS_READ && csv_fini(&r->parser, on_field, on_record, r) != 0)
        end_broken_record(r, "a quoted field has no end");
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
    reader *r = malloc(sizeof *r);
    if (!r)
        return RECORDS_NO_MEMORY;
    memset(r, 0, offsetof(reader, block));
    r->handler = handler;
    r->user = user;
    r->line = 1;
    r->at_start = 1;
    csv_init(&r->parser, CSV_STRICT | CSV_REPALL_NL | CSV_STRICT_FINI);
    csv_set_space_func(&r->parser, no_space);
    progress_begin(name, size_of(file));
    read_blocks(r, file);
    progress_end();
    csv_free(&r->parser);
    free(r->bytes);
    int result = r->result;
    int error = r->error;
    free(r);
    errno = error;
    return result;
}
