/* SPDX-License-Identifier: MIT */
/*
 * Fuzz target: bytes as calls on two books of one table, with allocations and host metrics that fail on the way. Each
 * customer of a book answers, is told and is refused as one alone to whom the same happened. A call that fails has
 * changed nothing, and works when called again; and no memory is left.
 */
#include <stdlib.h>
#include <string.h>

#include "books.h"
#include "calls_answers.h"
#include "number_key.h"
#include "seed.h"

static uint8_t next_byte(struct world *world)
{
    if (world->size == 0)
        return 0;
    world->size--;
    return *world->data++;
}

void arm(struct world *world)
{
    world->heap.fail_at = world->heap_fails == UINT32_MAX ? UINT32_MAX : world->heap.calls + world->heap_fails;
    world->host.fail_at = world->host_fails == UINT32_MAX ? UINT32_MAX : world->host.calls + world->host_fails;
    world->heap_fails = world->host_fails = UINT32_MAX;
}

void calm(struct world *world)
{
    world->heap.fail_at = world->host.fail_at = UINT32_MAX;
}

static int32_t today(const struct shelf *shelf)
{
    return shelf->day == LOYALTY_DATE_NONE ? FIRST_DAY : shelf->day;
}

/* One of the good keys, seldom a bad one: empty, too long, NULL. */
static uint32_t some_key(struct world *world)
{
    uint8_t choice = next_byte(world);
    return choice < 250 ? choice % KEYS : KEYS + choice % 3;
}

static loyalty_event some_event(struct world *world, const struct shelf *shelf, char *id)
{
    static const int64_t values[] = {0, 1, -1, 2, 5, -5, 100, 1000, 1001, INT64_MAX, INT64_MIN};
    static const int32_t counts[] = {1, 2, 0, -1, -2, 10, INT32_MAX, INT32_MIN};
    static const int64_t limits[] = {0, 536870911, 536870912, -536870912, -536870913, 1000};
    loyalty_event event = {.size = sizeof event};
    uint8_t kind = next_byte(world), id_choice = next_byte(world);
    event.kind = kind == UINT8_MAX ? KINDS : kind % KINDS;
    event.date = today(shelf) + (int8_t)next_byte(world) / 4;
    event.value = values[kind / 8 % (sizeof values / sizeof *values)];
    event.count = id_choice % 8 < 4 ? 1 : counts[id_choice / 8 % (sizeof counts / sizeof *counts)];
    if (kind >= 240) { /* the limits of a word of the log, below which nothing is out of the ordinary */
        event.value = limits[kind % (sizeof limits / sizeof *limits)];
        event.count = id_choice % 8 < 4 ? 1 : 13 + id_choice / 8 % 4;
    }
    if (id_choice % 4 == 1) { /* one of sixteen that come again */
        *id = (char)(id_choice / 16);
        event.id = id;
        event.id_length = 1;
    }
    return event;
}

static struct request read_request(struct world *world, uint8_t op)
{
    static const uint8_t ops[] = {OP_RECORD,  OP_RECORD,   OP_RECORD,  OP_RECORD,     OP_BATCH,
                                  OP_BATCH,   OP_ADVANCE,  OP_ADVANCE, OP_MERGE_KEYS, OP_REMOVE,
                                  OP_CONVERT, OP_SET_USER, OP_CENSUS,  OP_BACKTEST,   OP_MERGE};
    static const int32_t steps[] = {
        0, 1, 2, 5, 7, 10, ACCEPT_LATE, ACCEPT_LATE + 1, 31, 100, 400, -1, LOYALTY_DATE_MAX};
    struct request request = {.op = ops[op % 16 % sizeof ops]};
    request.shelf = &world->shelves[op >> 7];
    request.other = &world->shelves[(op >> 7) ^ (op >> 6 & 1)]; /* itself at times */
    switch (request.op) {
    case OP_RECORD:
    case OP_BATCH:
        request.unasked = op >> 6 & 1;
        request.rows = request.op == OP_RECORD ? 1 : next_byte(world) % (ROWS + 1);
        request.choices[0] = request.op == OP_RECORD ? 0 : next_byte(world);
        break;
    case OP_ADVANCE:
        request.date = today(request.shelf) + steps[next_byte(world) % (sizeof steps / sizeof *steps)];
        break;
    case OP_CENSUS:
    case OP_BACKTEST:
        for (uint32_t i = 0; i < CHOICES; i++)
            request.choices[i] = next_byte(world);
        break;
    case OP_MERGE:
        break;
    case OP_REMOVE:
    case OP_MERGE_KEYS:
    case OP_CONVERT:
    case OP_SET_USER:
        request.key = some_key(world);
        request.adds = op >> 6 & 1;
        request.duplicate = request.op == OP_MERGE_KEYS ? some_key(world) : 0;
    }
    for (uint32_t i = 0; i < request.rows; i++) {
        request.keys[i] = some_key(world);
        request.events[i] = some_event(world, request.shelf, &request.ids[i]);
    }
    return request;
}

/* Told by the book, from within which the book is busy. */
static int32_t hear_book(void *user, const void *key, uint32_t length, const loyalty_customer *customer,
                         const loyalty_transition *transition)
{
    struct shelf *shelf = user;
    loyalty_event event = {.size = sizeof event, .date = FIRST_DAY, .count = 1};
    loyalty_book *made;
    uint64_t cursor = 0;
    uint32_t rung;
    REQUIRE(!loyalty_customer_rung(customer, &rung) || transition->revoked, "who was told of stands nowhere");
    REQUIRE(loyalty_book_record(shelf->book, key, length, &event, NULL, NULL, NULL) == LOYALTY_E_BUSY &&
                loyalty_book_advance(shelf->book, LOYALTY_DATE_MAX, NULL, NULL) == LOYALTY_E_BUSY &&
                loyalty_book_find(shelf->book, key, length, &customer) == LOYALTY_E_BUSY &&
                loyalty_book_each(shelf->book, &cursor, NULL, NULL, NULL) == LOYALTY_E_BUSY &&
                loyalty_book_remove(shelf->book, key, length) == LOYALTY_E_BUSY &&
                loyalty_book_set_user(shelf->book, key, length, NULL) == LOYALTY_E_BUSY &&
                loyalty_book_add(shelf->book, "x", 1, NULL) == LOYALTY_E_BUSY &&
                loyalty_book_join(shelf->book, key, length, "x", 1, NULL, NULL, NULL) == LOYALTY_E_BUSY &&
                loyalty_book_merge(shelf->book, shelf->book, NULL, NULL, NULL) == LOYALTY_E_ARGUMENT &&
                loyalty_book_convert(shelf->book, loyalty_book_program(shelf->book), NULL, NULL, &made) ==
                    LOYALTY_E_BUSY,
            "a book that tells takes calls");
    mix_told(&shelf->mirrors[key_index(key, length)].told_book, transition);
    return 0;
}

/* Makes a column wrong; false if the choice is to leave them all as they are. */
static bool spoil(loyalty_batch *batch, uint8_t choice, const void *const *keys, const uint64_t *numbers)
{
    switch (choice) {
    case 0:
        batch->keys = NULL;
        batch->numbers = NULL;
        return true;
    case 1:
        batch->dates = NULL;
        return true;
    case 2:
        batch->keys = keys;
        batch->numbers = numbers;
        return true;
    case 3:
        batch->id_lengths = NULL;
        return true;
    default:
        return false;
    }
}

/* The rows as columns, at times with one of them wrong. */
static int32_t record_batch(struct request *request)
{
    const void *keys[ROWS], *ids[ROWS];
    uint32_t lengths[ROWS], kinds[ROWS], id_lengths[ROWS];
    uint64_t numbers[ROWS];
    int32_t dates[ROWS], counts[ROWS], statuses[ROWS];
    int64_t values[ROWS];
    loyalty_batch_result result = {.size = sizeof result, .done = 99}, expected = {.done = request->rows};
    loyalty_batch batch = {.size = sizeof batch,
                           .rows = request->rows,
                           .keys = keys,
                           .key_lengths = lengths,
                           .kinds = kinds,
                           .dates = dates,
                           .values = values,
                           .counts = counts,
                           .ids = ids,
                           .id_lengths = id_lengths};
    bool all_numbers = request->choices[0] & 1, one_kind = true;
    for (uint32_t i = 0; i < request->rows; i++) {
        const loyalty_event *event = &request->events[i];
        keys[i] = key_bytes(request->keys[i]);
        lengths[i] = key_length(request->keys[i]);
        all_numbers = all_numbers && lengths[i] == sizeof *numbers;
        if (lengths[i] == sizeof *numbers)
            numbers[i] = key_number(keys[i]);
        kinds[i] = event->kind;
        one_kind = one_kind && kinds[i] == kinds[0];
        dates[i] = event->date;
        values[i] = event->value;
        counts[i] = event->count;
        ids[i] = event->id;
        id_lengths[i] = event->id_length;
        statuses[i] = 99;
    }
    if (all_numbers) {
        batch.numbers = numbers;
        batch.keys = NULL;
    }
    if (one_kind && request->rows) {
        batch.kinds = NULL;
        batch.kind = kinds[0];
    }
    bool wrong = spoil(&batch, request->choices[0] >> 1, keys, numbers);
    int32_t status =
        loyalty_book_record_batch(request->shelf->book, &batch, hear_book, request->shelf, statuses, &result);
    if (wrong && request->rows) {
        REQUIRE(status == LOYALTY_E_ARGUMENT && result.done == 99 && statuses[0] == 99, "wrong columns: %d",
                (int)status);
        return status;
    }
    for (uint32_t i = 0; i < request->rows; i++) {
        request->statuses[i] = statuses[i];
        expected.duplicates += statuses[i] == LOYALTY_E_DUPLICATE;
        expected.refused += statuses[i] != LOYALTY_OK && statuses[i] != LOYALTY_E_DUPLICATE;
    }
    REQUIRE(status == LOYALTY_OK && result.done == expected.done && result.refused == expected.refused &&
                result.duplicates == expected.duplicates,
            "batch: %d, %u done, %u refused", (int)status, (unsigned)result.done, (unsigned)result.refused);
    return status;
}

static uint64_t left_out_alone(const struct shelf *shelf, loyalty_program *program)
{
    uint64_t all = 0, one;
    for (uint32_t i = 0; i < KEYS; i++)
        if (shelf->mirrors[i].alone) {
            loyalty_customer *converted;
            MUST(loyalty_customer_convert(shelf->mirrors[i].alone, program, &one, &converted));
            loyalty_customer_free(converted);
            all += one;
        }
    return all;
}

/* Under the other table, to see, or under the same, to go on with. */
static int32_t convert(struct world *world, struct request *request)
{
    struct shelf *shelf = request->shelf, there = *shelf;
    loyalty_program *program = request->key % 2 ? world->other : world->program;
    uint64_t left_out;
    int32_t status = loyalty_book_convert(shelf->book, program, seed_of(request->key), &left_out, &there.book);
    calm(world);
    if (status)
        return status;
    REQUIRE(left_out == left_out_alone(shelf, program), "left out: %u", (unsigned)left_out);
    for (uint32_t i = 0; i < KEYS; i++) {
        loyalty_customer *converted;
        const loyalty_customer *customer = find(&there, i);
        REQUIRE(!customer == !shelf->mirrors[i].alone, "converting adds or loses a customer");
        if (!customer)
            continue;
        MUST(loyalty_customer_convert(shelf->mirrors[i].alone, program, NULL, &converted));
        answers_compare(customer, converted);
        if (program == world->program) {
            loyalty_customer_free(shelf->mirrors[i].alone);
            shelf->mirrors[i].alone = converted;
            shelf->mirrors[i].place = customer;
        } else {
            loyalty_customer_free(converted);
        }
    }
    loyalty_book_free(program == world->program ? shelf->book : there.book);
    if (program == world->program)
        shelf->book = there.book;
    return LOYALTY_OK;
}

/* The call on the book. */
static int32_t perform(struct world *world, struct request *request)
{
    struct shelf *shelf = request->shelf;
    const char *key = key_bytes(request->key);
    uint32_t length = key_length(request->key);
    const loyalty_customer *customer = NULL;
    int32_t status;
    if (request->op != OP_CENSUS && request->op != OP_BACKTEST)
        arm(world);
    switch (request->op) {
    case OP_RECORD:
        status = loyalty_book_record(shelf->book, key_bytes(request->keys[0]), key_length(request->keys[0]),
                                     &request->events[0], hear_book, shelf, request->unasked ? NULL : &customer);
        calm(world);
        request->statuses[0] = status;
        REQUIRE(request->unasked || (!status == !!customer && (status || customer == find(shelf, request->keys[0]))),
                "whose event it was");
        return status;
    case OP_BATCH:
        return record_batch(request);
    case OP_ADVANCE:
        return loyalty_book_advance(shelf->book, request->date, hear_book, shelf);
    case OP_REMOVE:
        return loyalty_book_remove(shelf->book, key, length);
    case OP_MERGE_KEYS:
        return loyalty_book_join(shelf->book, key, length, key_bytes(request->duplicate),
                                 key_length(request->duplicate), NULL, NULL, NULL);
    case OP_MERGE:
        return loyalty_book_merge(shelf->book, request->other->book, NULL, NULL, NULL);
    case OP_CONVERT:
        return convert(world, request);
    case OP_SET_USER:
        return request->adds ? loyalty_book_add(shelf->book, key, length, user_of(request))
                             : loyalty_book_set_user(shelf->book, key, length, user_of(request));
    case OP_CENSUS:
        return try_census(world, shelf, request->choices);
    case OP_BACKTEST:
        return try_backtest(world, shelf, request->choices);
    }
    broken("no such call: %d", (int)request->op);
}

static uint32_t rows_that_failed(const struct request *request)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < request->rows; i++)
        count += request->statuses[i] == LOYALTY_E_MEMORY || request->statuses[i] == LOYALTY_E_HOST;
    return count;
}

/*
 * What the first attempt of a call has come to, if something failed; true if it is to be made again. A call may get
 * by without some memory, for a customer's place in the queue.
 */
static bool has_failed(struct world *world, struct request *request, int32_t status)
{
    uint32_t failed = world->heap.failed || world->host.failed, rows = rows_that_failed(request);
    int32_t reason = world->heap.failed ? LOYALTY_E_MEMORY : LOYALTY_E_HOST;
    int32_t day = LOYALTY_DATE_NONE;
    if (request->op == OP_BATCH && status == LOYALTY_OK) {
        REQUIRE(world->heap.failed ? rows <= failed : rows == failed, "%u rows failed", (unsigned)rows);
        return false; /* the other rows are recorded */
    }
    if (world->heap.failed && status != LOYALTY_E_MEMORY)
        failed = 0;
    REQUIRE((status == LOYALTY_E_MEMORY || status == LOYALTY_E_HOST) == failed && (!failed || status == reason),
            "something failed: %u, status %d", (unsigned)failed, (int)status);
    if (!failed)
        return false;
    if (request->op == OP_ADVANCE) { /* some customers are ahead */
        loyalty_book_date(request->shelf->book, &day);
        REQUIRE(day == request->shelf->day, "an advance that failed has come to %d", (int)day);
    } else if (!request->unasked) {
        compare(world, true);
    }
    return true;
}

/* What failed is made to fail at the n-th time that it is asked. */
static void call(struct world *world, uint8_t op, uint32_t heap_fails, uint32_t host_fails)
{
    struct request request = read_request(world, op);
    for (uint32_t i = 0; i < request.rows; i++) /* the request may have moved */
        if (request.events[i].id)
            request.events[i].id = &request.ids[i];
    world->heap_fails = heap_fails;
    world->host_fails = host_fails;
    world->heap.failed = world->host.failed = 0;
    int32_t status = perform(world, &request);
    calm(world);
    if (has_failed(world, &request, status)) {
        world->heap.failed = world->host.failed = 0;
        world->heap_fails = world->host_fails = UINT32_MAX;
        status = perform(world, &request);
        calm(world);
    }
    int32_t expected = expect(world, &request, status);
    REQUIRE(status == expected, "call %u: %d instead of %d", (unsigned)request.op, (int)status, (int)expected);
    if (!request.unasked)
        compare(world, false);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct world world;
    world =
        (struct world){.heap = {.fail_at = UINT32_MAX}, .host = {.fail_at = UINT32_MAX}, .data = data, .size = size};
    world.program = make_rules(&world);
    world.other = make_other_rules(&world);
    for (uint32_t i = 0; i < BOOKS; i++) {
        world.shelves[i].day = LOYALTY_DATE_NONE;
        MUST(loyalty_book_new(world.program, seed_of(i), &world.shelves[i].book));
    }
    while (world.size > 0) {
        uint8_t op = next_byte(&world), n;
        if (op % 16 != 15) {
            call(&world, op, UINT32_MAX, UINT32_MAX);
            continue;
        }
        n = next_byte(&world);
        op = next_byte(&world);
        if (n % 4)
            call(&world, op, n / 4, UINT32_MAX);
        else
            call(&world, op, UINT32_MAX, n / 4);
    }
    compare(&world, true);
    for (uint32_t i = 0; i < BOOKS; i++) {
        loyalty_book_free(world.shelves[i].book);
        for (uint32_t j = 0; j < KEYS; j++)
            end_alone(&world.shelves[i].mirrors[j]);
    }
    loyalty_program_unref(world.program);
    loyalty_program_unref(world.other);
    require_clean_heap(&world.heap);
    return 0;
}
