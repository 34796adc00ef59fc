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
    int32_t status;    /* of the library */
    char *reason;      /* message; NULL if the status's text is enough */
    const char *group; /* what lines with such a reason have in common; NULL if the status's text says it */
};

/* A line whose event the library refused, for conflicts.h. */
struct repeat {
    uint64_t line;
    uint64_t hash; /* of customer and id if the id was recorded before, otherwise 0 */
};

enum { REPEATS_MAX = 1 << 20 /* kept for each lane; what comes after them is only counted */ };

struct refusals {
    struct refusal *all;
    size_t count;
    size_t capacity;
    uint64_t duplicates; /* counted, but not listed */
    struct repeat *repeats;
    size_t repeat_count;
    size_t repeat_capacity;
    bool failed; /* out of memory: the list is not complete */
};

/* Adds a line with the library's status, or with another reason, which is copied; `group` is not. */
void refusals_add(struct refusals *list, uint64_t line, uint64_t last_line, int32_t status, const char *group,
                  const char *reason);

/* Remembers a line refused by the library. */
void refusals_add_repeat(struct refusals *list, uint64_t line, uint64_t hash);

/* Moves everything from one list to another. */
void refusals_move(struct refusals *to, struct refusals *from);

/* Sorts both lists by line. */
void refusals_sort(struct refusals *list);

void refusals_clear(struct refusals *list);
void refusals_free(struct refusals *list);

#endif
