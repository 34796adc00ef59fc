/* SPDX-License-Identifier: MIT */
/* Moves the events that a book put aside into its customers' logs. */
#include "book/book.h"

enum { SETTLE_FEW = 64 }; /* words that are sorted by insertion alone */

/* The events of a part as words, those of a row together: row i has the words from starts[i] up to starts[i + 1]. */
struct sorted {
    log_word *words;
    uint32_t starts[ROW_CHUNK + 1];
};

static void settle_count(const struct stage_part *part, uint32_t starts[ROW_CHUNK + 1])
{
    memset(starts, 0, (ROW_CHUNK + 1) * sizeof *starts);
    for (const struct stage_block *block = part->first; block; block = block->next) {
        uint32_t used = stage_used(part, block);
        for (uint32_t i = 0; i < used; i++)
            starts[block->events[i].row + 1]++;
    }
    for (uint32_t row = 0; row < ROW_CHUNK; row++)
        starts[row + 1] += starts[row];
}

static void settle_place(const struct stage_part *part, struct sorted *sorted)
{
    uint32_t places[ROW_CHUNK];
    memcpy(places, sorted->starts, sizeof places);
    for (const struct stage_block *block = part->first; block; block = block->next) {
        uint32_t used = stage_used(part, block);
        for (uint32_t i = 0; i < used; i++)
            sorted->words[places[block->events[i].row]++] = staged_word(&block->events[i]);
    }
}

static inline void settle_insert(log_word *words, uint32_t count, uint32_t gap)
{
    for (uint32_t i = gap; i < count; i++) {
        log_word word = words[i];
        uint32_t to = i;
        for (; to >= gap && words[to - gap] > word; to -= gap)
            words[to] = words[to - gap];
        words[to] = word;
    }
}

/* Sorts words, by insertion if they are few; otherwise by Shell's method first, with Ciura's gaps. */
static void settle_sort(log_word *words, uint32_t count)
{
    static const uint32_t gaps[] = {8858, 3937, 1750, 701, 301, 132, 57, 23, 10, 4};
    for (size_t g = 0; count > SETTLE_FEW && g < sizeof gaps / sizeof *gaps; g++)
        settle_insert(words, count, gaps[g]);
    settle_insert(words, count, 1);
}

/* Keeps only the words from `loaded` on of a row, and those of later rows. */
static void settle_keep(struct stage_part *part, const struct sorted *sorted, uint32_t row, uint32_t loaded)
{
    stage_enter(part, part->first);
    for (uint32_t i = sorted->starts[row] + loaded; row < ROW_CHUNK; row++)
        for (; i < sorted->starts[row + 1]; i++) {
            if (part->at == part->end)
                stage_enter(part, part->last->next);
            *part->at++ = staged_of(row, sorted->words[i]);
        }
}

/* Adds the words to the logs. On failure, those that were not added stay in the part. */
static int32_t settle_load(loyalty_book *book, uint32_t index, struct sorted *sorted)
{
    for (uint32_t row = 0; row < ROW_CHUNK; row++) {
        log_word *words = sorted->words + sorted->starts[row];
        uint32_t count = sorted->starts[row + 1] - sorted->starts[row], loaded;
        if (count == 0)
            continue;
        loyalty_customer *customer = book_customer(book, (index << ROW_CHUNK_BITS) + row);
        settle_sort(words, count);
        int32_t status = customer_load(customer, words, count, book->stage.escapes, &loaded);
        if (status) {
            settle_keep(&book->stage.parts[index], sorted, row, loaded);
            return status;
        }
    }
    return LOYALTY_OK;
}

int32_t settle_part(loyalty_book *book, uint32_t index)
{
    struct stage_part *part = &book->stage.parts[index];
    const loyalty_allocator *allocator = program_allocator(book->home.program);
    struct sorted sorted;
    settle_count(part, sorted.starts);
    if (sorted.starts[ROW_CHUNK] == 0)
        return LOYALTY_OK;
    sorted.words = memory_resize(allocator, NULL, sorted.starts[ROW_CHUNK] * sizeof *sorted.words);
    if (!sorted.words)
        return LOYALTY_E_MEMORY;
    settle_place(part, &sorted);
    int32_t status = settle_load(book, index, &sorted);
    memory_free_wiped(allocator, sorted.words, sorted.starts[ROW_CHUNK] * sizeof *sorted.words);
    if (status) {
        stage_cut(part, allocator);
        return status;
    }
    if (book->stage.state == STAGE_OPEN)
        stage_free_escapes(&book->stage, part);
    stage_clear(part, allocator);
    return LOYALTY_OK;
}

/* Wakes the customers of rows while they are in the cache. After a failure, that row and those after it are queued. */
static int32_t settle_wake(loyalty_book *book, uint32_t row, uint32_t end, due_waker *wake, void *user)
{
    int32_t status = LOYALTY_OK;
    for (; row < end; row++) {
        if (wake && !status && book_customer(book, row)->next != DATE_NEVER)
            status = wake(user, row);
        if (!wake || status)
            book_queue(book, row);
    }
    return status;
}

/* Makes the customers of a part remember its ids, except those dated before `from`. */
static int32_t settle_part_ids(loyalty_book *book, uint32_t index, int32_t from)
{
    struct staged_ids_walk walk = staged_ids_walk(&book->stage.parts[index].ids, from);
    struct staged_id id;
    int32_t status = LOYALTY_OK;
    while (!status && staged_ids_next(&walk, &id)) {
        const loyalty_event event = {.date = id.date, .id = id.bytes, .id_length = id.length};
        if (id.date >= from)
            status = customer_remember(book_customer(book, (index << ROW_CHUNK_BITS) + id.row), &event);
    }
    return status;
}

int32_t settle_ids(loyalty_book *book, int32_t from)
{
    int32_t status = LOYALTY_OK;
    for (uint32_t i = 0; !status && i < book->stage.settled; i++)
        status = settle_part_ids(book, i, from);
    return status;
}

/* Keeps the ids if a row was not woken: the next call may be with an earlier day. */
static int32_t settle_next(loyalty_book *book, int32_t ids_from, due_waker *wake, void *user)
{
    struct stage *stage = &book->stage;
    uint32_t index = stage->settled, row = index << ROW_CHUNK_BITS;
    uint32_t end = book->rows.used - row < ROW_CHUNK ? book->rows.used : row + ROW_CHUNK;
    int32_t status = due_reserve(&book->due, ROW_CHUNK);
    if (!status)
        status = settle_part(book, index);
    if (!status)
        status = settle_part_ids(book, index, ids_from);
    if (status)
        return status;
    stage->settled++;
    status = settle_wake(book, row, end, wake, user);
    if (!status)
        staged_ids_end(&stage->parts[index].ids, program_allocator(book->home.program));
    return status;
}

int32_t settle_parts(loyalty_book *book, int32_t ids_from, due_waker *wake, void *user)
{
    struct stage *stage = &book->stage;
    int32_t status = LOYALTY_OK;
    if (stage->state == STAGE_OPEN)
        stage->state = STAGE_CLOSING;
    while (!status && stage->settled < stage->part_count)
        status = settle_next(book, ids_from, wake, user);
    return status;
}

int32_t settle_all(loyalty_book *book)
{
    int32_t status = settle_ids(book, DATE_BEFORE_ALL);
    if (!status)
        status = settle_parts(book, DATE_BEFORE_ALL, NULL, NULL);
    if (!status)
        stage_end(&book->stage, program_allocator(book->home.program));
    return status;
}
