/* SPDX-License-Identifier: MIT */
/* Plays the host that believes what it is told, and notices when that was wrong. */
#include "told.h"

#include <stdlib.h>
#include <string.h>

#include "mismatch.h"

static bool same(const struct ref_transition *a, const struct ref_transition *b)
{
    return a->date == b->date && a->from == b->from && a->to == b->to;
}

void told_begin(struct told *told)
{
    told->revoked = told->added = 0;
}

static void revoke(struct told *told, struct ref_transition transition)
{
    int place = 0;
    while (place < told->count && !same(&told->transition[place], &transition))
        place++;
    if (place == told->count || told->revoked == TOLD_BY_ONE_CALL) {
        mismatch("a transition on %d from %d to %d is revoked that was not told", transition.date, transition.from,
                 transition.to);
        return;
    }
    if (told->added > 0)
        mismatch("a transition on %d is revoked after a new one was told", transition.date);
    if (told->revoked > 0 && told->gone[told->revoked - 1].date >= transition.date)
        mismatch("transitions revoked out of order, on %d", transition.date);
    told->count--;
    memmove(&told->transition[place], &told->transition[place + 1],
            (size_t)(told->count - place) * sizeof *told->transition);
    told->gone[told->revoked++] = transition;
    told->revoked_ever++;
}

static void believe(struct told *told, struct ref_transition transition)
{
    int place = told->count;
    if (told->added > 0 && told->last_added >= transition.date)
        mismatch("transitions told out of order, on %d", transition.date);
    for (int i = 0; i < told->revoked; i++)
        if (same(&told->gone[i], &transition))
            mismatch("a transition on %d is revoked only to be told again", transition.date);
    if (told->count == told->capacity) {
        told->capacity = told->capacity * 2 + 16;
        told->transition = realloc(told->transition, (size_t)told->capacity * sizeof *told->transition);
        if (!told->transition)
            abort();
    }
    while (place > 0 && told->transition[place - 1].date >= transition.date) {
        if (told->transition[place - 1].date == transition.date)
            mismatch("two transitions told on %d", transition.date);
        told->transition[place] = told->transition[place - 1];
        place--;
    }
    told->transition[place] = transition;
    told->count++;
    told->added++;
    told->last_added = transition.date;
}

int32_t told_listen(void *user, const loyalty_customer *customer, const loyalty_transition *told_of)
{
    struct ref_transition transition = {told_of->date, (int)told_of->from_rung, (int)told_of->to_rung};
    if (customer == NULL || told_of->size < sizeof *told_of)
        mismatch("the callback gets no customer or no size");
    if (told_of->direction != (told_of->to_rung > told_of->from_rung ? LOYALTY_DIRECTION_UP : LOYALTY_DIRECTION_DOWN))
        mismatch("direction %d from %d to %d", told_of->direction, transition.from, transition.to);
    if (told_of->revoked != 0)
        revoke(user, transition);
    else
        believe(user, transition);
    return 0;
}

bool told_agrees(const struct told *told, const struct ref_transition *transition, int count)
{
    for (int i = 0; i < told->count && i < count; i++)
        EXPECT(same(&told->transition[i], &transition[i]), "told of %d -> %d on %d; reference: %d -> %d on %d",
               told->transition[i].from, told->transition[i].to, told->transition[i].date, transition[i].from,
               transition[i].to, transition[i].date);
    EXPECT(told->count == count, "told of %d transitions; reference: %d", told->count, count);
    return mismatch_text() == NULL;
}

void told_set(struct told *told, const struct ref_transition *transition, int count)
{
    struct ref_transition *copy = malloc((size_t)(count + 1) * sizeof *copy);
    if (!copy)
        abort();
    if (count > 0)
        memcpy(copy, transition, (size_t)count * sizeof *copy);
    free(told->transition);
    told->transition = copy;
    told->count = count;
    told->capacity = count + 1;
}

void told_free(struct told *told)
{
    free(told->transition);
    *told = (struct told){0};
}
