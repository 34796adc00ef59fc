/* SPDX-License-Identifier: MIT */
#include "told.h"

#include <stdlib.h>
#include <string.h>

#include "mismatch.h"

void told_begin(struct told *told)
{
    told->new_at = told->count;
    told->revoked = 0;
}

static void revoke(struct told *told, const struct ref_transition *transition)
{
    if (told->count > told->new_at)
        mismatch("a transition on %d is revoked after new ones were told", transition->date);
    if (told->revoked > 0 && told->last_revoked >= transition->date)
        mismatch("transitions revoked out of order, on %d", transition->date);
    for (int i = 0; i < told->count; i++)
        if (memcmp(&told->transition[i], transition, sizeof *transition) == 0) {
            told->count--;
            told->new_at--;
            memmove(&told->transition[i], &told->transition[i + 1],
                    (size_t)(told->count - i) * sizeof *told->transition);
            told->revoked++;
            told->total_revoked++;
            told->last_revoked = transition->date;
            return;
        }
    mismatch("a transition on %d from %d to %d is revoked that was not told", transition->date, transition->from,
             transition->to);
}

void told_listen(void *user, const loyalty_customer *customer, const loyalty_transition *told_of)
{
    struct told *told = user;
    struct ref_transition transition = {told_of->date, (int)told_of->from, (int)told_of->to};

    if (customer == NULL || told_of->size < sizeof *told_of)
        mismatch("the callback gets no customer or no size");
    if (told_of->direction != (told_of->to > told_of->from ? LOYALTY_PROMOTION : LOYALTY_DEMOTION))
        mismatch("direction %d from %d to %d", told_of->direction, transition.from, transition.to);
    if (told_of->revoked != 0) {
        revoke(told, &transition);
        return;
    }
    if (told->count > 0 && told->transition[told->count - 1].date >= transition.date)
        mismatch("a transition on %d is told after one on %d", transition.date, told->transition[told->count - 1].date);
    if (told->count == told->capacity) {
        told->capacity = told->capacity * 2 + 16;
        told->transition = realloc(told->transition, (size_t)told->capacity * sizeof *told->transition);
        if (told->transition == NULL)
            abort();
    }
    told->transition[told->count++] = transition;
}

bool told_agrees(const struct told *told, const struct ref_transition *transition, int count)
{
    for (int i = 0; i < told->count && i < count; i++)
        EXPECT(memcmp(&told->transition[i], &transition[i], sizeof *transition) == 0,
               "told of %d -> %d on %d; reference: %d -> %d on %d", told->transition[i].from, told->transition[i].to,
               told->transition[i].date, transition[i].from, transition[i].to, transition[i].date);
    EXPECT(told->count == count, "told of %d transitions; reference: %d", told->count, count);
    return mismatch_text() == NULL;
}

void told_set(struct told *told, const struct ref_transition *transition, int count)
{
    struct ref_transition *copy = malloc((size_t)(count + 1) * sizeof *copy);

    if (copy == NULL)
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
