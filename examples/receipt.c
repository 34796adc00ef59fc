/* SPDX-License-Identifier: MIT */
/* A receipt: records a customer's sales, one of them sent twice, and prints what the receipt says. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <loyalty/loyalty.h>

static void must(int32_t status)
{
    if (status != LOYALTY_OK) {
        fprintf(stderr, "receipt: %s\n", loyalty_status_text(status));
        exit(EXIT_FAILURE);
    }
}

static void print_missing(const loyalty_customer *customer, int32_t rule, uint32_t rung)
{
    const loyalty_program *shop = loyalty_customer_program(customer);
    loyalty_gap gap = {.size = sizeof gap};
    const char *metric;
    loyalty_status status;
    for (uint32_t i = 0; !(status = loyalty_customer_gap(customer, rule, rung, 0, i, &gap)); i++) {
        must(loyalty_program_label(shop, LOYALTY_OBJECT_METRIC, gap.metric, "en", &metric));
        if (!gap.holds)
            printf("  %s: %" PRId64 " to go\n", metric, gap.shortfall);
    }
    must(status == LOYALTY_E_INDEX ? LOYALTY_OK : status); /* any other status is a failure */
}

int main(void)
{
    const char *sales[] = {"2023-03-02", "2023-03-18", "2023-05-08", "2023-05-12", "2024-05-18", "2024-05-18"};
    const char *table, *rung;
    char date[11];
    size_t length;
    uint32_t purchase;
    int32_t today;
    loyalty_program *shop;
    loyalty_customer *customer;
    loyalty_standing standing = {.size = sizeof standing};

    must(loyalty_preset_json("five-rungs", &table, &length));
    must(loyalty_program_from_json(table, length, NULL, NULL, &shop));
    must(loyalty_program_find(shop, LOYALTY_OBJECT_KIND, "purchase", &purchase));
    must(loyalty_customer_new(shop, &customer));
    for (size_t i = 0; i < sizeof sales / sizeof sales[0]; i++) {
        loyalty_event sale = {.size = sizeof sale, .kind = purchase, .count = 1, .value = 1995};
        sale.id = sales[i], sale.id_length = 10; /* here the date serves as the id */
        must(loyalty_date_parse(sales[i], 10, &sale.date));
        int32_t status = loyalty_customer_record(customer, &sale, NULL, NULL);
        must(status == LOYALTY_E_DUPLICATE ? LOYALTY_OK : status); /* sent twice, counted once */
    }
    must(loyalty_date_from_civil(2024, 5, 20, &today));
    must(loyalty_customer_advance(customer, today, NULL, NULL));
    must(loyalty_customer_standing(customer, &standing));
    must(loyalty_program_label(shop, LOYALTY_OBJECT_RUNG, standing.rung, "en", &rung));
    must(loyalty_date_format(standing.since, date, sizeof date));
    printf("You are a %s since %s.\n", rung, date);
    if (standing.falls_on != LOYALTY_DATE_NONE) {
        must(loyalty_date_format(standing.falls_on, date, sizeof date));
        printf("To stay one, by %s:\n", date);
        print_missing(customer, LOYALTY_RULE_KEEP, standing.rung);
    }
    loyalty_status status = loyalty_program_label(shop, LOYALTY_OBJECT_RUNG, standing.rung + 1, "en", &rung);
    if (status != LOYALTY_E_INDEX) { /* not on the highest rung */
        must(status);
        printf("To become an %s:\n", rung);
        print_missing(customer, LOYALTY_RULE_ENTER, standing.rung + 1);
    }
    loyalty_customer_free(customer);
    loyalty_program_unref(shop);
}
