/* SPDX-License-Identifier: MIT */
/* Standings, sorted by customer. */
#include "command/standings.h"

#include <stdlib.h>

int32_t standings_reserve(struct standings *list, uint32_t capacity)
{
    *list = (struct standings){.all = malloc((capacity + (size_t)1) * sizeof *list->all), .capacity = capacity};
    return list->all ? LOYALTY_OK : LOYALTY_E_MEMORY;
}

void standings_free(struct standings *list)
{
    free(list->all);
    *list = (struct standings){0};
}

int32_t standings_add(struct standings *list, const char *id, uint32_t length, const loyalty_customer *customer)
{
    loyalty_standing standing = {.size = sizeof standing};
    int32_t status = loyalty_customer_standing(customer, &standing);
    if (status == LOYALTY_E_ABSENT)
        return LOYALTY_OK;
    if (!status)
        list->all[list->count++] = (struct standing){
            .key = key_of(id, length), .rung = standing.rung, .since = standing.since, .score = standing.score};
    return status;
}

static int standings_compare(const void *left, const void *right)
{
    const struct standing *a = left;
    const struct standing *b = right;
    return key_compare(&a->key, &b->key);
}

void standings_sort(struct standings *list)
{
    if (list->count > 1)
        qsort(list->all, list->count, sizeof *list->all, standings_compare);
}
