/* SPDX-License-Identifier: MIT */
/*
 * Outputs of other versions: a caller whose structs are longer than the library's, or shorter than the first version's.
 * The newer caller is simulated with a struct that has a tail behind ours, and a guard behind that. Inputs are tested in
 * evolution_inputs.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <loyalty/analysis.h>

enum { TAIL = 24, GUARD = 0xA5 };

static loyalty_program *program;
static loyalty_customer *customer;

static int set_up(void **state)
{
    static const char *const kinds[] = {"purchase"};
    const loyalty_metric_definition ever = {
        .size = sizeof ever, .measure = LOYALTY_MEASURE_COUNT, .operands = kinds, .operand_count = 1};
    loyalty_builder *b;
    (void)state;
    assert_int_equal(loyalty_builder_new(NULL, &b), LOYALTY_OK);
    assert_int_equal(loyalty_builder_set_name(b, "shop"), LOYALTY_OK);
    assert_int_equal(loyalty_builder_add_kind(b, "purchase", 0, 1000), LOYALTY_OK);
    assert_int_equal(loyalty_builder_add_metric(b, "ever", &ever), LOYALTY_OK);
    assert_int_equal(loyalty_builder_add_rung(b, "guest"), LOYALTY_OK);
    assert_int_equal(loyalty_builder_add_rung(b, "buyer"), LOYALTY_OK);
    assert_int_equal(loyalty_builder_add_enter(b, "buyer", 0, "ever >= 1"), LOYALTY_OK);
    assert_int_equal(loyalty_builder_add_cell(b, "value", "all"), LOYALTY_OK);
    assert_int_equal(loyalty_builder_build(b, NULL, &program), LOYALTY_OK);
    loyalty_builder_free(b);
    assert_int_equal(loyalty_customer_new(program, &customer), LOYALTY_OK);
    const loyalty_event event = {.size = sizeof event, .date = 100, .count = 1};
    assert_int_equal(loyalty_customer_record(customer, &event, NULL, NULL), LOYALTY_OK);
    assert_int_equal(loyalty_customer_advance(customer, 200, NULL, NULL), LOYALTY_OK);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loyalty_customer_free(customer);
    loyalty_program_unref(program);
    return 0;
}

static int32_t ask_problem(void *out)
{
    loyalty_builder *b;
    loyalty_report *report;
    loyalty_program *bad;
    assert_int_equal(loyalty_builder_new(NULL, &b), LOYALTY_OK);
    assert_int_equal(loyalty_report_new(NULL, &report), LOYALTY_OK);
    assert_int_equal(loyalty_builder_build(b, report, &bad), LOYALTY_E_TABLE);
    const int32_t status = loyalty_report_problem(report, 0, out);
    loyalty_report_free(report);
    loyalty_builder_free(b);
    return status;
}

static int32_t ask_table(void *out)
{
    return loyalty_program_table(program, out);
}

static int32_t ask_kind(void *out)
{
    return loyalty_program_kind(program, 0, out);
}

static int32_t ask_metric(void *out)
{
    return loyalty_program_metric(program, 0, out);
}

static int32_t ask_rung(void *out)
{
    return loyalty_program_rung(program, 1, out);
}

static int32_t ask_segmentation(void *out)
{
    return loyalty_program_segmentation(program, 0, out);
}

static int32_t ask_cell(void *out)
{
    return loyalty_program_cell(program, 0, out);
}

static int32_t ask_condition(void *out)
{
    return loyalty_program_condition(program, LOYALTY_RULE_ENTER, 1, 0, 0, out);
}

static int32_t ask_transition(void *out)
{
    /* Only what a late event could change is remembered, so look at the day itself. */
    loyalty_customer *young;
    const loyalty_event event = {.size = sizeof event, .date = 100, .count = 1};
    assert_int_equal(loyalty_customer_new(program, &young), LOYALTY_OK);
    assert_int_equal(loyalty_customer_record(young, &event, NULL, NULL), LOYALTY_OK);
    assert_int_equal(loyalty_customer_advance(young, 100, NULL, NULL), LOYALTY_OK);
    const int32_t status = loyalty_customer_transition(young, 0, out);
    loyalty_customer_free(young);
    return status;
}

static int32_t ask_standing(void *out)
{
    return loyalty_customer_standing(customer, out);
}

static int32_t ask_gap(void *out)
{
    return loyalty_customer_gap(customer, LOYALTY_RULE_ENTER, 1, 0, 0, out);
}

/* The day's figures of the one customer. */
static loyalty_census *new_census(void)
{
    static const uint32_t kinds[] = {0};
    const loyalty_census_plan plan = {.size = sizeof plan,
                                      .kinds = kinds,
                                      .as_of = 200,
                                      .parts =
                                          LOYALTY_CENSUS_MOVEMENT | LOYALTY_CENSUS_RETENTION | LOYALTY_CENSUS_INFLUENCE,
                                      .from_date = 150,
                                      .days = 7,
                                      .kind_count = 1,
                                      .first_from = 100,
                                      .first_to = 120,
                                      .second_from = 121,
                                      .second_to = 200};
    loyalty_census *census;
    assert_int_equal(loyalty_census_new(program, &plan, &census), LOYALTY_OK);
    assert_int_equal(loyalty_census_add(census, customer), LOYALTY_OK);
    return census;
}

static int32_t ask_census(void *out, int32_t (*ask)(const loyalty_census *census, void *out))
{
    loyalty_census *census = new_census();
    const int32_t status = ask(census, out);
    loyalty_census_free(census);
    return status;
}

static int32_t movement_of(const loyalty_census *census, void *out)
{
    return loyalty_census_movement(census, out);
}

static int32_t retention_of(const loyalty_census *census, void *out)
{
    return loyalty_census_retention(census, out);
}

static int32_t cohort_of(const loyalty_census *census, void *out)
{
    return loyalty_census_cohort(census, 0, out);
}

static int32_t influence_of(const loyalty_census *census, void *out)
{
    return loyalty_census_influence(census, 0, out);
}

static int32_t ask_movement(void *out)
{
    return ask_census(out, movement_of);
}

static int32_t ask_retention(void *out)
{
    return ask_census(out, retention_of);
}

static int32_t ask_cohort(void *out)
{
    return ask_census(out, cohort_of);
}

static int32_t ask_influence(void *out)
{
    return ask_census(out, influence_of);
}

/* The customer, and beside them nobody: a change. */
static loyalty_backtest *new_backtest(void)
{
    loyalty_backtest *backtest;
    loyalty_customer *nobody;
    assert_int_equal(loyalty_backtest_new(program, program, 200, 90, &backtest), LOYALTY_OK);
    assert_int_equal(loyalty_customer_new(program, &nobody), LOYALTY_OK);
    assert_int_equal(loyalty_backtest_add(backtest, "k", 1, customer, nobody), LOYALTY_OK);
    loyalty_customer_free(nobody);
    return backtest;
}

static int32_t ask_side(void *out)
{
    loyalty_backtest *backtest = new_backtest();
    const int32_t status = loyalty_backtest_side(backtest, LOYALTY_BACKTEST_BEFORE, out);
    loyalty_backtest_free(backtest);
    return status;
}

static int32_t ask_change(void *out)
{
    loyalty_backtest *backtest = new_backtest();
    const int32_t status = loyalty_backtest_change(backtest, 0, out);
    loyalty_backtest_free(backtest);
    return status;
}

/* A batch that is refused for its result has recorded nothing. */
static int32_t ask_batch_result(void *out)
{
    static const uint64_t number = 1;
    static const int32_t date = 100;
    const loyalty_batch batch = {.size = sizeof batch, .rows = 1, .numbers = &number, .dates = &date};
    loyalty_book *book;
    assert_int_equal(loyalty_book_new(program, NULL, &book), LOYALTY_OK);
    const int32_t status = loyalty_book_record_batch(book, &batch, NULL, NULL, NULL, out);
    assert_int_equal(loyalty_book_count(book), status == LOYALTY_OK);
    loyalty_book_free(book);
    return status;
}

static const struct output {
    const char *name;
    size_t size;
    int32_t (*ask)(void *out);
} outputs[] = {
    {"loyalty_problem", sizeof(loyalty_problem), ask_problem},
    {"loyalty_table_info", sizeof(loyalty_table_info), ask_table},
    {"loyalty_kind_info", sizeof(loyalty_kind_info), ask_kind},
    {"loyalty_metric_info", sizeof(loyalty_metric_info), ask_metric},
    {"loyalty_rung_info", sizeof(loyalty_rung_info), ask_rung},
    {"loyalty_segmentation_info", sizeof(loyalty_segmentation_info), ask_segmentation},
    {"loyalty_cell_info", sizeof(loyalty_cell_info), ask_cell},
    {"loyalty_condition_info", sizeof(loyalty_condition_info), ask_condition},
    {"loyalty_transition", sizeof(loyalty_transition), ask_transition},
    {"loyalty_standing", sizeof(loyalty_standing), ask_standing},
    {"loyalty_gap", sizeof(loyalty_gap), ask_gap},
    {"loyalty_batch_result", sizeof(loyalty_batch_result), ask_batch_result},
    {"loyalty_movement", sizeof(loyalty_movement), ask_movement},
    {"loyalty_retention", sizeof(loyalty_retention), ask_retention},
    {"loyalty_retention of a cohort", sizeof(loyalty_retention), ask_cohort},
    {"loyalty_influence", sizeof(loyalty_influence), ask_influence},
    {"loyalty_side", sizeof(loyalty_side), ask_side},
    {"loyalty_change", sizeof(loyalty_change), ask_change},
};

/* A struct in memory of its own, so that a sanitizer sees a byte read or written too many. */
static unsigned char *new_struct(size_t bytes, size_t said)
{
    unsigned char *s = malloc(bytes);
    assert_non_null(s);
    memset(s, GUARD, bytes);
    memcpy(s, &said, sizeof said);
    return s;
}

static int is_all(const unsigned char *bytes, size_t count, unsigned char what)
{
    for (size_t i = 0; i < count; i++)
        if (bytes[i] != what)
            return 0;
    return 1;
}

static void test_longer_outputs_get_a_tail_of_zeros(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof outputs / sizeof outputs[0]; i++) {
        const struct output *o = &outputs[i];
        unsigned char *out = new_struct(o->size + TAIL + TAIL, o->size + TAIL);
        size_t said;
        print_message("%s\n", o->name);
        assert_int_equal(o->ask(out), LOYALTY_OK);
        memcpy(&said, out, sizeof said);
        assert_int_equal(said, o->size + TAIL);
        assert_false(is_all(out + sizeof said, o->size - sizeof said, GUARD));
        assert_true(is_all(out + o->size, TAIL, 0));
        assert_true(is_all(out + o->size + TAIL, TAIL, GUARD));
        free(out);
    }
}

static void test_shorter_outputs_are_refused_untouched(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof outputs / sizeof outputs[0]; i++) {
        const struct output *o = &outputs[i];
        const size_t sizes[] = {0, 1, sizeof(size_t), o->size - 1};
        print_message("%s\n", o->name);
        for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
            unsigned char *out = new_struct(o->size, sizes[k]);
            assert_int_equal(o->ask(out), LOYALTY_E_STRUCT);
            assert_memory_equal(out, &sizes[k], sizeof sizes[k]);
            assert_true(is_all(out + sizeof(size_t), o->size - sizeof(size_t), GUARD));
            free(out);
        }
    }
}

/* Garbage where a size should be must not lead to a write of so many bytes. */
static void test_impossible_sizes_are_refused(void **state)
{
    static const size_t sizes[] = {LOYALTY_STRUCT_MAX + 1, UINT32_MAX, SIZE_MAX / 2, SIZE_MAX};
    (void)state;
    for (size_t i = 0; i < sizeof outputs / sizeof outputs[0]; i++)
        for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
            unsigned char *out = new_struct(outputs[i].size, sizes[k]);
            assert_int_equal(outputs[i].ask(out), LOYALTY_E_STRUCT);
            assert_true(is_all(out + sizeof(size_t), outputs[i].size - sizeof(size_t), GUARD));
            free(out);
        }
}

static void test_the_largest_outputs(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof outputs / sizeof outputs[0]; i++) {
        const size_t known = outputs[i].size;
        unsigned char *largest = new_struct(LOYALTY_STRUCT_MAX, LOYALTY_STRUCT_MAX);
        assert_int_equal(outputs[i].ask(largest), LOYALTY_OK);
        assert_true(is_all(largest + known, LOYALTY_STRUCT_MAX - known, 0));
        free(largest);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_longer_outputs_get_a_tail_of_zeros),
        cmocka_unit_test(test_shorter_outputs_are_refused_untouched),
        cmocka_unit_test(test_impossible_sizes_are_refused),
        cmocka_unit_test(test_the_largest_outputs),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
