/* SPDX-License-Identifier: MIT */
/* Loads snapshots, and says in the user's words why one cannot be loaded. */
#define _POSIX_C_SOURCE 200809L
#include "input/snapshot.h"

#include "input/seed.h"
#include "output/tell.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

/* docs/snapshot-format.md. The first byte never begins a character of UTF-8. */
static const unsigned char snapshot_signature[SNAPSHOT_SIGNATURE] = {0xB1, 'l', 'o', 'y'};

enum { SNAPSHOT_KIND = 5, SNAPSHOT_OF_CUSTOMER = 1 /* the byte that says what a snapshot holds */ };

bool snapshot_has_signature(const void *bytes, size_t length)
{
    return length >= SNAPSHOT_SIGNATURE && memcmp(bytes, snapshot_signature, SNAPSHOT_SIGNATURE) == 0;
}

/* More than one byte cannot be put back into a pipe. */
bool snapshot_follows(FILE *file)
{
    const int first = getc(file);
    if (first == EOF)
        clearerr(file); /* whoever reads the file meets the end or the error again */
    else
        ungetc(first, file);
    return first == snapshot_signature[0];
}

/* ---- bytes ---- */

static int32_t snapshot_give(void *user, void *bytes, size_t capacity, size_t *length)
{
    struct snapshot *from = user;
    errno = 0;
    *length = fread(bytes, 1, capacity, from->file);
    if (*length == 0 && ferror(from->file)) {
        from->error = errno;
        return 1;
    }
    for (size_t i = 0; i < *length && from->done + i < SNAPSHOT_HEAD; i++)
        from->head[from->done + i] = ((const unsigned char *)bytes)[i];
    from->done += *length;
    progress_update(from->done);
    return 0;
}

static uint64_t snapshot_size(FILE *file)
{
    struct stat status;
    return !fstat(fileno(file), &status) && S_ISREG(status.st_mode) && status.st_size > 0 ? (uint64_t)status.st_size
                                                                                          : 0;
}

/* ---- messages ---- */

static void snapshot_tell_broken(const struct snapshot *from)
{
    if (!snapshot_has_signature(from->head, sizeof from->head))
        tell("%s is neither UTF-8 text nor a snapshot", from->name);
    else if (from->head[SNAPSHOT_KIND] == SNAPSHOT_OF_CUSTOMER)
        tell("%s is a snapshot of one customer; use one of a whole book, as loyalty replay --save writes it",
             from->name);
    else
        tell("%s is a snapshot that is damaged or cut off; use a copy of it, or save it again with "
             "loyalty replay --save",
             from->name);
}

/* Returns whether the status is LOYALTY_OK; if not, reports it. */
static bool snapshot_tell_status(const struct snapshot *from, int32_t status)
{
    if (status == LOYALTY_E_SNAPSHOT)
        snapshot_tell_broken(from);
    else if (status == LOYALTY_E_NEWER)
        tell("%s is a snapshot that a later version of loyalty saved; use that version, or save it again from the "
             "events with this one, %s",
             from->name, loyalty_version_text());
    else if (status == LOYALTY_E_STOPPED)
        tell("%s: %s", from->name, strerror(from->error));
    else
        tell_status(status);
    return !status;
}

static void snapshot_tell_left_out(const struct snapshot *from, const loyalty_program *program, uint64_t left_out)
{
    loyalty_table_info table = {.size = sizeof table};
    loyalty_program_table(program, &table);
    tell("%s: events of %" PRIu64 " %s left out, whose kinds the table \"%s\" does not have (days are counted for each "
         "customer and kind)",
         from->name, left_out, left_out == 1 ? "day" : "days", table.name);
}

/* What one of two tables has is not lost. */
static void snapshot_tell_all_left_out(const struct snapshot *from, const struct event_source *source,
                                       const uint64_t *left_out)
{
    for (uint32_t table = 0; table < source->program_count; table++)
        if (left_out[table] == 0)
            return;
    for (uint32_t table = 0; table < source->program_count; table++)
        snapshot_tell_left_out(from, source->programs[table], left_out[table]);
}

/* ---- the earliest event ---- */

/* Returns the earliest date in a customer's log, or INT32_MAX. */
static int32_t snapshot_first_date(const loyalty_customer *customer)
{
    int32_t earliest = INT32_MAX;
    int32_t date = INT32_MAX;
    size_t days = 0;
    for (uint32_t kind = 0; !loyalty_customer_days(customer, kind, LOYALTY_DATE_MIN, 1, &date, NULL, NULL, &days);
         kind++)
        if (days > 0 && date < earliest)
            earliest = date;
    return earliest;
}

/* Most often the first customer already has an event that is early enough. */
static void snapshot_look_for_earliest(struct snapshot *from, const loyalty_book *book)
{
    uint64_t cursor = 0;
    uint32_t length = 0;
    const void *key = NULL;
    const loyalty_customer *customer = NULL;
    while (from->earliest > from->as_of && !loyalty_book_each(book, &cursor, &key, &length, &customer)) {
        const int32_t date = snapshot_first_date(customer);
        from->earliest = date < from->earliest ? date : from->earliest;
    }
}

/* ---- the file ---- */

int32_t snapshot_load(struct snapshot *from, loyalty_program *program, loyalty_book **book)
{
    struct seed seed;
    loyalty_book *loaded = NULL;
    int32_t status = loyalty_book_load(program, seed_draw(&seed), snapshot_give, from, &from->left_out, &loaded);
    if (status)
        return status;
    snapshot_look_for_earliest(from, loaded);
    loyalty_book_free(*book);
    *book = loaded;
    return LOYALTY_OK;
}

static bool snapshot_ends(const struct snapshot *from)
{
    if (getc(from->file) == EOF)
        return true;
    tell("%s goes on after the end of the snapshot; save it again with loyalty replay --save", from->name);
    return false;
}

/* Each table's book is loaded from the file itself: converted from the other table's it would lack some kinds. */
static bool snapshot_read_table(struct snapshot *from, struct lanes *lanes, uint32_t table)
{
    if (table > 0 && fseek(from->file, 0, SEEK_SET) != 0) {
        tell("%s: a snapshot for two tables is read twice, which a pipe cannot; use a file", from->name);
        return false;
    }
    from->done = 0;
    progress_begin(from->name, snapshot_size(from->file));
    const int32_t status = lanes_load(lanes, table, from);
    progress_end();
    return snapshot_tell_status(from, status) && snapshot_ends(from);
}

bool snapshot_read(const struct event_source *source, FILE *file, const char *name, struct lanes *lanes,
                   int32_t *earliest)
{
    struct snapshot from = {.file = file, .name = name, .as_of = source->as_of, .earliest = INT32_MAX};
    uint64_t left_out[EVENT_TABLES] = {0};
    if (!lanes->plan->load) {
        tell("%s is a snapshot, which does not have the order of the events; leave out --stream", name);
        return false;
    }
    for (uint32_t table = 0; table < source->program_count; table++) {
        if (!snapshot_read_table(&from, lanes, table))
            return false;
        left_out[table] = from.left_out;
    }
    snapshot_tell_all_left_out(&from, source, left_out);
    *earliest = from.earliest;
    return true;
}
