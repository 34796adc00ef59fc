/* SPDX-License-Identifier: MIT */
/* What changes a table's fingerprint, and what does not. */
#include <stdio.h>
#include <string.h>

#include "support.h"

/* A table with something of everything, and what each test puts in the place of a part of it. */
static const char whole[] =
    "{'format': 1, 'name': 'shop', 'accept_late': '10d', 'climb': 'step', 'money': {'code': 'EUR', 'digits': 2},"
    " 'events': {'visit': {}, 'sale': {'value': [0, 1000]}, 'gift': {}},"
    " 'metrics': {'visits': {'count': ['visit', 'gift'], 'within': '30d'},"
    "             'spent': {'sum': {'sale': 1, 'gift': 2}, 'within': 'year', 'begins': '04-01'},"
    "             'rate': {'share': ['visits', 'days']}, 'days': {'active_days': ['visit']},"
    "             'seen': {'days_since': ['gift'], 'within': '12m'}, 'later': {'count': 'gift', 'after': 'visit'}},"
    " 'score': {'max': 100, 'points': {'spent': [[10, 5], [20, 9]]}},"
    " 'out': ['later >= 99'],"
    " 'ladder': [{'rung': 'guest'}, {'rung': 'friend', 'enter': ['visits >= 1'], 'hold': '5d', 'grace': '3d'},"
    "            {'rung': 'club', 'enter': [['visits >= 3', 'score > 5'], ['rate >= 1']], 'keep': ['visits >= 2'],"
    "             'term': '12m', 'until': 'year', 'fall': 'step'}],"
    " 'segments': {'mood': [{'segment': 'new', 'when': ['seen < 9']}, {'segment': 'old'}]}}";

struct print {
    unsigned char bytes[LOYALTY_FINGERPRINT_SIZE];
};

static struct print fingerprint(const char *json)
{
    struct print print;
    loyalty_program *program = table(json);
    OK(loyalty_program_fingerprint(program, print.bytes));
    loyalty_program_unref(program);
    return print;
}

/* Returns whether the table with another text instead of a part of it has the same fingerprint. */
static bool same_with(const char *part, const char *instead)
{
    const char *at = strstr(whole, part);
    assert_non_null(at);
    const char *changed = text_of("%.*s%s%s", (int)(at - whole), whole, instead, at + strlen(part));
    const struct print print = fingerprint(whole), other = fingerprint(changed);
    return memcmp(&print, &other, sizeof print) == 0;
}

static void what_a_standing_depends_on_changes_it(void **state)
{
    static const char *const changes[][2] = {
        {"'10d'", "'11d'"},
        {"'step', 'money'", "'any', 'money'"},
        {"'visit': {}, ", "'visit': {}, 'more': {}, "},
        {"[0, 1000]", "[0, 1001]"},
        {"'within': '30d'", "'within': '31d'"},
        {"'within': '30d'", "'within': '30d', 'back': 1"},
        {"'within': 'year', 'begins': '04-01'", "'within': 'year'"},
        {"'begins': '04-01'", "'begins': 'gift'"},
        {"'after': 'visit'", "'after': 'sale'"},
        {"'gift': 2", "'gift': 3"},
        {"['visits', 'days']", "['days', 'visits']"},
        {"'active_days'", "'active_weeks'"},
        {"'max': 100", "'max': 101"},
        {"[20, 9]", "[20, 8]"},
        {"[20, 9]", "[21, 9]"},
        {"later >= 99", "later >= 98"},
        {"'out': ['later >= 99'],", ""},
        {"'guest'", "'visitor'"},
        {"visits >= 1", "visits > 1"},
        {"'hold': '5d'", "'hold': '5m'"},
        {"'grace': '3d'", "'grace': '4d'"},
        {"'grace': '3d'", "'grace': '3d', 'fall': 'bottom'"},
        {"['visits >= 3', 'score > 5'], ['rate >= 1']", "['visits >= 3'], ['score > 5', 'rate >= 1']"},
        {"'keep': ['visits >= 2'],", ""},
        {"'12m', 'until'", "'6m', 'until'"},
        {", 'until': 'year'", ""},
        {"'until': 'year'", "'until': 'month'"},
        {"'fall': 'step'", "'fall': 'bottom'"},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(changes); i++)
        if (same_with(changes[i][0], changes[i][1]))
            fail_msg("%s for %s changes nothing", changes[i][1], changes[i][0]);
}

static void what_it_does_not_depend_on_changes_nothing(void **state)
{
    static const char *const changes[][2] = {
        {"'name': 'shop'", "'name': 'store', 'note': 'what for'"},
        {"'money': {'code': 'EUR', 'digits': 2},", ""},
        {"'visit': {}, 'sale': {'value': [0, 1000]}, 'gift': {}",
         "'gift': {}, 'visit': {'label': {'en': 'Visit'}}, 'sale': {'value': [0, 1000]}"},
        {"['visit', 'gift']", "['gift', 'visit']"},
        {"{'sale': 1, 'gift': 2}", "{'gift': 2, 'sale': 1}"},
        {"'begins': '04-01'", "'begins': '04-01', 'unit': 'money'"},
        {"'days': {'active_days': ['visit']},", "'days': {'active_days': 'visit'},"},
        {"'rate': {'share': ['visits', 'days']}, 'days': {'active_days': ['visit']}",
         "'days': {'active_days': ['visit']}, 'rate': {'share': ['visits', 'days']}"},
        {"'seen': {'days_since': ['gift'], 'within': '12m'}", "'seen': {'days_since': ['sale']}"},
        {"['later >= 99']", "[['later >= 99']]"},
        {"'rung': 'guest'", "'rung': 'guest', 'label': {'en': 'Guest'}, 'actions': ['greet']"},
        {"'enter': ['visits >= 1']", "'enter': ['visits>=1'], 'keep': ['visits >= 1']"},
        {"'grace': '3d'", "'grace': '3d', 'fall': 'requalify'"},
        {"'segment': 'new', 'when': ['seen < 9']", "'segment': 'fresh', 'when': ['seen < 8'], 'actions': ['greet']"},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(changes); i++)
        if (!same_with(changes[i][0], changes[i][1]))
            fail_msg("%s for %s changes it", changes[i][1], changes[i][0]);
}

/* Snapshots hold it, so it may not change from one version to the next. */
static void it_stays_what_it_was(void **state)
{
    const struct print print = fingerprint(whole);
    char text[2 * sizeof print.bytes + 1];
    (void)state;
    for (size_t i = 0; i < sizeof print.bytes; i++)
        snprintf(text + 2 * i, 3, "%02x", print.bytes[i]);
    assert_string_equal(text, "f71e4a03b23a3e34d6083ee3a875da56");
}

static void its_arguments_are_checked(void **state)
{
    unsigned char bytes[LOYALTY_FINGERPRINT_SIZE];
    loyalty_program *program = table(whole);
    (void)state;
    REFUSED(loyalty_program_fingerprint(NULL, bytes));
    REFUSED(loyalty_program_fingerprint(program, NULL));
    loyalty_program_unref(program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_standing_depends_on_changes_it),
        cmocka_unit_test(what_it_does_not_depend_on_changes_nothing),
        cmocka_unit_test(it_stays_what_it_was),
        cmocka_unit_test(its_arguments_are_checked),
    };
    return cmocka_run_group_tests_name("fingerprint", tests, NULL, NULL);
}
