/* SPDX-License-Identifier: MIT */
/*
 * The public JSONTestSuite: texts y_… are read, n_… are refused as JSON, and what happens to i_… is what the guide says.
 * Reading one text means that no message begins with "not JSON"; no other message has these words.
 *
 * usage: unit-json-suite SUITE GUIDE
 *
 * The suite is looked for in the folder LOYALTY_JSON_SUITE, or in SUITE. Where there is none, the test is skipped.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "support.h"

enum { SKIPPED = 77, NAME = 512, TEXTS = 300 };

static const char refusal[] = "not JSON";
static const char *suite;
static char *guide;

struct text {
    char *bytes;
    size_t length;
};

static struct text read_text(const char *path)
{
    struct text text = {NULL, 0};
    text.bytes = file_read(path, &text.length);
    if (!text.bytes)
        fail_msg("cannot read %s", path);
    return text;
}

/* Whether the text is refused as JSON. Messages are either that or have not its words. */
static bool refused(const char *name, struct text text)
{
    bool found = false;
    loyalty_report *report;
    loyalty_program *program = NULL;
    assert_int_equal(loyalty_report_new(NULL, &report), LOYALTY_OK);
    /* No text of the suite is a table. */
    assert_int_equal(loyalty_program_from_json(text.bytes, text.length, NULL, report, &program), LOYALTY_E_TABLE);
    assert_true(loyalty_report_count(report) > 0);
    for (uint32_t i = 0; i < loyalty_report_count(report); i++) {
        loyalty_problem problem = {.size = sizeof problem};
        assert_int_equal(loyalty_report_problem(report, i, &problem), LOYALTY_OK);
        const char *words = strstr(problem.message, refusal);
        if (words && words != problem.message)
            fail_msg("%s: these words stand inside a message: %s", name, problem.message);
        if (words && loyalty_report_count(report) != 1)
            fail_msg("%s: what is not JSON has more to report", name);
        found |= words != NULL;
    }
    loyalty_report_free(report);
    return found;
}

/* What the guide's table says of a text, whose name ends in .json. */
static bool refused_by_the_guide(const char *name)
{
    char row[NAME];
    int length = snprintf(row, sizeof row, "| `%.*s` | ", (int)(strlen(name) - strlen(".json")), name);
    assert_in_range(length, 1, NAME - 1);
    const char *place = strstr(guide, row);
    if (!place) {
        fail_msg("the guide has no row for %s", name);
        return false;
    }
    const char *word = place + length;
    assert_true(strncmp(word, "refused |", 9) == 0 || strncmp(word, "read |", 6) == 0);
    return word[2] == 'f';
}

static void each_text_is_read_or_refused(void **state)
{
    DIR *folder = opendir(suite);
    int texts = 0, wrong = 0;
    (void)state;
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));) {
        const char *name = entry->d_name;
        char path[NAME];
        if (!strstr(name, ".json") || !strchr("yni", name[0]) || name[1] != '_')
            continue;
        snprintf(path, sizeof path, "%s/%s", suite, name);
        struct text text = read_text(path);
        bool expected = name[0] == 'n' || (name[0] == 'i' && refused_by_the_guide(name));
        if (refused(name, text) != expected) {
            print_error("%s is %s\n", name, expected ? "read" : "refused");
            wrong++;
        }
        free(text.bytes);
        texts++;
    }
    closedir(folder);
    assert_int_equal(wrong, 0);
    assert_true(texts >= TEXTS);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_text_is_read_or_refused)};
    if (argc != 3) {
        fprintf(stderr, "usage: %s SUITE GUIDE\n", argv[0]);
        return 2;
    }
    const char *given = getenv("LOYALTY_JSON_SUITE");
    suite = given ? given : argv[1];
    DIR *folder = opendir(suite);
    if (!folder) {
        printf("skipped: the JSONTestSuite is not in %s\n", suite);
        return SKIPPED;
    }
    closedir(folder);
    guide = read_text(argv[2]).bytes;
    int failed = cmocka_run_group_tests_name("JSONTestSuite", tests, NULL, NULL);
    free(guide);
    return failed;
}
