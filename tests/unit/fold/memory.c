/* SPDX-License-Identifier: MIT */
/*
 * Every allocation fails once, in turn, in a scenario that goes through all calls that allocate. Tables in the making:
 * memory_tables.c.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail_each.h"

enum { CUSTOMERS = 4 };

static const char table_text[] =
    "{\"format\":1,\"name\":\"shop\",\"events\":{\"visit\":{\"label\":{\"en\":\"Visit\",\"fa\":\"\xd8\xa8\"}},"
    "\"sale\":{\"value\":[-5,1000]}},\"accept_late\":\"40d\",\"metrics\":{\"n\":{\"count\":[\"visit\",\"sale\"],"
    "\"within\":\"5d\"},\"days\":{\"active_days\":[\"visit\",\"sale\"],\"within\":\"month\"},"
    "\"mean\":{\"mean\":\"sale\"},\"part\":{\"share\":[\"n\",\"days\"]},\"sun\":{\"host\":\"sun\"}},"
    "\"score\":{\"points\":{\"n\":[[1,10],[2,20]],\"sun\":[[0,1]]}},\"ladder\":[{\"rung\":\"a\"},"
    "{\"rung\":\"b\",\"enter\":[[\"n >= 1\"],[\"score >= 900\"]],\"actions\":[\"x\",\"y\"]},"
    "{\"rung\":\"c\",\"enter\":[\"n >= 2\",\"part != 7\"],\"grace\":\"1d\",\"fall\":\"step\"},"
    "{\"rung\":\"never\",\"enter\":[\"n >= 5\",\"n < 3\"]}],"
    "\"segments\":{\"s\":[{\"segment\":\"in\",\"when\":[\"rung >= b\",\"mean > 2\"],\"label\":{\"en\":\"In\"}},"
    "{\"segment\":\"out\"}]}}";

static const char bad_text[] =
    "{\"format\":1,\"name\":\"shop\",\"name\":\"again\",\"colour\":\"red\\u0007\",\"events\":{\"visit\":7},"
    "\"metrics\":{\"n\":{\"count\":\"sale\"},\"m\":{\"sum\":[]}},\"score\":{\"max\":-1},"
    "\"ladder\":[{\"rung\":\"a\"},{\"rung\":\"b\",\"enter\":[\"n > \"]}]}";

static struct counting counting;

static int32_t sun(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until)
{
    (void)user, (void)customer_user;
    *value = date % 7;
    *until = date + 3;
    return LOYALTY_OK;
}

/* All that a scenario makes. Texts are of the test's own memory. */
struct world {
    loyalty_options *options;
    loyalty_report *report;
    loyalty_program *program;
    loyalty_customer *customers[CUSTOMERS];
    char told[4000], problems[4000];
};

static int32_t take_down(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    struct world *world = user;
    size_t used = strlen(world->told);
    (void)customer;
    snprintf(world->told + used, sizeof world->told - used, "%s%s %u>%u\n", transition->revoked ? "not " : "",
             date_text(transition->date), (unsigned)transition->from_rung, (unsigned)transition->to_rung);
    return 0;
}

static void list_problems(const loyalty_report *report, char *text, size_t capacity)
{
    size_t used = strlen(text);
    for (uint32_t i = 0; i < loyalty_report_count(report); i++) {
        loyalty_problem problem = {.size = sizeof problem};
        OK(loyalty_report_problem(report, i, &problem));
        used += (size_t)snprintf(text + used, capacity - used, "%u:%u %s %s\n", (unsigned)problem.line,
                                 (unsigned)problem.column, problem.path, problem.message);
        assert_true(used < capacity);
    }
}

/* The steps. Each does one call, or two where the first cannot be seen from outside. */

static int32_t new_options(struct world *world)
{
    loyalty_allocator allocator = counting_allocator(&counting);
    const int32_t status = loyalty_options_new(&allocator, &world->options);
    return status ? status : loyalty_options_keep_contents(world->options);
}

static int32_t bind_sun(struct world *world)
{
    return loyalty_options_bind(world->options, "sun", sun, NULL);
}

static int32_t new_report(struct world *world)
{
    return loyalty_report_new(world->options, &world->report);
}

static int32_t load(struct world *world)
{
    return loyalty_program_from_json(table_text, sizeof table_text - 1, world->options, NULL, &world->program);
}

/* A bad table tells the same problems in the same places, or that memory ran out. */
static int32_t load_bad(struct world *world)
{
    loyalty_report *report;
    loyalty_program *program = NULL;
    int32_t status = loyalty_report_new(world->options, &report);
    if (status)
        return status;
    status = loyalty_program_from_json(bad_text, sizeof bad_text - 1, world->options, report, &program);
    assert_null(program);
    if (status != LOYALTY_E_MEMORY) {
        assert_int_equal(status, LOYALTY_E_TABLE);
        list_problems(report, world->problems, sizeof world->problems);
        status = LOYALTY_OK;
    }
    loyalty_report_free(report);
    return status;
}

static int32_t load_what_is_no_json(struct world *world)
{
    loyalty_program *program = NULL;
    int32_t status = loyalty_program_from_json("[[{\"a\" 1}", 9, world->options, NULL, &program);
    assert_null(program);
    return status == LOYALTY_E_TABLE ? LOYALTY_OK : status;
}

static int32_t check(struct world *world)
{
    loyalty_report *report;
    int32_t status = loyalty_report_new(world->options, &report);
    if (status)
        return status;
    status = loyalty_program_check(world->program, report);
    if (status)
        assert_int_equal(loyalty_report_count(report), 0);
    else
        status = loyalty_report_locate(report, table_text, sizeof table_text - 1);
    if (!status)
        list_problems(report, world->problems, sizeof world->problems);
    loyalty_report_free(report);
    return status;
}

static int32_t new_first(struct world *world)
{
    return loyalty_customer_new(world->program, &world->customers[0]);
}

static int32_t new_second(struct world *world)
{
    return loyalty_customer_new(world->program, &world->customers[1]);
}

static int32_t add(struct world *world, uint32_t who, const char *kind, const char *date, int64_t value, const char *id)
{
    loyalty_event event = event_of(world->customers[who], kind, date);
    event.value = value;
    event.id = id;
    event.id_length = id ? (uint32_t)strlen(id) : 0;
    int32_t status = loyalty_customer_record(world->customers[who], &event, take_down, world);
    if (status == LOYALTY_OK && id) /* and it is remembered now */
        assert_int_equal(loyalty_customer_record(world->customers[who], &event, NULL, NULL), LOYALTY_E_DUPLICATE);
    return status;
}

static int32_t record_first(struct world *world)
{
    return add(world, 0, "visit", "2024-01-10", 0, NULL);
}

static int32_t record_with_id(struct world *world)
{
    return add(world, 0, "sale", "2024-01-20", 7, "till 1/1");
}

static int32_t record_future(struct world *world)
{
    return add(world, 0, "sale", "2024-03-01", 9, NULL);
}

/* Many ids: each step records until the table must have grown. */
static int32_t record_many(struct world *world)
{
    static const int32_t many = 40;
    for (int32_t i = 0; i < many; i++) {
        loyalty_event event = event_of(world->customers[1], "visit", date_text(day("2024-01-01") + i * 7 % many));
        const char *id = text_of("id %d of the second customer", (int)i);
        event.id = id;
        event.id_length = (uint32_t)strlen(id);
        int32_t status = loyalty_customer_record(world->customers[1], &event, NULL, NULL);
        if (status != LOYALTY_OK && status != LOYALTY_E_DUPLICATE) /* those before the failure are in already */
            return status;
    }
    return LOYALTY_OK;
}

static int32_t advance_first(struct world *world)
{
    return loyalty_customer_advance(world->customers[0], day("2024-02-01"), take_down, world);
}

static int32_t advance_second(struct world *world)
{
    return loyalty_customer_advance(world->customers[1], day("2024-02-15"), take_down, world);
}

static int32_t record_late(struct world *world)
{
    return add(world, 0, "visit", "2024-01-12", 0, "late");
}

static int32_t void_late(struct world *world)
{
    return loyalty_customer_void(world->customers[0], "late", 4, take_down, world);
}

static int32_t record_later(struct world *world)
{
    return add(world, 0, "visit", "2024-01-25", 0, NULL);
}

static int32_t copy_first(struct world *world)
{
    return loyalty_customer_copy(world->customers[0], &world->customers[2]);
}

static int32_t record_receipt(struct world *world)
{
    const loyalty_date dates[] = {day("2024-01-24"), day("2024-01-23")};
    const void *const ids[] = {"line 1", "line 2"};
    const uint32_t lengths[] = {6, 6};
    const loyalty_batch lines = {.size = sizeof lines,
                                 .rows = 2,
                                 .dates = dates,
                                 .ids = ids,
                                 .id_lengths = lengths,
                                 .kind = kind_named(world->customers[0], "visit")};
    return loyalty_customer_record_all(world->customers[0], &lines, take_down, world, NULL);
}

static int32_t merge_second(struct world *world)
{
    return loyalty_customer_merge(world->customers[0], world->customers[1], take_down, world, NULL);
}

static int32_t merge_with_its_copy(struct world *world)
{
    return merge_with_copy(world->customers[2]);
}

static int32_t look_ahead(struct world *world)
{
    return loyalty_customer_outlook(world->customers[0], day("2024-06-01"), take_down, world);
}

static int32_t write_json(struct world *world)
{
    static char text[20000];
    size_t needed = 0;
    int32_t status = loyalty_customer_json(world->customers[0], "fa", day("2024-06-01"), text, sizeof text, &needed);
    if (!status) {
        assert_int_equal(strlen(text), needed);
        snprintf(world->problems, sizeof world->problems, "%u bytes of JSON", (unsigned)needed);
    } else {
        assert_int_equal(needed, 0);
    }
    return status;
}

static int32_t erase_second(struct world *world)
{
    return loyalty_customer_erase(world->customers[1]);
}

static int32_t copy_first_again(struct world *world)
{
    return loyalty_customer_copy(world->customers[0], &world->customers[3]);
}

static int32_t (*const steps[])(struct world *) = {new_options,    bind_sun,
                                                   new_report,     load,
                                                   load_bad,       load_what_is_no_json,
                                                   check,          new_first,
                                                   new_second,     record_first,
                                                   record_with_id, record_future,
                                                   record_many,    advance_first,
                                                   advance_second, record_late,
                                                   void_late,      record_later,
                                                   record_receipt, copy_first,
                                                   merge_second,   merge_with_its_copy,
                                                   look_ahead,     write_json,
                                                   erase_second,   copy_first_again};

static struct world world;

static char *sight(void)
{
    enum { CAPACITY = 80000 };
    char *text = malloc(CAPACITY);
    assert_non_null(text);
    size_t used = (size_t)snprintf(text, CAPACITY, "told %s\nproblems %s\n", world.told, world.problems);
    for (size_t i = 0; i < CUSTOMERS; i++) {
        size_t needed;
        const loyalty_customer *customer = world.customers[i];
        int32_t status =
            customer ? loyalty_customer_json(customer, "en", day("2024-04-01"), text + used, CAPACITY - used, &needed)
                     : LOYALTY_E_NOT_FOUND;
        used =
            status ? used + (size_t)snprintf(text + used, CAPACITY - used, "%s\n", status_name(status)) : used + needed;
        if (customer && status) /* events that were not folded yet */
            used += (size_t)snprintf(text + used, CAPACITY - used, "%s\n", told_by_outlook(customer, "2024-06-01"));
        assert_true(used < CAPACITY);
    }
    return text;
}

static void end(void)
{
    for (size_t i = 0; i < CUSTOMERS; i++)
        loyalty_customer_free(world.customers[i]);
    loyalty_program_unref(world.program);
    loyalty_report_free(world.report);
    loyalty_options_free(world.options);
}

static void begin(void)
{
    world = (struct world){.told = ""};
}

static int32_t do_step(size_t number)
{
    return steps[number](&world);
}

/* Of many events some may have been recorded. */
static bool does_parts(size_t number)
{
    return steps[number] == record_many;
}

static struct scenario scenario = {
    .counting = &counting,
    .step_count = LENGTH(steps),
    .begin = begin,
    .step = do_step,
    .does_parts = does_parts,
    .sight = sight,
    .end = end,
    .failures_max = 100000,
};

static void an_allocator_needs_all_its_functions(void **state)
{
    loyalty_options *options = NULL;
    loyalty_allocator good = counting_allocator(&counting), bad;
    (void)state;
    counting = (struct counting){.fail_at = ALLOCATOR_NEVER};
    bad = good;
    bad.allocate = NULL;
    assert_int_equal(loyalty_options_new(&bad, &options), LOYALTY_E_ARGUMENT);
    bad = good;
    bad.resize = NULL;
    assert_int_equal(loyalty_options_new(&bad, &options), LOYALTY_E_ARGUMENT);
    bad = good;
    bad.release = NULL;
    assert_int_equal(loyalty_options_new(&bad, &options), LOYALTY_E_ARGUMENT);
    bad = good;
    bad.size = sizeof bad - 1;
    assert_int_equal(loyalty_options_new(&bad, &options), LOYALTY_E_STRUCT);
    struct {
        loyalty_allocator allocator;
        void *tail;
    } later = {good, &later};
    later.allocator.size = sizeof later;
    assert_int_equal(loyalty_options_new(&later.allocator, &options), LOYALTY_E_STRUCT_TAIL);
    assert_null(options);
    assert_int_equal(counting.calls, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(each_allocation_fails_once, &scenario),
        cmocka_unit_test_prestate(memory_runs_out_for_good, &scenario),
        cmocka_unit_test(an_allocator_needs_all_its_functions),
    };
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
