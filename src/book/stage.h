/* SPDX-License-Identifier: MIT */
/*
 * Events put aside by a book that has no day yet. Each is the word that it will be in a log, and its row. Those of
 * neighbouring rows are together, in a *part* for each chunk of rows, so that a part, its customers and their logs fit in
 * the cache when the part is settled (settle.c).
 */
#ifndef LOYALTY_BOOK_STAGE_H
#define LOYALTY_BOOK_STAGE_H

#include "book/id_series.h"
#include "book/staged_ids.h"

/* An event without padding. */
struct staged {
    uint32_t row;     /* within its chunk */
    uint32_t word[2]; /* the lower half and the upper half; an escape is one of the stage's */
};

static inline struct staged staged_of(uint32_t row, log_word word)
{
    return (struct staged){row, {(uint32_t)word, (uint32_t)(word >> 32)}};
}

static inline log_word staged_word(const struct staged *event)
{
    return (log_word)event->word[1] << 32 | event->word[0];
}

struct stage_block {
    struct stage_block *next;
    uint32_t capacity;
    struct staged events[];
};

/* Its blocks are full, except the last one. */
struct stage_part {
    struct staged *at, *end; /* the free places of the last block */
    struct staged_ids ids;   /* of all events that were ever in the part; kept until its customers know them */
    struct stage_block *first, *last;
    uint32_t block_count;
};

enum stage_state {
    STAGE_OPEN,    /* events are put aside */
    STAGE_CLOSING, /* no more are; the parts from `settled` on wait */
    STAGE_CLOSED   /* none waits */
};

/* All zeros is an open stage. */
struct stage {
    struct stage_part *parts;
    uint32_t part_count, part_capacity;
    uint32_t settled; /* parts that are done, once the stage is closing */
    enum stage_state state;
    struct escapes *escapes;
    struct id_series_set *series; /* NULL if no event had an id */
    uint32_t block_count;         /* ever */
};

/* What stage_put() returns if an event must not be put aside, and if the row's part must be settled before. */
enum { STAGE_REFUSED = 1, STAGE_FULL };

void stage_end(struct stage *stage, const loyalty_allocator *allocator);

/* Makes sure that a row has a part. */
int32_t stage_reserve_part(struct stage *stage, const loyalty_allocator *allocator, uint32_t row);
/*
 * Puts a valid event aside. Its row must have a part. Refuses one that, with those put aside before, might add up to more
 * than 64 bits: if they are so many or so large, only single additions can tell.
 */
int32_t stage_put(struct stage *stage, const loyalty_allocator *allocator, uint32_t row, const loyalty_event *event);

/* Returns the part of a row that has one, as all rows of an open stage do. */
static inline struct stage_part *stage_part_of(const struct stage *stage, uint32_t row)
{
    return &stage->parts[row >> ROW_CHUNK_BITS];
}

/* Returns how many events of a block are used. */
static inline uint32_t stage_used(const struct stage_part *part, const struct stage_block *block)
{
    return block == part->last ? (uint32_t)(part->at - block->events) : block->capacity;
}

/* Goes on with another block of a part. */
static inline void stage_enter(struct stage_part *part, struct stage_block *block)
{
    part->last = block;
    part->at = block->events;
    part->end = block->events + block->capacity;
}

/*
 * Lets the escapes of a part's events be taken again. They still weigh what they did, because what they add up to is in
 * logs then.
 */
void stage_free_escapes(struct stage *stage, const struct stage_part *part);
/* Frees the blocks after the last one. */
void stage_cut(struct stage_part *part, const loyalty_allocator *allocator);
/* Removes all events of a part, but not their ids. */
void stage_clear(struct stage_part *part, const loyalty_allocator *allocator);

#endif
