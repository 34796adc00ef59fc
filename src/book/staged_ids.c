/* SPDX-License-Identifier: MIT */
/* Keeps the ids of events that are put aside. */
#include "book/staged_ids.h"

#include <assert.h>
#include <string.h>

enum {
    STAGED_IDS_ALIGNMENT = 64, /* of lines */
    STAGED_IDS_BLOCKS = (1 << STAGED_IDS_BLOCK_BITS) - 1
};

_Static_assert(sizeof(struct staged_ids_line) == STAGED_IDS_ALIGNMENT, "a line is a cache line");
_Static_assert(STAGED_IDS_HEAD + LOYALTY_ID_MAX <= STAGED_IDS_BLOCK, "an id fits in a block");

void staged_ids_end(struct staged_ids *ids, const loyalty_allocator *allocator)
{
    for (uint32_t i = 0; i < ids->block_count; i++)
        memory_free_wiped(allocator, ids->blocks[i], sizeof *ids->blocks[i]);
    memory_free(allocator, ids->blocks);
    memory_free(allocator, ids->table);
    *ids = (struct staged_ids){.lines = NULL};
}

/* ---- ids in blocks ---- */

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

/* Writes an id. Returns its end. */
static inline char *staged_id_write(char *at, const struct staged_id *one)
{
    const uint32_t head = one->row << WORD_DATE_BITS | (uint32_t)(one->date - LOYALTY_DATE_MIN);
    memcpy(at, &head, sizeof head);
    at[sizeof head] = (char)one->length;
    staged_id_copy(at + STAGED_IDS_HEAD, one->bytes, one->length);
    return at + STAGED_IDS_HEAD + one->length;
}

/* Reads an id. Returns its end. */
static inline const char *staged_id_read(const char *at, struct staged_id *one)
{
    uint32_t head;
    memcpy(&head, at, sizeof head);
    one->row = head >> WORD_DATE_BITS;
    one->date = (int32_t)(head & ((1u << WORD_DATE_BITS) - 1)) + LOYALTY_DATE_MIN;
    one->length = (unsigned char)at[sizeof head];
    one->bytes = at + STAGED_IDS_HEAD;
    return one->bytes + one->length;
}

static bool staged_ids_is_last(const struct staged_ids *ids, uint32_t block)
{
    return block + 1 == ids->block_count;
}

static const char *staged_ids_block_end(const struct staged_ids *ids, uint32_t block)
{
    return staged_ids_is_last(ids, block) ? ids->at : ids->blocks[block]->bytes + ids->blocks[block]->used;
}

static bool staged_ids_block_has(const struct staged_ids *ids, uint32_t block, const struct staged_id *one)
{
    const char *end = staged_ids_block_end(ids, block);
    struct staged_id other;
    for (const char *at = ids->blocks[block]->bytes; at != end;) {
        at = staged_id_read(at, &other);
        if (other.row == one->row && other.length == one->length && memcmp(other.bytes, one->bytes, one->length) == 0)
            return true;
    }
    return false;
}

/* Goes on with the next block that is not left out. Returns false after the last one. */
static bool staged_ids_next_block(struct staged_ids_walk *walk)
{
    const struct staged_ids *ids = walk->ids;
    while (walk->block < ids->block_count) {
        const uint32_t block = walk->block++;
        if ((staged_ids_is_last(ids, block) ? ids->latest : ids->blocks[block]->latest) < walk->from)
            continue;
        walk->at = ids->blocks[block]->bytes;
        walk->end = staged_ids_block_end(ids, block);
        if (walk->at != walk->end)
            return true;
    }
    return false;
}

bool staged_ids_next(struct staged_ids_walk *walk, struct staged_id *one)
{
    if (walk->at == walk->end && !staged_ids_next_block(walk))
        return false;
    walk->at = staged_id_read(walk->at, one);
    return true;
}

/* ---- marks ---- */

/* Returns the bits of a hash that are in its mark: the lowest ones, because the highest ones are its line. */
static inline uint32_t staged_ids_mark(uint32_t hash)
{
    return hash << STAGED_IDS_BLOCK_BITS;
}

/* Returns how many marks of a line are taken. Compilers look at several at once. */
static inline uint32_t staged_ids_taken(const struct staged_ids_line *line)
{
    uint32_t taken = 0;
    for (uint32_t i = 0; i < STAGED_IDS_IN_LINE; i++)
        taken += line->marks[i] != 0;
    return taken;
}

static inline bool staged_ids_may_have(const struct staged_ids_line *line, uint32_t hash)
{
    uint32_t same = 0;
    for (uint32_t i = 0; i < STAGED_IDS_IN_LINE; i++)
        same |= (line->marks[i] & ~(uint32_t)STAGED_IDS_BLOCKS) == staged_ids_mark(hash);
    return same != 0;
}

static bool staged_ids_have(const struct staged_ids *ids, const struct staged_ids_line *line, uint32_t hash,
                            const struct staged_id *one)
{
    for (uint32_t i = 0; i < STAGED_IDS_IN_LINE && line->marks[i]; i++) {
        const uint32_t block = line->marks[i] ^ staged_ids_mark(hash);
        if (block <= STAGED_IDS_BLOCKS && staged_ids_block_has(ids, block - 1, one))
            return true;
    }
    return false;
}

static uint32_t staged_ids_next_line(const struct staged_ids *ids, uint32_t line)
{
    return line + 1 < ids->line_count ? line + 1 : 0;
}

/* Goes on after a line that is full. */
static uint32_t *staged_ids_search_on(struct staged_ids *ids, uint32_t i, uint32_t hash, const struct staged_id *one)
{
    uint32_t taken;
    do {
        i = staged_ids_next_line(ids, i);
        taken = staged_ids_taken(&ids->lines[i]);
        if (staged_ids_may_have(&ids->lines[i], hash) && staged_ids_have(ids, &ids->lines[i], hash, one))
            return NULL;
    } while (taken == STAGED_IDS_IN_LINE);
    return &ids->lines[i].marks[taken];
}

/* Looks at the first line outside of a loop: within one, compilers look at one mark after the other. */
uint32_t *staged_ids_search(struct staged_ids *ids, uint32_t hash, const struct staged_id *one)
{
    assert(staged_ids_can_search(ids));
    const uint32_t home = staged_ids_home(ids, hash);
    struct staged_ids_line *line = &ids->lines[home];
    const uint32_t taken = staged_ids_taken(line);
    if (staged_ids_may_have(line, hash) && staged_ids_have(ids, line, hash, one))
        return NULL;
    return taken < STAGED_IDS_IN_LINE ? &line->marks[taken] : staged_ids_search_on(ids, home, hash, one);
}

/* Marks an id that is in no line. */
static void staged_ids_add_mark(struct staged_ids *ids, uint32_t hash, uint32_t block)
{
    uint32_t i = staged_ids_home(ids, hash), taken;
    while ((taken = staged_ids_taken(&ids->lines[i])) == STAGED_IDS_IN_LINE)
        i = staged_ids_next_line(ids, i);
    ids->lines[i].marks[taken] = staged_ids_mark(hash) | (block + 1);
    ids->marked++;
}

/* Marks the ids from a place on. */
static void staged_ids_mark_from(struct staged_ids *ids, uint32_t block, const char *at, const struct hash_seed *seed)
{
    struct staged_ids_walk walk = {ids, DATE_BEFORE_ALL, block + 1, at, staged_ids_block_end(ids, block)};
    struct staged_id one;
    while (staged_ids_next(&walk, &one))
        staged_ids_add_mark(ids, staged_ids_hash(seed, &one), walk.block - 1);
    ids->waiting = 0;
}

/* Makes a larger table for all ids and one more. It is sparse at first, because ids are hashed again for the next one. */
static int32_t staged_ids_enlarge(struct staged_ids *ids, const loyalty_allocator *allocator)
{
    uint32_t line_count = ids->line_count ? ids->line_count : 1;
    while ((ids->marked + ids->waiting) / STAGED_IDS_MOST >= line_count)
        line_count *= 4;
    uint64_t bytes = (uint64_t)line_count * sizeof *ids->lines + STAGED_IDS_ALIGNMENT - 1;
    if (bytes > SIZE_MAX / 2)
        return LOYALTY_E_FULL;
    void *table = memory_new(allocator, (size_t)bytes);
    if (!table)
        return LOYALTY_E_MEMORY;
    uintptr_t aligned = ((uintptr_t)table + STAGED_IDS_ALIGNMENT - 1) / STAGED_IDS_ALIGNMENT * STAGED_IDS_ALIGNMENT;
    memory_free(allocator, ids->table);
    ids->table = table;
    ids->lines = (struct staged_ids_line *)aligned;
    ids->line_count = line_count;
    ids->marked = 0;
    return LOYALTY_OK;
}

int32_t staged_ids_reserve_search(struct staged_ids *ids, const loyalty_allocator *allocator,
                                  const struct hash_seed *seed)
{
    ids->searches = STAGED_IDS_SEARCHES;
    if (staged_ids_can_search(ids))
        return LOYALTY_OK;
    if ((ids->marked + ids->waiting) / STAGED_IDS_MOST < ids->line_count) {
        staged_ids_mark_from(ids, ids->waiting_block, ids->waiting_at, seed);
        return LOYALTY_OK;
    }
    int32_t status = staged_ids_enlarge(ids, allocator);
    if (!status && ids->block_count)
        staged_ids_mark_from(ids, 0, ids->blocks[0]->bytes, seed);
    return status;
}

/* Makes the last block full, and begins another one. */
static int32_t staged_ids_add_block(struct staged_ids *ids, const loyalty_allocator *allocator)
{
    if (ids->block_count == STAGED_IDS_BLOCKS)
        return LOYALTY_E_OVERFLOW;
    int32_t status = memory_grow(allocator, (void **)&ids->blocks, &ids->block_capacity, ids->block_count + 1,
                                 sizeof(struct staged_ids_block *));
    if (status)
        return status;
    struct staged_ids_block *block = memory_resize(allocator, NULL, sizeof *block);
    if (!block)
        return LOYALTY_E_MEMORY;
    if (ids->block_count) {
        struct staged_ids_block *full = ids->blocks[ids->block_count - 1];
        full->used = (uint32_t)(ids->at - full->bytes);
        full->latest = ids->latest;
    }
    ids->blocks[ids->block_count++] = block;
    ids->at = block->bytes;
    ids->end = block->bytes + STAGED_IDS_BLOCK;
    ids->latest = LOYALTY_DATE_MIN;
    return LOYALTY_OK;
}

int32_t staged_ids_reserve(struct staged_ids *ids, const loyalty_allocator *allocator, uint32_t length)
{
    return staged_ids_fit(ids, length) ? LOYALTY_OK : staged_ids_add_block(ids, allocator);
}

static void staged_ids_append(struct staged_ids *ids, const struct staged_id *one)
{
    assert(staged_ids_fit(ids, one->length));
    ids->at = staged_id_write(ids->at, one);
    if (one->date > ids->latest)
        ids->latest = one->date;
}

void staged_ids_put(struct staged_ids *ids, const struct staged_id *one)
{
    if (ids->waiting++ == 0) {
        ids->waiting_block = ids->block_count - 1;
        ids->waiting_at = ids->at;
    }
    staged_ids_append(ids, one);
}

void staged_ids_put_at(struct staged_ids *ids, uint32_t *place, uint32_t hash, const struct staged_id *one)
{
    *place = staged_ids_mark(hash) | ids->block_count;
    ids->marked++;
    staged_ids_append(ids, one);
}
