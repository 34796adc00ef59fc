/* SPDX-License-Identifier: MIT */
/* Standings, sorted by customer. */
#include "command/standings.h"

#include <limits.h>
#include <stdlib.h>

_Static_assert(LOYALTY_KEY_MAX <= UCHAR_MAX && LOYALTY_RUNGS_MAX <= UCHAR_MAX, "a length and a rung fit into a byte");

int32_t standings_reserve(struct standings *list, uint32_t capacity, bool with_days)
{
    const size_t room = capacity + (size_t)1;
    *list = (struct standings){.all = malloc(room * sizeof *list->all), .capacity = capacity};
    if (with_days)
        list->days = malloc(room * sizeof *list->days);
    return list->all && (list->days || !with_days) ? LOYALTY_OK : LOYALTY_E_MEMORY;
}

void standings_free(struct standings *list)
{
    free(list->all);
    free(list->days);
    free(list->order);
    *list = (struct standings){0};
}

static void standings_put(struct standings *list, const char *id, uint32_t length, const loyalty_standing *standing)
{
    if (list->days)
        list->days[list->count] = (struct standing_days){.failing = standing->failing,
                                                         .falls_on = standing->falls_on,
                                                         .next = standing->next,
                                                         .term_end = standing->term_end};
    list->all[list->count++] = (struct standing){.id = id,
                                                 .id_length = (unsigned char)length,
                                                 .rung = (unsigned char)standing->rung,
                                                 .since = standing->since,
                                                 .score = standing->score};
}

/* The library has the standing of the day advanced to at hand; that of an earlier day it works out. */
int32_t standings_add(struct standings *list, const char *id, uint32_t length, const loyalty_customer *customer,
                      int32_t date)
{
    loyalty_standing standing = {.size = sizeof standing};
    int32_t today = LOYALTY_DATE_NONE;
    int32_t status = loyalty_customer_date(customer, &today);
    if (!status)
        status = today == date ? loyalty_customer_standing(customer, &standing)
                               : loyalty_customer_standing_on(customer, date, &standing);
    if (status == LOYALTY_E_ABSENT)
        return LOYALTY_OK;
    if (!status)
        standings_put(list, id, length, &standing);
    return status;
}

const struct standing_days *standings_days(const struct standings *list, const struct standing *one)
{
    return &list->days[one - list->all];
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
