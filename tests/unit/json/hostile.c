/* SPDX-License-Identifier: MIT */
/* Texts made to cost time: each of the largest size that a table may have, and each refused in a moment. */
#include <stdlib.h>
#include <string.h>

#include "support.h"
#include "text.h"

/* Begins with a text, goes on with another as long as there is room, and ends with a third. */
static void assert_refused(const char *begin, const char *again, const char *end)
{
    const size_t room = LOYALTY_TABLE_MAX, length = strlen(again);
    loyalty_report *report;
    loyalty_program *program = NULL;
    char *text = malloc(room);
    assert_non_null(text);
    size_t used = strlen(begin);
    memcpy(text, begin, used);
    for (; used + length + strlen(end) <= room; used += length)
        memcpy(text + used, again, length);
    memcpy(text + used, end, strlen(end));
    used += strlen(end);
    OK(loyalty_report_new(NULL, &report));
    assert_int_equal(loyalty_program_from_json(text, used, NULL, report, &program), LOYALTY_E_TABLE);
    assert_true(loyalty_report_count(report) > 0);
    OK(loyalty_report_locate(report, text, used));
    loyalty_report_free(report);
    free(text);
}

static void many_faults_cost_what_few_do(void **state)
{
    (void)state;
    assert_refused("[", "\"\\u0000\",", "0]");
    assert_refused("{", "\"\\u0000\":0,", "\"a\":0}");
    assert_refused("{\"ladder\":[{\"actions\":[", "\"\\u0000\",", "0]}]}");
    assert_refused("{", "\"\":0,", "\"\":0}");
    assert_refused("{", "\"note\":0,", "\"note\":0}");
    assert_refused("{\"events\":{", "\"a\":0,", "\"a\":0}}");
    assert_refused("{\"segments\":{\"s\":[", "{\"segment\":\"a\",\"when\":[0]},", "0]}}");
    assert_refused("{\"metrics\":{", "\"m\":{\"count\":[0,1,2,3]},", "\"m\":0}}");
}

static void many_values_cost_no_more_than_their_length(void **state)
{
    (void)state;
    assert_refused("[", "0,", "0]");
    assert_refused("[", "[],", "0]");
    assert_refused("[", "{},", "0]");
    assert_refused("", "[", "");
    assert_refused("", "{\"a\":", "");
    assert_refused("{", "\n", "}");
    assert_refused("\"", "\\u00e9", "\"");
    assert_refused("{\"segments\":{", "\"k\":[0,0,0,0,0,0,0,0],", "\"k\":0}}");
}

/* A thousand segmentations of a thousand cells each. */
static void cells_beyond_all_limits(void **state)
{
    struct text table = {0};
    (void)state;
    text_add(&table, "{\"format\":1,\"name\":\"t\",\"events\":{\"p\":{}},\"ladder\":[{\"rung\":\"a\"}],\"segments\":{");
    for (int i = 0; i < 1000; i++) {
        text_add(&table, "%s\"k%d\":[", i ? "," : "", i);
        for (int j = 0; j < 1000; j++)
            text_add(&table, "%s0", j ? "," : "");
        text_add(&table, "]");
    }
    text_add(&table, "}}");
    loyalty_program *program = NULL;
    assert_int_equal(loyalty_program_from_json(table.bytes, table.length, NULL, NULL, &program), LOYALTY_E_TABLE);
    free(table.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_faults_cost_what_few_do),
        cmocka_unit_test(many_values_cost_no_more_than_their_length),
        cmocka_unit_test(cells_beyond_all_limits),
    };
    return cmocka_run_group_tests_name("hostile texts", tests, NULL, NULL);
}
