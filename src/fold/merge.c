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
    int32_t status = log_reserve(log, customer_program(customer), key, &total);
    if (status)
        return status;
    log_set(log, customer_program(customer), key, &total);
    log_tidy(log, customer_program(customer), key);
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

static int32_t merge_ids(loyalty_customer *customer, const loyalty_customer *other, const uint32_t *kinds)
{
    if (!other->extra || !other->extra->ids)
        return LOYALTY_OK;
    int32_t status = customer_reserve_extra(customer, 0);
    if (status)
        return status;
    const struct ids_of theirs = {other->extra->ids, customer_horizon(other), kinds};
    return ids_merge(&customer->extra->ids, customer_program(customer), customer_horizon(customer), &theirs);
}

int32_t customer_take(loyalty_customer *customer, const loyalty_customer *other, const uint32_t *kinds)
{
    if (customer_today(other) > customer_today(customer))
        customer->folded = customer_today(other);
    int32_t status = merge_log(customer, other, kinds);
    if (!status)
        status = merge_ids(customer, other, kinds);
    if (!status)
        status = refold_all(customer);
    return status;
}

int32_t customer_whole_history(const loyalty_customer *customer, struct history *history)
{
    struct fold fold;
    if (customer_today(customer) == LOYALTY_DATE_NONE)
        return LOYALTY_OK;
    const int32_t status = customer_fold_log(customer, customer_today(customer), &fold, history);
    customer_blame_host(customer, &fold, status);
    return status;
}

void news_free(struct news *news, const loyalty_allocator *allocator)
{
    history_free(&news->former, allocator);
    history_free(&news->fresh, allocator);
    *news = (struct news){.former = {.changes = NULL}};
}

int32_t customer_merge(loyalty_customer *customer, const loyalty_customer *other, struct news *news)
{
    loyalty_customer merged;
    customer_init(&merged, customer->home);
    int32_t status = customer_copy(customer, &merged);
    if (!status)
        status = customer_take(&merged, other, NULL);
    if (!status && news)
        status = customer_whole_history(customer, &news->former);
    if (!status && news)
        status = customer_whole_history(&merged, &news->fresh);
    if (!status)
        memory_swap(customer, &merged, sizeof *customer);
    else if (news)
        news_free(news, program_allocator(customer_program(customer)));
    customer_clear(&merged);
    return status;
}

uint64_t customer_shared_ids(const loyalty_customer *customer, const loyalty_customer *other)
{
    const struct ids *own = customer->extra ? customer->extra->ids : NULL;
    const struct ids *theirs = other->extra ? other->extra->ids : NULL;
    uint64_t shared = 0;
    for (uint32_t i = 0; theirs && i < theirs->count; i++) {
        const struct id *id = &theirs->items[i];
        const int32_t date = ids_find(own, (const char *)theirs->bytes + id->offset, id->length);
        shared +=
            date != LOYALTY_DATE_NONE && date >= customer_horizon(customer) && id->date >= customer_horizon(other);
    }
    return shared;
}

loyalty_status loyalty_customer_merge(loyalty_customer *customer, const loyalty_customer *other,
                                      loyalty_on_transition *on_transition, void *user, uint64_t *shared_ids)
{
    if (!customer || !other || customer == other)
        return LOYALTY_E_ARGUMENT;
    if (customer->telling)
        return LOYALTY_E_BUSY;
    if (customer_program(customer) != customer_program(other))
        return LOYALTY_E_PROGRAM;
    const loyalty_allocator allocator =
        *program_allocator(customer_program(customer)); /* a callback may end the program */
    const uint64_t shared = customer_shared_ids(customer, other);
    struct news news = {.former = {.changes = NULL}};
    int32_t status = customer_merge(customer, other, on_transition ? &news : NULL);
    if (status)
        return status;
    if (shared_ids)
        *shared_ids = shared;
    customer_tell(customer, &news.former, &news.fresh, &(struct listener){on_transition, user});
    news_free(&news, &allocator);
    return LOYALTY_OK;
}
