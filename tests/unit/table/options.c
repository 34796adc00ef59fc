/* SPDX-License-Identifier: MIT */
/* Options: the host's metrics. (Its allocator: memory.c.) */
#include <string.h>

#include "support.h"

#define TABLE                                                                                                          \
    "{'format':1,'name':'t','events':{'visit':{}},'metrics':{'sun':{'host':'weather'}},'ladder':["                     \
    "{'rung':'off'},{'rung':'on','enter':['sun >= 10']}]}"

/* Answers `value` until `until`, and remembers what it was asked. */
struct weather {
    int32_t status;
    int64_t value;
    int32_t until; /* LOYALTY_DATE_NONE to leave it alone */
    uint32_t calls;
    int32_t date, came_in;
    void *customer_user;
};

static int32_t look_out(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until)
{
    struct weather *weather = user;
    weather->calls++;
    weather->date = date;
    weather->came_in = *until;
    weather->customer_user = customer_user;
    if (!weather->status)
        *value = weather->value;
    if (weather->until != LOYALTY_DATE_NONE)
        *until = weather->until;
    return weather->status;
}

static loyalty_options *bound(struct weather *weather)
{
    loyalty_options *options;
    assert_int_equal(loyalty_options_new(NULL, &options), LOYALTY_OK);
    assert_int_equal(loyalty_options_bind(options, "weather", look_out, weather), LOYALTY_OK);
    return options;
}

/* A customer who visited on 2024-01-01, not yet advanced. The options are gone by then. */
static loyalty_customer *visitor(struct weather *weather)
{
    loyalty_options *options = bound(weather);
    loyalty_program *program = table_with(TABLE, options);
    loyalty_customer *customer;
    loyalty_options_free(options);
    assert_int_equal(loyalty_customer_new(program, &customer), LOYALTY_OK);
    loyalty_program_unref(program);
    assert_int_equal(record(customer, "visit", "2024-01-01"), LOYALTY_OK);
    return customer;
}

static void a_host_metric_is_asked_with_both_users_and_the_date(void **state)
{
    struct weather weather = {.value = 12, .until = LOYALTY_DATE_NONE};
    loyalty_customer *customer = visitor(&weather);
    int garden;
    (void)state;
    assert_int_equal(loyalty_customer_set_user(customer, &garden), LOYALTY_OK);
    assert_int_equal(advance(customer, "2024-01-01"), LOYALTY_OK);
    assert_int_equal(weather.calls, 1);
    assert_int_equal(weather.date, day("2024-01-01"));
    assert_int_equal(weather.came_in, day("2024-01-01"));
    assert_ptr_equal(weather.customer_user, &garden);
    assert_string_equal(standing_text(customer), "on since 2024-01-01");
    assert_string_equal(metric_text(customer, "sun"), "12");
    loyalty_customer_free(customer);
}

static void the_customers_user_is_null_until_set(void **state)
{
    struct weather weather = {.value = 12, .until = LOYALTY_DATE_NONE, .customer_user = &weather};
    loyalty_customer *customer = visitor(&weather);
    (void)state;
    assert_int_equal(advance(customer, "2024-01-01"), LOYALTY_OK);
    assert_null(weather.customer_user);
    loyalty_customer_free(customer);
}

static void a_later_binding_replaces_the_earlier(void **state)
{
    struct weather rain = {.value = 3}, shine = {.value = 30};
    loyalty_options *options = bound(&rain);
    loyalty_customer *customer;
    (void)state;
    assert_int_equal(loyalty_options_bind(options, "weather", look_out, &shine), LOYALTY_OK);
    loyalty_program *program = table_with(TABLE, options);
    assert_int_equal(loyalty_options_bind(options, "weather", look_out, &rain), LOYALTY_OK); /* too late for it */
    loyalty_options_free(options);
    assert_int_equal(loyalty_customer_new(program, &customer), LOYALTY_OK);
    assert_int_equal(record(customer, "visit", "2024-01-01"), LOYALTY_OK);
    assert_int_equal(advance(customer, "2024-01-01"), LOYALTY_OK);
    assert_string_equal(metric_text(customer, "sun"), "30");
    assert_int_equal(rain.calls, 0);
    loyalty_customer_free(customer);
    loyalty_program_unref(program);
}

static void a_name_is_copied_when_bound(void **state)
{
    struct weather weather = {.value = 10};
    char name[] = "weather";
    loyalty_options *options;
    loyalty_customer *customer;
    (void)state;
    assert_int_equal(loyalty_options_new(NULL, &options), LOYALTY_OK);
    assert_int_equal(loyalty_options_bind(options, name, look_out, &weather), LOYALTY_OK);
    memset(name, '#', sizeof name - 1);
    loyalty_program *program = table_with(TABLE, options);
    assert_int_equal(loyalty_customer_new(program, &customer), LOYALTY_OK);
    loyalty_customer_free(customer);
    loyalty_program_unref(program);
    loyalty_options_free(options);
}

static void an_unbound_table_loads_but_takes_no_customer(void **state)
{
    loyalty_program *program = table(TABLE);
    loyalty_customer *customer = NULL;
    (void)state;
    assert_int_equal(loyalty_customer_new(program, &customer), LOYALTY_E_UNBOUND);
    assert_null(customer);
    loyalty_program_unref(program);
}

static void a_binding_of_another_name_does_not_help(void **state)
{
    struct weather weather = {.value = 10};
    loyalty_options *options;
    loyalty_customer *customer = NULL;
    (void)state;
    assert_int_equal(loyalty_options_new(NULL, &options), LOYALTY_OK);
    assert_int_equal(loyalty_options_bind(options, "Weather", look_out, &weather), LOYALTY_OK);
    loyalty_program *program = table_with(TABLE, options);
    assert_int_equal(loyalty_customer_new(program, &customer), LOYALTY_E_UNBOUND);
    assert_null(customer);
    loyalty_program_unref(program);
    loyalty_options_free(options);
}

static void an_undefined_host_metric_meets_no_condition(void **state)
{
    struct weather weather = {.status = LOYALTY_E_UNDEFINED, .value = 99, .until = LOYALTY_DATE_NONE};
    loyalty_customer *customer = visitor(&weather);
    (void)state;
    assert_int_equal(advance(customer, "2024-01-05"), LOYALTY_OK);
    assert_string_equal(standing_text(customer), "off since 2024-01-01");
    assert_string_equal(metric_text(customer, "sun"), "UNDEFINED");
    loyalty_customer_free(customer);
}

/* `until` may be later, today, yesterday or nonsense; before today means tomorrow. */
static void until_says_when_to_ask_again(void **state)
{
    static const struct {
        const char *until;
        uint32_t calls; /* from 2024-01-01 to 2024-01-31 */
    } cases[] = {{"2024-01-01", 31}, {"2024-01-30", 2}, {"2024-01-31", 1}, {"9999-12-31", 1}, {"2023-12-31", 31}};
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct weather weather = {.value = 3, .until = day(cases[i].until)};
        loyalty_customer *customer = visitor(&weather);
        assert_int_equal(advance(customer, "2024-01-31"), LOYALTY_OK);
        assert_int_equal(weather.calls, cases[i].calls);
        loyalty_customer_free(customer);
    }
    struct weather extreme = {.value = 3, .until = INT32_MAX};
    loyalty_customer *customer = visitor(&extreme);
    assert_int_equal(advance(customer, "9999-12-31"), LOYALTY_OK);
    assert_int_equal(extreme.calls, 1);
    assert_string_equal(next_text(customer), "-");
    loyalty_customer_free(customer);
    struct weather past = {.value = 3, .until = INT32_MIN};
    customer = visitor(&past);
    assert_int_equal(advance(customer, "2024-01-31"), LOYALTY_OK);
    assert_int_equal(past.calls, 31);
    loyalty_customer_free(customer);
}

static void a_failing_host_fails_the_advance_and_changes_nothing(void **state)
{
    struct weather weather = {.value = 3, .until = LOYALTY_DATE_NONE};
    loyalty_customer *customer = visitor(&weather);
    struct diary diary = {""};
    (void)state;
    assert_int_equal(advance(customer, "2024-01-10"), LOYALTY_OK);
    weather = (struct weather){.value = 50, .status = LOYALTY_E_BUSY, .until = LOYALTY_DATE_NONE};
    assert_int_equal(loyalty_customer_advance(customer, day("2024-01-20"), write_down, &diary), LOYALTY_E_HOST);
    assert_string_equal(diary.text, "");
    int32_t date;
    assert_int_equal(loyalty_customer_date(customer, &date), LOYALTY_OK);
    assert_int_equal(date, day("2024-01-10"));
    weather.status = LOYALTY_OK;
    assert_string_equal(standing_text(customer), "off since 2024-01-01");
    assert_string_equal(told_by_advance(customer, "2024-01-20"), "2024-01-11 off > on");
    loyalty_customer_free(customer);
}

static int32_t fails_from(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until)
{
    const int32_t *from = user;
    (void)customer_user, (void)until;
    *value = date % 2 ? 10 : 0;
    return date >= *from ? 1 : LOYALTY_OK;
}

/* Days of transitions are passed before the failure: none may stay. */
static void a_failure_in_the_middle_takes_back_the_days_before(void **state)
{
    int32_t from = LOYALTY_DATE_MAX;
    loyalty_options *options;
    loyalty_customer *customer;
    (void)state;
    assert_int_equal(loyalty_options_new(NULL, &options), LOYALTY_OK);
    assert_int_equal(loyalty_options_bind(options, "weather", fails_from, &from), LOYALTY_OK);
    loyalty_program *program = table_with(TABLE, options);
    loyalty_options_free(options);
    assert_int_equal(loyalty_customer_new(program, &customer), LOYALTY_OK);
    assert_int_equal(record(customer, "visit", "2024-01-01"), LOYALTY_OK);
    assert_int_equal(advance(customer, "2024-01-04"), LOYALTY_OK);
    const char *before = transitions_text(customer);
    const char *standing = standing_text(customer);
    from = day("2024-01-25");
    assert_int_equal(advance(customer, "2024-01-25"), LOYALTY_E_HOST);
    assert_string_equal(transitions_text(customer), before);
    assert_string_equal(standing_text(customer), standing);
    assert_int_equal(advance(customer, "2024-01-24"), LOYALTY_OK);
    loyalty_customer_free(customer);
    loyalty_program_unref(program);
}

static void a_failing_host_fails_a_late_event_and_a_merge(void **state)
{
    struct weather weather = {.value = 30, .until = LOYALTY_DATE_MAX};
    loyalty_customer *customer = visitor(&weather), *other;
    (void)state;
    assert_int_equal(advance(customer, "2024-01-10"), LOYALTY_OK);
    assert_int_equal(loyalty_customer_copy(customer, &other), LOYALTY_OK);
    assert_int_equal(record(other, "visit", "2024-01-12"), LOYALTY_OK);
    weather.status = 1;
    assert_int_equal(record_id(customer, "visit", "2023-12-25", "card-1"), LOYALTY_E_HOST);
    assert_int_equal(loyalty_customer_merge(customer, other, NULL, NULL, NULL), LOYALTY_E_HOST);
    weather.status = LOYALTY_OK;
    assert_string_equal(standing_text(customer), "on since 2024-01-01");
    assert_int_equal(record_id(customer, "visit", "2023-12-25", "card-1"), LOYALTY_OK); /* not remembered */
    assert_string_equal(standing_text(customer), "on since 2023-12-25");
    assert_int_equal(loyalty_customer_merge(customer, other, NULL, NULL, NULL), LOYALTY_OK);
    loyalty_customer_free(other);
    loyalty_customer_free(customer);
}

static void a_failing_host_fails_every_question(void **state)
{
    struct weather weather = {.value = 30, .until = LOYALTY_DATE_MAX};
    loyalty_options *options = bound(&weather);
    loyalty_program *program =
        table_with("{'format':1,'name':'t','events':{'visit':{}},'metrics':{'sun':{'host':'weather'}},"
                   "'score':{'points':{'sun':[[0,1]]}},"
                   "'ladder':[{'rung':'off'},{'rung':'on','enter':['sun >= 10']}],"
                   "'segments':{'sky':[{'segment':'blue','when':['sun >= 1']}]}}",
                   options);
    loyalty_customer *customer;
    loyalty_standing standing = {.size = sizeof standing, .since = 77};
    loyalty_gap gap = {.size = sizeof gap, .number = 77};
    int64_t number = 77, denominator = 77;
    int32_t holds = 77;
    uint32_t cell = 77;
    (void)state;
    loyalty_options_free(options);
    assert_int_equal(loyalty_customer_new(program, &customer), LOYALTY_OK);
    assert_int_equal(record(customer, "visit", "2024-01-01"), LOYALTY_OK);
    weather.until = LOYALTY_DATE_NONE;
    assert_int_equal(advance(customer, "2024-01-01"), LOYALTY_OK);
    weather.status = LOYALTY_E_RANGE;
    assert_int_equal(loyalty_customer_standing(customer, &standing), LOYALTY_E_HOST);
    assert_int_equal(loyalty_customer_points(customer, 0, &number), LOYALTY_E_HOST);
    assert_int_equal(loyalty_customer_metric(customer, 0, &number, &denominator), LOYALTY_E_HOST);
    assert_int_equal(loyalty_customer_segment(customer, 0, &cell), LOYALTY_E_HOST);
    assert_int_equal(loyalty_customer_meets(customer, LOYALTY_RULE_ENTER, 1, &holds), LOYALTY_E_HOST);
    assert_int_equal(loyalty_customer_gap(customer, LOYALTY_RULE_ENTER, 1, 0, 0, &gap), LOYALTY_E_HOST);
    assert_int_equal(loyalty_customer_outlook(customer, day("2024-02-01"), NULL, NULL), LOYALTY_E_HOST);
    size_t needed = 77;
    assert_int_equal(loyalty_customer_json(customer, NULL, day("2024-02-01"), NULL, 0, &needed), LOYALTY_E_HOST);
    assert_int_equal(standing.since, 77);
    assert_int_equal(gap.number, 77);
    assert_int_equal(number + denominator + holds + (int64_t)cell + (int64_t)needed, 5 * 77);
    weather.status = LOYALTY_OK;
    assert_int_equal(loyalty_customer_standing(customer, &standing), LOYALTY_OK);
    loyalty_customer_free(customer);
    loyalty_program_unref(program);
}

/* The day of an evaluation asks once, however many conditions, rows and shares need the metric. */
static void a_metric_is_asked_at_most_once_a_day(void **state)
{
    struct weather weather = {.value = 5, .until = LOYALTY_DATE_NONE};
    loyalty_options *options = bound(&weather);
    loyalty_program *program =
        table_with("{'format':1,'name':'t','events':{'visit':{}},"
                   "'metrics':{'sun':{'host':'weather'},'ever':{'count':'visit'},'part':{'share':['sun','ever']}},"
                   "'score':{'points':{'sun':[[0,1]],'part':[[1,10]]}},"
                   "'ladder':[{'rung':'a'},{'rung':'b','enter':['sun >= 10','score >= 1']},"
                   "{'rung':'c','enter':[['sun == 11'],['part > 1000'],['score > 900']]}]}",
                   options);
    loyalty_customer *customer;
    (void)state;
    loyalty_options_free(options);
    assert_int_equal(loyalty_customer_new(program, &customer), LOYALTY_OK);
    assert_int_equal(record(customer, "visit", "2024-01-01"), LOYALTY_OK);
    assert_int_equal(advance(customer, "2024-01-10"), LOYALTY_OK);
    assert_int_equal(weather.calls, 10);
    loyalty_customer_free(customer);
    loyalty_program_unref(program);
}

static void options_refuse_null(void **state)
{
    loyalty_options *options;
    (void)state;
    assert_int_equal(loyalty_options_new(NULL, NULL), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_options_new(NULL, &options), LOYALTY_OK);
    assert_int_equal(loyalty_options_bind(NULL, "weather", look_out, NULL), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_options_bind(options, NULL, look_out, NULL), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_options_bind(options, "weather", NULL, NULL), LOYALTY_E_ARGUMENT);
    loyalty_options_free(options);
    loyalty_options_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_host_metric_is_asked_with_both_users_and_the_date),
        cmocka_unit_test(the_customers_user_is_null_until_set),
        cmocka_unit_test(a_later_binding_replaces_the_earlier),
        cmocka_unit_test(a_name_is_copied_when_bound),
        cmocka_unit_test(an_unbound_table_loads_but_takes_no_customer),
        cmocka_unit_test(a_binding_of_another_name_does_not_help),
        cmocka_unit_test(an_undefined_host_metric_meets_no_condition),
        cmocka_unit_test(until_says_when_to_ask_again),
        cmocka_unit_test(a_failing_host_fails_the_advance_and_changes_nothing),
        cmocka_unit_test(a_failure_in_the_middle_takes_back_the_days_before),
        cmocka_unit_test(a_failing_host_fails_a_late_event_and_a_merge),
        cmocka_unit_test(a_failing_host_fails_every_question),
        cmocka_unit_test(a_metric_is_asked_at_most_once_a_day),
        cmocka_unit_test(options_refuse_null),
    };
    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
