/* SPDX-License-Identifier: MIT */
/* Lines without quotes, cut at their commas where they lie. */
#ifndef LOYALTY_TOOLS_LINES_H
#define LOYALTY_TOOLS_LINES_H

#include "input/records.h"

/* Lines that follow each other in a block, or instead of them one record that libcsv made. */
struct lines {
    const char *text;
    uint32_t *separators; /* those of the lines not taken yet, after one that belongs to nothing any more */
    uint32_t start;       /* place of the next line */
    uint64_t line;        /* its number */
    const struct record *other;
};

/* Takes the record that is none of the lines. Returns whether there is one. */
static inline bool lines_other(struct lines *lines, struct record *one)
{
    if (!lines->other)
        return false;
    *one = *lines->other;
    lines->other = NULL;
    return true;
}

/*
 * Takes the next record. Returns false at the end, and before a line that cannot be cut like this: one with a quote, a
 * lone CR, more than RECORD_BYTES_MAX bytes, or an end that lies behind the block. A separator that is neither a comma
 * nor a LF ends the list. `one` is the same for all lines; at first it has their text, and no reason to be broken.
 */
static inline bool lines_next(struct lines *lines, struct record *one)
{
    const char *text = lines->text;
    for (;;) {
        uint32_t *bounds = lines->separators;
        uint32_t *last = bounds + 1;
        while (text[*last] == ',')
            last++;
        uint32_t start = lines->start;
        uint32_t newline = *last;
        uint32_t end = newline > start && text[newline - 1] == '\r' ? newline - 1 : newline;
        uint32_t length = end - start;
        if (text[newline] != '\n' || length > RECORD_BYTES_MAX)
            return lines_other(lines, one);
        lines->separators = last;
        lines->start = newline + 1;
        lines->line++;
        if (length == 0)
            continue;
        /* Nobody looks at these two separators again. */
        *bounds = start - 1;
        *last = end;
        one->bounds = bounds;
        one->count = (uint32_t)(last - bounds);
        one->line = one->last_line = lines->line - 1;
        return true;
    }
}

#endif
