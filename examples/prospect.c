/* SPDX-License-Identifier: MIT */
/*
 * A buyer compares five cars: a prospect of five makers at once, and a customer of one in the end. Each maker has a
 * program of its own, and the same person is one customer handle in each.
 */
#include <stdio.h>
#include <stdlib.h>

#include <loyalty/loyalty.h>

enum { MAKERS = 5 };

static const char *const makers[MAKERS] = {"Alder", "Birch", "Cedar", "Maple", "Rowan"};

static void must(int32_t status)
{
    if (status != LOYALTY_OK) {
        fprintf(stderr, "prospect: %s\n", loyalty_status_text(status));
        exit(EXIT_FAILURE);
    }
}

static void record(loyalty_customer *customer, const char *kind, const char *date, int64_t value)
{
    loyalty_event event = {.size = sizeof event, .count = 1, .value = value};
    must(loyalty_program_find(loyalty_customer_program(customer), LOYALTY_OBJECT_KIND, kind, &event.kind));
    must(loyalty_date_parse(date, 10, &event.date));
    must(loyalty_customer_record(customer, &event, NULL, NULL));
}

static void print_ladders(loyalty_customer *const buyers[MAKERS], const char *day)
{
    int32_t date;
    must(loyalty_date_parse(day, 10, &date));
    printf("%s\n", day);
    for (int i = 0; i < MAKERS; i++) {
        loyalty_standing standing = {.size = sizeof standing};
        const char *rung;
        must(loyalty_customer_advance(buyers[i], date, NULL, NULL));
        must(loyalty_customer_standing(buyers[i], &standing));
        must(loyalty_program_label(loyalty_customer_program(buyers[i]), LOYALTY_OBJECT_RUNG, standing.rung, "en",
                                   &rung));
        printf("  %s: %s\n", makers[i], rung);
    }
}

int main(void)
{
    loyalty_customer *buyers[MAKERS];
    const char *table;
    size_t length;

    must(loyalty_preset_json("five-rungs", &table, &length));
    for (int i = 0; i < MAKERS; i++) {
        loyalty_program *program;
        must(loyalty_program_from_json(table, length, NULL, NULL, &program));
        must(loyalty_customer_new(program, &buyers[i]));
        loyalty_program_unref(program); /* the customer keeps it */
    }
    for (int i = 0; i < MAKERS; i++)
        record(buyers[i], "campaign", "2024-03-01", 0);
    print_ladders(buyers, "2024-03-01");
    for (int i = 0; i < MAKERS; i++)
        record(buyers[i], "visit", "2024-03-16", 0);
    print_ladders(buyers, "2024-03-16");
    record(buyers[2], "purchase", "2024-04-06", 2499000);
    print_ladders(buyers, "2024-04-06");
    for (int i = 0; i < MAKERS; i++)
        loyalty_customer_free(buyers[i]);
    return EXIT_SUCCESS;
}
