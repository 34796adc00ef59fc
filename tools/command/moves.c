/* SPDX-License-Identifier: MIT */
#include "command/moves.h"

#include <stdlib.h>

enum { FIRST_MOVES = 1024 };

void moves_free(struct moves *list)
{
    free(list->all);
    free(list->movers);
    *list = (struct moves){0};
}

/* Room for one more; NULL, and the list has failed, where there is none. */
static void *reserve(struct moves *list, void *array, uint32_t count, uint32_t *capacity, size_t element)
{
    if (count < *capacity)
        return array;
    uint32_t more = *capacity > 0 ? *capacity * 2 : FIRST_MOVES;
    void *larger = *capacity <= UINT32_MAX / 2 ? realloc(array, more * element) : NULL;
    if (larger)
        *capacity = more;
    else
        list->failed = 1;
    return larger;
}

uint32_t moves_add_mover(struct moves *list, const char *text, uint32_t length)
{
    struct mover *movers = reserve(list, list->movers, list->mover_count, &list->mover_capacity, sizeof *movers);
    if (!movers)
        return 0;
    list->movers = movers;
    movers[list->mover_count] = (struct mover){.key = key_of(text, length)};
    return ++list->mover_count;
}

static void add(struct moves *list, uint32_t who, const loyalty_transition *transition)
{
    struct move *all = reserve(list, list->all, list->count, &list->capacity, sizeof *all);
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

/* At most one transition stands on a day, so the date tells which. */
static void revoke(struct moves *list, uint32_t who, int32_t date)
{
    for (uint32_t number = list->movers[who - 1].last; number > 0; number = list->all[number - 1].before) {
        struct move *candidate = &list->all[number - 1];
        if (candidate->date == date && !candidate->revoked) {
            candidate->revoked = 1;
            return;
        }
    }
}

void moves_take(struct moves *list, uint32_t who, const loyalty_transition *transition)
{
    if (list->failed)
        return;
    if (transition->revoked)
        revoke(list, who, transition->date);
    else
        add(list, who, transition);
}

static int compare_movers(const void *left, const void *right)
{
    const struct mover *a = *(struct mover *const *)left;
    const struct mover *b = *(struct mover *const *)right;
    return key_compare(&a->key, &b->key);
}

static int rank_movers(struct moves *list)
{
    struct mover **order = malloc((list->mover_count + (size_t)1) * sizeof *order);
    if (!order)
        return -1;
    for (uint32_t i = 0; i < list->mover_count; i++)
        order[i] = &list->movers[i];
    qsort(order, list->mover_count, sizeof *order, compare_movers);
    for (uint32_t i = 0; i < list->mover_count; i++)
        order[i]->rank = i;
    free(order);
    return 0;
}

static int compare_moves(const void *left, const void *right)
{
    const struct move *a = left;
    const struct move *b = right;
    if (a->date != b->date)
        return a->date < b->date ? -1 : 1;
    return (a->rank > b->rank) - (a->rank < b->rank);
}

int moves_sort(struct moves *list)
{
    if (rank_movers(list) != 0)
        return -1;
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
        qsort(list->all, kept, sizeof *list->all, compare_moves);
    return 0;
}

int moves_compare(const struct moves *left, const struct move *a, const struct moves *right, const struct move *b)
{
    if (a->date != b->date)
        return a->date < b->date ? -1 : 1;
    return key_compare(&left->movers[a->who - 1].key, &right->movers[b->who - 1].key);
}
