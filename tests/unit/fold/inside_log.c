/* SPDX-License-Identifier: MIT */
/* The log, in whatever order totals are set and removed, against a table that only holds them. */
#include <string.h>

#include "log_model.h"

static struct log_model model;
static struct random dice = {7};

static void begin(void)
{
    static const int32_t firsts[] = {LOYALTY_DATE_MIN, -200, LOYALTY_DATE_MAX - MODEL_DAYS + 1};
    model_begin(&model, firsts[random_int(&dice, 0, LENGTH(firsts) - 1)], random_bits(&dice));
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

static void an_empty_log(void **state)
{
    (void)state;
    model_check(&model);
    for (uint32_t cell = 0; cell < MODEL_CELLS; cell += 777) {
        struct day_total total = log_find(&model.log, model_key(&model, cell));
        struct spot spot = log_seek(&model.log, model_key(&model, cell));
        assert_true(total.count == 0 && total.sum == 0);
        assert_true(spot.page == 0 && spot.at == 0);
        model_set(&model, cell, (struct day_total){0, 0});
    }
    assert_int_equal(model.counting.calls, 0);
}

/* Fills a log with so many words, and empties it. Compares after each step while the log is short. */
static void fill_and_empty(uint32_t count, enum model_order order, enum model_style style)
{
    uint32_t days = count < 10 ? 10 : count > 3000 ? MODEL_DAYS : (uint32_t)random_int(&dice, 16, MODEL_DAYS);
    const uint32_t *cells = model_cells(&dice, count, days, MODEL_KINDS, order);
    begin();
    for (uint32_t i = 0; i < count; i++) {
        model_set(&model, cells[i], model_draw(&dice, cells[i] % MODEL_KINDS, style));
        if (count < 100)
            model_check(&model);
    }
    model_check(&model);
    model_empty(&model, &dice, (enum model_order)random_int(&dice, 0, MODEL_ORDERS - 1));
    model_check(&model);
    model_end(&model);
}

static void logs_of_all_sizes(void **state)
{
    static const uint32_t counts[] = {0, 1, 2, 6, 7, 8, 9, 10, 62, 63, 64, 65, 126, 127, 128, 600, 3000, 10000};
    (void)state;
    for (size_t i = 0; i < LENGTH(counts); i++)
        for (int order = 0; order < MODEL_ORDERS; order++)
            for (int style = MODEL_PLAIN; style <= MODEL_HUGE; style++)
                if (counts[i] < 3000 || style == order + (counts[i] == 3000))
                    fill_and_empty(counts[i], (enum model_order)order, (enum model_style)style);
    begin(); /* for tear_down() */
}

/* Words come and go at random among `days` times `kinds`; over the rounds the log grows and shrinks. */
static void churn(int days, int kinds, enum model_style style)
{
    enum { ROUNDS = 8000 };
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t cell = any_cell(days, kinds);
        bool remove = random_chance(&dice, round / 1000 % 2 ? 90 : 20);
        model_set(&model, cell, remove ? (struct day_total){0, 0} : model_draw(&dice, cell % MODEL_KINDS, style));
        if (round % 100 == 0)
            model_check(&model);
    }
    model_check(&model);
}

static void totals_change_at_random(void **state)
{
    (void)state;
    churn(60, 5, MODEL_PLAIN);
    churn(60, 20, MODEL_MIXED);
    churn(MODEL_DAYS, 1, MODEL_HUGE);
    model_empty(&model, &dice, MODEL_RANDOM);
    model_check(&model);
}

static void few_dates_with_very_many_kinds(void **state)
{
    (void)state;
    churn(1, MODEL_KINDS, MODEL_PLAIN);
    churn(2, MODEL_KINDS, MODEL_MIXED);
    churn(5, MODEL_KINDS, MODEL_COUNTS);
}

/* More kinds than a page has words, on one date among others, in every order. */
static void a_date_larger_than_a_page(void **state)
{
    (void)state;
    for (int order = 0; order < MODEL_ORDERS; order++)
        for (uint32_t day = 0; day < 5; day++) {
            begin();
            model_fill(&model, &dice, 150, 5, 30);
            for (uint32_t i = 0; i < MODEL_KINDS; i++) {
                uint32_t kind = order == MODEL_ASCENDING    ? i
                                : order == MODEL_DESCENDING ? MODEL_KINDS - 1 - i
                                                            : i * 77 % MODEL_KINDS;
                model_set(&model, day * MODEL_KINDS + kind, model_draw(&dice, kind, MODEL_MIXED));
                model_check(&model);
            }
            for (uint32_t cell = 0; cell < 7 * MODEL_KINDS; cell += 23) /* before, within and behind it */
                model_set(&model, cell, model_draw(&dice, cell % MODEL_KINDS, MODEL_PLAIN));
            model_check(&model);
            model_end(&model);
        }
    begin();
}

/* The first two pages may be halves of the only one, and that may have been larger. */
static void check_sizes_of_pages(void)
{
    for (uint32_t page = 2; page <= log_last_page(&model.log); page++) {
        struct view view = log_view(&model.log, page);
        if (view.count > LOG_PAGE)
            assert_true(word_same_date(view.words[0], view.words[view.count - 1]));
    }
}

/* A page that has grown for one date takes no other, whether words are set or appended. */
static void only_one_date_makes_a_page_large(void **state)
{
    enum { DAY = 90 };
    const struct day_total one = {1, 0};
    (void)state;
    for (uint32_t day = 0; day < DAY - 1; day++)
        model_set(&model, day * MODEL_KINDS, one);
    for (uint32_t kind = 0; kind < LOG_PAGE + 2; kind++)
        model_set(&model, DAY * MODEL_KINDS + kind, one);
    check_sizes_of_pages();
    model_append(&model, (DAY + 1) * MODEL_KINDS, 1, 0);
    check_sizes_of_pages();
    model_set(&model, (DAY - 1) * MODEL_KINDS, one);
    check_sizes_of_pages();
    model_check(&model);
}

/* Days in the order of time fill their pages: a long log has few pages more than it must. */
static void a_log_in_order_has_full_pages(void **state)
{
    (void)state;
    for (uint32_t day = 0; day < MODEL_DAYS; day++)
        for (uint32_t kind = 0; kind < 3; kind++)
            model_set(&model, day * MODEL_KINDS + kind, (struct day_total){1, 0});
    assert_in_range(model.log.page_count, 3 * MODEL_DAYS / LOG_PAGE - 1, 3 * MODEL_DAYS / (LOG_PAGE - 3) + 1);
    model_check(&model);
}

/* Where a row of running totals is long, so are pages: rows never take more memory than words. */
static void pages_are_as_long_as_rows(void **state)
{
    struct log log = {.bits = 0};
    const uint32_t totals = (uint32_t)(log_row_size(&model.program) / sizeof(uint64_t));
    (void)state;
    assert_true(totals > LOG_PAGE);
    assert_int_equal(log_page_most(&model.program), totals);
    for (uint32_t day = 0; day < MODEL_DAYS; day++)
        for (uint32_t kind = 0; kind < 30; kind++) {
            log_word key = word_of(model.first + (int32_t)day, kind);
            OK(log_reserve_append(&log, &model.program, key, 1, 0));
            assert_true(log_append(&log, key, 1, 0));
        }
    assert_in_range(log.page_count, 2, 30 * MODEL_DAYS / (totals - 30) + 1);
    log_clear(&log, program_allocator(&model.program));
}

static uint32_t words_before(struct spot spot)
{
    uint32_t count = spot.at;
    assert_true(spot.page <= log_last_page(&model.log) && spot.at <= log_view(&model.log, spot.page).count);
    for (uint32_t page = 0; page < spot.page; page++)
        count += log_view(&model.log, page).count;
    return count;
}

static bool is_there(uint32_t cell)
{
    return model_total(&model, cell)->count != 0 || model_total(&model, cell)->sum != 0;
}

/* A walk from a spot goes on with the first word that is not below the limit. */
static void check_walk_from(struct spot spot, uint32_t cell)
{
    struct walk walk = log_walk(&model.log, spot);
    uint32_t before = words_before(spot);
    log_word word = 0;
    while (cell < MODEL_CELLS && !is_there(cell))
        cell++;
    assert_int_equal(log_next(&walk, &word), cell < MODEL_CELLS);
    if (cell == MODEL_CELLS)
        return;
    assert_true(word_key(word) == model_key(&model, cell));
    assert_int_equal(words_before(walk.spot), before + 1);
}

/* Seeks the beginning of every date, and every word and what is just behind it. */
static void check_seeking(void)
{
    uint32_t before = 0;
    for (uint32_t cell = 0; cell < MODEL_CELLS; cell++) {
        if (cell % MODEL_KINDS == 0) {
            struct spot spot = log_seek(&model.log, word_limit(word_date(model_key(&model, cell))));
            assert_int_equal(words_before(spot), before);
            check_walk_from(spot, cell);
        }
        if (!is_there(cell))
            continue;
        assert_int_equal(words_before(log_seek(&model.log, model_key(&model, cell))), before);
        before++;
        assert_int_equal(words_before(log_seek(&model.log, model_key(&model, cell + 1))), before);
    }
    assert_int_equal(words_before(log_seek(&model.log, word_limit(DATE_BEFORE_ALL))), 0);
    assert_int_equal(words_before(log_seek(&model.log, word_limit(DATE_NEVER))), before);
    check_walk_from(log_seek(&model.log, word_limit(DATE_NEVER)), MODEL_CELLS);
}

/* Seeks as a fold does, from a spot that is not behind the one that is sought. */
static void check_seeking_from(void)
{
    for (int i = 0; i < 2000; i++) {
        uint32_t near = any_cell(MODEL_DAYS, MODEL_KINDS), far = any_cell(MODEL_DAYS, MODEL_KINDS);
        if (random_chance(&dice, 70))
            far = near + (uint32_t)random_int(&dice, 0, 5 * MODEL_KINDS);
        far = far < MODEL_CELLS ? far : MODEL_CELLS - 1;
        struct spot from = log_seek(&model.log, model_key(&model, near < far ? near : far));
        log_word limit = random_chance(&dice, 2) ? WORD_END : model_key(&model, near < far ? far : near);
        struct spot spot = log_seek_from(&model.log, from, limit);
        assert_int_equal(words_before(spot), words_before(log_seek(&model.log, limit)));
        check_walk_from(spot, limit == WORD_END ? MODEL_CELLS : near < far ? far : near);
    }
}

static void seeking_and_walking(void **state)
{
    static const uint32_t counts[] = {0, 1, 7, 8, 63, 64, 200, 1000, 5000};
    (void)state;
    for (size_t i = 0; i < LENGTH(counts); i++)
        for (int round = 0; round < 4; round++) {
            begin();
            model_fill(&model, &dice, counts[i], MODEL_DAYS, round % 2 ? MODEL_KINDS : 13);
            check_seeking();
            check_seeking_from();
            model_end(&model);
        }
    begin();
}

/* What is not there is not found, between words, before them and behind them. */
static void nothing_is_found_where_nothing_is(void **state)
{
    (void)state;
    model_fill(&model, &dice, 2000, MODEL_DAYS - 1, 30);
    for (int i = 0; i < 20000; i++) {
        uint32_t cell = any_cell(MODEL_DAYS, MODEL_KINDS);
        struct day_total found = log_find(&model.log, model_key(&model, cell));
        assert_true(found.count == model_total(&model, cell)->count && found.sum == model_total(&model, cell)->sum);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_empty_log, set_up, tear_down),
        cmocka_unit_test_setup_teardown(logs_of_all_sizes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(totals_change_at_random, set_up, tear_down),
        cmocka_unit_test_setup_teardown(few_dates_with_very_many_kinds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_date_larger_than_a_page, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_one_date_makes_a_page_large, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pages_are_as_long_as_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_log_in_order_has_full_pages, set_up, tear_down),
        cmocka_unit_test_setup_teardown(seeking_and_walking, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_is_found_where_nothing_is, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
