/* SPDX-License-Identifier: MIT */
/* The reference's ladder, day by day, against cases worked out by hand from docs/rule-tables.md. */
#include "fixture.h"

#include <string.h>

/* The rung of each day from `first` on, as digits; '.' where there is no standing. */
static void assert_rungs(const struct ref_log *log, int first, const char *expected)
{
    char rungs[100] = "";
    struct ref_history history;
    int days = (int)strlen(expected);
    ref_fold(log, first + days - 1, &history);
    for (int i = 0; i < days; i++) {
        int rung = ref_standing_on(&history, first + i).rung;
        rungs[i] = rung < 0 ? '.' : (char)('0' + rung);
    }
    assert_string_equal(rungs, expected);
    ref_history_free(&history);
}

static void test_hold_and_grace(void **state)
{
    static const struct {
        const char *rung, *rungs;
    } row[] = {
        {"", "11100"},                                    /* from day 3 on the visit is out of the window */
        {", 'hold': '5d'", "1111100"},                    /* day 5 - day 0 >= 5 */
        {", 'hold': '3d'", "11100"},                      /* the hold is over by then */
        {", 'grace': '4d'", "111111100"},                 /* day 7 - day 3 >= 4 */
        {", 'hold': '5d', 'grace': '2d'", "1111100"},     /* both on day 5 */
        {", 'hold': '5d', 'grace': '3d'", "11111100"},    /* grace on day 6 */
        {", 'hold': '9d', 'grace': '3d'", "11111111100"}, /* hold on day 9 */
    };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        char text[300] = "{'format': 1, 'name': 't', 'events': {'v': {}}, 'metrics': {'n': {'count': 'v',"
                         "'within': '3d'}}, 'ladder': [{'rung': 'x'}, {'rung': 'y', 'enter': ['n >= 1']";
        struct ref_log log;
        strcat(strcat(text, row[i].rung), "}]}");
        log = log_of(text);
        add(&log, "v", 0, 0, 1);
        assert_rungs(&log, 0, row[i].rungs);
        end(&log);
    }
}

static void test_failing_is_cleared(void **state)
{
    struct ref_log log = log_of("{'format': 1, 'name': 't', 'events': {'v': {}}, 'metrics': {'n': {'count': 'v',"
                                "'within': '3d'}}, 'ladder': [{'rung': 'x'}, {'rung': 'y', 'enter': ['n >= 1'],"
                                "'hold': '5d', 'grace': '2d'}]}");
    struct ref_history history;
    (void)state;
    add(&log, "v", 0, 0, 1);
    add(&log, "v", 4, 0, 1); /* within the grace that began on day 3 */
    assert_rungs(&log, -1, ".111111111000");
    ref_fold(&log, 10, &history);
    assert_int_equal(ref_standing_on(&history, 2).failing, REF_NO_DATE);
    assert_int_equal(ref_standing_on(&history, 3).failing, 3);
    assert_int_equal(ref_standing_on(&history, 4).failing, REF_NO_DATE);
    assert_int_equal(ref_standing_on(&history, 7).failing, 7);
    assert_int_equal(ref_standing_on(&history, 8).failing, 7);
    assert_int_equal(ref_standing_on(&history, 8).since, 0);
    assert_int_equal(ref_standing_on(&history, 9).failing, REF_NO_DATE);
    assert_int_equal(ref_standing_on(&history, 9).since, 9);
    assert_int_equal(history.count, 2);
    assert_int_equal(history.transition[1].date, 9);
    assert_int_equal(history.transition[1].from, 1);
    assert_int_equal(history.transition[1].to, 0);
    ref_history_free(&history);
    end(&log);
}

#define FOUR_RUNGS                                                                                                     \
    "{'format': 1, 'name': 't', 'events': {'x': {}, 'y': {}, 'z': {}}, 'metrics': {'nx': {'count': 'x'},"              \
    "'ny': {'count': 'y'}, 'nz': {'count': 'z', 'within': '2d'}}, "

#define FOUR_RUNGS_LADDER                                                                                              \
    "'ladder': [{'rung': 'a'}, {'rung': 'b', 'enter': ['nx >= 1']}, {'rung': 'c', 'enter': ['ny >= 1']}, {'rung': "    \
    "'d',"                                                                                                             \
    "'enter': ['nz >= 1']"

static void test_falls(void **state)
{
    static const struct {
        const char *text, *rungs;
    } row[] = {
        {FOUR_RUNGS FOUR_RUNGS_LADDER "}]}", "33111"},
        {FOUR_RUNGS FOUR_RUNGS_LADDER ", 'fall': 'requalify'}]}", "33111"},
        {FOUR_RUNGS FOUR_RUNGS_LADDER ", 'fall': 'step'}]}", "33211"},   /* then c's own keep fails */
        {FOUR_RUNGS FOUR_RUNGS_LADDER ", 'fall': 'bottom'}]}", "33011"}, /* and up again, but on the next day */
    };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct ref_log log = log_of(row[i].text);
        add(&log, "x", 0, 0, 1);
        add(&log, "z", 0, 0, 1);
        assert_rungs(&log, 0, row[i].rungs);
        end(&log);
    }
}

static void test_climbs(void **state)
{
    struct ref_log log = log_of(FOUR_RUNGS FOUR_RUNGS_LADDER "}]}");
    (void)state;
    add(&log, "x", 0, 0, 1);
    add(&log, "y", 0, 0, 1);
    add(&log, "z", 0, 0, 1);
    assert_rungs(&log, 0, "33222");
    end(&log);
    log = log_of(FOUR_RUNGS "'climb': 'step', " FOUR_RUNGS_LADDER "}]}");
    add(&log, "x", 0, 0, 1);
    add(&log, "y", 0, 0, 1);
    add(&log, "z", 1, 0, 1);
    assert_rungs(&log, 0, "12322"); /* d on day 2, the last one of its window; on day 3 it falls */
    end(&log);
}

static void test_climb_by_steps(void **state)
{
    struct ref_log log = log_of(FOUR_RUNGS "'climb': 'step', " FOUR_RUNGS_LADDER ", 'hold': '2d'}]}");
    (void)state;
    add(&log, "x", 0, 0, 1);
    add(&log, "z", 0, 0, 1);
    add(&log, "z", 3, 0, 1);
    add(&log, "y", 3, 0, 1);
    assert_rungs(&log, 0, "1112332"); /* nothing above b before y; d on day 4, held until day 6 */
    end(&log);
}

/* Whoever qualifies for a rung on a day is not demoted from it on that day. */
static void test_enter_keeps(void **state)
{
    struct ref_log log = log_of("{'format': 1, 'name': 't', 'events': {'v': {}}, 'metrics': {'n': {'count': 'v'}},"
                                "'ladder': [{'rung': 'x'}, {'rung': 'y', 'enter': ['n >= 1'], 'keep': ['n >= 2']}]}");
    (void)state;
    add(&log, "v", 0, 0, 1);
    add(&log, "v", 3, 0, -1);
    add(&log, "v", 5, 0, 3);
    add(&log, "v", 6, 0, -2);
    assert_rungs(&log, 0, "1110011");
    end(&log);
}

static void test_appearing(void **state)
{
    struct ref_log log = log_of("{'format': 1, 'name': 't', 'events': {'v': {}, 'w': {}}, 'metrics': {'n':"
                                "{'count': 'v'}}, 'ladder': [{'rung': 'x'}, {'rung': 'y', 'enter': ['n >= 1']}]}");
    (void)state;
    assert_int_equal(ref_appears(&log), REF_NO_DATE);
    assert_rungs(&log, 0, "...");
    add(&log, "v", 1, 7, 1);
    add(&log, "w", 1, 7, 0);
    assert_rungs(&log, 0, ".11");
    add(&log, "v", 1, 7, -1); /* taken back: as if it had never been */
    assert_rungs(&log, 0, "...");
    add(&log, "w", 2, 7, 1);
    assert_rungs(&log, 0, "..0");
    add(&log, "v", 1, 7, 1);
    add(&log, "v", 1, 6, -1); /* no count, but a sum */
    assert_rungs(&log, 0, ".00");
    end(&log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hold_and_grace), cmocka_unit_test(test_failing_is_cleared),
        cmocka_unit_test(test_falls),          cmocka_unit_test(test_climbs),
        cmocka_unit_test(test_climb_by_steps), cmocka_unit_test(test_enter_keeps),
        cmocka_unit_test(test_appearing),
    };
    return cmocka_run_group_tests_name("reference: ladder", tests, NULL, NULL);
}
