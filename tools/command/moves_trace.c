/* SPDX-License-Identifier: MIT */
/* Finds the moves of a customer who was advanced before anybody listened. */
#include "command/moves.h"

/* Returns the status of asking where the customer stood on a day, which may be before all days. */
static int32_t moves_stand(const loyalty_customer *customer, int32_t date, loyalty_standing *standing)
{
    return date < LOYALTY_DATE_MIN ? LOYALTY_E_ABSENT : loyalty_customer_standing_on(customer, date, standing);
}

/*
 * Goes back from each day on which the customer came to a rung to the day before it. A customer comes to the ladder on
 * its first rung, and may climb on the same day.
 */
int32_t moves_trace(struct moves *list, const char *id, uint32_t length, const loyalty_customer *customer, int32_t date)
{
    uint32_t who = 0;
    loyalty_standing here = {.size = sizeof here};
    int32_t status = moves_stand(customer, date, &here);
    while (!status) {
        loyalty_standing before = {.size = sizeof before};
        status = moves_stand(customer, here.since - 1, &before);
        if (status && status != LOYALTY_E_ABSENT)
            return status;
        const loyalty_transition move = {
            .size = sizeof move, .date = here.since, .from_rung = before.rung, .to_rung = here.rung};
        if (move.from_rung != move.to_rung) {
            who = who > 0 ? who : moves_add_mover(list, id, length);
            if (who == 0)
                return LOYALTY_E_MEMORY;
            moves_take(list, who, &move);
        }
        here = before;
    }
    return status == LOYALTY_E_ABSENT ? LOYALTY_OK : status;
}
