/* SPDX-License-Identifier: MIT */
#ifndef PROPERTIES_TOLD_H
#define PROPERTIES_TOLD_H

#include <loyalty/loyalty.h>

#include <stdbool.h>

#include "reference.h"

/* What a host knows that believes every transition told, and strikes out the revoked ones. */
struct told {
    int count, capacity;
    struct ref_transition *transition;
    int new_at;  /* the first one told by the present call */
    int revoked; /* how many the present call has revoked, and which was the last */
    int last_revoked;
    int total_revoked;
};

/* Before each call that may tell something. */
void told_begin(struct told *told);
/* A loyalty_transition_callback; its user is the struct told. A fault in what it is told becomes a mismatch. */
void told_listen(void *user, const loyalty_customer *customer, const loyalty_transition *transition);
/* Whether the list is the first `count` transitions of the reference. */
bool told_agrees(const struct told *told, const struct ref_transition *transition, int count);
void told_set(struct told *told, const struct ref_transition *transition, int count);
void told_free(struct told *told);

#endif
