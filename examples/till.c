/* SPDX-License-Identifier: MIT */
/* A till: records a sale, and the same sale again, and says where the customer stands and what comes next. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <loyalty/loyalty.h>

static void must(loyalty_status status)
{
    if (status) {
        fprintf(stderr, "till: %s\n", loyalty_status_text(status));
        exit(EXIT_FAILURE);
    }
}

int main(void)
{
    const char *table, *rung, *next, *metric;
    size_t length;
    loyalty_program *shop;
    loyalty_customer *anna;
    loyalty_event sale = {.size = sizeof sale, .id = "receipt-4711", .id_length = 12, .count = 1, .value = 1995};
    loyalty_standing now = {.size = sizeof now};
    loyalty_gap gap = {.size = sizeof gap};
    loyalty_status status;

    must(loyalty_preset_json("five-rungs", &table, &length));
    must(loyalty_program_from_json(table, length, NULL, NULL, &shop));
    must(loyalty_program_find(shop, LOYALTY_OBJECT_KIND, "purchase", &sale.kind));
    must(loyalty_date_parse("2026-11-21", 10, &sale.date));
    must(loyalty_customer_new(shop, &anna));
    must(loyalty_customer_record(anna, &sale, NULL, NULL));
    status = loyalty_customer_record(anna, &sale, NULL, NULL);
    must(status == LOYALTY_E_DUPLICATE ? LOYALTY_OK : status); /* a retry is harmless */
    must(loyalty_customer_advance(anna, sale.date, NULL, NULL));
    must(loyalty_customer_standing(anna, &now));
    must(loyalty_program_label(shop, LOYALTY_OBJECT_RUNG, now.rung, "en", &rung));
    must(loyalty_program_label(shop, LOYALTY_OBJECT_RUNG, now.rung + 1, "en", &next));
    printf("You are a %s. To become a %s:\n", rung, next);
    for (uint32_t i = 0; !(status = loyalty_customer_gap(anna, LOYALTY_RULE_ENTER, now.rung + 1, 0, i, &gap)); i++) {
        must(loyalty_program_label(shop, LOYALTY_OBJECT_METRIC, gap.metric, "en", &metric));
        if (!gap.holds)
            printf("  %s: %" PRId64 " to go\n", metric, gap.shortfall);
    }
    must(status == LOYALTY_E_INDEX ? LOYALTY_OK : status); /* any other status is a failure */
    loyalty_customer_free(anna);
    loyalty_program_unref(shop);
    return EXIT_SUCCESS;
}
