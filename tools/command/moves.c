/* SPDX-License-Identifier: MIT */
/* Collects transitions as they arrive, then sorts them by date and customer. */
#include "command/moves.h"

#include <stdlib.h>

enum { FIRST_MOVES = 1024 };

void moves_free(struct moves *list)
{
    free(list->all);
    free(list->movers);
    *list = (struct moves){0};
}

/* Reserves room for one more element. Returns the array, or NULL and marks the list as failed if memory runs out. */
static void *moves_reserve(struct moves *list, void *array, uint32_t count, uint32_t *capacity, size_t element)
{
    if (count < *capacity)
        return array;
    uint32_t more = *capacity > 0 ? *capacity * 2 : FIRST_MOVES;
    void *larger = *capacity <= UINT32_MAX / 2 ? realloc(array, more * element) : NULL;
    if (larger)
        *capacity = more;
    else
        list->failed = true;
    return larger;
}

uint32_t moves_add_mover(struct moves *list, const char *text, uint32_t length)
{
    struct mover *movers = moves_reserve(list, list->movers, list->mover_count, &list->mover_capacity, sizeof *movers);
    if (!movers)
        return 0;
    list->movers = movers;
    movers[list->mover_count] = (struct mover){.key = key_of(text, length)};
    return ++list->mover_count;
}

static void moves_add(struct moves *list, uint32_t who, const loyalty_transition *transition)
{
    struct move *all = moves_reserve(list, list->all, list->count, &list->capacity, sizeof *all);
    if (!all)
        return;
    list->all = all;
    struct mover *mover = &list->movers[who - 1];
    all[list->count++] = (struct move){.date = transition->date,
                                       .who = who,
                                       .before = mover->last,
                                       .from = (unsigned char)transition->from,
                                       .to = (unsigned char)transition->to};
    mover->last = list->count;
}

/* There is at most one transition a day, so the date identifies it. */
static void moves_revoke(struct moves *list, uint32_t who, int32_t date)
{
    for (uint32_t number = list->movers[who - 1].last; number > 0; number = list->all[number - 1].before) {
        struct move *candidate = &list->all[number - 1];
        if (candidate->date == date && !candidate->revoked) {
            candidate->revoked = true;
            return;
        }
    }
}

void moves_take(struct moves *list, uint32_t who, const loyalty_transition *transition)
{
    if (list->failed)
        return;
    if (transition->revoked)
        moves_revoke(list, who, transition->date);
    else
        moves_add(list, who, transition);
}

static int moves_compare_movers(const void *left, const void *right)
{
    const struct mover *a = *(struct mover *const *)left;
    const struct mover *b = *(struct mover *const *)right;
    return key_compare(&a->key, &b->key);
}

static int32_t moves_rank(struct moves *list)
{
    struct mover **order = malloc((list->mover_count + (size_t)1) * sizeof *order);
    if (!order)
        return LOYALTY_E_MEMORY;
    for (uint32_t i = 0; i < list->mover_count; i++)
        order[i] = &list->movers[i];
    qsort(order, list->mover_count, sizeof *order, moves_compare_movers);
    for (uint32_t i = 0; i < list->mover_count; i++)
        order[i]->rank = i;
    free(order);
    return LOYALTY_OK;
}

static int moves_compare_ranks(const void *left, const void *right)
{
    const struct move *a = left;
    const struct move *b = right;
    if (a->date != b->date)
        return a->date < b->date ? -1 : 1;
    return (a->rank > b->rank) - (a->rank < b->rank);
}

int32_t moves_sort(struct moves *list)
{
    if (list->failed || moves_rank(list))
        return LOYALTY_E_MEMORY;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->all[i].revoked)
            continue;
        list->all[kept] = list->all[i];
        list->all[kept].rank = list->movers[list->all[i].who - 1].rank;
        kept++;
    }
    list->count = kept;
    if (kept > 1)
        qsort(list->all, kept, sizeof *list->all, moves_compare_ranks);
    return LOYALTY_OK;
}

int moves_compare(const struct moves *left, uint32_t i, const struct moves *right, uint32_t j)
{
    const struct move *a = &left->all[i];
    const struct move *b = &right->all[j];
    if (a->date != b->date)
        return a->date < b->date ? -1 : 1;
    return key_compare(&left->movers[a->who - 1].key, &right->movers[b->who - 1].key);
}
