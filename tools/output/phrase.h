/* SPDX-License-Identifier: MIT */
/* Text composed in memory, so that it can be measured before it is printed, and broken into lines between words. */
#ifndef LOYALTY_TOOLS_PHRASE_H
#define LOYALTY_TOOLS_PHRASE_H

#include "output/screen.h"

enum {
    PHRASE_BYTES = 2560,
    PHRASE_NAME = 480 /* bytes of a name within a phrase; the rest of a longer one is left out */
};

/* A space at which no line is broken, such as the one within "57.19 EUR". It is printed as a plain space. */
#define PHRASE_TIE "\xC2\xA0"

/*
 * A text. One that isolates puts U+2068 and U+2069 around each part that it is given, so that in a right-to-left
 * sentence numbers, dates and Latin words do not change places with their neighbours.
 */
struct phrase {
    char bytes[PHRASE_BYTES]; /* ended by NUL */
    size_t length;
    bool isolates;
};

void phrase_begin(struct phrase *phrase, bool isolates);

/* Appends the command's own words as they are. */
void phrase_put(struct phrase *phrase, const char *text);

/* Appends a part: a name from the table or the log, a number, a date. */
void phrase_put_part(struct phrase *phrase, const char *text);

/* Appends a phrase as a part. */
void phrase_add(struct phrase *phrase, const struct phrase *part);

/* Appends a sentence, with parts for its %1, %2 and %3; NULL for those that it lacks. */
void phrase_fill(struct phrase *phrase, const char *sentence, const char *first, const char *second, const char *third);

/* Returns how many columns a phrase takes in one line. */
size_t phrase_columns(const struct phrase *phrase);

/* Prints a phrase in one line. Returns how many columns it takes. */
size_t phrase_print(const struct screen *screen, const struct phrase *phrase);

/* Prints a phrase from `column` on. Breaks lines that the screen is too narrow for; the next ones begin at `indent`. */
void phrase_wrap(const struct screen *screen, const struct phrase *phrase, size_t column, size_t indent);

#endif
