/* SPDX-License-Identifier: MIT */
/* Bad lines that were skipped, grouped by what is wrong with them: a log may have a million of one group. */
#ifndef LOYALTY_TOOLS_GROUPS_H
#define LOYALTY_TOOLS_GROUPS_H

#include "input/refusals.h"

enum {
    GROUPS_MAX = 40,    /* more than there are reasons */
    GROUP_EXAMPLES = 3, /* of each group */
};

struct group {
    const char *name; /* lives as long as the program */
    uint64_t count;
    struct refusal examples[GROUP_EXAMPLES];
};

struct groups {
    uint32_t count;
    uint64_t lines; /* of all groups */
    struct group all[GROUPS_MAX];
};

/* Adds a refused line, and takes its reason if it becomes an example. */
void groups_add(struct groups *groups, struct refusal *one);

/* Reports the examples of each group in the order in which groups appeared, and how many more there are. */
void groups_tell(const struct groups *groups, const char *file);

void groups_free(struct groups *groups);

/* Reports one refused line. */
void groups_tell_line(const char *file, const struct refusal *one);

#endif
