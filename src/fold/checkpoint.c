/* SPDX-License-Identifier: MIT */
/* Updates and finds running totals. */
#include "fold/checkpoint.h"

#include <string.h>

static struct kind_total *checkpoint_row(const struct log *log, const loyalty_program *program, uint32_t page)
{
    return (struct kind_total *)(void *)(log->rows + page * log_row_size(program));
}

/* Moves the checkpoint of page `checked`, which is after `marked` words of it, to after `end` words. */
static void checkpoint_move(struct log *log, const loyalty_program *program, uint32_t end)
{
    const uint32_t page = log->checked;
    const struct extent extent = {{page, log->marked}, {page, end}};
    struct kind_total *row = checkpoint_row(log, program, page);
    struct progress *sets = (struct progress *)(void *)(row + program->slot_count + 1);
    if (log->marked == 0 && page > 0)
        memcpy(row, checkpoint_row(log, program, page - 1), log_row_size(program));
    else if (log->marked == 0)
        memset(row, 0, log_row_size(program));
    tally_kinds(log, program, &extent, 1, row);
    for (uint32_t set = 0; set < program->set_count; set++)
        tally_progress(log, &program->sets[set], &extent, &sets[set]);
    log->marked = end;
}

void checkpoint_update(struct log *log, const loyalty_program *program)
{
    if (log_last_page(log) == 0)
        return;
    for (; log->checked < log->page_count; log->checked++, log->marked = 0)
        checkpoint_move(log, program, log->pages[log->checked].count);
    uint32_t mark = log->used;
    while (mark > 0 && word_same_date(log->words[mark - 1], log->words[log->used - 1]))
        mark--;
    if (mark > log->marked)
        checkpoint_move(log, program, mark);
}

struct checkpoint checkpoint_near(const struct log *log, const loyalty_program *program, struct spot spot)
{
    uint32_t page = spot.page, mark = 0;
    if (log_last_page(log) == 0)
        return (struct checkpoint){NULL, {0, 0}};
    if (page > log->checked)
        page = log->checked;
    mark = page < log->checked ? log->pages[page].count : log->marked;
    if (mark && (spot.page > page || spot.at > mark / 2))
        return (struct checkpoint){checkpoint_row(log, program, page), {page, mark}};
    return (struct checkpoint){checkpoint_before(log, program, page), {page, 0}};
}
