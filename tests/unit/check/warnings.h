/* SPDX-License-Identifier: MIT */
/* What the table checker says of small tables. */
#ifndef UNIT_WARNINGS_H
#define UNIT_WARNINGS_H

#include "support.h"

/* A table, as table() reads it, of kinds, metrics and all that follows. */
#define TABLE(events, metrics, rest)                                                                                   \
    "{'format': 1, 'name': 't', 'events': {" events "}, 'metrics': {" metrics "}, " rest "}"

/* Fails unless the checker has just one warning, of this place, and its message begins so. */
void warns(const char *json, const char *path, const char *begins);
/* Fails if the checker has a warning. */
void is_silent(const char *json);

#endif
