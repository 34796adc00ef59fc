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
    TEXT_KEPT_BY_ENTER,
    TEXT_RENEWAL,
    TEXT_HELD,    /* %1 date */
    TEXT_AT_RISK, /* %1 date, %2 date */
    TEXT_UNTIL,   /* %1 rung, %2 date */
    TEXT_RENEWED,
    TEXT_RENEWED_LATER,    /* the log holds later events */
    TEXT_RENEW_MORE,       /* %1 amount */
    TEXT_RENEW_MORE_LATER, /* %1 amount */
    TEXT_TO_RENEW,
    TEXT_OUT,
    TEXT_OUT_HOLDS,
    TEXT_MISSING, /* %1 rung */
    TEXT_NOTHING_MISSING,
    TEXT_AT_REVIEW,
    TEXT_TOP,
    TEXT_STEPWISE,
    TEXT_REVIEWED,
    TEXT_OR,
    TEXT_YES, /* a condition holds */
    TEXT_NO,
    TEXT_NOW,      /* %1 amount */
    TEXT_AT_LEAST, /* %1 amount, here and below */
    TEXT_MORE_THAN,
    TEXT_AT_MOST,
    TEXT_LESS_THAN,
    TEXT_EXACTLY,
    TEXT_NOT,
    TEXT_NO_VALUE,
    TEXT_TOO_LARGE,
    TEXT_MORE,        /* %1 amount */
    TEXT_LESS,        /* %1 amount */
    TEXT_DIFFER,      /* the number must be another one */
    TEXT_LATER,       /* %1 amount of events */
    TEXT_LATER_EVENT, /* %1 date, %2 kind */
    TEXT_LATER_TIMES, /* %1 date, %2 kind, %3 number */
    TEXT_LATER_BACK,  /* %1 date, %2 kind, %3 number */
    TEXT_OUTLOOK,
    TEXT_OUTLOOK_LATER,
    TEXT_NO_CHANGE, /* %1 date */
    TEXT_CLIMBS,    /* %1 date, %2 rung */
    TEXT_FALLS,     /* %1 date, %2 rung */
    TEXT_AND_MORE,  /* %1 number */
    TEXT_SEGMENTS,
    TEXT_PAIR, /* %1 what, %2 its value */
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

enum lang_unit { UNIT_DAYS, UNIT_WEEKS, UNIT_MONTHS, UNIT_QUARTERS, UNIT_YEARS, UNIT_EVENTS, UNIT_COUNT };

/* Finds the language of a code: en, fa or ru. Returns whether it is one of them. */
bool lang_find(const char *code, enum lang *found);

/* Returns the code of a language, for labels. */
const char *lang_code(enum lang language);

/* Returns a sentence. */
const char *lang_sentence(enum lang language, enum lang_text text);

/* Returns whether a language is written from right to left. */
bool lang_is_right_to_left(enum lang language);

enum { LANG_NUMBER = 256 }; /* bytes that hold a number, a date or an amount of money in any language */

/*
 * Writes a number, a date or an amount of money, given in ASCII, in the digits and signs of the language: Persian ones in
 * Persian, as the labels of the presets have them. Returns `buffer`.
 */
const char *lang_number(enum lang language, const char *ascii, char *buffer, size_t capacity);

/* Writes "1 day" or "2 months", with the plural that the language requires. Returns `buffer`. */
const char *lang_amount(enum lang language, enum lang_unit unit, int64_t number, char *buffer, size_t capacity);

#endif
