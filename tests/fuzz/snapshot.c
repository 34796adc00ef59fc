/* SPDX-License-Identifier: MIT */
/*
 * Fuzz target: any bytes as the content of a snapshot, with a head and a checksum that are right. A load refuses it, or
 * makes a customer or a book that answers, goes on, and is saved as the same bytes. What it takes of memory depends on
 * how many bytes there are, not on what they say.
 *
 * The first byte chooses: bit 0 a book, bit 1 the table with terms, bit 2 that another table loads it, bits 3 to 6 which
 * allocation fails, bit 7 that ids have contents. The rest is the content.
 */
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "fuzz.h"
#include "snapshot_bytes.h"

enum { OF_BOOK = 1, WITH_TERMS = 2, BY_ANOTHER = 4, FAILS_AT = 3, FAILS = 15, CONTENTS = 128, CONTENT_MAX = 65536 };
enum { FLAGS_AT = 6 /* in a head */ };
/* A book of its own, its first rows and the queue; then so many bytes for each byte that is read. */
enum { MEMORY_OF_BOOK = 600000, MEMORY_OF_BYTE = 1024 };

static const char *const tables[] = {
    "{\"format\": 1, \"name\": \"reviews\", \"accept_late\": \"25d\", \"events\": {\"b\": {}, \"a\": {\"value\": [0, "
    "99]}, \"c\": {}}, \"metrics\": {\"n\": {\"count\": \"a\", \"within\": \"30d\"}, \"s\": {\"sum\": [\"b\", \"a\"]}, "
    "\"k\": {\"different\": [\"a\", \"b\", \"c\"], \"within\": \"40d\"}}, \"score\": {\"points\": {\"s\": [[1, 5], "
    "[50, 9]]}}, \"out\": [\"k >= 3\"], \"review\": \"month\", \"ladder\": [{\"rung\": \"r0\"}, {\"rung\": \"r1\", "
    "\"enter\": [\"n >= 1\"], \"grace\": \"9d\"}, {\"rung\": \"r2\", \"enter\": [\"score >= 5\"], \"keep\": [\"n >= "
    "2\"], \"hold\": \"20d\", \"fall\": \"step\"}]}",
    "{\"format\": 1, \"name\": \"terms\", \"accept_late\": \"60d\", \"events\": {\"a\": {}, \"b\": {}}, \"metrics\": "
    "{\"n\": {\"count\": \"a\", \"within\": \"20d\"}, \"t\": {\"count\": [\"a\", \"b\"], \"within\": \"term\"}, \"d\": "
    "{\"active_days\": \"b\"}}, \"ladder\": [{\"rung\": \"r0\"}, {\"rung\": \"r1\", \"enter\": [\"n >= 1\"], \"keep\": "
    "[\"t >= 2\"], \"term\": \"1m\", \"grace\": \"9d\"}, {\"rung\": \"r2\", \"enter\": [\"d >= 2\"], \"keep\": [\"n >= "
    "1\"]}]}"};

static struct counting heap;

struct world {
    loyalty_program *program, *by; /* of the snapshot, and that loads it */
    unsigned char *bytes;
    size_t length, at;
    uint8_t choice;
};

/* Compiled once: that takes longer than all the rest. */
static loyalty_program *program_of(int which, bool keeps)
{
    static loyalty_program *programs[2][2];
    if (!programs[which][keeps]) {
        heap.fail_at = ALLOCATOR_NEVER;
        loyalty_options *options = counting_options(&heap);
        if (keeps)
            MUST(loyalty_options_keep_contents(options));
        MUST(loyalty_program_from_json(tables[which], strlen(tables[which]), options, NULL, &programs[which][keeps]));
        loyalty_options_free(options);
    }
    return programs[which][keeps];
}

static void seal(struct world *world, const uint8_t *data, size_t size)
{
    unsigned char fingerprint[LOYALTY_FINGERPRINT_SIZE];
    world->length = SNAPSHOT_HEAD + size + SNAPSHOT_SEAL;
    world->bytes = malloc(world->length);
    REQUIRE(world->bytes, "no memory");
    memcpy(world->bytes + SNAPSHOT_HEAD, data, size);
    MUST(loyalty_program_fingerprint(world->program, fingerprint));
    snapshot_seal(world->bytes, world->length, world->choice & OF_BOOK ? SNAPSHOT_OF_BOOK : SNAPSHOT_OF_CUSTOMER,
                  fingerprint);
    if (world->choice & CONTENTS) {
        world->bytes[FLAGS_AT] = 1;
        snapshot_reseal(world->bytes, world->length);
    }
}

/* ---- a customer ---- */

static void ask(const loyalty_customer *customer)
{
    loyalty_standing standing = {.size = sizeof standing};
    loyalty_transition transition = {.size = sizeof transition};
    loyalty_date date;
    char text[16];
    size_t needed;
    const int32_t status = loyalty_customer_standing(customer, &standing);
    REQUIRE(status == LOYALTY_OK || status == LOYALTY_E_ABSENT || status == LOYALTY_E_NOT_ADVANCED, "no standing: %d",
            (int)status);
    for (uint32_t i = 0; i < loyalty_customer_transition_count(customer); i++)
        MUST(loyalty_customer_transition(customer, i, &transition));
    if (loyalty_customer_date(customer, &date) == LOYALTY_OK && date < LOYALTY_DATE_MAX - 400) {
        MUST(loyalty_customer_outlook(customer, date + 400, NULL, NULL));
        (void)loyalty_customer_json(customer, NULL, date, text, sizeof text, &needed);
    }
}

/* Late events, later days: whatever a standing says, the fold must come to an end. */
static void go_on(loyalty_customer *customer)
{
    loyalty_event event = {.size = sizeof event, .count = 1, .value = 1, .id = "i", .id_length = 1};
    loyalty_date date = 0;
    (void)loyalty_customer_date(customer, &date);
    for (int32_t step = -70; step <= 70; step += 14) {
        event.date = date + step;
        event.kind = (uint32_t)(step & 2) / 2;
        (void)loyalty_customer_record(customer, &event, NULL, NULL);
        if (step % 28 == 0)
            (void)loyalty_customer_void(customer, "i", 1, NULL, NULL);
        if (date + step <= LOYALTY_DATE_MAX)
            (void)loyalty_customer_advance(customer, date + step, NULL, NULL);
    }
    ask(customer);
}

/* What was refused may not have been; what was loaded is saved as it was. */
static void compare_bytes(const struct world *world, const unsigned char *bytes, size_t length)
{
    if (!(world->choice & BY_ANOTHER))
        REQUIRE(length == world->length && memcmp(bytes, world->bytes, length) == 0, "saved as other bytes");
}

static int32_t load_customer(struct world *world)
{
    loyalty_customer *customer;
    uint64_t left_out;
    const int32_t status = loyalty_customer_load(world->by, world->bytes, world->length, &left_out, &customer);
    if (status)
        return status;
    heap.fail_at = ALLOCATOR_NEVER;
    ask(customer);
    struct bytes again = bytes_of(customer);
    compare_bytes(world, again.bytes, again.length);
    bytes_free(&again);
    go_on(customer);
    loyalty_customer_free(customer);
    return LOYALTY_OK;
}

/* ---- a book ---- */

static int32_t read_bytes(void *user, void *bytes, size_t capacity, size_t *length)
{
    struct world *world = user;
    REQUIRE(capacity > 0 && capacity <= world->length - world->at, "asks for bytes after the end");
    *length = capacity < 100 ? 1 : capacity - 7;
    memcpy(bytes, world->bytes + world->at, *length);
    world->at += *length;
    return 0;
}

/* Reads a book as a whole: what comes next, and columns. */
static void ask_book(const loyalty_book *book, loyalty_date day)
{
    enum { ROWS = 3 };
    const void *keys[ROWS];
    uint32_t lengths[ROWS], rungs[ROWS];
    loyalty_date nexts[ROWS], next = 0;
    int64_t scores[ROWS], numerators[ROWS];
    const loyalty_columns columns = {.size = sizeof columns,
                                     .keys = keys,
                                     .key_lengths = lengths,
                                     .rungs = rungs,
                                     .next = nexts,
                                     .scores = scores,
                                     .numerators = numerators,
                                     .metric = 1};
    uint64_t cursor = 0;
    size_t rows;
    int32_t status = loyalty_book_next_date(book, &next);
    REQUIRE(status == LOYALTY_OK ? next > day || next == LOYALTY_DATE_NONE : status == LOYALTY_E_NOT_ADVANCED,
            "next date: status %d", (int)status);
    do {
        status = loyalty_book_columns(book, &cursor, ROWS, &columns, &rows);
    } while (status == LOYALTY_OK);
    REQUIRE(status == LOYALTY_E_END || status == LOYALTY_E_RANGE, "columns: status %d", (int)status);
}

static int32_t load_book(struct world *world)
{
    loyalty_book *book;
    uint64_t left_out, cursor = 0;
    const loyalty_customer *customer;
    struct bytes written = {.bytes = NULL};
    loyalty_date date = 0;
    const int32_t status = loyalty_book_load(world->by, NULL, read_bytes, world, &left_out, &book);
    if (status)
        return status;
    heap.fail_at = ALLOCATOR_NEVER;
    while (loyalty_book_each(book, &cursor, NULL, NULL, &customer) == LOYALTY_OK)
        ask(customer);
    MUST(loyalty_book_save(book, bytes_write, &written));
    compare_bytes(world, written.bytes, written.length);
    bytes_free(&written);
    (void)loyalty_book_date(book, &date);
    ask_book(book, date);
    if (date + 40 <= LOYALTY_DATE_MAX)
        MUST(loyalty_book_advance(book, date + 40, NULL, NULL));
    for (cursor = 0; loyalty_book_each(book, &cursor, NULL, NULL, &customer) == LOYALTY_OK;)
        ask(customer);
    loyalty_book_free(book);
    return LOYALTY_OK;
}

/* ---- any bytes ---- */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct world world = {.bytes = NULL};
    if (size < 1 || size > CONTENT_MAX)
        return 0;
    world.choice = data[0];
    const int which = world.choice & WITH_TERMS ? 1 : 0;
    const bool keeps = (world.choice & CONTENTS) != 0;
    world.program = program_of(which, keeps);
    world.by = program_of(world.choice & BY_ANOTHER ? 1 - which : which, keeps);
    seal(&world, data + 1, size - 1);
    const size_t before = heap.bytes;
    const uint32_t live = heap.live;
    heap.most = before;
    heap.failed = 0;
    heap.fail_at = ALLOCATOR_NEVER;
    if (world.choice >> FAILS_AT & FAILS)
        heap.fail_at = heap.calls + (world.choice >> FAILS_AT & FAILS) - 1;
    const int32_t status = world.choice & OF_BOOK ? load_book(&world) : load_customer(&world);
    REQUIRE(status == LOYALTY_OK || status == LOYALTY_E_SNAPSHOT || (status == LOYALTY_E_MEMORY && heap.failed),
            "status %d", (int)status);
    REQUIRE(heap.bytes == before && heap.live == live && heap.strange == 0, "memory is left, or was used wrongly");
    REQUIRE(status == LOYALTY_OK || heap.most - before <= MEMORY_OF_BOOK + size * MEMORY_OF_BYTE,
            "%zu bytes of memory for a snapshot of %zu", heap.most - before, size);
    free(world.bytes);
    return 0;
}
