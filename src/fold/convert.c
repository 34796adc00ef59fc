/* SPDX-License-Identifier: MIT */
/* Converts a customer to another table. */
#include "fold/convert.h"

int32_t convert_kinds(const loyalty_program *from, const loyalty_program *to, uint32_t **kinds)
{
    uint32_t *made = memory_new(&to->arena.allocator, from->kind_count * sizeof *made);
    if (!made)
        return LOYALTY_E_MEMORY;
    for (uint32_t i = 0; i < from->kind_count; i++)
        if (!program_find(to, LOYALTY_OBJECT_KIND, from->kinds[i].texts.name, &made[i]))
            made[i] = INDEX_NONE;
    *kinds = made;
    return LOYALTY_OK;
}

uint64_t convert_left_out(const loyalty_customer *customer, const uint32_t *kinds)
{
    struct walk walk = log_walk(customer_log(customer), (struct spot){0, 0});
    uint64_t count = 0;
    log_word word;
    while (log_next(&walk, &word))
        count += kinds[word_kind(word)] == INDEX_NONE;
    return count;
}

loyalty_status loyalty_customer_convert(const loyalty_customer *customer, loyalty_program *program, uint64_t *left_out,
                                        loyalty_customer **converted)
{
    if (!customer || !program || !converted)
        return LOYALTY_E_ARGUMENT;
    loyalty_customer *made;
    uint32_t *kinds = NULL;
    int32_t status = customer_new(program, &made);
    if (status)
        return status;
    status = customer_set_user(made, customer_user(customer));
    if (!status)
        status = convert_kinds(customer_program(customer), program, &kinds);
    if (!status)
        status = customer_take(made, customer, kinds);
    if (status) {
        customer_free(made);
    } else {
        *converted = made;
        if (left_out)
            *left_out = convert_left_out(customer, kinds);
    }
    memory_free(&program->arena.allocator, kinds);
    return status;
}
