/* SPDX-License-Identifier: MIT */
#ifndef LOYALTY_CUSTOMER_H
#define LOYALTY_CUSTOMER_H

#include "day.h"
#include "ids.h"
#include "ladder.h"

/* The head, one cache line where pointers have 64 bits, is all that most calls read beside the end of a series. */
struct loyalty_customer {
    loyalty_program *program;
    void *user;
    int32_t today; /* the day advanced to; LOYALTY_DATE_NONE before any advance */
    int32_t next;  /* as in struct fold */
    struct standing standing;
    uint8_t telling;        /* a callback of this customer is running */
    uint8_t doomed;         /* freed from within that callback */
    struct history history; /* what a late event may rewind to: see forget() */
    struct ids *ids;        /* NULL where no event had one */
    struct log log;         /* the last: its series follow in the same block */
};

/* The earliest date at which an event is still accepted. */
static inline int32_t customer_horizon(const loyalty_customer *customer)
{
    return customer->today == LOYALTY_DATE_NONE ? INT32_MIN : customer->today - customer->program->accept_late;
}

/* Begins the day advanced to, for questions. LOYALTY_E_ABSENT before any advance. */
int32_t customer_day(const loyalty_customer *customer, struct day *day);

/* The fold as it stands after the day advanced to. */
struct fold customer_fold(const loyalty_customer *customer);

/* A change of rung as a callback sees it. */
loyalty_transition customer_transition(const struct change *change, int32_t revoked);

#endif
