/* SPDX-License-Identifier: MIT */
/* The last date such that a total from there on is large enough, against the same found day by day. */
#include "window_model.h"

enum { EXTENTS = 40 };

static struct window_model window;
static struct log_model *const model = &window.model;
static struct random dice = {23};
static uint32_t found, not_found;

static int set_up(void **state)
{
    (void)state;
    model_begin(model, random_chance(&dice, 50) ? LOYALTY_DATE_MIN : -150, random_bits(&dice));
    found = not_found = 0;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    model_end(model);
    return 0;
}

/* What a day adds to a count, or to active days. */
static int128 total_of(uint32_t metric, enum metric_type type, int day)
{
    const struct day_row *row = &window.rows[metric][day];
    return type == METRIC_COUNT ? row->count : row->count > 0;
}

/* Returns the last date from which the totals up to the end of the stretch come to `least`. */
static int32_t reached(uint32_t metric, enum metric_type type, const struct stretch *stretch, uint64_t least)
{
    int128 sum = 0;
    for (int day = stretch->end; day-- > stretch->from;) {
        sum += total_of(metric, type, day);
        if (sum >= (int128)least)
            return model->first + day;
    }
    return DATE_NEVER;
}

static void check_reach(uint32_t index, enum metric_type type, const struct stretch *stretch, uint64_t least)
{
    struct metric metric = model->program.metrics[index];
    struct reach reach = {&metric, least, window_model_limit(&window, &dice, stretch->from)};
    int32_t expected = reached(index, type, stretch, least);
    metric.type = type;
    assert_int_equal(window_reach(&model->log, &model->program, &reach, stretch->extent.end), expected);
    assert_int_equal(window_reach_anywhere(&model->log, &model->program, &reach, stretch->extent.end), expected);
    *(expected == DATE_NEVER ? &not_found : &found) += 1;
}

static void check_reaches(uint32_t metric, enum metric_type type, const struct stretch *stretch)
{
    int128 all = 0;
    for (int day = stretch->from; day < stretch->end; day++)
        all += total_of(metric, type, day);
    const uint64_t total = all > INT64_MAX ? INT64_MAX : (uint64_t)all;
    const uint64_t leasts[] = {1,         1 + random_bits(&dice) % 3, 1 + random_bits(&dice) % (total + 1),
                               total + 1, total ? total : 1,          INT32_MAX,
                               UINT64_MAX};
    for (size_t i = 0; i < LENGTH(leasts); i++)
        check_reach(metric, type, stretch, leasts[i]);
}

/* Whether window_reach() may be asked for counts: if all of them are above 0. */
static bool may_reach_counts(uint32_t metric)
{
    for (int day = 0; day < MODEL_DAYS; day++)
        if (!window.rows[metric][day].all_counts)
            return false;
    return true;
}

static void check_all(void)
{
    for (uint32_t metric = 0; metric < MODEL_METRICS; metric++) {
        bool counts = may_reach_counts(metric);
        for (int i = 0; i < EXTENTS; i++) {
            struct stretch stretch = window_model_any_stretch(&window, &dice);
            check_reaches(metric, METRIC_ACTIVE, &stretch);
            if (counts)
                check_reaches(metric, METRIC_COUNT, &stretch);
        }
    }
}

/* With none of the checkpoints right, with all, with some, and with one that is right in the midst of a page. */
static void check_log(uint32_t count, uint32_t days, uint32_t kinds, enum model_style style)
{
    window_model_fill(&window, &dice, count, days, kinds, style);
    check_all();
    for (int round = 0; round < 5; round++) {
        checkpoint_update(&model->log, &model->program);
        check_all();
        window_model_change(&window, &dice, days, kinds, style);
        check_all();
        checkpoint_update_few(&model->log, &model->program);
        window_model_change(&window, &dice, days, kinds, style);
    }
    model_empty(model, &dice, MODEL_RANDOM);
    window_model_sum_up(&window);
    check_all();
}

static void check_logs(enum model_style style)
{
    check_log(0, 1, 1, style);
    check_log(5, MODEL_DAYS / 2, 4, style);
    check_log(40, 10, 8, style);
    check_log(300, MODEL_DAYS, 1, style);
    check_log(450, 3, MODEL_KINDS, style);
    check_log(1500, MODEL_DAYS - 60, 8, style);
    check_log(4000, MODEL_DAYS, MODEL_KINDS, style);
    assert_true(found > 3000 && not_found > 3000);
}

static void reaching_without_escapes(void **state)
{
    (void)state;
    check_logs(MODEL_PLAIN);
}

static void reaching_with_large_counts(void **state)
{
    (void)state;
    check_logs(MODEL_COUNTS);
}

static void reaching_with_counts_below_1(void **state)
{
    (void)state;
    check_logs(MODEL_MIXED);
}

static void reaching_with_sums_beyond_64_bits(void **state)
{
    (void)state;
    check_logs(MODEL_HUGE);
}

/* Sets the counts of the first kinds on a hundred days: nearly all are 1, some as large as can be. */
static void set_huge_counts(uint32_t kinds)
{
    static const int64_t counts[] = {INT64_MAX, INT64_MAX, 2};
    for (uint32_t day = 0; day < 100; day++)
        for (uint32_t kind = 0; kind < kinds; kind++)
            model_set(model, day * MODEL_KINDS + kind,
                      (struct day_total){day < LENGTH(counts) && kind == 0 ? counts[day] : 1, 0});
    assert_true(log_last_page(&model->log) > 0);
    window_model_sum_up(&window);
}

/* Counts of a page whose total is 2^64 and a little more, and so is that little in 64 bits; of one kind and of several. */
static void counts_beyond_64_bits_are_reached(void **state)
{
    (void)state;
    for (uint32_t kinds = 1; kinds < 6; kinds += 2) {
        set_huge_counts(kinds);
        struct stretch stretch = window_model_stretch(&window, &dice, 0, MODEL_DAYS);
        for (int updated = 0; updated < 2; updated++) {
            for (uint64_t least = 1; least < 700; least++)
                for (uint32_t metric = 0; metric < MODEL_METRICS; metric += MODEL_METRICS - 1)
                    check_reach(metric, METRIC_COUNT, &stretch, least);
            check_reach(MODEL_METRICS - 1, METRIC_COUNT, &stretch, UINT64_MAX);
            checkpoint_update(&model->log, &model->program);
        }
        model_empty(model, &dice, MODEL_RANDOM);
    }
}

/* Days of several kinds that only together are above 0 or not, in whole pages. */
static void active_days_of_kinds_that_cancel_out(void **state)
{
    (void)state;
    for (uint32_t day = 0; day < MODEL_DAYS; day++) {
        model_set(model, day * MODEL_KINDS, (struct day_total){random_int(&dice, 1, 3), 0});
        model_set(model, day * MODEL_KINDS + 1, (struct day_total){random_int(&dice, -3, -1), 0});
    }
    window_model_sum_up(&window);
    for (int updated = 0; updated < 2; updated++) {
        for (int i = 0; i < EXTENTS; i++) {
            struct stretch stretch = window_model_any_stretch(&window, &dice);
            for (uint32_t metric = 0; metric < MODEL_METRICS; metric++)
                check_reaches(metric, METRIC_ACTIVE, &stretch);
        }
        checkpoint_update(&model->log, &model->program);
    }
}

/* The limits of the calendar: a log of the first and the last day. */
static void reaching_at_the_ends_of_the_calendar(void **state)
{
    static const int32_t dates[] = {LOYALTY_DATE_MIN, LOYALTY_DATE_MAX};
    static const enum metric_type types[] = {METRIC_COUNT, METRIC_ACTIVE};
    const struct day_total total = {1, 0};
    (void)state;
    for (size_t i = 0; i < LENGTH(dates); i++) {
        OK(log_reserve(&model->log, &model->program, word_of(dates[i], 0), &total));
        log_set(&model->log, &model->program, word_of(dates[i], 0), &total);
    }
    struct spot end = log_seek(&model->log, word_limit(DATE_NEVER));
    for (size_t i = 0; i < LENGTH(types); i++) {
        struct metric metric = model->program.metrics[MODEL_METRICS - 1];
        struct reach reach = {&metric, 2, 0};
        metric.type = types[i];
        assert_int_equal(window_reach(&model->log, &model->program, &reach, end), LOYALTY_DATE_MIN);
        reach.limit = word_limit(LOYALTY_DATE_MIN + 1);
        assert_int_equal(window_reach(&model->log, &model->program, &reach, end), DATE_NEVER);
        reach.least = 1;
        assert_int_equal(window_reach(&model->log, &model->program, &reach, end), LOYALTY_DATE_MAX);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reaching_without_escapes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reaching_with_large_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reaching_with_counts_below_1, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reaching_with_sums_beyond_64_bits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(counts_beyond_64_bits_are_reached, set_up, tear_down),
        cmocka_unit_test_setup_teardown(active_days_of_kinds_that_cancel_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reaching_at_the_ends_of_the_calendar, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("reaching a total", tests, NULL, NULL);
}
