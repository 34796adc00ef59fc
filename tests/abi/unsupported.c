/* SPDX-License-Identifier: MIT */
/* A library built without JSON: every symbol is there, and what was left out says so. The builder works: builder.c. */
#include <stdio.h>

#include <loyalty/loyalty.h>

int main(void)
{
    static const char text[] = "{}";
    loyalty_program *program = NULL;
    loyalty_report *report = NULL;
    const char *table = NULL;
    size_t length = 0;

    printf("has JSON: %d\n", (int)loyalty_has_json());
    printf("a table: %s\n", loyalty_status_text(loyalty_program_from_json(text, 2, NULL, NULL, &program)));
    /* Only a text, which another JSON library may read. */
    printf("a preset's text: %s\n", loyalty_status_text(loyalty_preset_json("five-rungs", &table, &length)));
    if (loyalty_report_new(NULL, &report) != LOYALTY_OK)
        return 1;
    printf("lines: %s\n", loyalty_status_text(loyalty_report_locate(report, text, 2)));
    loyalty_report_free(report);
    printf("a standing: %s\n", loyalty_status_text(loyalty_customer_json(NULL, "en", 0, NULL, 0, &length)));
    printf("a census: %s\n", loyalty_status_text(loyalty_census_json(NULL, NULL, 0, &length)));
    printf("a backtest: %s\n", loyalty_status_text(loyalty_backtest_json(NULL, NULL, 0, &length)));
    return program != NULL;
}
