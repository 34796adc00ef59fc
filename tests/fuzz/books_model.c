/* SPDX-License-Identifier: MIT */
/* The model of the books: what a call on one should do, done to the customers alone, and the comparison. */
#include "books.h"
#include "calls_answers.h"

const loyalty_customer *find(const struct shelf *shelf, uint32_t key)
{
    const loyalty_customer *customer = NULL;
    int32_t status = loyalty_book_find(shelf->book, key_bytes(key), key_length(key), &customer);
    REQUIRE(!status || status == LOYALTY_E_NOT_FOUND, "find: %d", (int)status);
    return customer;
}

void mix_told(uint64_t *told, const loyalty_transition *transition)
{
    *told = *told * UINT64_C(0x9e3779b97f4a7c15) + (uint32_t)transition->date;
    *told = *told * UINT64_C(0x9e3779b97f4a7c15) + UINT64_C(256) * transition->from_rung +
            UINT64_C(4) * transition->to_rung + UINT64_C(2) * (transition->direction > 0) + (transition->revoked != 0);
}

static int32_t hear_alone(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    (void)customer;
    mix_told(user, transition);
    return 0;
}

void *user_of(const struct request *request)
{
    const loyalty_customer *alone = request->key < KEYS ? request->shelf->mirrors[request->key].alone : NULL;
    return alone ? loyalty_customer_user(alone) : request->shelf;
}

static void advance_alone(struct mirror *mirror, int32_t date)
{
    if (mirror->alone && date != LOYALTY_DATE_NONE)
        MUST(loyalty_customer_advance(mirror->alone, date, hear_alone, &mirror->told_alone));
}

/* A customer whom the book does not have yet. */
static void begin_alone(const struct world *world, const struct shelf *shelf, struct mirror *mirror)
{
    MUST(loyalty_customer_new(world->program, &mirror->alone));
    advance_alone(mirror, shelf->day);
}

void end_alone(struct mirror *mirror)
{
    loyalty_customer_free(mirror->alone);
    *mirror = (struct mirror){0};
}

/* What the book refuses the customer alone refuses, for the same reason. Rows that ran into a failure stay out. */
static void record_alone(const struct world *world, const struct request *request)
{
    for (uint32_t i = 0; i < request->rows; i++) {
        uint32_t key = request->keys[i];
        int32_t status = request->statuses[i], expected;
        if (status == LOYALTY_E_MEMORY || status == LOYALTY_E_HOST)
            continue;
        if (key >= KEYS) {
            REQUIRE(status == (key_bytes(key) ? LOYALTY_E_KEY : LOYALTY_E_ARGUMENT), "a bad key: %d", (int)status);
            continue;
        }
        struct mirror *mirror = &request->shelf->mirrors[key];
        bool added = !mirror->alone;
        if (added)
            begin_alone(world, request->shelf, mirror);
        expected = loyalty_customer_record(mirror->alone, &request->events[i], hear_alone, &mirror->told_alone);
        REQUIRE(status == expected, "a book's customer: %d, alone: %d", (int)status, (int)expected);
        if (status && added) {
            loyalty_customer_free(mirror->alone); /* what was told may be of later rows */
            mirror->alone = NULL;
        }
    }
}

static int32_t expect_merge_keys(const struct request *request)
{
    struct mirror *into, *from;
    if (!key_bytes(request->key) || !key_bytes(request->duplicate))
        return key_bytes(request->key) && request->key >= KEYS ? LOYALTY_E_KEY : LOYALTY_E_ARGUMENT;
    if (request->key >= KEYS || request->duplicate >= KEYS)
        return LOYALTY_E_KEY;
    if (request->key == request->duplicate)
        return LOYALTY_E_ARGUMENT;
    into = &request->shelf->mirrors[request->key];
    from = &request->shelf->mirrors[request->duplicate];
    if (!into->alone || !from->alone)
        return LOYALTY_E_NOT_FOUND;
    int32_t status = loyalty_customer_merge(into->alone, from->alone, NULL, NULL, NULL);
    if (!status)
        end_alone(from);
    return status;
}

/* On failure, which is of one customer, those merged before it must be as they were: so all are made first. */
static int32_t expect_merge(struct request *request)
{
    if (request->shelf == request->other)
        return LOYALTY_E_ARGUMENT;
    struct shelf *shelf = request->shelf;
    const struct shelf *other = request->other;
    loyalty_customer *merged[KEYS] = {NULL};
    int32_t status = LOYALTY_OK, day = shelf->day > other->day ? shelf->day : other->day;
    for (uint32_t i = 0; i < KEYS && !status; i++) {
        const loyalty_customer *own = shelf->mirrors[i].alone, *theirs = other->mirrors[i].alone;
        if (own || theirs)
            MUST(loyalty_customer_copy(own ? own : theirs, &merged[i]));
        if (own && theirs)
            status = loyalty_customer_merge(merged[i], theirs, NULL, NULL, NULL);
        if (!status && merged[i] && day != LOYALTY_DATE_NONE)
            MUST(loyalty_customer_advance(merged[i], day, NULL, NULL));
    }
    for (uint32_t i = 0; i < KEYS; i++) {
        loyalty_customer_free(status ? merged[i] : shelf->mirrors[i].alone);
        if (!status)
            shelf->mirrors[i].alone = merged[i];
    }
    if (!status)
        shelf->day = day;
    return status;
}

static int32_t expect_advance(const struct request *request)
{
    struct shelf *shelf = request->shelf;
    if (request->date > LOYALTY_DATE_MAX)
        return LOYALTY_E_DATE;
    if (shelf->day != LOYALTY_DATE_NONE && request->date < shelf->day)
        return LOYALTY_E_PAST;
    for (uint32_t i = 0; i < KEYS; i++)
        advance_alone(&shelf->mirrors[i], request->date);
    shelf->day = request->date;
    return LOYALTY_OK;
}

static int32_t expect_of_key(const struct world *world, const struct request *request)
{
    void *user = user_of(request);
    if (request->key >= KEYS)
        return key_bytes(request->key) ? LOYALTY_E_KEY : LOYALTY_E_ARGUMENT;
    struct mirror *mirror = &request->shelf->mirrors[request->key];
    if (request->op == OP_REMOVE) {
        if (!mirror->alone)
            return LOYALTY_E_NOT_FOUND;
        end_alone(mirror);
        return LOYALTY_OK;
    }
    if (request->adds && mirror->alone)
        return LOYALTY_E_DUPLICATE;
    if (!request->adds && !mirror->alone)
        return LOYALTY_E_NOT_FOUND;
    if (request->adds)
        begin_alone(world, request->shelf, mirror);
    return loyalty_customer_set_user(mirror->alone, user);
}

/* The same on the customers alone; the status that the call on the book should have had. */
int32_t expect(const struct world *world, struct request *request, int32_t status)
{
    switch (request->op) {
    case OP_RECORD:
    case OP_BATCH:
        if (status != LOYALTY_E_ARGUMENT || request->op == OP_RECORD)
            record_alone(world, request);
        return status;
    case OP_ADVANCE:
        return expect_advance(request);
    case OP_MERGE_KEYS:
        return expect_merge_keys(request);
    case OP_MERGE:
        return expect_merge(request);
    case OP_REMOVE:
    case OP_SET_USER:
        return expect_of_key(world, request);
    case OP_CONVERT: /* these are compared on the spot */
    case OP_CENSUS:
    case OP_BACKTEST:
        REQUIRE(!status || status == LOYALTY_E_DATE || status == LOYALTY_E_ARGUMENT, "figures: %d", (int)status);
        return status;
    }
    broken("no such call: %d", (int)request->op);
}

/* A book has the customers that it should have, each at its place, and they answer and were told as those alone. */
static void compare_shelf(struct shelf *shelf, bool in_full)
{
    uint32_t count = 0, length;
    uint64_t cursor = 0;
    int32_t day = LOYALTY_DATE_NONE;
    const loyalty_customer *customer;
    const void *key;
    for (uint32_t i = 0; i < KEYS; i++) {
        struct mirror *mirror = &shelf->mirrors[i];
        customer = find(shelf, i);
        REQUIRE(!customer == !mirror->alone, "customer %u of %u bytes %s there", (unsigned)i, (unsigned)key_length(i),
                customer ? "is" : "is not");
        if (!customer)
            continue;
        count++;
        REQUIRE(!mirror->place || mirror->place == customer, "a customer has moved");
        mirror->place = customer;
        REQUIRE(mirror->told_book == mirror->told_alone, "told otherwise than alone");
        REQUIRE(loyalty_customer_user(customer) == loyalty_customer_user(mirror->alone), "another user");
        if (in_full)
            answers_compare(customer, mirror->alone);
        else
            REQUIRE(answers_digest(customer) == answers_digest(mirror->alone), "a book's customer answers otherwise");
    }
    REQUIRE(loyalty_book_count(shelf->book) == count, "%u customers", (unsigned)loyalty_book_count(shelf->book));
    for (uint64_t seen = 0; loyalty_book_each(shelf->book, &cursor, &key, &length, &customer) == LOYALTY_OK; count--) {
        uint32_t index = key_index(key, length);
        REQUIRE(customer == shelf->mirrors[index].place && !(seen >> index & 1), "next goes astray");
        seen |= UINT64_C(1) << index;
    }
    REQUIRE(count == 0, "next leaves out %u", (unsigned)count);
    REQUIRE(loyalty_book_date(shelf->book, &day) == (day == LOYALTY_DATE_NONE ? LOYALTY_E_NOT_ADVANCED : LOYALTY_OK) &&
                day == shelf->day,
            "the book's day is %d", (int)day);
}

void compare(struct world *world, bool in_full)
{
    for (uint32_t i = 0; i < BOOKS; i++)
        compare_shelf(&world->shelves[i], in_full);
}
