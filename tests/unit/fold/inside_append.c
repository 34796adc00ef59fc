/* SPDX-License-Identifier: MIT */
/* Appending to a log, against a table that only holds totals: what may be appended is, and nothing else. */
#include <string.h>

#include "log_model.h"

static struct log_model model;
static struct random dice = {11};

static void begin(void)
{
    model_begin(&model, random_chance(&dice, 50) ? LOYALTY_DATE_MIN : -200, random_bits(&dice));
}

static int set_up(void **state)
{
    (void)state;
    begin();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    model_end(&model);
    return 0;
}

static uint32_t any_cell(int days, int kinds)
{
    return (uint32_t)(random_int(&dice, 0, days - 1) * MODEL_KINDS + random_int(&dice, 0, kinds - 1));
}

static bool is_there(uint32_t cell)
{
    return model_total(&model, cell)->count != 0 || model_total(&model, cell)->sum != 0;
}

/* Returns the last cell with a word, MODEL_CELLS if there is none. */
static uint32_t last_cell(void)
{
    for (uint32_t cell = MODEL_CELLS; cell-- > 0;)
        if (is_there(cell))
            return cell;
    return MODEL_CELLS;
}

/* Returns the totals after an event, if log_append() may add it: see log.h. */
static bool may_append(uint32_t cell, uint32_t last, int32_t count, int64_t value, struct day_total *total)
{
    static const struct kind any = {.min = INT64_MIN, .max = INT64_MAX};
    int64_t sum;
    *total = *model_total(&model, cell);
    if (count < 1 || !exact_mul(count, value, &sum) || !exact_add(total->sum, sum, &total->sum))
        return false;
    if (last != MODEL_CELLS && (cell < last || (cell == last && !word_fits(model_total(&model, cell), &any))))
        return false;
    if (count > WORD_COUNT_MAX || !word_sum_fits(sum))
        return false;
    total->count += count;
    return word_fits(total, &any);
}

/* Appends one event and returns whether that was done. If not, nothing has changed. */
static bool append(uint32_t cell, uint32_t last, int32_t count, int64_t value)
{
    struct log before = model.log;
    log_word words[5 * MODEL_KINDS];
    size_t bytes = model.log.used * sizeof *words;
    bool room = model.log.used < log_room(&model.log);
    struct day_total total;
    bool expected = may_append(cell, last, count, value, &total) && (cell == last || room);
    assert_true(model.log.used <= LENGTH(words));
    memcpy(words, log_last_words(&model.log), bytes);
    assert_int_equal(log_append(&model.log, model_key(&model, cell), count, value), expected);
    if (expected) {
        *model_total(&model, cell) = total;
    } else {
        assert_memory_equal(&model.log, &before, sizeof before);
        assert_memory_equal(log_last_words(&model.log), words, bytes);
    }
    return expected;
}

static int32_t any_count(void)
{
    static const int32_t edges[] = {0, -1, 14, 15, 16, INT32_MAX, INT32_MIN};
    return random_chance(&dice, 20) ? edges[random_int(&dice, 0, LENGTH(edges) - 1)] : random_int(&dice, 1, 4);
}

static int64_t any_value(void)
{
    static const int64_t edges[] = {INT64_MIN, INT64_MAX, WORD_SUM_MAX, -WORD_SUM_MAX - 1, -WORD_SUM_MAX - 2, -1};
    if (random_chance(&dice, 20))
        return edges[random_int(&dice, 0, LENGTH(edges) - 1)];
    return random_chance(&dice, 20) ? WORD_SUM_MAX - random_int(&dice, 0, 3) : random_int(&dice, -100, 100);
}

/* Draws the cell of an event, of a kind that takes any value: on the last word, behind it, or anywhere. */
static uint32_t next_cell(uint32_t last)
{
    uint32_t cell = any_cell(MODEL_DAYS, MODEL_KINDS) / 4 * 4;
    if (last == MODEL_CELLS || random_chance(&dice, 4))
        return cell;
    if (random_chance(&dice, 30))
        return last;
    cell = last + 4 * (uint32_t)random_int(&dice, random_chance(&dice, 5) ? -2 : 0, random_chance(&dice, 50) ? 60 : 2);
    return cell < MODEL_CELLS ? cell : MODEL_CELLS - 4;
}

static void appending(void **state)
{
    int appended = 0, refused = 0;
    (void)state;
    for (int log = 0; log < 12; log++) {
        begin();
        for (int i = 0; i < 1500; i++) {
            uint32_t last = last_cell(), cell = next_cell(last);
            if (append(cell, last, any_count(), any_value())) {
                appended++;
            } else if (refused++ % 3 == 0) { /* goes on */
                model_set(&model, cell, model_draw(&dice, 0, log % 2 ? MODEL_MIXED : MODEL_PLAIN));
            }
            if (i % 50 == 0)
                model_check(&model);
        }
        model_check(&model);
        model_end(&model);
    }
    assert_true(appended > 2000 && refused > 2000);
    begin();
}

/* Returns whether the last page has so many words of the cell's date that it takes no more by log_append(). */
static bool is_full_of_one_date(uint32_t cell)
{
    uint32_t last = log_last_page(&model.log);
    struct view view = log_view(&model.log, last);
    return view.count >= (last ? LOG_PAGE : LOG_ONE_PAGE) && word_same_date(view.words[0], model_key(&model, cell));
}

static bool has_empty_page(void)
{
    for (uint32_t page = 0; page < log_last_page(&model.log); page++)
        if (log_view(&model.log, page).count == 0)
            return true;
    return log_view(&model.log, log_last_page(&model.log)).count == 0;
}

/* Reserves, and appends one event if it may be. Reserving does something only if there is nothing but no room. */
static bool reserve_and_append(uint32_t cell, uint32_t last, int32_t count, int64_t value)
{
    struct log before = model.log;
    uint32_t calls = model.counting.calls;
    struct day_total total;
    bool may = may_append(cell, last, count, value, &total);
    bool room = model.log.used < log_room(&model.log), behind = last == MODEL_CELLS || cell > last;
    OK(log_reserve_append(&model.log, &model.program, model_key(&model, cell), count, value));
    if (room || !may || !behind) {
        assert_memory_equal(&model.log, &before, sizeof before);
        assert_int_equal(model.counting.calls, calls);
    } else if (!is_full_of_one_date(cell)) {
        assert_true(model.log.used < log_room(&model.log));
    }
    bool appended = append(cell, last, count, value);
    assert_true(appended || !may || is_full_of_one_date(cell));
    assert_false(appended && has_empty_page());
    return appended;
}

static void reserving_and_appending(void **state)
{
    int appended = 0, pages = 0;
    (void)state;
    for (int log = 0; log < 12; log++) {
        begin();
        for (int i = 0; i < 1500; i++) {
            uint32_t last = last_cell(), cell = next_cell(last);
            if (reserve_and_append(cell, last, any_count(), any_value()))
                appended++;
            else if (i % 3 == 0) /* goes on */
                model_set(&model, cell, model_draw(&dice, 0, log % 2 ? MODEL_MIXED : MODEL_PLAIN));
            if (i % 50 == 0)
                model_check(&model);
        }
        pages += (int)log_last_page(&model.log);
        model_check(&model);
        model_end(&model);
    }
    assert_true(appended > 5000 && pages > 50);
    begin();
}

/* Days of the same number of words, in order: whatever that is, each event finds room, and only full pages are left. */
static void days_in_order_are_appended(void **state)
{
    (void)state;
    for (uint32_t kinds = 1; kinds <= MODEL_KINDS; kinds += kinds < 80 ? 1 : 40) {
        uint32_t last = MODEL_CELLS;
        begin();
        for (uint32_t i = 0; i < 10 * LOG_PAGE; i++) {
            uint32_t cell = i / kinds * MODEL_KINDS + i % kinds;
            if (!reserve_and_append(cell, last, 1, 0))
                model_set(&model, cell, (struct day_total){1, 0});
            last = cell;
            assert_false(has_empty_page());
        }
        model_check(&model);
        model_end(&model);
    }
    begin();
}

/* A page of one date that is larger than others, behind other pages or the only one, and an event of a later date. */
static void a_day_after_a_large_one(void **state)
{
    (void)state;
    for (uint32_t before = 0; before < 100; before += 9)
        for (uint32_t kinds = 20; kinds < 100; kinds++) {
            begin();
            for (uint32_t day = 0; day < before; day++)
                model_append(&model, day * MODEL_KINDS, 1, 0);
            for (uint32_t kind = 0; kind < kinds; kind++)
                model_append(&model, before * MODEL_KINDS + kind, 1, 0);
            assert_true(reserve_and_append((before + 1) * MODEL_KINDS, before * MODEL_KINDS + kinds - 1, 1, 0));
            model_check(&model);
            model_end(&model);
        }
    begin();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(appending, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reserving_and_appending, set_up, tear_down),
        cmocka_unit_test_setup_teardown(days_in_order_are_appended, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_day_after_a_large_one, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("appending to a log", tests, NULL, NULL);
}
