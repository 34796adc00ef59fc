/* SPDX-License-Identifier: MIT */
/* The customers of a log, found by their ids. */
#ifndef LOYALTY_TOOLS_CUSTOMERS_H
#define LOYALTY_TOOLS_CUSTOMERS_H

#include <loyalty/loyalty.h>

typedef struct customer {
    loyalty_customer *handle;
    uint64_t hash;
    size_t id_length;
    uint32_t rank;      /* Place in bytewise order; set by customers_sort(). */
    uint32_t last_move; /* For the list of transitions; see moves.h. */
    char id[];          /* Any bytes, without a NUL at the end. */
} customer;

/* The hash stands here too, so that a miss does not touch the customer. */
typedef struct customer_slot {
    uint64_t hash;
    customer *who; /* NULL where empty. */
} customer_slot;

typedef struct customers {
    loyalty_program *program;
    customer **all; /* In the order of appearance, or of their ids after customers_sort(). */
    uint32_t count;
    customer_slot *slots; /* Open addressing, a power of two, at most half full. */
    uint32_t slot_count;
} customers;

/* An empty set. The program has to outlive it. */
void customers_init(customers *set, loyalty_program *program);
void customers_free(customers *set);

/* The customer with this id, which is added if it is not there. LOYALTY_E_MEMORY, or as loyalty_customer_new(). */
int32_t customers_get(customers *set, const char *id, size_t length, customer **found);

/* Sorts all by id, bytewise, and ranks them. */
void customers_sort(customers *set);

#endif
