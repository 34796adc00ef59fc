/* SPDX-License-Identifier: MIT */
/* Draws totals, sets them in a log and in a table, and compares the two. */
#include "log_model.h"

#include <stdlib.h>
#include <string.h>

static struct kind kinds[MODEL_KINDS];
static struct metric metrics[MODEL_METRICS];
static uint32_t operands[MODEL_METRICS][MODEL_KINDS];
static struct period_set sets[MODEL_SETS];

static void add_operand(loyalty_program *program, struct metric *metric, uint32_t kind)
{
    const bool unread = kind % 10 == 7;
    if (unread || kind_set_has(&metric->kinds, kind))
        return;
    kind_set_add(&metric->kinds, kind);
    metric->operands[metric->operand_count++] = kind;
    if (program->slots[kind] == PROGRAM_NO_SLOT)
        program->slots[kind] = (uint16_t)program->slot_count++;
}

/* One kind, two, few that share their bit in a page with others, half of all, all. */
static void make_metric(loyalty_program *program, struct random *random, uint32_t index)
{
    static const int percents[MODEL_METRICS] = {0, 1, 4, 20, 50, 100};
    struct metric *metric = &metrics[index];
    *metric = (struct metric){.operands = operands[index], .set = INDEX_NONE};
    add_operand(program, metric,
                index % 2 ? (uint32_t)random_int(random, 0, MODEL_KINDS / 10 - 1) * 10
                          : (uint32_t)random_int(random, 0, 3));
    for (uint32_t kind = 0; kind < MODEL_KINDS; kind++)
        if (random_chance(random, percents[index]))
            add_operand(program, metric, kind);
    if (metric->operand_count > 1)
        metric->set = model_set_of(index, PERIOD_DAY);
    for (int32_t period = PERIOD_DAY; period <= PERIOD_YEAR; period++)
        sets[program->set_count++] = (struct period_set){metric->kinds, (enum period)period};
}

static void make_program(loyalty_program *program, uint64_t seed)
{
    struct random random = {seed};
    for (uint32_t kind = 0; kind < MODEL_KINDS; kind++) {
        kinds[kind].min = kind & 1 ? 0 : INT64_MIN;
        kinds[kind].max = kind & 2 ? 0 : INT64_MAX;
    }
    for (uint32_t kind = 0; kind < LOYALTY_KINDS_MAX; kind++)
        program->slots[kind] = PROGRAM_NO_SLOT;
    program->kinds = kinds;
    program->kind_count = MODEL_KINDS;
    program->metrics = metrics;
    program->metric_count = MODEL_METRICS;
    program->sets = sets;
    for (uint32_t i = 0; i < MODEL_METRICS; i++)
        make_metric(program, &random, i);
    for (uint32_t kind = 0; kind < LOYALTY_KINDS_MAX; kind++)
        if (program->slots[kind] == PROGRAM_NO_SLOT)
            program->slots[kind] = (uint16_t)program->slot_count;
}

/* The week of 0001-01-01 begins on it. */
static int32_t period_of(enum period period, int32_t date)
{
    const struct civil civil = date_to_civil(date);
    const int32_t month = civil.year * 12 + civil.month - 1;
    switch (period) {
    case PERIOD_DAY:
        return date;
    case PERIOD_WEEK:
        return (date - LOYALTY_DATE_MIN) / 7;
    case PERIOD_MONTH:
        return month;
    case PERIOD_QUARTER:
        return month / 3;
    case PERIOD_YEAR:
        return civil.year;
    case PERIOD_NONE:
        fail();
    }
    return 0;
}

void model_go_on(struct progress *progress, enum period period, int32_t date)
{
    const int32_t now = period_of(period, date), before = progress->run ? period_of(period, progress->last) : 0;
    progress->last = date;
    if (progress->run && now == before)
        return;
    progress->run = progress->run && now == before + 1 ? progress->run + 1 : 1;
    progress->count++;
}

void model_begin(struct log_model *model, int32_t first, uint64_t seed)
{
    memset(model, 0, sizeof *model);
    model->counting.fail_at = ALLOCATOR_NEVER;
    model->program.arena.allocator = counting_allocator(&model->counting);
    model->first = first;
    make_program(&model->program, seed);
}

void model_end(struct log_model *model)
{
    static const struct log empty;
    log_clear(&model->log, &model->program.arena.allocator);
    assert_memory_equal(&model->log, &empty, sizeof empty);
    assert_int_equal(model->counting.live, 0);
    assert_int_equal(model->counting.strange, 0);
}

static int64_t draw_sum(struct random *random)
{
    static const int64_t edges[] = {-WORD_SUM_MAX - 1, -1, 0, 0, 0, 1, WORD_SUM_MAX};
    if (random_chance(random, 30))
        return edges[random_int(random, 0, LENGTH(edges) - 1)];
    return random_between(random, -WORD_SUM_MAX - 1, WORD_SUM_MAX) >> random_int(random, 0, 29);
}

/* Returns a sum that events of the kind can have. */
static int64_t allowed(int64_t sum, const struct kind *kind)
{
    return sum < kind->min ? kind->min : sum > kind->max ? kind->max : sum;
}

static void draw_escape(struct random *random, struct day_total *total, enum model_style style)
{
    static const int64_t edges[] = {INT64_MIN, INT64_MIN + 1, INT64_MAX - 1, INT64_MAX};
    int64_t *part = random_chance(random, 50) ? &total->count : &total->sum;
    if (style == MODEL_HUGE && random_chance(random, 40))
        *part = edges[random_int(random, 0, LENGTH(edges) - 1)];
    else if (style >= MODEL_MIXED && random_chance(random, 50))
        total->count = random_int(random, -3, 0);
    else if (random_chance(random, 50))
        total->count = random_int(random, 16, 1000);
    else
        total->sum = random_chance(random, 50) ? (int64_t)WORD_SUM_MAX + 1 : -(int64_t)WORD_SUM_MAX - 2;
}

struct day_total model_draw(struct random *random, uint32_t kind, enum model_style style)
{
    struct day_total total = {random_int(random, 1, WORD_COUNT_MAX), draw_sum(random)};
    if (style == MODEL_PLAIN || random_chance(random, 70)) {
        total.sum = allowed(total.sum, &kinds[kind]);
        return total;
    }
    draw_escape(random, &total, style);
    if (style == MODEL_COUNTS)
        total.sum = allowed(total.sum, &kinds[kind]);
    return total;
}

/* The model's program reads so many kinds that its pages would be long; short ones try more. */
static void model_keep_pages_short(struct log_model *model)
{
    if (!log_is_inline(&model->log))
        model->log.most = LOG_PAGE;
}

void model_set(struct log_model *model, uint32_t cell, struct day_total total)
{
    log_word key = model_key(model, cell);
    OK(log_reserve(&model->log, &model->program, key, &total));
    log_set(&model->log, &model->program, key, &total);
    log_tidy(&model->log, &model->program, key);
    *model_total(model, cell) = total;
    model_keep_pages_short(model);
}

void model_append(struct log_model *model, uint32_t cell, int32_t count, int64_t value)
{
    struct day_total total = *model_total(model, cell);
    log_word key = model_key(model, cell);
    assert_true(value >= kinds[cell % MODEL_KINDS].min && value <= kinds[cell % MODEL_KINDS].max);
    total.count += count;
    total.sum += count * value;
    OK(log_reserve_append(&model->log, &model->program, key, count, value));
    if (log_append(&model->log, key, count, value))
        *model_total(model, cell) = total;
    else
        model_set(model, cell, total);
    model_keep_pages_short(model);
}

static int compare_cells(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void put_in_order(struct random *random, uint32_t *cells, uint32_t count, enum model_order order)
{
    if (count == 0)
        return;
    if (order != MODEL_RANDOM)
        qsort(cells, count, sizeof *cells, compare_cells);
    for (uint32_t i = 0; order == MODEL_DESCENDING && i < count / 2; i++)
        memory_swap(&cells[i], &cells[count - 1 - i], sizeof *cells);
    for (uint32_t i = count - 1; order == MODEL_RANDOM && i > 0; i--)
        memory_swap(&cells[i], &cells[random_bits(random) % (i + 1)], sizeof *cells);
}

static uint32_t chosen[MODEL_CELLS];

uint32_t *model_cells(struct random *random, uint32_t count, uint32_t days, uint32_t kind_count, enum model_order order)
{
    uint32_t all = days * kind_count;
    assert_true(count <= all && days <= MODEL_DAYS && kind_count <= MODEL_KINDS);
    for (uint32_t i = 0; i < all; i++)
        chosen[i] = i / kind_count * MODEL_KINDS + i % kind_count;
    for (uint32_t i = 0; i < count && i < all; i++)
        memory_swap(&chosen[i], &chosen[i + random_bits(random) % (all - i)], sizeof *chosen);
    put_in_order(random, chosen, count, order);
    return chosen;
}

void model_fill(struct log_model *model, struct random *random, uint32_t count, uint32_t days, uint32_t kind_count)
{
    enum model_style style = (enum model_style)random_int(random, MODEL_PLAIN, MODEL_HUGE);
    enum model_order order = (enum model_order)random_int(random, MODEL_ASCENDING, MODEL_RANDOM);
    const uint32_t *cells = model_cells(random, count, days, kind_count, order);
    for (uint32_t i = 0; i < count; i++)
        model_set(model, cells[i], model_draw(random, cells[i] % MODEL_KINDS, style));
}

static bool is_nothing(const struct day_total *total)
{
    return total->count == 0 && total->sum == 0;
}

void model_empty(struct log_model *model, struct random *random, enum model_order order)
{
    uint32_t count = 0;
    for (uint32_t cell = 0; cell < MODEL_CELLS; cell++)
        if (!is_nothing(model_total(model, cell)))
            chosen[count++] = cell;
    put_in_order(random, chosen, count, order);
    for (uint32_t i = 0; i < count; i++)
        model_set(model, chosen[i], (struct day_total){0, 0});
}

static void check_total(const struct log_model *model, const struct log *log, log_word word,
                        const struct day_total *expected)
{
    struct day_total total = log_total(log, word), found = log_find(log, word_key(word));
    assert_true(total.count == expected->count && total.sum == expected->sum);
    assert_true(found.count == expected->count && found.sum == expected->sum);
    assert_int_equal(word_is_escape(word), !word_fits(expected, &model->program.kinds[word_kind(word)]));
}

/* The words of the log are those of the table, in the order of the table. */
static void check_words(struct log_model *model, const struct log *log)
{
    struct walk walk = log_walk(log, (struct spot){0, 0});
    int32_t earliest = DATE_NEVER;
    log_word word = 0;
    for (uint32_t cell = 0; cell < MODEL_CELLS; cell++) {
        const struct day_total *expected = model_total(model, cell);
        if (is_nothing(expected))
            continue;
        assert_true(log_next(&walk, &word));
        assert_true(word_key(word) == model_key(model, cell));
        check_total(model, log, word, expected);
        earliest = earliest == DATE_NEVER ? word_date(word) : earliest;
    }
    assert_false(log_next(&walk, &word));
    assert_int_equal(log_earliest(log), earliest);
}

/* Returns the number of the page's words that are escapes, and adds to `*lows` those that have a count below 1. */
static uint32_t count_escapes(const struct log *log, const struct view *view, uint32_t *lows)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < view->count; i++) {
        count += word_is_escape(view->words[i]);
        *lows += log_total(log, view->words[i]).count < 1;
    }
    return count;
}

/* Returns the bits of the page's kinds. */
static uint32_t check_page(const struct view *view, log_word before)
{
    uint32_t bits = 0;
    for (uint32_t i = 0; i < view->count; i++) {
        assert_true(before == WORD_END || view->words[i] > before);
        assert_false(i == 0 && before != WORD_END && word_same_date(view->words[i], before));
        bits |= kind_bit(word_kind(view->words[i]));
        before = view->words[i];
    }
    assert_int_equal(view->bits, bits);
    return bits;
}

static void check_escapes(const struct escapes *escapes, uint32_t count, uint32_t lows)
{
    uint32_t items = 0;
    if (escapes) {
        items = escapes->used;
        for (uint32_t i = escapes->free; i != INDEX_NONE; i = (uint32_t)escapes->items[i].count, items--)
            assert_true(items > 0 && i < escapes->used);
        assert_int_equal(escapes->lows, lows);
        assert_true(count > 0 || escapes->weight == 0);
    }
    assert_int_equal(items, count);
}

/* Pages have words, and all of a date; what is known of them is true. */
static void check_pages(const struct log *log)
{
    uint32_t last = log_last_page(log), count = 0, lows = 0, bits = 0;
    log_word before = WORD_END;
    for (uint32_t page = 0; page <= last; page++) {
        struct view view = log_view(log, page);
        assert_true(view.count > 0 || last == 0);
        if (page < last)
            assert_true(view.count <= log->pages[page].capacity);
        bits |= check_page(&view, before);
        count += count_escapes(log, &view, &lows);
        before = view.count ? view.words[view.count - 1] : before;
    }
    assert_int_equal(log->bits, bits);
    check_escapes(log_escapes(log), count, lows);
    if (log_is_inline(log)) {
        assert_true(log->used <= LOG_FEW);
        return;
    }
    assert_true(log->used <= log->capacity);
    assert_true(log->page_count <= log->page_capacity);
}

/* What a row of running totals should hold. */
struct running {
    struct kind_total slots[MODEL_KINDS + 1];
    struct progress sets[MODEL_SETS];
};

static bool is_active(const struct log_model *model, const struct kind_set *set, uint32_t day)
{
    struct sum count = {0, 0};
    for (uint32_t kind = 0; kind < MODEL_KINDS; kind++)
        if (kind_set_has(set, kind))
            sum_add(&count, model->totals[day][kind].count);
    return sum_is_positive(&count);
}

/* Adds the first words of a page, with their totals from the table. */
static void run_over(const struct log_model *model, const struct view *view, uint32_t end, struct running *running)
{
    for (uint32_t at = 0; at < end; at++) {
        uint32_t day = (uint32_t)(word_date(view->words[at]) - model->first), kind = word_kind(view->words[at]);
        const struct day_total *total = &model->totals[day][kind];
        struct kind_total *slot = &running->slots[model->program.slots[kind]];
        slot->count += (uint64_t)total->count;
        slot->sum += (uint64_t)total->sum;
        slot->dates += total->count > 0;
        if (at > 0 && word_same_date(view->words[at - 1], view->words[at]))
            continue;
        for (uint32_t set = 0; set < model->program.set_count; set++)
            if (is_active(model, &sets[set].kinds, day))
                model_go_on(&running->sets[set], sets[set].period, word_date(view->words[at]));
    }
}

static void check_row(const struct log_model *model, const struct log *log, uint32_t page,
                      const struct running *running)
{
    const unsigned char *row = log->rows + page * log_row_size(&model->program);
    const size_t slots = (model->program.slot_count + (size_t)1) * sizeof *running->slots;
    assert_memory_equal(row, running->slots, slots);
    assert_memory_equal(row + slots, running->sets, model->program.set_count * sizeof *running->sets);
}

void model_check_rows(struct log_model *model, const struct log *log)
{
    static struct running running;
    if (log_is_inline(log))
        return;
    assert_true(log->checked <= log->page_count);
    struct view next = log_view(log, log->checked);
    uint32_t mark = log->marked;
    assert_true(mark <= next.count);
    assert_false(mark > 0 && mark < next.count && word_same_date(next.words[mark - 1], next.words[mark]));
    assert_false(mark > 0 && mark == next.count && log->checked == log->page_count); /* append may divide the date */
    memset(&running, 0, sizeof running);
    for (uint32_t page = 0; page < log->checked; page++) {
        struct view view = log_view(log, page);
        run_over(model, &view, view.count, &running);
        check_row(model, log, page, &running);
    }
    run_over(model, &next, mark, &running);
    if (mark > 0)
        check_row(model, log, log->checked, &running);
}

void model_check_log(struct log_model *model, const struct log *log)
{
    check_words(model, log);
    check_pages(log);
    model_check_rows(model, log);
}

void model_check(struct log_model *model)
{
    model_check_log(model, &model->log);
}
