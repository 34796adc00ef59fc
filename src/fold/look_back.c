/* SPDX-License-Identifier: MIT */
/* Reads a customer's log, and where the customer stood on an earlier day. */
#include "base/abi.h"
#include "fold/customer.h"

loyalty_status loyalty_customer_days(const loyalty_customer *customer, uint32_t kind, loyalty_date first,
                                     size_t capacity, loyalty_date *dates, int64_t *counts, int64_t *sums,
                                     size_t *count)
{
    if (!customer || !count)
        return LOYALTY_E_ARGUMENT;
    if (kind >= customer_program(customer)->kind_count)
        return LOYALTY_E_INDEX;
    if (!date_valid(first))
        return LOYALTY_E_DATE;
    struct walk walk = log_walk(&customer->log, log_seek(&customer->log, word_of(first, 0)));
    size_t found = 0;
    log_word word;
    while (log_next(&walk, &word)) {
        if (word_kind(word) != kind)
            continue;
        const struct day_total total = log_total(&customer->log, word);
        if (found < capacity && dates)
            dates[found] = word_date(word);
        if (found < capacity && counts)
            counts[found] = total.count;
        if (found < capacity && sums)
            sums[found] = total.sum;
        found++;
    }
    *count = found;
    return LOYALTY_OK;
}

loyalty_status loyalty_customer_standing_on(const loyalty_customer *customer, loyalty_date date,
                                            loyalty_standing *standing)
{
    if (!customer || !standing)
        return LOYALTY_E_ARGUMENT;
    if (!date_valid(date))
        return LOYALTY_E_DATE;
    if (date > customer_today(customer)) /* no date is before LOYALTY_DATE_NONE */
        return LOYALTY_E_NOT_ADVANCED;
    struct history history = {.changes = NULL};
    struct standing then;
    int32_t status = customer_standing_on(customer, date, &then, &history);
    history_free(&history, program_allocator(customer_program(customer)));
    if (status)
        return status;
    if (then.rung == RUNG_ABSENT)
        return LOYALTY_E_ABSENT;
    struct day day;
    day_begin(&day, customer_program(customer), &customer->log, customer_user(customer), date);
    ladder_resume(&day, &then);
    loyalty_standing ours = answer_standing(&day, &then);
    return day.status ? day.status : ABI_OUTPUT(standing, ours);
}
