/* SPDX-License-Identifier: MIT */
/* Running totals stay what the log says of them, whatever is done to the log between two updates. */
#include "fold/checkpoint.h"

#include "log_model.h"

static struct log_model model;
static struct random dice = {29};
static uint32_t complete, partly_right, marked, marked_before; /* how many checks found the log so */

static int set_up(void **state)
{
    (void)state;
    model_begin(&model, random_chance(&dice, 50) ? LOYALTY_DATE_MIN : -150, random_bits(&dice));
    complete = partly_right = marked = marked_before = 0;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    model_end(&model);
    return 0;
}

static void check_rows(void)
{
    const struct log *log = &model.log;
    model_check_rows(&model, log);
    if (log_last_page(log) == 0)
        return;
    complete += log->checked == log->page_count;
    partly_right += log->checked < log->page_count;
    marked += log->marked > 0;
    marked_before += log->marked > 0 && log->checked < log->page_count; /* in a page that was the last one */
}

/* Sets totals as a late event does: an empty page is freed after an update only. */
static void set_late(uint32_t cell, struct day_total total)
{
    log_word key = model_key(&model, cell);
    OK(log_reserve(&model.log, &model.program, key, &total));
    log_set(&model.log, &model.program, key, &total);
    *model_total(&model, cell) = total;
    checkpoint_update_few(&model.log, &model.program);
    check_rows();
    log_tidy(&model.log, &model.program, key);
}

/* Sets totals, and takes them back, as an event does that a listener or a host metric refuses. */
static void set_and_take_back(uint32_t cell, struct day_total total)
{
    struct day_total before = *model_total(&model, cell);
    log_word key = model_key(&model, cell);
    OK(log_reserve(&model.log, &model.program, key, &total));
    log_set(&model.log, &model.program, key, &total);
    *model_total(&model, cell) = total;
    checkpoint_update_few(&model.log, &model.program);
    check_rows();
    log_set(&model.log, &model.program, key, &before);
    *model_total(&model, cell) = before;
    log_tidy(&model.log, &model.program, key);
}

/* Returns the cell of the last word, the first cell if there is none. */
static uint32_t last_cell(void)
{
    struct view view = log_view(&model.log, log_last_page(&model.log));
    if (view.count == 0)
        return 0;
    log_word word = view.words[view.count - 1];
    return (uint32_t)(word_date(word) - model.first) * MODEL_KINDS + word_kind(word);
}

/* Appends some events; they are on the last date or on later ones. */
static void append_some(uint32_t end)
{
    for (int i = random_int(&dice, 1, 8); i > 0; i--) {
        uint32_t cell = last_cell() + 4 * (uint32_t)random_int(&dice, 0, 20);
        if (cell >= end)
            return;
        cell = random_chance(&dice, 20) ? last_cell() : cell;
        if (model_total(&model, cell)->count < INT32_MAX)
            model_append(&model, cell, random_int(&dice, 1, 3), 0);
        if (random_chance(&dice, 50))
            check_rows();
    }
}

/* Removes the last words, which may be all of the last page. */
static void remove_some(void)
{
    for (int i = random_int(&dice, 1, 40); i > 0 && log_view(&model.log, 0).count > 0; i--) {
        set_late(last_cell(), (struct day_total){0, 0});
        check_rows();
    }
}

static void change(uint32_t days, uint32_t kinds, enum model_style style, bool shrink)
{
    uint32_t cell =
        (uint32_t)random_int(&dice, 0, (int)days - 1) * MODEL_KINDS + (uint32_t)random_int(&dice, 0, (int)kinds - 1);
    struct day_total nothing = {0, 0}, drawn = model_draw(&dice, cell % MODEL_KINDS, style);
    struct day_total total = random_chance(&dice, shrink ? 90 : 20) ? nothing : drawn;
    if (random_chance(&dice, 10))
        append_some(days * MODEL_KINDS);
    else if (random_chance(&dice, shrink ? 5 : 1))
        remove_some();
    else if (random_chance(&dice, 30))
        set_and_take_back(random_chance(&dice, 20) ? last_cell() : cell, total);
    else if (random_chance(&dice, 50))
        set_late(random_chance(&dice, 20) ? last_cell() : cell, total);
    else
        model_set(&model, cell, total);
}

/* Changes at random, over which the log grows and shrinks; and an update now and then. */
static void churn(uint32_t days, uint32_t kinds, enum model_style style)
{
    enum { ROUNDS = 2000 };
    for (int round = 0; round < ROUNDS; round++) {
        change(days, kinds, style, round / 500 % 2);
        check_rows();
        if (random_chance(&dice, 20))
            checkpoint_update_few(&model.log, &model.program);
        if (random_chance(&dice, 10)) {
            checkpoint_update(&model.log, &model.program);
            assert_true(log_is_inline(&model.log) || log_last_page(&model.log) == 0 ||
                        model.log.checked == model.log.page_count);
        }
        check_rows();
        if (round % 100 == 0)
            model_check(&model);
    }
    model_check(&model);
}

static void rows_after_changes_of_many_days(void **state)
{
    (void)state;
    churn(MODEL_DAYS, 3, MODEL_MIXED);
    assert_true(complete > 500 && partly_right > 500 && marked > 500);
}

static void rows_after_changes_of_days_with_several_kinds(void **state)
{
    (void)state;
    churn(60, 10, MODEL_HUGE);
    assert_true(complete > 500 && partly_right > 500 && marked > 500);
}

static void rows_after_changes_of_days_with_very_many_kinds(void **state)
{
    (void)state;
    churn(6, MODEL_KINDS, MODEL_COUNTS);
    assert_true(complete > 500 && partly_right > 100);
}

/* Pages split and empty while all checkpoints are right, and the next change finds them so. */
static void checkpoints_follow_pages_that_come_and_go(void **state)
{
    (void)state;
    for (int round = 0; round < 2000; round++) {
        bool remove = round / 1000 % 2;
        uint32_t pages = log_last_page(&model.log);
        uint32_t cell = (uint32_t)(random_int(&dice, 0, 59) * MODEL_KINDS + random_int(&dice, 0, 9));
        model_set(&model, cell, remove ? (struct day_total){0, 0} : model_draw(&dice, cell % MODEL_KINDS, MODEL_MIXED));
        if (round % 20 == 0 || pages != log_last_page(&model.log))
            check_rows();
        checkpoint_update(&model.log, &model.program);
    }
    check_rows();
}

/* The last page goes with its only word; what comes then is of the page that is last now. */
static void a_last_page_that_goes(void **state)
{
    (void)state;
    for (uint32_t day = 0; log_last_page(&model.log) < 3; day++)
        model_append(&model, day * MODEL_KINDS, 1, 0);
    checkpoint_update(&model.log, &model.program);
    for (uint32_t pages = 2; pages > 0; pages--) {
        while (log_last_page(&model.log) > pages)
            set_late(last_cell(), (struct day_total){0, 0});
        check_rows();
        model_append(&model, last_cell() + MODEL_KINDS, 1, 0);
        checkpoint_update(&model.log, &model.program);
        check_rows();
    }
    model_check(&model);
}

/* What a till does: words are appended, and the checkpoints of full pages stay right. */
static void appending_keeps_checkpoints(void **state)
{
    (void)state;
    for (uint32_t day = 0; day < MODEL_DAYS; day++) {
        uint32_t checked = log_is_inline(&model.log) ? 0 : model.log.checked;
        bool one = log_last_page(&model.log) == 0;
        model_append(&model, day * MODEL_KINDS, 1, 5);
        check_rows();
        assert_true(log_is_inline(&model.log) || one || model.log.checked >= checked);
        checkpoint_update_few(&model.log, &model.program);
        assert_true(log_last_page(&model.log) == 0 || model.log.checked == model.log.page_count);
        check_rows();
    }
    model_check(&model);
}

/* Words are appended for a while, and a page is marked in its midst when the next one begins. */
static void a_mark_in_a_page_that_was_the_last(void **state)
{
    (void)state;
    for (uint32_t cell = 0; cell < MODEL_CELLS; cell += (uint32_t)random_int(&dice, 1, MODEL_KINDS)) {
        model_append(&model, cell, 1, 0);
        if (random_chance(&dice, 10))
            set_and_take_back(cell - (uint32_t)random_int(&dice, 0, cell < 2 ? 0 : 2), (struct day_total){20, 1});
        check_rows();
        if (random_chance(&dice, 5))
            checkpoint_update(&model.log, &model.program);
    }
    model_check(&model);
    assert_true(marked_before > 50);
}

/* A checkpoint near a spot is the row of a page or the beginning, and lies within reach of a page if all are right. */
static void the_nearest_checkpoint(void **state)
{
    (void)state;
    model_fill(&model, &dice, 1000, MODEL_DAYS - 20, 8);
    for (int updated = 0; updated < 2; updated++) {
        for (int32_t day = 0; day <= MODEL_DAYS; day++) {
            struct spot spot = log_seek(&model.log, word_limit(model.first + day));
            struct checkpoint near = checkpoint_near(&model.log, &model.program, spot);
            uint32_t end = near.spot.at ? near.spot.page + 1 : near.spot.page;
            const unsigned char *row = end ? model.log.rows + (end - 1) * log_row_size(&model.program) : NULL;
            assert_ptr_equal(near.row, row);
            assert_true(near.spot.page <= model.log.checked && (updated || (!near.row && near.spot.page == 0)));
            assert_true(!updated || near.spot.page == spot.page);
            assert_true(near.spot.at == 0 || near.spot.at == log_view(&model.log, near.spot.page).count ||
                        near.spot.at == model.log.marked);
        }
        checkpoint_update(&model.log, &model.program);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rows_after_changes_of_many_days, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows_after_changes_of_days_with_several_kinds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows_after_changes_of_days_with_very_many_kinds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(checkpoints_follow_pages_that_come_and_go, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_last_page_that_goes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(appending_keeps_checkpoints, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_mark_in_a_page_that_was_the_last, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_nearest_checkpoint, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("running totals of a log", tests, NULL, NULL);
}
