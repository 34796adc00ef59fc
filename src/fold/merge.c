/* SPDX-License-Identifier: MIT */
/* Adds one customer's log and ids to another's. */
#include "fold/customer.h"
#include "fold/refold.h"

int32_t customer_add_day(loyalty_customer *customer, log_word key, const struct day_total *added)
{
    struct log *log = &customer->log;
    struct day_total total = log_find(log, key);
    if (!exact_add(total.count, added->count, &total.count) || !exact_add(total.sum, added->sum, &total.sum))
        return LOYALTY_E_OVERFLOW;
    int32_t status = log_reserve(log, customer->program, key, &total);
    if (status)
        return status;
    log_set(log, customer->program, key, &total);
    log_tidy(log, customer->program, key);
    return LOYALTY_OK;
}

/* Adds every day of another customer's log. `kinds` is as in customer_take(). */
static int32_t merge_log(loyalty_customer *customer, const loyalty_customer *other, const uint32_t *kinds)
{
    struct walk walk = log_walk(&other->log, (struct spot){0, 0});
    int32_t status = LOYALTY_OK;
    log_word word;
    while (!status && log_next(&walk, &word)) {
        struct day_total added = log_total(&other->log, word);
        uint32_t kind = kinds ? kinds[word_kind(word)] : word_kind(word);
        if (kind != INDEX_NONE)
            status = customer_add_day(customer, word_of(word_date(word), kind), &added);
    }
    return status;
}

static int32_t merge_ids(loyalty_customer *customer, const loyalty_customer *other)
{
    if (!other->extra || !other->extra->ids)
        return LOYALTY_OK;
    int32_t status = customer_reserve_extra(customer, 0);
    return status ? status : ids_merge(&customer->extra->ids, program_allocator(customer->program), other->extra->ids);
}

int32_t customer_take(loyalty_customer *customer, const loyalty_customer *other, const uint32_t *kinds)
{
    if (other->today > customer->today)
        customer->today = other->today;
    int32_t status = merge_log(customer, other, kinds);
    if (!status)
        status = merge_ids(customer, other);
    if (!status)
        status = refold_all(customer);
    return status;
}

int32_t customer_merge(loyalty_customer *customer, const loyalty_customer *other)
{
    loyalty_customer merged;
    customer_init(&merged, customer->program);
    int32_t status = customer_copy(customer, &merged);
    if (!status)
        status = customer_take(&merged, other, NULL);
    if (!status)
        memory_swap(customer, &merged, sizeof *customer);
    customer_clear(&merged);
    return status;
}

int32_t loyalty_customer_merge(loyalty_customer *customer, const loyalty_customer *other)
{
    if (!customer || !other)
        return LOYALTY_E_ARGUMENT;
    if (customer->telling)
        return LOYALTY_E_BUSY;
    return customer->program == other->program ? customer_merge(customer, other) : LOYALTY_E_PROGRAM;
}
