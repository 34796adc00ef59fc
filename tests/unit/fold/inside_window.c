/* SPDX-License-Identifier: MIT */
/*
 * What lies between two spots of a log, against the same added up day by day: with checkpoints that are right, with some
 * that are not yet, with escapes and without.
 */
#include <string.h>

#include "window_model.h"

enum { EXTENTS = 20, MOVES = 12 };

static struct window_model window;
static struct log_model *const model = &window.model;
static struct random dice = {17};
static uint32_t moved, not_moved;

static int set_up(void **state)
{
    (void)state;
    model_begin(model, random_chance(&dice, 50) ? LOYALTY_DATE_MIN : -150, random_bits(&dice));
    moved = not_moved = 0;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    model_end(model);
    return 0;
}

static const struct metric *metric_of(uint32_t index)
{
    return &model->program.metrics[index];
}

static int32_t date_of(int day)
{
    return model->first + day;
}

static struct kind_total total_of(const struct window_totals *totals, uint32_t slot)
{
    struct kind_total total = {0, 0, 0};
    window_add(totals, slot, &total);
    return total;
}

/* The totals of every slot, and of the one for kinds that no metric reads. */
static void check_slots(const struct window_totals *totals, const struct stretch *stretch)
{
    const struct kind_total *from = window.before[stretch->from], *end = window.before[stretch->end];
    for (uint32_t slot = 0; slot <= model->program.slot_count; slot++) {
        struct kind_total total = total_of(totals, slot);
        assert_true(total.count == end[slot].count - from[slot].count);
        assert_true(total.sum == end[slot].sum - from[slot].sum);
        assert_true(total.dates == end[slot].dates - from[slot].dates);
    }
}

static bool is_near(struct spot from, struct spot to)
{
    return from.page == to.page && from.at <= to.at;
}

/* Moves totals on by a few days, as often as there are days, or to anywhere. */
static void check_moves(struct stretch stretch, struct window_totals *totals)
{
    for (int move = 0; move < MOVES; move++) {
        int from = stretch.from + random_int(&dice, 0, 3), end = stretch.end + random_int(&dice, 0, 3);
        end = end < MODEL_DAYS ? end : MODEL_DAYS;
        struct stretch next = window_model_stretch(&window, &dice, from < end ? from : end, end);
        if (random_chance(&dice, 10))
            next = window_model_any_stretch(&window, &dice);
        bool near = is_near(stretch.extent.from, next.extent.from) && is_near(stretch.extent.end, next.extent.end);
        assert_int_equal(window_move(&model->log, &model->program, &next.extent, totals), near);
        *(near ? &moved : &not_moved) += 1;
        if (!near)
            window_begin(&model->log, &model->program, &next.extent, totals);
        check_slots(totals, &next);
        stretch = next;
    }
}

/* The totals of kinds, word by word. */
static void check_tally(const struct stretch *stretch)
{
    static struct window_totals totals;
    memset(&totals, 0, sizeof totals);
    tally_kinds(&model->log, &model->program, &stretch->extent, 1, totals.rest);
    check_slots(&totals, stretch);
    tally_kinds(&model->log, &model->program, &stretch->extent, -1, totals.rest);
    for (uint32_t slot = 0; slot <= model->program.slot_count; slot++)
        assert_true(totals.rest[slot].count == 0 && totals.rest[slot].sum == 0 && totals.rest[slot].dates == 0);
}

static void check_totals(const struct stretch *stretch)
{
    static struct window_totals totals;
    memset(&totals, 0xA5, sizeof totals);
    window_begin(&model->log, &model->program, &stretch->extent, &totals);
    check_slots(&totals, stretch);
    check_moves(*stretch, &totals);
    check_tally(stretch);
}

/* Returns the progress over some days. */
static struct progress progress_of(uint32_t metric, enum period period, int from, int end)
{
    struct progress progress = {0, 0, 0};
    for (int day = from; day < end; day++)
        if (window.rows[metric][day].count > 0)
            model_go_on(&progress, period, date_of(day));
    return progress;
}

static void check_progress(const struct progress *progress, const struct progress *expected)
{
    assert_int_equal(progress->count, expected->count);
    assert_int_equal(progress->last, expected->last);
    assert_int_equal(progress->run, expected->run);
}

/* The active periods of a stretch, of all that comes before its end, and of the stretch as what comes after that. */
static void check_periods(uint32_t metric, enum period period, const struct stretch *stretch)
{
    const struct progress inside = progress_of(metric, period, stretch->from, stretch->end),
                          before = progress_of(metric, period, 0, stretch->from),
                          all = progress_of(metric, period, 0, stretch->end);
    const uint32_t set = model_set_of(metric, period);
    struct progress progress = {0, 0, 0};
    tally_progress(&model->log, &model->program.sets[set], &stretch->extent, &progress);
    check_progress(&progress, &inside);
    progress = before;
    tally_progress(&model->log, &model->program.sets[set], &stretch->extent, &progress);
    check_progress(&progress, &all);
    window_progress(&model->log, &model->program, set, stretch->extent.end, &progress);
    check_progress(&progress, &all);
    assert_int_equal(window_periods(&model->log, &model->program, set, &stretch->extent), inside.count);
}

/* The first active date of a metric of one kind, from the beginning of the log on. */
static void check_first_of_kind(uint32_t metric, const struct stretch *stretch)
{
    const struct metric *of = metric_of(metric);
    int32_t first = DATE_NEVER;
    if (of->operand_count != 1)
        return;
    for (int day = stretch->end; day-- > 0;)
        first = window.rows[metric][day].count > 0 ? date_of(day) : first;
    assert_int_equal(window_first_of_kind(&model->log, &model->program, of, stretch->extent.end), first);
}

/* Exact totals. */
static void check_sums(uint32_t metric, const struct stretch *stretch)
{
    struct sum exact_count = {0, 0}, exact_sum = {0, 0};
    int128 count = 0, sum = 0;
    for (int day = stretch->from; day < stretch->end; day++) {
        count += window.rows[metric][day].count;
        sum += window.rows[metric][day].sum;
    }
    window_sum(&model->log, &metric_of(metric)->kinds, &stretch->extent, &exact_count, &exact_sum);
    assert_true(exact_count.low == (uint64_t)count && exact_count.high == (int64_t)(count >> 64));
    assert_true(exact_sum.low == (uint64_t)sum && exact_sum.high == (int64_t)(sum >> 64));
    if (!escapes_are_huge(log_escapes(&model->log)))
        assert_true(count == (int64_t)count && sum == (int64_t)sum);
}

static void check_first_and_last(uint32_t metric, const struct stretch *stretch)
{
    const struct kind_set *kinds = &metric_of(metric)->kinds;
    const struct day_row *rows = window.rows[metric];
    int32_t first = DATE_NEVER, first_active = DATE_NEVER, last_active = DATE_NEVER;
    for (int day = stretch->end; day-- > stretch->from;) {
        first = rows[day].there ? date_of(day) : first;
        first_active = rows[day].count > 0 ? date_of(day) : first_active;
        last_active = rows[day].count > 0 && last_active == DATE_NEVER ? date_of(day) : last_active;
    }
    log_word limit = window_model_limit(&window, &dice, stretch->from);
    struct metric dates = *metric_of(metric);
    dates.type = METRIC_DAYS_SINCE;
    assert_int_equal(window_first(&model->log, kinds, &stretch->extent), first);
    assert_int_equal(window_first_active(&model->log, kinds, &stretch->extent), first_active);
    assert_int_equal(window_last_active(&model->log, &model->program, &dates, limit, stretch->extent.end), last_active);
}

/* Each word of a metric's kinds says whether its date is active. */
static void check_active(uint32_t metric, uint32_t page)
{
    const struct kind_set *kinds = &metric_of(metric)->kinds;
    struct view view = log_view(&model->log, page);
    for (uint32_t at = 0; at < view.count; at++)
        if (kind_set_has(kinds, word_kind(view.words[at])))
            assert_int_equal(tally_is_active(&model->log, kinds, &view, at),
                             window.rows[metric][word_date(view.words[at]) - model->first].count > 0);
}

static void check_all(void)
{
    model_check_rows(model, &model->log);
    for (int i = 0; i < EXTENTS; i++) {
        struct stretch stretch = window_model_any_stretch(&window, &dice);
        check_totals(&stretch);
        for (uint32_t metric = 0; metric < MODEL_METRICS; metric++) {
            check_sums(metric, &stretch);
            for (int32_t period = PERIOD_DAY; period <= PERIOD_YEAR; period++)
                check_periods(metric, (enum period)period, &stretch);
            check_first_and_last(metric, &stretch);
            check_first_of_kind(metric, &stretch);
        }
    }
    for (uint32_t page = 0; page <= log_last_page(&model->log); page++)
        for (uint32_t metric = 0; metric < MODEL_METRICS; metric++)
            check_active(metric, page);
}

static bool all_checked(void)
{
    return log_is_inline(&model->log) || model->log.checked == model->log.page_count;
}

/* With none of the checkpoints right, with all, with some, and with one that is right in the midst of a page. */
static void check_log(uint32_t count, uint32_t days, uint32_t kinds, enum model_style style)
{
    window_model_fill(&window, &dice, count, days, kinds, style);
    check_all();
    for (int round = 0; round < 5; round++) {
        checkpoint_update(&model->log, &model->program);
        assert_true(all_checked());
        check_all();
        window_model_change(&window, &dice, days, kinds, style);
        check_all();
        checkpoint_update_few(&model->log, &model->program);
        check_all();
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
    assert_true(moved > 300 && not_moved > 300);
}

static void windows_without_escapes(void **state)
{
    (void)state;
    check_logs(MODEL_PLAIN);
}

static void windows_with_large_counts_and_sums(void **state)
{
    (void)state;
    check_logs(MODEL_COUNTS);
}

static void windows_with_counts_below_1(void **state)
{
    (void)state;
    check_logs(MODEL_MIXED);
}

static void windows_with_sums_beyond_64_bits(void **state)
{
    (void)state;
    check_logs(MODEL_HUGE);
}

/* A window that goes through a log day by day, as a fold moves it: nearly always a short way. */
static void a_window_moves_day_by_day(void **state)
{
    static struct window_totals totals;
    uint32_t begun = 0;
    (void)state;
    window_model_fill(&window, &dice, 1200, MODEL_DAYS, 5, MODEL_MIXED);
    checkpoint_update(&model->log, &model->program);
    for (int length = 1; length < MODEL_DAYS; length *= 4)
        for (int day = 0; day <= MODEL_DAYS; day++) {
            struct stretch stretch = window_model_stretch(&window, &dice, day < length ? 0 : day - length, day);
            if (day == 0 || !window_move(&model->log, &model->program, &stretch.extent, &totals)) {
                window_begin(&model->log, &model->program, &stretch.extent, &totals);
                begun++;
            }
            check_slots(&totals, &stretch);
        }
    assert_in_range(begun, log_last_page(&model->log), 20 * log_last_page(&model->log));
}

/* The limits of the calendar: a log of the first and the last day. */
static void windows_at_the_ends_of_the_calendar(void **state)
{
    const struct metric *metric = metric_of(MODEL_METRICS - 1);
    struct metric since = *metric;
    since.type = METRIC_DAYS_SINCE;
    static const int32_t dates[] = {LOYALTY_DATE_MIN, LOYALTY_DATE_MAX};
    const struct day_total total = {1, 0};
    static struct window_totals totals;
    (void)state;
    for (size_t i = 0; i < LENGTH(dates); i++) {
        OK(log_reserve(&model->log, &model->program, word_of(dates[i], 0), &total));
        log_set(&model->log, &model->program, word_of(dates[i], 0), &total);
    }
    struct spot end = log_seek(&model->log, word_limit(DATE_NEVER));
    struct extent extent = {{0, 0}, end};
    assert_int_equal(window_first(&model->log, &metric->kinds, &extent), LOYALTY_DATE_MIN);
    assert_int_equal(window_last_active(&model->log, &model->program, &since, 0, end), LOYALTY_DATE_MAX);
    assert_int_equal(window_last_active(&model->log, &model->program, &since, word_limit(LOYALTY_DATE_MAX), end),
                     LOYALTY_DATE_MAX);
    assert_int_equal(window_last_active(&model->log, &model->program, &since, WORD_END, end), DATE_NEVER);
    for (int32_t period = PERIOD_DAY; period <= PERIOD_YEAR; period++)
        assert_int_equal(
            window_periods(&model->log, &model->program, model_set_of(MODEL_METRICS - 1, (enum period)period), &extent),
            2);
    window_begin(&model->log, &model->program, &extent, &totals);
    assert_int_equal(total_of(&totals, model->program.slots[0]).count, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(windows_without_escapes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(windows_with_large_counts_and_sums, set_up, tear_down),
        cmocka_unit_test_setup_teardown(windows_with_counts_below_1, set_up, tear_down),
        cmocka_unit_test_setup_teardown(windows_with_sums_beyond_64_bits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_window_moves_day_by_day, set_up, tear_down),
        cmocka_unit_test_setup_teardown(windows_at_the_ends_of_the_calendar, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("windows of a log", tests, NULL, NULL);
}
