/* SPDX-License-Identifier: MIT */
#include "input/kinds.h"

#include <stdlib.h>
#include <string.h>

static uint32_t count_of(const loyalty_program *program)
{
    loyalty_table_info table = {.size = sizeof table};
    return loyalty_program_table(program, &table) == LOYALTY_OK ? table.kind_count : 0;
}

/* Looks at all. */
static struct kind *search(const struct kinds *set, const char *name, size_t length)
{
    for (uint32_t i = 0; i < set->count; i++) {
        struct kind *one = &set->all[i];
        if (one->name_length == length && memcmp(one->name, name, length) == 0)
            return one;
    }
    return NULL;
}

static void add(struct kinds *set, uint32_t table, uint32_t index, const loyalty_kind_info *info)
{
    size_t length = strlen(info->name);
    struct kind *one = search(set, info->name, length);
    if (!one) {
        one = &set->all[set->count++];
        *one = (struct kind){info->name, length, {EVENT_NO_KIND, EVENT_NO_KIND}, INT64_MIN, INT64_MAX};
    }
    one->indexes[table] = index;
    one->value_min = info->value_min > one->value_min ? info->value_min : one->value_min;
    one->value_max = info->value_max < one->value_max ? info->value_max : one->value_max;
}

int kinds_learn(struct kinds *set, const loyalty_program *const *programs, uint32_t program_count)
{
    *set = (struct kinds){0};
    size_t most = 0;
    for (uint32_t table = 0; table < program_count; table++)
        most += count_of(programs[table]);
    set->all = calloc(most + 1, sizeof *set->all);
    if (!set->all)
        return -1;
    for (uint32_t table = 0; table < program_count; table++) {
        loyalty_kind_info info = {.size = sizeof info};
        for (uint32_t i = 0; loyalty_program_kind(programs[table], i, &info) == LOYALTY_OK; i++)
            add(set, table, i, &info);
    }
    return 0;
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
        &set->hints[(length * 7 + (unsigned char)name[0] * 5u + (unsigned char)name[length - 1]) % KIND_HINTS];
    const struct kind *one = &set->all[*hint];
    if (one->name_length == length && memcmp(one->name, name, length) == 0)
        return one;
    one = search(set, name, length);
    if (one)
        *hint = (uint16_t)(one - set->all);
    return one;
}
