/* SPDX-License-Identifier: MIT */
/* Compares two customers of the library in all that they answer. */
#include "alike.h"

#include <string.h>

#include "mismatch.h"

enum { TEXT = 60000 };

bool alike_transitions(const loyalty_transition *a, const loyalty_transition *b)
{
    return a->date == b->date && a->from_rung == b->from_rung && a->to_rung == b->to_rung &&
           a->direction == b->direction && a->revoked == b->revoked;
}

static bool alike_standings(const char *key, const loyalty_customer *a, const loyalty_customer *b)
{
    loyalty_standing one = {.size = sizeof one}, other = {.size = sizeof other};
    loyalty_transition was = {.size = sizeof was}, is = {.size = sizeof is};
    int32_t status = loyalty_customer_standing(a, &one), expected = loyalty_customer_standing(b, &other);
    uint32_t count = loyalty_customer_transition_count(b);
    EXPECT(status == expected, "%s: standing: status %d; alone: %d", key, status, expected);
    EXPECT(one.rung == other.rung && one.since == other.since && one.failing == other.failing &&
               one.falls_on == other.falls_on && one.score == other.score,
           "%s: on %u since %d, failing since %d; alone: on %u since %d, failing since %d", key, one.rung, one.since,
           one.failing, other.rung, other.since, other.failing);
    EXPECT(loyalty_customer_transition_count(a) == count, "%s: %u transitions remembered; alone: %u", key,
           loyalty_customer_transition_count(a), count);
    for (uint32_t i = 0; i < count; i++) {
        if (loyalty_customer_transition(a, i, &was) != LOYALTY_OK ||
            loyalty_customer_transition(b, i, &is) != LOYALTY_OK)
            return mismatch("%s: no transition %u", key, i);
        EXPECT(alike_transitions(&was, &is), "%s: remembered transition %u differs", key, i);
    }
    return true;
}

bool alike_customers(const char *key, const loyalty_customer *a, const loyalty_customer *b, int last)
{
    static char one[TEXT], other[TEXT];
    int32_t date = 0, expected = 0;
    int32_t status = loyalty_customer_date(a, &date), status_alone = loyalty_customer_date(b, &expected);
    size_t needed;
    EXPECT(status == status_alone && date == expected, "%s: day %d, status %d; alone: day %d, status %d", key, date,
           status, expected, status_alone);
    if (!alike_standings(key, a, b))
        return false;
    int until = last > date ? last : date;
    status = loyalty_customer_json(a, "en", until, one, sizeof one, &needed);
    status_alone = loyalty_customer_json(b, "en", until, other, sizeof other, &needed);
    EXPECT(status == status_alone, "%s: JSON: status %d; alone: %d", key, status, status_alone);
    EXPECT(status != LOYALTY_OK || strcmp(one, other) == 0, "%s:\n%s\nalone:\n%s", key, one, other);
    EXPECT(loyalty_customer_user(a) == loyalty_customer_user(b), "%s: another user", key);
    return true;
}
