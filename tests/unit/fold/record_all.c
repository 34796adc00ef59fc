/* SPDX-License-Identifier: MIT */
/* Recording the lines of a receipt: all of them, or none. */
#include "support.h"

#include <string.h>

static const char shop[] = "{'format':1,'name':'t','events':{'visit':{},'sale':{'value':[0,100]}},'accept_late':'10d',"
                           "'metrics':{'visits':{'count':'visit'},'spend':{'sum':'sale'}},"
                           "'ladder':[{'rung':'guest'},{'rung':'friend','enter':['visits >= 2']},"
                           "{'rung':'fan','enter':['spend >= 100']}]}";

enum { ROWS = 4, VISIT = 0, SALE = 1 };

static loyalty_customer *anna;

static int set_up(void **state)
{
    loyalty_program *program = table(shop);
    (void)state;
    OK(loyalty_customer_new(program, &anna));
    loyalty_program_unref(program);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loyalty_customer_free(anna);
    return 0;
}

/* The columns of a receipt, which has two visits and two sales, the second of which takes the first back. */
struct receipt {
    uint32_t kinds[ROWS], id_lengths[ROWS];
    loyalty_date dates[ROWS];
    int64_t values[ROWS];
    int32_t counts[ROWS];
    const void *ids[ROWS];
    loyalty_batch batch;
};

static struct receipt *receipt(const char *date)
{
    static struct receipt made;
    static const char *const ids[ROWS] = {"a", "b", "c", "d"};
    made = (struct receipt){.kinds = {VISIT, VISIT, SALE, SALE}, .values = {0, 0, 60, 60}, .counts = {1, 1, 1, -1}};
    for (int i = 0; i < ROWS; i++) {
        made.dates[i] = day(date);
        made.ids[i] = ids[i];
        made.id_lengths[i] = 1;
    }
    made.batch = (loyalty_batch){.size = sizeof made.batch,
                                 .rows = ROWS,
                                 .kinds = made.kinds,
                                 .dates = made.dates,
                                 .values = made.values,
                                 .counts = made.counts,
                                 .ids = made.ids,
                                 .id_lengths = made.id_lengths};
    return &made;
}

static int32_t record_all(struct receipt *of, size_t *refused)
{
    return loyalty_customer_record_all(anna, &of->batch, NULL, NULL, refused);
}

static void all_lines_are_recorded(void **state)
{
    size_t refused = 77;
    (void)state;
    OK(record_all(receipt("2024-01-05"), &refused));
    assert_int_equal(refused, ROWS);
    OK(advance(anna, "2024-01-05"));
    assert_string_equal(standing_text(anna), "friend since 2024-01-05");
    assert_string_equal(metric_text(anna, "spend"), "0");
}

static void the_whole_sent_again_is_a_retry(void **state)
{
    size_t refused = 77;
    (void)state;
    OK(record_all(receipt("2024-01-05"), NULL));
    assert_int_equal(record_all(receipt("2024-01-05"), &refused), LOYALTY_E_DUPLICATE);
    assert_int_equal(refused, 0);
    OK(advance(anna, "2024-01-05"));
    assert_string_equal(metric_text(anna, "visits"), "2");
}

/* The first row that is refused is named, and nothing of those before it stays: not even their ids. */
static void one_bad_line_refuses_all(void **state)
{
    size_t refused = 77;
    struct receipt *bad = receipt("2024-01-05");
    (void)state;
    OK(advance(anna, "2024-01-06"));
    bad->values[2] = 101;
    assert_int_equal(record_all(bad, &refused), LOYALTY_E_VALUE);
    assert_int_equal(refused, 2);
    bad = receipt("2024-01-05");
    bad->counts[3] = 0;
    assert_int_equal(record_all(bad, &refused), LOYALTY_E_COUNT);
    assert_int_equal(refused, 3);
    bad = receipt("2024-01-05");
    bad->kinds[1] = 2;
    assert_int_equal(record_all(bad, &refused), LOYALTY_E_INDEX);
    assert_int_equal(refused, 1);
    bad = receipt("2024-01-05");
    bad->dates[1] = day("2023-12-01");
    assert_int_equal(record_all(bad, &refused), LOYALTY_E_TOO_LATE);
    bad = receipt("2024-01-05");
    bad->ids[3] = "a";
    assert_int_equal(record_all(bad, &refused), LOYALTY_E_DUPLICATE);
    assert_int_equal(refused, 3);
    assert_string_equal(standing_text(anna), "ABSENT");
    OK(record_all(receipt("2024-01-05"), &refused));
    assert_string_equal(standing_text(anna), "friend since 2024-01-05");
}

/* A sale taken back and recorded with another value: one by one it would be "revoked", and then the same again. */
static void a_correction_is_reported_once(void **state)
{
    struct diary diary = {""};
    struct receipt *correction;
    (void)state;
    OK(record(anna, "visit", "2024-01-02"));
    OK(record_value(anna, "sale", "2024-01-05", 1, 100));
    OK(advance(anna, "2024-01-06"));
    correction = receipt("2024-01-05");
    for (int i = 0; i < ROWS; i++)
        correction->kinds[i] = SALE;
    memcpy(correction->values, (int64_t[ROWS]){100, 90, 10, 50}, sizeof correction->values);
    memcpy(correction->counts, (int32_t[ROWS]){-1, 1, 1, 1}, sizeof correction->counts);
    OK(loyalty_customer_record_all(anna, &correction->batch, write_down, &diary, NULL));
    assert_string_equal(diary.text, "");
    assert_string_equal(standing_text(anna), "fan since 2024-01-05");
}

static void what_changes_is_reported(void **state)
{
    struct diary diary = {""};
    (void)state;
    OK(record(anna, "visit", "2024-01-02"));
    OK(record(anna, "visit", "2024-01-06"));
    OK(advance(anna, "2024-01-08"));
    OK(loyalty_customer_record_all(anna, &receipt("2024-01-05")->batch, write_down, &diary, NULL));
    assert_string_equal(diary.text, "revoked 2024-01-06 guest > friend; 2024-01-05 guest > friend");
}

static void only_dates_are_needed(void **state)
{
    const loyalty_date dates[] = {day("2024-01-05"), day("2024-01-06")};
    const loyalty_batch batch = {.size = sizeof batch, .rows = 2, .dates = dates, .kind = VISIT};
    const loyalty_batch empty = {.size = sizeof empty};
    size_t refused = 77;
    (void)state;
    OK(loyalty_customer_record_all(anna, &batch, NULL, NULL, NULL));
    OK(loyalty_customer_record_all(anna, &empty, NULL, NULL, &refused));
    assert_int_equal(refused, 0);
    OK(advance(anna, "2024-01-06"));
    assert_string_equal(standing_text(anna), "friend since 2024-01-06");
}

static void bad_batches(void **state)
{
    const uint64_t numbers[] = {1, 2, 3, 4};
    size_t refused = 77;
    loyalty_batch batch = receipt("2024-01-05")->batch;
    (void)state;
    assert_int_equal(loyalty_customer_record_all(NULL, &batch, NULL, NULL, &refused), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_customer_record_all(anna, NULL, NULL, NULL, &refused), LOYALTY_E_ARGUMENT);
    batch.numbers = numbers;
    assert_int_equal(loyalty_customer_record_all(anna, &batch, NULL, NULL, &refused), LOYALTY_E_ARGUMENT);
    batch = receipt("2024-01-05")->batch;
    batch.dates = NULL;
    assert_int_equal(loyalty_customer_record_all(anna, &batch, NULL, NULL, &refused), LOYALTY_E_ARGUMENT);
    batch = receipt("2024-01-05")->batch;
    batch.id_lengths = NULL;
    assert_int_equal(loyalty_customer_record_all(anna, &batch, NULL, NULL, &refused), LOYALTY_E_ARGUMENT);
    batch = receipt("2024-01-05")->batch;
    batch.size = 3;
    assert_int_equal(loyalty_customer_record_all(anna, &batch, NULL, NULL, &refused), LOYALTY_E_STRUCT);
    assert_int_equal(refused, 77);
}

static int32_t try_again(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    (void)customer;
    (void)transition;
    ++*(int *)user;
    assert_int_equal(loyalty_customer_record_all(anna, &receipt("2024-01-05")->batch, NULL, NULL, NULL),
                     LOYALTY_E_BUSY);
    return 1;
}

static void a_callback_is_not_called_again(void **state)
{
    int calls = 0;
    (void)state;
    OK(record(anna, "visit", "2024-01-02"));
    OK(record(anna, "visit", "2024-01-06"));
    OK(advance(anna, "2024-01-08"));
    OK(loyalty_customer_record_all(anna, &receipt("2024-01-05")->batch, try_again, &calls, NULL));
    assert_int_equal(calls, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_lines_are_recorded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_whole_sent_again_is_a_retry, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_bad_line_refuses_all, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_correction_is_reported_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_changes_is_reported, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_dates_are_needed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bad_batches, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_callback_is_not_called_again, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("record all", tests, NULL, NULL);
}
