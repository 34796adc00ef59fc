/* SPDX-License-Identifier: MIT */
/* UTF-8 text on a screen: widths, columns, bars, colours. */
#ifndef LOYALTY_TOOLS_SCREEN_H
#define LOYALTY_TOOLS_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum {
    SCREEN_BAR_CELLS = 10,
    SCREEN_DATE = 11, /* bytes of a date and a NUL */
    SCREEN_WIDTH = 80 /* unless a terminal says otherwise */
};

enum screen_style { STYLE_HEADING, STYLE_GOOD, STYLE_BAD, STYLE_FAINT };

/* Where text goes. Without a file nothing is printed, and the functions only return widths. */
struct screen {
    FILE *file;
    bool colour;
    bool blocks;        /* bars, ladders and marks are drawn in characters beyond ASCII */
    bool right_to_left; /* the text is: lines say so to whatever shows them */
    size_t width;       /* available columns */
};

/*
 * Opens standard output: with colour if it is a terminal that supports it and NO_COLOR is not set, and with blocks if
 * it is a terminal with a UTF-8 locale.
 */
struct screen screen_open(void);

/* Prints text. Returns how many columns it takes. Control characters become '?'. */
size_t screen_put(const struct screen *screen, const char *text);

/* Prints `length` bytes likewise. */
size_t screen_put_bytes(const struct screen *screen, const char *text, size_t length);

/* Writes a date as YYYY-MM-DD, or "" for LOYALTY_DATE_NONE. Returns `buffer`. */
const char *screen_date(int32_t date, char buffer[SCREEN_DATE]);

/* Prints `columns` spaces. */
void screen_pad(const struct screen *screen, size_t columns);

/* Begin a line with `columns` spaces; end it. */
void screen_begin_line(const struct screen *screen, size_t columns);
void screen_end_line(const struct screen *screen);

/* Draws a bar filled in proportion of `part` to `whole`, both at least 0; full if `part` reaches `whole`. */
void screen_bar(const struct screen *screen, int64_t part, int64_t whole);

/*
 * Draws a bar of at most `columns` columns, filled by a share of 1: to an eighth of a column in blocks, to a whole one
 * in ASCII. Prints nothing if it is empty. Returns how many columns it takes.
 */
size_t screen_long_bar(const struct screen *screen, double share, size_t columns);

void screen_style_on(const struct screen *screen, enum screen_style style);
void screen_style_off(const struct screen *screen);

#endif
