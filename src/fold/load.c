/* SPDX-License-Identifier: MIT */
/* Adds many words to a customer's log at once. */
#include <string.h>

#include "fold/customer.h"
#include "fold/log_page.h"

/*
 * Merges words of the same key as far as each total fits in a word. Returns how many of the words are done, up to the
 * first that is an escape or whose total does not fit; sets `*merged` to how many they have become, at the front, and
 * `*bits` to the kind_bit() of each.
 */
static uint32_t load_merge(log_word *words, uint32_t count, uint32_t *merged, uint32_t *bits)
{
    uint32_t to = 0, i = 0;
    *bits = 0;
    for (; i < count && !word_is_escape(words[i]); i++) {
        *bits |= kind_bit(word_kind(words[i]));
        if (to == 0 || word_key(words[i]) != word_key(words[to - 1])) {
            words[to++] = words[i];
            continue;
        }
        uint32_t total = word_count(words[to - 1]) + word_count(words[i]);
        int64_t sum = word_sum(words[to - 1]) + word_sum(words[i]);
        if (total > WORD_COUNT_MAX || !word_sum_fits(sum))
            break;
        words[to - 1] = word_with(word_key(words[i]), total, sum);
    }
    *merged = to;
    return i;
}

static int32_t load_add(loyalty_customer *customer, log_word word, const struct escapes *escapes)
{
    if (word_is_escape(word))
        return customer_add_day(customer, word_key(word), &escapes->items[word_index(word)]);
    if (log_append_word(&customer->log, word))
        return LOYALTY_OK;
    return customer_add_day(customer, word_key(word), &(struct day_total){word_count(word), word_sum(word)});
}

/*
 * Merges words and fills an empty log with them. Words that it does not add, all of them on failure, are those from
 * `*loaded` on, merged as far as they are.
 */
static int32_t load_first(loyalty_customer *customer, log_word *words, uint32_t count, uint32_t *loaded)
{
    uint32_t merged, bits, done = load_merge(words, count, &merged, &bits);
    uint32_t fill = merged < LOG_ONE_PAGE ? merged : LOG_ONE_PAGE;
    int32_t status = log_page_fill(&customer->log, customer_program(customer), words, fill, bits);
    uint32_t rest = status ? merged : merged - fill;
    if (rest > 0)
        memmove(words + done - rest, words + merged - rest, rest * sizeof *words);
    *loaded = done - rest;
    return status;
}

int32_t customer_fill(loyalty_customer *customer, const log_word *words, uint32_t count)
{
    uint32_t bits = 0;
    for (uint32_t i = 0; i < count; i++)
        bits |= kind_bit(word_kind(words[i]));
    const int32_t first = word_date(words[0]);
    if (first < customer->next)
        customer->next = first;
    return log_page_fill(&customer->log, customer_program(customer), words, count, bits);
}

int32_t customer_load(loyalty_customer *customer, log_word *words, uint32_t count, const struct escapes *escapes,
                      uint32_t *loaded)
{
    const struct log *log = &customer->log;
    int32_t first = word_date(words[0]), status = LOYALTY_OK;
    *loaded = 0;
    if (log_is_untouched(log))
        status = load_first(customer, words, count, loaded);
    while (!status && *loaded < count) {
        status = load_add(customer, words[*loaded], escapes);
        *loaded += !status;
    }
    if (first < customer->next)
        customer->next = first;
    return status;
}
