/* SPDX-License-Identifier: MIT */
/* Rungs decided by columns are those of a rule interpreter that takes one row after the other. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "names.h"
#include "runner.h"

enum { METRICS = 5, POOL = 24, ROWS = 2200 };

/* A made-up table, and columns to go with it. */
struct sheet {
    loyalty_program *program;
    uint32_t metrics, rungs;
    int64_t pool[POOL]; /* numbers that conditions and columns have in common */
    size_t count;
    int64_t *column[METRICS];
    unsigned char *defined[METRICS];
    bool all_defined;
    uint32_t decided[ROWS];
};

static void done(int32_t status)
{
    if (status != LOYALTY_OK) {
        fprintf(stderr, "a made-up table: %s\n", loyalty_status_text(status));
        exit(1);
    }
}

static int64_t any_number(struct sheet *sheet, struct random *random)
{
    return sheet->pool[random_int(random, 0, POOL - 1)];
}

static void fill_pool(struct sheet *sheet, struct random *random)
{
    static const int64_t edges[] = {INT64_MIN, INT64_MIN + 1, INT64_MAX, INT64_MAX - 1, 0, -1, 1, INT32_MIN};
    for (int i = 0; i < POOL; i++)
        sheet->pool[i] = i < 8                       ? edges[i]
                         : random_chance(random, 80) ? random_int(random, -5, 12)
                                                     : random_between(random, INT64_MIN, INT64_MAX);
}

static const char *names(char letter, uint32_t index)
{
    static char text[4][12];
    static int turn;
    turn = (turn + 1) % 4;
    snprintf(text[turn], sizeof text[turn], "%c%" PRIu32, letter, index);
    return text[turn];
}

static void write_condition(struct sheet *sheet, struct random *random, char *text, size_t size)
{
    bool score = random_chance(random, 25);
    uint32_t metric = (uint32_t)random_int(random, 0, (int)sheet->metrics - 1);
    const char *op = operator_names[random_int(random, 0, OPERATORS - 1)];
    int64_t number = score ? random_int(random, 0, 60) : any_number(sheet, random);
    snprintf(text, size, "%s %s %" PRId64, score ? "score" : names('m', metric), op, number);
}

static void add_rung(struct sheet *sheet, struct random *random, loyalty_builder *builder, uint32_t rung)
{
    int alternatives = random_int(random, 1, 3);
    done(loyalty_builder_add_rung(builder, names('r', rung)));
    for (int i = 0; rung > 0 && i < alternatives; i++)
        for (int conditions = random_int(random, 1, 3); conditions > 0; conditions--) {
            char text[64];
            write_condition(sheet, random, text, sizeof text);
            done(loyalty_builder_add_enter(builder, names('r', rung), (uint32_t)i, text));
        }
}

static void add_out(struct sheet *sheet, struct random *random, loyalty_builder *builder)
{
    for (int i = random_chance(random, 40) ? random_int(random, 1, 3) : 0; i > 0; i--) {
        char text[64];
        write_condition(sheet, random, text, sizeof text);
        done(loyalty_builder_add_out(builder, 0, text));
    }
}

static void add_points(struct sheet *sheet, struct random *random, loyalty_builder *builder, uint32_t metric)
{
    int64_t at_least = any_number(sheet, random);
    for (int rows = random_int(random, 0, 3); rows > 0; rows--) {
        done(loyalty_builder_add_points(builder, names('m', metric), at_least, random_int(random, -40, 70)));
        if (at_least >= INT64_MAX - 6)
            return;
        at_least += random_int(random, 1, 6);
    }
}

static void build(struct sheet *sheet, struct random *random)
{
    const char *kind = "e";
    loyalty_builder *builder;
    fill_pool(sheet, random);
    sheet->metrics = (uint32_t)random_int(random, 1, METRICS);
    sheet->rungs = (uint32_t)(random_chance(random, 5) ? LOYALTY_RUNGS_MAX : random_int(random, 1, 7));
    done(loyalty_builder_new(NULL, &builder));
    done(loyalty_builder_set_name(builder, "t"));
    done(loyalty_builder_set_score_max(builder, random_int(random, 1, 80)));
    done(loyalty_builder_add_kind(builder, kind, INT64_MIN, INT64_MAX));
    for (uint32_t i = 0; i < sheet->metrics; i++) {
        loyalty_metric_definition definition = {
            .size = sizeof definition, .measure = LOYALTY_MEASURE_COUNT, .operands = &kind, .operand_count = 1};
        if (random_chance(random, 50))
            definition.measure = LOYALTY_MEASURE_MEAN;
        done(loyalty_builder_add_metric(builder, names('m', i), &definition));
        add_points(sheet, random, builder, i);
    }
    for (uint32_t i = 0; i < sheet->rungs; i++)
        add_rung(sheet, random, builder, i);
    add_out(sheet, random, builder);
    done(loyalty_builder_build(builder, NULL, &sheet->program));
    loyalty_builder_free(builder);
}

static void *block_of(size_t bytes)
{
    void *block = malloc(bytes + 1);
    if (!block)
        abort();
    return block;
}

static void fill_columns(struct sheet *sheet, struct random *random)
{
    static const int counts[] = {0, 1, 3, 1023, 1024, 1025, 2048, ROWS};
    sheet->count = (size_t)(random_chance(random, 60) ? random_int(random, 0, 40) : counts[random_int(random, 0, 7)]);
    sheet->all_defined = random_chance(random, 30);
    for (uint32_t i = 0; i < sheet->metrics; i++) {
        if (random_chance(random, 90)) {
            sheet->column[i] = block_of(sheet->count * sizeof *sheet->column[i]);
            for (size_t row = 0; row < sheet->count; row++)
                sheet->column[i][row] = any_number(sheet, random);
        }
        if (!sheet->all_defined && random_chance(random, 60)) {
            int percent = random_int(random, 0, 100);
            sheet->defined[i] = block_of(sheet->count);
            for (size_t row = 0; row < sheet->count; row++)
                sheet->defined[i][row] = random_chance(random, percent);
        }
    }
}

static bool is_defined(const struct sheet *sheet, uint32_t metric, size_t row)
{
    return sheet->column[metric] != NULL && (sheet->defined[metric] == NULL || sheet->defined[metric][row] != 0);
}

static int64_t naive_score(const struct sheet *sheet, size_t row)
{
    loyalty_table_info table = {.size = sizeof table};
    int64_t score = 0;
    done(loyalty_program_table(sheet->program, &table));
    for (uint32_t i = 0; i < sheet->metrics; i++) {
        loyalty_metric_info metric = {.size = sizeof metric};
        int64_t at_least, points, own = 0;
        done(loyalty_program_metric(sheet->program, i, &metric));
        for (uint32_t j = 0; is_defined(sheet, i, row) && j < metric.row_count; j++) {
            done(loyalty_program_row(sheet->program, i, j, &at_least, &points));
            if (sheet->column[i][row] >= at_least)
                own = points;
        }
        score += own;
    }
    return score < 0 ? 0 : score > table.score_max ? table.score_max : score;
}

static bool naive_condition(const struct sheet *sheet, size_t row, const loyalty_condition_info *condition)
{
    bool score = condition->subject == LOYALTY_SUBJECT_SCORE;
    int64_t value;
    if (!score && !is_defined(sheet, condition->metric, row))
        return false;
    value = score ? naive_score(sheet, row) : sheet->column[condition->metric][row];
    switch (condition->op) {
    case LOYALTY_OP_GE:
        return value >= condition->number;
    case LOYALTY_OP_GT:
        return value > condition->number;
    case LOYALTY_OP_LE:
        return value <= condition->number;
    case LOYALTY_OP_LT:
        return value < condition->number;
    case LOYALTY_OP_EQ:
        return value == condition->number;
    default:
        return value != condition->number;
    }
}

/* Whether one of the alternatives of a rule holds. */
static bool naive_rule(const struct sheet *sheet, size_t row, int32_t rule, uint32_t rung, uint32_t alternatives)
{
    uint32_t conditions;
    for (uint32_t i = 0; i < alternatives; i++) {
        bool all = true;
        done(loyalty_program_condition_count(sheet->program, rule, rung, i, &conditions));
        for (uint32_t j = 0; j < conditions; j++) {
            loyalty_condition_info condition = {.size = sizeof condition};
            done(loyalty_program_condition(sheet->program, rule, rung, i, j, &condition));
            all = all && naive_condition(sheet, row, &condition);
        }
        if (all)
            return true;
    }
    return false;
}

static bool naive_out(const struct sheet *sheet, size_t row)
{
    uint32_t alternatives;
    return !loyalty_program_alternative_count(sheet->program, LOYALTY_RULE_OUT, 0, &alternatives) &&
           naive_rule(sheet, row, LOYALTY_RULE_OUT, 0, alternatives);
}

static bool naive_enter(const struct sheet *sheet, size_t row, uint32_t rung)
{
    uint32_t alternatives;
    done(loyalty_program_alternative_count(sheet->program, LOYALTY_RULE_ENTER, rung, &alternatives));
    return naive_rule(sheet, row, LOYALTY_RULE_ENTER, rung, alternatives);
}

static uint32_t naive_rung(const struct sheet *sheet, size_t row)
{
    uint32_t rung = naive_out(sheet, row) ? 0 : sheet->rungs - 1;
    while (rung > 0 && !naive_enter(sheet, row, rung))
        rung--;
    return rung;
}

static void run(uint64_t seed, uint64_t number, size_t *rows)
{
    struct random random = {random_hash(seed, number)};
    struct sheet *sheet = calloc(1, sizeof *sheet);
    const int64_t *metrics[METRICS];
    const unsigned char *defined[METRICS];
    if (!sheet)
        abort();
    build(sheet, &random);
    fill_columns(sheet, &random);
    for (int i = 0; i < METRICS; i++) {
        metrics[i] = sheet->column[i];
        defined[i] = sheet->defined[i];
    }
    done(loyalty_program_decide(sheet->program, sheet->count, metrics, sheet->all_defined ? NULL : defined,
                                sheet->decided));
    for (size_t row = 0; row < sheet->count; row++) {
        uint32_t expected = naive_rung(sheet, row);
        if (sheet->decided[row] != expected)
            fail_msg("LOYALTY_SEED=%" PRIu64 ", case %" PRIu64 ", row %zu of %zu: rung %" PRIu32 " instead of %" PRIu32,
                     seed, number, row, sheet->count, sheet->decided[row], expected);
        rows[expected > 0]++;
    }
    for (int i = 0; i < METRICS; i++) {
        free(sheet->column[i]);
        free(sheet->defined[i]);
    }
    loyalty_program_unref(sheet->program);
    free(sheet);
}

static void columns_decide_as_rows_do(void **state)
{
    uint64_t seed = runner_seed(), cases = (uint64_t)runner_cases(2000);
    size_t rows[2] = {0, 0}; /* on the first rung, and above */
    (void)state;
    printf("seed %" PRIu64 ", %" PRIu64 " cases\n", seed, cases);
    for (uint64_t number = 0; number < cases; number++)
        run(seed, number, rows);
    printf("%zu rows on the first rung, %zu above\n", rows[0], rows[1]);
    assert_true(cases < 100 || (rows[0] > 1000 && rows[1] > 1000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(columns_decide_as_rows_do)};
    return cmocka_run_group_tests_name("deciding by columns", tests, NULL, NULL);
}
