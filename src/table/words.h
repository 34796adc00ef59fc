/* SPDX-License-Identifier: MIT */
/* Every word of the table's format, in one place: keys, choices, names, windows, conditions. */
#ifndef LOYALTY_TABLE_WORDS_H
#define LOYALTY_TABLE_WORDS_H

#include <stdbool.h>

#include "base/span.h"
#include "table/path.h"
#include "table/window.h"

/* The keys of a table's objects, except the types of metrics and the names that a table defines. */
enum word {
    WORD_ACCEPT_LATE,
    WORD_ACTIONS,
    WORD_AFTER,
    WORD_BACK,
    WORD_BEGINS,
    WORD_CELLS,
    WORD_CLIMB,
    WORD_CODE,
    WORD_DIGITS,
    WORD_ENTER,
    WORD_EVENTS,
    WORD_EVERY,
    WORD_FALL,
    WORD_FORMAT,
    WORD_GRACE,
    WORD_HOLD,
    WORD_KEEP,
    WORD_LABEL,
    WORD_LADDER,
    WORD_MAX,
    WORD_METRICS,
    WORD_MONEY,
    WORD_NAME,
    WORD_NOTE,
    WORD_OUT,
    WORD_POINTS,
    WORD_REVIEW,
    WORD_RUNG,
    WORD_SCHEMA,
    WORD_SCORE,
    WORD_SEGMENT,
    WORD_SEGMENTS,
    WORD_TERM,
    WORD_UNIT,
    WORD_UNTIL,
    WORD_VALUE,
    WORD_WHEN,
    WORD_WITHIN
};
const char *word_text(enum word word);
bool word_is(enum word word, const char *text);
/* Returns the path of a member of the object at `base`; "" is the table itself. */
struct path path_word(const char *base, enum word word);
/* Returns the path of a member of one of the table's objects, such as /events/purchase. */
struct path path_thing(enum word object, const char *name);
/* Returns the path of the score rows of a metric. */
struct path path_points(const char *metric);

/*
 * Sets of texts; the value of a key is one of a set. The index of a text is its LOYALTY_CLIMB_… or LOYALTY_FALL_…, or one
 * below its LOYALTY_UNIT_….
 */
enum choices { CHOICES_CLIMB, CHOICES_FALL, CHOICES_UNIT };
/* Returns the index of the text in the set, or -1. */
int32_t choice_find(enum choices choice, const char *text);
/* Returns a text of the set; NULL after the last. */
const char *choice_text(enum choices choice, uint32_t index);

/* Returns NULL if the text is a name, otherwise a sentence about what a name is. */
const char *name_fault(const char *text);
/* Like name_fault(), for names that a table defines: `score`, `rung` and `note` are reserved. */
const char *defined_name_fault(const char *text);
/* Like name_fault(), for actions: `note` is reserved, because their texts stand under their names. */
const char *action_name_fault(const char *text);
/* Returns NULL if the text is a language tag, otherwise a sentence about what to write. */
const char *language_fault(const char *text);

/* Returns whether `language` equals the first `length` bytes of `tag`, ignoring the case of ASCII letters. */
bool language_is(const char *language, const char *tag, size_t length);

/* Reads "Nd" with least ≤ N ≤ LOYALTY_DAYS_MAX. Returns true and sets `*days` if the text has that form. */
bool days_parse(const char *text, int32_t least, int32_t *days);
/* Reads "Nd" or "Nm", N as above. Returns true and sets `*span` if the text has that form. */
bool span_parse(const char *text, int32_t least, struct span *span);
/* Reads "week", "month", "quarter" or "year". Returns PERIOD_NONE if the text is none of them. */
enum period period_parse(const char *text);
/* Reads "Nd", "Nm", a period or "term". Returns true and sets the type, length and period of `*window` if it is one. */
bool window_parse(const char *text, struct window *window);
/* Reads "MM-DD", any day of a year but 02-29. Returns true and sets the first day of `*cycle` if the text is one. */
bool year_day_parse(const char *text, struct cycle *cycle);
/* Returns whether a text begins with a digit, and so can only be meant as "MM-DD" where that or a name is asked for. */
bool text_is_number(const char *text);

/* Returns the text of a LOYALTY_OP_…. */
const char *op_text(int32_t op);

/* The parts of "NAME OP WORD". */
struct condition_text {
    char name[LOYALTY_NAME_MAX + 1];
    int32_t op;
    char word[LOYALTY_NAME_MAX + 1]; /* the right-hand side: a number or a rung's name */
};
/* Returns true and sets `*parts` if the text has that form. */
bool condition_parse(const char *text, struct condition_text *parts);

/* Reads a whole number as JSON writes it. Returns true and sets `*number` if it is one that fits in 64 bits. */
bool integer_parse(const char *text, int64_t *number);

#endif
