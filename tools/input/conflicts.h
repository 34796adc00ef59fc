/* SPDX-License-Identifier: MIT */
/*
 * Events refused because their id was recorded before, although their contents differ: not retries, but orders that were
 * edited, or ids used twice. To find them the log is read a second time, so that a log without repeated ids pays nothing,
 * and one with many keeps no more than the ids that repeat.
 */
#ifndef LOYALTY_TOOLS_CONFLICTS_H
#define LOYALTY_TOOLS_CONFLICTS_H

#include "input/fields.h"
#include "input/refusals.h"

/* Returns a hash of a customer and an id, never 0. */
uint64_t conflicts_hash(const char *key, size_t key_length, const char *id, size_t id_length);

struct conflict_search {
    FILE *file;
    const char *name; /* for messages */
    const loyalty_program *const *programs;
    uint32_t program_count;
    bool skip_bad;
    const struct refusals *refused; /* sorted by line */
};

/*
 * Reads the file again and reports the first conflicts; sets `count` to how many there are. Returns false if the file
 * cannot be read twice, such as a pipe, or if there is no memory.
 */
bool conflicts_find(const struct conflict_search *search, uint64_t *count);

#endif
