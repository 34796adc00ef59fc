/* SPDX-License-Identifier: MIT */
/* Rungs from columns of metrics. Random tables against a rule interpreter: tests/properties. */
#include <stdlib.h>

#include "support.h"

enum { ROWS = 5000 };

/* The rungs decided for the rows of up to two columns, as digits. */
static const char *decided(const char *json, size_t count, const int64_t *x, const int64_t *y,
                           const unsigned char *x_defined)
{
    loyalty_program *program = table(json);
    uint32_t rungs[16];
    char text[17] = "";
    const int64_t *const metrics[] = {x, y};
    const unsigned char *const defined[] = {x_defined, NULL};
    OK(loyalty_program_decide(program, count, metrics, x_defined ? defined : NULL, rungs));
    for (size_t i = 0; i < count; i++)
        text[i] = (char)('0' + rungs[i]);
    loyalty_program_unref(program);
    return text_of("%s", text);
}

#define TABLE(ladder)                                                                                                  \
    "{'format':1,'name':'t','events':{'e':{}},'metrics':{'x':{'sum':'e'},'y':{'days_since':'e'}},"                     \
    "'score':{'max':50,'points':{'x':[[0,-10],[10,30],[20,60]],'y':[[-5,1]]}},'ladder':[{'rung':'a'}," ladder "]}"

static void the_highest_rung_that_may_be_entered(void **state)
{
    static const int64_t x[] = {-1, 0, 1, 5, 9, 10, 11}, y[] = {9, 9, 9, 9, 9, 9, 9};
    (void)state;
    assert_string_equal(decided(TABLE("{'rung':'b','enter':['x >= 1']},{'rung':'c','enter':['x == 5','y > 8']},"
                                      "{'rung':'d','enter':['x > 9']}"),
                                7, x, y, NULL),
                        "0012133");
}

/* As a standing would not: no rung is climbed through, and `keep`, `hold` and `climb` are not looked at. */
static void nothing_but_enter_counts(void **state)
{
    static const int64_t x[] = {0, 7}, y[] = {0, 0};
    (void)state;
    assert_string_equal(decided("{'format':1,'name':'t','events':{'e':{}},'climb':'step',"
                                "'metrics':{'x':{'sum':'e'},'y':{'count':'e'}},'ladder':[{'rung':'a'},"
                                "{'rung':'b','enter':['x < 0'],'hold':'9d'},"
                                "{'rung':'c','enter':['x > 5'],'keep':['y > 5']}]}",
                                2, x, y, NULL),
                        "02");
}

static void one_alternative_is_enough(void **state)
{
    static const int64_t x[] = {1, 1, 2, 3}, y[] = {1, 2, 1, 9};
    (void)state;
    assert_string_equal(
        decided(TABLE("{'rung':'b','enter':[['x == 1','y == 2'],['x == 3'],['x == 2','y == 2']]}"), 4, x, y, NULL),
        "0101");
}

static void all_comparisons_at_the_ends_of_64_bits(void **state)
{
    static const struct {
        const char *op, *number, *expected;
    } cases[] = {
        {">=", "-9223372036854775808", "11111"},
        {">", "-9223372036854775808", "01111"},
        {"<=", "-9223372036854775808", "10000"},
        {"<", "-9223372036854775808", "00000"},
        {"==", "-9223372036854775808", "10000"},
        {"!=", "-9223372036854775808", "01111"},
        {">=", "9223372036854775807", "00001"},
        {">", "9223372036854775807", "00000"},
        {"<=", "9223372036854775807", "11111"},
        {"<", "9223372036854775807", "11110"},
        {"==", "9223372036854775807", "00001"},
        {"!=", "9223372036854775807", "11110"},
        {">=", "0", "00111"},
        {">", "0", "00011"},
        {"<=", "0", "11100"},
        {"<", "0", "11000"},
        {"==", "0", "00100"},
        {"!=", "0", "11011"},
        {">=", "-1", "01111"},
        {"<=", "-1", "11000"},
        {">", "1", "00001"},
        {"<", "1", "11100"},
    };
    static const int64_t x[] = {INT64_MIN, -1, 0, 1, INT64_MAX};
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        const char *json = text_of(TABLE("{'rung':'b','enter':['x %s %s']}"), cases[i].op, cases[i].number);
        assert_string_equal(decided(json, LENGTH(x), x, NULL, NULL), cases[i].expected);
    }
}

static void no_condition_holds_for_what_is_undefined(void **state)
{
    static const int64_t x[] = {1, 1, 1}, y[] = {0, 0, 0};
    static const unsigned char defined[] = {1, 0, 1};
    (void)state;
    assert_string_equal(decided(TABLE("{'rung':'b','enter':['x == 1']}"), 3, x, y, defined), "101");
    assert_string_equal(decided(TABLE("{'rung':'b','enter':['x != 5']}"), 3, x, y, defined), "101");
    assert_string_equal(decided(TABLE("{'rung':'b','enter':['y == 0']}"), 3, x, y, defined), "111");
    assert_string_equal(decided(TABLE("{'rung':'b','enter':['x != 5']}"), 3, NULL, y, NULL), "000");
    assert_string_equal(decided(TABLE("{'rung':'b','enter':[['x < 5'],['y < 5']]}"), 3, NULL, y, NULL), "111");
}

/* x brings 0, −10, 30 or 60 points, y 1 or none; the sum is cut to 0…50. */
static void scores_are_summed_and_cut(void **state)
{
    static const int64_t x[] = {-1, 0, 9, 10, 19, 20, INT64_MAX, INT64_MIN},
                         y[] = {-5, -5, 0, -6, -5, 0, -9, INT64_MAX};
    static const unsigned char defined[] = {1, 1, 1, 1, 0, 1, 1, 1};
    (void)state;
    assert_string_equal(decided(TABLE("{'rung':'b','enter':['score == 1']},{'rung':'c','enter':['score >= 30']},"
                                      "{'rung':'d','enter':['score == 50']}"),
                                8, x, y, NULL),
                        "10022331");
    assert_string_equal(
        decided(TABLE("{'rung':'b','enter':['score == 1']},{'rung':'c','enter':['score >= 30']}"), 8, x, y, defined),
        "10021221");
    assert_string_equal(decided(TABLE("{'rung':'b','enter':['score > 0']}"), 8, NULL, y, NULL), "11101101");
    assert_string_equal(decided(TABLE("{'rung':'b','enter':['score == 0']}"), 8, NULL, NULL, NULL), "11111111");
}

/* The least and the greatest ladder. */
static void ladders_of_one_and_of_64_rungs(void **state)
{
    static const int64_t x[] = {0, 1, 62, 63, 64};
    loyalty_builder *builder;
    loyalty_program *program;
    uint32_t rungs[LENGTH(x)];
    const int64_t *const metrics[] = {x};
    const char *kind = "e";
    (void)state;
    OK(loyalty_builder_new(NULL, &builder));
    OK(loyalty_builder_set_name(builder, "t"));
    OK(loyalty_builder_add_kind(builder, "e", INT64_MIN, INT64_MAX));
    OK(loyalty_builder_add_rung(builder, "r0"));
    OK(loyalty_builder_build(builder, NULL, &program));
    OK(loyalty_program_decide(program, 2, NULL, NULL, rungs)); /* no metric, no column */
    assert_int_equal(rungs[0] | rungs[1], 0);
    loyalty_program_unref(program);
    OK(add_metric(builder, "x", LOYALTY_MEASURE_COUNT, &kind, 1, NULL));
    for (int i = 1; i < LOYALTY_RUNGS_MAX; i++) {
        OK(loyalty_builder_add_rung(builder, text_of("r%d", i)));
        OK(loyalty_builder_add_enter(builder, text_of("r%d", i), 0, text_of("x >= %d", i)));
    }
    OK(loyalty_builder_build(builder, NULL, &program));
    OK(loyalty_program_decide(program, LENGTH(x), metrics, NULL, rungs));
    for (size_t i = 0; i < LENGTH(x); i++)
        assert_int_equal(rungs[i], x[i] > 63 ? 63 : x[i]);
    loyalty_program_unref(program);
    loyalty_builder_free(builder);
}

/* Many rows, of which the last are not a full block; nothing is read or written behind them. */
static void each_count_of_rows(void **state)
{
    loyalty_program *program = table(TABLE("{'rung':'b','enter':['x > 2']},{'rung':'c','enter':['score >= 50']}"));
    static const size_t counts[] = {0, 1, 2, 1023, 1024, 1025, 2048, ROWS};
    (void)state;
    for (size_t c = 0; c < LENGTH(counts); c++) {
        size_t count = counts[c];
        int64_t *x = malloc(count * sizeof *x + 1), *y = malloc(count * sizeof *y + 1);
        unsigned char *defined = malloc(count + 1);
        uint32_t *rungs = malloc((count + 1) * sizeof *rungs);
        assert_true(x && y && defined && rungs);
        for (size_t i = 0; i < count; i++) {
            x[i] = (int64_t)(i * 7 % 30);
            y[i] = 0;
            defined[i] = i % 3 != 0;
        }
        rungs[count] = 77;
        const int64_t *const metrics[] = {x, y};
        const unsigned char *const all[] = {defined, NULL};
        OK(loyalty_program_decide(program, count, metrics, all, rungs));
        for (size_t i = 0; i < count; i++)
            assert_int_equal(rungs[i], i % 3 == 0 || x[i] <= 2 ? 0 : x[i] >= 20 ? 2 : 1);
        assert_int_equal(rungs[count], 77);
        free(x);
        free(y);
        free(defined);
        free(rungs);
    }
    loyalty_program_unref(program);
}

static void what_is_refused(void **state)
{
    loyalty_program *program = table(TABLE("{'rung':'b','enter':['x > 2']}"));
    static const int64_t x[] = {9};
    const int64_t *const metrics[] = {x, NULL};
    uint32_t rung = 7;
    (void)state;
    assert_int_equal(loyalty_program_decide(NULL, 1, metrics, NULL, &rung), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_program_decide(program, 1, NULL, NULL, &rung), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_program_decide(program, 1, metrics, NULL, NULL), LOYALTY_E_ARGUMENT);
    assert_int_equal(rung, 7);
    OK(loyalty_program_decide(program, 0, metrics, NULL, NULL));
    loyalty_program_unref(program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_highest_rung_that_may_be_entered),
        cmocka_unit_test(nothing_but_enter_counts),
        cmocka_unit_test(one_alternative_is_enough),
        cmocka_unit_test(all_comparisons_at_the_ends_of_64_bits),
        cmocka_unit_test(no_condition_holds_for_what_is_undefined),
        cmocka_unit_test(scores_are_summed_and_cut),
        cmocka_unit_test(ladders_of_one_and_of_64_rungs),
        cmocka_unit_test(each_count_of_rows),
        cmocka_unit_test(what_is_refused),
    };
    return cmocka_run_group_tests_name("decide", tests, NULL, NULL);
}
