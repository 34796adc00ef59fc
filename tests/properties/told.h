/* SPDX-License-Identifier: MIT */
#ifndef PROPERTIES_TOLD_H
#define PROPERTIES_TOLD_H

#include <loyalty/loyalty.h>

#include <stdbool.h>

#include "reference.h"

enum { TOLD_BY_ONE_CALL = 1024 };

/* What a host knows that believes every transition told, and strikes out the revoked ones. */
struct told {
    int count, capacity;
    struct ref_transition *transition; /* believed, in the order of dates */
    int revoked_ever;
    /* The present call: what it revoked, and what it told since. */
    int revoked, added, last_added;
    struct ref_transition gone[TOLD_BY_ONE_CALL];
};

/* Before each call that may tell something. */
void told_begin(struct told *told);
/* A loyalty_on_transition; its user is the struct told. A fault in what it is told becomes a mismatch. */
int32_t told_listen(void *user, const loyalty_customer *customer, const loyalty_transition *transition);
/* Whether what is believed is these transitions. */
bool told_agrees(const struct told *told, const struct ref_transition *transition, int count);
void told_set(struct told *told, const struct ref_transition *transition, int count);
void told_free(struct told *told);

#endif
