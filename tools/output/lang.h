/* SPDX-License-Identifier: MIT */
/* The command's own sentences in each of its languages. Names in a rule table have their labels there. */
#ifndef LOYALTY_TOOLS_LANG_H
#define LOYALTY_TOOLS_LANG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum lang { LANG_EN, LANG_FA, LANG_RU, LANG_COUNT };

/* Sentences; %1, %2 and %3 are placeholders. */
enum lang_text {
    TEXT_TITLE, /* %1 customer, %2 rung, %3 date */
    TEXT_TABLE, /* %1 table, %2 date */
    TEXT_LADDER,
    TEXT_HERE, /* %1 duration */
    TEXT_HERE_TODAY,
    TEXT_SCORE,
    TEXT_OF,  /* %1 and %2 numbers */
    TEXT_CUT, /* %1 sum, %2 greatest score */
    TEXT_KEEP,
    TEXT_KEEP_FIRST,
    TEXT_HELD,    /* %1 date */
    TEXT_AT_RISK, /* %1 date, %2 date */
    TEXT_UNTIL,   /* %1 rung, %2 date */
    TEXT_RENEWED,
    TEXT_RENEW_MORE, /* %1 number */
    TEXT_TO_RENEW,
    TEXT_OUT,
    TEXT_OUT_HOLDS,
    TEXT_MISSING, /* %1 rung */
    TEXT_NOTHING_MISSING,
    TEXT_AT_REVIEW,
    TEXT_TOP,
    TEXT_OR,
    TEXT_NO_VALUE,
    TEXT_TOO_LARGE,
    TEXT_MORE,   /* %1 number */
    TEXT_LESS,   /* %1 number */
    TEXT_DIFFER, /* the number must be another one */
    TEXT_OUTLOOK,
    TEXT_NO_CHANGE, /* %1 date */
    TEXT_CLIMBS,    /* %1 date, %2 rung */
    TEXT_FALLS,     /* %1 date, %2 rung */
    TEXT_AND_MORE,  /* %1 number */
    TEXT_SEGMENTS,
    TEXT_NO_SEGMENT,
    TEXT_ACTIONS,
    TEXT_COMMA,
    TEXT_OVER, /* %1 duration of a window */
    TEXT_WEEK,
    TEXT_MONTH,
    TEXT_QUARTER,
    TEXT_YEAR,
    TEXT_TERM,
    TEXT_AGO,   /* %1 duration */
    TEXT_FROM,  /* %1 day of a year, or event kind */
    TEXT_AFTER, /* %1 event kind */
    TEXT_COUNT
};

enum lang_unit { UNIT_DAYS, UNIT_WEEKS, UNIT_MONTHS, UNIT_QUARTERS, UNIT_YEARS, UNIT_COUNT };

/* Finds the language of a code: en, fa or ru. Returns whether it is one of them. */
bool lang_find(const char *code, enum lang *found);

/* Returns the code of a language, for labels. */
const char *lang_code(enum lang language);

/* Returns a sentence. */
const char *lang_sentence(enum lang language, enum lang_text text);

/* Writes "1 day" or "2 months", with the plural that the language requires. Returns `buffer`. */
const char *lang_amount(enum lang language, enum lang_unit unit, int64_t number, char *buffer, size_t capacity);

#endif
