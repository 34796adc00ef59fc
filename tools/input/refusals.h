/* SPDX-License-Identifier: MIT */
/* Refused lines that wait to be reported, because events are recorded later than they are read. */
#ifndef LOYALTY_TOOLS_REFUSALS_H
#define LOYALTY_TOOLS_REFUSALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct refusal {
    uint64_t line; /* line on which the record begins */
    uint64_t last_line;
    int32_t status; /* of the library */
    char *reason;   /* message; NULL if the status's text is enough */
};

struct refusals {
    struct refusal *all;
    size_t count;
    size_t capacity;
    uint64_t duplicates; /* counted, but not listed */
    bool failed;         /* out of memory: the list is not complete */
};

/* Adds a line with the library's status, or with another reason, which is copied. */
void refusals_add(struct refusals *list, uint64_t line, uint64_t last_line, int32_t status, const char *reason);

/* Moves everything from one list to another. */
void refusals_move(struct refusals *to, struct refusals *from);

/* Sorts by line. */
void refusals_sort(struct refusals *list);

void refusals_clear(struct refusals *list);
void refusals_free(struct refusals *list);

#endif
