/* SPDX-License-Identifier: MIT */
/* The memory of a log: every allocation failing, what is put back, copies, and what wiping leaves. */
#include <string.h>

#include "fold/checkpoint.h"
#include "log_model.h"

enum { FAILURES_MAX = 10 };

static struct log_model model;
static struct random dice = {13};

static int set_up(void **state)
{
    (void)state;
    model_begin(&model, -100, random_bits(&dice));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    model_end(&model);
    return 0;
}

/* From here on no allocation succeeds, until memory_is_back(). */
static void memory_is_out(void)
{
    model.counting.fail_at = model.counting.calls;
    model.counting.persists = true;
}

static void memory_is_back(void)
{
    model.counting.fail_at = ALLOCATOR_NEVER;
    model.counting.persists = false;
}

static void set_without_memory(uint32_t cell, struct day_total total)
{
    uint32_t calls = model.counting.calls;
    memory_is_out();
    log_set(&model.log, &model.program, model_key(&model, cell), &total);
    memory_is_back();
    assert_int_equal(model.counting.calls, calls);
}

static void tidy(uint32_t cell)
{
    log_tidy(&model.log, &model.program, model_key(&model, cell));
}

/* Reserves for a total, and before that once with each allocation failing. Returns how often that was. */
static uint32_t reserve_in_spite_of_failures(uint32_t cell, struct day_total total)
{
    for (uint32_t failures = 0;; failures++) {
        uint32_t failed = model.counting.failed;
        assert_in_range(failures, 0, FAILURES_MAX);
        model.counting.fail_at = model.counting.calls + failures;
        int32_t status = log_reserve(&model.log, &model.program, model_key(&model, cell), &total);
        model.counting.fail_at = ALLOCATOR_NEVER;
        if (status == LOYALTY_OK) {
            assert_int_equal(model.counting.failed, failed);
            return failures;
        }
        assert_int_equal(status, LOYALTY_E_MEMORY);
        model_check(&model);
    }
}

/* The kinds and dates of a test: few dates with many kinds, or many dates with few. */
struct field {
    uint32_t days, kinds;
};
static const struct field fields[] = {{2, MODEL_KINDS}, {40, 8}, {MODEL_DAYS, 1}};

static uint32_t any_cell(const struct field *field)
{
    return (uint32_t)random_int(&dice, 0, (int)field->days - 1) * MODEL_KINDS +
           (uint32_t)random_int(&dice, 0, (int)field->kinds - 1);
}

static struct day_total any_total(uint32_t cell)
{
    if (random_chance(&dice, 30))
        return (struct day_total){0, 0};
    return model_draw(&dice, cell % MODEL_KINDS, random_chance(&dice, 50) ? MODEL_PLAIN : MODEL_HUGE);
}

static void a_failed_reserve_changes_nothing(void **state)
{
    uint32_t failures = 0;
    (void)state;
    for (size_t i = 0; i < LENGTH(fields); i++)
        for (int round = 0; round < 700; round++) {
            uint32_t cell = any_cell(&fields[i]);
            struct day_total total = any_total(cell);
            failures += reserve_in_spite_of_failures(cell, total);
            set_without_memory(cell, total);
            tidy(cell);
            *model_total(&model, cell) = total;
            if (round % 50 == 0)
                model_check(&model);
        }
    model_check(&model);
    assert_true(failures > 20);
}

/* A long log in order, whose pages' array, checkpoints and last page grow in turn. */
static void each_allocation_of_a_growing_log_fails(void **state)
{
    uint32_t failures = 0;
    (void)state;
    for (uint32_t cell = 0; cell < MODEL_CELLS; cell += 25) {
        struct day_total total = model_draw(&dice, cell % MODEL_KINDS, MODEL_COUNTS);
        failures += reserve_in_spite_of_failures(cell, total);
        set_without_memory(cell, total);
        *model_total(&model, cell) = total;
    }
    model_check(&model);
    assert_in_range(failures, 100, 2000);
}

/* Appends an event, and before that once with each allocation failing. Returns how often that was. */
static uint32_t append_in_spite_of_failures(uint32_t cell)
{
    for (uint32_t failures = 0;; failures++) {
        assert_in_range(failures, 0, FAILURES_MAX);
        model.counting.fail_at = model.counting.calls + failures;
        int32_t status = log_reserve_append(&model.log, &model.program, model_key(&model, cell), 1, 0);
        model.counting.fail_at = ALLOCATOR_NEVER;
        if (status == LOYALTY_OK) {
            model_append(&model, cell, 1, 0);
            return failures;
        }
        assert_int_equal(status, LOYALTY_E_MEMORY);
        model_check(&model);
    }
}

static void a_failed_append_changes_nothing(void **state)
{
    uint32_t failures = 0;
    (void)state;
    for (uint32_t cell = 0; cell < MODEL_CELLS; cell += (uint32_t)random_int(&dice, 1, 120)) {
        failures += append_in_spite_of_failures(cell);
        if (random_chance(&dice, 20))
            checkpoint_update(&model.log, &model.program);
    }
    model_check(&model);
    assert_in_range(failures, 50, 1000);
}

/* Reserving for a change is enough to make it, to take it back, and to make it again. */
static void put_back(uint32_t cell, struct day_total total)
{
    struct day_total before = *model_total(&model, cell);
    OK(log_reserve(&model.log, &model.program, model_key(&model, cell), &total));
    for (int times = random_int(&dice, 1, 3); times > 0; times--) {
        set_without_memory(cell, total);
        set_without_memory(cell, before);
    }
    tidy(cell);
    model_check(&model);
}

static void what_stood_there_can_be_put_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(fields); i++)
        for (int round = 0; round < 700; round++) {
            uint32_t cell = any_cell(&fields[i]);
            put_back(cell, any_total(cell));
            if (random_chance(&dice, 60))
                model_set(&model, cell, any_total(cell));
        }
}

/* Removing needs no memory, and neither does putting back, even if the word was the only one of its page. */
static void an_emptied_page_can_be_filled_again(void **state)
{
    uint32_t *cells = model_cells(&dice, 40, 40, 1, MODEL_RANDOM);
    uint32_t emptied = 0;
    (void)state;
    for (uint32_t day = 0; day < 40; day++) /* each date has a page */
        for (uint32_t kind = 0; kind < LOG_PAGE; kind++)
            model_set(&model, day * MODEL_KINDS + kind, model_draw(&dice, kind, MODEL_MIXED));
    for (uint32_t kind = 1; kind < LOG_PAGE; kind++)
        for (uint32_t day = 0; day < 40; day++)
            model_set(&model, day * MODEL_KINDS + kind, (struct day_total){0, 0});
    model_check(&model);
    for (uint32_t i = 0; i < 40; i++) {
        uint32_t pages = log_last_page(&model.log);
        put_back(cells[i], (struct day_total){0, 0});
        model_set(&model, cells[i], (struct day_total){0, 0});
        model_check(&model);
        emptied += pages > log_last_page(&model.log);
    }
    assert_true(emptied > 20);
}

/* While a page is empty, the log reads as if it were not there. */
static void an_emptied_page_is_read_over(void **state)
{
    (void)state;
    for (uint32_t round = 0; round < 3; round++) {
        model_fill(&model, &dice, 1000, MODEL_DAYS, 5);
        uint32_t middle = log_last_page(&model.log) * round / 2, count = log_view(&model.log, middle).count;
        struct day_total before[2 * LOG_PAGE];
        uint32_t cells[2 * LOG_PAGE];
        assert_true(count <= LENGTH(cells));
        for (uint32_t i = 0; i < count; i++) {
            log_word word = log_view(&model.log, middle).words[0];
            cells[i] = (uint32_t)(word_date(word) - model.first) * MODEL_KINDS + word_kind(word);
            before[i] = *model_total(&model, cells[i]);
            *model_total(&model, cells[i]) = (struct day_total){0, 0};
            set_without_memory(cells[i], (struct day_total){0, 0});
        }
        for (uint32_t cell = 0; cell < MODEL_CELLS; cell++) {
            struct day_total found = log_find(&model.log, model_key(&model, cell));
            assert_true(found.count == model_total(&model, cell)->count && found.sum == model_total(&model, cell)->sum);
        }
        *model_total(&model, cells[count - 1]) = before[count - 1];
        set_without_memory(cells[count - 1], before[count - 1]); /* the last one that stood there */
        tidy(cells[count - 1]);
        model_check(&model);
        model_empty(&model, &dice, MODEL_RANDOM);
    }
}

static void fill(uint32_t count)
{
    model_fill(&model, &dice, count, count < 100 ? 4 : MODEL_DAYS, 25);
}

/* What happens to a copy is nothing to the log, and the other way round. */
static void copies_are_of_their_own(void **state)
{
    static const uint32_t counts[] = {0, 1, 7, 8, 63, 64, 65, 500, 3000};
    (void)state;
    for (size_t i = 0; i < LENGTH(counts); i++) {
        struct log copy = {.used = 0}, original;
        fill(counts[i]);
        if (random_chance(&dice, 50))
            checkpoint_update(&model.log, &model.program);
        OK(log_copy(&model.log, &model.program, &copy));
        model_check_log(&model, &copy);
        original = model.log; /* goes away, and the copy goes on in its place */
        log_wipe(&original, &model.program);
        log_clear(&original, &model.program.arena.allocator);
        model.log = copy;
        model_check(&model);
        fill(counts[i]);
        model_check(&model);
        model_empty(&model, &dice, MODEL_RANDOM);
        model_check(&model);
    }
}

static void a_log_outlives_changes_of_its_copy(void **state)
{
    static struct log_model other;
    (void)state;
    for (int round = 0; round < 5; round++) {
        fill(400);
        other = model;
        memset(&other.log, 0, sizeof other.log);
        OK(log_copy(&model.log, &model.program, &other.log));
        model_fill(&other, &dice, 400, MODEL_DAYS, 25); /* the program and so the counters are the model's */
        model_check(&other);
        model_check(&model);
        log_clear(&other.log, &model.program.arena.allocator);
        model_check(&model);
    }
}

static void a_failed_copy_stays_empty(void **state)
{
    static const struct log empty;
    static const uint32_t counts[] = {8, 64, 300, 2000};
    (void)state;
    for (size_t i = 0; i < LENGTH(counts); i++) {
        struct log copy = empty;
        int32_t status;
        fill(counts[i]);
        uint32_t live = model.counting.live, failures = 0;
        for (;; failures++) {
            model.counting.fail_at = model.counting.calls + failures;
            status = log_copy(&model.log, &model.program, &copy);
            model.counting.fail_at = ALLOCATOR_NEVER;
            if (!status)
                break;
            assert_int_equal(status, LOYALTY_E_MEMORY);
            assert_int_equal(model.counting.live, live);
            assert_memory_equal(&copy, &empty, sizeof empty);
        }
        assert_in_range(failures, 1, log_last_page(&model.log) + 4);
        model_check_log(&model, &copy);
        log_clear(&copy, &model.program.arena.allocator);
        model_check(&model);
    }
}

/* A log that was emptied is as a new one, but for its memory. */
static void an_emptied_log_is_as_new(void **state)
{
    (void)state;
    for (int round = 0; round < 10; round++) {
        fill(1000);
        model_empty(&model, &dice, (enum model_order)(round % MODEL_ORDERS));
        model_check(&model);
        assert_int_equal(log_last_page(&model.log), 0);
        assert_int_equal(model.log.used, 0);
        assert_int_equal(model.log.bits, 0);
    }
}

static bool all_zeros(const void *block, size_t bytes)
{
    const unsigned char *byte = block;
    while (bytes > 0 && *byte == 0) {
        byte++;
        bytes--;
    }
    return bytes == 0;
}

static void check_wiped(const struct log *log)
{
    for (uint32_t page = 0; page < log->page_count; page++)
        assert_true(all_zeros(log->pages[page].words, log->pages[page].capacity * sizeof(log_word)));
    assert_true(all_zeros(log->words, log->capacity * sizeof(log_word)));
    if (log->rows)
        assert_true(all_zeros(log->rows, (log->page_capacity + (size_t)1) * log_row_size(&model.program)));
}

/* Also the words that were removed or have moved to another page. */
static void wiping_leaves_no_word(void **state)
{
    static const uint32_t counts[] = {1, 8, 64, 500, 3000};
    (void)state;
    for (size_t i = 0; i < LENGTH(counts); i++) {
        fill(counts[i]);
        for (uint32_t cell = 0; cell < MODEL_CELLS; cell += 3)
            model_set(&model, cell, (struct day_total){0, 0});
        checkpoint_update(&model.log, &model.program);
        uint32_t capacity = log_escapes(&model.log) ? model.log.escapes->capacity : 0;
        log_wipe(&model.log, &model.program);
        if (!log_is_inline(&model.log))
            check_wiped(&model.log);
        if (capacity)
            assert_true(all_zeros(model.log.escapes->items, capacity * sizeof(struct day_total)));
        log_clear(&model.log, &model.program.arena.allocator);
        assert_true(all_zeros(&model.log, sizeof model.log));
        assert_int_equal(model.counting.live, 0);
        memset(model.totals, 0, sizeof model.totals);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_failed_reserve_changes_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_allocation_of_a_growing_log_fails, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_failed_append_changes_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_stood_there_can_be_put_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_emptied_page_can_be_filled_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_emptied_page_is_read_over, set_up, tear_down),
        cmocka_unit_test_setup_teardown(copies_are_of_their_own, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_log_outlives_changes_of_its_copy, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_failed_copy_stays_empty, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_emptied_log_is_as_new, set_up, tear_down),
        cmocka_unit_test_setup_teardown(wiping_leaves_no_word, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("memory of a log", tests, NULL, NULL);
}
