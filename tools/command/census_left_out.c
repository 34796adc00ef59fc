/* SPDX-License-Identifier: MIT */
/* Which parts of a census are left out, and what they lack. */
#include "command/census.h"

#include "output/grid.h"
#include "output/phrase.h"

#include <stdio.h>

enum { CENSUS_PARTS = CENSUS_VALUE + 1, LEFT_OUT_INDENT = 2, LEFT_OUT_NEXT = 4 };

/* The names are those of the sections in CSV, and of the keys in JSON. */
static const struct {
    const char *section;
    const char *key;
} left_out_parts[CENSUS_PARTS] = {{"score", "score"},
                                  {"movement", "movement"},
                                  {"retention", "retention"},
                                  {"influence", "influence"},
                                  {"value", "lifetime"}};

static const struct {
    enum census_missing bit;
    const char *key;
    const char *reason;
} left_out_reasons[] = {
    {CENSUS_NO_CUSTOMERS, "customers", "there is no customer"},
    {CENSUS_NO_POINTS, "points", "the table gives no points"},
    {CENSUS_NO_FROM, "from", "there is no --from"},
    {CENSUS_NO_PERIODS, "periods", "there is neither --from, nor --first and --second"},
    {CENSUS_NO_PURCHASES, "purchases", "there is no --purchases, and the table has no kind \"purchase\""},
    {CENSUS_NO_REWARDS, "rewards", "there is no --rewards"}};

enum { LEFT_OUT_REASONS = sizeof left_out_reasons / sizeof left_out_reasons[0] };

/* Returns whether the table gives points for any metric. */
static bool left_out_has_points(const struct census *census)
{
    loyalty_metric_info info = {.size = sizeof info};
    for (uint32_t metric = 0; !loyalty_program_metric(census->table.program, metric, &info); metric++)
        if (info.row_count > 0)
            return true;
    return false;
}

unsigned census_missing(const struct census *census, enum census_part part)
{
    const loyalty_census_plan *plan = &census->plan;
    const unsigned from = plan->from_date == LOYALTY_DATE_NONE ? CENSUS_NO_FROM : 0;
    const unsigned purchases = plan->kind_count == 0 ? CENSUS_NO_PURCHASES : 0;
    switch (part) {
    case CENSUS_SCORE:
        return (loyalty_census_count(census->figures) == 0 ? CENSUS_NO_CUSTOMERS : 0) |
               (left_out_has_points(census) ? 0 : CENSUS_NO_POINTS);
    case CENSUS_MOVEMENT:
        return from;
    case CENSUS_RETENTION:
        return (plan->first_from == LOYALTY_DATE_NONE ? CENSUS_NO_PERIODS : 0) | purchases;
    case CENSUS_INFLUENCE:
        return from | purchases;
    case CENSUS_VALUE:
        return census->reward_count == 0 ? CENSUS_NO_REWARDS : 0;
    }
    return 0;
}

/* ---- screen ---- */

/* The default periods need as many days before --from as lie after it. */
static const char *left_out_reason(const struct census *census, size_t at)
{
    if (left_out_reasons[at].bit == CENSUS_NO_PERIODS && census->plan.from_date != LOYALTY_DATE_NONE)
        return "there is no --first and --second, and as many days up to --from would begin before 0001-01-01";
    return left_out_reasons[at].reason;
}

static void left_out_show_line(const struct census *census, const struct screen *screen, const char *parts,
                               unsigned missing)
{
    struct phrase phrase;
    const char *between = ": ";
    phrase_begin(&phrase, false);
    phrase_put(&phrase, parts);
    for (size_t i = 0; i < LEFT_OUT_REASONS; i++) {
        if (!(missing & left_out_reasons[i].bit))
            continue;
        phrase_put(&phrase, between);
        phrase_put(&phrase, left_out_reason(census, i));
        between = "; ";
    }
    screen_begin_line(screen, LEFT_OUT_INDENT);
    phrase_wrap(screen, &phrase, LEFT_OUT_INDENT, LEFT_OUT_NEXT);
    screen_end_line(screen);
}

void census_show_left_out(const struct census *census, const struct screen *screen)
{
    bool shown[CENSUS_PARTS] = {false};
    bool any = false;
    for (unsigned part = 0; part < CENSUS_PARTS; part++) {
        const unsigned missing = census_missing(census, (enum census_part)part);
        char names[64] = "";
        size_t used = 0;
        for (unsigned other = part; other < CENSUS_PARTS; other++) {
            if (shown[other] || missing == 0 || census_missing(census, (enum census_part)other) != missing)
                continue;
            shown[other] = true;
            used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", used > 0 ? ", " : "",
                                     left_out_parts[other].section);
        }
        if (used == 0)
            continue;
        if (!any)
            grid_heading(screen, "Not shown");
        any = true;
        left_out_show_line(census, screen, names, missing);
    }
}

/* ---- JSON ---- */

void census_json_left_out(const struct census *census)
{
    const char *comma = "";
    fputs(",\"left_out\":[", stdout);
    for (unsigned part = 0; part < CENSUS_PARTS; part++) {
        /* JSON has the scores of everybody, whatever they are. */
        const unsigned missing = census_missing(census, (enum census_part)part) & ~(unsigned)CENSUS_NO_POINTS;
        if (missing == 0)
            continue;
        printf("%s{\"part\":\"%s\",\"missing\":[", comma, left_out_parts[part].key);
        comma = "";
        for (size_t i = 0; i < LEFT_OUT_REASONS; i++) {
            if (!(missing & left_out_reasons[i].bit))
                continue;
            printf("%s\"%s\"", comma, left_out_reasons[i].key);
            comma = ",";
        }
        fputs("]}", stdout);
        comma = ",";
    }
    fputs("]", stdout);
}
