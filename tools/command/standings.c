/* SPDX-License-Identifier: MIT */
/* Standings, sorted by customer. */
#include "command/standings.h"

#include <limits.h>
#include <stdlib.h>

_Static_assert(LOYALTY_KEY_MAX <= UCHAR_MAX && LOYALTY_RUNGS_MAX <= UCHAR_MAX, "a length and a rung fit into a byte");

int32_t standings_reserve(struct standings *list, uint32_t capacity)
{
    *list = (struct standings){.all = malloc((capacity + (size_t)1) * sizeof *list->all), .capacity = capacity};
    return list->all ? LOYALTY_OK : LOYALTY_E_MEMORY;
}

void standings_free(struct standings *list)
{
    free(list->all);
    free(list->order);
    *list = (struct standings){0};
}

int32_t standings_add(struct standings *list, const char *id, uint32_t length, const loyalty_customer *customer)
{
    loyalty_standing standing = {.size = sizeof standing};
    int32_t status = loyalty_customer_standing(customer, &standing);
    if (status == LOYALTY_E_ABSENT)
        return LOYALTY_OK;
    if (!status)
        list->all[list->count++] = (struct standing){.id = id,
                                                     .id_length = (unsigned char)length,
                                                     .rung = (unsigned char)standing.rung,
                                                     .since = standing.since,
                                                     .score = standing.score};
    return status;
}

static int standings_compare_ids(const struct standing *a, const struct standing *b)
{
    return key_compare(a->id, a->id_length, b->id, b->id_length);
}

static int standings_compare_items(const void *left, const void *right)
{
    return standings_compare_ids(((const struct order_item *)left)->what, ((const struct order_item *)right)->what);
}

int32_t standings_sort(struct standings *list)
{
    list->order = malloc((list->count + (size_t)1) * sizeof *list->order);
    if (!list->order)
        return LOYALTY_E_MEMORY;
    for (uint32_t i = 0; i < list->count; i++) {
        const struct standing *one = &list->all[i];
        list->order[i] = (struct order_item){.word = key_prefix(one->id, one->id_length), .what = one};
    }
    return order_sort(list->order, list->count, standings_compare_items);
}

int standings_compare(const struct standings *left, uint32_t i, const struct standings *right, uint32_t j)
{
    const struct order_item *a = &left->order[i];
    const struct order_item *b = &right->order[j];
    if (a->word != b->word)
        return a->word < b->word ? -1 : 1;
    return standings_compare_ids(a->what, b->what);
}
