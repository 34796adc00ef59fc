/* SPDX-License-Identifier: MIT */
/* A till: records a sale, and the same sale again, and says where the customer stands and what comes next. */
#include <inttypes.h>
#include <stdio.h>

#include <loyalty/loyalty.h>

int main(void)
{
    const char *table, *rung, *next, *metric;
    size_t length;
    loyalty_program *shop = NULL;
    loyalty_customer *anna = NULL;
    loyalty_event sale = {.size = sizeof sale, .id = "receipt-4711", .id_length = 12, .count = 1, .value = 1995};
    loyalty_standing now = {.size = sizeof now};
    loyalty_gap gap = {.size = sizeof gap};

    int failed = loyalty_preset_json("five-rungs", &table, &length) ||
                 loyalty_program_from_json(table, length, NULL, NULL, &shop) ||
                 loyalty_program_find(shop, LOYALTY_OBJECT_KIND, "purchase", &sale.kind) ||
                 loyalty_date_parse("2026-11-21", 10, &sale.date) || loyalty_customer_new(shop, &anna) ||
                 loyalty_customer_record(anna, &sale, NULL, NULL) ||
                 loyalty_customer_record(anna, &sale, NULL, NULL) != LOYALTY_E_DUPLICATE || /* a retry is harmless */
                 loyalty_customer_advance(anna, sale.date, NULL, NULL) || loyalty_customer_standing(anna, &now) ||
                 loyalty_program_label(shop, LOYALTY_OBJECT_RUNG, now.rung, "en", &rung) ||
                 loyalty_program_label(shop, LOYALTY_OBJECT_RUNG, now.rung + 1, "en", &next);
    if (!failed)
        printf("You are a %s. To become a %s:\n", rung, next);
    for (uint32_t i = 0; !failed && !loyalty_customer_gap(anna, LOYALTY_RULE_ENTER, now.rung + 1, 0, i, &gap); i++)
        if (!gap.holds && !loyalty_program_label(shop, LOYALTY_OBJECT_METRIC, gap.metric, "en", &metric))
            printf("  %s: %" PRId64 " to go\n", metric, gap.shortfall);
    loyalty_customer_free(anna);
    loyalty_program_unref(shop);
    return failed;
}
