/* SPDX-License-Identifier: MIT */
/* Finds, sets and removes words. Pages come and go in log_page.c. */
#include "fold/log.h"

#include <assert.h>
#include <string.h>

#include "fold/log_page.h"

/* Returns how many of a page's words are below a limit. */
static uint32_t log_place(const log_word *words, uint32_t count, log_word limit)
{
    if (count == 0 || words[count - 1] < limit) /* as nearly always */
        return count;
    const log_word *base = words;
    for (uint32_t left = count; left > 1; left -= left / 2)
        base += base[left / 2 - 1] < limit ? left / 2 : 0;
    return (uint32_t)(base - words) + (*base < limit);
}

/*
 * Returns the last page that begins below a limit, or the first page. Searches from the end, because nearly every question
 * is about the latest words: in doubling steps and then by halving. In an empty page the first word is still in memory.
 */
static uint32_t log_page_below(const struct log *log, log_word limit)
{
    uint32_t low = 0, high = log_last_page(log), step = 1;
    if (high == 0 || log->words[0] < limit)
        return high;
    while (high > step && log->pages[high - step].words[0] >= limit) {
        high -= step;
        step *= 2;
    }
    low = high > step ? high - step : 0;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (log->pages[middle].words[0] < limit)
            low = middle;
        else
            high = middle;
    }
    return low;
}

struct spot log_seek(const struct log *log, log_word limit)
{
    uint32_t page = log_page_below(log, limit);
    struct view view = log_view(log, page);
    return (struct spot){page, log_place(view.words, view.count, limit)};
}

struct spot log_seek_from(const struct log *log, struct spot from, log_word limit)
{
    struct view view = log_view(log, from.page);
    while (from.at < view.count && view.words[from.at] < limit)
        from.at++;
    return from.at < view.count || from.page == log_last_page(log) ? from : log_seek(log, limit);
}

/* Returns the page that has the key's date, or that a word of that date belongs to. */
static uint32_t log_page_of(const struct log *log, log_word key)
{
    return log_page_below(log, (key >> WORD_DATE_AT << WORD_DATE_AT) + (UINT64_C(1) << WORD_DATE_AT));
}

/* Returns whether a key has a word. Sets `*spot` to the spot before it, or to the one where it would be. */
static bool log_locate(const struct log *log, log_word key, struct spot *spot)
{
    uint32_t page = log_page_of(log, key);
    struct view view = log_view(log, page);
    *spot = (struct spot){page, log_place(view.words, view.count, key)};
    return spot->at < view.count && word_key(view.words[spot->at]) == key;
}

struct day_total log_find(const struct log *log, log_word key)
{
    struct spot spot;
    if (!log_locate(log, key, &spot))
        return (struct day_total){0, 0};
    return log_total(log, log_view(log, spot.page).words[spot.at]);
}

int32_t log_earliest(const struct log *log)
{
    struct walk walk = log_walk(log, (struct spot){0, 0});
    log_word word;
    return log_next(&walk, &word) ? word_date(word) : DATE_NEVER;
}

static bool log_is_nothing(const struct day_total *total)
{
    return total->count == 0 && total->sum == 0;
}

int32_t log_reserve(struct log *log, const loyalty_program *program, log_word key, const struct day_total *total)
{
    struct spot spot;
    int32_t status = LOYALTY_OK;
    if (log_is_nothing(total))
        return LOYALTY_OK;
    if (!word_fits(total, &program->kinds[word_kind(key)]))
        status = log_page_reserve_escape(log, program);
    if (!status && !log_locate(log, key, &spot))
        status = log_page_reserve(log, program, spot.page, key);
    return status;
}

int32_t log_reserve_append(struct log *log, const loyalty_program *program, log_word key, int32_t count, int64_t value)
{
    uint32_t last = log_last_page(log);
    struct page page = log_page_at(log, last);
    int64_t sum;
    if (page.count < log_room(log) || page.words[page.count - 1] >= key || !log_event_fits(count, value, &sum))
        return LOYALTY_OK;
    return log_page_reserve(log, program, last, key);
}

/* Inserts or removes room for one word. */
static void log_move(struct page *page, uint32_t at, bool insert)
{
    assert(insert ? page->count < page->capacity : at < page->count);
    log_word *word = page->words + at;
    if (insert)
        memmove(word + 1, word, (page->count - at) * sizeof *word);
    else
        memmove(word, word + 1, (page->count - at - 1u) * sizeof *word);
    page->count = (uint16_t)(insert ? page->count + 1 : page->count - 1);
}

/*
 * Takes the kind_bit() of a removed word away if it was the last of its kind. Otherwise an answer would depend on what
 * was taken back long ago: when the standing can change next.
 */
static void log_drop_bit(struct log *log, uint32_t bit, struct page *page)
{
    page->bits &= ~bit;
    for (uint32_t i = 0; i < page->count; i++)
        page->bits |= bit & kind_bit(word_kind(page->words[i]));
    if (page->bits & bit)
        return;
    log->bits &= ~bit;
    for (uint32_t i = 0; i <= log_last_page(log) && !(log->bits & bit); i++)
        if (log_view(log, i).words != page->words)
            log->bits |= bit & log_view(log, i).bits;
}

void log_set(struct log *log, const loyalty_program *program, log_word key, const struct day_total *total)
{
    struct spot spot;
    bool found = log_locate(log, key, &spot), nothing = log_is_nothing(total);
    if (nothing && !found)
        return;
    struct page page = log_page_at(log, spot.page);
    if (found && word_is_escape(page.words[spot.at]))
        escapes_free_item(log->escapes, word_index(page.words[spot.at]));
    if (found == nothing)
        log_move(&page, spot.at, !found);
    if (nothing)
        log_drop_bit(log, kind_bit(word_kind(key)), &page);
    if (!nothing) {
        page.words[spot.at] = word_fits(total, &program->kinds[word_kind(key)])
                                  ? word_with(key, total->count, total->sum)
                                  : word_escape(key, escapes_take(log->escapes, total));
        page.bits |= kind_bit(word_kind(key));
        log->bits |= page.bits;
    }
    log_page_put(log, spot.page, &page);
    log_page_changed(log, spot);
}

void log_tidy(struct log *log, const loyalty_program *program, log_word key)
{
    uint32_t page = log_page_of(log, key);
    if (log_view(log, page).count > 0)
        return;
    if (log_last_page(log) > 0)
        log_page_remove(log, program_allocator(program), page);
    else
        log->bits = 0;
}

void log_clear(struct log *log, const loyalty_allocator *allocator)
{
    if (!log_is_inline(log)) {
        for (uint32_t i = 0; i < log->page_count; i++)
            memory_free(allocator, log->pages[i].words);
        memory_free(allocator, log->words);
        memory_free(allocator, log->pages);
        memory_free(allocator, log->rows);
        memory_free(allocator, log->escapes);
    }
    memset(log, 0, sizeof *log);
}

/* Copies the pages before the last one, and the rows. On failure, `to` has the first to->page_count pages only. */
static int32_t log_copy_pages(const struct log *from, const loyalty_program *program, struct log *to)
{
    const loyalty_allocator *allocator = program_allocator(program);
    void *block;
    int32_t status = memory_copy(allocator, from->pages, from->page_count, sizeof *from->pages, &block);
    to->pages = block;
    for (uint32_t i = 0; !status && i < from->page_count; i++) {
        status = memory_copy(allocator, from->pages[i].words, from->pages[i].count, sizeof(log_word), &block);
        to->pages[i].words = block;
        to->pages[i].capacity = from->pages[i].count;
        to->page_count += !status;
    }
    if (status)
        return status;
    status = memory_copy(allocator, from->rows, from->page_count ? from->page_count + (size_t)1 : 0,
                         log_row_size(program), &block);
    to->rows = block;
    return status;
}

int32_t log_copy(const struct log *from, const loyalty_program *program, struct log *to)
{
    const loyalty_allocator *allocator = program_allocator(program);
    void *block;
    if (log_is_inline(from)) {
        *to = *from;
        return LOYALTY_OK;
    }
    struct log copy = {.bits = from->bits, .used = from->used, .capacity = from->capacity};
    copy.last_bits = from->last_bits;
    copy.most = from->most;
    copy.checked = from->checked;
    copy.marked = from->marked;
    int32_t status = memory_copy(allocator, from->words, from->capacity, sizeof(log_word), &block);
    copy.words = block;
    if (!status)
        status = log_copy_pages(from, program, &copy);
    if (!status)
        status = escapes_copy(from->escapes, allocator, &copy.escapes);
    copy.page_capacity = copy.page_count;
    if (!status) {
        *to = copy;
        return LOYALTY_OK;
    }
    log_wipe(&copy, program);
    log_clear(&copy, allocator);
    return status;
}

void log_wipe(struct log *log, const loyalty_program *program)
{
    if (!log_is_inline(log)) {
        for (uint32_t i = 0; i < log->page_count; i++)
            memory_wipe(log->pages[i].words, log->pages[i].capacity * sizeof(log_word));
        memory_wipe(log->words, log->capacity * sizeof(log_word));
        memory_wipe(log->rows, log_rows_size(log, program));
        escapes_wipe(log->escapes);
    }
}
