/* SPDX-License-Identifier: MIT */
/* Finds the nearest word by edit distance, in which two swapped neighbours count once. */
#include "output/nearest.h"

#include <string.h>

enum { NEAREST_LENGTH = 32, NEAREST_CHANGES = 3 };

static size_t nearest_least(size_t left, size_t right)
{
    return left < right ? left : right;
}

/* Both have at most NEAREST_LENGTH bytes. */
static size_t nearest_distance(const char *one, size_t one_length, const char *two, size_t two_length)
{
    size_t rows[NEAREST_LENGTH + 1][NEAREST_LENGTH + 1];
    for (size_t i = 0; i <= one_length; i++) {
        for (size_t j = 0; j <= two_length; j++) {
            if (i == 0 || j == 0) {
                rows[i][j] = i + j;
                continue;
            }
            size_t changed = rows[i - 1][j - 1] + (one[i - 1] != two[j - 1]);
            size_t other = nearest_least(rows[i - 1][j], rows[i][j - 1]) + 1;
            rows[i][j] = nearest_least(changed, other);
            if (i > 1 && j > 1 && one[i - 1] == two[j - 2] && one[i - 2] == two[j - 1])
                rows[i][j] = nearest_least(rows[i][j], rows[i - 2][j - 2] + 1);
        }
    }
    return rows[one_length][two_length];
}

size_t nearest_word(const char *typed, const char *const *words, size_t count)
{
    size_t length = strlen(typed);
    size_t found = count;
    size_t least = nearest_least((length + 2) / 3, NEAREST_CHANGES) + 1;
    for (size_t i = 0; i < count && length <= NEAREST_LENGTH; i++) {
        size_t other = strlen(words[i]);
        size_t distance = other <= NEAREST_LENGTH ? nearest_distance(typed, length, words[i], other) : least;
        if (distance < least) {
            least = distance;
            found = i;
        }
    }
    return found;
}
