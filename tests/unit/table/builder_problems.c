/* SPDX-License-Identifier: MIT */
/* What a builder tells when the table is built. What it refuses at once: builder_refusals.c. */
#include <stdio.h>
#include <string.h>

#include "support.h"

static const char *const visit[] = {"visit"};

/* Builds and ends the builder: the paths of all problems, "" where it is sound. Each message must hold `word`. */
static const char *paths(loyalty_builder *b, const char *word)
{
    loyalty_report *report;
    loyalty_program *program = NULL;
    char text[1000] = "";
    OK(loyalty_report_new(NULL, &report));
    int32_t status = loyalty_builder_build(b, report, &program);
    uint32_t count = loyalty_report_count(report);
    assert_int_equal(status, count ? LOYALTY_E_TABLE : LOYALTY_OK);
    assert_int_equal(program != NULL, count == 0);
    for (uint32_t i = 0; i < count; i++) {
        loyalty_problem problem = {.size = sizeof problem};
        OK(loyalty_report_problem(report, i, &problem));
        assert_int_equal(problem.severity, LOYALTY_SEVERITY_ERROR);
        assert_in_range(problem.code, LOYALTY_PROBLEM_NOT_JSON, LOYALTY_PROBLEM_MORE_ERRORS);
        if (!strstr(problem.message, word))
            fail_msg("no '%s' in: %s", word, problem.message);
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "%s%s", i ? " " : "", problem.path);
    }
    program = program ? (loyalty_program_unref(program), NULL) : NULL;
    assert_int_equal(loyalty_builder_build(b, NULL, &program), status); /* also where nobody reads */
    loyalty_program_unref(program);
    loyalty_report_free(report);
    loyalty_builder_free(b);
    return text_of("%s", text);
}

static void a_sound_table_has_no_problem(void **state)
{
    (void)state;
    assert_string_equal(paths(sound_builder(), ""), "");
}

static void an_empty_builder_lacks_all(void **state)
{
    loyalty_builder *b;
    (void)state;
    OK(loyalty_builder_new(NULL, &b));
    assert_string_equal(paths(b, " no "), " /events /ladder"); /* the first is about the whole: "" */
}

static void bad_names_are_told(void **state)
{
    static const char *const bad[] = {
        "",     "1st",         "_x",
        "a b",  "caf\xc3\xa9", "score",
        "rung", "a.b",         "a2345678901234567890123456789012345678901234567890123456789012345"};
    (void)state;
    for (size_t i = 0; i < LENGTH(bad); i++) {
        loyalty_builder *b = sound_builder();
        OK(loyalty_builder_add_kind(b, bad[i], 0, 1));
        assert_string_equal(paths(b, "name"), text_of("/events/%s", bad[i]));
        b = sound_builder();
        OK(add_metric(b, bad[i], LOYALTY_MEASURE_COUNT, visit, 1, NULL));
        assert_string_equal(paths(b, "name"), text_of("/metrics/%s", bad[i]));
        b = sound_builder();
        OK(loyalty_builder_add_rung(b, bad[i]));
        OK(loyalty_builder_add_enter(b, bad[i], 0, "n >= 2"));
        assert_true(strncmp(paths(b, "name"), "/ladder/2", 9) == 0);
        b = sound_builder();
        OK(loyalty_builder_add_cell(b, "s", bad[i]));
        assert_true(strncmp(paths(b, "name"), "/segments/s/1", 13) == 0);
        b = sound_builder();
        OK(loyalty_builder_add_cell(b, bad[i], "c"));
        assert_string_equal(paths(b, "name"), text_of("/segments/%s", bad[i]));
    }
}

static void the_longest_name_is_good(void **state)
{
    static const char longest[] = "a234567890123456789012345678901234567890123456789012345678901234";
    loyalty_builder *b = sound_builder();
    (void)state;
    assert_int_equal(strlen(longest), LOYALTY_NAME_MAX);
    OK(loyalty_builder_set_name(b, longest));
    OK(loyalty_builder_add_kind(b, longest, 0, 1));
    OK(add_metric(b, longest, LOYALTY_MEASURE_COUNT, visit, 1, NULL));
    OK(loyalty_builder_add_rung(b, longest));
    OK(loyalty_builder_add_enter(b, longest, 0, text_of("%s >= -9223372036854775808", longest)));
    OK(loyalty_builder_add_cell(b, longest, longest));
    OK(loyalty_builder_add_when(b, longest, longest, 0, text_of("rung == %s", longest)));
    assert_string_equal(paths(b, ""), "");
}

static void a_bad_table_name_is_told(void **state)
{
    loyalty_builder *b = sound_builder();
    (void)state;
    OK(loyalty_builder_set_name(b, "corner shop"));
    assert_string_equal(paths(b, "name"), "/name");
}

static void second_definitions_are_told(void **state)
{
    loyalty_builder *b = sound_builder();
    (void)state;
    OK(loyalty_builder_add_kind(b, "visit", 0, 1));
    assert_string_equal(paths(b, "twice"), "/events/visit");
    b = sound_builder();
    OK(add_metric(b, "n", LOYALTY_MEASURE_SUM, visit, 1, NULL));
    assert_string_equal(paths(b, "twice"), "/metrics/n");
    b = sound_builder();
    OK(loyalty_builder_add_cell(b, "s", "c"));
    assert_string_equal(paths(b, "twice"), "/segments/s/1/segment");
    b = sound_builder();
    OK(loyalty_builder_add_cell(b, "other", "c")); /* in another segmentation the name is free */
    assert_string_equal(paths(b, ""), "");
}

static void a_second_rung_of_a_name_is_told(void **state)
{
    loyalty_builder *b = sound_builder();
    loyalty_report *report;
    loyalty_program *program = NULL;
    loyalty_problem problem = {.size = sizeof problem};
    (void)state;
    OK(loyalty_builder_add_rung(b, "b"));
    OK(loyalty_report_new(NULL, &report));
    assert_int_equal(loyalty_builder_build(b, report, &program), LOYALTY_E_TABLE);
    OK(loyalty_report_problem(report, 0, &problem));
    assert_string_equal(problem.path, "/ladder/2/rung");
    loyalty_report_free(report);
    loyalty_builder_free(b);
}

static void bad_metrics_are_told(void **state)
{
    static const char *const twice[] = {"visit", "visit"}, *const unknown[] = {"visit", "sale"};
    static const char *const one[] = {"n"}, *const three[] = {"n", "n", "n"}, *const odd[] = {"n", "visit"};
    static const struct {
        int32_t type;
        const char *const *operands;
        size_t count;
        const char *within, *path;
    } bad[] = {{LOYALTY_MEASURE_COUNT, twice, 2, NULL, "/metrics/m/count/1"},
               {LOYALTY_MEASURE_SUM, unknown, 2, NULL, "/metrics/m/sum/1"},
               {LOYALTY_MEASURE_MEAN, NULL, 0, NULL, "/metrics/m/mean"},
               {LOYALTY_MEASURE_ACTIVE, one, 1, NULL, "/metrics/m/active_days/0"},
               {LOYALTY_MEASURE_DAYS_SINCE, visit, 1, "365", "/metrics/m/within"},
               {LOYALTY_MEASURE_DAYS_SINCE_FIRST, visit, 1, "0d", "/metrics/m/within"},
               {LOYALTY_MEASURE_COUNT, visit, 1, "36526d", "/metrics/m/within"},
               {LOYALTY_MEASURE_COUNT, visit, 1, "36526m", "/metrics/m/within"},
               {LOYALTY_MEASURE_COUNT, visit, 1, "", "/metrics/m/within"},
               {LOYALTY_MEASURE_COUNT, visit, 1, "99999999999999999999d", "/metrics/m/within"},
               {LOYALTY_MEASURE_SHARE, one, 1, NULL, "/metrics/m/share"},
               {LOYALTY_MEASURE_SHARE, three, 3, NULL, "/metrics/m/share"},
               {LOYALTY_MEASURE_SHARE, odd, 2, NULL, "/metrics/m/share/1"},
               {LOYALTY_MEASURE_HOST, NULL, 0, NULL, "/metrics/m/host"},
               {LOYALTY_MEASURE_HOST, three, 2, NULL, "/metrics/m/host"},
               {LOYALTY_MEASURE_HOST, one, 1, "7d", "/metrics/m/within"}};
    (void)state;
    for (size_t i = 0; i < LENGTH(bad); i++) {
        loyalty_builder *b = sound_builder();
        OK(add_metric(b, "m", bad[i].type, bad[i].operands, bad[i].count, bad[i].within));
        assert_string_equal(paths(b, ""), bad[i].path);
    }
}

/* Spans of rungs are read when the table is built, as windows are. */
static void bad_spans_are_told(void **state)
{
    static const char *const bad[] = {
        "", "d", "1", "30", "-1d", "+1d", "1.5d", "1w", "36526d", "36526m", "99999999999999999999d", "30 d", "30d "};
    static const char *const good[] = {"0d", "0m", "1d", "3m", "36525d", "36525m"};
    (void)state;
    for (size_t i = 0; i < LENGTH(bad); i++) {
        loyalty_builder *b = sound_builder();
        OK(loyalty_builder_set_hold(b, "b", bad[i]));
        OK(loyalty_builder_set_grace(b, "b", bad[i]));
        OK(loyalty_builder_set_term(b, "b", bad[i], NULL));
        assert_string_equal(paths(b, ""), "/ladder/1/hold /ladder/1/grace /ladder/1/term");
    }
    for (size_t i = 0; i < LENGTH(good); i++) {
        loyalty_builder *b = sound_builder();
        OK(loyalty_builder_set_hold(b, "b", good[i]));
        OK(loyalty_builder_set_grace(b, "b", good[i]));
        OK(loyalty_builder_set_term(b, "b", good[i], NULL));
        assert_string_equal(paths(b, ""), good[i][0] == '0' ? "/ladder/1/term" : "");
    }
}

static void a_bad_function_name_is_told(void **state)
{
    static const char *const bad[] = {"my function"}, *const taken[] = {"score"};
    loyalty_builder *b = sound_builder();
    (void)state;
    OK(add_metric(b, "m", LOYALTY_MEASURE_HOST, bad, 1, NULL));
    assert_string_equal(paths(b, "function"), "/metrics/m/host");
    b = sound_builder();
    OK(add_metric(b, "m", LOYALTY_MEASURE_HOST, taken, 1, NULL)); /* it names no thing of the table */
    assert_string_equal(paths(b, ""), "");
}

/* Also where an operand is unknown: all problems are told. */
static void weights_of_what_takes_none_are_told(void **state)
{
    static const char *const n_n[] = {"n", "n"}, *const function[] = {"f"}, *const unknown[] = {"sale", "visit"};
    static const int32_t weights[] = {1, 0};
    static const struct {
        int32_t type;
        const char *const *operands;
        uint32_t count;
        const char *paths;
    } bad[] = {{LOYALTY_MEASURE_SHARE, n_n, 2, "/metrics/m/share"},
               {LOYALTY_MEASURE_HOST, function, 1, "/metrics/m/host"},
               {LOYALTY_MEASURE_MEAN, visit, 1, "/metrics/m/mean"},
               {LOYALTY_MEASURE_SUM, unknown, 2, "/metrics/m/sum/sale /metrics/m/sum/visit"}};
    (void)state;
    for (size_t i = 0; i < LENGTH(bad); i++) {
        loyalty_metric_definition m = {.size = sizeof m,
                                       .measure = bad[i].type,
                                       .operands = bad[i].operands,
                                       .operand_count = bad[i].count,
                                       .weights = weights};
        loyalty_builder *b = sound_builder();
        OK(loyalty_builder_add_metric(b, "m", &m));
        assert_string_equal(paths(b, i < 3 ? "weights" : "write"), bad[i].paths);
    }
}

/* 300 kinds are more than a table can have, so one of them is unknown or there twice. */
static void too_many_operands_are_told(void **state)
{
    const char *many[300];
    loyalty_builder *b = sound_builder();
    (void)state;
    for (size_t i = 0; i < LENGTH(many); i++)
        many[i] = "visit";
    OK(add_metric(b, "m", LOYALTY_MEASURE_DAYS_SINCE, many, LENGTH(many), NULL));
    assert_true(strncmp(paths(b, ""), "/metrics/m/days_since", 21) == 0);
}

static void shares_that_never_end_are_told(void **state)
{
    static const char *const operands[][2] = {{"n", "n"},   {"s1", "n"}, {"n", "s2"}, {"s3", "s3"},
                                              {"s4", "s1"}, {"x", "n"},  {"z", "y"},  {"n", "y"}};
    static const char *const names[] = {"s1", "s2", "s3", "s4", "s5", "x", "y", "z"};
    loyalty_builder *b = sound_builder();
    (void)state;
    for (size_t i = 0; i < LENGTH(names); i++)
        OK(add_metric(b, names[i], LOYALTY_MEASURE_SHARE, operands[i], 2, NULL));
    /* s4 is four deep and good, s5 five; x, y and z go round. */
    assert_string_equal(paths(b, "share"), "/metrics/s5/share /metrics/x/share /metrics/y/share /metrics/z/share");
}

static void bad_score_rows_are_told(void **state)
{
    loyalty_builder *b = sound_builder();
    (void)state;
    OK(loyalty_builder_add_points(b, "n", 5, 1));
    OK(loyalty_builder_add_points(b, "n", 5, 2));
    OK(loyalty_builder_add_points(b, "n", INT64_MIN, 3));
    OK(loyalty_builder_add_points(b, "visits", 1, 1));
    assert_string_equal(paths(b, ""), "/score/points/n/1 /score/points/n/2 /score/points/visits");
}

static void bad_conditions_are_told(void **state)
{
    static const char *const bad[] = {"",
                                      "n",
                                      "n >=",
                                      ">= 1",
                                      "n >= x",
                                      "n >= 1.5",
                                      "n => 1",
                                      "n = 1",
                                      "n >= 01",
                                      "n >= +1",
                                      "n >= -",
                                      "m >= 1",
                                      "n >= 1 2",
                                      "n >= 1e3",
                                      "n ! 1",
                                      "n >= -01",
                                      "1 >= n",
                                      "n >= n",
                                      "n > = 1",
                                      "rung >= 1",
                                      "rung >= b",
                                      "n >= 9223372036854775808",
                                      "n >= -9223372036854775809",
                                      "n >= 111111111111111111111111111111111111111111111111111111111111111111111111",
                                      "n2345678901234567890123456789012345678901234567890123456789012345 >= 1"};
    static const char *const good[] = {"n>=1",
                                       " n >= 1 ",
                                       "\tn\t==\t1\t",
                                       "n != -0",
                                       "n < 9223372036854775807",
                                       "score > 0",
                                       "n<=-9223372036854775808"};
    (void)state;
    for (size_t i = 0; i < LENGTH(bad); i++) {
        loyalty_builder *b = sound_builder();
        OK(loyalty_builder_add_keep(b, "b", 0, bad[i]));
        const char *found = paths(b, "");
        if (strcmp(found, "/ladder/1/keep/0") != 0)
            fail_msg("'%s': %s", bad[i], found);
    }
    for (size_t i = 0; i < LENGTH(good); i++) {
        loyalty_builder *b = sound_builder();
        OK(loyalty_builder_add_keep(b, "b", 0, good[i]));
        assert_string_equal(paths(b, ""), "");
    }
}

static void paths_of_alternatives_are_nested(void **state)
{
    loyalty_builder *b = sound_builder();
    (void)state;
    OK(loyalty_builder_add_enter(b, "b", 2, "wrong")); /* and alternative 1 is missing */
    assert_string_equal(paths(b, ""), "/ladder/1/enter/1 /ladder/1/enter/2/0");
    b = sound_builder();
    OK(loyalty_builder_add_when(b, "s", "c", 0, "rung >= nobody"));
    OK(loyalty_builder_add_when(b, "s", "c", 0, "rung >= b"));
    OK(loyalty_builder_add_when(b, "s", "c", 0, "rung >= 1"));
    assert_string_equal(paths(b, "rung"), "/segments/s/0/when/0 /segments/s/0/when/2");
}

static void bad_ladders_are_told(void **state)
{
    loyalty_builder *b = sound_builder();
    (void)state;
    OK(loyalty_builder_add_enter(b, "a", 0, "n >= 1"));
    OK(loyalty_builder_add_keep(b, "a", 0, "n >= 1"));
    OK(loyalty_builder_add_rung(b, "c"));
    assert_string_equal(paths(b, ""), "/ladder/0/enter /ladder/0/keep /ladder/2");
}

static void too_much_of_anything_is_told(void **state)
{
    loyalty_builder *b = sound_builder();
    (void)state;
    for (int i = 1; i < LOYALTY_RUNGS_MAX; i++) {
        OK(loyalty_builder_add_rung(b, text_of("rung%d", i)));
        OK(loyalty_builder_add_enter(b, text_of("rung%d", i), 0, "n >= 1"));
    }
    assert_string_equal(paths(b, "64"), "/ladder");
    b = sound_builder();
    for (int i = 0; i < LOYALTY_KINDS_MAX; i++)
        OK(loyalty_builder_add_kind(b, text_of("kind%d", i), 0, 0));
    assert_string_equal(paths(b, "256"), "/events");
    b = sound_builder();
    for (int i = 0; i < LOYALTY_CONDITIONS_MAX; i++)
        OK(loyalty_builder_add_enter(b, "b", 0, "n >= 1"));
    assert_string_equal(paths(b, "256"), "/ladder/1/enter");
    b = sound_builder();
    for (int i = 0; i <= LOYALTY_ROWS_MAX; i++)
        OK(loyalty_builder_add_points(b, "n", i, 0));
    assert_string_equal(paths(b, "256"), "/score/points/n");
    b = sound_builder();
    for (int i = 0; i < LOYALTY_CELLS_MAX; i++)
        OK(loyalty_builder_add_cell(b, "s", text_of("cell%d", i)));
    assert_string_equal(paths(b, "1024"), "/segments");
}

static void too_many_metrics_are_told(void **state)
{
    loyalty_builder *b = sound_builder();
    loyalty_report *report;
    loyalty_program *program = NULL;
    loyalty_problem problem = {.size = sizeof problem};
    (void)state;
    for (int i = 0; i < LOYALTY_METRICS_MAX; i++)
        OK(add_metric(b, text_of("metric%d", i), LOYALTY_MEASURE_COUNT, visit, 1, NULL));
    OK(loyalty_report_new(NULL, &report));
    assert_int_equal(loyalty_builder_build(b, report, &program), LOYALTY_E_TABLE);
    OK(loyalty_report_problem(report, 0, &problem));
    assert_string_equal(problem.path, "/metrics");
    loyalty_report_free(report);
    loyalty_builder_free(b);
}

static void a_table_may_be_as_large_as_the_limits(void **state)
{
    loyalty_builder *b = sound_builder();
    (void)state;
    for (int i = 2; i < LOYALTY_RUNGS_MAX; i++) {
        OK(loyalty_builder_add_rung(b, text_of("rung%d", i)));
        OK(loyalty_builder_add_enter(b, text_of("rung%d", i), 0, "n >= 1"));
    }
    for (uint32_t i = 1; i < LOYALTY_CONDITIONS_MAX; i++)
        OK(loyalty_builder_add_enter(b, "b", i, "n >= 1"));
    for (int i = 1; i < LOYALTY_KINDS_MAX; i++)
        OK(loyalty_builder_add_kind(b, text_of("kind%d", i), 0, 0));
    for (int i = 1; i < LOYALTY_METRICS_MAX; i++)
        OK(add_metric(b, text_of("metric%d", i), LOYALTY_MEASURE_DAYS_SINCE, visit, 1, NULL));
    for (int i = 0; i < LOYALTY_ROWS_MAX; i++)
        OK(loyalty_builder_add_points(b, "n", i, 0));
    for (int i = 1; i < LOYALTY_CELLS_MAX; i++) {
        OK(loyalty_builder_add_cell(b, "s", text_of("cell%d", i)));
        OK(loyalty_builder_add_when(b, "s", text_of("cell%d", i), 0, text_of("metric%d > %d", i % 255 + 1, i)));
    }
    loyalty_program *program;
    loyalty_report *report;
    OK(loyalty_builder_build(b, NULL, &program));
    OK(loyalty_report_new(NULL, &report));
    OK(loyalty_program_check(program, report)); /* gives up in time rather than prove all there is */
    loyalty_report_free(report);
    loyalty_program_unref(program);
    assert_string_equal(paths(b, ""), "");
}

/* Cells with conditions on everything: nobody waits for all that could be proven of them. */
static void the_check_gives_up_in_time(void **state)
{
    loyalty_builder *b = sound_builder();
    loyalty_program *program;
    loyalty_report *report;
    (void)state;
    for (int i = 0; i < LOYALTY_METRICS_MAX - 1; i++)
        OK(add_metric(b, text_of("metric%d", i), LOYALTY_MEASURE_COUNT, visit, 1, text_of("%dd", i + 1)));
    for (int i = 1; i < LOYALTY_CELLS_MAX; i++) {
        char cell[20];
        snprintf(cell, sizeof cell, "cell%d", i);
        OK(loyalty_builder_add_cell(b, "s", cell));
        for (int condition = 0; condition < 96; condition++)
            OK(loyalty_builder_add_when(
                b, "s", cell, (uint32_t)condition,
                text_of("metric%d %s %d", (i * 7 + condition * 31) % 255, condition % 2 ? "!=" : ">", i % 9)));
    }
    OK(loyalty_builder_build(b, NULL, &program));
    OK(loyalty_report_new(NULL, &report));
    OK(loyalty_program_check(program, report));
    loyalty_report_free(report);
    loyalty_program_unref(program);
    loyalty_builder_free(b);
}

static void what_was_not_added_cannot_be_spoken_of(void **state)
{
    loyalty_builder *b = sound_builder();
    (void)state;
    OK(loyalty_builder_add_enter(b, "z", 0, "n >= 1"));
    OK(loyalty_builder_add_keep(b, "z", 0, "n >= 1"));
    OK(loyalty_builder_set_hold(b, "z", "1d"));
    OK(loyalty_builder_set_grace(b, "z", "1d"));
    OK(loyalty_builder_set_term(b, "z", "1d", NULL));
    OK(loyalty_builder_set_fall(b, "z", LOYALTY_FALL_STEP));
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_RUNG, NULL, "z", "en", "Z"));
    OK(loyalty_builder_add_action(b, LOYALTY_OBJECT_RUNG, NULL, "z", "z"));
    assert_string_equal(paths(b, "'z'"), "/ladder /ladder /ladder /ladder /ladder /ladder /ladder /ladder");
    b = sound_builder();
    OK(loyalty_builder_add_when(b, "s", "z", 0, "n >= 1"));
    OK(loyalty_builder_add_when(b, "z", "z", 0, "n >= 1"));
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_CELL, "s", "z", "en", "Z"));
    OK(loyalty_builder_add_action(b, LOYALTY_OBJECT_CELL, "y", "z", "z"));
    assert_string_equal(paths(b, "'z'"), "/segments /segments /segments /segments");
    b = sound_builder();
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_SEGMENTATION, NULL, "z", "en", "Z"));
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_KIND, NULL, "z", "en", "Z"));
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_METRIC, NULL, "z", "en", "Z"));
    assert_string_equal(paths(b, "'z'"), "/segments /events /metrics");
}

static void bad_labels_and_actions_are_told(void **state)
{
    loyalty_builder *b = sound_builder();
    (void)state;
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_RUNG, NULL, "a", "e", "A"));
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_RUNG, NULL, "a", "en", ""));
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_RUNG, NULL, "a", "fa", "\xd8"));
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_RUNG, NULL, "a", "ru", "a\xed\xa0\x80"));
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_RUNG, NULL, "a", "de/x", "A"));
    assert_string_equal(paths(b, ""), "/ladder/0/label/e /ladder/0/label/en /ladder/0/label/fa /ladder/0/label/ru "
                                      "/ladder/0/label/de~1x");
    b = sound_builder();
    OK(loyalty_builder_add_action(b, LOYALTY_OBJECT_CELL, "s", "c", "good"));
    OK(loyalty_builder_add_action(b, LOYALTY_OBJECT_CELL, "s", "c", "not good"));
    assert_string_equal(paths(b, "action"), "/segments/s/0/actions/1");
    b = sound_builder();
    OK(loyalty_builder_add_action(b, LOYALTY_OBJECT_RUNG, NULL, "b", "good"));
    OK(loyalty_builder_add_action(b, LOYALTY_OBJECT_RUNG, NULL, "b", "good"));
    assert_string_equal(paths(b, "twice"), "/ladder/1/actions/1");
    b = sound_builder();
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_KIND, NULL, "visit", "en", "Visit"));
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_KIND, NULL, "visit", "EN", "Visit"));
    assert_string_equal(paths(b, "two"), "/events/visit/label/EN");
    b = sound_builder();
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_SEGMENTATION, NULL, "s", "en", ""));
    assert_string_equal(paths(b, "empty"), "/segments/s/label/en");
    b = sound_builder();
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_ACTION, NULL, "x", "e", "X"));
    OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_ACTION, NULL, "not good", "en", "X"));
    assert_string_equal(paths(b, "valid"), "/actions/x/label/e /actions/not good");
    b = sound_builder();
    OK(loyalty_builder_set_money(b, "not good", 2));
    assert_string_equal(paths(b, "money"), "/money/code");
    b = sound_builder();
    for (int i = 0; i <= LOYALTY_CELLS_MAX; i++)
        OK(loyalty_builder_add_label(b, LOYALTY_OBJECT_ACTION, NULL, text_of("action%d", i), "en", "X"));
    assert_string_equal(paths(b, "too many"), "/actions");
}

static void a_failed_build_can_be_mended(void **state)
{
    loyalty_builder *b;
    loyalty_program *program = NULL;
    (void)state;
    OK(loyalty_builder_new(NULL, &b));
    OK(loyalty_builder_add_rung(b, "a"));
    assert_int_equal(loyalty_builder_build(b, NULL, &program), LOYALTY_E_TABLE);
    assert_null(program);
    OK(loyalty_builder_add_kind(b, "visit", 0, 1));
    OK(loyalty_builder_set_name(b, "t"));
    OK(loyalty_builder_build(b, NULL, &program));
    loyalty_program_unref(program);
    loyalty_builder_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_table_has_no_problem),
        cmocka_unit_test(an_empty_builder_lacks_all),
        cmocka_unit_test(bad_names_are_told),
        cmocka_unit_test(the_longest_name_is_good),
        cmocka_unit_test(a_bad_table_name_is_told),
        cmocka_unit_test(second_definitions_are_told),
        cmocka_unit_test(a_second_rung_of_a_name_is_told),
        cmocka_unit_test(bad_metrics_are_told),
        cmocka_unit_test(bad_spans_are_told),
        cmocka_unit_test(a_bad_function_name_is_told),
        cmocka_unit_test(too_many_operands_are_told),
        cmocka_unit_test(shares_that_never_end_are_told),
        cmocka_unit_test(bad_score_rows_are_told),
        cmocka_unit_test(bad_conditions_are_told),
        cmocka_unit_test(paths_of_alternatives_are_nested),
        cmocka_unit_test(bad_ladders_are_told),
        cmocka_unit_test(too_much_of_anything_is_told),
        cmocka_unit_test(too_many_metrics_are_told),
        cmocka_unit_test(a_table_may_be_as_large_as_the_limits),
        cmocka_unit_test(the_check_gives_up_in_time),
        cmocka_unit_test(weights_of_what_takes_none_are_told),
        cmocka_unit_test(what_was_not_added_cannot_be_spoken_of),
        cmocka_unit_test(bad_labels_and_actions_are_told),
        cmocka_unit_test(a_failed_build_can_be_mended),
    };
    return cmocka_run_group_tests_name("builder problems", tests, NULL, NULL);
}
