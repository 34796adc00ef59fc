/* SPDX-License-Identifier: MIT */
/*
 * The layout and the numbers that programs built against version 0 rely on. Do not ever change a line: only add.
 *
 * The one exception: where a struct grows, its SIZE becomes larger. New fields go behind the end, never into padding,
 * which a library that does not know them would leave as it is. The layout is that of all machines with 64-bit pointers.
 */
#include <stddef.h>
#include <stdint.h>

#include <loyalty/loyalty.h>

#define VALUE(name, value) _Static_assert((name) == (value), #name " has changed")

#if UINTPTR_MAX == UINT64_MAX
#define SIZE(type, bytes) _Static_assert(sizeof(type) == (bytes), #type " has changed")
#define FIELD(type, field, offset, bytes)                                                                              \
    _Static_assert(offsetof(type, field) == (offset) && sizeof(((type *)0)->field) == (bytes),                         \
                   #type "." #field " has changed")

SIZE(loyalty_allocator, 40);
FIELD(loyalty_allocator, size, 0, 8);
FIELD(loyalty_allocator, user, 8, 8);
FIELD(loyalty_allocator, allocate, 16, 8);
FIELD(loyalty_allocator, resize, 24, 8);
FIELD(loyalty_allocator, release, 32, 8);

SIZE(loyalty_problem, 40);
FIELD(loyalty_problem, size, 0, 8);
FIELD(loyalty_problem, severity, 8, 4);
FIELD(loyalty_problem, line, 12, 4);
FIELD(loyalty_problem, column, 16, 4);
FIELD(loyalty_problem, path, 24, 8);
FIELD(loyalty_problem, message, 32, 8);

SIZE(loyalty_table_info, 88);
FIELD(loyalty_table_info, size, 0, 8);
FIELD(loyalty_table_info, name, 8, 8);
FIELD(loyalty_table_info, accept_late, 16, 4);
FIELD(loyalty_table_info, climb, 20, 4);
FIELD(loyalty_table_info, review, 24, 8);
FIELD(loyalty_table_info, review_begins, 32, 8);
FIELD(loyalty_table_info, money_code, 40, 8);
FIELD(loyalty_table_info, money_digits, 48, 4);
FIELD(loyalty_table_info, action_count, 52, 4);
FIELD(loyalty_table_info, score_max, 56, 8);
FIELD(loyalty_table_info, kind_count, 64, 4);
FIELD(loyalty_table_info, metric_count, 68, 4);
FIELD(loyalty_table_info, rung_count, 72, 4);
FIELD(loyalty_table_info, segmentation_count, 76, 4);
FIELD(loyalty_table_info, cell_count, 80, 4);

SIZE(loyalty_kind_info, 32);
FIELD(loyalty_kind_info, size, 0, 8);
FIELD(loyalty_kind_info, name, 8, 8);
FIELD(loyalty_kind_info, value_min, 16, 8);
FIELD(loyalty_kind_info, value_max, 24, 8);

SIZE(loyalty_metric_info, 72);
FIELD(loyalty_metric_info, size, 0, 8);
FIELD(loyalty_metric_info, name, 8, 8);
FIELD(loyalty_metric_info, type, 16, 4);
FIELD(loyalty_metric_info, period, 20, 4);
FIELD(loyalty_metric_info, operand_count, 24, 4);
FIELD(loyalty_metric_info, back, 28, 4);
FIELD(loyalty_metric_info, within, 32, 8);
FIELD(loyalty_metric_info, begins, 40, 8);
FIELD(loyalty_metric_info, after, 48, 8);
FIELD(loyalty_metric_info, host, 56, 8);
FIELD(loyalty_metric_info, row_count, 64, 4);
FIELD(loyalty_metric_info, unit, 68, 4);

SIZE(loyalty_metric_definition, 72);
FIELD(loyalty_metric_definition, size, 0, 8);
FIELD(loyalty_metric_definition, type, 8, 4);
FIELD(loyalty_metric_definition, period, 12, 4);
FIELD(loyalty_metric_definition, operands, 16, 8);
FIELD(loyalty_metric_definition, weights, 24, 8);
FIELD(loyalty_metric_definition, operand_count, 32, 4);
FIELD(loyalty_metric_definition, back, 36, 4);
FIELD(loyalty_metric_definition, unit, 40, 4);
FIELD(loyalty_metric_definition, reserved, 44, 4);
FIELD(loyalty_metric_definition, within, 48, 8);
FIELD(loyalty_metric_definition, begins, 56, 8);
FIELD(loyalty_metric_definition, after, 64, 8);

SIZE(loyalty_rung_info, 56);
FIELD(loyalty_rung_info, size, 0, 8);
FIELD(loyalty_rung_info, name, 8, 8);
FIELD(loyalty_rung_info, hold, 16, 8);
FIELD(loyalty_rung_info, grace, 24, 8);
FIELD(loyalty_rung_info, term, 32, 8);
FIELD(loyalty_rung_info, until, 40, 8);
FIELD(loyalty_rung_info, fall, 48, 4);
FIELD(loyalty_rung_info, action_count, 52, 4);

SIZE(loyalty_segmentation_info, 24);
FIELD(loyalty_segmentation_info, size, 0, 8);
FIELD(loyalty_segmentation_info, name, 8, 8);
FIELD(loyalty_segmentation_info, first_cell, 16, 4);
FIELD(loyalty_segmentation_info, cell_count, 20, 4);

SIZE(loyalty_cell_info, 24);
FIELD(loyalty_cell_info, size, 0, 8);
FIELD(loyalty_cell_info, name, 8, 8);
FIELD(loyalty_cell_info, segmentation, 16, 4);
FIELD(loyalty_cell_info, action_count, 20, 4);

SIZE(loyalty_condition_info, 32);
FIELD(loyalty_condition_info, size, 0, 8);
FIELD(loyalty_condition_info, subject, 8, 4);
FIELD(loyalty_condition_info, metric, 12, 4);
FIELD(loyalty_condition_info, op, 16, 4);
FIELD(loyalty_condition_info, number, 24, 8);

SIZE(loyalty_event, 40);
FIELD(loyalty_event, size, 0, 8);
FIELD(loyalty_event, kind, 8, 4);
FIELD(loyalty_event, date, 12, 4);
FIELD(loyalty_event, value, 16, 8);
FIELD(loyalty_event, count, 24, 4);
FIELD(loyalty_event, id_length, 28, 4);
FIELD(loyalty_event, id, 32, 8);

SIZE(loyalty_transition, 32);
FIELD(loyalty_transition, size, 0, 8);
FIELD(loyalty_transition, date, 8, 4);
FIELD(loyalty_transition, from, 12, 4);
FIELD(loyalty_transition, to, 16, 4);
FIELD(loyalty_transition, direction, 20, 4);
FIELD(loyalty_transition, revoked, 24, 4);

SIZE(loyalty_standing, 40);
FIELD(loyalty_standing, size, 0, 8);
FIELD(loyalty_standing, rung, 8, 4);
FIELD(loyalty_standing, since, 12, 4);
FIELD(loyalty_standing, failing, 16, 4);
FIELD(loyalty_standing, falls_on, 20, 4);
FIELD(loyalty_standing, score, 24, 8);
FIELD(loyalty_standing, next, 32, 4);
FIELD(loyalty_standing, term_end, 36, 4);

SIZE(loyalty_gap, 64);
FIELD(loyalty_gap, size, 0, 8);
FIELD(loyalty_gap, subject, 8, 4);
FIELD(loyalty_gap, metric, 12, 4);
FIELD(loyalty_gap, op, 16, 4);
FIELD(loyalty_gap, number, 24, 8);
FIELD(loyalty_gap, defined, 32, 4);
FIELD(loyalty_gap, holds, 36, 4);
FIELD(loyalty_gap, numerator, 40, 8);
FIELD(loyalty_gap, denominator, 48, 8);
FIELD(loyalty_gap, shortfall, 56, 8);

SIZE(loyalty_census_plan, 64);
FIELD(loyalty_census_plan, size, 0, 8);
FIELD(loyalty_census_plan, as_of, 8, 4);
FIELD(loyalty_census_plan, from, 12, 4);
FIELD(loyalty_census_plan, kinds, 16, 8);
FIELD(loyalty_census_plan, kind_count, 24, 4);
FIELD(loyalty_census_plan, days, 28, 4);
FIELD(loyalty_census_plan, first_from, 32, 4);
FIELD(loyalty_census_plan, first_to, 36, 4);
FIELD(loyalty_census_plan, second_from, 40, 4);
FIELD(loyalty_census_plan, second_to, 44, 4);
FIELD(loyalty_census_plan, metrics, 48, 8);
FIELD(loyalty_census_plan, metric_count, 56, 4);
FIELD(loyalty_census_plan, reserved, 60, 4);

SIZE(loyalty_movement, 48);
FIELD(loyalty_movement, size, 0, 8);
FIELD(loyalty_movement, climbed, 8, 8);
FIELD(loyalty_movement, stayed, 16, 8);
FIELD(loyalty_movement, fell, 24, 8);
FIELD(loyalty_movement, lapsed, 32, 8);
FIELD(loyalty_movement, appeared, 40, 8);

SIZE(loyalty_retention, 56);
FIELD(loyalty_retention, size, 0, 8);
FIELD(loyalty_retention, cohort, 8, 4);
FIELD(loyalty_retention, reserved, 12, 4);
FIELD(loyalty_retention, first, 16, 8);
FIELD(loyalty_retention, second, 24, 8);
FIELD(loyalty_retention, both, 32, 8);
FIELD(loyalty_retention, retention, 40, 8);
FIELD(loyalty_retention, churn, 48, 8);

SIZE(loyalty_influence, 56);
FIELD(loyalty_influence, size, 0, 8);
FIELD(loyalty_influence, exposed, 8, 8);
FIELD(loyalty_influence, bought, 16, 8);
FIELD(loyalty_influence, rate, 24, 8);
FIELD(loyalty_influence, base, 32, 8);
FIELD(loyalty_influence, lift, 40, 8);
FIELD(loyalty_influence, young, 48, 8);

SIZE(loyalty_backtest_side, 40);
FIELD(loyalty_backtest_side, size, 0, 8);
FIELD(loyalty_backtest_side, customers, 8, 8);
FIELD(loyalty_backtest_side, promotions, 16, 8);
FIELD(loyalty_backtest_side, demotions, 24, 8);
FIELD(loyalty_backtest_side, flapping, 32, 8);

SIZE(loyalty_backtest_change, 40);
FIELD(loyalty_backtest_change, size, 0, 8);
FIELD(loyalty_backtest_change, key, 8, 8);
FIELD(loyalty_backtest_change, key_length, 16, 4);
FIELD(loyalty_backtest_change, from, 20, 4);
FIELD(loyalty_backtest_change, to, 24, 4);
FIELD(loyalty_backtest_change, since_from, 28, 4);
FIELD(loyalty_backtest_change, since_to, 32, 4);
FIELD(loyalty_backtest_change, differs, 36, 4);

SIZE(loyalty_batch, 88);
FIELD(loyalty_batch, size, 0, 8);
FIELD(loyalty_batch, count, 8, 8);
FIELD(loyalty_batch, numbers, 16, 8);
FIELD(loyalty_batch, keys, 24, 8);
FIELD(loyalty_batch, key_lengths, 32, 8);
FIELD(loyalty_batch, kinds, 40, 8);
FIELD(loyalty_batch, dates, 48, 8);
FIELD(loyalty_batch, values, 56, 8);
FIELD(loyalty_batch, counts, 64, 8);
FIELD(loyalty_batch, ids, 72, 8);
FIELD(loyalty_batch, id_lengths, 80, 8);

#endif

VALUE(LOYALTY_OK, 0);
VALUE(LOYALTY_E_ARGUMENT, -1);
VALUE(LOYALTY_E_MEMORY, -2);
VALUE(LOYALTY_E_STRUCT, -4);
VALUE(LOYALTY_E_STRUCT_TAIL, -5);
VALUE(LOYALTY_E_TABLE, -6);
VALUE(LOYALTY_E_NOT_FOUND, -7);
VALUE(LOYALTY_E_DATE, -8);
VALUE(LOYALTY_E_VALUE, -9);
VALUE(LOYALTY_E_ID, -10);
VALUE(LOYALTY_E_DUPLICATE, -11);
VALUE(LOYALTY_E_TOO_LATE, -12);
VALUE(LOYALTY_E_OVERFLOW, -13);
VALUE(LOYALTY_E_PAST, -14);
VALUE(LOYALTY_E_ABSENT, -15);
VALUE(LOYALTY_E_UNDEFINED, -16);
VALUE(LOYALTY_E_RANGE, -17);
VALUE(LOYALTY_E_SPACE, -18);
VALUE(LOYALTY_E_PROGRAM, -19);
VALUE(LOYALTY_E_UNBOUND, -20);
VALUE(LOYALTY_E_HOST, -21);
VALUE(LOYALTY_E_BUSY, -22);
VALUE(LOYALTY_E_KEY, -23);
VALUE(LOYALTY_E_COUNT, -24);
VALUE(LOYALTY_DATE_MIN, -719162);
VALUE(LOYALTY_DATE_MAX, 2932896);
VALUE(LOYALTY_DATE_NONE, -2147483647);
VALUE(LOYALTY_ERROR, 1);
VALUE(LOYALTY_WARNING, 2);
VALUE(LOYALTY_STRUCT_MAX, 4096);
VALUE(LOYALTY_NAME_MAX, 64);
VALUE(LOYALTY_ID_MAX, 255);
VALUE(LOYALTY_KEY_MAX, 255);
VALUE(LOYALTY_DAYS_MAX, 36525);
VALUE(LOYALTY_BACK_MAX, 1000);
VALUE(LOYALTY_WEIGHT_MAX, 1000000);
VALUE(LOYALTY_KINDS_MAX, 256);
VALUE(LOYALTY_METRICS_MAX, 256);
VALUE(LOYALTY_RUNGS_MAX, 64);
VALUE(LOYALTY_CELLS_MAX, 1024);
VALUE(LOYALTY_CONDITIONS_MAX, 256);
VALUE(LOYALTY_ROWS_MAX, 256);
VALUE(LOYALTY_SHARE_DEPTH_MAX, 4);
VALUE(LOYALTY_POINTS_MAX, 1000000000);
VALUE(LOYALTY_TABLE_MAX, 4194304);
VALUE(LOYALTY_CLIMB_ANY, 0);
VALUE(LOYALTY_CLIMB_STEP, 1);
VALUE(LOYALTY_FALL_REQUALIFY, 0);
VALUE(LOYALTY_FALL_STEP, 1);
VALUE(LOYALTY_FALL_BOTTOM, 2);
VALUE(LOYALTY_METRIC_COUNT, 0);
VALUE(LOYALTY_METRIC_SUM, 1);
VALUE(LOYALTY_METRIC_MEAN, 2);
VALUE(LOYALTY_METRIC_ACTIVE, 3);
VALUE(LOYALTY_METRIC_DAYS_SINCE, 4);
VALUE(LOYALTY_METRIC_DAYS_SINCE_FIRST, 5);
VALUE(LOYALTY_METRIC_SHARE, 6);
VALUE(LOYALTY_METRIC_HOST, 7);
VALUE(LOYALTY_METRIC_LATEST, 8);
VALUE(LOYALTY_METRIC_STREAK, 9);
VALUE(LOYALTY_METRIC_DIFFERENT, 10);
VALUE(LOYALTY_PERIOD_NONE, 0);
VALUE(LOYALTY_PERIOD_DAY, 1);
VALUE(LOYALTY_PERIOD_WEEK, 2);
VALUE(LOYALTY_PERIOD_MONTH, 3);
VALUE(LOYALTY_PERIOD_QUARTER, 4);
VALUE(LOYALTY_PERIOD_YEAR, 5);
VALUE(LOYALTY_OP_GE, 0);
VALUE(LOYALTY_OP_GT, 1);
VALUE(LOYALTY_OP_LE, 2);
VALUE(LOYALTY_OP_LT, 3);
VALUE(LOYALTY_OP_EQ, 4);
VALUE(LOYALTY_OP_NE, 5);
VALUE(LOYALTY_SUBJECT_METRIC, 0);
VALUE(LOYALTY_SUBJECT_SCORE, 1);
VALUE(LOYALTY_SUBJECT_RUNG, 2);
VALUE(LOYALTY_RULE_ENTER, 0);
VALUE(LOYALTY_RULE_KEEP, 1);
VALUE(LOYALTY_RULE_WHEN, 2);
VALUE(LOYALTY_RULE_OUT, 3);
VALUE(LOYALTY_OBJECT_KIND, 0);
VALUE(LOYALTY_OBJECT_METRIC, 1);
VALUE(LOYALTY_OBJECT_RUNG, 2);
VALUE(LOYALTY_OBJECT_CELL, 3);
VALUE(LOYALTY_OBJECT_SEGMENTATION, 4);
VALUE(LOYALTY_OBJECT_ACTION, 5);
VALUE(LOYALTY_UNIT_NONE, 0);
VALUE(LOYALTY_UNIT_MONEY, 1);
VALUE(LOYALTY_UNIT_DAYS, 2);
VALUE(LOYALTY_UNIT_PERCENT, 3);
VALUE(LOYALTY_MONEY_TEXT, 96);
VALUE(LOYALTY_PROMOTION, 1);
VALUE(LOYALTY_DEMOTION, -1);
VALUE(LOYALTY_RUNG_NONE, 64);

int main(void)
{
    return 0;
}
