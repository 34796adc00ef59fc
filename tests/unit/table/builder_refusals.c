/* SPDX-License-Identifier: MIT */
/* What a builder refuses at once: NULL, and constants out of range. Nothing of it gets into the table. */
#include "support.h"

static const char *const visit[] = {"visit"};

/* Ends the builder, too. */
static void assert_builds(loyalty_builder *b)
{
    loyalty_program *program;
    loyalty_table_info info = {.size = sizeof info};
    OK(loyalty_builder_build(b, NULL, &program));
    OK(loyalty_program_table(program, &info));
    assert_int_equal(info.kind_count, 1);
    assert_int_equal(info.metric_count, 1);
    assert_int_equal(info.rung_count, 2);
    assert_int_equal(info.cell_count, 1);
    loyalty_program_unref(program);
    loyalty_builder_free(b);
}

static void constants_out_of_range_are_refused_at_once(void **state)
{
    loyalty_builder *b = sound_builder();
    (void)state;
    REFUSED(loyalty_builder_set_accept_late(b, -1));
    REFUSED(loyalty_builder_set_accept_late(b, LOYALTY_DAYS_MAX + 1));
    REFUSED(loyalty_builder_set_climb(b, -1));
    REFUSED(loyalty_builder_set_climb(b, 2));
    REFUSED(loyalty_builder_set_score_max(b, 0));
    REFUSED(loyalty_builder_set_score_max(b, INT64_C(1000000001)));
    REFUSED(add_metric(b, "m", -1, visit, 1, NULL));
    REFUSED(add_metric(b, "m", LOYALTY_MEASURE_DIFFERENT + 1, visit, 1, NULL));
    REFUSED(loyalty_builder_add_points(b, "n", 0, INT64_C(1000000001)));
    REFUSED(loyalty_builder_add_points(b, "n", 0, -INT64_C(1000000001)));
    REFUSED(loyalty_builder_set_fall(b, "b", -1));
    REFUSED(loyalty_builder_set_fall(b, "b", 3));
    REFUSED(loyalty_builder_add_enter(b, "b", LOYALTY_CONDITIONS_MAX, "n >= 1"));
    REFUSED(loyalty_builder_add_keep(b, "b", UINT32_MAX, "n >= 1"));
    REFUSED(loyalty_builder_add_out(b, LOYALTY_CONDITIONS_MAX, "n >= 1"));
    REFUSED(loyalty_builder_add_when(b, "s", "c", LOYALTY_CONDITIONS_MAX, "n >= 1"));
    REFUSED(loyalty_builder_add_label(b, LOYALTY_OBJECT_ACTION + 1, NULL, "s", "en", "S"));
    REFUSED(loyalty_builder_add_label(b, -1, NULL, "s", "en", "S"));
    REFUSED(loyalty_builder_add_label(b, LOYALTY_OBJECT_CELL, NULL, "c", "en", "C"));
    REFUSED(loyalty_builder_add_action(b, LOYALTY_OBJECT_KIND, NULL, "visit", "x"));
    REFUSED(loyalty_builder_add_action(b, LOYALTY_OBJECT_CELL, NULL, "c", "x"));
    OK(loyalty_builder_set_accept_late(b, 0));
    OK(loyalty_builder_set_accept_late(b, LOYALTY_DAYS_MAX));
    OK(loyalty_builder_set_score_max(b, LOYALTY_POINTS_MAX));
    OK(loyalty_builder_add_points(b, "n", 0, -LOYALTY_POINTS_MAX));
    assert_builds(b);
}

/* Returns the status of a definition with a type and a period. */
static int32_t define(loyalty_builder *b, const char *name, int32_t type, int32_t period)
{
    const loyalty_metric_definition definition = {
        .size = sizeof definition, .measure = type, .period = period, .operands = visit, .operand_count = 1};
    return loyalty_builder_add_metric(b, name, &definition);
}

/* Active periods and streaks have a period, and no other type has one. */
static void types_and_periods_that_do_not_fit_are_refused_at_once(void **state)
{
    loyalty_builder *b = sound_builder();
    (void)state;
    for (int32_t type = LOYALTY_MEASURE_COUNT - 1; type <= LOYALTY_MEASURE_DIFFERENT + 1; type++)
        for (int32_t period = LOYALTY_PERIOD_NONE - 1; period <= LOYALTY_PERIOD_YEAR + 1; period++) {
            const bool counts = type == LOYALTY_MEASURE_ACTIVE || type == LOYALTY_MEASURE_STREAK;
            const bool fits = counts ? period >= LOYALTY_PERIOD_DAY && period <= LOYALTY_PERIOD_YEAR
                                     : period == LOYALTY_PERIOD_NONE && type >= LOYALTY_MEASURE_COUNT &&
                                           type <= LOYALTY_MEASURE_DIFFERENT;
            if (!fits)
                REFUSED(define(b, "m", type, period));
        }
    assert_builds(b);
    b = sound_builder();
    for (int32_t period = LOYALTY_PERIOD_DAY; period <= LOYALTY_PERIOD_YEAR; period++) {
        OK(define(b, text_of("active%d", (int)period), LOYALTY_MEASURE_ACTIVE, period));
        OK(define(b, text_of("streak%d", (int)period), LOYALTY_MEASURE_STREAK, period));
    }
    loyalty_program *program;
    OK(loyalty_builder_build(b, NULL, &program));
    loyalty_program_unref(program);
    loyalty_builder_free(b);
}

static void null_is_refused_at_once(void **state)
{
    static const char *const hole[] = {"visit", NULL};
    loyalty_builder *b = sound_builder();
    loyalty_program *program = NULL;
    (void)state;
    REFUSED(loyalty_builder_new(NULL, NULL));
    REFUSED(loyalty_builder_build(NULL, NULL, &program));
    REFUSED(loyalty_builder_build(b, NULL, NULL));
    REFUSED(loyalty_builder_set_name(NULL, "t"));
    REFUSED(loyalty_builder_set_name(b, NULL));
    REFUSED(loyalty_builder_set_accept_late(NULL, 1));
    REFUSED(loyalty_builder_set_climb(NULL, 1));
    REFUSED(loyalty_builder_set_score_max(NULL, 1));
    REFUSED(loyalty_builder_add_kind(NULL, "k", 0, 1));
    REFUSED(loyalty_builder_add_kind(b, NULL, 0, 1));
    REFUSED(add_metric(NULL, "m", 0, visit, 1, NULL));
    REFUSED(add_metric(b, NULL, 0, visit, 1, NULL));
    REFUSED(loyalty_builder_add_metric(b, "m", NULL));
    REFUSED(add_metric(b, "m", 0, NULL, 1, NULL));
    REFUSED(add_metric(b, "m", 0, hole, 2, NULL));
    REFUSED(loyalty_builder_add_points(NULL, "n", 0, 0));
    REFUSED(loyalty_builder_add_points(b, NULL, 0, 0));
    REFUSED(loyalty_builder_add_rung(NULL, "r"));
    REFUSED(loyalty_builder_add_rung(b, NULL));
    REFUSED(loyalty_builder_add_enter(NULL, "b", 0, "n >= 1"));
    REFUSED(loyalty_builder_add_enter(b, NULL, 0, "n >= 1"));
    REFUSED(loyalty_builder_add_enter(b, "b", 0, NULL));
    REFUSED(loyalty_builder_add_keep(NULL, "b", 0, "n >= 1"));
    REFUSED(loyalty_builder_add_keep(b, NULL, 0, "n >= 1"));
    REFUSED(loyalty_builder_add_keep(b, "b", 0, NULL));
    REFUSED(loyalty_builder_set_hold(NULL, "b", "1d"));
    REFUSED(loyalty_builder_set_hold(b, NULL, "1d"));
    REFUSED(loyalty_builder_set_hold(b, "b", NULL));
    REFUSED(loyalty_builder_set_grace(NULL, "b", "1d"));
    REFUSED(loyalty_builder_set_grace(b, NULL, "1d"));
    REFUSED(loyalty_builder_set_grace(b, "b", NULL));
    REFUSED(loyalty_builder_set_term(NULL, "b", "1d", NULL));
    REFUSED(loyalty_builder_set_term(b, NULL, "1d", NULL));
    REFUSED(loyalty_builder_set_term(b, "b", NULL, "year"));
    REFUSED(loyalty_builder_add_out(NULL, 0, "n >= 1"));
    REFUSED(loyalty_builder_add_out(b, 0, NULL));
    REFUSED(loyalty_builder_set_review(NULL, "year", NULL));
    REFUSED(loyalty_builder_set_review(b, NULL, "04-01"));
    REFUSED(loyalty_builder_set_fall(NULL, "b", 1));
    REFUSED(loyalty_builder_set_fall(b, NULL, 1));
    REFUSED(loyalty_builder_add_cell(NULL, "s", "d"));
    REFUSED(loyalty_builder_add_cell(b, NULL, "d"));
    REFUSED(loyalty_builder_add_cell(b, "s", NULL));
    REFUSED(loyalty_builder_add_when(NULL, "s", "c", 0, "n >= 1"));
    REFUSED(loyalty_builder_add_when(b, NULL, "c", 0, "n >= 1"));
    REFUSED(loyalty_builder_add_when(b, "s", NULL, 0, "n >= 1"));
    REFUSED(loyalty_builder_add_when(b, "s", "c", 0, NULL));
    REFUSED(loyalty_builder_add_label(NULL, LOYALTY_OBJECT_RUNG, NULL, "a", "en", "A"));
    REFUSED(loyalty_builder_add_label(b, LOYALTY_OBJECT_RUNG, NULL, NULL, "en", "A"));
    REFUSED(loyalty_builder_add_label(b, LOYALTY_OBJECT_RUNG, NULL, "a", NULL, "A"));
    REFUSED(loyalty_builder_add_label(b, LOYALTY_OBJECT_RUNG, NULL, "a", "en", NULL));
    REFUSED(loyalty_builder_add_action(NULL, LOYALTY_OBJECT_RUNG, NULL, "a", "x"));
    REFUSED(loyalty_builder_add_action(b, LOYALTY_OBJECT_RUNG, NULL, NULL, "x"));
    REFUSED(loyalty_builder_add_action(b, LOYALTY_OBJECT_RUNG, NULL, "a", NULL));
    assert_null(program);
    assert_builds(b);
    loyalty_builder_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(constants_out_of_range_are_refused_at_once),
        cmocka_unit_test(types_and_periods_that_do_not_fit_are_refused_at_once),
        cmocka_unit_test(null_is_refused_at_once),
    };
    return cmocka_run_group_tests_name("builder refusals", tests, NULL, NULL);
}
