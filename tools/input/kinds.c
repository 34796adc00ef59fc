/* SPDX-License-Identifier: MIT */
/* The event kinds of the tables that a log is read for, matched by name. */
#include "input/kinds.h"

#include <stdlib.h>
#include <string.h>

static uint32_t kinds_count(const loyalty_program *program)
{
    loyalty_table_info table = {.size = sizeof table};
    return loyalty_program_table(program, &table) ? 0 : table.kind_count;
}

/* Searches all kinds. */
static struct kind *kinds_search(const struct kinds *set, const char *name, size_t length)
{
    for (uint32_t i = 0; i < set->count; i++) {
        struct kind *one = &set->all[i];
        if (one->name_length == length && memcmp(one->name, name, length) == 0)
            return one;
    }
    return NULL;
}

static void kinds_add(struct kinds *set, uint32_t table, uint32_t index, const loyalty_kind_info *info)
{
    size_t length = strlen(info->name);
    struct kind *one = kinds_search(set, info->name, length);
    if (!one) {
        one = &set->all[set->count++];
        *one = (struct kind){.name = info->name,
                             .name_length = length,
                             .indexes = {EVENT_NO_KIND, EVENT_NO_KIND},
                             .value_min = INT64_MIN,
                             .value_max = INT64_MAX};
    }
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

const struct kind *kinds_find(struct kinds *set, const char *name, size_t length)
{
    if (length == 0)
        return NULL;
    uint16_t *hint =
        &set->hints[(length * 7 + (size_t)5 * (unsigned char)name[0] + (unsigned char)name[length - 1]) % KIND_HINTS];
    const struct kind *one = &set->all[*hint];
    if (one->name_length == length && memcmp(one->name, name, length) == 0)
        return one;
    one = kinds_search(set, name, length);
    if (one)
        *hint = (uint16_t)(one - set->all);
    return one;
}
