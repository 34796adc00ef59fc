/* SPDX-License-Identifier: MIT */
/* Makes, fills and merges backtests, and answers with their figures. */
#include "analysis/backtest.h"

#include <string.h>

#include "base/abi.h"
#include "book/book.h"

static const loyalty_allocator *backtest_allocator_of(const loyalty_backtest *backtest)
{
    return &backtest->programs[0]->arena.allocator;
}

static size_t backtest_cell_count(const loyalty_backtest *backtest)
{
    return (backtest->programs[0]->rung_count + (size_t)1) * (backtest->programs[1]->rung_count + (size_t)1);
}

/* Returns the index of a rung in the matrix, where "not on the ladder" comes after the rungs of the program. */
static uint32_t backtest_place_of(const loyalty_program *program, uint32_t rung)
{
    return rung == RUNG_OFF ? program->rung_count : rung;
}

static uint64_t *backtest_cell_of(const loyalty_backtest *backtest, uint32_t from, uint32_t to)
{
    const loyalty_program *before = backtest->programs[0], *after = backtest->programs[1];
    return &backtest->moved[backtest_place_of(before, from) * (after->rung_count + (size_t)1) +
                            backtest_place_of(after, to)];
}

static void backtest_match_rungs(loyalty_backtest *backtest)
{
    const loyalty_program *before = backtest->programs[0];
    memset(backtest->twins, RUNG_GONE, sizeof backtest->twins);
    for (uint32_t rung = 0; rung < before->rung_count; rung++) {
        uint32_t twin;
        if (program_find(backtest->programs[1], LOYALTY_OBJECT_RUNG, before->rungs[rung].texts.name, &twin))
            backtest->twins[rung] = (uint8_t)twin;
    }
    backtest->twins[RUNG_OFF] = RUNG_OFF;
}

loyalty_status loyalty_backtest_new(loyalty_program *before, loyalty_program *after, loyalty_date as_of,
                                    int32_t flap_days, loyalty_backtest **backtest)
{
    if (!before || !after || !backtest || flap_days < 0)
        return LOYALTY_E_ARGUMENT;
    if (!date_valid(as_of))
        return LOYALTY_E_DATE;
    loyalty_backtest *made = memory_new(&before->arena.allocator, sizeof *made);
    if (!made)
        return LOYALTY_E_MEMORY;
    made->programs[0] = loyalty_program_ref(before);
    made->programs[1] = loyalty_program_ref(after);
    made->as_of = as_of;
    made->flap_days = flap_days;
    made->moved = memory_new(backtest_allocator_of(made), backtest_cell_count(made) * sizeof *made->moved);
    if (!made->moved) {
        loyalty_backtest_free(made);
        return LOYALTY_E_MEMORY;
    }
    backtest_match_rungs(made);
    *backtest = made;
    return LOYALTY_OK;
}

void loyalty_backtest_free(loyalty_backtest *backtest)
{
    if (!backtest)
        return;
    loyalty_program *before = backtest->programs[0], *after = backtest->programs[1];
    const loyalty_allocator *allocator = backtest_allocator_of(backtest);
    memory_free(allocator, backtest->moved);
    memory_free(allocator, backtest->list.items);
    memory_free(allocator, backtest->list.keys);
    history_free(&backtest->histories[0], allocator);
    history_free(&backtest->histories[1], &after->arena.allocator);
    memory_free(allocator, backtest);
    loyalty_program_unref(before);
    loyalty_program_unref(after);
}

static void backtest_add_side(loyalty_side *side, const loyalty_side *more)
{
    side->customers += more->customers;
    side->promotions += more->promotions;
    side->demotions += more->demotions;
    side->flapping += more->flapping;
}

/* Adds a customer under each table; NULL under a table where the customer does not exist. */
static int32_t backtest_add(loyalty_backtest *backtest, const char *key, uint32_t key_length,
                            const loyalty_customer *const customers[2])
{
    struct comparison found;
    int32_t status = backtest_compare(backtest, customers, &found);
    if (!status && found.differs != LOYALTY_DATE_NONE)
        status = elsewhere_reserve(&backtest->list, backtest_allocator_of(backtest), 1, key_length);
    if (status)
        return status;
    backtest_add_side(&backtest->sides[0], &found.sides[0]);
    backtest_add_side(&backtest->sides[1], &found.sides[1]);
    ++*backtest_cell_of(backtest, found.rungs[0], found.rungs[1]);
    if (found.differs != LOYALTY_DATE_NONE)
        elsewhere_put(&backtest->list, key, key_length,
                      (struct elsewhere){.from = (uint8_t)found.rungs[0],
                                         .to = (uint8_t)found.rungs[1],
                                         .since_from = found.since[0],
                                         .since_to = found.since[1],
                                         .differs = found.differs});
    return LOYALTY_OK;
}

loyalty_status loyalty_backtest_add(loyalty_backtest *backtest, const void *key, uint32_t key_length,
                                    const loyalty_customer *before, const loyalty_customer *after)
{
    if (!backtest || !key || !before || !after)
        return LOYALTY_E_ARGUMENT;
    if (key_length == 0 || key_length > LOYALTY_KEY_MAX)
        return LOYALTY_E_KEY;
    if (customer_program(before) != backtest->programs[0] || customer_program(after) != backtest->programs[1])
        return LOYALTY_E_PROGRAM;
    return backtest_add(backtest, key, key_length, (const loyalty_customer *const[]){before, after});
}

/*
 * Adds the customers of one side's book, each with the customer of the same key in the other's. Of the second side,
 * adds only those that the first lacks.
 */
static int32_t backtest_add_side_of_books(loyalty_backtest *backtest, int side, const loyalty_book *const books[2])
{
    const loyalty_customer *customers[2];
    int32_t status = LOYALTY_OK;
    for (uint32_t row = book_next(books[side], 0); row != INDEX_NONE && !status;
         row = book_next(books[side], row + 1)) {
        const struct book_row *found = row_at(&books[side]->rows, row);
        uint32_t other = book_find(books[!side], row_key(found), found->key_length);
        if (side && other != INDEX_NONE)
            continue;
        customers[side] = book_customer(books[side], row);
        customers[!side] = other == INDEX_NONE ? NULL : book_customer(books[!side], other);
        status = backtest_add(backtest, row_key(found), found->key_length, customers);
    }
    return status;
}

loyalty_status loyalty_backtest_add_books(loyalty_backtest *backtest, const loyalty_book *before,
                                          const loyalty_book *after)
{
    if (!backtest || !before || !after)
        return LOYALTY_E_ARGUMENT;
    if (before->home.program != backtest->programs[0] || after->home.program != backtest->programs[1])
        return LOYALTY_E_PROGRAM;
    if (before->telling || after->telling)
        return LOYALTY_E_BUSY;
    const loyalty_book *const books[] = {before, after};
    loyalty_backtest saved = *backtest;
    int32_t status = book_settle(before);
    if (!status)
        status = book_settle(after);
    if (!status)
        status = memory_copy(backtest_allocator_of(backtest), backtest->moved, backtest_cell_count(backtest),
                             sizeof *backtest->moved, (void **)&saved.moved);
    if (status)
        return status;
    for (int side = 0; side < 2 && !status; side++)
        status = backtest_add_side_of_books(backtest, side, books);
    if (status) {
        memcpy(backtest->sides, saved.sides, sizeof saved.sides);
        memory_swap(&backtest->moved, &saved.moved, sizeof saved.moved);
        backtest->list.count = saved.list.count;
        backtest->list.key_bytes = saved.list.key_bytes;
        backtest->list.sorted = saved.list.sorted;
    }
    memory_free(backtest_allocator_of(backtest), saved.moved);
    return status;
}

loyalty_status loyalty_backtest_merge(loyalty_backtest *backtest, const loyalty_backtest *other)
{
    if (!backtest || !other)
        return LOYALTY_E_ARGUMENT;
    if (backtest->programs[0] != other->programs[0] || backtest->programs[1] != other->programs[1] ||
        backtest->as_of != other->as_of || backtest->flap_days != other->flap_days)
        return LOYALTY_E_PROGRAM;
    const uint32_t count = other->list.count; /* it may be the same backtest */
    int32_t status = elsewhere_reserve(&backtest->list, backtest_allocator_of(backtest), count, other->list.key_bytes);
    if (status)
        return status;
    backtest_add_side(&backtest->sides[0], &other->sides[0]);
    backtest_add_side(&backtest->sides[1], &other->sides[1]);
    for (size_t i = 0; i < backtest_cell_count(backtest); i++)
        backtest->moved[i] += other->moved[i];
    for (uint32_t i = 0; i < count; i++) {
        const struct elsewhere *item = &other->list.items[i];
        elsewhere_put(&backtest->list, other->list.keys + item->key, item->length, *item);
    }
    return LOYALTY_OK;
}

loyalty_status loyalty_backtest_side(const loyalty_backtest *backtest, int32_t table, loyalty_side *side)
{
    if (!backtest || !side || table < LOYALTY_BACKTEST_BEFORE || table > LOYALTY_BACKTEST_AFTER)
        return LOYALTY_E_ARGUMENT;
    return ABI_OUTPUT(side, backtest->sides[table]);
}

/* Reads the index of a rung, or LOYALTY_NONE. Returns whether it is one of them. */
static bool backtest_read_rung(const loyalty_program *program, uint32_t index, uint32_t *rung)
{
    *rung = index == LOYALTY_NONE ? (uint32_t)RUNG_OFF : index;
    return index == LOYALTY_NONE || index < program->rung_count;
}

static uint32_t backtest_write_rung(uint32_t rung)
{
    return rung == RUNG_OFF ? (uint32_t)LOYALTY_NONE : rung;
}

loyalty_status loyalty_backtest_moved(const loyalty_backtest *backtest, uint32_t from_rung, uint32_t to_rung,
                                      uint64_t *customers)
{
    uint32_t from, to;
    if (!backtest || !customers)
        return LOYALTY_E_ARGUMENT;
    if (!backtest_read_rung(backtest->programs[0], from_rung, &from) ||
        !backtest_read_rung(backtest->programs[1], to_rung, &to))
        return LOYALTY_E_INDEX;
    *customers = *backtest_cell_of(backtest, from, to);
    return LOYALTY_OK;
}

uint64_t loyalty_backtest_change_count(const loyalty_backtest *backtest)
{
    return backtest ? backtest->list.count : 0;
}

loyalty_status loyalty_backtest_change(loyalty_backtest *backtest, uint64_t index, loyalty_change *change)
{
    if (!backtest || !change)
        return LOYALTY_E_ARGUMENT;
    if (index >= backtest->list.count)
        return LOYALTY_E_INDEX;
    int32_t status = elsewhere_sort(&backtest->list, backtest_allocator_of(backtest));
    if (status)
        return status;
    const struct elsewhere *item = &backtest->list.items[index];
    loyalty_change ours = {.size = sizeof ours,
                           .key = backtest->list.keys + item->key,
                           .key_length = item->length,
                           .from_rung = backtest_write_rung(item->from),
                           .to_rung = backtest_write_rung(item->to),
                           .since_from = item->since_from,
                           .since_to = item->since_to,
                           .differs = item->differs};
    return ABI_OUTPUT(change, ours);
}
