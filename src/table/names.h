/* SPDX-License-Identifier: MIT */
/* An index from names to numbers. */
#ifndef LOYALTY_TABLE_NAMES_H
#define LOYALTY_TABLE_NAMES_H

#include <stdbool.h>

#include "base/memory.h"

/* A name and its number. An empty slot has no name. */
struct names_slot {
    const char *name;
    uint32_t number;
};

struct names {
    struct names_slot *slots; /* NULL if the index is empty */
    uint32_t mask;            /* one less than the number of slots, which is a power of two */
};

/* Reserves room for `count` names, until the arena is freed. Returns LOYALTY_E_MEMORY if memory runs out. */
int32_t names_reserve(struct names *names, struct arena *arena, uint32_t count);
/* Adds a name, which must live as long as the index. Keeps the number of a name that is there already. */
void names_put(struct names *names, const char *name, uint32_t number);
/* Returns the number of a name, or INDEX_NONE. */
uint32_t names_find(const struct names *names, const char *name);

#endif
