/* SPDX-License-Identifier: MIT */
/* The words of a log: the place of each part, its limits, and the order that the parts give. */
#include "fold/word.h"
#include "support.h"

static const int32_t dates[] = {LOYALTY_DATE_MIN,     LOYALTY_DATE_MIN + 1, -1, 0, 1,
                                LOYALTY_DATE_MAX - 1, LOYALTY_DATE_MAX};
static const uint32_t kinds[] = {0, 1, 30, 31, 32, 127, 128, LOYALTY_KINDS_MAX - 1};
static const int64_t counts[] = {1, 2, 7, 8, WORD_COUNT_MAX};
static const int64_t sums[] = {-WORD_SUM_MAX - 1, -WORD_SUM_MAX, -1, 0, 1, WORD_SUM_MAX - 1, WORD_SUM_MAX};

static struct kind kind_between(int64_t min, int64_t max)
{
    return (struct kind){.min = min, .max = max};
}

static void the_parts_stand_in_their_bits(void **state)
{
    (void)state;
    assert_true(word_of(LOYALTY_DATE_MIN, 0) == 0);
    assert_true(word_of(LOYALTY_DATE_MIN + 1, 0) == UINT64_C(1) << 42);
    assert_true(word_of(LOYALTY_DATE_MIN, 1) == UINT64_C(1) << 34);
    assert_true(word_of(LOYALTY_DATE_MIN, 255) == UINT64_C(255) << 34);
    assert_true(word_with(0, 1, 0) == UINT64_C(1) << 30);
    assert_true(word_with(0, 15, 0) == UINT64_C(15) << 30);
    assert_true(word_with(0, 1, -1) == (UINT64_C(1) << 31) - 1);
    assert_true(word_with(0, 1, -(INT64_C(1) << 29)) == UINT64_C(3) << 29);
    assert_true(word_with(0, 1, (INT64_C(1) << 29) - 1) == (UINT64_C(1) << 30) + (UINT64_C(1) << 29) - 1);
    assert_true(word_escape(0, 77) == 77);
}

/* What goes into a word comes out again, and none of its parts touches another. */
static void check_parts(int32_t date, uint32_t kind, int64_t count, int64_t sum)
{
    log_word key = word_of(date, kind), word = word_with(key, count, sum);
    assert_int_equal(word_date(key), date);
    assert_int_equal(word_kind(key), kind);
    assert_true(word_key(key) == key);
    assert_int_equal(word_date(word), date);
    assert_int_equal(word_kind(word), kind);
    assert_true(word_key(word) == key);
    assert_false(word_is_escape(word));
    assert_int_equal(word_count(word), count);
    assert_true(word_sum(word) == sum);
    assert_true(word < WORD_END);
}

static void all_parts_come_out_again(void **state)
{
    (void)state;
    for (size_t date = 0; date < LENGTH(dates); date++)
        for (size_t kind = 0; kind < LENGTH(kinds); kind++)
            for (size_t count = 0; count < LENGTH(counts); count++)
                for (size_t sum = 0; sum < LENGTH(sums); sum++)
                    check_parts(dates[date], kinds[kind], counts[count], sums[sum]);
}

static void an_escape_names_its_item(void **state)
{
    static const uint32_t indexes[] = {0, 1, 77, WORD_SUM_MAX, (uint32_t)WORD_SUM_MASK};
    (void)state;
    for (size_t date = 0; date < LENGTH(dates); date++)
        for (size_t i = 0; i < LENGTH(indexes); i++) {
            log_word key = word_of(dates[date], 255), escape = word_escape(key, indexes[i]);
            assert_true(word_is_escape(escape));
            assert_int_equal(word_index(escape), indexes[i]);
            assert_true(word_key(escape) == key);
            assert_int_equal(word_date(escape), dates[date]);
            assert_int_equal(word_kind(escape), 255);
        }
}

/* Whatever the totals are, words ascend by date and on one date by kind. */
static void words_ascend_by_date_and_kind(void **state)
{
    log_word last = 0;
    (void)state;
    for (size_t date = 0; date < LENGTH(dates); date++)
        for (size_t kind = 0; kind < LENGTH(kinds); kind++) {
            log_word key = word_of(dates[date], kinds[kind]), lowest = word_escape(key, 0),
                     highest = word_with(key, WORD_COUNT_MAX, -1);
            assert_true(date + kind == 0 || lowest > last);
            assert_true(highest > lowest);
            last = highest;
        }
    assert_true(last < WORD_END);
}

static void words_of_one_date_are_known(void **state)
{
    (void)state;
    for (size_t a = 0; a < LENGTH(dates); a++)
        for (size_t b = 0; b < LENGTH(dates); b++) {
            log_word first = word_with(word_of(dates[a], 255), WORD_COUNT_MAX, -1), second = word_of(dates[b], 0);
            assert_int_equal(word_same_date(first, second), a == b);
        }
    assert_false(word_same_date(word_with(word_of(LOYALTY_DATE_MAX, 255), WORD_COUNT_MAX, -1), WORD_END));
}

/* The words below a limit are those of the dates before it. */
static void a_limit_parts_the_dates(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(dates); i++) {
        log_word first = word_of(dates[i], 0), last = word_with(word_of(dates[i], 255), WORD_COUNT_MAX, -1);
        assert_true(word_limit(dates[i]) <= first);
        assert_true(word_limit(dates[i] + 1) > last);
        for (size_t other = 0; other < LENGTH(dates); other++)
            assert_int_equal(first < word_limit(dates[other]), dates[i] < dates[other]);
    }
}

static void a_limit_takes_any_date(void **state)
{
    (void)state;
    assert_true(word_limit(DATE_BEFORE_ALL) == 0);
    assert_true(word_limit(LOYALTY_DATE_NONE) == 0);
    assert_true(word_limit(LOYALTY_DATE_MIN - 1) == 0);
    assert_true(word_limit(LOYALTY_DATE_MIN) == 0);
    assert_true(word_limit(LOYALTY_DATE_MIN + 1) == word_of(LOYALTY_DATE_MIN + 1, 0));
    assert_true(word_limit(LOYALTY_DATE_MAX) == word_of(LOYALTY_DATE_MAX, 0));
    assert_true(word_limit(LOYALTY_DATE_MAX + 1) == WORD_END);
    assert_true(word_limit(DATE_NEVER) == WORD_END);
}

/* Whether totals are plain for a kind of any values, of none below 0, of none above, and of none but 0. */
static void check_plain(int64_t count, int64_t sum, const bool *expected)
{
    const struct kind ranges[] = {kind_between(INT64_MIN, INT64_MAX), kind_between(0, 5), kind_between(-5, 0),
                                  kind_between(0, 0)};
    const struct day_total total = {count, sum};
    for (size_t i = 0; i < LENGTH(ranges); i++)
        assert_int_equal(day_total_is_plain(&total, &ranges[i]), expected[i]);
}

static void plain_totals_are_of_values_that_the_kind_allows(void **state)
{
    (void)state;
    check_plain(1, 0, (bool[]){true, true, true, true});
    check_plain(INT64_MAX, 0, (bool[]){true, true, true, true});
    check_plain(1, 1, (bool[]){true, true, false, false});
    check_plain(1, -1, (bool[]){true, false, true, false});
    check_plain(2, INT64_MAX, (bool[]){true, true, false, false});
    check_plain(2, INT64_MIN, (bool[]){true, false, true, false});
    check_plain(0, 0, (bool[]){false, false, false, false});
    check_plain(0, 1, (bool[]){false, false, false, false});
    check_plain(-1, 0, (bool[]){false, false, false, false});
    check_plain(INT64_MIN, -1, (bool[]){false, false, false, false});
}

static bool fits(int64_t count, int64_t sum, int64_t min, int64_t max)
{
    const struct kind kind = kind_between(min, max);
    return word_fits(&(struct day_total){count, sum}, &kind);
}

static void totals_fit_up_to_the_limits(void **state)
{
    const int64_t lowest = -(INT64_C(1) << 29), highest = (INT64_C(1) << 29) - 1;
    (void)state;
    assert_true(fits(1, 0, INT64_MIN, INT64_MAX));
    assert_true(fits(15, highest, INT64_MIN, INT64_MAX));
    assert_true(fits(15, lowest, INT64_MIN, INT64_MAX));
    assert_false(fits(16, 0, INT64_MIN, INT64_MAX));
    assert_false(fits(0, 0, INT64_MIN, INT64_MAX));
    assert_false(fits(-1, 0, INT64_MIN, INT64_MAX));
    assert_false(fits(1, highest + 1, INT64_MIN, INT64_MAX));
    assert_false(fits(1, lowest - 1, INT64_MIN, INT64_MAX));
    assert_false(fits(INT64_MAX, INT64_MAX, INT64_MIN, INT64_MAX));
    assert_false(fits(INT64_MIN, INT64_MIN, INT64_MIN, INT64_MAX));
    assert_true(fits(1, highest, 0, INT64_MAX));
    assert_false(fits(1, -1, 0, INT64_MAX));
    assert_true(fits(1, lowest, INT64_MIN, 0));
    assert_false(fits(1, 1, INT64_MIN, 0));
    assert_true(fits(3, 0, 0, 0));
    assert_false(fits(3, 1, 0, 0));
    assert_false(fits(3, -1, 0, 0));
}

static void sums_fit_in_30_bits(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(sums); i++)
        assert_true(word_sum_fits(sums[i]));
    assert_false(word_sum_fits((int64_t)WORD_SUM_MAX + 1));
    assert_false(word_sum_fits(-(int64_t)WORD_SUM_MAX - 2));
    assert_false(word_sum_fits(INT64_MAX));
    assert_false(word_sum_fits(INT64_MIN));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_parts_stand_in_their_bits),
        cmocka_unit_test(all_parts_come_out_again),
        cmocka_unit_test(an_escape_names_its_item),
        cmocka_unit_test(words_ascend_by_date_and_kind),
        cmocka_unit_test(words_of_one_date_are_known),
        cmocka_unit_test(a_limit_parts_the_dates),
        cmocka_unit_test(a_limit_takes_any_date),
        cmocka_unit_test(plain_totals_are_of_values_that_the_kind_allows),
        cmocka_unit_test(totals_fit_up_to_the_limits),
        cmocka_unit_test(sums_fit_in_30_bits),
    };
    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
