/* SPDX-License-Identifier: MIT */
/* The reference's terms, against cases worked out by hand. */
#include "calendar.h"
#include "fixture.h"

#include <string.h>

static void assert_term(const struct ref_log *log, const char *date, const char *counts_from, const char *end)
{
    struct ref_standing found = standing(log, date);
    assert_int_equal(found.term.counts_from, day(counts_from));
    assert_int_equal(found.term.end, end != NULL ? day(end) : ref_never());
}

static void assert_failing(const struct ref_log *log, const char *date, const char *failing)
{
    assert_int_equal(standing(log, date).failing, failing != NULL ? day(failing) : REF_NO_DATE);
}

/* Two metrics: `t`, what happened in the term, and `n`, what happened in the last five days. */
static struct ref_log term_log(const char *rungs)
{
    char text[900] = "{'format': 1, 'name': 't', 'events': {'v': {}, 'w': {}}, 'metrics': {"
                     "'t': {'count': 'v', 'within': 'term'}, 'n': {'count': 'v', 'within': '5d'},"
                     "'w': {'count': 'w', 'within': '5d'}}, 'ladder': [{'rung': 'a'}, ";
    return log_of(strcat(strcat(text, rungs), "]}"));
}

#define TEN_DAYS "'enter': ['n >= 2'], 'keep': ['t >= 1'], 'term': '10d'"

static void test_nothing_happens(void **state)
{
    struct ref_log log = term_log("{'rung': 'b', " TEN_DAYS "}");
    (void)state;
    add(&log, "v", day("2024-01-01"), 0, 2);
    assert_term(&log, "2024-01-01", "2024-01-02", "2024-01-11"); /* what led there is spent */
    assert_failing(&log, "2024-01-10", NULL);                    /* nothing is asked within the term */
    assert_moves(&log, "2024-02-01", "01-01 0>1, 01-11 1>0");
    assert_term(&log, "2024-01-12", "2024-01-11", NULL);
    end(&log);
}

static void test_renewed(void **state)
{
    struct ref_log log = term_log("{'rung': 'b', " TEN_DAYS "}");
    (void)state;
    add(&log, "v", day("2024-01-01"), 0, 2);
    add(&log, "v", day("2024-01-10"), 0, 1); /* the last day of the term */
    assert_term(&log, "2024-01-10", "2024-01-02", "2024-01-11");
    assert_term(&log, "2024-01-11", "2024-01-11", "2024-01-21");
    assert_moves(&log, "2024-02-01", "01-01 0>1, 01-21 1>0");
    assert_int_equal(standing(&log, "2024-01-11").since, day("2024-01-01"));
    add(&log, "v", day("2024-01-11"), 0, 1); /* the first day of the next */
    assert_moves(&log, "2024-02-01", "01-01 0>1, 01-31 1>0");
    end(&log);
    log = term_log("{'rung': 'b', " TEN_DAYS "}");
    add(&log, "v", day("2024-01-01"), 0, 2);
    add(&log, "v", day("2024-01-11"), 0, 1); /* too late */
    assert_moves(&log, "2024-02-01", "01-01 0>1, 01-11 1>0");
    assert_term(&log, "2024-01-11", "2024-01-11", NULL); /* on the first rung that day counts */
    end(&log);
}

static void test_reached_anew(void **state)
{
    struct ref_log log = term_log("{'rung': 'b', 'enter': ['n >= 2'], 'keep': ['t >= 9'], 'term': '10d'}");
    (void)state;
    add(&log, "v", day("2024-01-01"), 0, 2);
    add(&log, "v", day("2024-01-08"), 0, 2);
    assert_term(&log, "2024-01-08", "2024-01-02", "2024-01-11"); /* not before the term is over */
    assert_term(&log, "2024-01-11", "2024-01-12", "2024-01-21");
    assert_failing(&log, "2024-01-11", NULL);
    assert_int_equal(standing(&log, "2024-01-11").since, day("2024-01-01"));
    assert_moves(&log, "2024-02-01", "01-01 0>1, 01-21 1>0");
    end(&log);
}

static void test_saved_within_grace(void **state)
{
    struct ref_log log = term_log("{'rung': 'b', " TEN_DAYS ", 'grace': '15d'}");
    (void)state;
    add(&log, "v", day("2024-01-01"), 0, 2);
    assert_failing(&log, "2024-01-11", "2024-01-11");
    assert_failing(&log, "2024-01-25", "2024-01-11"); /* where a second term would be over, nothing happens */
    assert_moves(&log, "2024-02-01", "01-01 0>1, 01-26 1>0");
    add(&log, "v", day("2024-01-23"), 0, 1); /* in the term that is over */
    assert_failing(&log, "2024-01-22", "2024-01-11");
    assert_failing(&log, "2024-01-23", NULL);
    assert_term(&log, "2024-01-22", "2024-01-02", "2024-01-11");
    assert_term(&log, "2024-01-23", "2024-01-24", "2024-02-02");
    assert_int_equal(standing(&log, "2024-01-23").since, day("2024-01-01"));
    assert_failing(&log, "2024-02-02", "2024-02-02"); /* what saved the customer is spent */
    assert_moves(&log, "2024-03-01", "01-01 0>1, 02-17 1>0");
    end(&log);
}

static void test_reached_anew_within_grace(void **state)
{
    struct ref_log log = term_log("{'rung': 'b', 'enter': ['n >= 2'], 'keep': ['t >= 9'], 'term': '10d',"
                                  "'grace': '1m'}");
    (void)state;
    add(&log, "v", day("2024-01-21"), 0, 2);
    assert_failing(&log, "2024-01-31", "2024-01-31");
    assert_moves(&log, "2024-06-01", "01-21 0>1, 03-01 1>0"); /* 31 January plus 1 month */
    add(&log, "v", day("2024-02-29"), 0, 2);
    assert_term(&log, "2024-02-29", "2024-03-01", "2024-03-10");
    assert_moves(&log, "2024-06-01", "01-21 0>1, 04-10 1>0");
    end(&log);
}

static void test_hold_longer_than_the_term(void **state)
{
    struct ref_log log = term_log("{'rung': 'b', " TEN_DAYS ", 'hold': '25d'}");
    (void)state;
    add(&log, "v", day("2024-01-01"), 0, 2);
    assert_failing(&log, "2024-01-11", "2024-01-11");
    assert_moves(&log, "2024-02-01", "01-01 0>1, 01-26 1>0");
    add(&log, "v", day("2024-01-15"), 0, 1); /* saved; `since` stays, so the hold is over by then */
    assert_term(&log, "2024-01-15", "2024-01-16", "2024-01-25");
    assert_moves(&log, "2024-02-20", "01-01 0>1, 01-26 1>0");
    end(&log);
    log = term_log("{'rung': 'b', " TEN_DAYS ", 'hold': '1m'}");
    add(&log, "v", day("2024-01-31"), 0, 2);
    assert_moves(&log, "2024-05-01", "01-31 0>1, 03-01 1>0");
    end(&log);
}

static void test_promoted_on_the_day_the_term_ends(void **state)
{
    struct ref_log log = term_log("{'rung': 'b', 'enter': ['w >= 1'], 'keep': ['t >= 9'], 'term': '10d'},"
                                  "{'rung': 'c', 'enter': ['t >= 2'], 'keep': ['n >= 1']}");
    (void)state;
    add(&log, "w", day("2024-01-01"), 0, 1);
    add(&log, "v", day("2024-01-10"), 0, 1);
    add(&log, "v", day("2024-01-11"), 0, 1); /* the old term is not renewed, and still the present one */
    assert_moves(&log, "2024-01-15", "01-01 0>1, 01-11 1>2");
    assert_term(&log, "2024-01-11", "2024-01-12", NULL);
    end(&log);
    log = term_log("{'rung': 'b', 'enter': ['w >= 1'], 'keep': ['t >= 1'], 'term': '10d'},"
                   "{'rung': 'c', 'enter': ['t >= 2'], 'keep': ['n >= 1']}");
    add(&log, "w", day("2024-01-01"), 0, 1);
    add(&log, "v", day("2024-01-10"), 0, 1);
    add(&log, "v", day("2024-01-11"), 0, 1); /* renewed before anything is asked: one so far in the new term */
    assert_moves(&log, "2024-01-12", "01-01 0>1");
    add(&log, "v", day("2024-01-13"), 0, 1);
    assert_moves(&log, "2024-01-15", "01-01 0>1, 01-13 1>2");
    end(&log);
}

static void test_requalify(void **state)
{
    static const struct {
        const char *grace, *event, *moves;
    } row[] = {
        {"", "2024-01-06", "01-01 0>2, 01-11 2>1, 01-12 1>0"},     /* asked of the 10th, its last day */
        {"", "2024-01-05", "01-01 0>2, 01-11 2>0"},                /* no longer true on the 10th */
        {", 'grace': '1d'", "2024-01-06", "01-01 0>2, 01-12 2>0"}, /* asked of the 12th */
        {", 'grace': '1d'", "2024-01-08", "01-01 0>2, 01-12 2>1, 01-13 1>0"},
        {", 'hold': '11d'", "2024-01-06", "01-01 0>2, 01-12 2>0"},
        {", 'fall': 'step'", "2024-01-05", "01-01 0>2, 01-11 2>1, 01-12 1>0"},
        {", 'fall': 'bottom'", "2024-01-06", "01-01 0>2, 01-11 2>0"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        char rungs[400] = "{'rung': 'b', 'enter': ['n >= 99'], 'keep': ['n >= 1']}, {'rung': 'c', 'enter': ['w >= 1'],"
                          "'keep': ['t >= 9'], 'term': '10d'";
        struct ref_log log = term_log(strcat(strcat(rungs, row[i].grace), "}"));
        add(&log, "w", day("2024-01-01"), 0, 1);
        add(&log, "v", day(row[i].event), 0, 1);
        assert_moves(&log, "2024-02-01", row[i].moves);
        end(&log);
    }
}

/* Whose `enter` holds on the day qualifies too, and `keep` is asked in the term that is over. */
static void test_requalify_by_enter_and_in_the_old_term(void **state)
{
    struct ref_log log = term_log("{'rung': 'b', 'enter': ['n >= 2'], 'keep': ['n >= 99'], 'grace': '1d'},"
                                  "{'rung': 'c', 'enter': ['w >= 1'], 'keep': ['t >= 9'], 'term': '10d'}");
    (void)state;
    add(&log, "w", day("2024-01-01"), 0, 1);
    add(&log, "v", day("2024-01-11"), 0, 2);
    assert_moves(&log, "2024-02-01", "01-01 0>2, 01-11 2>1, 01-17 1>0");
    end(&log);
    log = term_log("{'rung': 'b', 'enter': ['n >= 99'], 'keep': ['t >= 2']},"
                   "{'rung': 'c', 'enter': ['w >= 1'], 'keep': ['t >= 9'], 'term': '10d'}");
    add(&log, "w", day("2024-01-01"), 0, 1);
    add(&log, "v", day("2024-01-02"), 0, 2);
    assert_moves(&log, "2024-02-01", "01-01 0>2, 01-11 2>1, 01-12 1>0"); /* in its own term b has nothing */
    end(&log);
}

static void test_until(void **state)
{
    static const struct {
        const char *term, *promoted, *end;
    } row[] = {
        {"'12m', 'until': 'year'", "2024-03-15", "2026-01-01"},
        {"'12m', 'until': 'year'", "2024-01-01", "2025-01-01"},
        {"'1m', 'until': 'month'", "2024-01-31", "2024-03-01"},
        {"'1m', 'until': 'month'", "2024-02-01", "2024-03-01"},
        {"'1d', 'until': 'week'", "2024-05-12", "2024-05-13"},
        {"'1d', 'until': 'week'", "2024-05-13", "2024-05-20"},
        {"'90d', 'until': 'quarter'", "2024-01-01", "2024-04-01"},
        {"'12m'", "2024-02-29", "2025-03-01"},
        {"'48m'", "2024-02-29", "2028-02-29"},
        {"'12m'", "2025-02-28", "2026-02-28"},
        {"'12m'", "9999-01-01", NULL},
        {"'1d', 'until': 'year'", "9999-01-01", NULL},
        {"'11m'", "9999-01-31", "9999-12-31"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        char rungs[300] = "{'rung': 'b', 'enter': ['n >= 1'], 'term': ";
        struct ref_log log = term_log(strcat(strcat(rungs, row[i].term), "}"));
        struct ref_standing found;
        add(&log, "v", day(row[i].promoted), 0, 1);
        found = standing(&log, row[i].promoted);
        assert_int_equal(found.rung, 1);
        assert_int_equal(found.term.end, row[i].end != NULL ? day(row[i].end) : ref_never());
        end(&log);
    }
}

static void test_anniversary_on_a_leap_day(void **state)
{
    struct ref_log log = term_log("{'rung': 'b', 'enter': ['n >= 2'], 'keep': ['t >= 1'], 'term': '12m'}");
    (void)state;
    add(&log, "v", day("2024-02-29"), 0, 2);
    add(&log, "v", day("2025-02-28"), 0, 1); /* the term's last day */
    assert_term(&log, "2025-02-28", "2024-03-01", "2025-03-01");
    assert_term(&log, "2025-03-01", "2025-03-01", "2026-03-01");
    assert_moves(&log, "2027-01-01", "02-29 0>1, 03-01 1>0");
    assert_int_equal(standing(&log, "2026-03-01").since, day("2026-03-01"));
    end(&log);
}

static void test_terms_at_the_ends_of_the_calendar(void **state)
{
    struct ref_log log = term_log("{'rung': 'b', " TEN_DAYS ", 'hold': '36525m', 'grace': '1m'}");
    (void)state;
    add(&log, "v", day("0001-01-01"), 0, 2);
    assert_term(&log, "0001-01-10", "0001-01-02", "0001-01-11");
    assert_failing(&log, "0001-01-11", "0001-01-11");
    end(&log);
    log = term_log("{'rung': 'b', " TEN_DAYS "}");
    add(&log, "v", day("9999-12-25"), 0, 2); /* past the last day nothing comes */
    assert_moves(&log, "9999-12-31", "12-25 0>1");
    assert_term(&log, "9999-12-31", "9999-12-26", NULL);
    ref_log_clear(&log);
    add(&log, "v", day("9999-12-20"), 0, 2);
    assert_moves(&log, "9999-12-31", "12-20 0>1, 12-30 1>0");
    end(&log);
}

static void test_a_term_on_rungs_without_one(void **state)
{
    struct ref_log log = term_log("{'rung': 'b', 'enter': ['t >= 2'], 'keep': ['n >= 1']},"
                                  "{'rung': 'c', 'enter': ['t >= 3']}");
    (void)state;
    add(&log, "v", day("2024-01-01"), 0, 1); /* the day of appearing counts */
    assert_term(&log, "2024-01-01", "2024-01-01", NULL);
    add(&log, "v", day("2024-01-03"), 0, 1);
    assert_term(&log, "2024-01-03", "2024-01-04", NULL);
    add(&log, "v", day("2024-01-04"), 0, 1);
    assert_moves(&log, "2024-01-31", "01-03 0>1, 01-09 1>0");
    add(&log, "v", day("2024-01-09"), 0, 2); /* with the one of the 4th three, on rung b */
    assert_moves(&log, "2024-01-10", "01-03 0>1, 01-09 1>2, 01-10 2>1");
    assert_term(&log, "2024-01-10", "2024-01-10", NULL);
    end(&log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_happens),
        cmocka_unit_test(test_renewed),
        cmocka_unit_test(test_reached_anew),
        cmocka_unit_test(test_saved_within_grace),
        cmocka_unit_test(test_reached_anew_within_grace),
        cmocka_unit_test(test_hold_longer_than_the_term),
        cmocka_unit_test(test_promoted_on_the_day_the_term_ends),
        cmocka_unit_test(test_requalify),
        cmocka_unit_test(test_requalify_by_enter_and_in_the_old_term),
        cmocka_unit_test(test_until),
        cmocka_unit_test(test_anniversary_on_a_leap_day),
        cmocka_unit_test(test_terms_at_the_ends_of_the_calendar),
        cmocka_unit_test(test_a_term_on_rungs_without_one),
    };
    return cmocka_run_group_tests_name("reference: terms", tests, NULL, NULL);
}
