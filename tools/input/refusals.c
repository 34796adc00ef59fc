/* SPDX-License-Identifier: MIT */
/* A list of refused lines that grows as needed. */
#define _POSIX_C_SOURCE 200809L
#include "input/refusals.h"

#include <loyalty/loyalty.h>
#include <stdlib.h>
#include <string.h>

static struct refusal *refusals_append(struct refusals *list)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity * 2 + 16;
        struct refusal *all = realloc(list->all, capacity * sizeof *all);
        if (!all) {
            list->failed = true;
            return NULL;
        }
        list->all = all;
        list->capacity = capacity;
    }
    return &list->all[list->count++];
}

void refusals_add(struct refusals *list, uint64_t line, uint64_t last_line, int32_t status, const char *group,
                  const char *reason)
{
    if (status == LOYALTY_E_DUPLICATE) {
        list->duplicates++;
        return;
    }
    char *copy = reason ? strdup(reason) : NULL;
    struct refusal *one = reason && !copy ? NULL : refusals_append(list);
    if (one) {
        *one = (struct refusal){.line = line, .last_line = last_line, .status = status, .reason = copy, .group = group};
        return;
    }
    free(copy);
    list->failed = true;
}

void refusals_add_repeat(struct refusals *list, uint64_t line, uint64_t hash)
{
    if (list->repeat_count == REPEATS_MAX)
        return;
    if (list->repeat_count == list->repeat_capacity) {
        size_t capacity = list->repeat_capacity * 2 + 16;
        struct repeat *repeats = realloc(list->repeats, capacity * sizeof *repeats);
        if (!repeats) {
            list->failed = true;
            return;
        }
        list->repeats = repeats;
        list->repeat_capacity = capacity;
    }
    list->repeats[list->repeat_count++] = (struct repeat){.line = line, .hash = hash};
}

void refusals_move(struct refusals *to, struct refusals *from)
{
    to->duplicates += from->duplicates;
    to->failed |= from->failed;
    for (size_t i = 0; i < from->count; i++) {
        struct refusal *one = refusals_append(to);
        if (one)
            *one = from->all[i];
        else
            free(from->all[i].reason);
    }
    for (size_t i = 0; i < from->repeat_count; i++)
        refusals_add_repeat(to, from->repeats[i].line, from->repeats[i].hash);
    from->count = 0;
    from->repeat_count = 0;
    from->duplicates = 0;
}

static int refusals_compare_repeats(const void *left, const void *right)
{
    const struct repeat *a = left;
    const struct repeat *b = right;
    return (a->line > b->line) - (a->line < b->line);
}

static int refusals_compare(const void *left, const void *right)
{
    const struct refusal *a = left;
    const struct refusal *b = right;
    return (a->line > b->line) - (a->line < b->line);
}

void refusals_sort(struct refusals *list)
{
    if (list->count > 1)
        qsort(list->all, list->count, sizeof *list->all, refusals_compare);
    if (list->repeat_count > 1)
        qsort(list->repeats, list->repeat_count, sizeof *list->repeats, refusals_compare_repeats);
}

void refusals_clear(struct refusals *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->all[i].reason);
    list->count = 0;
}

void refusals_free(struct refusals *list)
{
    refusals_clear(list);
    free(list->all);
    free(list->repeats);
    *list = (struct refusals){0};
}
