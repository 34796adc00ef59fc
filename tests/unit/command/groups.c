/* SPDX-License-Identifier: MIT */
/* Groups of bad lines: which are examples, what is said of the others, and whose the reasons are. */
#include <stdlib.h>
#include <string.h>

#include "capture.h"
#include "input/groups.h"
#include "support.h"

static struct groups groups;

/* Adds a line of its own reason; NULL for that of the status. Returns whether the groups took the reason. */
static bool add(uint64_t line, int32_t status, const char *group, const char *reason)
{
    struct refusal one = {.line = line, .last_line = line, .status = status, .group = group};
    if (reason) {
        one.reason = calloc(strlen(reason) + 1, 1);
        memcpy(one.reason, reason, strlen(reason));
    }
    groups_add(&groups, &one);
    bool taken = !one.reason;
    free(one.reason);
    return taken;
}

/* Compares what is told, and frees the groups. */
static void assert_told(const char *expected)
{
    capture_begin();
    groups_tell(&groups, "log.csv");
    char *told = capture_end();
    assert_string_equal(told, expected);
    free(told);
    groups_free(&groups);
    assert_int_equal(groups.count, 0);
    assert_int_equal(groups.lines, 0);
}

static void nothing(void **state)
{
    (void)state;
    assert_told("");
}

static void three_examples(void **state)
{
    (void)state;
    for (uint64_t line = 2; line < 7; line++)
        assert_int_equal(add(line, 0, "a bad date", text_of("date \"%d\" is bad", (int)line)), line < 5);
    assert_int_equal(groups.count, 1);
    assert_int_equal(groups.lines, 5);
    assert_told("log.csv:2: date \"2\" is bad\nlog.csv:3: date \"3\" is bad\nlog.csv:4: date \"4\" is bad\n"
                "loyalty: log.csv: 5 lines like these 3: a bad date\n");
    for (uint64_t line = 2; line < 5; line++)
        assert_true(add(line, 0, "a bad date", "bad"));
    assert_told("log.csv:2: bad\nlog.csv:3: bad\nlog.csv:4: bad\n");
}

/* Names are compared as texts, and come in the order in which they first did. */
static void several_groups(void **state)
{
    (void)state;
    char again[] = "b";
    add(2, 0, "b", "two");
    add(3, 0, "a", "three");
    add(4, 0, again, "four");
    assert_int_equal(groups.count, 2);
    assert_int_equal(groups.lines, 3);
    assert_told("log.csv:2: two\nlog.csv:4: four\nlog.csv:3: three\n");
}

static void statuses(void **state)
{
    (void)state;
    const char *late = loyalty_status_text(LOYALTY_E_TOO_LATE);
    for (uint64_t line = 2; line < 6; line++)
        add(line, LOYALTY_E_TOO_LATE, NULL, NULL);
    add(6, LOYALTY_E_RANGE, NULL, NULL);
    assert_int_equal(groups.count, 2);
    assert_told(text_of("log.csv:2: %s\nlog.csv:3: %s\nlog.csv:4: %s\nloyalty: log.csv: 4 lines like these 3: %s\n"
                        "log.csv:6: %s\n",
                        late, late, late, late, loyalty_status_text(LOYALTY_E_RANGE)));
}

static void records_of_several_lines(void **state)
{
    (void)state;
    struct refusal one = {.line = 3, .last_line = 5, .status = LOYALTY_E_COUNT};
    groups_add(&groups, &one);
    assert_told(text_of("log.csv:3: %s (the record continues to line 5)\n", loyalty_status_text(LOYALTY_E_COUNT)));
}

/* There are fewer reasons than groups; if there were more, no line would be lost. */
static void more_than_there_is_room_for(void **state)
{
    (void)state;
    enum { NAMES = GROUPS_MAX + 5 };
    static char names[NAMES][16];
    for (uint64_t i = 0; i < NAMES; i++) {
        snprintf(names[i], sizeof names[i], "group %d", (int)i);
        assert_int_equal(add(i + 2, 0, names[i], "bad"), i < GROUPS_MAX + 2);
    }
    assert_int_equal(groups.count, GROUPS_MAX);
    assert_int_equal(groups.lines, NAMES);
    assert_int_equal(groups.all[GROUPS_MAX - 2].count, 1);
    assert_int_equal(groups.all[GROUPS_MAX - 1].count, 6);
    groups_free(&groups);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing),
        cmocka_unit_test(three_examples),
        cmocka_unit_test(several_groups),
        cmocka_unit_test(statuses),
        cmocka_unit_test(records_of_several_lines),
        cmocka_unit_test(more_than_there_is_room_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
