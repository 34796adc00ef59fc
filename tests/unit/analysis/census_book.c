/* SPDX-License-Identifier: MIT */
/* A census of books: the same figures as of their customers one by one, and nothing where one cannot be counted. */
#include "seed.h"
#include "support.h"

static const char shop[] = "{'format':1,'name':'shop','events':{'visit':{},'sale':{}},'metrics':{'n':{'count':'sale',"
                           "'within':'30d'},'sun':{'host':'sun'}},'score':{'points':{'n':[[1,5],[2,9]]}},'ladder':["
                           "{'rung':'guest'},{'rung':'friend','enter':['n >= 1']},{'rung':'partner','enter':['n >= 2',"
                           "'sun >= 0']}],'segments':{'s':[{'segment':'a','when':['n >= 2']},{'segment':'b'}]}}";

static loyalty_program *program;
static uint32_t answers; /* after so many the host fails */

static int32_t sun(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until)
{
    (void)user, (void)customer_user;
    *value = date % 7;
    *until = date;
    return answers-- == 0 ? LOYALTY_E_HOST : LOYALTY_OK;
}

static int set_up(void **state)
{
    loyalty_options *options;
    (void)state;
    answers = UINT32_MAX;
    OK(loyalty_options_new(NULL, &options));
    OK(loyalty_options_bind(options, "sun", sun, NULL));
    program = table_with(shop, options);
    loyalty_options_free(options);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loyalty_program_unref(program);
    return 0;
}

enum { CUSTOMERS = 50 };

static loyalty_event event_number(uint32_t i)
{
    return (loyalty_event){.size = sizeof(loyalty_event),
                           .kind = i % 3 ? 1 : 0,
                           .date = day("2024-01-01") + (int32_t)(i * 37 % 120),
                           .count = 1};
}

/* Events `first`, and every so many after it, of 400. */
static loyalty_book *book_of(uint32_t first, uint32_t step)
{
    loyalty_book *book;
    OK(loyalty_book_new(program, seed_of(1), &book));
    for (uint32_t i = 0; i < 400; i++) {
        uint32_t key = i * i % CUSTOMERS;
        loyalty_event event = event_number(i);
        if (key % step == first)
            OK(loyalty_book_record(book, &key, sizeof key, &event, NULL, NULL, NULL));
    }
    return book;
}

static loyalty_census *census_of(void)
{
    static const uint32_t sales[] = {1};
    loyalty_census *census;
    loyalty_census_plan plan = {.size = sizeof plan,
                                .as_of = day("2024-04-10"),
                                .parts = LOYALTY_CENSUS_MOVEMENT | LOYALTY_CENSUS_RETENTION | LOYALTY_CENSUS_INFLUENCE,
                                .from_date = day("2024-03-01"),
                                .kinds = sales,
                                .kind_count = 1,
                                .days = 7,
                                .first_from = day("2024-01-01"),
                                .first_to = day("2024-01-31"),
                                .second_from = day("2024-02-01"),
                                .second_to = day("2024-02-29")};
    OK(loyalty_census_new(program, &plan, &census));
    return census;
}

static const char *json_of(const loyalty_census *census)
{
    static char texts[2][6000];
    static int turn;
    size_t needed;
    char *text = texts[turn = !turn];
    OK(loyalty_census_json(census, text, sizeof *texts, &needed));
    return text;
}

/* By the public calls on the book, and customer by customer. */
static loyalty_census *census_one_by_one(loyalty_book *book)
{
    loyalty_census *census = census_of();
    uint64_t cursor = 0;
    const loyalty_customer *customer;
    while (loyalty_book_each(book, &cursor, NULL, NULL, &customer) == LOYALTY_OK)
        OK(loyalty_census_add(census, customer));
    return census;
}

static void a_book_is_its_customers(void **state)
{
    static const char *const days[] = {NULL, "2024-03-01", "2024-04-10", "2024-06-01"};
    loyalty_book *book = book_of(0, 1);
    loyalty_census *before = census_one_by_one(book);
    (void)state;
    assert_true(loyalty_census_count(before) > 20);
    for (size_t i = 0; i < LENGTH(days); i++) {
        if (days[i])
            OK(loyalty_book_advance(book, day(days[i]), NULL, NULL));
        loyalty_census *all = census_of(), *single = census_one_by_one(book);
        OK(loyalty_census_add_book(all, book));
        assert_string_equal(json_of(all), json_of(single));
        assert_string_equal(json_of(all), json_of(before)); /* whatever the book's day */
        loyalty_census_free(all);
        loyalty_census_free(single);
    }
    loyalty_census_free(before);
    loyalty_book_free(book);
}

static void books_of_threads_add_up(void **state)
{
    loyalty_book *all = book_of(0, 1), *part;
    loyalty_census *expected = census_of(), *census = census_of();
    (void)state;
    OK(loyalty_census_add_book(expected, all));
    for (uint32_t i = 0; i < 3; i++) {
        loyalty_census *own = census_of();
        part = book_of(i, 3);
        OK(loyalty_book_advance(part, day("2024-04-10"), NULL, NULL));
        OK(loyalty_census_add_book(i == 1 ? census : own, part));
        OK(loyalty_census_merge(census, own));
        loyalty_census_free(own);
        loyalty_book_free(part);
    }
    assert_string_equal(json_of(census), json_of(expected));
    loyalty_census_free(census);
    loyalty_census_free(expected);
    loyalty_book_free(all);
}

static void nothing_is_counted_where_one_fails(void **state)
{
    loyalty_book *book = book_of(0, 1);
    loyalty_census *census = census_of(), *twice = census_of();
    const char *before;
    uint32_t failures = 0;
    int32_t status = LOYALTY_E_HOST;
    (void)state;
    OK(loyalty_census_add_book(census, book));
    before = text_of("%s", json_of(census));
    for (uint32_t after = 0; status == LOYALTY_E_HOST; after += 10) {
        assert_string_equal(json_of(census), before);
        answers = after;
        status = loyalty_census_add_book(census, book);
        failures += status == LOYALTY_E_HOST;
    }
    OK(status);
    assert_true(failures > 3);
    answers = UINT32_MAX;
    OK(loyalty_census_add_book(twice, book));
    OK(loyalty_census_merge(twice, twice));
    assert_string_equal(json_of(census), json_of(twice));
    loyalty_census_free(census);
    loyalty_census_free(twice);
    loyalty_book_free(book);
}

static void what_is_refused(void **state)
{
    loyalty_program *other = table("{'format':1,'name':'t','events':{'v':{}},'ladder':[{'rung':'a'}]}");
    loyalty_book *stranger, *empty;
    loyalty_census *census = census_of();
    (void)state;
    OK(loyalty_book_new(other, NULL, &stranger));
    OK(loyalty_book_new(program, NULL, &empty));
    assert_int_equal(loyalty_census_add_book(census, stranger), LOYALTY_E_PROGRAM);
    assert_int_equal(loyalty_census_add_book(census, NULL), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_census_add_book(NULL, empty), LOYALTY_E_ARGUMENT);
    OK(loyalty_census_add_book(census, empty));
    assert_int_equal(loyalty_census_count(census), 0);
    loyalty_census_free(census);
    loyalty_book_free(stranger);
    loyalty_book_free(empty);
    loyalty_program_unref(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_book_is_its_customers),
        cmocka_unit_test(books_of_threads_add_up),
        cmocka_unit_test(nothing_is_counted_where_one_fails),
        cmocka_unit_test(what_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
