/* SPDX-License-Identifier: MIT */
/* A rule table written in C. It needs no JSON text. */
#include <stdio.h>
#include <stdlib.h>

#include <loyalty/loyalty.h>

static void must(int32_t status)
{
    if (status != LOYALTY_OK) {
        fprintf(stderr, "builder: %s\n", loyalty_status_text(status));
        exit(EXIT_FAILURE);
    }
}

static void describe_metrics(loyalty_builder *b)
{
    static const char *const kinds[] = {"purchase", "return"};
    const loyalty_metric_definition purchases = {.size = sizeof purchases,
                                                 .operands = kinds,
                                                 .within = "365d",
                                                 .measure = LOYALTY_MEASURE_ACTIVE,
                                                 .period = LOYALTY_PERIOD_DAY,
                                                 .operand_count = 1};
    const loyalty_metric_definition idle = {
        .size = sizeof idle, .operands = kinds, .measure = LOYALTY_MEASURE_DAYS_SINCE, .operand_count = 1};
    const loyalty_metric_definition spend = {
        .size = sizeof spend, .operands = kinds, .within = "12m", .measure = LOYALTY_MEASURE_SUM, .operand_count = 2};

    must(loyalty_builder_add_metric(b, "purchases", &purchases));
    must(loyalty_builder_add_metric(b, "idle", &idle));
    must(loyalty_builder_add_metric(b, "spend", &spend));
}

static void describe(loyalty_builder *b)
{
    must(loyalty_builder_set_name(b, "corner-shop"));
    must(loyalty_builder_add_kind(b, "purchase", 0, 100000000));
    must(loyalty_builder_add_kind(b, "return", -100000000, 0));
    describe_metrics(b);
    must(loyalty_builder_add_points(b, "purchases", 1, 100));
    must(loyalty_builder_add_points(b, "purchases", 4, 400));
    must(loyalty_builder_add_points(b, "spend", 10000, 300));

    must(loyalty_builder_add_rung(b, "newcomer"));
    must(loyalty_builder_add_rung(b, "regular"));
    must(loyalty_builder_add_enter(b, "regular", 0, "purchases >= 3"));
    must(loyalty_builder_add_enter(b, "regular", 0, "idle <= 90"));
    must(loyalty_builder_add_keep(b, "regular", 0, "purchases >= 2"));
    must(loyalty_builder_set_grace(b, "regular", "30d"));
    must(loyalty_builder_add_rung(b, "friend"));
    must(loyalty_builder_add_enter(b, "friend", 0, "score >= 700"));
    must(loyalty_builder_set_fall(b, "friend", LOYALTY_FALL_STEP));
    must(loyalty_builder_add_label(b, LOYALTY_OBJECT_RUNG, NULL, "friend", "en", "Friend of the house"));
    must(loyalty_builder_add_action(b, LOYALTY_OBJECT_RUNG, NULL, "friend", "thank"));
}

static void print_problems(const loyalty_report *report)
{
    loyalty_problem problem = {.size = sizeof problem};
    for (uint32_t i = 0; i < loyalty_report_count(report); i++) {
        must(loyalty_report_problem(report, i, &problem));
        fprintf(stderr, "%s: %s\n", problem.path, problem.message);
    }
}

static int32_t print_transition(void *user, const loyalty_customer *customer, const loyalty_transition *change)
{
    loyalty_rung_info from = {.size = sizeof from}, to = {.size = sizeof to};
    char date[11];
    (void)user;
    must(loyalty_program_rung(loyalty_customer_program(customer), change->from_rung, &from));
    must(loyalty_program_rung(loyalty_customer_program(customer), change->to_rung, &to));
    must(loyalty_date_format(change->date, date, sizeof date));
    printf("%s %s -> %s\n", date, from.name, to.name);
    return 0;
}

int main(void)
{
    loyalty_builder *builder;
    loyalty_report *report;
    loyalty_program *program;
    loyalty_customer *customer;
    int32_t date;

    must(loyalty_builder_new(NULL, &builder));
    must(loyalty_report_new(NULL, &report));
    describe(builder);
    int32_t status = loyalty_builder_build(builder, report, &program);
    print_problems(report);
    must(status);
    loyalty_report_free(report);
    loyalty_builder_free(builder);

    must(loyalty_customer_new(program, &customer));
    for (int32_t month = 1; month <= 5; month++) {
        loyalty_event sale = {.size = sizeof sale, .count = 1, .value = 2500};
        must(loyalty_program_find(program, LOYALTY_OBJECT_KIND, "purchase", &sale.kind));
        must(loyalty_date_from_civil(2024, month, 10, &sale.date));
        must(loyalty_customer_record(customer, &sale, NULL, NULL));
    }
    must(loyalty_date_from_civil(2025, 12, 31, &date));
    must(loyalty_customer_advance(customer, date, print_transition, NULL));
    loyalty_customer_free(customer);
    loyalty_program_unref(program);
    return EXIT_SUCCESS;
}
