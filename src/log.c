/* SPDX-License-Identifier: MIT */
#include "log.h"

#include <assert.h>
#include <string.h>

#include "exact.h"

void log_clear(struct log *log, const loyalty_program *program)
{
    const loyalty_allocator *allocator = &program->arena.allocator;
    for (uint32_t i = 0; i < program->kind_count; i++)
        memory_free(allocator, log_series(log)[i].entries);
    for (uint32_t i = 0; i < program->activity_count; i++)
        memory_free(allocator, log_active(log, program)[i].dates);
    memset(log, 0, log_size(program));
}

int32_t log_copy(const struct log *from, const loyalty_program *program, struct log *to)
{
    const loyalty_allocator *allocator = &program->arena.allocator;
    int32_t status = LOYALTY_OK;
    for (uint32_t i = 0; !status && i < program->kind_count; i++) {
        const struct series *series = &log_series(from)[i];
        struct series *copy = &log_series(to)[i];
        status =
            memory_copy(allocator, series->entries, series->count, sizeof *series->entries, (void **)&copy->entries);
        if (!status)
            copy->count = copy->capacity = series->count;
    }
    for (uint32_t i = 0; !status && i < program->activity_count; i++) {
        const struct dates *dates = &log_active(from, program)[i];
        struct dates *copy = &log_active(to, program)[i];
        status = memory_copy(allocator, dates->dates, dates->count, sizeof *dates->dates, (void **)&copy->dates);
        if (!status)
            copy->count = copy->capacity = dates->count;
    }
    if (status)
        log_clear(to, program);
    else
        to->magnitude = from->magnitude;
    return status;
}

void log_wipe(struct log *log, const loyalty_program *program)
{
    for (uint32_t i = 0; i < program->kind_count; i++) {
        struct series *series = &log_series(log)[i];
        memory_wipe(series->entries, series->capacity * sizeof *series->entries);
    }
    for (uint32_t i = 0; i < program->activity_count; i++) {
        struct dates *dates = &log_active(log, program)[i];
        memory_wipe(dates->dates, dates->capacity * sizeof *dates->dates);
    }
}

/* From the end, where nearly every question is: steps that double, then halving. The cost grows with the distance. */
uint32_t log_seek(const void *elements, size_t stride, uint32_t length, int32_t date)
{
    uint32_t low = 0, high = length, step = 1; /* all before low are dated by `date`, none from high on */
#define DATE_AT(i) (*(const int32_t *)(const void *)((const char *)elements + (i)*stride))
    while (high > 0) {
        uint32_t probe = high > step ? high - step : 0;
        if (DATE_AT(probe) <= date) {
            low = probe + 1;
            break;
        }
        high = probe;
        step *= 2;
    }
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (DATE_AT(middle) <= date)
            low = middle + 1;
        else
            high = middle;
    }
#undef DATE_AT
    return low;
}

struct day_total series_day(const struct series *series, uint32_t index)
{
    const struct entry *entry = &series->entries[index];
    struct day_total total = {(int64_t)entry->count, (int64_t)entry->sum};
    if (index > 0) {
        total.count = (int64_t)(entry->count - entry[-1].count);
        total.sum = (int64_t)(entry->sum - entry[-1].sum);
    }
    return total;
}

uint32_t series_active(const struct series *series, uint32_t first, uint32_t end, uint32_t active)
{
    if (end - first > 1 && series->entries[end - 2].active < active) /* the last, as nearly always */
        return end - 1;
    while (first < end) {
        uint32_t middle = first + (end - first) / 2;
        if (series->entries[middle].active < active)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

struct place log_find(const struct log *log, uint32_t kind, int32_t date)
{
    const struct series *series = &log_series(log)[kind];
    struct place place = {series_until(series, date), 0, {0, 0}};
    if (place.index > 0 && series->entries[place.index - 1].date == date) {
        place.index--;
        place.found = 1;
        place.total = series_day(series, place.index);
    }
    return place;
}

int32_t log_reserve(struct log *log, const loyalty_program *program, uint32_t kind)
{
    const loyalty_allocator *allocator = &program->arena.allocator;
    struct series *series = &log_series(log)[kind];
    int32_t status = memory_grow(allocator, (void **)&series->entries, &series->capacity, series->count + 1,
                                 sizeof *series->entries);
    for (uint32_t i = 0; !status && i < program->kinds[kind].activity_count; i++) {
        struct dates *dates = &log_active(log, program)[program->kinds[kind].activities[i]];
        status =
            memory_grow(allocator, (void **)&dates->dates, &dates->capacity, dates->count + 1, sizeof *dates->dates);
    }
    return status;
}

/* Whether Σcount over the kinds of an activity is above 0 on a date. */
static int is_active(const struct log *log, const struct activity *activity, int32_t date)
{
    int64_t high = 0, low = 0; /* halves, so that no sum leaves 64 bits */
    for (uint32_t i = 0; i < activity->kind_count; i++) {
        int64_t count = log_find(log, activity->kinds[i], date).total.count;
        high += count / INT32_MAX;
        low += count % INT32_MAX;
    }
    high += low / INT32_MAX;
    low %= INT32_MAX;
    return high > 0 || (high == 0 && low > 0);
}

static void set_active(struct dates *dates, int32_t date, int active)
{
    uint32_t until = dates_until(dates, date);
    int there = until > 0 && dates->dates[until - 1] == date;
    if (active && !there) {
        assert(dates->count < dates->capacity);
        memmove(dates->dates + until + 1, dates->dates + until, (dates->count - until) * sizeof *dates->dates);
        dates->dates[until] = date;
        dates->count++;
    } else if (!active && there) {
        memmove(dates->dates + until - 1, dates->dates + until, (dates->count - until) * sizeof *dates->dates);
        dates->count--;
    }
}

static void insert_entry(struct series *series, uint32_t at, int32_t date)
{
    assert(series->count < series->capacity);
    if (at < series->count)
        memmove(series->entries + at + 1, series->entries + at, (series->count - at) * sizeof *series->entries);
    series->count++;
    series->entries[at] = at > 0 ? series->entries[at - 1] : (struct entry){0};
    series->entries[at].date = date;
}

void log_set(struct log *log, const loyalty_program *program, uint32_t kind, int32_t date, const struct place *place,
             struct day_total total, uint64_t growth)
{
    struct series *series = &log_series(log)[kind];
    uint32_t at = place->index;
    int empty = total.count == 0 && total.sum == 0;
    if (empty && !place->found)
        return;
    if (!place->found)
        insert_entry(series, at, date);
    uint64_t count = (uint64_t)total.count - (uint64_t)place->total.count;
    uint64_t sum = (uint64_t)total.sum - (uint64_t)place->total.sum;
    uint32_t active = (uint32_t)(total.count > 0) - (uint32_t)(place->total.count > 0);
    for (uint32_t i = at; i < series->count; i++) {
        series->entries[i].active += active;
        series->entries[i].count += count;
        series->entries[i].sum += sum;
    }
    if (empty) {
        series->count--;
        memmove(series->entries + at, series->entries + at + 1, (series->count - at) * sizeof *series->entries);
    }
    log->magnitude = log->magnitude > UINT64_MAX - growth ? UINT64_MAX : log->magnitude + growth;
    for (uint32_t i = 0; i < program->kinds[kind].activity_count; i++) {
        uint32_t index = program->kinds[kind].activities[i];
        set_active(&log_active(log, program)[index], date, is_active(log, &program->activities[index], date));
    }
}

int32_t log_earliest(const struct log *log, const loyalty_program *program)
{
    int32_t earliest = DATE_NEVER;
    for (uint32_t i = 0; i < program->kind_count; i++) {
        const struct series *series = &log_series(log)[i];
        if (series->count && series->entries[0].date < earliest)
            earliest = series->entries[0].date;
    }
    return earliest;
}
