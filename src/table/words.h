/* SPDX-License-Identifier: MIT */
/* Every word of the table's format, once: keys, choices, names, windows, conditions. */
#ifndef LOYALTY_TABLE_WORDS_H
#define LOYALTY_TABLE_WORDS_H

#include <stdbool.h>

#include "base/date.h"
#include "table/path.h"

/* The keys of a table's objects, but for names that the table itself defines and the types of metrics. */
enum word {
    WORD_ACCEPT_LATE,
    WORD_ACTIONS,
    WORD_CLIMB,
    WORD_ENTER,
    WORD_EVENTS,
    WORD_FALL,
    WORD_FORMAT,
    WORD_GRACE,
    WORD_HOLD,
    WORD_KEEP,
    WORD_LABEL,
    WORD_LADDER,
    WORD_MAX,
    WORD_METRICS,
    WORD_NAME,
    WORD_NOTE,
    WORD_POINTS,
    WORD_RUNG,
    WORD_SCORE,
    WORD_SEGMENT,
    WORD_SEGMENTS,
    WORD_VALUE,
    WORD_WHEN,
    WORD_WITHIN
};
const char *word_text(enum word word);
bool word_is(enum word word, const char *text);
/* The path of a member of an object. "" is the table itself. */
struct path path_word(const char *base, enum word word);
/* The path of a thing in one of the table's objects: /events/purchase. */
struct path path_thing(enum word object, const char *name);
/* The path of the score rows of a metric. */
struct path path_points(const char *metric);

/* Texts among which a key has one. The index of a text is its LOYALTY_CLIMB_… or LOYALTY_FALL_…. */
enum choices { CHOICES_CLIMB, CHOICES_FALL };
/* Returns the index, or -1 if the text is none of the choice's. */
int32_t choice_find(enum choices choice, const char *text);
/* Returns a text of the choice, NULL behind the last. */
const char *choice_text(enum choices choice, uint32_t index);

/* Returns NULL if the text is a name, otherwise a sentence that says what a name is. */
const char *name_fault(const char *text);
/* The same for names that a table defines: `score` and `rung` are taken. */
const char *defined_name_fault(const char *text);
/* Returns NULL if the text is a language tag, otherwise a sentence. */
const char *language_fault(const char *text);

/* Whether two language tags are the same, in any case of letters; the first `length` bytes of `tag` count. */
bool language_is(const char *language, const char *tag, size_t length);

/* Reads "Nd" with least ≤ N ≤ LOYALTY_DAYS_MAX. Returns true and sets `*days` if the text is that. */
bool days_parse(const char *text, int32_t least, int32_t *days);
/* Reads "Nd", "Nm", "week", "month", "quarter" or "year". Returns true and sets `*window` if the text is one. */
bool window_parse(const char *text, struct window *window);

/* How a table writes a LOYALTY_OP_…. */
const char *op_text(int32_t op);

/* "NAME OP WORD" taken apart. */
struct condition_text {
    char name[LOYALTY_NAME_MAX + 1];
    int32_t op;
    char word[LOYALTY_NAME_MAX + 1]; /* the right-hand side: a number or a rung's name */
};
/* Returns true and sets `*parts` if the text has that form. */
bool condition_parse(const char *text, struct condition_text *parts);

/* Reads a whole number as JSON writes it. Returns true and sets `*number` if the text is one within 64 bits. */
bool integer_parse(const char *text, int64_t *number);

#endif
