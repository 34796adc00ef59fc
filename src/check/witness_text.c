/* SPDX-License-Identifier: MIT */
/* Describes a witness in words. */
#include "check/witness_search.h"

#include <stdio.h>

/* Writes "mood 7/2", rounded if it needs more than 64 bits. Returns the length. */
static int witness_text_metric(struct search *search, uint32_t metric, char *text, size_t size)
{
    const char *name = search->program->metrics[metric].texts.name;
    struct wide num, den;
    int64_t whole, of;
    if (day_metric(&search->day, metric)->state == NUMBER_UNDEFINED)
        return snprintf(text, size, "%s undefined", name);
    day_metric_wide(&search->day, metric, &num, &den);
    wide_reduce(&num, &den);
    if (!wide_get(&num, &whole) || !wide_get(&den, &of))
        return snprintf(text, size, "%s about %lld", name, (long long)wide_floor(&num, &den));
    return of == 1 ? snprintf(text, size, "%s %lld", name, (long long)whole)
                   : snprintf(text, size, "%s %lld/%lld", name, (long long)whole, (long long)of);
}

/* Marks the metrics that the rules name directly. */
static void witness_find_named(const struct region *region, bool *named)
{
    for (uint32_t i = 0; i < region->count; i++)
        for (uint32_t j = 0; j < region->choices[i].count; j++)
            if (region->choices[i].conditions[j].subject == LOYALTY_SUBJECT_METRIC)
                named[region->choices[i].conditions[j].metric] = true;
}

void search_describe(struct search *search)
{
    bool named[LOYALTY_METRICS_MAX] = {false};
    char part[WITNESS_TEXT];
    size_t used = 0;
    witness_find_named(search->region, named);
    search->text[0] = '\0';
    for (uint32_t i = 0; i < search->program->metric_count + 2; i++) {
        int length = 0;
        if (i < search->program->metric_count && named[i])
            length = witness_text_metric(search, i, part, sizeof part);
        else if (i == search->program->metric_count && search->score)
            length = snprintf(part, sizeof part, "score %lld", (long long)day_score(&search->day));
        else if (i == search->program->metric_count + 1 && search->rung)
            length = snprintf(part, sizeof part, "rung %s", search->program->rungs[search->day.rung].texts.name);
        if (length > 0 && used + (size_t)length + sizeof ", " <= WITNESS_TEXT)
            used += (size_t)snprintf(search->text + used, WITNESS_TEXT - used, "%s%s", used ? ", " : "", part);
    }
}
