/* SPDX-License-Identifier: MIT */
/*
 * recipe_birthday RECIPES.md: the birthday window of docs/recipes.md, the one recipe whose figure the command cannot
 * bind. The page's transitions must be those of the reference, and those of the library.
 */
#include "calendar.h"
#include "file.h"
#include "reference.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <loyalty/loyalty.h>

enum { BIRTH_MONTH = 3, BIRTH_DAY = 14, AS_OF_YEAR = 2025 };

struct recipe {
    char *page, *table, *events, *shown;
};

struct printed {
    char text[1000];
};

/* Returns the number of days from or to the nearest birthday: that of the year, of the one before, or of the one after. */
static int days_off(int date)
{
    int year = calendar_of(date).year, nearest = 366;
    for (int i = year - 1; i <= year + 1; i++) {
        int birthday, off;
        assert_true(calendar_find(i, BIRTH_MONTH, BIRTH_DAY, &birthday));
        off = abs(date - birthday);
        nearest = off < nearest ? off : nearest;
    }
    return nearest;
}

static bool reference_figure(void *user, const char *name, int date, int64_t *value)
{
    (void)user;
    assert_string_equal(name, "days_from_birthday");
    *value = days_off(date);
    return true;
}

static int32_t library_figure(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until)
{
    (void)user;
    (void)customer_user;
    *value = days_off(date);
    *until = date;
    return LOYALTY_OK;
}

static void print_line(struct printed *printed, int date, const char *from, const char *to)
{
    size_t length = strlen(printed->text);
    char day[11];
    calendar_write(date, day);
    snprintf(printed->text + length, sizeof printed->text - length, "%s,17,%s,%s\n", day, from, to);
}

/* Cuts the next block between fences out of the page. */
static char *next_block(char **page, const char *fence)
{
    char *start = strstr(*page, fence), *end;
    assert_non_null(start);
    start += strlen(fence);
    end = strstr(start, "```");
    assert_non_null(end);
    *end = '\0';
    *page = end + 1;
    return start;
}

static struct recipe read_recipe(const char *path)
{
    size_t length;
    struct recipe recipe = {.page = file_read(path, &length)};
    char *at;
    assert_non_null(recipe.page);
    at = strstr(recipe.page, "### A birthday window\n");
    assert_non_null(at);
    recipe.table = next_block(&at, "```json\n");
    recipe.events = next_block(&at, "```csv\n");
    recipe.shown = next_block(&at, "```\ndate");
    recipe.shown -= strlen("date");
    return recipe;
}

/* Returns the day of the recipe's one event. */
static int joined_on(const struct recipe *recipe)
{
    char *line = strchr(recipe->events, '\n') + 1, date[11] = "";
    int day;
    assert_int_equal(strncmp(line, "17,join,", 8), 0);
    memcpy(date, line + 8, 10);
    assert_true(calendar_read(date, &day));
    assert_string_equal(line + 18, ",\n");
    return day;
}

static int last_day(void)
{
    int day;
    assert_true(calendar_find(AS_OF_YEAR, 12, 31, &day));
    return day;
}

static void by_the_reference(void **state)
{
    const struct recipe *recipe = *state;
    struct ref_table *table = ref_table_read(recipe->table, strlen(recipe->table));
    struct ref_event event = {.kind = ref_table_kind(table, "join"), .date = joined_on(recipe), .count = 1};
    struct printed printed = {"date,customer,from,to\n"};
    struct ref_history history;
    struct ref_log log;
    ref_log_init(&log, table, reference_figure, NULL);
    ref_log_put(&log, &event);
    ref_fold(&log, last_day(), &history);
    for (int i = 0; i < history.count; i++) {
        const struct ref_transition *t = &history.transition[i];
        print_line(&printed, t->date, table->rung[t->from].name, table->rung[t->to].name);
    }
    assert_string_equal(printed.text, recipe->shown);
    ref_history_free(&history);
    ref_log_free(&log);
    ref_table_free(table);
}

static int32_t library_moved(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    const loyalty_program *program = loyalty_customer_program(customer);
    loyalty_rung_info from = {.size = sizeof from}, to = {.size = sizeof to};
    assert_int_equal(loyalty_program_rung(program, transition->from_rung, &from), LOYALTY_OK);
    assert_int_equal(loyalty_program_rung(program, transition->to_rung, &to), LOYALTY_OK);
    print_line(user, transition->date, from.name, to.name);
    return 0;
}

static void by_the_library(void **state)
{
    const struct recipe *recipe = *state;
    loyalty_event event = {.size = sizeof event, .count = 1, .date = joined_on(recipe)};
    struct printed printed = {"date,customer,from,to\n"};
    loyalty_options *options;
    loyalty_program *program;
    loyalty_customer *customer;
    assert_int_equal(loyalty_options_new(NULL, &options), LOYALTY_OK);
    assert_int_equal(loyalty_options_bind(options, "days_from_birthday", library_figure, NULL), LOYALTY_OK);
    assert_int_equal(loyalty_program_from_json(recipe->table, strlen(recipe->table), options, NULL, &program),
                     LOYALTY_OK);
    assert_int_equal(loyalty_program_find(program, LOYALTY_OBJECT_KIND, "join", &event.kind), LOYALTY_OK);
    assert_int_equal(loyalty_customer_new(program, &customer), LOYALTY_OK);
    assert_int_equal(loyalty_customer_record(customer, &event, NULL, NULL), LOYALTY_OK);
    assert_int_equal(loyalty_customer_advance(customer, last_day(), library_moved, &printed), LOYALTY_OK);
    assert_string_equal(printed.text, recipe->shown);
    loyalty_customer_free(customer);
    loyalty_program_unref(program);
    loyalty_options_free(options);
}

int main(int argc, char **argv)
{
    struct recipe recipe = read_recipe(argc == 2 ? argv[1] : "docs/recipes.md");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(by_the_reference, &recipe),
        cmocka_unit_test_prestate(by_the_library, &recipe),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    free(recipe.page);
    return failed;
}
