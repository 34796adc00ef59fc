/* SPDX-License-Identifier: MIT */
/*
 * The layouts and the numbers that programs built against version 0.9 rely on. Do not ever change a line: only add.
 *
 * The exceptions: where a struct grows, its STRUCT line gets the new last field and the larger sizes; and analysis.h may
 * change until 1.1. Where a limit rises, its LIMIT line stays: it gives the lowest that the limit has ever been.
 *
 * New fields go behind the end, never into padding, which a library that does not know them would leave as it is. So that
 * there is none at the end, fields of 32 bits come in pairs.
 *
 * models.sh compiles this file for machines of each model, which needs no library of theirs; frozen.py looks whether
 * anything is missing.
 */
#include <stddef.h>
#include <stdint.h>

#include <loyalty/analysis.h>

struct structs_probe {
    char byte;
    int64_t number;
};

/* WIDE: pointers have 64 bits. PACKED: they have 32, and int64_t is aligned to 4. PADDED: to 8. */
enum {
    WIDE,
    PACKED,
    PADDED,
    POINTER = sizeof(void *),
    NUMBER_AT = offsetof(struct structs_probe, number),
    MODEL = POINTER == 8     ? WIDE
            : NUMBER_AT == 4 ? PACKED
                             : PADDED
};

#define PICK(wide, packed, padded)                                                                                     \
    ((MODEL == WIDE) * (wide) + (MODEL == PACKED) * (packed) + (MODEL == PADDED) * (padded))
#define BYTES(type, field) sizeof(((type *)0)->field)

/* STRUCT(type, last field, its size in each model), FIELD(type, field, bytes, its offset in each model) */
#define STRUCT(type, last, wide, packed, padded)                                                                       \
    _Static_assert(sizeof(type) == PICK(wide, packed, padded), #type " has changed");                                  \
    _Static_assert(sizeof(type) == offsetof(type, last) + BYTES(type, last), #type " ends in padding")
#define FIELD(type, field, bytes, wide, packed, padded)                                                                \
    _Static_assert(BYTES(type, field) == (bytes), #type "." #field " has changed");                                    \
    _Static_assert(offsetof(type, field) == PICK(wide, packed, padded), #type "." #field " has moved")
#define VALUE(name, value) _Static_assert((name) == (value), #name " has changed")
#define LIMIT(name, value) _Static_assert((name) >= (value), #name " has sunk")

STRUCT(loyalty_event, value, 40, 32, 32);
FIELD(loyalty_event, size, POINTER, 0, 0, 0);
FIELD(loyalty_event, id, POINTER, 8, 4, 4);
FIELD(loyalty_event, id_length, 4, 16, 8, 8);
FIELD(loyalty_event, kind, 4, 20, 12, 12);
FIELD(loyalty_event, date, 4, 24, 16, 16);
FIELD(loyalty_event, count, 4, 28, 20, 20);
FIELD(loyalty_event, value, 8, 32, 24, 24);

STRUCT(loyalty_transition, reserved, 32, 28, 28);
FIELD(loyalty_transition, size, POINTER, 0, 0, 0);
FIELD(loyalty_transition, date, 4, 8, 4, 4);
FIELD(loyalty_transition, from_rung, 4, 12, 8, 8);
FIELD(loyalty_transition, to_rung, 4, 16, 12, 12);
FIELD(loyalty_transition, direction, 4, 20, 16, 16);
FIELD(loyalty_transition, revoked, 4, 24, 20, 20);
FIELD(loyalty_transition, reserved, 4, 28, 24, 24);

STRUCT(loyalty_standing, score, 40, 36, 40);
FIELD(loyalty_standing, size, POINTER, 0, 0, 0);
FIELD(loyalty_standing, rung, 4, 8, 4, 4);
FIELD(loyalty_standing, since, 4, 12, 8, 8);
FIELD(loyalty_standing, failing, 4, 16, 12, 12);
FIELD(loyalty_standing, falls_on, 4, 20, 16, 16);
FIELD(loyalty_standing, next, 4, 24, 20, 20);
FIELD(loyalty_standing, term_end, 4, 28, 24, 24);
FIELD(loyalty_standing, score, 8, 32, 28, 32);

STRUCT(loyalty_gap, shortfall, 64, 60, 64);
FIELD(loyalty_gap, size, POINTER, 0, 0, 0);
FIELD(loyalty_gap, subject, 4, 8, 4, 4);
FIELD(loyalty_gap, metric, 4, 12, 8, 8);
FIELD(loyalty_gap, op, 4, 16, 12, 12);
FIELD(loyalty_gap, defined, 4, 20, 16, 16);
FIELD(loyalty_gap, holds, 4, 24, 20, 20);
FIELD(loyalty_gap, reserved, 4, 28, 24, 24);
FIELD(loyalty_gap, number, 8, 32, 28, 32);
FIELD(loyalty_gap, numerator, 8, 40, 36, 40);
FIELD(loyalty_gap, denominator, 8, 48, 44, 48);
FIELD(loyalty_gap, shortfall, 8, 56, 52, 56);

STRUCT(loyalty_batch, reserved, 96, 52, 52);
FIELD(loyalty_batch, size, POINTER, 0, 0, 0);
FIELD(loyalty_batch, rows, POINTER, 8, 4, 4);
FIELD(loyalty_batch, numbers, POINTER, 16, 8, 8);
FIELD(loyalty_batch, keys, POINTER, 24, 12, 12);
FIELD(loyalty_batch, key_lengths, POINTER, 32, 16, 16);
FIELD(loyalty_batch, kinds, POINTER, 40, 20, 20);
FIELD(loyalty_batch, dates, POINTER, 48, 24, 24);
FIELD(loyalty_batch, values, POINTER, 56, 28, 28);
FIELD(loyalty_batch, counts, POINTER, 64, 32, 32);
FIELD(loyalty_batch, ids, POINTER, 72, 36, 36);
FIELD(loyalty_batch, id_lengths, POINTER, 80, 40, 40);
FIELD(loyalty_batch, kind, 4, 88, 44, 44);
FIELD(loyalty_batch, reserved, 4, 92, 48, 48);

STRUCT(loyalty_batch_result, duplicates, 32, 16, 16);
FIELD(loyalty_batch_result, size, POINTER, 0, 0, 0);
FIELD(loyalty_batch_result, done, POINTER, 8, 4, 4);
FIELD(loyalty_batch_result, refused, POINTER, 16, 8, 8);
FIELD(loyalty_batch_result, duplicates, POINTER, 24, 12, 12);

STRUCT(loyalty_columns, metric, 112, 60, 60);
FIELD(loyalty_columns, size, POINTER, 0, 0, 0);
FIELD(loyalty_columns, keys, POINTER, 8, 4, 4);
FIELD(loyalty_columns, key_lengths, POINTER, 16, 8, 8);
FIELD(loyalty_columns, rungs, POINTER, 24, 12, 12);
FIELD(loyalty_columns, since, POINTER, 32, 16, 16);
FIELD(loyalty_columns, failing, POINTER, 40, 20, 20);
FIELD(loyalty_columns, falls_on, POINTER, 48, 24, 24);
FIELD(loyalty_columns, next, POINTER, 56, 28, 28);
FIELD(loyalty_columns, term_ends, POINTER, 64, 32, 32);
FIELD(loyalty_columns, scores, POINTER, 72, 36, 36);
FIELD(loyalty_columns, cells, POINTER, 80, 40, 40);
FIELD(loyalty_columns, numerators, POINTER, 88, 44, 44);
FIELD(loyalty_columns, denominators, POINTER, 96, 48, 48);
FIELD(loyalty_columns, segmentation, 4, 104, 52, 52);
FIELD(loyalty_columns, metric, 4, 108, 56, 56);

STRUCT(loyalty_allocator, release, 40, 20, 20);
FIELD(loyalty_allocator, size, POINTER, 0, 0, 0);
FIELD(loyalty_allocator, user, POINTER, 8, 4, 4);
FIELD(loyalty_allocator, allocate, POINTER, 16, 8, 8);
FIELD(loyalty_allocator, resize, POINTER, 24, 12, 12);
FIELD(loyalty_allocator, release, POINTER, 32, 16, 16);

STRUCT(loyalty_problem, column, 40, 28, 28);
FIELD(loyalty_problem, size, POINTER, 0, 0, 0);
FIELD(loyalty_problem, path, POINTER, 8, 4, 4);
FIELD(loyalty_problem, message, POINTER, 16, 8, 8);
FIELD(loyalty_problem, severity, 4, 24, 12, 12);
FIELD(loyalty_problem, code, 4, 28, 16, 16);
FIELD(loyalty_problem, line, 4, 32, 20, 20);
FIELD(loyalty_problem, column, 4, 36, 24, 24);

STRUCT(loyalty_table_info, score_max, 88, 68, 72);
FIELD(loyalty_table_info, size, POINTER, 0, 0, 0);
FIELD(loyalty_table_info, name, POINTER, 8, 4, 4);
FIELD(loyalty_table_info, review, POINTER, 16, 8, 8);
FIELD(loyalty_table_info, review_begins, POINTER, 24, 12, 12);
FIELD(loyalty_table_info, money_code, POINTER, 32, 16, 16);
FIELD(loyalty_table_info, format, 4, 40, 20, 20);
FIELD(loyalty_table_info, accept_late, 4, 44, 24, 24);
FIELD(loyalty_table_info, climb, 4, 48, 28, 28);
FIELD(loyalty_table_info, money_digits, 4, 52, 32, 32);
FIELD(loyalty_table_info, kind_count, 4, 56, 36, 36);
FIELD(loyalty_table_info, metric_count, 4, 60, 40, 40);
FIELD(loyalty_table_info, rung_count, 4, 64, 44, 44);
FIELD(loyalty_table_info, segmentation_count, 4, 68, 48, 48);
FIELD(loyalty_table_info, cell_count, 4, 72, 52, 52);
FIELD(loyalty_table_info, action_count, 4, 76, 56, 56);
FIELD(loyalty_table_info, score_max, 8, 80, 60, 64);

STRUCT(loyalty_kind_info, value_max, 32, 24, 24);
FIELD(loyalty_kind_info, size, POINTER, 0, 0, 0);
FIELD(loyalty_kind_info, name, POINTER, 8, 4, 4);
FIELD(loyalty_kind_info, value_min, 8, 16, 8, 8);
FIELD(loyalty_kind_info, value_max, 8, 24, 16, 16);

STRUCT(loyalty_metric_info, row_count, 72, 48, 48);
FIELD(loyalty_metric_info, size, POINTER, 0, 0, 0);
FIELD(loyalty_metric_info, name, POINTER, 8, 4, 4);
FIELD(loyalty_metric_info, within, POINTER, 16, 8, 8);
FIELD(loyalty_metric_info, begins, POINTER, 24, 12, 12);
FIELD(loyalty_metric_info, after, POINTER, 32, 16, 16);
FIELD(loyalty_metric_info, host, POINTER, 40, 20, 20);
FIELD(loyalty_metric_info, measure, 4, 48, 24, 24);
FIELD(loyalty_metric_info, period, 4, 52, 28, 28);
FIELD(loyalty_metric_info, back, 4, 56, 32, 32);
FIELD(loyalty_metric_info, unit, 4, 60, 36, 36);
FIELD(loyalty_metric_info, operand_count, 4, 64, 40, 40);
FIELD(loyalty_metric_info, row_count, 4, 68, 44, 44);

STRUCT(loyalty_rung_info, action_count, 56, 32, 32);
FIELD(loyalty_rung_info, size, POINTER, 0, 0, 0);
FIELD(loyalty_rung_info, name, POINTER, 8, 4, 4);
FIELD(loyalty_rung_info, hold, POINTER, 16, 8, 8);
FIELD(loyalty_rung_info, grace, POINTER, 24, 12, 12);
FIELD(loyalty_rung_info, term, POINTER, 32, 16, 16);
FIELD(loyalty_rung_info, until, POINTER, 40, 20, 20);
FIELD(loyalty_rung_info, fall, 4, 48, 24, 24);
FIELD(loyalty_rung_info, action_count, 4, 52, 28, 28);

STRUCT(loyalty_segmentation_info, cell_count, 24, 16, 16);
FIELD(loyalty_segmentation_info, size, POINTER, 0, 0, 0);
FIELD(loyalty_segmentation_info, name, POINTER, 8, 4, 4);
FIELD(loyalty_segmentation_info, first_cell, 4, 16, 8, 8);
FIELD(loyalty_segmentation_info, cell_count, 4, 20, 12, 12);

STRUCT(loyalty_cell_info, action_count, 24, 16, 16);
FIELD(loyalty_cell_info, size, POINTER, 0, 0, 0);
FIELD(loyalty_cell_info, name, POINTER, 8, 4, 4);
FIELD(loyalty_cell_info, segmentation, 4, 16, 8, 8);
FIELD(loyalty_cell_info, action_count, 4, 20, 12, 12);

STRUCT(loyalty_condition_info, number, 32, 28, 32);
FIELD(loyalty_condition_info, size, POINTER, 0, 0, 0);
FIELD(loyalty_condition_info, subject, 4, 8, 4, 4);
FIELD(loyalty_condition_info, metric, 4, 12, 8, 8);
FIELD(loyalty_condition_info, op, 4, 16, 12, 12);
FIELD(loyalty_condition_info, reserved, 4, 20, 16, 16);
FIELD(loyalty_condition_info, number, 8, 24, 20, 24);

STRUCT(loyalty_metric_definition, reserved, 72, 48, 48);
FIELD(loyalty_metric_definition, size, POINTER, 0, 0, 0);
FIELD(loyalty_metric_definition, operands, POINTER, 8, 4, 4);
FIELD(loyalty_metric_definition, weights, POINTER, 16, 8, 8);
FIELD(loyalty_metric_definition, within, POINTER, 24, 12, 12);
FIELD(loyalty_metric_definition, begins, POINTER, 32, 16, 16);
FIELD(loyalty_metric_definition, after, POINTER, 40, 20, 20);
FIELD(loyalty_metric_definition, measure, 4, 48, 24, 24);
FIELD(loyalty_metric_definition, period, 4, 52, 28, 28);
FIELD(loyalty_metric_definition, back, 4, 56, 32, 32);
FIELD(loyalty_metric_definition, unit, 4, 60, 36, 36);
FIELD(loyalty_metric_definition, operand_count, 4, 64, 40, 40);
FIELD(loyalty_metric_definition, reserved, 4, 68, 44, 44);

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
VALUE(LOYALTY_E_INDEX, -25);
VALUE(LOYALTY_E_NOT_ADVANCED, -26);
VALUE(LOYALTY_E_PLAN, -27);
VALUE(LOYALTY_E_END, -28);
VALUE(LOYALTY_E_FULL, -29);
VALUE(LOYALTY_E_STOPPED, -30);
VALUE(LOYALTY_E_SNAPSHOT, -31);
VALUE(LOYALTY_E_NEWER, -32);
VALUE(LOYALTY_E_CONFLICT, -33);
VALUE(LOYALTY_DATE_MIN, -719162);
VALUE(LOYALTY_DATE_MAX, 2932896);
VALUE(LOYALTY_DATE_NONE, -2147483647);
VALUE(LOYALTY_OBJECT_KIND, 0);
VALUE(LOYALTY_OBJECT_METRIC, 1);
VALUE(LOYALTY_OBJECT_RUNG, 2);
VALUE(LOYALTY_OBJECT_CELL, 3);
VALUE(LOYALTY_OBJECT_SEGMENTATION, 4);
VALUE(LOYALTY_OBJECT_ACTION, 5);
VALUE(LOYALTY_NONE, INT32_MAX);
VALUE(LOYALTY_DIRECTION_UP, 1);
VALUE(LOYALTY_DIRECTION_DOWN, -1);
VALUE(LOYALTY_RULE_ENTER, 0);
VALUE(LOYALTY_RULE_KEEP, 1);
VALUE(LOYALTY_RULE_WHEN, 2);
VALUE(LOYALTY_RULE_OUT, 3);
VALUE(LOYALTY_SUBJECT_METRIC, 0);
VALUE(LOYALTY_SUBJECT_SCORE, 1);
VALUE(LOYALTY_SUBJECT_RUNG, 2);
VALUE(LOYALTY_OP_GE, 0);
VALUE(LOYALTY_OP_GT, 1);
VALUE(LOYALTY_OP_LE, 2);
VALUE(LOYALTY_OP_LT, 3);
VALUE(LOYALTY_OP_EQ, 4);
VALUE(LOYALTY_OP_NE, 5);
LIMIT(LOYALTY_KEY_MAX, 255);
VALUE(LOYALTY_KEY_OF_NUMBER, 8);
VALUE(LOYALTY_SEED_SIZE, 16);
VALUE(LOYALTY_FINGERPRINT_SIZE, 16);
VALUE(LOYALTY_SEVERITY_ERROR, 1);
VALUE(LOYALTY_SEVERITY_WARNING, 2);
VALUE(LOYALTY_PROBLEM_NOT_JSON, 1);
VALUE(LOYALTY_PROBLEM_KEY, 2);
VALUE(LOYALTY_PROBLEM_MISSING, 3);
VALUE(LOYALTY_PROBLEM_TYPE, 4);
VALUE(LOYALTY_PROBLEM_NAME, 5);
VALUE(LOYALTY_PROBLEM_UNKNOWN, 6);
VALUE(LOYALTY_PROBLEM_REPEATED, 7);
VALUE(LOYALTY_PROBLEM_VALUE, 8);
VALUE(LOYALTY_PROBLEM_CONDITION, 9);
VALUE(LOYALTY_PROBLEM_CONFLICT, 10);
VALUE(LOYALTY_PROBLEM_CYCLE, 11);
VALUE(LOYALTY_PROBLEM_LIMIT, 12);
VALUE(LOYALTY_PROBLEM_MORE_ERRORS, 13);
VALUE(LOYALTY_PROBLEM_RUNG_NEVER_ENTERED, 101);
VALUE(LOYALTY_PROBLEM_RUNG_SKIPPED, 102);
VALUE(LOYALTY_PROBLEM_RUNG_BY_FALL, 103);
VALUE(LOYALTY_PROBLEM_KEEP_IN_VAIN, 104);
VALUE(LOYALTY_PROBLEM_NEVER_HOLDS, 105);
VALUE(LOYALTY_PROBLEM_CONTRADICTION, 106);
VALUE(LOYALTY_PROBLEM_CELL_UNREACHED, 107);
VALUE(LOYALTY_PROBLEM_IN_NO_CELL, 108);
VALUE(LOYALTY_PROBLEM_HOLE, 109);
VALUE(LOYALTY_PROBLEM_NO_TERM, 110);
VALUE(LOYALTY_PROBLEM_STATUS_FOR_LIFE, 111);
VALUE(LOYALTY_PROBLEM_COUNTS_TWICE, 112);
VALUE(LOYALTY_PROBLEM_HOLD_AND_TERM, 113);
VALUE(LOYALTY_PROBLEM_GRACE_IN_DAYS, 114);
VALUE(LOYALTY_PROBLEM_WINDOW_AND_REVIEW, 115);
VALUE(LOYALTY_PROBLEM_RETURN_OUTLIVES_SALE, 116);
VALUE(LOYALTY_PROBLEM_UNUSED_KIND, 117);
VALUE(LOYALTY_PROBLEM_UNUSED_METRIC, 118);
VALUE(LOYALTY_PROBLEM_UNUSED_ROW, 119);
VALUE(LOYALTY_PROBLEM_UNUSED_ACTION, 120);
VALUE(LOYALTY_PROBLEM_NO_MONEY, 121);
VALUE(LOYALTY_PROBLEM_MORE_WARNINGS, 122);
VALUE(LOYALTY_STRUCT_MAX, 4096);
LIMIT(LOYALTY_NAME_MAX, 64);
LIMIT(LOYALTY_ID_MAX, 255);
LIMIT(LOYALTY_DAYS_MAX, 36525);
LIMIT(LOYALTY_BACK_MAX, 1000);
LIMIT(LOYALTY_WEIGHT_MAX, 1000000);
LIMIT(LOYALTY_KINDS_MAX, 256);
LIMIT(LOYALTY_METRICS_MAX, 256);
LIMIT(LOYALTY_RUNGS_MAX, 64);
LIMIT(LOYALTY_CELLS_MAX, 1024);
LIMIT(LOYALTY_CONDITIONS_MAX, 256);
LIMIT(LOYALTY_ROWS_MAX, 256);
LIMIT(LOYALTY_SHARE_DEPTH_MAX, 4);
LIMIT(LOYALTY_POINTS_MAX, 1000000000);
LIMIT(LOYALTY_TABLE_MAX, 4194304);
VALUE(LOYALTY_LIMIT_NAME, 0);
VALUE(LOYALTY_LIMIT_ID, 1);
VALUE(LOYALTY_LIMIT_DAYS, 2);
VALUE(LOYALTY_LIMIT_BACK, 3);
VALUE(LOYALTY_LIMIT_WEIGHT, 4);
VALUE(LOYALTY_LIMIT_KINDS, 5);
VALUE(LOYALTY_LIMIT_METRICS, 6);
VALUE(LOYALTY_LIMIT_RUNGS, 7);
VALUE(LOYALTY_LIMIT_CELLS, 8);
VALUE(LOYALTY_LIMIT_CONDITIONS, 9);
VALUE(LOYALTY_LIMIT_ROWS, 10);
VALUE(LOYALTY_LIMIT_SHARE_DEPTH, 11);
VALUE(LOYALTY_LIMIT_POINTS, 12);
VALUE(LOYALTY_LIMIT_TABLE, 13);
VALUE(LOYALTY_LIMIT_KEY, 14);
VALUE(LOYALTY_MONEY_TEXT, 96);
VALUE(LOYALTY_CLIMB_ANY, 0);
VALUE(LOYALTY_CLIMB_STEP, 1);
VALUE(LOYALTY_FALL_REQUALIFY, 0);
VALUE(LOYALTY_FALL_STEP, 1);
VALUE(LOYALTY_FALL_BOTTOM, 2);
VALUE(LOYALTY_MEASURE_COUNT, 0);
VALUE(LOYALTY_MEASURE_SUM, 1);
VALUE(LOYALTY_MEASURE_MEAN, 2);
VALUE(LOYALTY_MEASURE_ACTIVE, 3);
VALUE(LOYALTY_MEASURE_DAYS_SINCE, 4);
VALUE(LOYALTY_MEASURE_DAYS_SINCE_FIRST, 5);
VALUE(LOYALTY_MEASURE_SHARE, 6);
VALUE(LOYALTY_MEASURE_HOST, 7);
VALUE(LOYALTY_MEASURE_LATEST, 8);
VALUE(LOYALTY_MEASURE_STREAK, 9);
VALUE(LOYALTY_MEASURE_DIFFERENT, 10);
VALUE(LOYALTY_PERIOD_NONE, 0);
VALUE(LOYALTY_PERIOD_DAY, 1);
VALUE(LOYALTY_PERIOD_WEEK, 2);
VALUE(LOYALTY_PERIOD_MONTH, 3);
VALUE(LOYALTY_PERIOD_QUARTER, 4);
VALUE(LOYALTY_PERIOD_YEAR, 5);
VALUE(LOYALTY_UNIT_NONE, 0);
VALUE(LOYALTY_UNIT_MONEY, 1);
VALUE(LOYALTY_UNIT_DAYS, 2);
VALUE(LOYALTY_UNIT_PERCENT, 3);

/* analysis.h, which may change until 1.1. */
STRUCT(loyalty_census_plan, second_to, 64, 52, 52);
FIELD(loyalty_census_plan, size, POINTER, 0, 0, 0);
FIELD(loyalty_census_plan, kinds, POINTER, 8, 4, 4);
FIELD(loyalty_census_plan, metrics, POINTER, 16, 8, 8);
FIELD(loyalty_census_plan, as_of, 4, 24, 12, 12);
FIELD(loyalty_census_plan, parts, 4, 28, 16, 16);
FIELD(loyalty_census_plan, from_date, 4, 32, 20, 20);
FIELD(loyalty_census_plan, days, 4, 36, 24, 24);
FIELD(loyalty_census_plan, kind_count, 4, 40, 28, 28);
FIELD(loyalty_census_plan, metric_count, 4, 44, 32, 32);
FIELD(loyalty_census_plan, first_from, 4, 48, 36, 36);
FIELD(loyalty_census_plan, first_to, 4, 52, 40, 40);
FIELD(loyalty_census_plan, second_from, 4, 56, 44, 44);
FIELD(loyalty_census_plan, second_to, 4, 60, 48, 48);

STRUCT(loyalty_movement, appeared, 48, 44, 48);
FIELD(loyalty_movement, size, POINTER, 0, 0, 0);
FIELD(loyalty_movement, climbed, 8, 8, 4, 8);
FIELD(loyalty_movement, stayed, 8, 16, 12, 16);
FIELD(loyalty_movement, fell, 8, 24, 20, 24);
FIELD(loyalty_movement, lapsed, 8, 32, 28, 32);
FIELD(loyalty_movement, appeared, 8, 40, 36, 40);

STRUCT(loyalty_retention, churn, 56, 52, 56);
FIELD(loyalty_retention, size, POINTER, 0, 0, 0);
FIELD(loyalty_retention, cohort, 4, 8, 4, 4);
FIELD(loyalty_retention, reserved, 4, 12, 8, 8);
FIELD(loyalty_retention, first, 8, 16, 12, 16);
FIELD(loyalty_retention, second, 8, 24, 20, 24);
FIELD(loyalty_retention, both, 8, 32, 28, 32);
FIELD(loyalty_retention, retention, 8, 40, 36, 40);
FIELD(loyalty_retention, churn, 8, 48, 44, 48);

STRUCT(loyalty_influence, lift, 56, 52, 56);
FIELD(loyalty_influence, size, POINTER, 0, 0, 0);
FIELD(loyalty_influence, exposed, 8, 8, 4, 8);
FIELD(loyalty_influence, bought, 8, 16, 12, 16);
FIELD(loyalty_influence, young, 8, 24, 20, 24);
FIELD(loyalty_influence, rate, 8, 32, 28, 32);
FIELD(loyalty_influence, base_rate, 8, 40, 36, 40);
FIELD(loyalty_influence, lift, 8, 48, 44, 48);

STRUCT(loyalty_side, flapping, 40, 36, 40);
FIELD(loyalty_side, size, POINTER, 0, 0, 0);
FIELD(loyalty_side, customers, 8, 8, 4, 8);
FIELD(loyalty_side, promotions, 8, 16, 12, 16);
FIELD(loyalty_side, demotions, 8, 24, 20, 24);
FIELD(loyalty_side, flapping, 8, 32, 28, 32);

STRUCT(loyalty_change, differs, 40, 32, 32);
FIELD(loyalty_change, size, POINTER, 0, 0, 0);
FIELD(loyalty_change, key, POINTER, 8, 4, 4);
FIELD(loyalty_change, key_length, 4, 16, 8, 8);
FIELD(loyalty_change, from_rung, 4, 20, 12, 12);
FIELD(loyalty_change, to_rung, 4, 24, 16, 16);
FIELD(loyalty_change, since_from, 4, 28, 20, 20);
FIELD(loyalty_change, since_to, 4, 32, 24, 24);
FIELD(loyalty_change, differs, 4, 36, 28, 28);

VALUE(LOYALTY_CENSUS_MOVEMENT, 1);
VALUE(LOYALTY_CENSUS_RETENTION, 2);
VALUE(LOYALTY_CENSUS_INFLUENCE, 4);
VALUE(LOYALTY_BACKTEST_BEFORE, 0);
VALUE(LOYALTY_BACKTEST_AFTER, 1);

int main(void)
{
    return 0;
}
