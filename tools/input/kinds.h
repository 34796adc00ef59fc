/* SPDX-License-Identifier: MIT */
/* The event kinds of one rule table, or of two side by side, found by name. */
#ifndef LOYALTY_TOOLS_KINDS_H
#define LOYALTY_TOOLS_KINDS_H

#include "input/batch.h"
#include "input/word.h"

#include <string.h>

struct kind {
    uint64_t head; /* first eight bytes of the name */
    size_t name_length;
    const char *name;
    uint32_t indexes[EVENT_TABLES]; /* in each table, or EVENT_NO_KIND */
    int64_t value_min;              /* the range that every table with the kind accepts */
    int64_t value_max;
};

enum { KIND_HINTS = 64 };

struct kinds {
    struct kind *all; /* and one without a name, which is never found */
    uint32_t count;
    uint16_t hints[KIND_HINTS]; /* index of the kind last found for a similar name */
};

/* Collects the kinds of some programs, which must outlive the set. Fails with LOYALTY_E_MEMORY only. */
int32_t kinds_learn(struct kinds *set, const loyalty_program *const *programs, uint32_t program_count);
void kinds_free(struct kinds *set);

/* Searches all kinds, and remembers the one found in `hint`. Returns NULL if no table has it. */
const struct kind *kinds_search(const struct kinds *set, const char *name, size_t length, uint64_t head,
                                uint16_t *hint);

static inline bool kind_is(const struct kind *one, const char *name, size_t length, uint64_t head)
{
    return one->head == head && one->name_length == length &&
           (length <= WORD_BYTES || memcmp(one->name + WORD_BYTES, name + WORD_BYTES, length - WORD_BYTES) == 0);
}

/* Finds a kind by name, of which eight bytes may be read whatever its length. Returns NULL if no table has it. */
static inline const struct kind *kinds_find(struct kinds *set, const char *name, size_t length)
{
    if (length == 0)
        return NULL;
    uint64_t head = word_load_some(name, length);
    uint64_t similar = (head + (unsigned char)name[length - 1]) * UINT64_C(0x9e3779b97f4a7c15);
    uint16_t *hint = &set->hints[similar >> 58];
    const struct kind *one = &set->all[*hint];
    return kind_is(one, name, length, head) ? one : kinds_search(set, name, length, head, hint);
}

#endif
