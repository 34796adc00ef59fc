/* SPDX-License-Identifier: MIT */
/* Collects transitions as they arrive, then sorts them by date and customer. */
#include "command/moves.h"

#include <stdlib.h>

enum { FIRST_MOVES = 1024 };

void moves_free(struct moves *list)
{
    free(list->all);
    free(list->movers);
    free(list->order);
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
    movers[list->mover_count] = (struct mover){.id = text, .id_length = length};
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
                                       .from = (unsigned char)transition->from_rung,
                                       .to = (unsigned char)transition->to_rung};
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

static int moves_compare_movers(const struct mover *a, const struct mover *b)
{
    return key_compare(a->id, a->id_length, b->id, b->id_length);
}

static int moves_compare_items(const void *left, const void *right)
{
    return moves_compare_movers(((const struct order_item *)left)->what, ((const struct order_item *)right)->what);
}

/* `items` has room for all movers. */
static int32_t moves_rank(struct moves *list, struct order_item *items)
{
    for (uint32_t i = 0; i < list->mover_count; i++) {
        const struct mover *one = &list->movers[i];
        items[i] = (struct order_item){.word = key_prefix(one->id, one->id_length), .what = one};
    }
    int32_t status = order_sort(items, list->mover_count, moves_compare_items);
    for (uint32_t i = 0; i < list->mover_count && !status; i++)
        list->movers[(const struct mover *)items[i].what - list->movers].rank = i;
    return status;
}

/* Dates count from a day long before the first, so that they are in the order of numbers. */
static uint64_t moves_word(const struct moves *list, const struct move *one)
{
    return (uint64_t)((int64_t)one->date - INT32_MIN) << 32 | list->movers[one->who - 1].rank;
}

int32_t moves_sort(struct moves *list)
{
    /* Each mover has a move, even if it is revoked. */
    list->order = list->failed ? NULL : malloc((list->count + (size_t)1) * sizeof *list->order);
    if (!list->order || moves_rank(list, list->order))
        return LOYALTY_E_MEMORY;
    for (uint32_t i = 0; i < list->count; i++) {
        const struct move *one = &list->all[i];
        if (!one->revoked)
            list->order[list->sorted++] = (struct order_item){.word = moves_word(list, one), .what = one};
    }
    return order_sort(list->order, list->sorted, NULL);
}

int moves_compare(const struct moves *left, uint32_t i, const struct moves *right, uint32_t j)
{
    const struct move *a = left->order[i].what;
    const struct move *b = right->order[j].what;
    if (a->date != b->date)
        return a->date < b->date ? -1 : 1;
    return moves_compare_movers(&left->movers[a->who - 1], &right->movers[b->who - 1]);
}
