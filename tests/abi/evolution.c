/* SPDX-License-Identifier: MIT */
/*
 * Structs of other versions: a caller whose structs are longer than the library's, or shorter than the first version's.
 * The newer caller is simulated with a struct that has a tail behind ours, and a guard behind that.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <loyalty/loyalty.h>

enum { TAIL = 24, GUARD = 0xA5 };

static loyalty_program *program;
static loyalty_customer *customer;

static int set_up(void **state)
{
    static const char *const kinds[] = {"purchase"};
    const loyalty_metric_definition ever = {
        .size = sizeof ever, .type = LOYALTY_METRIC_COUNT, .operands = kinds, .operand_count = 1};
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
    unsigned char *largest = new_struct(LOYALTY_STRUCT_MAX, LOYALTY_STRUCT_MAX);
    assert_int_equal(ask_standing(largest), LOYALTY_OK);
    assert_true(is_all(largest + sizeof(loyalty_standing), LOYALTY_STRUCT_MAX - sizeof(loyalty_standing), 0));
    free(largest);
}

static int32_t send_event(size_t bytes, size_t said, size_t dirty)
{
    const loyalty_event event = {.size = said, .date = 200, .count = 1, .value = 10};
    unsigned char *sent = malloc(bytes);
    assert_non_null(sent);
    memset(sent, 0, bytes);
    memcpy(sent, &event, bytes < sizeof event ? bytes : sizeof event);
    if (dirty != 0)
        sent[dirty] = 1;
    const int32_t status = loyalty_customer_record(customer, (const loyalty_event *)(const void *)sent, NULL, NULL);
    free(sent);
    return status;
}

static int64_t purchases_ever(void)
{
    int64_t numerator, denominator;
    assert_int_equal(loyalty_customer_metric(customer, 0, &numerator, &denominator), LOYALTY_OK);
    return numerator;
}

static void test_a_newer_event(void **state)
{
    const size_t known = sizeof(loyalty_event);
    (void)state;
    const int64_t before = purchases_ever();
    assert_int_equal(send_event(known + TAIL, known + TAIL, 0), LOYALTY_OK);
    assert_int_equal(purchases_ever(), before + 1);
    for (size_t dirty = known; dirty < known + TAIL; dirty++)
        assert_int_equal(send_event(known + TAIL, known + TAIL, dirty), LOYALTY_E_STRUCT_TAIL);
    assert_int_equal(send_event(known, 0, 0), LOYALTY_E_STRUCT);
    assert_int_equal(send_event(known, known - 1, 0), LOYALTY_E_STRUCT);
    assert_int_equal(send_event(LOYALTY_STRUCT_MAX, LOYALTY_STRUCT_MAX, known), LOYALTY_E_STRUCT_TAIL);
    assert_int_equal(send_event(known, LOYALTY_STRUCT_MAX + 1, 0), LOYALTY_E_STRUCT);
    assert_int_equal(send_event(known, SIZE_MAX, 0), LOYALTY_E_STRUCT);
    assert_int_equal(purchases_ever(), before + 1);
}

/* Returns the status of a metric whose definition has a size, and perhaps a byte behind what the library knows. */
static int32_t define_metric(size_t size, unsigned char last)
{
    static const char *const kinds[] = {"purchase"};
    struct {
        loyalty_metric_definition known;
        unsigned char tail[TAIL];
    } newer = {.known = {.size = size, .type = LOYALTY_METRIC_COUNT, .operands = kinds, .operand_count = 1}};
    loyalty_builder *b;
    assert_int_equal(loyalty_builder_new(NULL, &b), LOYALTY_OK);
    newer.tail[TAIL - 1] = last;
    const int32_t status = loyalty_builder_add_metric(b, "m", (const loyalty_metric_definition *)(const void *)&newer);
    loyalty_builder_free(b);
    return status;
}

static void test_a_newer_metric_definition(void **state)
{
    const size_t known = sizeof(loyalty_metric_definition);
    (void)state;
    assert_int_equal(define_metric(known, 0), LOYALTY_OK);
    assert_int_equal(define_metric(known, 1), LOYALTY_OK);
    assert_int_equal(define_metric(known + TAIL, 0), LOYALTY_OK);
    assert_int_equal(define_metric(known + TAIL, 1), LOYALTY_E_STRUCT_TAIL);
    assert_int_equal(define_metric(0, 0), LOYALTY_E_STRUCT);
    assert_int_equal(define_metric(known - 1, 0), LOYALTY_E_STRUCT);
    assert_int_equal(define_metric(LOYALTY_STRUCT_MAX + 1, 0), LOYALTY_E_STRUCT);
    assert_int_equal(define_metric(SIZE_MAX, 0), LOYALTY_E_STRUCT);
}

static void *give(void *user, size_t bytes)
{
    (void)user;
    return malloc(bytes);
}

static void *give_more(void *user, void *block, size_t bytes)
{
    (void)user;
    return realloc(block, bytes);
}

static void take(void *user, void *block)
{
    (void)user;
    free(block);
}

static void test_a_newer_allocator(void **state)
{
    struct {
        loyalty_allocator known;
        unsigned char tail[TAIL];
    } newer = {.known = {.size = sizeof newer, .allocate = give, .resize = give_more, .release = take}};
    loyalty_options *options = NULL;
    (void)state;
    assert_int_equal(loyalty_options_new((const loyalty_allocator *)(const void *)&newer, &options), LOYALTY_OK);
    loyalty_options_free(options);
    options = NULL;
    newer.tail[TAIL - 1] = 1;
    assert_int_equal(loyalty_options_new((const loyalty_allocator *)(const void *)&newer, &options),
                     LOYALTY_E_STRUCT_TAIL);
    newer.known.size = sizeof newer.known - 1;
    assert_int_equal(loyalty_options_new((const loyalty_allocator *)(const void *)&newer, &options), LOYALTY_E_STRUCT);
    assert_null(options);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_longer_outputs_get_a_tail_of_zeros),
        cmocka_unit_test(test_shorter_outputs_are_refused_untouched),
        cmocka_unit_test(test_impossible_sizes_are_refused),
        cmocka_unit_test(test_a_newer_event),
        cmocka_unit_test(test_a_newer_metric_definition),
        cmocka_unit_test(test_a_newer_allocator),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
