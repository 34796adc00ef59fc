/* SPDX-License-Identifier: MIT */
/*
 * A hash table with open addressing, at most half full. It has no secret, because a table is small: names made to
 * collide are compared one by one, as they would be without an index.
 */
#include "table/names.h"

#include <assert.h>
#include <string.h>

enum { NAMES_MAX = 1 << 26 }; /* so that the bytes of their slots fit in 32 bits */

int32_t names_reserve(struct names *names, struct arena *arena, uint32_t count)
{
    uint32_t slots = 2;
    if (count > NAMES_MAX)
        return LOYALTY_E_MEMORY;
    while (slots / 2 < count)
        slots *= 2;
    names->slots = arena_new(arena, slots * sizeof *names->slots);
    names->mask = slots - 1;
    return names->slots ? LOYALTY_OK : LOYALTY_E_MEMORY;
}

/* FNV-1a, 32 bits. */
static uint32_t names_hash(const char *name)
{
    uint32_t hash = UINT32_C(2166136261);
    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * UINT32_C(16777619);
    return hash;
}

/* Returns the slot that has the name, or the empty one where it belongs. */
static struct names_slot *names_slot(const struct names *names, const char *name)
{
    uint32_t at = names_hash(name) & names->mask;
    while (names->slots[at].name && strcmp(names->slots[at].name, name) != 0)
        at = (at + 1) & names->mask;
    return &names->slots[at];
}

void names_put(struct names *names, const char *name, uint32_t number)
{
    assert(names->slots);
    struct names_slot *slot = names_slot(names, name);
    if (!slot->name)
        *slot = (struct names_slot){name, number};
}

uint32_t names_find(const struct names *names, const char *name)
{
    const struct names_slot *slot = names->slots ? names_slot(names, name) : NULL;
    return slot && slot->name ? slot->number : INDEX_NONE;
}
