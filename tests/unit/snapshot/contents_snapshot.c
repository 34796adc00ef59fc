/* SPDX-License-Identifier: MIT */
/* Snapshots whose ids have contents. */
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "snapshot_bytes.h"
#include "support.h"

static const char shop[] = "{'format':1,'name':'t','events':{'visit':{},'sale':{'value':[-5,1000]},'gift':{}},"
                           "'accept_late':'20d','metrics':{'spend':{'sum':'sale'}},"
                           "'ladder':[{'rung':'guest'},{'rung':'fan','enter':['spend >= 100']}]}";
/* Another fingerprint, other numbers of kinds, and no gifts. */
static const char sales[] =
    "{'format':1,'name':'u','events':{'sale':{'value':[-5,1000]},'visit':{}},'accept_late':'9d',"
    "'metrics':{'spend':{'sum':'sale'}},'ladder':[{'rung':'a'}]}";

enum { FLAGS_AT = 6 };

static loyalty_customer *anna;

static loyalty_program *keeping(const char *json)
{
    loyalty_options *options;
    OK(loyalty_options_new(NULL, &options));
    OK(loyalty_options_keep_contents(options));
    loyalty_program *program = table_with(json, options);
    loyalty_options_free(options);
    return program;
}

static loyalty_customer *loaded(loyalty_program *program, const struct bytes *saved)
{
    loyalty_customer *made;
    OK(loyalty_customer_load(program, saved->bytes, saved->length, NULL, &made));
    return made;
}

static int32_t sell(loyalty_customer *customer, const char *kind, const char *date, int64_t value, const char *id)
{
    loyalty_event event = event_of(customer, kind, date);
    event.value = value;
    event.id = id;
    event.id_length = (uint32_t)strlen(id);
    return loyalty_customer_record(customer, &event, NULL, NULL);
}

static int32_t take_back(loyalty_customer *customer, const char *id)
{
    return loyalty_customer_void(customer, id, (uint32_t)strlen(id), NULL, NULL);
}

static int set_up(void **state)
{
    loyalty_program *program = keeping(shop);
    (void)state;
    OK(loyalty_customer_new(program, &anna));
    loyalty_program_unref(program);
    OK(sell(anna, "sale", "2024-01-10", 100, "a"));
    OK(sell(anna, "sale", "2024-01-11", -5, "low"));
    OK(sell(anna, "gift", "2024-01-12", 0, "g")); /* of which the log has nothing in the end */
    OK(take_back(anna, "g"));
    OK(sell(anna, "sale", "2024-01-01", 7, "old"));
    OK(advance(anna, "2024-01-22"));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loyalty_customer_free(anna);
    return 0;
}

static void contents_come_back(void **state)
{
    struct bytes saved = bytes_of(anna);
    (void)state;
    assert_int_equal(saved.bytes[FLAGS_AT], 1);
    loyalty_customer *twin = loaded(loyalty_customer_program(anna), &saved);
    struct bytes again = bytes_of(twin);
    assert_int_equal(again.length, saved.length);
    assert_memory_equal(again.bytes, saved.bytes, saved.length);
    assert_int_equal(sell(twin, "sale", "2024-01-10", 101, "a"), LOYALTY_E_CONFLICT);
    assert_int_equal(sell(twin, "gift", "2024-01-12", 0, "g"), LOYALTY_E_DUPLICATE);
    assert_int_equal(take_back(twin, "g"), LOYALTY_E_DUPLICATE);
    assert_int_equal(take_back(twin, "old"), LOYALTY_E_NOT_FOUND);
    OK(take_back(twin, "a"));
    OK(take_back(twin, "low"));
    assert_string_equal(metric_text(twin, "spend"), "7");
    bytes_free(&saved);
    bytes_free(&again);
    loyalty_customer_free(twin);
}

static void another_table_takes_what_it_has_kinds_for(void **state)
{
    loyalty_program *other = keeping(sales);
    struct bytes saved = bytes_of(anna);
    loyalty_customer *twin = loaded(other, &saved);
    (void)state;
    assert_int_equal(take_back(twin, "g"), LOYALTY_E_NOT_FOUND);
    assert_int_equal(take_back(twin, "a"), LOYALTY_E_NOT_FOUND); /* more than 9 days ago */
    loyalty_customer_free(twin);
    bytes_free(&saved);
    OK(sell(anna, "gift", "2024-01-15", 0, "h"));
    OK(sell(anna, "sale", "2024-01-15", 1, "b"));
    saved = bytes_of(anna);
    twin = loaded(other, &saved);
    assert_int_equal(take_back(twin, "h"), LOYALTY_E_NOT_FOUND);
    assert_int_equal(sell(twin, "sale", "2024-01-15", 1, "h"), LOYALTY_E_DUPLICATE);
    OK(take_back(twin, "b"));
    assert_string_equal(metric_text(twin, "spend"), "102");
    loyalty_customer_free(twin);
    loyalty_program_unref(other);
    bytes_free(&saved);
}

static void programs_with_and_without(void **state)
{
    loyalty_program *plain = table(shop);
    struct bytes saved = bytes_of(anna);
    loyalty_customer *twin = loaded(plain, &saved);
    (void)state;
    assert_int_equal(take_back(twin, "a"), LOYALTY_E_NOT_FOUND);
    assert_int_equal(sell(twin, "sale", "2024-01-10", 101, "a"), LOYALTY_E_DUPLICATE);
    assert_int_equal(sell(twin, "gift", "2024-01-12", 0, "g"), LOYALTY_E_DUPLICATE);
    struct bytes without = bytes_of(twin);
    assert_int_equal(without.bytes[FLAGS_AT], 0);
    loyalty_customer_free(twin);
    twin = loaded(loyalty_customer_program(anna), &without);
    assert_int_equal(take_back(twin, "a"), LOYALTY_E_NOT_FOUND);
    assert_int_equal(sell(twin, "sale", "2024-01-10", 101, "a"), LOYALTY_E_DUPLICATE);
    OK(sell(twin, "sale", "2024-01-10", 1, "new"));
    OK(take_back(twin, "new"));
    struct bytes mixed = bytes_of(twin); /* some with contents and some without */
    loyalty_customer_free(twin);
    twin = loaded(loyalty_customer_program(anna), &mixed);
    assert_int_equal(take_back(twin, "a"), LOYALTY_E_NOT_FOUND);
    assert_int_equal(take_back(twin, "new"), LOYALTY_E_DUPLICATE);
    loyalty_customer_free(twin);
    loyalty_program_unref(plain);
    bytes_free(&saved);
    bytes_free(&without);
    bytes_free(&mixed);
}

/* The other's event of that id is older than its own, whose date the id has. */
static void dates_of_merged_ids(void **state)
{
    loyalty_customer *other;
    (void)state;
    OK(loyalty_customer_new(loyalty_customer_program(anna), &other));
    OK(sell(other, "sale", "2024-01-18", 3, "a"));
    OK(loyalty_customer_merge(anna, other, NULL, NULL, NULL));
    loyalty_customer_free(other);
    struct bytes saved = bytes_of(anna);
    other = loaded(loyalty_customer_program(anna), &saved);
    OK(take_back(other, "a"));
    assert_string_equal(metric_text(other, "spend"), "5");
    loyalty_customer_free(other);
    bytes_free(&saved);
}

/* With checksums that are right: refused, or a customer who gives the same bytes. */
static void bytes_that_no_customer_gives_are_refused(void **state)
{
    struct bytes saved = bytes_of(anna);
    uint32_t refused = 0;
    (void)state;
    for (size_t i = FLAGS_AT; i < saved.length - SNAPSHOT_SEAL; i++) {
        if (i == 8)
            i = SNAPSHOT_HEAD; /* the length, the fingerprint and a checksum are other tests' */
        const unsigned char right = saved.bytes[i];
        for (int flip = 1; flip <= 255; flip++) {
            loyalty_customer *twin;
            saved.bytes[i] = (unsigned char)(right ^ flip);
            snapshot_reseal(saved.bytes, saved.length);
            const int32_t status =
                loyalty_customer_load(loyalty_customer_program(anna), saved.bytes, saved.length, NULL, &twin);
            if (status) {
                assert_int_equal(status, LOYALTY_E_SNAPSHOT);
                refused++;
                continue;
            }
            struct bytes again = bytes_of(twin);
            assert_int_equal(again.length, saved.length);
            assert_memory_equal(again.bytes, saved.bytes, saved.length);
            bytes_free(&again);
            loyalty_customer_free(twin);
        }
        saved.bytes[i] = right;
    }
    assert_true(refused > 0);
    bytes_free(&saved);
}

static void a_book_with_contents(void **state)
{
    loyalty_book *book, *twin;
    struct random sizes = {1};
    struct bytes saved = {.sizes = &sizes}, again = {.bytes = NULL};
    loyalty_event event = event_of(anna, "sale", "2024-01-10");
    (void)state;
    OK(loyalty_book_new(loyalty_customer_program(anna), NULL, &book));
    for (int i = 0; i < 300; i++) {
        const char *id = text_of("id %d", i);
        event.kind = (uint32_t)i % 3;
        event.id = id;
        event.id_length = (uint32_t)strlen(id);
        OK(loyalty_book_record(book, i % 2 ? "bert" : "emil", 4, &event, NULL, NULL, NULL));
    }
    OK(loyalty_book_save(book, bytes_write, &saved));
    OK(loyalty_book_load(loyalty_customer_program(anna), NULL, bytes_read, &saved, NULL, &twin));
    OK(loyalty_book_save(twin, bytes_write, &again));
    assert_int_equal(again.length, saved.length);
    assert_memory_equal(again.bytes, saved.bytes, saved.length);
    assert_int_equal(loyalty_book_record(twin, "bert", 4, &event, NULL, NULL, NULL), LOYALTY_E_DUPLICATE);
    event.value = 1;
    assert_int_equal(loyalty_book_record(twin, "bert", 4, &event, NULL, NULL, NULL), LOYALTY_E_CONFLICT);
    loyalty_book_free(book);
    loyalty_book_free(twin);
    bytes_free(&saved);
    bytes_free(&again);
}

#define CONTENTS_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CONTENTS_TEST(contents_come_back),
        CONTENTS_TEST(another_table_takes_what_it_has_kinds_for),
        CONTENTS_TEST(programs_with_and_without),
        CONTENTS_TEST(dates_of_merged_ids),
        CONTENTS_TEST(bytes_that_no_customer_gives_are_refused),
        CONTENTS_TEST(a_book_with_contents),
    };
    return cmocka_run_group_tests_name("contents snapshot", tests, NULL, NULL);
}
