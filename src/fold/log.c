/* SPDX-License-Identifier: MIT */
/* The log: counts and sums by kind and date, as running totals. */
#include "fold/log.h"

#include <assert.h>
#include <string.h>

#include "base/exact.h"

enum { ENTRY_WORDS = 2, WIDE_WORDS = 3 };
/* The first block has room for four entries, which is all that most customers of most shops ever need. */
enum { FIRST_WORDS = 4 * ENTRY_WORDS, ALIGN_WORDS = 4 };
/* A short series doubles, a longer one grows by a quarter. */
enum { FEW_ENTRIES = 8 };
/* From this size on, memory matters more than how often a block is moved. */
enum { MANY_WORDS = 64 };

_Static_assert(sizeof(struct slot) == sizeof(log_word), "a slot is a word");
_Static_assert(sizeof(struct entry) == ENTRY_WORDS * sizeof(log_word), "an entry is two words");
_Static_assert(sizeof(struct wide_entry) == WIDE_WORDS * sizeof(log_word), "a wide entry is three words");

static uint32_t log_slot_words(const struct slot *slot)
{
    return slot->wide ? WIDE_WORDS : ENTRY_WORDS;
}

static uint32_t log_slot_end(const struct log *log, const struct slot *slot)
{
    return slot + 1 < log_slots(log) + log->slot_count ? slot[1].first : log->used;
}

static struct series log_slot_view(const struct log *log, const struct slot *slot)
{
    return (struct series){slot_entries(log, slot), slot->count, slot->wide};
}

void log_clear(struct log *log, const loyalty_program *program)
{
    memory_free(&program->arena.allocator, log->words);
    memset(log, 0, sizeof *log);
}

void log_empty(struct log *log)
{
    log->magnitude = 0;
    for (uint32_t i = 0; i < log->slot_count; i++)
        log_slots(log)[i].count = 0;
}

int32_t log_copy(const struct log *from, const loyalty_program *program, struct log *to)
{
    void *words;
    int32_t status = memory_copy(&program->arena.allocator, from->words, from->used, sizeof(log_word), &words);
    if (status)
        return status;
    *to = *from;
    to->words = words;
    to->capacity = from->used;
    return LOYALTY_OK;
}

void log_wipe(struct log *log)
{
    memory_wipe(log->words, log->capacity * sizeof(log_word));
    memory_wipe(log->few, sizeof log->few);
    log->used = log->slot_count = 0;
}

/* Searches from the end, where nearly every question is, in doubling steps and then by halving. */
uint32_t series_seek(const struct series *series, int32_t date)
{
    /* Entries before `low` are dated on or before `date`, those from `high` on later. */
    uint32_t low = 0, high = series->count, step = 1;
    if (series_date(series, 0) > date)
        return 0;
    while (high > 0) {
        uint32_t probe = high > step ? high - step : 0;
        if (series_date(series, probe) <= date) {
            low = probe + 1;
            break;
        }
        high = probe;
        step *= 2;
    }
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (series_date(series, middle) <= date)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t series_reach(const struct series *series, uint32_t end, uint32_t active)
{
    uint32_t low = 1, high = end;
    if (!series->wide)
        return active;
    if (end > 1 && series_active(series, end - 1) < active) /* the last one, as in nearly every case */
        return end;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (series_active(series, middle) < active)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct place log_find_place(const struct series *series, int32_t date)
{
    struct place place = {series_until(series, date), 0, {0, 0}};
    if (place.index > 0 && series_date(series, place.index - 1) == date) {
        place.index--;
        place.found = 1;
        place.total = series_day(series, place.index);
    }
    return place;
}

struct place log_find(const struct log *log, uint32_t kind, int32_t date)
{
    struct series series = log_view(log, kind);
    return log_find_place(&series, date);
}

/* Reserves room for `more` words after those in use. */
static int32_t log_reserve_words(struct log *log, const loyalty_program *program, uint32_t more)
{
    uint64_t needed = (uint64_t)log->used + more, capacity = FIRST_WORDS;
    if (needed <= log->capacity)
        return LOYALTY_OK;
    if (needed > capacity)
        capacity = needed < MANY_WORDS ? needed * 2 : needed + needed / 4;
    capacity = (capacity + ALIGN_WORDS - 1) / ALIGN_WORDS * ALIGN_WORDS;
    if (capacity > UINT32_MAX || capacity > SIZE_MAX / sizeof(log_word))
        return LOYALTY_E_MEMORY;
    const loyalty_allocator *allocator = &program->arena.allocator;
    size_t bytes = (size_t)capacity * sizeof(log_word);
    log_word *larger = log->words ? allocator->resize(allocator->user, log->words, bytes)
                                  : allocator->allocate(allocator->user, bytes);
    if (!larger)
        return LOYALTY_E_MEMORY;
    log->words = larger;
    log->capacity = (uint32_t)capacity;
    return LOYALTY_OK;
}

/* Moves all words from `at` on up by `more`. Needs log_reserve_words(). */
static void log_open_words(struct log *log, uint32_t at, uint32_t more)
{
    memmove(log->words + at + more, log->words + at, (log->used - at) * sizeof *log->words);
    log->used += more;
}

static void log_shift_slots(const struct log *log, struct slot *from, uint32_t more)
{
    for (struct slot *slot = from; slot < log_slots(log) + log->slot_count; slot++)
        slot->first += more;
}

/* Makes room for the directory: 0 words while it is in the log itself, all of it when it moves out, then 1 a slot. */
static void log_open_directory(struct log *log, uint32_t words)
{
    if (words == 0)
        return;
    log_shift_slots(log, log_slots(log), words);
    if (log->slot_count == LOG_FEW) {
        log_open_words(log, 0, words);
        memcpy(log->words, log->few, sizeof log->few);
    } else {
        log_open_words(log, log->slot_count, words);
    }
}

/* Adds a series at the end, with room for one entry. */
static int32_t log_add_slot(struct log *log, const loyalty_program *program, uint32_t id)
{
    uint32_t directory = log->slot_count < LOG_FEW ? 0 : log->slot_count == LOG_FEW ? LOG_FEW + 1 : 1;
    int32_t status = log_reserve_words(log, program, directory + ENTRY_WORDS);
    if (status)
        return status;
    log_open_directory(log, directory);
    log->slot_count++;
    struct slot *slot = &log_slots(log)[log->slot_count - 1];
    memset(slot, 0, sizeof *slot);
    slot->id = id & 0x1ff;
    slot->first = log->used;
    log->used += ENTRY_WORDS;
    return LOYALTY_OK;
}

/* Converts entries of two words to entries of three, in place, the last first. Needs room for them. */
static void log_widen(const struct log *log, struct slot *slot)
{
    const struct entry *narrow = slot_entries(log, slot);
    struct wide_entry *wide = slot_entries(log, slot);
    for (uint32_t i = slot->count; i-- > 0;) {
        struct entry entry = narrow[i];
        wide[i] = (struct wide_entry){entry.date, i + 1, entry.count, entry.sum};
    }
    slot->wide = 1;
}

/* Reserves room for one more entry of a series, and widens the series if `wide` is set. */
static int32_t log_reserve_entry(struct log *log, const loyalty_program *program, uint32_t id, int wide)
{
    struct slot *slot = log_slot(log, id);
    if (!slot) {
        int32_t status = log_add_slot(log, program, id);
        if (status)
            return status;
        slot = &log_slots(log)[log->slot_count - 1];
    }
    wide = wide || slot->wide;
    uint32_t entry = wide ? WIDE_WORDS : ENTRY_WORDS, end = log_slot_end(log, slot);
    uint32_t needed = (slot->count + 1) * entry, room = end - slot->first;
    if (needed > room) {
        uint32_t spare = slot->count < FEW_ENTRIES ? slot->count : slot->count / 4;
        uint32_t more = needed + spare * entry - room;
        size_t at = (size_t)(slot - log_slots(log));
        int32_t status = log_reserve_words(log, program, more);
        if (status)
            return status;
        slot = &log_slots(log)[at];
        log_open_words(log, end, more);
        log_shift_slots(log, slot + 1, more);
    }
    if (wide && !slot->wide)
        log_widen(log, slot);
    return LOYALTY_OK;
}

/* Returns whether a narrow series cannot have this total at the place. */
static bool log_needs_width(const struct series *series, const struct place *place, struct day_total total)
{
    if (total.count == 0 && total.sum == 0)
        return false;
    uint64_t others = series_count(series, series->count) - (uint64_t)place->total.count;
    return total.count <= 0 || total.count > UINT32_MAX || others + (uint64_t)total.count > UINT32_MAX;
}

int32_t log_reserve(struct log *log, const loyalty_program *program, uint32_t kind, const struct place *place,
                    struct day_total total)
{
    struct series series = log_view(log, kind);
    int32_t status = log_reserve_entry(log, program, kind, !series.wide && log_needs_width(&series, place, total));
    for (uint32_t i = 0; !status && i < program->kinds[kind].activity_count; i++)
        status = log_reserve_entry(log, program, activity_series(program, program->kinds[kind].activities[i]), 0);
    return status;
}

static void log_insert_entry(const struct log *log, struct slot *slot, uint32_t at, int32_t date)
{
    const size_t entry = log_slot_words(slot);
    log_word *words = (log_word *)slot_entries(log, slot) + at * entry;
    assert(slot->first + (slot->count + 1u) * entry <= log_slot_end(log, slot));
    if (at < slot->count)
        memmove(words + entry, words, (slot->count - at) * entry * sizeof(log_word));
    if (at > 0)
        memcpy(words, words - entry, entry * sizeof(log_word));
    else
        memset(words, 0, entry * sizeof(log_word));
    memcpy(words, &date, sizeof date);
    slot->count++;
}

static void log_remove_entry(const struct log *log, struct slot *slot, uint32_t at)
{
    const size_t entry = log_slot_words(slot);
    log_word *words = (log_word *)slot_entries(log, slot) + at * entry;
    slot->count--;
    memmove(words, words + entry, (slot->count - at) * entry * sizeof(log_word));
}

/* Adds the difference of two totals to the running totals from entry `at` on. */
static void log_add_from(const struct log *log, const struct slot *slot, uint32_t at, struct day_total before,
                         struct day_total after)
{
    uint64_t count = (uint64_t)after.count - (uint64_t)before.count, sum = (uint64_t)after.sum - (uint64_t)before.sum;
    if (slot->wide) {
        struct wide_entry *entries = slot_entries(log, slot);
        uint32_t active = (uint32_t)(after.count > 0) - (uint32_t)(before.count > 0);
        for (uint32_t i = at; i < slot->count; i++) {
            entries[i].active += active;
            entries[i].count += count;
            entries[i].sum += sum;
        }
    } else {
        struct entry *entries = slot_entries(log, slot);
        for (uint32_t i = at; i < slot->count; i++) {
            entries[i].count += (uint32_t)count;
            entries[i].sum += sum;
        }
    }
}

static void log_set_day(const struct log *log, uint32_t id, int32_t date, const struct place *place,
                        struct day_total total)
{
    struct slot *slot = log_slot(log, id);
    bool empty = total.count == 0 && total.sum == 0;
    if (empty && !place->found)
        return;
    if (!place->found)
        log_insert_entry(log, slot, place->index, date);
    log_add_from(log, slot, place->index, place->total, total);
    if (empty)
        log_remove_entry(log, slot, place->index);
}

/* Returns whether Σcount over the kinds of an activity is above 0 on a date. */
static bool log_is_active(const struct log *log, const struct activity *activity, int32_t date)
{
    int64_t high = 0, low = 0; /* in two parts, so that no sum leaves 64 bits */
    for (uint32_t i = 0; i < activity->kind_count; i++) {
        int64_t count = log_find(log, activity->kinds[i], date).total.count;
        high += count / INT32_MAX;
        low += count % INT32_MAX;
    }
    high += low / INT32_MAX;
    low %= INT32_MAX;
    return high > 0 || (high == 0 && low > 0);
}

/* Adds `growth`, rounded up, in the units of log_magnitude(). */
static void log_add_magnitude(struct log *log, uint64_t growth)
{
    uint64_t units = log->magnitude + (growth ? (growth >> 32) + 1 : 0);
    log->magnitude = units < UINT32_MAX ? (uint32_t)units : UINT32_MAX;
}

/* NOLINTNEXTLINE(readability-function-size): a day of a kind, and what the caller knows of it. */
void log_set(struct log *log, const loyalty_program *program, uint32_t kind, int32_t date, const struct place *place,
             struct day_total total, uint64_t growth)
{
    log_set_day(log, kind, date, place, total);
    log_add_magnitude(log, growth);
    for (uint32_t i = 0; i < program->kinds[kind].activity_count; i++) {
        uint32_t index = program->kinds[kind].activities[i], id = activity_series(program, index);
        struct day_total active = {log_is_active(log, &program->activities[index], date), 0};
        struct place there = log_find(log, id, date);
        log_set_day(log, id, date, &there, active);
    }
}

/* Adds to the last date of a narrow series. Returns false if the day's sum would leave 64 bits. */
static bool log_add_to_last(const struct slot *slot, struct entry *last, uint32_t count, int64_t sum)
{
    uint64_t before = slot->count > 1 ? last[-1].sum : 0;
    int64_t day;
    if (!exact_add((int64_t)(last->sum - before), sum, &day))
        return false;
    last->count += count;
    last->sum += (uint64_t)sum;
    return true;
}

/* NOLINTNEXTLINE(readability-function-size): an event in parts, and whether it was added. */
int32_t log_append(struct log *log, const loyalty_program *program, uint32_t kind, int32_t date, int32_t count,
                   int64_t value, int *added)
{
    struct slot *slot = log_slot(log, kind);
    struct entry none = {DATE_BEFORE_ALL, 0, 0}, *last = &none;
    int64_t sum;
    *added = 0;
    if (count <= 0 || program->kinds[kind].activity_count || !exact_mul(count, value, &sum) || (slot && slot->wide))
        return LOYALTY_OK;
    if (slot && slot->count)
        last = (struct entry *)slot_entries(log, slot) + slot->count - 1;
    if (last->date > date || (uint64_t)last->count + (uint64_t)count > UINT32_MAX)
        return LOYALTY_OK;
    if (last->date == date) {
        *added = log_add_to_last(slot, last, (uint32_t)count, sum);
    } else {
        struct entry entry = {date, last->count + (uint32_t)count, last->sum + (uint64_t)sum};
        if (!slot || slot->first + (slot->count + 1u) * ENTRY_WORDS > log_slot_end(log, slot)) {
            int32_t status = log_reserve_entry(log, program, kind, 0);
            if (status)
                return status;
            slot = log_slot(log, kind);
        }
        ((struct entry *)slot_entries(log, slot))[slot->count++] = entry;
        *added = 1;
    }
    if (*added)
        log_add_magnitude(log, (uint64_t)count + (sum < 0 ? 0 - (uint64_t)sum : (uint64_t)sum));
    return LOYALTY_OK;
}

int32_t log_earliest(const struct log *log, const loyalty_program *program)
{
    int32_t earliest = DATE_NEVER;
    for (uint32_t i = 0; i < log->slot_count; i++) {
        const struct slot *slot = &log_slots(log)[i];
        struct series series = log_slot_view(log, slot);
        if (slot->id < program->kind_count && series.count && series_date(&series, 0) < earliest)
            earliest = series_date(&series, 0);
    }
    return earliest;
}
