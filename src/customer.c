/* SPDX-License-Identifier: MIT */
/* A customer's life: new, copy, erase, free. Events and days are in record.c, questions in answer.c. */
#include "customer.h"

#include <string.h>

static const loyalty_allocator *allocator_of(const loyalty_customer *customer)
{
    return &customer_program(customer)->arena.allocator;
}

void customer_init(loyalty_customer *customer, const struct store *store)
{
    memset(customer, 0, sizeof *customer);
    customer->store = store;
    customer->today = customer->looked = customer->changed = LOYALTY_DATE_NONE;
    customer->since = customer->failing = LOYALTY_DATE_NONE;
    customer->next = DATE_NEVER;
    customer->rung = customer->from = RUNG_ABSENT;
}

static size_t extra_size(uint32_t older)
{
    return sizeof(struct extra) + older * sizeof(struct change);
}

void customer_clear(loyalty_customer *customer)
{
    struct extra *extra = customer->extra;
    log_clear(&customer->log, customer->store);
    if (extra) {
        ids_free(extra->ids, allocator_of(customer));
        store_release(customer->store, extra, extra_size(extra->older_capacity));
    }
    customer->extra = NULL;
}

int32_t loyalty_customer_new(loyalty_program *program, loyalty_customer **customer)
{
    if (!program || !customer)
        return LOYALTY_E_ARGUMENT;
    if (program->unbound)
        return LOYALTY_E_UNBOUND;
    loyalty_customer *made = memory_new(&program->arena.allocator, sizeof *made);
    if (!made)
        return LOYALTY_E_MEMORY;
    customer_init(made, &loyalty_program_ref(program)->store);
    *customer = made;
    return LOYALTY_OK;
}

void loyalty_customer_free(loyalty_customer *customer)
{
    if (!customer)
        return;
    if (customer->telling) {
        customer->doomed = 1;
        return;
    }
    loyalty_program *program = customer_program(customer);
    customer_clear(customer);
    memory_free(&program->arena.allocator, customer);
    loyalty_program_unref(program);
}

static int32_t copy_extra(const struct extra *from, const struct store *store, struct extra **to)
{
    if (!from)
        return LOYALTY_OK;
    struct extra *copy = store_allocate(store, extra_size(from->older_count));
    if (!copy)
        return LOYALTY_E_MEMORY;
    memcpy(copy, from, extra_size(from->older_count));
    copy->older_capacity = from->older_count;
    copy->ids = NULL;
    int32_t status = ids_merge(&copy->ids, store->allocator, from->ids);
    if (status) {
        ids_free(copy->ids, store->allocator);
        store_release(store, copy, extra_size(copy->older_capacity));
        return status;
    }
    *to = copy;
    return LOYALTY_OK;
}

int32_t customer_copy(const loyalty_customer *customer, loyalty_customer *copy)
{
    struct log log = {NULL};
    struct extra *extra = NULL;
    const struct store *store = copy->store;
    int32_t status = log_copy(&customer->log, store, &log);
    if (!status)
        status = copy_extra(customer->extra, store, &extra);
    if (status) {
        log_clear(&log, store);
        return status;
    }
    *copy = *customer;
    copy->store = store;
    copy->log = log;
    copy->extra = extra;
    copy->telling = copy->doomed = 0;
    return LOYALTY_OK;
}

int32_t loyalty_customer_copy(const loyalty_customer *customer, loyalty_customer **copy)
{
    if (!customer || !copy)
        return LOYALTY_E_ARGUMENT;
    loyalty_customer *made;
    int32_t status = loyalty_customer_new(customer_program(customer), &made);
    if (!status)
        status = customer_copy(customer, made);
    else
        return status;
    if (status)
        loyalty_customer_free(made);
    else
        *copy = made;
    return status;
}

void customer_wipe(loyalty_customer *customer)
{
    log_wipe(&customer->log);
    if (customer->extra) {
        struct extra kept = *customer->extra;
        ids_wipe(kept.ids);
        memory_wipe(customer->extra, extra_size(kept.older_capacity));
        customer->extra->ids = kept.ids;
        customer->extra->older_capacity = kept.older_capacity;
    }
    customer_clear(customer);
    customer_init(customer, customer->store);
}

int32_t loyalty_customer_erase(loyalty_customer *customer)
{
    if (!customer)
        return LOYALTY_E_ARGUMENT;
    if (customer->telling)
        return LOYALTY_E_BUSY;
    customer_wipe(customer);
    return LOYALTY_OK;
}

loyalty_program *loyalty_customer_program(const loyalty_customer *customer)
{
    return customer ? customer_program(customer) : NULL;
}

int32_t customer_reserve_extra(loyalty_customer *customer, uint32_t older)
{
    struct extra *extra = customer->extra;
    uint32_t capacity = extra ? extra->older_capacity : 0;
    if (extra && capacity >= older)
        return LOYALTY_OK;
    size_t keep = extra ? extra_size(capacity) : 0;
    struct extra *larger = store_resize(customer->store, extra, keep, keep, extra_size(older));
    if (!larger)
        return LOYALTY_E_MEMORY;
    if (!extra)
        memset(larger, 0, sizeof *larger);
    larger->older_capacity = older;
    customer->extra = larger;
    return LOYALTY_OK;
}

int32_t loyalty_customer_set_user(loyalty_customer *customer, void *user)
{
    if (!customer)
        return LOYALTY_E_ARGUMENT;
    if (customer->telling)
        return LOYALTY_E_BUSY;
    if (customer_user(customer) == user)
        return LOYALTY_OK;
    int32_t status = customer_reserve_extra(customer, 0);
    if (!status)
        customer->extra->user = user;
    return status;
}

void *loyalty_customer_user(const loyalty_customer *customer)
{
    return customer ? customer_user(customer) : NULL;
}

uint32_t customer_change_count(const loyalty_customer *customer)
{
    if (customer->rung == RUNG_ABSENT)
        return 0;
    return 1 + (customer->extra ? customer->extra->older_count : 0);
}

struct change customer_change(const loyalty_customer *customer, uint32_t index)
{
    if (customer->extra && index < customer->extra->older_count)
        return customer->extra->older[index];
    return (struct change){customer->changed, customer_standing(customer), customer->from};
}
