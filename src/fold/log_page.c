/* SPDX-License-Identifier: MIT */
/* Makes room: in a block, in a larger block, or in one more page. */
#include "fold/log_page.h"

#include <string.h>

/* Odd, because most allocators add 8 bytes and round to 16. */
enum { LOG_FIRST_BLOCK = 9, LOG_HALF_MORE = 24 };

/* Returns a capacity above a count: half more, or a quarter, but up to `most` no more than that. */
static uint32_t log_page_larger(uint32_t count, uint32_t most)
{
    if (count < LOG_FIRST_BLOCK)
        return LOG_FIRST_BLOCK;
    uint32_t larger = (count + count / (count < LOG_HALF_MORE ? 2 : 4)) | 1;
    return count < most && larger > most ? most : larger;
}

static int32_t log_page_resize(struct page *page, const loyalty_allocator *allocator, uint32_t capacity)
{
    log_word *words = memory_resize_wiped(allocator, page->words, page->capacity * sizeof *page->words,
                                          capacity * sizeof *page->words);
    if (!words)
        return LOYALTY_E_MEMORY;
    page->words = words;
    page->capacity = (uint16_t)capacity;
    return LOYALTY_OK;
}

/* Moves the words out of the log itself into a block. */
static int32_t log_page_leave(struct log *log, const loyalty_program *program, uint32_t capacity)
{
    log_word *words = memory_resize(program_allocator(program), NULL, capacity * sizeof *words);
    if (!words)
        return LOYALTY_E_MEMORY;
    memcpy(words, log->few, log->used * sizeof *words);
    memset(log->few, 0, sizeof log->few);
    log->words = words;
    log->capacity = (uint16_t)capacity;
    log->last_bits = log->bits;
    log->most = log_page_most(program);
    return LOYALTY_OK;
}

int32_t log_page_reserve_escape(struct log *log, const loyalty_program *program)
{
    int32_t status = log_is_inline(log) ? log_page_leave(log, program, LOG_FIRST_BLOCK) : LOYALTY_OK;
    return status ? status : escapes_reserve(&log->escapes, program_allocator(program));
}

static bool log_page_begins_date(const struct page *page, uint32_t at)
{
    return at > 0 && at < page->count && !word_same_date(page->words[at - 1], page->words[at]);
}

/*
 * Returns where to cut a full page that must take another word: after all earlier dates if the word comes last, so that a
 * log in the order of dates has full pages; otherwise near the middle. INDEX_NONE: all words are of the word's date.
 */
static uint32_t log_page_cut(const struct page *page, log_word key)
{
    uint32_t count = page->count, middle = count / 2;
    if (page->words[count - 1] < key) {
        uint32_t cut = count;
        while (cut > 0 && word_same_date(page->words[cut - 1], key))
            cut--;
        return cut > 0 ? cut : INDEX_NONE;
    }
    for (uint32_t i = 0; i <= middle; i++) {
        if (log_page_begins_date(page, middle - i))
            return middle - i;
        if (log_page_begins_date(page, middle + i))
            return middle + i;
    }
    return word_same_date(page->words[0], key) ? INDEX_NONE : 0;
}

static uint32_t log_page_bits(const log_word *words, uint32_t count)
{
    uint32_t bits = 0;
    for (uint32_t i = 0; i < count; i++)
        bits |= kind_bit(word_kind(words[i]));
    return bits;
}

/* Reserves room for one more page. */
static int32_t log_page_reserve_page(struct log *log, const loyalty_program *program)
{
    const loyalty_allocator *allocator = program_allocator(program);
    if (log->page_count < log->page_capacity)
        return LOYALTY_OK;
    uint32_t capacity = log->page_capacity + log->page_capacity / 2 + 1;
    uint64_t bytes = ((uint64_t)capacity + 1) * log_row_size(program);
    if (bytes > SIZE_MAX / 2)
        return LOYALTY_E_FULL;
    struct page *pages = memory_resize(allocator, log->pages, capacity * sizeof *pages);
    if (!pages)
        return LOYALTY_E_MEMORY;
    log->pages = pages;
    unsigned char *rows = memory_resize_wiped(allocator, log->rows, log_rows_size(log, program), (size_t)bytes);
    if (!rows)
        return LOYALTY_E_MEMORY;
    log->rows = rows;
    log->page_capacity = capacity;
    return LOYALTY_OK;
}

/* Cuts a page in two. If one part is empty, the key is its first word already, so that it is found. */
static int32_t log_page_split(struct log *log, const loyalty_program *program, uint32_t index, uint32_t cut,
                              log_word key)
{
    const loyalty_allocator *allocator = program_allocator(program);
    struct page left = log_page_at(log, index), right = {NULL, (uint16_t)(left.count - cut), 0, 0};
    int32_t status = log_page_reserve_page(log, program);
    if (status)
        return status;
    right.capacity = (uint16_t)log_page_larger(right.count, log->most);
    right.words = memory_new(allocator, right.capacity * sizeof *right.words);
    if (!right.words)
        return LOYALTY_E_MEMORY;
    memcpy(right.words, left.words + cut, right.count * sizeof *right.words);
    left.count = (uint16_t)cut;
    if (left.count == 0 || right.count == 0)
        *(left.count ? right.words : left.words) = key;
    left.bits = log_page_bits(left.words, left.count);
    right.bits = log_page_bits(right.words, right.count);
    memmove(log->pages + index + 1, log->pages + index, (log->page_count - index) * sizeof *log->pages);
    log->page_count++;
    log->pages[index] = left;
    log_page_put(log, index + 1, &right);
    log_page_changed(log, (struct spot){index, cut});
    return LOYALTY_OK;
}

int32_t log_page_reserve(struct log *log, const loyalty_program *program, uint32_t index, log_word key)
{
    const loyalty_allocator *allocator = program_allocator(program);
    struct page page = log_page_at(log, index);
    uint32_t most = log_last_page(log) ? log->most : LOG_ONE_PAGE;
    uint32_t cut = page.count < most ? INDEX_NONE : log_page_cut(&page, key);
    if (cut != INDEX_NONE)
        return log_page_split(log, program, index, cut, key);
    if (page.count < page.capacity)
        return LOYALTY_OK;
    if (log_is_inline(log))
        return log_page_leave(log, program, LOG_FIRST_BLOCK);
    int32_t status = log_page_resize(&page, allocator, log_page_larger(page.count, most));
    if (!status)
        log_page_put(log, index, &page);
    return status;
}

void log_page_remove(struct log *log, const loyalty_allocator *allocator, uint32_t index)
{
    struct page empty = log_page_at(log, index);
    memory_free_wiped(allocator, empty.words, empty.capacity * sizeof *empty.words);
    log->page_count--;
    if (index > log->page_count)
        log_page_put(log, log->page_count, &log->pages[log->page_count]);
    else
        memmove(log->pages + index, log->pages + index + 1, (log->page_count - index) * sizeof *log->pages);
    log_page_changed(log, (struct spot){index < log->page_count ? index : log->page_count, 0});
}

int32_t log_page_fill(struct log *log, const loyalty_program *program, const log_word *words, uint32_t count,
                      uint32_t bits)
{
    if (count > LOG_FEW) {
        int32_t status = log_page_leave(log, program, count | 1);
        if (status)
            return status;
        log->last_bits = bits;
    }
    memcpy(log_is_inline(log) ? log->few : log->words, words, count * sizeof *words);
    log->used = (uint16_t)count;
    log->bits = bits;
    return LOYALTY_OK;
}
