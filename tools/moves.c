/* SPDX-License-Identifier: MIT */
#include "moves.h"

#include <stdlib.h>

enum { FIRST_MOVES = 1024 };

void moves_free(moves *list)
{
    free(list->all);
    *list = (moves){0};
}

static void add(moves *list, customer *who, const loyalty_transition *transition)
{
    if (list->count == list->capacity) {
        uint32_t capacity = list->capacity > 0 ? list->capacity * 2 : FIRST_MOVES;
        move *all = list->capacity <= UINT32_MAX / 2 ? realloc(list->all, capacity * sizeof *all) : NULL;
        if (!all) {
            list->failed = 1;
            return;
        }
        list->all = all;
        list->capacity = capacity;
    }
    list->all[list->count++] = (move){who, transition->date, transition->from, transition->to, who->last_move, 0};
    who->last_move = list->count;
}

/* At most one transition stands on a day, so the date tells which. */
static void revoke(moves *list, const customer *who, int32_t date)
{
    for (uint32_t number = who->last_move; number > 0; number = list->all[number - 1].before) {
        move *candidate = &list->all[number - 1];
        if (candidate->date == date && !candidate->revoked) {
            candidate->revoked = 1;
            return;
        }
    }
}

void moves_take(moves *list, customer *who, const loyalty_transition *transition)
{
    if (list->failed)
        return;
    if (transition->revoked)
        revoke(list, who, transition->date);
    else
        add(list, who, transition);
}

static int compare(const void *left, const void *right)
{
    const move *a = left;
    const move *b = right;
    if (a->date != b->date)
        return a->date < b->date ? -1 : 1;
    return (a->who->rank > b->who->rank) - (a->who->rank < b->who->rank);
}

void moves_sort(moves *list)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        if (!list->all[i].revoked)
            list->all[kept++] = list->all[i];
    }
    list->count = kept;
    if (kept > 0)
        qsort(list->all, kept, sizeof *list->all, compare);
}
