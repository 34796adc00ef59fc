/* SPDX-License-Identifier: MIT */
/* Keeps the ids of events that are put aside. */
#include "book/staged_ids.h"

#include <assert.h>
#include <string.h>

enum { STAGED_IDS_ALIGNMENT = 64 }; /* of lines */

_Static_assert(sizeof(struct staged_ids_line) == STAGED_IDS_ALIGNMENT, "a line is a cache line");

void staged_ids_end(struct staged_ids *ids, const loyalty_allocator *allocator)
{
    memory_wipe(ids->units, ids->used * sizeof *ids->units);
    memory_free(allocator, ids->block);
    memory_free(allocator, ids->units);
    *ids = (struct staged_ids){.lines = NULL};
}

static const struct staged_id *staged_ids_at(const struct staged_ids *ids, uint32_t at)
{
    return (const struct staged_id *)(const void *)&ids->units[at];
}

static uint32_t staged_ids_units(uint32_t length)
{
    return (uint32_t)((offsetof(struct staged_id, bytes) + length + sizeof(uint32_t) - 1) / sizeof(uint32_t));
}

static bool staged_id_is(const struct staged_id *one, uint32_t row, const char *id, uint32_t length)
{
    return one->row == row && one->length == length && memcmp(one->bytes, id, length) == 0;
}

/* Returns how many places of a line are taken. Compilers look at several at once. */
static uint32_t staged_ids_taken(const struct staged_ids_line *line)
{
    uint32_t taken = 0;
    for (uint32_t i = 0; i < STAGED_IDS_IN_LINE; i++)
        taken += line->tags[i] != 0;
    return taken;
}

static inline bool staged_ids_may_have(const struct staged_ids_line *line, uint32_t hash)
{
    uint32_t same = 0;
    for (uint32_t i = 0; i < STAGED_IDS_IN_LINE; i++)
        same |= line->tags[i] == hash;
    return same != 0;
}

static bool staged_ids_have(const struct staged_ids *ids, const struct staged_ids_line *line, uint32_t hash,
                            uint32_t row, const char *id, uint32_t length)
{
    for (uint32_t i = 0; i < STAGED_IDS_IN_LINE; i++)
        if (line->tags[i] == hash && staged_id_is(staged_ids_at(ids, line->at[i]), row, id, length))
            return true;
    return false;
}

static uint32_t staged_ids_next_line(const struct staged_ids *ids, uint32_t line)
{
    return line + 1 < ids->line_count ? line + 1 : 0;
}

/* What is asked for. */
struct staged_ids_query {
    uint32_t hash, row;
    const char *id;
    uint32_t length;
};

/* Returns the place in a line, or one whose index is STAGED_IDS_IN_LINE if the search goes on. */
static inline struct staged_ids_place staged_ids_look(const struct staged_ids *ids, struct staged_ids_line *line,
                                                      const struct staged_ids_query *query)
{
    uint32_t taken = staged_ids_taken(line);
    if (staged_ids_may_have(line, query->hash) &&
        staged_ids_have(ids, line, query->hash, query->row, query->id, query->length))
        return (struct staged_ids_place){NULL, 0};
    return (struct staged_ids_place){line, taken};
}

static struct staged_ids_place staged_ids_seek_on(const struct staged_ids *ids, uint32_t i,
                                                  const struct staged_ids_query *query)
{
    struct staged_ids_place place;
    do {
        i = staged_ids_next_line(ids, i);
        place = staged_ids_look(ids, &ids->lines[i], query);
    } while (place.index == STAGED_IDS_IN_LINE);
    return place;
}

/* Looks at the first line outside of a loop: within one, compilers look at one tag after the other. */
struct staged_ids_place staged_ids_seek(const struct staged_ids *ids, uint32_t hash, uint32_t row, const char *id,
                                        uint32_t length)
{
    const struct staged_ids_query query = {hash, row, id, length};
    uint32_t home = staged_ids_home(ids, hash);
    struct staged_ids_place place = staged_ids_look(ids, &ids->lines[home], &query);
    return place.index < STAGED_IDS_IN_LINE ? place : staged_ids_seek_on(ids, home, &query);
}

/* Copies an id of a smaller table. */
static void staged_ids_copy(const struct staged_ids *to, uint32_t hash, uint32_t at)
{
    uint32_t i = staged_ids_home(to, hash), taken;
    while ((taken = staged_ids_taken(&to->lines[i])) == STAGED_IDS_IN_LINE)
        i = staged_ids_next_line(to, i);
    to->lines[i].tags[taken] = hash;
    to->lines[i].at[taken] = at;
}

static bool staged_ids_are_full(const struct staged_ids *ids)
{
    return ids->count / (STAGED_IDS_IN_LINE / 4 * 3) >= ids->line_count;
}

/* Both tables are nearly in the order of hashes, so that memory is read in its order. */
static int32_t staged_ids_enlarge(struct staged_ids *ids, const loyalty_allocator *allocator)
{
    struct staged_ids larger = *ids;
    larger.line_count = ids->line_count ? ids->line_count * 2 : 1;
    uint64_t bytes = (uint64_t)larger.line_count * sizeof *larger.lines + STAGED_IDS_ALIGNMENT - 1;
    larger.block = bytes <= SIZE_MAX / 2 ? memory_new(allocator, (size_t)bytes) : NULL;
    if (!larger.block)
        return LOYALTY_E_MEMORY;
    uintptr_t aligned =
        ((uintptr_t)larger.block + STAGED_IDS_ALIGNMENT - 1) / STAGED_IDS_ALIGNMENT * STAGED_IDS_ALIGNMENT;
    larger.lines = (struct staged_ids_line *)aligned;
    for (uint32_t i = 0; i < ids->line_count; i++)
        for (uint32_t j = 0; j < STAGED_IDS_IN_LINE && ids->lines[i].tags[j]; j++)
            staged_ids_copy(&larger, ids->lines[i].tags[j], ids->lines[i].at[j]);
    memory_free(allocator, ids->block);
    *ids = larger;
    return LOYALTY_OK;
}

bool staged_ids_fit(const struct staged_ids *ids, uint32_t length)
{
    return !staged_ids_are_full(ids) && staged_ids_units(length) <= ids->unit_capacity - ids->used;
}

int32_t staged_ids_reserve(struct staged_ids *ids, const loyalty_allocator *allocator, uint32_t length)
{
    uint32_t units = staged_ids_units(length);
    if (ids->used > UINT32_MAX / 2 - units)
        return LOYALTY_E_OVERFLOW;
    if (staged_ids_are_full(ids)) {
        int32_t status = staged_ids_enlarge(ids, allocator);
        if (status)
            return status;
    }
    return memory_grow(allocator, (void **)&ids->units, &ids->unit_capacity, ids->used + units, sizeof *ids->units);
}

/* Copies most ids as two words, which may overlap. */
static inline void staged_id_copy(char *to, const char *from, uint32_t length)
{
    if (length < 8 || length > 16) {
        memcpy(to, from, length);
        return;
    }
    memcpy(to, from, 8);
    memcpy(to + length - 8, from + length - 8, 8);
}

void staged_ids_put(struct staged_ids *ids, struct staged_ids_place place, uint32_t hash, const struct staged_id *one,
                    const char *id)
{
    assert(staged_ids_fit(ids, one->length));
    struct staged_id *to = (struct staged_id *)(void *)&ids->units[ids->used];
    place.line->tags[place.index] = hash;
    place.line->at[place.index] = ids->used;
    to->row = one->row;
    to->date = one->date;
    to->length = one->length;
    staged_id_copy(to->bytes, id, one->length);
    ids->used += staged_ids_units(one->length);
    ids->count++;
}

const struct staged_id *staged_ids_next(const struct staged_ids *ids, uint32_t *at)
{
    if (*at == ids->used)
        return NULL;
    const struct staged_id *one = staged_ids_at(ids, *at);
    *at += staged_ids_units(one->length);
    return one;
}
