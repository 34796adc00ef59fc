/* SPDX-License-Identifier: MIT */
/*
 * Every bad table in a folder, NAME.json, is refused with the report in NAME.expected: a line
 * `line:column: severity code: path: message` for each problem. With --sound the tables of the folder are sound, and the
 * report is what the checker says of them: an empty NAME.expected asks for its silence. With LOYALTY_GOLDEN_UPDATE=1 in the
 * environment the expected files are written anew instead; read the difference before it is kept.
 *
 * usage: test_bad_tables [--sound] FOLDER
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <loyalty/loyalty.h>

#include "file.h"
#include "text.h"

static const char *folder;
static bool sound; /* the tables of the folder are */

/* A file of the folder with a NUL behind it; NULL bytes if it cannot be read. */
static struct text read_file(const char *name, const char *ending)
{
    struct text path = {0}, content = {0};
    text_add(&path, "%s/%s%s", folder, name, ending);
    content.bytes = file_read(path.bytes, &content.length);
    free(path.bytes);
    return content;
}

static void write_file(const char *name, const char *ending, struct text content)
{
    struct text path = {0};
    text_add(&path, "%s/%s%s", folder, name, ending);
    assert_true(file_write(path.bytes, content.bytes, content.length));
    free(path.bytes);
}

static struct text report_text(const loyalty_report *report)
{
    struct text all = {0};
    text_add(&all, "%s", "");
    for (uint32_t i = 0; i < loyalty_report_count(report); i++) {
        loyalty_problem problem = {.size = sizeof problem};
        assert_int_equal(loyalty_report_problem(report, i, &problem), LOYALTY_OK);
        text_add(&all, "%u:%u: %s %d: %s: %s\n", (unsigned)problem.line, (unsigned)problem.column,
                 problem.severity == LOYALTY_SEVERITY_ERROR ? "error" : "warning", (int)problem.code, problem.path,
                 problem.message);
    }
    return all;
}

/* The report is as expected, or becomes what is expected. */
static void compare(const char *name, const loyalty_report *report)
{
    struct text found = report_text(report);
    const char *update = getenv("LOYALTY_GOLDEN_UPDATE");
    if (update && *update) {
        write_file(name, ".expected", found);
    } else {
        struct text expected = read_file(name, ".expected");
        if (!expected.bytes)
            fail_msg("%s.expected is missing; the report was:\n%s", name, found.bytes);
        assert_string_equal(found.bytes, expected.bytes);
        free(expected.bytes);
    }
    free(found.bytes);
}

static void bad_table(void **state)
{
    const char *name = *state;
    struct text table = read_file(name, ".json");
    assert_non_null(table.bytes);
    loyalty_report *report = NULL;
    loyalty_program *program = NULL;
    assert_int_equal(loyalty_report_new(NULL, &report), LOYALTY_OK);
    assert_int_equal(loyalty_program_from_json(table.bytes, table.length, NULL, report, &program), LOYALTY_E_TABLE);
    assert_null(program);
    assert_true(loyalty_report_count(report) > 0);
    assert_int_equal(loyalty_program_from_json(table.bytes, table.length, NULL, NULL, &program), LOYALTY_E_TABLE);
    compare(name, report);
    free(table.bytes);
    loyalty_report_free(report);
}

static void sound_table(void **state)
{
    const char *name = *state;
    struct text table = read_file(name, ".json");
    assert_non_null(table.bytes);
    loyalty_report *report = NULL;
    loyalty_program *program = NULL;
    assert_int_equal(loyalty_report_new(NULL, &report), LOYALTY_OK);
    if (loyalty_program_from_json(table.bytes, table.length, NULL, report, &program) != LOYALTY_OK)
        fail_msg("%s.json is not sound:\n%s", name, report_text(report).bytes);
    assert_int_equal(loyalty_program_check(program, report), LOYALTY_OK);
    assert_int_equal(loyalty_report_locate(report, table.bytes, table.length), LOYALTY_OK);
    compare(name, report);
    free(table.bytes);
    loyalty_report_free(report);
    loyalty_program_unref(program);
}

static int by_name(const void *a, const void *b)
{
    const struct CMUnitTest *x = a, *y = b;
    return strcmp(x->name, y->name);
}

/* One test for each NAME.json and each NAME.expected, so that neither stands alone; the number of different names. */
static size_t gather(struct CMUnitTest **tests)
{
    DIR *directory = opendir(folder);
    size_t count = 0, capacity = 0, kept = 0;
    struct CMUnitTest *found = NULL;
    const struct dirent *entry;
    if (!directory)
        return 0;
    while ((entry = readdir(directory)) != NULL) {
        const char *ending = strrchr(entry->d_name, '.');
        if (!ending || ending == entry->d_name || (strcmp(ending, ".json") != 0 && strcmp(ending, ".expected") != 0))
            continue;
        struct text name = {0};
        text_add(&name, "%.*s", (int)(ending - entry->d_name), entry->d_name);
        if (count == capacity) {
            capacity = capacity ? 2 * capacity : 64;
            found = realloc(found, capacity * sizeof *found);
            if (!found)
                abort();
        }
        found[count++] = (struct CMUnitTest){name.bytes, sound ? sound_table : bad_table, NULL, NULL, name.bytes};
    }
    closedir(directory);
    if (count > 0)
        qsort(found, count, sizeof *found, by_name);
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && strcmp(found[kept - 1].name, found[i].name) == 0)
            free(found[i].initial_state);
        else
            found[kept++] = found[i];
    }
    *tests = found;
    return kept;
}

int main(int argc, char **argv)
{
    struct CMUnitTest *tests = NULL;
    sound = argc > 1 && strcmp(argv[1], "--sound") == 0;
    if (argc != 2 + sound) {
        fprintf(stderr, "usage: %s [--sound] FOLDER\n", argv[0]);
        return 2;
    }
    folder = argv[1 + sound];
    size_t count = gather(&tests);
    if (count == 0) {
        fprintf(stderr, "%s: no tables in %s\n", argv[0], folder);
        return 1;
    }
    int failed = _cmocka_run_group_tests(sound ? "warnings" : "bad tables", tests, count, NULL, NULL);
    for (size_t i = 0; i < count; i++)
        free(tests[i].initial_state);
    free(tests);
    return failed;
}
