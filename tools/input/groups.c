/* SPDX-License-Identifier: MIT */
/* Collects and reports groups of bad lines. */
#include "input/groups.h"

#include "output/tell.h"

#include <inttypes.h>
#include <loyalty/loyalty.h>
#include <stdlib.h>
#include <string.h>

/* Returns the group of a name. If there is no room for another one, the last also takes what is left. */
static struct group *groups_find(struct groups *groups, const char *name)
{
    for (uint32_t i = 0; i < groups->count; i++)
        if (strcmp(groups->all[i].name, name) == 0)
            return &groups->all[i];
    if (groups->count == GROUPS_MAX)
        return &groups->all[GROUPS_MAX - 1];
    struct group *made = &groups->all[groups->count++];
    *made = (struct group){.name = name};
    return made;
}

void groups_add(struct groups *groups, struct refusal *one)
{
    struct group *group = groups_find(groups, one->group ? one->group : loyalty_status_text(one->status));
    if (group->count < GROUP_EXAMPLES) {
        group->examples[group->count] = *one;
        one->reason = NULL;
    }
    group->count++;
    groups->lines++;
}

void groups_tell_line(const char *file, const struct refusal *one)
{
    const char *reason = one->reason ? one->reason : loyalty_status_text(one->status);
    if (one->line == one->last_line)
        tell_at(file, one->line, "%s", reason);
    else
        tell_at(file, one->line, "%s (the record continues to line %" PRIu64 ")", reason, one->last_line);
}

void groups_tell(const struct groups *groups, const char *file)
{
    for (uint32_t i = 0; i < groups->count; i++) {
        const struct group *group = &groups->all[i];
        for (uint64_t at = 0; at < group->count && at < GROUP_EXAMPLES; at++)
            groups_tell_line(file, &group->examples[at]);
        if (group->count > GROUP_EXAMPLES)
            tell("%s: %" PRIu64 " lines like these %d: %s", file, group->count, GROUP_EXAMPLES, group->name);
    }
}

void groups_free(struct groups *groups)
{
    for (uint32_t i = 0; i < groups->count; i++)
        for (int at = 0; at < GROUP_EXAMPLES; at++)
            free(groups->all[i].examples[at].reason);
    *groups = (struct groups){0};
}
