/* SPDX-License-Identifier: MIT */
/* Adds up a table of totals, and draws stretches of its days. */
#include "window_model.h"

static void sum_up_day(struct window_model *window, uint32_t metric, int day)
{
    struct day_row *row = &window->rows[metric][day];
    *row = (struct day_row){.all_counts = true};
    for (uint32_t kind = 0; kind < MODEL_KINDS; kind++) {
        const struct day_total *total = &window->model.totals[day][kind];
        if (!kind_set_has(&window->model.program.metrics[metric].kinds, kind) || (total->count == 0 && total->sum == 0))
            continue;
        row->count += total->count;
        row->sum += total->sum;
        row->there = true;
        row->all_counts = row->all_counts && total->count > 0;
    }
}

static void sum_up_slots(struct window_model *window, int day)
{
    struct kind_total *slots = window->before[day + 1];
    for (int slot = 0; slot <= MODEL_KINDS; slot++)
        slots[slot] = window->before[day][slot];
    for (uint32_t kind = 0; kind < MODEL_KINDS; kind++) {
        const struct day_total *total = &window->model.totals[day][kind];
        struct kind_total *slot = &slots[window->model.program.slots[kind]];
        slot->count += (uint64_t)total->count;
        slot->sum += (uint64_t)total->sum;
        slot->dates += total->count > 0;
    }
}

void window_model_sum_up(struct window_model *window)
{
    for (int day = 0; day < MODEL_DAYS; day++) {
        sum_up_slots(window, day);
        for (uint32_t metric = 0; metric < MODEL_METRICS; metric++)
            sum_up_day(window, metric, day);
    }
}

log_word window_model_limit(const struct window_model *window, struct random *random, int day)
{
    if (day == 0)
        return random_chance(random, 50) ? 0 : word_limit(DATE_BEFORE_ALL);
    return word_limit(day == MODEL_DAYS && random_chance(random, 50) ? DATE_NEVER : window->model.first + day);
}

/* The same place, after the last word of a page or before the first one of the next. */
static struct spot other_form(const struct log *log, struct spot spot)
{
    if (spot.page < log_last_page(log) && spot.at == log_view(log, spot.page).count)
        return (struct spot){spot.page + 1, 0};
    return spot;
}

struct stretch window_model_stretch(const struct window_model *window, struct random *random, int from, int end)
{
    const struct log *log = &window->model.log;
    struct stretch stretch = {.from = from, .end = end};
    stretch.extent.from = log_seek(log, window_model_limit(window, random, from));
    stretch.extent.end = log_seek(log, window_model_limit(window, random, end));
    if (random_chance(random, 50))
        stretch.extent.end = other_form(log, stretch.extent.end);
    if (random_chance(random, 50) && stretch.extent.from.page < stretch.extent.end.page)
        stretch.extent.from = other_form(log, stretch.extent.from);
    return stretch;
}

struct stretch window_model_any_stretch(const struct window_model *window, struct random *random)
{
    int a = random_int(random, 0, MODEL_DAYS), b = random_int(random, 0, MODEL_DAYS);
    if (random_chance(random, 15))
        a = 0;
    if (random_chance(random, 15))
        b = MODEL_DAYS;
    if (random_chance(random, 20))
        b = a + random_int(random, 0, MODEL_DAYS - a < 8 ? MODEL_DAYS - a : 8);
    return window_model_stretch(window, random, a < b ? a : b, a < b ? b : a);
}

void window_model_fill(struct window_model *window, struct random *random, uint32_t count, uint32_t days,
                       uint32_t kinds, enum model_style style)
{
    const uint32_t *cells = model_cells(random, count, days, kinds, MODEL_RANDOM);
    for (uint32_t i = 0; i < count; i++)
        model_set(&window->model, cells[i], model_draw(random, cells[i] % MODEL_KINDS, style));
    window_model_sum_up(window);
}

/* Adds events behind all words, as far as there are days. */
static void add_at_the_end(struct window_model *window, struct random *random)
{
    const struct log *log = &window->model.log;
    struct view last = log_view(log, log_last_page(log));
    log_word word = last.count ? last.words[last.count - 1] : word_of(window->model.first, 0);
    uint32_t cell = (uint32_t)(word_date(word) - window->model.first) * MODEL_KINDS + word_kind(word);
    for (int i = random_int(random, 0, 50); i > 0; i--) {
        cell += (uint32_t)random_int(random, 1, 30);
        if (cell >= MODEL_CELLS)
            return;
        model_append(&window->model, cell, 1, 0);
    }
}

void window_model_change(struct window_model *window, struct random *random, uint32_t days, uint32_t kinds,
                         enum model_style style)
{
    for (int i = random_int(random, 0, 5); i > 0; i--) {
        uint32_t cell = (uint32_t)random_int(random, 0, (int)days - 1) * MODEL_KINDS +
                        (uint32_t)random_int(random, 0, (int)kinds - 1);
        struct day_total nothing = {0, 0}, drawn = model_draw(random, cell % MODEL_KINDS, style);
        model_set(&window->model, cell, random_chance(random, 30) ? nothing : drawn);
    }
    if (random_chance(random, 50))
        add_at_the_end(window, random);
    window_model_sum_up(window);
}
