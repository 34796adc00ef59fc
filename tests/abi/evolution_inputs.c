/* SPDX-License-Identifier: MIT */
/*
 * Inputs of other versions: a caller whose structs are longer than the library's, with zeros behind what it knows or
 * something else, or shorter than the first version's; and garbage where a size should be.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <loyalty/analysis.h>

enum { TAIL = 24 };

static const char *const kinds[] = {"purchase"};
static const loyalty_metric_definition ever = {
    .size = sizeof ever, .operands = kinds, .measure = LOYALTY_MEASURE_COUNT, .operand_count = 1};

static loyalty_program *program;
static loyalty_customer *customer;
static int64_t accepted; /* events of the customer */

static int set_up(void **state)
{
    loyalty_builder *b;
    (void)state;
    assert_int_equal(loyalty_builder_new(NULL, &b), LOYALTY_OK);
    assert_int_equal(loyalty_builder_set_name(b, "shop"), LOYALTY_OK);
    assert_int_equal(loyalty_builder_add_kind(b, "purchase", 0, 1000), LOYALTY_OK);
    assert_int_equal(loyalty_builder_add_metric(b, "ever", &ever), LOYALTY_OK);
    assert_int_equal(loyalty_builder_add_rung(b, "guest"), LOYALTY_OK);
    assert_int_equal(loyalty_builder_build(b, NULL, &program), LOYALTY_OK);
    loyalty_builder_free(b);
    assert_int_equal(loyalty_customer_new(program, &customer), LOYALTY_OK);
    assert_int_equal(loyalty_customer_advance(customer, 200, NULL, NULL), LOYALTY_OK);
    accepted = 0;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loyalty_customer_free(customer);
    loyalty_program_unref(program);
    return 0;
}

static int32_t send_event(const void *in)
{
    const int32_t status = loyalty_customer_record(customer, in, NULL, NULL);
    accepted += status == LOYALTY_OK;
    return status;
}

static int32_t send_definition(const void *in)
{
    loyalty_builder *b;
    assert_int_equal(loyalty_builder_new(NULL, &b), LOYALTY_OK);
    const int32_t status = loyalty_builder_add_metric(b, "m", in);
    loyalty_builder_free(b);
    return status;
}

static int32_t send_allocator(const void *in)
{
    loyalty_options *options = NULL;
    const int32_t status = loyalty_options_new(in, &options);
    assert_int_equal(options == NULL, status != LOYALTY_OK);
    loyalty_options_free(options);
    return status;
}

static int32_t send_batch(const void *in)
{
    loyalty_book *book;
    int32_t said = 77;
    assert_int_equal(loyalty_book_new(program, NULL, &book), LOYALTY_OK);
    const int32_t status = loyalty_book_record_batch(book, in, NULL, NULL, &said, NULL);
    assert_int_equal(loyalty_book_count(book), status == LOYALTY_OK);
    assert_int_equal(said, status ? 77 : LOYALTY_OK);
    loyalty_book_free(book);
    return status;
}

static int32_t send_plan(const void *in)
{
    loyalty_census *census = NULL;
    const int32_t status = loyalty_census_new(program, in, &census);
    assert_int_equal(census == NULL, status != LOYALTY_OK);
    loyalty_census_free(census);
    return status;
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

static const uint64_t number = 1;
static const int32_t date = 100;
static const loyalty_event event = {.size = sizeof event, .date = 200, .count = 1, .value = 10};
static const loyalty_allocator allocator = {
    .size = sizeof allocator, .allocate = give, .resize = give_more, .release = take};
static const loyalty_batch batch = {.size = sizeof batch, .rows = 1, .numbers = &number, .dates = &date};
static const loyalty_census_plan plan = {.size = sizeof plan, .as_of = 200};

static const struct input {
    const char *name;
    size_t size;
    const void *sound;
    int32_t (*send)(const void *in);
} inputs[] = {
    {"loyalty_event", sizeof event, &event, send_event},
    {"loyalty_metric_definition", sizeof ever, &ever, send_definition},
    {"loyalty_allocator", sizeof allocator, &allocator, send_allocator},
    {"loyalty_batch", sizeof batch, &batch, send_batch},
    {"loyalty_census_plan", sizeof plan, &plan, send_plan},
};

/* Sends a sound struct in memory of its own, so that a sanitizer sees a byte read too many. `dirty` is set if it is not 0. */
static int32_t send(const struct input *input, size_t bytes, size_t said, size_t dirty)
{
    unsigned char *sent = calloc(1, bytes);
    assert_non_null(sent);
    memcpy(sent, input->sound, bytes < input->size ? bytes : input->size);
    memcpy(sent, &said, sizeof said);
    if (dirty)
        sent[dirty] = 1;
    const int32_t status = input->send(sent);
    free(sent);
    return status;
}

static void test_newer_inputs(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++) {
        const struct input *input = &inputs[i];
        const size_t known = input->size;
        print_message("%s\n", input->name);
        assert_int_equal(send(input, known, known, 0), LOYALTY_OK);
        assert_int_equal(send(input, known + TAIL, known, known),
                         LOYALTY_OK); /* what follows is none of its business */
        assert_int_equal(send(input, known + TAIL, known + TAIL, 0), LOYALTY_OK);
        for (size_t dirty = known; dirty < known + TAIL; dirty++)
            assert_int_equal(send(input, known + TAIL, known + TAIL, dirty), LOYALTY_E_STRUCT_TAIL);
        assert_int_equal(send(input, LOYALTY_STRUCT_MAX, LOYALTY_STRUCT_MAX, 0), LOYALTY_OK);
        assert_int_equal(send(input, LOYALTY_STRUCT_MAX, LOYALTY_STRUCT_MAX, LOYALTY_STRUCT_MAX - 1),
                         LOYALTY_E_STRUCT_TAIL);
    }
}

static void test_impossible_sizes_are_refused(void **state)
{
    static const size_t large[] = {LOYALTY_STRUCT_MAX + 1, UINT32_MAX, SIZE_MAX / 2, SIZE_MAX};
    (void)state;
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++) {
        const struct input *input = &inputs[i];
        const size_t small[] = {0, 1, sizeof(size_t), input->size - 1};
        print_message("%s\n", input->name);
        for (size_t k = 0; k < sizeof small / sizeof small[0]; k++)
            assert_int_equal(send(input, input->size - 1, small[k], 0), LOYALTY_E_STRUCT);
        for (size_t k = 0; k < sizeof large / sizeof large[0]; k++)
            assert_int_equal(send(input, input->size, large[k], 0), LOYALTY_E_STRUCT);
    }
}

/* Run last: what was refused has changed nothing. */
static void test_only_what_was_accepted_counts(void **state)
{
    int64_t numerator, denominator;
    (void)state;
    assert_int_equal(loyalty_customer_metric(customer, 0, &numerator, &denominator), LOYALTY_OK);
    assert_int_equal(numerator, accepted);
    assert_true(accepted > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_newer_inputs),
        cmocka_unit_test(test_impossible_sizes_are_refused),
        cmocka_unit_test(test_only_what_was_accepted_counts),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
