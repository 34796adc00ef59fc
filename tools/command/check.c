/* SPDX-License-Identifier: MIT */
#include "command/command.h"
#include "input/table.h"
#include "output/tell.h"

#include <getopt.h>

static const char HELP[] = "Usage: loyalty check TABLE\n"
                           "Prints the errors and warnings of a rule table, a file or the name of a preset:\n"
                           "  file:line:column: error: path: message\n"
                           "Exits with 0 where the table is sound (warnings are allowed), otherwise with 1.\n";

static int32_t check_text(const struct table_text *table, loyalty_report *report)
{
    loyalty_program *program = NULL;
    int32_t status = loyalty_program_from_json(table->text, table->length, NULL, report, &program);
    if (status == LOYALTY_OK)
        status = loyalty_program_check(program, report);
    if (status == LOYALTY_OK)
        status = loyalty_report_locate(report, table->text, table->length);
    loyalty_program_unref(program);
    return status;
}

static int check(const char *name)
{
    struct table_text table;
    if (table_text_read(name, &table) != 0)
        return EXIT_FAILED;
    loyalty_report *report = NULL;
    int32_t status = loyalty_report_new(NULL, &report);
    if (status == LOYALTY_OK)
        status = check_text(&table, report);
    table_print_problems(stdout, name, report);
    if (status != LOYALTY_OK && status != LOYALTY_E_TABLE)
        tell("%s: %s", name, loyalty_status_text(status));
    loyalty_report_free(report);
    table_text_free(&table);
    return status == LOYALTY_OK ? EXIT_DONE : EXIT_FAILED;
}

int command_check(int argc, char **argv)
{
    static const struct option options[] = {{"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    int option = 0;
    while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        if (option == 'h')
            return usage_print(HELP);
        return usage_error(argv[0]);
    }
    if (argc - optind != 1) {
        tell("check takes one TABLE");
        return usage_error(argv[0]);
    }
    return check(argv[optind]);
}
