/* SPDX-License-Identifier: MIT */
/* `loyalty check`: the errors and warnings of a rule table. */
#include "command/command.h"
#include "input/table.h"
#include "output/tell.h"

static const char check_help[] = "Usage: loyalty check TABLE\n"
                                 "Prints the errors and warnings of a rule table, a file or the name of a preset:\n"
                                 "  file:line:column: error: path: message\n"
                                 "Exits with 0 if the table is sound (it may have warnings), otherwise with 1.\n";

static int32_t check_text(const struct table_text *table, loyalty_report *report)
{
    loyalty_program *program = NULL;
    int32_t status = loyalty_program_from_json(table->text, table->length, NULL, report, &program);
    if (!status)
        status = loyalty_program_check(program, report);
    if (!status)
        status = loyalty_report_locate(report, table->text, table->length);
    loyalty_program_unref(program);
    return status;
}

static int check_table(const char *name)
{
    struct table_text table;
    if (!table_text_read(name, &table))
        return EXIT_FAILED;
    loyalty_report *report = NULL;
    int32_t status = loyalty_report_new(NULL, &report);
    if (!status)
        status = check_text(&table, report);
    table_print_problems(stdout, name, report);
    if (status && status != LOYALTY_E_TABLE)
        tell("%s: %s", name, loyalty_status_text(status));
    loyalty_report_free(report);
    table_text_free(&table);
    return status ? EXIT_FAILED : EXIT_DONE;
}

int command_check(int argc, char **argv)
{
    int code = usage_only_help(argc, argv, check_help);
    if (code >= 0)
        return code;
    if (argc - optind != 1) {
        tell("check takes one TABLE");
        return usage_error(argv[0]);
    }
    return check_table(argv[optind]);
}
