/* SPDX-License-Identifier: MIT */
/* The nearest word, beside a distance worked out the slow way. */
#include <string.h>

#include "output/nearest.h"
#include "random.h"
#include "support.h"

static const char *const commands[] = {"check", "presets", "replay", "explain", "census", "backtest"};

static const char *nearest(const char *typed)
{
    size_t found = nearest_word(typed, commands, LENGTH(commands));
    return found == LENGTH(commands) ? "-" : commands[found];
}

static void by_hand(void **state)
{
    (void)state;
    static const char *const cases[][2] = {{"replay", "replay"},
                                           {"replya", "replay"},
                                           {"eplay", "replay"},
                                           {"replaay", "replay"},
                                           {"rexlay", "replay"},
                                           {"back-test", "backtest"},
                                           {"chk", "-"},
                                           {"chek", "check"},
                                           {"sensus", "census"},
                                           {"explein", "explain"},
                                           {"xplan", "explain"},
                                           {"REPLAY", "-"},
                                           {"", "-"},
                                           {"dance", "-"},
                                           {"x", "-"},
                                           {"--", "-"},
                                           {"cehck", "check"},
                                           {"preset", "presets"},
                                           {"prestes", "presets"},
                                           {"bakctets", "backtest"}};
    for (size_t i = 0; i < LENGTH(cases); i++)
        assert_string_equal(nearest(cases[i][0]), cases[i][1]);
}

/* Up to a third of the letters, rounded up, and up to three. */
static void how_near(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        const char *word;
        bool is_near;
    } cases[] = {{"a", "b", true},
                 {"a", "bc", false},
                 {"abc", "abd", true},
                 {"abc", "aed", false},
                 {"abcd", "abef", true},
                 {"abcd", "aefg", false},
                 {"abcdefg", "abcd", true},
                 {"abcdefg", "abc", false},
                 {"abcdefghijkl", "abcdefghi", true},
                 {"abcdefghijklmno", "abcdefghijk", false}};
    for (size_t i = 0; i < LENGTH(cases); i++)
        assert_int_equal(nearest_word(cases[i].typed, &cases[i].word, 1), cases[i].is_near ? 0 : 1);
}

static void the_first_of_several(void **state)
{
    (void)state;
    static const char *const words[] = {"abx", "aby", "abc", "abc"};
    assert_int_equal(nearest_word("abz", words, LENGTH(words)), 0);
    assert_int_equal(nearest_word("abc", words, LENGTH(words)), 2);
    assert_int_equal(nearest_word("abc", words, 0), 0);
}

/* Longer words than a name of anything here are never near, not even to themselves. */
static void long_words(void **state)
{
    (void)state;
    char words[2][34];
    for (size_t i = 0; i < LENGTH(words); i++) {
        memset(words[i], 'a', 32 + i);
        words[i][32 + i] = '\0';
    }
    for (size_t typed = 0; typed < LENGTH(words); typed++)
        for (size_t i = 0; i < LENGTH(words); i++) {
            const char *word = words[i];
            assert_int_equal(nearest_word(words[typed], &word, 1), typed == 0 && i == 0 ? 0 : 1);
        }
}

static size_t smaller(size_t left, size_t right)
{
    return left < right ? left : right;
}

/* What the beginnings of two words differ in, with all ways tried. */
static size_t slow_distance(const char *one, size_t i, const char *two, size_t j)
{
    if (i == 0 || j == 0)
        return i + j;
    size_t least = slow_distance(one, i - 1, two, j - 1) + (one[i - 1] != two[j - 1]);
    least = smaller(least, slow_distance(one, i - 1, two, j) + 1);
    least = smaller(least, slow_distance(one, i, two, j - 1) + 1);
    if (i > 1 && j > 1 && one[i - 1] == two[j - 2] && one[i - 2] == two[j - 1])
        least = smaller(least, slow_distance(one, i - 2, two, j - 2) + 1);
    return least;
}

static void like_the_slow_way(void **state)
{
    (void)state;
    enum { ROUNDS = 2000, WORDS = 4, LONGEST = 5 };
    struct random dice = {1};
    for (int round = 0; round < ROUNDS; round++) {
        char words[WORDS + 1][LONGEST + 1] = {""};
        const char *list[WORDS + 1];
        for (size_t i = 0; i <= WORDS; i++) {
            int64_t length = random_int(&dice, 0, LONGEST);
            for (int64_t at = 0; at < length; at++)
                words[i][at] = (char)random_int(&dice, 'a', 'c');
            list[i] = words[i];
        }
        const char *typed = words[WORDS];
        size_t expected = WORDS;
        size_t least = smaller((strlen(typed) + 2) / 3, 3);
        for (size_t i = WORDS; i-- > 0;) {
            size_t distance = slow_distance(typed, strlen(typed), words[i], strlen(words[i]));
            if (distance <= least) {
                least = distance;
                expected = i;
            }
        }
        assert_int_equal(nearest_word(typed, list, WORDS), expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),    cmocka_unit_test(how_near),          cmocka_unit_test(the_first_of_several),
        cmocka_unit_test(long_words), cmocka_unit_test(like_the_slow_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
