/* SPDX-License-Identifier: MIT */
/* The event kinds of the tables that a log is read for, matched by name. */
#include "input/kinds.h"

#include <stdlib.h>

static uint32_t kinds_count(const loyalty_program *program)
{
    loyalty_table_info table = {.size = sizeof table};
    return loyalty_program_table(program, &table) ? 0 : table.kind_count;
}

const struct kind *kinds_search(const struct kinds *set, const char *name, size_t length, uint64_t head, uint16_t *hint)
{
    for (uint32_t i = 0; i < set->count; i++) {
        if (kind_is(&set->all[i], name, length, head)) {
            *hint = (uint16_t)i;
            return &set->all[i];
        }
    }
    return NULL;
}

/* Returns the kind of that name, which is added if no table had it so far. */
static struct kind *kinds_get(struct kinds *set, const char *name)
{
    uint16_t at = 0;
    size_t length = strlen(name);
    char head[WORD_BYTES] = {0};
    memcpy(head, name, length < WORD_BYTES ? length : WORD_BYTES);
    if (kinds_search(set, name, length, word_load(head), &at))
        return &set->all[at];
    struct kind *one = &set->all[set->count++];
    *one = (struct kind){.head = word_load(head),
                         .name_length = length,
                         .name = name,
                         .indexes = {EVENT_NO_KIND, EVENT_NO_KIND},
                         .value_min = INT64_MIN,
                         .value_max = INT64_MAX};
    return one;
}

static void kinds_add(struct kinds *set, uint32_t table, uint32_t index, const loyalty_kind_info *info)
{
    struct kind *one = kinds_get(set, info->name);
    one->indexes[table] = index;
    one->value_min = info->value_min > one->value_min ? info->value_min : one->value_min;
    one->value_max = info->value_max < one->value_max ? info->value_max : one->value_max;
}

int32_t kinds_learn(struct kinds *set, const loyalty_program *const *programs, uint32_t program_count)
{
    *set = (struct kinds){0};
    size_t most = 0;
    for (uint32_t table = 0; table < program_count; table++)
        most += kinds_count(programs[table]);
    set->all = calloc(most + 1, sizeof *set->all);
    if (!set->all)
        return LOYALTY_E_MEMORY;
    for (uint32_t table = 0; table < program_count; table++) {
        loyalty_kind_info info = {.size = sizeof info};
        for (uint32_t i = 0; !loyalty_program_kind(programs[table], i, &info); i++)
            kinds_add(set, table, i, &info);
    }
    return LOYALTY_OK;
}

void kinds_free(struct kinds *set)
{
    free(set->all);
    *set = (struct kinds){0};
}
