/* SPDX-License-Identifier: MIT */
/* Customers found by their ids, each advanced on its own. A stream needs this; a book has one day for all. */
#ifndef LOYALTY_TOOLS_CUSTOMERS_H
#define LOYALTY_TOOLS_CUSTOMERS_H

#include <loyalty/loyalty.h>

struct customer {
    loyalty_customer *handle;
    uint64_t hash;
    uint32_t mover; /* number of the mover in the list of transitions; 0 before the first transition */
    uint32_t id_length;
    int32_t
        latest; /* for a stream: the date of the latest line up to the day asked about; LOYALTY_DATE_NONE for none */
    char id[];  /* any bytes, without a NUL at the end */
};

/* A copy of the hash, so that a miss does not touch the customer. */
struct customer_slot {
    uint64_t hash;
    struct customer *who; /* NULL if empty */
};

struct customers {
    loyalty_program *program;
    struct customer **all; /* in the order of appearance */
    uint32_t count;
    struct customer_slot *slots; /* open addressing, a power of two, at most half full */
    uint32_t slot_count;
};

/* Makes an empty set. The program must outlive it. */
void customers_init(struct customers *set, loyalty_program *program);
void customers_free(struct customers *set);

/* Finds the customer with this id, or adds them. Fails with LOYALTY_E_MEMORY, or as loyalty_customer_new() does. */
int32_t customers_get(struct customers *set, const char *id, uint32_t length, struct customer **found);

#endif
