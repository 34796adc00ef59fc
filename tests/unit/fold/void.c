/* SPDX-License-Identifier: MIT */
/* Events taken back by their id, and ids that come again with other contents. */
#include <stdlib.h>
#include <string.h>

#include "allocator.h"
#include "random.h"
#include "support.h"

static const char shop[] =
    "{'format':1,'name':'t','events':{'visit':{},'sale':{'value':[-5,1000]}},'accept_late':'20d',"
    "'metrics':{'visits':{'count':'visit','within':'30d'},'spend':{'sum':'sale'}},"
    "'ladder':[{'rung':'guest'},{'rung':'friend','enter':['visits >= 1'],'grace':'3d'},"
    "{'rung':'fan','enter':['spend >= 100']}]}";

/* The same without visits, with other numbers of kinds, and with a narrower range. */
static const char sales[] = "{'format':1,'name':'u','events':{'gift':{},'sale':{'value':[0,50]}},'accept_late':'20d',"
                            "'metrics':{'spend':{'sum':'sale'}},'ladder':[{'rung':'a'}]}";

static struct counting counting;
static loyalty_customer *anna;

static loyalty_program *keeping(const char *json)
{
    loyalty_options *options = counting_options(&counting);
    OK(loyalty_options_keep_contents(options));
    loyalty_program *program = table_with(json, options);
    loyalty_options_free(options);
    return program;
}

static loyalty_customer *keeper(const char *json)
{
    loyalty_customer *made;
    loyalty_program *program = keeping(json);
    OK(loyalty_customer_new(program, &made));
    loyalty_program_unref(program);
    return made;
}

static int set_up(void **state)
{
    (void)state;
    counting = (struct counting){.fail_at = ALLOCATOR_NEVER};
    anna = keeper(shop);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loyalty_customer_free(anna);
    assert_int_equal(counting.live, 0);
    assert_int_equal(counting.strange, 0);
    return 0;
}

static int32_t sell(loyalty_customer *customer, const char *date, int32_t count, int64_t value, const char *id)
{
    loyalty_event event = event_of(customer, "sale", date);
    event.count = count;
    event.value = value;
    event.id = id;
    event.id_length = (uint32_t)strlen(id);
    return loyalty_customer_record(customer, &event, NULL, NULL);
}

static int32_t take_back(loyalty_customer *customer, const char *id)
{
    return loyalty_customer_void(customer, id, (uint32_t)strlen(id), NULL, NULL);
}

/* Returns the customer's snapshot, which has all there is to see. */
struct seen {
    unsigned char *bytes;
    size_t length;
};

static struct seen look(const loyalty_customer *customer)
{
    struct seen seen = {NULL, 0};
    assert_int_equal(loyalty_customer_save(customer, NULL, 0, &seen.length), LOYALTY_E_SPACE);
    seen.bytes = malloc(seen.length);
    assert_non_null(seen.bytes);
    OK(loyalty_customer_save(customer, seen.bytes, seen.length, &seen.length));
    return seen;
}

static void assert_still(const loyalty_customer *customer, struct seen *before)
{
    struct seen after = look(customer);
    assert_int_equal(after.length, before->length);
    assert_memory_equal(after.bytes, before->bytes, before->length);
    free(after.bytes);
    free(before->bytes);
}

static void a_voided_event_was_never_recorded(void **state)
{
    (void)state;
    OK(sell(anna, "2024-01-03", 2, 60, "a"));
    OK(sell(anna, "2024-01-03", 1, 30, "b"));
    OK(advance(anna, "2024-01-05"));
    assert_string_equal(standing_text(anna), "fan since 2024-01-03");
    OK(take_back(anna, "a"));
    assert_string_equal(metric_text(anna, "spend"), "30");
    assert_string_equal(standing_text(anna), "guest since 2024-01-03");
    OK(take_back(anna, "b"));
    assert_string_equal(standing_text(anna), status_name(LOYALTY_E_ABSENT));
}

static void what_took_something_back_is_given_again(void **state)
{
    (void)state;
    OK(sell(anna, "2024-01-03", 1, 120, "a"));
    OK(sell(anna, "2024-01-03", -1, 50, "b"));
    OK(advance(anna, "2024-01-03"));
    assert_string_equal(standing_text(anna), "guest since 2024-01-03");
    OK(take_back(anna, "b"));
    assert_string_equal(standing_text(anna), "fan since 2024-01-03");
    assert_string_equal(metric_text(anna, "spend"), "120");
}

static void it_reports_as_record_does(void **state)
{
    struct diary diary = {""};
    (void)state;
    OK(sell(anna, "2024-01-03", 1, 100, "a"));
    OK(advance(anna, "2024-01-05"));
    OK(loyalty_customer_void(anna, "a", 1, write_down, &diary));
    assert_string_equal(diary.text, "revoked 2024-01-03 guest > fan");
}

static void an_event_is_voided_once_and_stays_known(void **state)
{
    (void)state;
    OK(sell(anna, "2024-01-03", 1, 100, "a"));
    OK(take_back(anna, "a"));
    struct seen before = look(anna);
    assert_int_equal(take_back(anna, "a"), LOYALTY_E_DUPLICATE);
    assert_int_equal(sell(anna, "2024-01-03", 1, 100, "a"), LOYALTY_E_DUPLICATE);
    assert_int_equal(sell(anna, "2024-01-03", 1, 101, "a"), LOYALTY_E_CONFLICT);
    assert_still(anna, &before);
}

static void other_contents_are_a_conflict(void **state)
{
    (void)state;
    OK(sell(anna, "2024-01-03", 2, -5, "a"));
    OK(advance(anna, "2024-01-05"));
    struct seen before = look(anna);
    assert_int_equal(sell(anna, "2024-01-03", 2, -5, "a"), LOYALTY_E_DUPLICATE);
    assert_int_equal(sell(anna, "2024-01-04", 2, -5, "a"), LOYALTY_E_CONFLICT);
    assert_int_equal(sell(anna, "2024-01-03", 1, -5, "a"), LOYALTY_E_CONFLICT);
    assert_int_equal(sell(anna, "2024-01-03", 2, 5, "a"), LOYALTY_E_CONFLICT);
    assert_int_equal(record_id(anna, "visit", "2024-01-03", "a"), LOYALTY_E_CONFLICT);
    assert_int_equal(sell(anna, "2023-01-03", 2, -5, "a"), LOYALTY_E_CONFLICT); /* too late, too */
    assert_still(anna, &before);
}

static void what_cannot_be_voided(void **state)
{
    static const char longest[LOYALTY_ID_MAX + 1] = {0};
    (void)state;
    OK(sell(anna, "2024-01-03", INT32_MIN, 0, "least"));
    OK(sell(anna, "2024-01-03", 1, 1, "old"));
    assert_int_equal(take_back(anna, "unknown"), LOYALTY_E_NOT_FOUND);
    assert_int_equal(take_back(anna, ""), LOYALTY_E_NOT_FOUND);
    assert_int_equal(loyalty_customer_void(anna, NULL, 0, NULL, NULL), LOYALTY_E_NOT_FOUND);
    assert_int_equal(loyalty_customer_void(anna, longest, sizeof longest, NULL, NULL), LOYALTY_E_ID);
    assert_int_equal(take_back(anna, "least"), LOYALTY_E_OVERFLOW);
    OK(advance(anna, "2024-01-23"));
    OK(take_back(anna, "old"));
    OK(advance(anna, "2024-01-24"));
    assert_int_equal(take_back(anna, "old"), LOYALTY_E_NOT_FOUND);
    OK(sell(anna, "2024-01-10", 1, 7, "old")); /* a new one */
    OK(take_back(anna, "old"));
    assert_string_equal(metric_text(anna, "spend"), "0");
}

static void without_the_option_nothing_is_kept(void **state)
{
    loyalty_customer *plain = customer_of(shop);
    (void)state;
    OK(sell(plain, "2024-01-03", 1, 100, "a"));
    assert_int_equal(take_back(plain, "a"), LOYALTY_E_NOT_FOUND);
    assert_int_equal(sell(plain, "2024-01-04", 1, 100, "a"), LOYALTY_E_DUPLICATE);
    loyalty_customer_free(plain);
}

static int32_t void_within(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    loyalty_customer *copy;
    (void)transition;
    assert_int_equal(take_back(user, "b"), LOYALTY_E_BUSY);
    OK(loyalty_customer_copy(customer, &copy)); /* the event is marked already */
    assert_int_equal(take_back(copy, "a"), LOYALTY_E_DUPLICATE);
    loyalty_customer_free(copy);
    loyalty_customer_free(user);
    return 0;
}

static void a_callback_may_free_the_customer(void **state)
{
    (void)state;
    OK(sell(anna, "2024-01-03", 1, 100, "a"));
    OK(sell(anna, "2024-01-03", 1, 1, "b"));
    OK(advance(anna, "2024-01-05"));
    OK(loyalty_customer_void(anna, "a", 1, void_within, anna));
    anna = NULL;
}

static void a_copy_has_its_own(void **state)
{
    loyalty_customer *copy;
    (void)state;
    OK(sell(anna, "2024-01-03", 1, 100, "a"));
    OK(loyalty_customer_copy(anna, &copy));
    OK(take_back(copy, "a"));
    OK(take_back(anna, "a"));
    loyalty_customer_free(copy);
    OK(loyalty_customer_copy(anna, &copy));
    assert_int_equal(take_back(copy, "a"), LOYALTY_E_DUPLICATE);
    OK(loyalty_customer_erase(copy));
    assert_int_equal(take_back(copy, "a"), LOYALTY_E_NOT_FOUND);
    loyalty_customer_free(copy);
}

static loyalty_customer *second(void)
{
    loyalty_customer *made;
    OK(loyalty_customer_new(loyalty_customer_program(anna), &made));
    return made;
}

static void merged_ids_can_be_voided(void **state)
{
    loyalty_customer *other = second();
    (void)state;
    OK(sell(anna, "2024-01-03", 1, 10, "own"));
    OK(sell(anna, "2024-01-03", 1, 20, "both"));
    OK(sell(anna, "2024-01-03", 1, 40, "gone here"));
    OK(take_back(anna, "gone here"));
    OK(sell(other, "2024-01-04", 1, 80, "both"));
    OK(sell(other, "2024-01-05", 1, 40, "gone here"));
    OK(sell(other, "2024-01-05", 1, 160, "theirs"));
    OK(sell(other, "2024-01-05", 1, 320, "gone there"));
    OK(take_back(other, "gone there"));
    OK(loyalty_customer_merge(anna, other, NULL, NULL, NULL));
    loyalty_customer_free(other);
    OK(advance(anna, "2024-01-06"));
    assert_string_equal(metric_text(anna, "spend"), "310");
    assert_int_equal(take_back(anna, "gone there"), LOYALTY_E_DUPLICATE);
    OK(take_back(anna, "gone here")); /* the other's, which was not taken back */
    OK(take_back(anna, "both"));      /* its own */
    assert_int_equal(take_back(anna, "both"), LOYALTY_E_DUPLICATE);
    OK(take_back(anna, "theirs"));
    OK(take_back(anna, "own"));
    assert_string_equal(metric_text(anna, "spend"), "80");
}

/* An id that one has forgotten, and the other uses for another event. */
static void forgotten_contents_do_not_hide_others(void **state)
{
    loyalty_customer *other = second();
    (void)state;
    OK(sell(anna, "2024-01-03", 1, 10, "a"));
    OK(sell(other, "2024-02-20", 1, 20, "a"));
    OK(advance(other, "2024-02-25"));
    OK(loyalty_customer_merge(anna, other, NULL, NULL, NULL));
    OK(take_back(anna, "a"));
    assert_string_equal(metric_text(anna, "spend"), "10");
    loyalty_customer_free(other);
}

static void a_conversion_maps_kinds(void **state)
{
    loyalty_program *program = keeping(sales);
    loyalty_customer *converted;
    (void)state;
    OK(record_id(anna, "visit", "2024-01-03", "v"));
    OK(sell(anna, "2024-01-03", 1, 10, "a"));
    OK(sell(anna, "2024-01-03", 1, 100, "large"));
    OK(sell(anna, "2024-01-03", 1, 20, "gone"));
    OK(take_back(anna, "gone"));
    OK(loyalty_customer_convert(anna, program, NULL, &converted));
    loyalty_program_unref(program);
    OK(advance(converted, "2024-01-06"));
    assert_int_equal(take_back(converted, "v"), LOYALTY_E_NOT_FOUND);
    assert_int_equal(record_id(converted, "gift", "2024-01-03", "v"), LOYALTY_E_DUPLICATE);
    assert_int_equal(take_back(converted, "gone"), LOYALTY_E_DUPLICATE);
    assert_int_equal(take_back(converted, "large"), LOYALTY_E_VALUE); /* the other table refuses it */
    OK(take_back(converted, "a"));
    assert_string_equal(metric_text(converted, "spend"), "100");
    loyalty_customer_free(converted);
}

static void a_conversion_to_or_from_a_program_that_keeps_nothing(void **state)
{
    loyalty_customer *plain = customer_of(shop), *converted;
    (void)state;
    OK(sell(plain, "2024-01-03", 1, 10, "a"));
    OK(loyalty_customer_convert(plain, loyalty_customer_program(anna), NULL, &converted));
    assert_int_equal(take_back(converted, "a"), LOYALTY_E_NOT_FOUND);
    assert_int_equal(sell(converted, "2024-01-04", 1, 10, "a"), LOYALTY_E_DUPLICATE);
    OK(sell(converted, "2024-01-04", 1, 10, "b"));
    OK(take_back(converted, "b"));
    loyalty_customer_free(converted);
    OK(sell(anna, "2024-01-03", 1, 10, "a"));
    OK(loyalty_customer_convert(anna, loyalty_customer_program(plain), NULL, &converted));
    assert_int_equal(take_back(converted, "a"), LOYALTY_E_NOT_FOUND);
    loyalty_customer_free(converted);
    loyalty_customer_free(plain);
}

static void a_receipt_with_a_conflict_is_refused(void **state)
{
    const uint32_t kinds[] = {0, 0}, lengths[] = {1, 1};
    const loyalty_date dates[] = {day("2024-01-04"), day("2024-01-04")};
    const void *const ids[] = {"a", "b"};
    const loyalty_batch batch = {
        .size = sizeof batch, .rows = 2, .kinds = kinds, .dates = dates, .ids = ids, .id_lengths = lengths};
    size_t refused = 7;
    (void)state;
    OK(sell(anna, "2024-01-03", 1, 100, "b"));
    assert_int_equal(loyalty_customer_record_all(anna, &batch, NULL, NULL, &refused), LOYALTY_E_CONFLICT);
    assert_int_equal(refused, 1);
    OK(take_back(anna, "b"));
    assert_int_equal(take_back(anna, "a"), LOYALTY_E_NOT_FOUND);
}

static void without_memory_nothing_changes(void **state)
{
    (void)state;
    for (int i = 0; i < 9; i++)
        OK(sell(anna, date_text(day("2024-01-03") + i), 1, 100, text_of("%d", i)));
    OK(sell(anna, "2024-01-05", 1, -5, "low"));
    OK(record_value(anna, "sale", "2024-01-05", 1, 1000));
    OK(advance(anna, "2024-01-12"));
    for (int32_t i = 0; i < 10; i++) {
        const char *id = i < 9 ? text_of("%d", (int)i) : "low";
        for (uint32_t failures = 0;; failures++) {
            struct seen before = look(anna);
            counting.failed = 0;
            counting.fail_at = counting.calls + failures;
            const int32_t status = take_back(anna, id);
            counting.fail_at = ALLOCATOR_NEVER;
            if (!counting.failed) {
                OK(status);
                free(before.bytes);
                break;
            }
            assert_int_equal(status, LOYALTY_E_MEMORY);
            assert_still(anna, &before);
        }
        assert_int_equal(take_back(anna, id), LOYALTY_E_DUPLICATE);
    }
}

/* Many ids, so that the set grows and forgets: each keeps what is its own. */
static void contents_move_with_their_ids(void **state)
{
    (void)state;
    for (int i = 0; i < 3000; i++) {
        const char *date = date_text(day("2024-01-01") + i / 10);
        OK(sell(anna, date, 1 + i % 3, i % 1000, text_of("%d", i * 7919 % 3001)));
        if (i % 10 == 0)
            OK(advance(anna, date));
    }
    for (int i = 2800; i < 3000; i++) {
        const char *date = date_text(day("2024-01-01") + i / 10), *id = text_of("%d", i * 7919 % 3001);
        assert_int_equal(sell(anna, date, 1 + i % 3, i % 1000, id), LOYALTY_E_DUPLICATE);
        assert_int_equal(sell(anna, date, 2 + i % 3, i % 1000, id), LOYALTY_E_CONFLICT);
    }
}

static void null_is_refused(void **state)
{
    (void)state;
    REFUSED(loyalty_options_keep_contents(NULL));
    REFUSED(loyalty_customer_void(NULL, "a", 1, NULL, NULL));
    REFUSED(loyalty_customer_void(anna, NULL, 1, NULL, NULL));
}

#define VOID_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        VOID_TEST(a_voided_event_was_never_recorded),
        VOID_TEST(what_took_something_back_is_given_again),
        VOID_TEST(it_reports_as_record_does),
        VOID_TEST(an_event_is_voided_once_and_stays_known),
        VOID_TEST(other_contents_are_a_conflict),
        VOID_TEST(what_cannot_be_voided),
        VOID_TEST(without_the_option_nothing_is_kept),
        VOID_TEST(a_callback_may_free_the_customer),
        VOID_TEST(a_copy_has_its_own),
        VOID_TEST(merged_ids_can_be_voided),
        VOID_TEST(forgotten_contents_do_not_hide_others),
        VOID_TEST(a_conversion_maps_kinds),
        VOID_TEST(a_conversion_to_or_from_a_program_that_keeps_nothing),
        VOID_TEST(a_receipt_with_a_conflict_is_refused),
        VOID_TEST(without_memory_nothing_changes),
        VOID_TEST(contents_move_with_their_ids),
        VOID_TEST(null_is_refused),
    };
    return cmocka_run_group_tests_name("void", tests, NULL, NULL);
}
