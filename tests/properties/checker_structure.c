/* SPDX-License-Identifier: MIT */
/* Warnings that follow from how a table is written alone: each is told just where it is so. */
#include "checker.h"

#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "mismatch.h"

static uint32_t told_of(const struct claims *claims, enum sort sort)
{
    uint32_t told = 0;
    for (uint32_t i = 0; i < claims->count; i++)
        told += claims->claim[i].sort == sort;
    return told;
}

static bool is_told(const struct claims *claims, const struct claim *wanted)
{
    for (uint32_t i = 0; i < claims->count; i++) {
        const struct claim *claim = &claims->claim[i];
        if (claim->sort == wanted->sort && claim->which == wanted->which && claim->index == wanted->index &&
            claim->alternative == wanted->alternative && claim->position == wanted->position)
            return true;
    }
    return false;
}

/* ---- What is never used ---- */

struct used {
    bool metric[REF_METRICS], kind[REF_KINDS];
};

static void use_rule(const struct ref_rule *rule, struct used *used)
{
    for (int at = 0; rule != NULL && at < rule->first[rule->alternatives]; at++)
        if (rule->condition[at].subject == REF_OF_METRIC)
            used->metric[rule->condition[at].metric] = true;
}

static void use_operands(const struct ref_table *table, const struct ref_metric *metric, struct used *used)
{
    if (metric->type == REF_SHARE)
        used->metric[metric->share_of] = used->metric[metric->share_by] = true;
    for (int j = 0; j < table->kinds && metric->type < REF_SHARE; j++)
        used->kind[j] |= metric->counts[j];
    if (metric->type <= REF_LAST_OF_KINDS && metric->window.begins_kind != REF_NO_KIND)
        used->kind[metric->window.begins_kind] = true;
    if (metric->type <= REF_LAST_OF_KINDS && metric->window.after_kind != REF_NO_KIND)
        used->kind[metric->window.after_kind] = true;
}

static void find_used(const struct ref_table *table, struct used *used)
{
    use_rule(table->out, used);
    for (int i = 0; i < table->rungs; i++) {
        use_rule(table->rung[i].enter, used);
        use_rule(table->rung[i].keep, used);
    }
    for (int i = 0; i < table->cells; i++)
        use_rule(table->cell[i].when, used);
    for (int i = 0; i < table->metrics; i++) {
        used->metric[i] |= table->metric[i].rows > 0;
        use_operands(table, &table->metric[i], used);
    }
}

/* Just what no condition, no row, no share, no metric and no window asks for is never used. */
static bool unused_agree(const struct ref_table *table, const struct claims *claims)
{
    struct used used = {{false}, {false}};
    uint32_t unused = 0;
    find_used(table, &used);
    for (int i = 0; i < table->metrics; i++)
        unused += !used.metric[i];
    for (int i = 0; i < table->kinds; i++)
        unused += !used.kind[i];
    for (uint32_t i = 0; i < claims->count; i++) {
        const struct claim *claim = &claims->claim[i];
        EXPECT(claim->sort != METRIC_NEVER_USED || !used.metric[claim->index], "%s: it is used", claim->path);
        EXPECT(claim->sort != KIND_NEVER_USED || !used.kind[claim->index], "%s: it is used", claim->path);
    }
    uint32_t told = told_of(claims, METRIC_NEVER_USED) + told_of(claims, KIND_NEVER_USED);
    EXPECT(told == unused, "%u metrics and kinds are never used, and %u are told", (unsigned)unused, (unsigned)told);
    return true;
}

/* ---- Words that nobody sees ---- */

static bool lists_action(json_t *thing, const char *action)
{
    const json_t *item;
    size_t i;
    json_array_foreach(json_object_get(thing, "actions"), i, item)
    {
        if (strcmp(json_string_value(item), action) == 0)
            return true;
    }
    return false;
}

/* Whether a rung or a cell lists the action. */
static bool is_listed(const struct ref_table *table, const char *action)
{
    json_t *rung, *segmentation, *cell;
    const char *name;
    size_t i;
    json_array_foreach(json_object_get(table->json, "ladder"), i, rung)
    {
        if (lists_action(rung, action))
            return true;
    }
    json_object_foreach(json_object_get(table->json, "segments"), name, segmentation)
    {
        json_array_foreach(json_is_object(segmentation) ? json_object_get(segmentation, "cells") : segmentation, i,
                           cell)
        {
            if (lists_action(cell, action))
                return true;
        }
    }
    return false;
}

static bool actions_agree(const struct ref_table *table, const struct claims *claims)
{
    const char *name;
    json_t *action;
    uint32_t unused = 0, index = 0;
    json_object_foreach(json_object_get(table->json, "actions"), name, action)
    {
        const struct claim claim = {.sort = ACTION_NEVER_USED, .index = index++};
        if (is_listed(table, name))
            continue;
        unused++;
        EXPECT(is_told(claims, &claim), "action %s is never used", name);
    }
    EXPECT(told_of(claims, ACTION_NEVER_USED) == unused, "%u actions are never used, and %u are told", (unsigned)unused,
           (unsigned)told_of(claims, ACTION_NEVER_USED));
    return true;
}

static bool is_money(const struct ref_table *table, int metric)
{
    const json_t *body = json_object_get(json_object_get(table->json, "metrics"), table->metric[metric].name);
    const char *unit = json_string_value(json_object_get(body, "unit"));
    return unit != NULL && strcmp(unit, "money") == 0;
}

static bool money_agrees(const struct ref_table *table, const struct claims *claims)
{
    const bool known = json_object_get(table->json, "money") != NULL;
    uint32_t wanted = 0;
    for (int i = 0; !known && i < table->metrics; i++) {
        const struct claim claim = {.sort = MONEY_UNKNOWN, .index = (uint32_t)i};
        if (!is_money(table, i))
            continue;
        wanted++;
        EXPECT(is_told(claims, &claim), "metric %d is money of no code", i);
    }
    EXPECT(told_of(claims, MONEY_UNKNOWN) == wanted, "%u metrics are money of no code, and %u are told",
           (unsigned)wanted, (unsigned)told_of(claims, MONEY_UNKNOWN));
    return true;
}

/* ---- Terms asked for on rungs that have none ---- */

static bool metric_reads_term(const struct ref_table *table, int index)
{
    const struct ref_metric *metric = &table->metric[index];
    if (metric->type == REF_SHARE)
        return metric_reads_term(table, metric->share_of) || metric_reads_term(table, metric->share_by);
    return metric->type <= REF_LAST_OF_KINDS && metric->window.within == REF_TERM;
}

static bool condition_reads_term(const struct ref_table *table, const struct ref_condition *condition)
{
    bool reads = false;
    if (condition->subject == REF_OF_METRIC)
        return metric_reads_term(table, condition->metric);
    for (int i = 0; i < table->metrics; i++)
        reads |= table->metric[i].rows > 0 && metric_reads_term(table, i);
    return condition->subject == REF_OF_SCORE && reads;
}

bool rule_reads_term(const struct ref_table *table, const struct ref_rule *rule)
{
    bool reads = false;
    for (int at = 0; rule != NULL && at < rule->first[rule->alternatives]; at++)
        reads |= condition_reads_term(table, &rule->condition[at]);
    return reads;
}

static bool keep_is_given(const struct ref_table *table, int rung)
{
    const json_t *ladder = json_object_get(table->json, "ladder");
    return json_object_get(json_array_get(ladder, (size_t)rung), "keep") != NULL;
}

/* `keep` asks for the term, or `enter` does and is `keep` too. */
static bool terms_of_rung_agree(const struct ref_table *table, int rung, const struct claims *claims, uint32_t *wanted)
{
    const struct ref_rule *keep = table->rung[rung].keep;
    struct claim claim = {.sort = TERMLESS, .index = (uint32_t)rung};
    claim.which = keep_is_given(table, rung) ? LOYALTY_RULE_KEEP : LOYALTY_RULE_ENTER;
    for (int i = 0; i < keep->alternatives; i++)
        for (int at = keep->first[i]; at < keep->first[i + 1]; at++) {
            if (!condition_reads_term(table, &keep->condition[at]))
                continue;
            claim.alternative = (uint32_t)i;
            claim.position = (uint32_t)(at - keep->first[i]);
            ++*wanted;
            EXPECT(is_told(claims, &claim), "rung %d, alternative %d, condition %d: the term is asked for in vain",
                   rung, i, at - keep->first[i]);
        }
    return true;
}

static bool terms_agree(const struct ref_table *table, const struct claims *claims)
{
    uint32_t wanted = 0;
    for (int i = 1; i < table->rungs; i++)
        if (table->rung[i].term.length == 0 && !terms_of_rung_agree(table, i, claims, &wanted))
            return false;
    EXPECT(told_of(claims, TERMLESS) == wanted, "the term is asked for in vain %u times, and %u are told",
           (unsigned)wanted, (unsigned)told_of(claims, TERMLESS));
    return true;
}

/* ---- A grace in days ---- */

static bool graces_agree(const struct ref_table *table, const struct claims *claims)
{
    uint32_t wanted = 0;
    bool monthly = table->review == REF_MONTH || table->review == REF_QUARTER || table->review == REF_YEAR;
    for (int i = 1; monthly && i < table->rungs; i++) {
        struct claim claim = {.sort = DAYS_OF_GRACE, .index = (uint32_t)i};
        if (table->rung[i].grace.length == 0 || table->rung[i].grace.unit != REF_DAY)
            continue;
        wanted++;
        EXPECT(is_told(claims, &claim), "the grace of rung %d is in days", i);
    }
    EXPECT(told_of(claims, DAYS_OF_GRACE) == wanted, "%u graces are in days, and %u are told", (unsigned)wanted,
           (unsigned)told_of(claims, DAYS_OF_GRACE));
    return true;
}

/* ---- Whom a segmentation forgets ---- */

/* Of the customer in brackets, the metric that is named is undefined. */
static bool is_undefined_in_words(const struct ref_table *table, const struct claim *claim)
{
    char named[200], undefined[200];
    for (int i = 0; i < table->metrics; i++) {
        snprintf(named, sizeof named, "for whom '%s' is undefined", table->metric[i].name);
        snprintf(undefined, sizeof undefined, "%s undefined", table->metric[i].name);
        if (strstr(claim->message, named) != NULL)
            return strstr(strchr(claim->message, '('), undefined) != NULL;
    }
    return false;
}

static bool forgotten_agree(const struct ref_table *table, const struct claims *claims)
{
    for (uint32_t i = 0; i < claims->count; i++)
        EXPECT(claims->claim[i].sort != FORGOTTEN || is_undefined_in_words(table, &claims->claim[i]),
               "%s: %s: it is defined", claims->claim[i].path, claims->claim[i].message);
    return true;
}

bool structure_agrees(const struct scenario *scenario, const struct claims *claims)
{
    return unused_agree(scenario->table, claims) && actions_agree(scenario->table, claims) &&
           money_agrees(scenario->table, claims) && terms_agree(scenario->table, claims) &&
           graces_agree(scenario->table, claims) && forgotten_agree(scenario->table, claims);
}
