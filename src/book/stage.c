/* SPDX-License-Identifier: MIT */
/* Keeps events that are put aside. */
#include "book/stage.h"

enum {
    STAGE_FIRST_BLOCK = 15, /* events; each block has twice as many as the one before, up to */
    STAGE_LAST_BLOCK = 509,
    STAGE_BLOCKS = 128 /* of a part, so that events of few customers on few days do not take memory without end */
};

static void stage_free_blocks(struct stage_block *block, const loyalty_allocator *allocator)
{
    while (block) {
        struct stage_block *next = block->next;
        memory_free_wiped(allocator, block, sizeof *block + block->capacity * sizeof *block->events);
        block = next;
    }
}

void stage_clear(struct stage_part *part, const loyalty_allocator *allocator)
{
    stage_free_blocks(part->first, allocator);
    *part = (struct stage_part){.ids = part->ids};
}

void stage_free_escapes(struct stage *stage, const struct stage_part *part)
{
    struct escapes *escapes = stage->escapes;
    if (!escapes)
        return;
    const uint64_t weight = escapes->weight;
    for (const struct stage_block *block = part->first; block; block = block->next) {
        uint32_t used = stage_used(part, block);
        for (uint32_t i = 0; i < used; i++)
            if (word_is_escape(staged_word(&block->events[i])))
                escapes_free_item(escapes, word_index(staged_word(&block->events[i])));
    }
    escapes->weight = weight;
}

void stage_cut(struct stage_part *part, const loyalty_allocator *allocator)
{
    stage_free_blocks(part->last->next, allocator);
    part->last->next = NULL;
    part->block_count = 0;
    for (const struct stage_block *block = part->first; block; block = block->next)
        part->block_count++;
}

void stage_end(struct stage *stage, const loyalty_allocator *allocator)
{
    for (uint32_t i = 0; i < stage->part_count; i++) {
        stage_clear(&stage->parts[i], allocator);
        staged_ids_end(&stage->parts[i].ids, allocator);
    }
    memory_free(allocator, stage->parts);
    memory_free_wiped(allocator, stage->series, sizeof *stage->series);
    escapes_wipe(stage->escapes);
    memory_free(allocator, stage->escapes);
    *stage = (struct stage){.state = STAGE_CLOSED};
}

/*
 * Makes the word of an event. Words that are not escapes cannot add up to 2^61, because there are at most 2^32 of them;
 * nor can escapes, if they are not huge.
 */
static int32_t stage_word(struct stage *stage, const loyalty_allocator *allocator, const loyalty_event *event,
                          log_word *word)
{
    struct day_total total = {event->count, 0};
    log_word key = word_of(event->date, event->kind);
    if (!exact_mul(event->count, event->value, &total.sum))
        return STAGE_REFUSED;
    if (total.count >= 1 && total.count <= WORD_COUNT_MAX && word_sum_fits(total.sum)) {
        *word = word_with(key, total.count, total.sum);
        return LOYALTY_OK;
    }
    int32_t status = escapes_reserve(&stage->escapes, allocator);
    if (status)
        return status;
    uint32_t index = escapes_take(stage->escapes, &total);
    *word = word_escape(key, index);
    if (!escapes_are_huge(stage->escapes) && index < WORD_SUM_MASK)
        return LOYALTY_OK;
    escapes_free_item(stage->escapes, index);
    return STAGE_REFUSED;
}

int32_t stage_reserve_part(struct stage *stage, const loyalty_allocator *allocator, uint32_t row)
{
    const uint32_t count = (row >> ROW_CHUNK_BITS) + 1;
    if (count <= stage->part_count)
        return LOYALTY_OK;
    int32_t status = memory_grow(allocator, (void **)&stage->parts, &stage->part_capacity, count, sizeof *stage->parts);
    while (!status && stage->part_count < count)
        stage->parts[stage->part_count++] = (struct stage_part){.at = NULL};
    return status;
}

static int32_t stage_add_block(struct stage *stage, const loyalty_allocator *allocator, struct stage_part *part)
{
    uint32_t capacity = part->last ? part->last->capacity * 2 + 1 : STAGE_FIRST_BLOCK;
    if (capacity > STAGE_LAST_BLOCK)
        capacity = STAGE_LAST_BLOCK;
    if (part->block_count == STAGE_BLOCKS)
        return STAGE_FULL;
    if (stage->block_count == UINT32_MAX / STAGE_LAST_BLOCK)
        return STAGE_REFUSED;
    struct stage_block *block = memory_resize(allocator, NULL, sizeof *block + capacity * sizeof *block->events);
    if (!block)
        return LOYALTY_E_MEMORY;
    block->next = NULL;
    block->capacity = capacity;
    if (part->last)
        part->last->next = block;
    else
        part->first = block;
    stage_enter(part, block);
    part->block_count++;
    stage->block_count++;
    return LOYALTY_OK;
}

int32_t stage_put(struct stage *stage, const loyalty_allocator *allocator, uint32_t row, const loyalty_event *event)
{
    log_word word;
    struct stage_part *part = stage_part_of(stage, row);
    int32_t status = LOYALTY_OK;
    if (part->at == part->end)
        status = stage_add_block(stage, allocator, part);
    if (!status)
        status = stage_word(stage, allocator, event, &word);
    if (!status)
        *part->at++ = staged_of(row % ROW_CHUNK, word);
    return status;
}
