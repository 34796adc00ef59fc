/* SPDX-License-Identifier: MIT */
/* A customer's standing drawn for a person: where they stand, why, and what comes next. */
#ifndef LOYALTY_TOOLS_VIEW_H
#define LOYALTY_TOOLS_VIEW_H

#include "input/table.h"
#include "output/lang.h"
#include "output/phrase.h"
#include "output/screen.h"

enum { VIEW_LATER = 6 }; /* events of later days that are listed; more are counted only */

/* The events of a kind that the log holds for a later day. */
struct later_event {
    int32_t date;
    uint32_t kind;
    int64_t count; /* may be 0 if only their values matter */
};

/* What the log holds for days after the one that is looked at. */
struct later {
    uint64_t count; /* of days, for each kind */
    size_t listed;
    struct later_event first[VIEW_LATER]; /* the earliest, in the order of dates */
};

struct view {
    struct screen screen;
    enum lang language;
    const struct table *table;
    const loyalty_customer *customer;
    const struct later *later;
    const char *id; /* the customer, as in the log */
    int32_t as_of;  /* the day advanced to */
    int32_t until;  /* the last day to look ahead to */
    loyalty_standing standing;
    int32_t *failure; /* status of the first call that failed; LOYALTY_OK at first */
};

/* Prints all sections. Sets `failure` if a call of the library fails. */
void view_print(const struct view *view);

/* Sets `failure` to the first status that is not an answer about the customer. Returns the status. */
int32_t view_checked(const struct view *view, int32_t status);

/* ---- words (view_words.c) ---- */

const char *view_label(const struct view *view, int32_t object, uint32_t index);
const char *view_number(const struct view *view, int64_t number, char buffer[LANG_NUMBER]);
const char *view_date(const struct view *view, int32_t date, char buffer[LANG_NUMBER]);

/* Begins a phrase in the view's language. */
void view_begin(const struct view *view, struct phrase *phrase);

/* Appends a sentence; NULL for the parts that it lacks. */
void view_fill(const struct view *view, struct phrase *phrase, enum lang_text text, const char *first,
               const char *second);

/* Print a heading after an empty line; a sentence as an indented line; a phrase likewise. */
void view_heading(const struct view *view, enum lang_text text, const char *first);
void view_line(const struct view *view, enum lang_text text, const char *first, const char *second);
void view_print_phrase(const struct view *view, const struct phrase *phrase, size_t indent);

/* ---- amounts (view_amount.c) ---- */

/* Returns the unit of a condition's subject, `LOYALTY_UNIT_…`: what the table says, or what the metric implies. */
int32_t view_unit(const struct view *view, int32_t subject, uint32_t metric);

/* Writes an amount in its unit, such as "57.19 EUR", "12 days" or "12.33...". Returns `buffer`. */
const char *view_whole_amount(const struct view *view, int32_t unit, int64_t amount, char buffer[LANG_NUMBER]);
const char *view_amount(const struct view *view, int32_t unit, int64_t numerator, int64_t denominator,
                        char buffer[LANG_NUMBER]);

/* ---- rows (view_row.c) ---- */

enum view_mark { VIEW_PLAIN, VIEW_YES, VIEW_NO, VIEW_UNKNOWN };

/* A line of a list: a mark, a name, a value, a bar and a remark. */
struct view_row {
    enum view_mark mark;
    struct phrase name;
    struct phrase value;
    bool has_bar;
    int64_t part; /* the bar is filled in proportion of `part` to `whole` */
    int64_t whole;
    struct phrase remark; /* may be empty */
};

/* The widest of the rows that are printed together. */
struct view_widths {
    size_t mark;
    size_t name;
    size_t value;
    size_t remark;
    bool has_bar;
};

void view_row_begin(const struct view *view, struct view_row *row);
void view_row_measure(const struct view *view, const struct view_row *row, struct view_widths *widths);
/* Prints a row in columns, without its bar if the screen is narrow, and in two lines if it is narrower still. */
void view_row_print(const struct view *view, const struct view_row *row, const struct view_widths *widths);

/* ---- sections ---- */

/* Appends the name of a metric, with its window in words. */
void view_metric(const struct view *view, struct phrase *phrase, uint32_t metric);

/* Appends what a condition asks about, and a colon. */
void view_subject(const struct view *view, struct phrase *phrase, const loyalty_gap *gap);
/* Appends by how much a condition is missed. */
void view_shortfall(const struct view *view, struct phrase *phrase, const loyalty_gap *gap);

/* Prints what a rule of a rung asks for, each condition beside the customer's value. */
void view_rule(const struct view *view, int32_t rule, uint32_t rung);

void view_print_score(const struct view *view);

/* What keeps the customer on the rung, or that `out` holds for him. */
void view_print_keep(const struct view *view);
bool view_is_out(const struct view *view);
void view_print_out(const struct view *view);

/* Print the events that the log holds for later days; the transitions to come. */
void view_print_later(const struct view *view);
void view_print_outlook(const struct view *view);

#endif
