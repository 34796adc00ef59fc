/* SPDX-License-Identifier: MIT */
/* Finds the series of an id. */
#include "book/id_series.h"

/* Returns a word with its first byte as the highest. Written so that compilers make it one instruction. */
static inline uint64_t id_series_number(uint64_t word)
{
    word = (word & UINT64_C(0x00ff00ff00ff00ff)) << 8 | (word >> 8 & UINT64_C(0x00ff00ff00ff00ff));
    word = (word & UINT64_C(0x0000ffff0000ffff)) << 16 | (word >> 16 & UINT64_C(0x0000ffff0000ffff));
    return word << 32 | word >> 32;
}

/* Returns whether a series is the one of an id. Begins it if its place is free. */
static inline bool id_series_is(struct id_series *series, uint64_t first, uint64_t second, uint32_t length)
{
    if (series->length == 0) {
        series->head[0] = first;
        series->head[1] = second;
        series->length = length;
    }
    return series->length == length && series->head[0] == first && series->head[1] == second;
}

static struct id_series *id_series_of(struct id_series_set *set, uint64_t first, uint64_t second, uint32_t length)
{
    const uint64_t hash = hash_quick_word(hash_quick_word(length, first), second) >> (64 - ID_SERIES_BITS);
    for (uint64_t i = 0; i < ID_SERIES_PLACES; i++) {
        struct id_series *series = &set->places[(hash + i) % (1 << ID_SERIES_BITS)];
        if (id_series_is(series, first, second, length))
            return series;
    }
    return NULL;
}

/* The two words of a longer head may overlap. */
struct id_of_series id_series_find(struct id_series_set *set, const char *id, uint32_t length)
{
    if (length > ID_SERIES_LENGTH)
        return (struct id_of_series){NULL, 0};
    uint64_t first = 0, second = 0, last = length < 8 ? hash_word_of(id, length) : hash_load(id + length - 8);
    if (length >= 16) {
        first = hash_load(id);
        second = hash_load(id + length - 16);
    } else if (length > 8) {
        first = hash_load(id) << 8 * (16 - length);
    }
    return (struct id_of_series){id_series_of(set, first, second, length), id_series_number(last)};
}
