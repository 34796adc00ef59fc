/* SPDX-License-Identifier: MIT */
/* Reads the log of a customer. */
#include "snapshot/restore.h"

static void restore_flush(struct restore *restore)
{
    static const struct escapes none = {.free = INDEX_NONE};
    loyalty_customer *customer = restore->customer;
    const uint32_t count = restore->word_count;
    uint32_t loaded;
    restore->word_count = 0;
    if (count == 0 || !restore_goes_on(restore))
        return;
    if (count <= LOG_ONE_PAGE && log_is_untouched(customer_log(customer)))
        restore_keep_status(restore, customer_fill(customer, restore->words, count));
    else
        restore_keep_status(restore, customer_load(customer, restore->words, count, &none, &loaded));
}

/*
 * Adds a word. It is the last one, unless it is of the date of the one before: then it takes its place in the order of
 * kinds, which need not be that of their ranks.
 */
static inline void restore_put_word(struct restore *restore, bool same_date, log_word word)
{
    uint32_t at = restore->word_count++;
    for (; same_date && at > 0 && restore->words[at - 1] > word; at--)
        restore->words[at] = restore->words[at - 1];
    restore->words[at] = word;
}

static void restore_put_total(struct restore *restore, log_word key, const struct day_total *total)
{
    if (word_fits(total, &restore->restored->program->kinds[word_kind(key)])) {
        restore_put_word(restore, true, word_with(key, total->count, total->sum));
        return;
    }
    restore_flush(restore);
    if (restore_goes_on(restore))
        restore_keep_status(restore, customer_add_day(restore->customer, key, total));
}

/* Where the last word was. */
struct restore_place {
    uint32_t rank;
    int32_t date;
    bool first; /* there was none yet */
};

/* Returns a number divided by the number of kinds; by a multiplication, which is exact for nearly all numbers. */
static uint64_t restore_step(const struct restored *restored, uint64_t number)
{
    return number >> 23 ? number / restored->kind_count : number * restored->reciprocal >> 40;
}

/* Returns by how many days a step goes on. The first may go back. */
static inline int32_t restore_days(const struct restore_place *place, uint32_t step)
{
    return place->first ? (int32_t)source_with_sign(step) : (int32_t)step;
}

/* Reads where the next word is. Returns whether its count is 1. */
static bool restore_next_place(struct restore *restore, struct restore_place *place)
{
    const uint64_t head = source_number(restore->source), both = head >> 1;
    const uint32_t kinds = restore->restored->kind_count;
    const uint64_t step = restore_step(restore->restored, both);
    const uint32_t rank = (uint32_t)(both - step * kinds);
    restore_check(restore, place->first || step > 0 || rank > place->rank);
    restore_check(restore, step <= INT32_MAX);
    place->date = restore_date(restore, place->date, restore_days(place, (uint32_t)(step & INT32_MAX)));
    place->rank = rank;
    place->first = false;
    if (step > 0 && restore->word_count > RESTORE_FLUSH)
        restore_flush(restore);
    return (head & 1) == 0;
}

static void restore_word(struct restore *restore, struct restore_place *place)
{
    const bool one = restore_next_place(restore, place);
    struct day_total total = {1, 0};
    if (!one)
        total.count = source_signed(restore->source);
    total.sum = source_signed(restore->source);
    restore_check(restore, (one || total.count != 1) && (total.count != 0 || total.sum != 0));
    if (!restore_goes_on(restore))
        return;
    const uint32_t kind = restore->restored->kinds[place->rank];
    restore->restored->used[place->rank] = true;
    if (kind == INDEX_NONE)
        restore->restored->left_out++;
    else
        restore_put_total(restore, word_of(place->date, kind), &total);
}

/*
 * Reads words as long as they are ordinary: a count of 1, a small sum, a kind that the program has, and nothing that is
 * wrong. Leaves the first other one, of `count`, to restore_word(). Returns how many it has read. Most of the time of a
 * load is spent here, so what the loop needs is at hand in locals.
 */
static uint64_t restore_plain_words(struct restore *restore, struct restore_place *place, uint64_t count)
{
    struct restored *const restored = restore->restored;
    const struct kind *const kinds = restored->program->kinds;
    const uint64_t reciprocal = restored->reciprocal;
    const uint32_t there = restore->word_count, room = there <= RESTORE_FLUSH ? RESTORE_FLUSH + 1 - there : 0;
    const uint64_t most = count < room ? count : room;
    const uint32_t kind_count = restored->kind_count;
    const unsigned char *at = restore->source->at, *const end = restore->source->end;
    struct restore_place last = *place;
    uint64_t done = 0;
    uint32_t head, sum_bits;
    for (; done < most && end - at >= 2 * SOURCE_NUMBER; done++) {
        const unsigned char *after = source_decode_two(at, &head, &sum_bits);
        if (!after || head & 1 || head >> 24)
            break;
        const uint32_t both = head >> 1, step = (uint32_t)(both * reciprocal >> 40);
        const uint32_t rank = both - step * kind_count, kind = restored->kinds[rank];
        const struct day_total total = {1, source_with_sign(sum_bits)};
        const int32_t date = last.date + restore_days(&last, step);
        if ((step == 0 && rank <= last.rank && !last.first) || !date_valid(date) || kind == INDEX_NONE ||
            !word_fits(&total, &kinds[kind]))
            break;
        last = (struct restore_place){rank, date, false};
        restored->used[rank] = true;
        restore_put_word(restore, step == 0, word_with(word_of(date, kind), 1, total.sum));
        at = after;
    }
    *place = last;
    restore->source->at = at;
    return done;
}

void restore_log(struct restore *restore)
{
    uint64_t count = source_number(restore->source);
    struct restore_place place = {0, restore_base(restore), true};
    restore_check(restore, count == 0 || restore->restored->kind_count > 0);
    while (restore_goes_on(restore)) {
        count -= restore_plain_words(restore, &place, count);
        if (count == 0)
            break;
        restore_word(restore, &place);
        count--;
    }
    restore_flush(restore);
    restore->earliest = log_earliest(customer_log(restore->customer));
}
