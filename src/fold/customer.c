/* SPDX-License-Identifier: MIT */
/* Makes, copies, erases and frees customers. Events and days are in record.c, questions in answer.c. */
#include "fold/customer.h"

#include <string.h>

/* Field by field: clearing all with one call starts a string instruction, which takes longer than the rest. */
void customer_init(loyalty_customer *customer, const struct home *home)
{
    customer->home = home;
    customer->extra = NULL;
    customer->folded = customer->looked = customer->changed = LOYALTY_DATE_NONE;
    customer->since = customer->term_or_failing = LOYALTY_DATE_NONE;
    customer->next = DATE_NEVER;
    customer->watch = 0;
    customer->rung = customer->from = RUNG_ABSENT;
    customer->flags = customer->telling = 0;
    memset(&customer->log, 0, sizeof customer->log);
}

static size_t customer_extra_size(uint32_t older)
{
    return sizeof(struct extra) + older * sizeof(struct change);
}

void customer_clear(loyalty_customer *customer)
{
    const loyalty_program *program = customer_program(customer);
    struct extra *extra = customer->extra;
    log_wipe(&customer->log, program);
    log_clear(&customer->log, program_allocator(program));
    if (extra) {
        ids_free(extra->ids, program_allocator(program));
        memory_free_wiped(program_allocator(program), extra, customer_extra_size(extra->older_capacity));
    }
    customer->extra = NULL;
}

int32_t customer_new(loyalty_program *program, loyalty_customer **customer)
{
    if (program->unbound)
        return LOYALTY_E_UNBOUND;
    loyalty_customer *made = memory_new(&program->arena.allocator, sizeof *made);
    if (!made)
        return LOYALTY_E_MEMORY;
    customer_init(made, &loyalty_program_ref(program)->home);
    *customer = made;
    return LOYALTY_OK;
}

void customer_free(loyalty_customer *customer)
{
    loyalty_program *program = customer_program(customer);
    customer_clear(customer);
    memory_free_wiped(&program->arena.allocator, customer, sizeof *customer);
    loyalty_program_unref(program);
}

loyalty_status loyalty_customer_new(loyalty_program *program, loyalty_customer **customer)
{
    return program && customer ? customer_new(program, customer) : LOYALTY_E_ARGUMENT;
}

void loyalty_customer_free(loyalty_customer *customer)
{
    if (!customer)
        return;
    if (customer->telling)
        customer->telling = TELLING_DOOMED;
    else
        customer_free(customer);
}

static int32_t customer_copy_extra(const struct extra *from, const loyalty_program *program, struct extra **to)
{
    const loyalty_allocator *allocator = program_allocator(program);
    if (!from)
        return LOYALTY_OK;
    void *block;
    uint32_t older = from->older_first + from->older_count;
    int32_t status = memory_copy(allocator, from, customer_extra_size(older), 1, &block);
    if (status)
        return status;
    struct extra *copy = block;
    copy->older_capacity = older;
    copy->ids = NULL;
    status = ids_merge(&copy->ids, program, DATE_BEFORE_ALL, &(struct ids_of){from->ids, DATE_BEFORE_ALL, NULL});
    if (status) {
        ids_free(copy->ids, allocator);
        memory_free_wiped(allocator, copy, customer_extra_size(older));
        return status;
    }
    *to = copy;
    return LOYALTY_OK;
}

int32_t customer_copy(const loyalty_customer *customer, loyalty_customer *copy)
{
    struct log log = {.capacity = 0};
    struct extra *extra = NULL;
    int32_t status = log_copy(&customer->log, customer_program(customer), &log);
    if (!status)
        status = customer_copy_extra(customer->extra, customer_program(customer), &extra);
    if (status) {
        log_wipe(&log, customer_program(customer));
        log_clear(&log, program_allocator(customer_program(customer)));
        return status;
    }
    const struct home *home = copy->home;
    *copy = *customer;
    copy->home = home;
    copy->folded = customer_today(customer);
    copy->log = log;
    copy->extra = extra;
    copy->telling = TELLING_NOBODY;
    return LOYALTY_OK;
}

loyalty_status loyalty_customer_copy(const loyalty_customer *customer, loyalty_customer **copy)
{
    if (!customer || !copy)
        return LOYALTY_E_ARGUMENT;
    loyalty_customer *made;
    int32_t status = customer_new(customer_program(customer), &made);
    if (status)
        return status;
    status = customer_copy(customer, made);
    if (status)
        customer_free(made);
    else
        *copy = made;
    return status;
}

void customer_wipe(loyalty_customer *customer)
{
    customer_clear(customer);
    customer_init(customer, customer->home);
}

loyalty_status loyalty_customer_erase(loyalty_customer *customer)
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
    const loyalty_allocator *allocator = program_allocator(customer_program(customer));
    if (!extra)
        extra = memory_new(allocator, customer_extra_size(older));
    else if (extra->older_capacity >= older)
        return LOYALTY_OK;
    else
        extra = memory_resize_wiped(allocator, extra, customer_extra_size(extra->older_capacity),
                                    customer_extra_size(older));
    if (!extra)
        return LOYALTY_E_MEMORY;
    extra->older_capacity = older;
    customer->extra = extra;
    return LOYALTY_OK;
}

int32_t customer_set_user(loyalty_customer *customer, void *user)
{
    if (customer_user(customer) == user)
        return LOYALTY_OK;
    int32_t status = customer_reserve_extra(customer, 0);
    if (!status)
        customer->extra->user = user;
    return status;
}

loyalty_status loyalty_customer_set_user(loyalty_customer *customer, void *user)
{
    if (!customer)
        return LOYALTY_E_ARGUMENT;
    return customer->telling ? LOYALTY_E_BUSY : customer_set_user(customer, user);
}

void *loyalty_customer_user(const loyalty_customer *customer)
{
    return customer ? customer_user(customer) : NULL;
}
