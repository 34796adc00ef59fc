/* SPDX-License-Identifier: MIT */
/* The small texts of a table: names, windows, conditions, UTF-8. */
#ifndef LOYALTY_TABLE_WORDS_H
#define LOYALTY_TABLE_WORDS_H

#include "base/date.h"

/* NULL where the text is a name, otherwise a sentence that says what a name is. */
const char *name_fault(const char *text);
/* The same for names that a table defines: `score` and `rung` are taken. */
const char *defined_name_fault(const char *text);
/* NULL where the text is a language tag, otherwise a sentence. */
const char *language_fault(const char *text);

/* Whether two language tags are the same, in any case of letters; the first `length` bytes of `tag` count. */
int language_is(const char *language, const char *tag, size_t length);

/* "Nd" with least ≤ N ≤ LOYALTY_DAYS_MAX: 1 and the number, otherwise 0. */
int days_parse(const char *text, int32_t least, int32_t *days);
/* "Nd", "Nm", "week", "month", "quarter", "year": 1 and the window, otherwise 0. */
int window_parse(const char *text, struct window *window);

/* How a table writes a LOYALTY_OP_…. */
const char *op_text(int32_t op);

/* "NAME OP WORD" taken apart. */
struct condition_text {
    char name[LOYALTY_NAME_MAX + 1];
    int32_t op;
    char word[LOYALTY_NAME_MAX + 1]; /* the right-hand side: a number or a rung's name */
};
/* 1 where the text has that form. */
int condition_parse(const char *text, struct condition_text *parts);

/* A whole number as JSON writes it, within 64 bits: 1 and the number, otherwise 0. */
int integer_parse(const char *text, int64_t *number);

#endif
