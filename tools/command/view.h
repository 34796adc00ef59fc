/* SPDX-License-Identifier: MIT */
/* A customer's standing drawn for a person: where they stand, why, and what comes next. */
#ifndef LOYALTY_TOOLS_VIEW_H
#define LOYALTY_TOOLS_VIEW_H

#include "input/table.h"
#include "output/lang.h"
#include "output/screen.h"

enum { AMOUNT_TEXT = 64 }; /* "365 days" in any language */

struct view {
    struct screen screen;
    enum lang language;
    const struct table *table;
    const loyalty_customer *customer;
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

/* Parts that the sections share. Those that return a size return how many columns they print. */
size_t view_metric(const struct view *view, const struct screen *screen, uint32_t metric);
size_t view_value(const struct screen *screen, int64_t numerator, int64_t denominator);
size_t view_sentence(const struct view *view, enum lang_text text, const char *first, const char *second);
void view_heading(const struct view *view, enum lang_text text, const char *first);
const char *view_label(const struct view *view, int32_t object, uint32_t index);
const char *view_number(int64_t number, char buffer[24]);
const char *view_date(int32_t date, char buffer[SCREEN_DATE]);
void view_line(const struct view *view, enum lang_text text, const char *first, const char *second);
/* Prints by how much a condition is missed. */
void view_shortfall(const struct view *view, const loyalty_gap *gap);

/* Sections: what keeps the customer on the rung, or that `out` holds for him. */
void view_print_keep(const struct view *view);
bool view_is_out(const struct view *view);
void view_print_out(const struct view *view);

/* Prints what a rule of a rung asks for, each condition beside the customer's value. */
void view_rule(const struct view *view, int32_t rule, uint32_t rung);

#endif
