/* SPDX-License-Identifier: MIT */
/*
 * Fuzz target: bytes as calls on two customers of one table, with allocations that fail on the way. A call that fails
 * has changed nothing. At the end each customer answers as one who was given the same in the order of dates; who
 * listened to the transitions knows those that are remembered; and no memory is left.
 */
#include <stdlib.h>
#include <string.h>

#include "calls_answers.h"
#include "fuzz.h"
#include "table_parts.h"

enum { EVENTS_MAX = 600, TOLD_MAX = 600, KINDS = 3, LIMITED_KIND = 2, CHOICE_LIMIT = 240, CHOICE_ROW = 248 };

struct told {
    int32_t date;
    uint32_t from, to;
};

/* A customer, the events it accepted, and what a listener believes. */
struct slot {
    loyalty_customer *customer;
    loyalty_event events[EVENTS_MAX];
    uint32_t event_count;
    struct told told[TOLD_MAX];
    uint32_t told_count;
    uint32_t new_id; /* events without an id of their own get these, now and then */
};

struct world {
    struct counting heap;
    loyalty_program *program;
    struct slot slots[2];
    const uint8_t *data;
    size_t size;
    uint8_t order; /* how the fresh customers of the end are built */
    bool repeats;  /* whether the call may be made again, so that it must be one */
};

static uint8_t next_byte(struct world *world)
{
    if (world->size == 0)
        return 0;
    world->size--;
    return *world->data++;
}

/* Metrics of other periods than up to the day, and of other forms. */
static void add_period_metrics(loyalty_builder *b)
{
    static const int32_t weights[] = {3, -1000000};
    typedef loyalty_metric_definition of;
    add_kinds(b, "last", (of){.measure = LOYALTY_MEASURE_SUM, .within = "month", .back = 1}, "a", NULL, NULL);
    add_kinds(b, "own", (of){.measure = LOYALTY_MEASURE_COUNT, .within = "month", .begins = "c"}, "b", NULL, NULL);
    add_kinds(b, "after",
              (of){.measure = LOYALTY_MEASURE_ACTIVE, .period = LOYALTY_PERIOD_DAY, .after = "b", .within = "30d"}, "a",
              NULL, NULL);
    add_kinds(b, "weeks", (of){.measure = LOYALTY_MEASURE_ACTIVE, .period = LOYALTY_PERIOD_WEEK, .within = "40d"}, "a",
              "c", NULL);
    add_kinds(b, "streak", (of){.measure = LOYALTY_MEASURE_STREAK, .period = LOYALTY_PERIOD_DAY}, "a", "b", NULL);
    add_kinds(b, "months", (of){.measure = LOYALTY_MEASURE_STREAK, .period = LOYALTY_PERIOD_MONTH}, "c", NULL, NULL);
    add_kinds(b, "latest", (of){.measure = LOYALTY_MEASURE_LATEST, .within = "20d", .back = 1}, "b", "c", NULL);
    add_kinds(b, "kinds", (of){.measure = LOYALTY_MEASURE_DIFFERENT, .within = "10d"}, "a", "b", "c");
    add_kinds(b, "worth", (of){.measure = LOYALTY_MEASURE_SUM, .weights = weights}, "a", "b", NULL);
    add_kinds(b, "term", (of){.measure = LOYALTY_MEASURE_COUNT, .within = "term"}, "a", "c", NULL);
}

static void add_term_ladder(loyalty_builder *b)
{
    add_rung(b, "r5", "0d", "1m", LOYALTY_FALL_REQUALIFY);
    MUST(loyalty_builder_add_enter(b, "r5", 0, "weeks >= 2"));
    MUST(loyalty_builder_add_enter(b, "r5", 1, "last >= 1"));
    MUST(loyalty_builder_add_keep(b, "r5", 0, "term >= 2"));
    MUST(loyalty_builder_add_keep(b, "r5", 1, "after >= 2"));
    MUST(loyalty_builder_set_term(b, "r5", "25d", "week"));
    add_rung(b, "r6", "1m", "0d", LOYALTY_FALL_STEP);
    MUST(loyalty_builder_add_enter(b, "r6", 0, "streak >= 2"));
    MUST(loyalty_builder_add_enter(b, "r6", 1, "own >= 2"));
    MUST(loyalty_builder_add_keep(b, "r6", 0, "latest >= 0"));
    MUST(loyalty_builder_set_term(b, "r6", "1m", NULL));
    MUST(loyalty_builder_add_out(b, 0, "worth < -9223372036854775807"));
    MUST(loyalty_builder_add_out(b, 1, "kinds >= 3"));
    MUST(loyalty_builder_add_out(b, 1, "months >= 2"));
}

static void add_ladder(loyalty_builder *b)
{
    add_low_rungs(b);
    MUST(loyalty_builder_add_enter(b, "r2", 0, "mean > 1"));
    add_rung(b, "r3", "0d", "4d", LOYALTY_FALL_BOTTOM);
    MUST(loyalty_builder_add_enter(b, "r3", 0, "part >= 50"));
    MUST(loyalty_builder_add_enter(b, "r3", 0, "score >= 120"));
    MUST(loyalty_builder_add_keep(b, "r3", 0, "deep != 3"));
    MUST(loyalty_builder_add_keep(b, "r3", 1, "first < 9"));
    add_rung(b, "r4", "3d", "0d", LOYALTY_FALL_REQUALIFY);
    MUST(loyalty_builder_add_enter(b, "r4", 0, "ever >= 9223372036854775807"));
    MUST(loyalty_builder_add_enter(b, "r4", 1, "mean == -9223372036854775808"));
    add_term_ladder(b);
}

static loyalty_program *make_program(struct counting *heap)
{
    loyalty_builder *b = begin_table(counting_options(heap), "fuzz");
    MUST(loyalty_builder_add_kind(b, "a", INT64_MIN, INT64_MAX));
    MUST(loyalty_builder_add_kind(b, "b", INT64_MIN, INT64_MAX));
    MUST(loyalty_builder_add_kind(b, "c", -5, 5));
    add_metric(b, "week", LOYALTY_MEASURE_COUNT, "a", "b", "7d");
    add_metric(b, "spend", LOYALTY_MEASURE_SUM, "a", NULL, "1m");
    add_metric(b, "ever", LOYALTY_MEASURE_SUM, "a", "b", NULL);
    add_metric(b, "mean", LOYALTY_MEASURE_MEAN, "b", "c", "quarter");
    add_metric(b, "days", LOYALTY_MEASURE_ACTIVE, "a", "c", "week");
    add_metric(b, "since", LOYALTY_MEASURE_DAYS_SINCE, "b", NULL, "month");
    add_metric(b, "first", LOYALTY_MEASURE_DAYS_SINCE_FIRST, "c", "b", "40d");
    add_metric(b, "part", LOYALTY_MEASURE_SHARE, "spend", "ever", NULL);
    add_metric(b, "deep", LOYALTY_MEASURE_SHARE, "part", "since", NULL);
    add_period_metrics(b);
    MUST(loyalty_builder_add_points(b, "term", 2, 30));
    MUST(loyalty_builder_add_points(b, "week", 1, 50));
    MUST(loyalty_builder_add_points(b, "week", 3, 150));
    MUST(loyalty_builder_add_points(b, "first", 5, -20));
    MUST(loyalty_builder_add_points(b, "mean", -1, 10));
    MUST(loyalty_builder_add_points(b, "mean", 2, 90));
    add_ladder(b);
    MUST(loyalty_builder_add_cell(b, "s", "high"));
    MUST(loyalty_builder_add_when(b, "s", "high", 0, "rung >= r2"));
    MUST(loyalty_builder_add_cell(b, "s", "some"));
    MUST(loyalty_builder_add_when(b, "s", "some", 0, "deep > 0"));
    return end_table(b);
}

/* Keeps up with what is told: a revoked transition must be known, a new one must not be there yet. */
static int32_t listen(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    struct slot *slot = user;
    uint32_t at = 0;
    (void)customer;
    while (at < slot->told_count && slot->told[at].date < transition->date)
        at++;
    bool known = at < slot->told_count && slot->told[at].date == transition->date;
    REQUIRE(known == transition->revoked, "told of %d > %d on %d, revoked %d", (int)transition->from_rung,
            (int)transition->to_rung, (int)transition->date, (int)transition->revoked);
    if (known) {
        REQUIRE(slot->told[at].from == transition->from_rung && slot->told[at].to == transition->to_rung,
                "revoked was another");
        slot->told_count--;
        memmove(slot->told + at, slot->told + at + 1, (slot->told_count - at) * sizeof *slot->told);
        return 0;
    }
    if (slot->told_count == TOLD_MAX) { /* the oldest can change no more */
        slot->told_count--;
        memmove(slot->told, slot->told + 1, slot->told_count * sizeof *slot->told);
        at -= at > 0;
    }
    memmove(slot->told + at + 1, slot->told + at, (slot->told_count - at) * sizeof *slot->told);
    slot->told[at] = (struct told){transition->date, transition->from_rung, transition->to_rung};
    slot->told_count++;
    return 0;
}

/* A listener who comes late reads what is remembered. */
static void catch_up(struct slot *slot)
{
    slot->told_count = 0;
    for (uint32_t i = 0; i < loyalty_customer_transition_count(slot->customer); i++) {
        loyalty_transition transition = {.size = sizeof transition};
        MUST(loyalty_customer_transition(slot->customer, i, &transition));
        listen(slot, slot->customer, &transition);
    }
}

static void compare_told(const struct slot *slot)
{
    uint32_t count = loyalty_customer_transition_count(slot->customer);
    REQUIRE(count <= slot->told_count, "%u transitions remembered, %u told", (unsigned)count,
            (unsigned)slot->told_count);
    for (uint32_t i = 0; i < count; i++) {
        loyalty_transition transition = {.size = sizeof transition};
        const struct told *told = &slot->told[slot->told_count - count + i];
        MUST(loyalty_customer_transition(slot->customer, i, &transition));
        REQUIRE(told->date == transition.date && told->from == transition.from_rung && told->to == transition.to_rung,
                "the transition of %d was told as one of %d", (int)transition.date, (int)told->date);
    }
}

static int32_t today(const loyalty_customer *customer)
{
    int32_t date;
    return loyalty_customer_date(customer, &date) ? FIRST_DAY : date;
}

/*
 * The library takes its time with numbers beyond 64 bits, so only some inputs have values that lead there. The last
 * choices are the limits of a word of the log: 30 bits of a sum, 4 of a count.
 */
static int64_t some_value(uint8_t choice, int extreme)
{
    static const int64_t limits[] = {536870911, 536870912, -536870912, -536870913, 268435456, -268435456, 107374182400};
    static const int64_t values[] = {0, 1, -1, 2, 5, -5, 100, 1000, INT64_MAX, INT64_MIN, INT64_MAX / 2, INT64_MIN / 2};
    const size_t count = sizeof values / sizeof *values - (extreme ? 0 : 4);
    if (choice >= CHOICE_LIMIT)
        return limits[choice % (sizeof limits / sizeof *limits)];
    return choice < count ? values[choice] : choice % 16 - 5;
}

static int32_t some_count(uint8_t choice, int extreme)
{
    static const int32_t counts[] = {0, -1, -2, 3, 10, INT32_MAX, INT32_MIN};
    static const int32_t limits[] = {14, 15, 16, 17, -15, 1000, 1000000};
    const size_t count = sizeof counts / sizeof *counts - (extreme ? 0 : 2);
    if (choice >= CHOICE_LIMIT)
        return limits[choice % (sizeof limits / sizeof *limits)];
    return choice < count ? counts[choice] : 1;
}

static int32_t record_event(struct slot *slot, loyalty_event *event)
{
    if (slot->event_count == EVENTS_MAX)
        return LOYALTY_OK;
    int32_t status = loyalty_customer_record(slot->customer, event, listen, slot);
    if (!status) {
        event->id = NULL;
        event->id_length = 0;
        slot->events[slot->event_count++] = *event;
    }
    return status;
}

/* Records some events a day, day after day or backwards: a long log in few bytes. */
static int32_t record_row(struct world *world, struct slot *slot)
{
    uint32_t count = next_byte(world), a_day = 1 + next_byte(world) % KINDS;
    int32_t status = LOYALTY_OK, first = today(slot->customer) + (int8_t)next_byte(world);
    loyalty_event event = {.size = sizeof event};
    event.value = some_value(next_byte(world), world->order % 8 == 7);
    event.count = some_count(next_byte(world), world->order % 8 == 7);
    bool backwards = next_byte(world) % 2;
    for (uint32_t i = 0; i < count && status != LOYALTY_E_MEMORY; i++) {
        uint32_t day = (backwards ? count - i : i) / a_day;
        event.kind = i % a_day;
        event.date = first + (int32_t)day;
        status = record_event(slot, &event);
    }
    return status;
}

static int32_t record(struct world *world, struct slot *slot)
{
    static const char long_id[300] = "an id of its own that is long enough to fill the pool of bytes soon";
    char id[4];
    loyalty_event event = {.size = sizeof event};
    uint8_t kind = next_byte(world);
    if (kind >= CHOICE_ROW && !world->repeats)
        return record_row(world, slot);
    event.kind = kind % KINDS;
    event.date = today(slot->customer) + (int8_t)next_byte(world) / 4;
    event.value = some_value(next_byte(world), world->order % 8 == 7);
    event.count = some_count(next_byte(world), world->order % 8 == 7);
    uint8_t choice = next_byte(world);
    if (choice % 4 == 1) { /* one of sixteen that come again */
        id[0] = (char)(choice / 16);
        event.id = id;
        event.id_length = 1;
    } else if (choice % 4 == 2) {
        memcpy(id, &slot->new_id, sizeof id);
        slot->new_id++;
        event.id = id;
        event.id_length = sizeof id;
    } else if (choice % 32 == 3) {
        event.id = long_id;
        event.id_length = 200 + choice;
    }
    return record_event(slot, &event);
}

static int32_t advance(struct world *world, struct slot *slot)
{
    static const int32_t steps[] = {0, 1, 2, 5, 7, 10, ACCEPT_LATE, ACCEPT_LATE + 1, 31, 100, 400, -1, -400};
    int32_t step = steps[next_byte(world) % (sizeof steps / sizeof *steps)];
    return loyalty_customer_advance(slot->customer, today(slot->customer) + step, listen, slot);
}

static int32_t copy(struct slot *slot)
{
    loyalty_customer *made;
    int32_t status = loyalty_customer_copy(slot->customer, &made);
    if (!status) {
        loyalty_customer_free(slot->customer);
        slot->customer = made;
    }
    return status;
}

/* The customer is the other slot's, or a copy of its own. */
static int32_t merge(struct slot *slot, const struct slot *other, const loyalty_customer *customer)
{
    uint32_t count = other->event_count;
    if (slot->event_count + count > EVENTS_MAX)
        return LOYALTY_OK;
    int32_t status = loyalty_customer_merge(slot->customer, customer, NULL, NULL, NULL);
    if (!status) {
        memmove(slot->events + slot->event_count, other->events, count * sizeof *other->events);
        slot->event_count += count;
        catch_up(slot);
    }
    return status;
}

static int32_t merge_with_copy(struct slot *slot)
{
    loyalty_customer *twin;
    REQUIRE(loyalty_customer_merge(slot->customer, slot->customer, NULL, NULL, NULL) == LOYALTY_E_ARGUMENT, "itself");
    int32_t status = loyalty_customer_copy(slot->customer, &twin);
    if (status)
        return status;
    status = merge(slot, slot, twin);
    loyalty_customer_free(twin);
    return status;
}

static int32_t erase(struct slot *slot)
{
    int32_t status = loyalty_customer_erase(slot->customer);
    if (!status)
        slot->event_count = slot->told_count = 0;
    return status;
}

static int32_t ignore(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    (void)user, (void)customer, (void)transition;
    return 0;
}

/* One call; its status. */
static int32_t call(struct world *world, uint8_t op)
{
    struct slot *slot = &world->slots[op >> 7], *other = &world->slots[(op >> 7) ^ 1];
    size_t needed;
    switch (op % 16) {
    case 0:
    case 1:
    case 2:
        return advance(world, slot);
    case 3:
        return copy(slot);
    case 4:
        return merge(slot, other, other->customer);
    case 5:
        return op % 64 < 32 ? merge_with_copy(slot) : erase(slot);
    case 6:
        return loyalty_customer_outlook(slot->customer, today(slot->customer) + next_byte(world), ignore, NULL);
    case 7:
        if (op % 128 > 7) /* it takes long */
            return record(world, slot);
        return loyalty_customer_json(slot->customer, "en", today(slot->customer), NULL, 0, &needed);
    default:
        return record(world, slot);
    }
}

/* The next call runs out of memory at its n-th allocation. Then nothing has changed, and it works when called again. */
static void call_without_memory(struct world *world)
{
    uint64_t before[2], after[2];
    uint32_t n = next_byte(world) % 16;
    uint8_t op = next_byte(world);
    const uint8_t *data = world->data;
    size_t size = world->size;
    for (int i = 0; i < 2; i++)
        before[i] = answers_digest(world->slots[i].customer);
    world->heap.fail_at = world->heap.calls + n;
    world->heap.failed = 0;
    world->repeats = true;
    int32_t status = call(world, op);
    world->heap.fail_at = ALLOCATOR_NEVER;
    REQUIRE((status == LOYALTY_E_MEMORY) == (world->heap.failed != 0), "allocations failed: %u, status %d",
            (unsigned)world->heap.failed, (int)status);
    if (status != LOYALTY_E_MEMORY)
        return;
    for (int i = 0; i < 2; i++)
        after[i] = answers_digest(world->slots[i].customer);
    REQUIRE(before[0] == after[0] && before[1] == after[1], "a call without memory changed something: %u", op % 16);
    world->data = data;
    world->size = size;
    REQUIRE(call(world, op) != LOYALTY_E_MEMORY, "out of memory without need");
}

static int by_date(const void *a, const void *b)
{
    const loyalty_event *const *x = a, *const *y = b;
    return (*x)->date < (*y)->date ? -1 : (*x)->date > (*y)->date;
}

__extension__ typedef __int128 int128;

/* A day of a kind as a whole: once the sum, and the rest of the count without a value. */
static void record_total(loyalty_customer *fresh, uint32_t kind, int32_t date, int128 count, int128 sum)
{
    loyalty_event event = {.size = sizeof event, .kind = kind, .date = date, .count = 1, .value = (int64_t)sum};
    REQUIRE(count >= INT64_MIN && count <= INT64_MAX && sum >= INT64_MIN && sum <= INT64_MAX,
            "accepted beyond 64 bits");
    if (count == 0 && sum == 0)
        return;
    MUST(loyalty_customer_record(fresh, &event, NULL, NULL));
    event.value = 0;
    for (count -= 1; count != 0; count -= event.count) {
        event.count = (int32_t)(count > INT32_MAX ? INT32_MAX : count < INT32_MIN ? INT32_MIN : count);
        MUST(loyalty_customer_record(fresh, &event, NULL, NULL));
    }
}

/*
 * Records the events of one day: those of kinds that take any value added up, because not every order of adding them
 * stays within 64 bits; the others one by one.
 */
static void record_day(loyalty_customer *fresh, const loyalty_event **events, uint32_t count)
{
    int128 counts[LIMITED_KIND] = {0}, sums[LIMITED_KIND] = {0};
    for (uint32_t i = 0; i < count; i++) {
        if (events[i]->kind == LIMITED_KIND) {
            MUST(loyalty_customer_record(fresh, events[i], NULL, NULL));
            continue;
        }
        counts[events[i]->kind] += events[i]->count;
        sums[events[i]->kind] += (int128)events[i]->count * events[i]->value;
    }
    for (uint32_t kind = 0; kind < LIMITED_KIND; kind++)
        record_total(fresh, kind, events[0]->date, counts[kind], sums[kind]);
}

/* Purity: the events in the order of dates, advancing now to each date before its events, now after them. */
static void compare_fresh(const struct world *world, const struct slot *slot)
{
    const loyalty_event *events[EVENTS_MAX];
    loyalty_customer *fresh;
    int32_t until;
    MUST(loyalty_customer_new(world->program, &fresh));
    for (uint32_t i = 0; i < slot->event_count; i++)
        events[i] = &slot->events[i];
    if (slot->event_count)
        qsort(events, slot->event_count, sizeof *events, by_date);
    bool advanced = loyalty_customer_date(slot->customer, &until) == LOYALTY_OK;
    for (uint32_t i = 0, end; i < slot->event_count; i = end) {
        int32_t date = events[i]->date;
        for (end = i; end < slot->event_count && events[end]->date == date; end++)
            ;
        bool now = advanced && date <= until && (date + world->order) % 3 != 0;
        if (now && world->order % 2 == 0)
            MUST(loyalty_customer_advance(fresh, date, NULL, NULL));
        record_day(fresh, events + i, end - i);
        if (now && world->order % 2 == 1)
            MUST(loyalty_customer_advance(fresh, date, NULL, NULL));
    }
    if (advanced)
        MUST(loyalty_customer_advance(fresh, until, NULL, NULL));
    answers_compare(slot->customer, fresh);
    loyalty_customer_free(fresh);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct world world;
    world.heap = (struct counting){.fail_at = ALLOCATOR_NEVER};
    world.program = make_program(&world.heap);
    world.data = data;
    world.size = size;
    for (int i = 0; i < 2; i++) {
        world.slots[i].event_count = world.slots[i].told_count = world.slots[i].new_id = 0;
        MUST(loyalty_customer_new(world.program, &world.slots[i].customer));
    }
    world.order = next_byte(&world);
    while (world.size > 0) {
        uint8_t op = next_byte(&world);
        if (op % 16 == 15)
            call_without_memory(&world);
        else
            REQUIRE(call(&world, op) != LOYALTY_E_MEMORY, "out of memory without need");
        world.repeats = false;
    }
    for (int i = 0; i < 2; i++) {
        compare_told(&world.slots[i]);
        compare_fresh(&world, &world.slots[i]);
        loyalty_customer_free(world.slots[i].customer);
    }
    loyalty_program_unref(world.program);
    require_clean_heap(&world.heap);
    return 0;
}
