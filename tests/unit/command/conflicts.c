/* SPDX-License-Identifier: MIT */
/* Repeated ids with other contents, found when a log is read again; and memory that runs out meanwhile. */
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture.h"
#include "failing.h"
#include "input/conflicts.h"
#include "support.h"

#define HEADER "customer,kind,date,value,count,id\n"

static loyalty_program *programs[2];
static struct refusals refused;

static int make_programs(void **state)
{
    (void)state;
    programs[0] = table("{'format': 1, 'name': 'one', 'events': {'visit': {}, 'sale': {'value': [-100, 100]}},"
                        "'ladder': [{'rung': 'low'}]}");
    programs[1] = table("{'format': 1, 'name': 'two', 'events': {'sale': {'value': [-100, 50]}, 'call': {}},"
                        "'ladder': [{'rung': 'low'}]}");
    return 0;
}

static int free_programs(void **state)
{
    (void)state;
    loyalty_program_unref(programs[0]);
    loyalty_program_unref(programs[1]);
    return 0;
}

/* A line refused because the customer had the id; as for the lines in the log, in any order. */
static void repeats(uint64_t line, const char *key, const char *id)
{
    refusals_add_repeat(&refused, line, conflicts_hash(key, strlen(key), id, strlen(id)));
}

static bool find(FILE *file, uint32_t program_count, uint64_t *count)
{
    refusals_sort(&refused);
    const struct conflict_search search = {.file = file,
                                           .name = "log.csv",
                                           .programs = (const loyalty_program *const *)programs,
                                           .program_count = program_count,
                                           .skip_bad = true,
                                           .refused = &refused};
    return conflicts_find(&search, count);
}

/* Compares what is told of a log under some programs, and forgets the refused lines. */
static void assert_told(const char *log, uint32_t program_count, uint64_t conflicts, const char *expected)
{
    uint64_t count = 99;
    FILE *file = capture_file(log);
    fseek(file, 0, SEEK_END); /* as after the first reading */
    capture_begin();
    bool read = find(file, program_count, &count);
    char *told = capture_end();
    fclose(file);
    assert_string_equal(told, expected);
    assert_true(read);
    assert_int_equal(count, conflicts);
    free(told);
    refusals_free(&refused);
}

static void no_line_refused(void **state)
{
    (void)state;
    assert_told(HEADER "a,sale,2024-01-01,1,1,i\na,sale,2024-01-02,2,1,j\n", 1, 0, "");
    assert_told("", 1, 0, "");
}

static void retries(void **state)
{
    (void)state;
    repeats(3, "a", "i");
    repeats(4, "a", "i");
    assert_told(HEADER "a,sale,2024-01-01,7,1,i\na,sale,2024-01-01,7,1,i\na,sale,2024-01-01,07,,i\n", 1, 0, "");
}

static void each_part_of_the_contents(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        const char *told;
    } cases[] = {{"a,visit,2024-01-01,7,1,i", "visit on 2024-01-01, value 7, count 1"},
                 {"a,sale,2024-01-02,7,1,i", "sale on 2024-01-02, value 7, count 1"},
                 {"a,sale,2024-01-01,-7,1,i", "sale on 2024-01-01, value -7, count 1"},
                 {"a,sale,2024-01-01,7,-1,i", "sale on 2024-01-01, value 7, count -1"},
                 {"a,sale,2024-01-01,,,i", "sale on 2024-01-01, value 0, count 1"}};
    for (size_t i = 0; i < LENGTH(cases); i++) {
        repeats(3, "a", "i");
        assert_told(text_of(HEADER "a,sale,2024-01-01,7,1,i\n%s\n", cases[i].line), 1, 1,
                    text_of("log.csv:3: id \"i\" comes again with other contents: %s; line 2 has sale on 2024-01-01, "
                            "value 7, count 1, which is what counts\n",
                            cases[i].told));
    }
}

/* All are counted, three shown. What is refused never counts, so each is compared with the first. */
static void more_than_are_shown(void **state)
{
    (void)state;
    struct text {
        char bytes[2000];
        size_t used;
    } log = {.used = 0}, told = {.used = 0};
    log.used = (size_t)snprintf(log.bytes, sizeof log.bytes, HEADER "a,visit,2024-01-01,0,1,i\n");
    for (int line = 7; line >= 3; line--)
        repeats((uint64_t)line, "a", "i");
    for (int line = 3; line <= 7; line++)
        log.used +=
            (size_t)snprintf(log.bytes + log.used, sizeof log.bytes - log.used, "a,visit,2024-01-01,%d,1,i\n", line);
    for (int line = 3; line <= 5; line++)
        told.used += (size_t)snprintf(told.bytes + told.used, sizeof told.bytes - told.used,
                                      "log.csv:%d: id \"i\" comes again with other contents: visit on 2024-01-01, "
                                      "value %d, count 1; line 2 has visit on 2024-01-01, value 0, count 1, which is "
                                      "what counts\n",
                                      line, line);
    assert_told(log.bytes, 1, 5, told.bytes);
}

static void other_customers_and_other_ids(void **state)
{
    (void)state;
    repeats(5, "a", "i");
    assert_told(HEADER "a,sale,2024-01-01,7,1,i\nb,sale,2024-01-01,8,1,i\na,sale,2024-01-01,9,1,j\n"
                       "a,sale,2024-01-01,7,1,i\na,sale,2024-01-01,10,1,\n",
                1, 0, "");
    assert_true(conflicts_hash("ab", 2, "c", 1) != conflicts_hash("a", 1, "bc", 2));
    assert_true(conflicts_hash("", 0, "", 0) != 0);
}

/* A line that was refused for another reason, such as too late, is not what counts; nor is one that is not valid. */
static void lines_that_do_not_count(void **state)
{
    (void)state;
    refusals_add_repeat(&refused, 2, 0);
    repeats(7, "a", "i");
    assert_told(HEADER "a,sale,2023-01-01,1,1,i\na,dance,2024-01-01,2,1,i\na,sale,2024-01-01,101,1,i\n"
                       "a,sale,2024-01-01,4,0,i,\na,sale,2024-01-01,5,1,i\na,sale,2024-01-01,6,1,i\n",
                1, 1,
                "log.csv:7: id \"i\" comes again with other contents: sale on 2024-01-01, value 6, count 1; line 6 has "
                "sale on 2024-01-01, value 5, count 1, which is what counts\n");
    /* Nothing that counts was before it. */
    repeats(2, "a", "i");
    assert_told(HEADER "a,sale,2023-01-01,1,1,i\n", 1, 0, "");
}

static void ids_are_quoted(void **state)
{
    (void)state;
    repeats(3, "a,b", "x\x01y\"z");
    assert_told(HEADER "\"a,b\",visit,2024-01-01,1,1,\"x\x01y\"\"z\"\n\"a,b\",visit,2024-01-01,2,1,\"x\x01y\"\"z\"\n",
                1, 1,
                "log.csv:3: id \"x\\x01y\"z\" comes again with other contents: visit on 2024-01-01, value 2, count 1; "
                "line 2 has visit on 2024-01-01, value 1, count 1, which is what counts\n");
}

/* A kind that only one of them has is shown, too. */
static void two_programs(void **state)
{
    (void)state;
    repeats(3, "a", "i");
    repeats(4, "a", "i");
    assert_told(
        HEADER "a,call,2024-01-01,1,1,i\na,visit,2024-01-01,1,1,i\na,sale,2024-01-01,1,1,i\n", 2, 2,
        "log.csv:3: id \"i\" comes again with other contents: visit on 2024-01-01, value 1, count 1; line 2 has "
        "call on 2024-01-01, value 1, count 1, which is what counts\n"
        "log.csv:4: id \"i\" comes again with other contents: sale on 2024-01-01, value 1, count 1; line 2 has "
        "call on 2024-01-01, value 1, count 1, which is what counts\n");
}

/* As many as fill the table that they are found in. */
static void many_ids(void **state)
{
    (void)state;
    enum { IDS = 1000, LINE = 40 };
    char *log = calloc(2 * IDS + 1, LINE);
    assert_non_null(log);
    size_t used = (size_t)snprintf(log, LINE, HEADER);
    for (int again = 0; again < 2; again++)
        for (int i = 0; i < IDS; i++) {
            used += (size_t)snprintf(log + used, LINE, "a,visit,2024-01-01,%d,1,i%d\n", again * (i % 2), i);
            if (again)
                repeats((uint64_t)i + 2 + IDS, "a", text_of("i%d", i));
        }
    FILE *file = capture_file(log);
    uint64_t count = 0;
    capture_begin();
    bool read = find(file, 1, &count);
    free(capture_end());
    assert_true(read);
    assert_int_equal(count, IDS / 2);
    fclose(file);
    free(log);
    refusals_free(&refused);
}

static void a_pipe(void **state)
{
    (void)state;
    int ends[2];
    uint64_t count = 99;
    OK(pipe(ends));
    FILE *file = fdopen(ends[0], "r");
    assert_non_null(file);
    assert_false(find(file, 1, &count));
    assert_int_equal(count, 0);
    fclose(file);
    close(ends[1]);
}

/* Without memory nothing is told, and the same search succeeds afterwards. */
static void memory_runs_out(void **state)
{
    (void)state;
    FILE *file = capture_file(HEADER "a,visit,2024-01-01,1,1,i\na,visit,2024-01-01,2,1,i\n");
    repeats(3, "a", "i");
    uint32_t call = 0;
    for (bool failed = true; failed; call++) {
        uint64_t count = 99;
        capture_begin();
        failing_start(call);
        bool read = find(file, 2, &count);
        failed = failing_stop();
        char *told = capture_end();
        assert_int_equal(read, !failed);
        assert_int_equal(count, failed ? 0 : 1);
        assert_int_equal(told[0] != '\0', !failed);
        free(told);
    }
    assert_true(call > 3); /* the slots, the kinds, and the reader have one each */
    fclose(file);
    refusals_free(&refused);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_line_refused),
        cmocka_unit_test(retries),
        cmocka_unit_test(each_part_of_the_contents),
        cmocka_unit_test(more_than_are_shown),
        cmocka_unit_test(other_customers_and_other_ids),
        cmocka_unit_test(lines_that_do_not_count),
        cmocka_unit_test(ids_are_quoted),
        cmocka_unit_test(two_programs),
        cmocka_unit_test(many_ids),
        cmocka_unit_test(a_pipe),
        cmocka_unit_test(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, make_programs, free_programs);
}
