/* SPDX-License-Identifier: MIT */
#ifndef PROPERTIES_MODEL_H
#define PROPERTIES_MODEL_H

#include "scenario.h"
#include "told.h"

/*
 * A customer of the library, and beside it everything that must be true of it: the log of what was accepted, the day
 * advanced to, what a listener believes. Calls go to both; what does not agree becomes a mismatch.
 */
struct model {
    const struct scenario *scenario;
    loyalty_customer *customer;
    struct ref_log log;
    bool advanced;
    int day; /* advanced to */
    struct told told;
    int accepted, late, refused; /* how many events were; late ones are among the accepted */
};

bool model_open(struct model *model, const struct scenario *scenario);
void model_close(struct model *model);

/* Returns the accepted event whose id is remembered, or NULL. */
const struct ref_event *model_remembers(const struct model *model, const char *id);
/* The status that the library must give an event now. */
int32_t model_expects(const struct model *model, const struct ref_event *event);
/* Each is false where the library did something else than it should. */
bool model_record(struct model *model, const struct ref_event *event);
bool model_advance(struct model *model, int date);
/* Advances where `date` is after the day advanced to. */
bool model_reach(struct model *model, int date);
bool model_merge(struct model *model, const struct model *other);
bool model_copy(const struct model *model, struct model *copy);
/* All answers, and what was told, against the reference. */
bool model_agrees(const struct model *model);

#endif
