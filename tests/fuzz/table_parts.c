/* SPDX-License-Identifier: MIT */
/* What the tables of the fuzz targets have in common. Inputs in the corpora depend on it. */
#include "table_parts.h"

loyalty_builder *begin_table(loyalty_options *options, const char *name)
{
    loyalty_builder *b;
    MUST(loyalty_builder_new(options, &b));
    loyalty_options_free(options);
    MUST(loyalty_builder_set_name(b, name));
    MUST(loyalty_builder_set_accept_late(b, ACCEPT_LATE));
    return b;
}

loyalty_program *end_table(loyalty_builder *b)
{
    loyalty_program *program;
    MUST(loyalty_builder_build(b, NULL, &program));
    loyalty_builder_free(b);
    return program;
}

void add_metric(loyalty_builder *b, const char *name, int32_t type, const char *one, const char *two,
                const char *within)
{
    const char *operands[] = {one, two};
    const loyalty_metric_definition definition = {.size = sizeof definition,
                                                  .measure = type,
                                                  .period = type == LOYALTY_MEASURE_ACTIVE ? LOYALTY_PERIOD_DAY
                                                                                           : LOYALTY_PERIOD_NONE,
                                                  .operands = operands,
                                                  .operand_count = two ? 2 : 1,
                                                  .within = within};
    MUST(loyalty_builder_add_metric(b, name, &definition));
}

void add_kinds(loyalty_builder *b, const char *name, loyalty_metric_definition definition, const char *one,
               const char *two, const char *three)
{
    const char *operands[] = {one, two, three};
    definition.size = sizeof definition;
    definition.operands = operands;
    definition.operand_count = three ? 3 : two ? 2 : 1;
    MUST(loyalty_builder_add_metric(b, name, &definition));
}

void add_rung(loyalty_builder *b, const char *name, const char *hold, const char *grace, int32_t fall)
{
    MUST(loyalty_builder_add_rung(b, name));
    MUST(loyalty_builder_set_hold(b, name, hold));
    MUST(loyalty_builder_set_grace(b, name, grace));
    MUST(loyalty_builder_set_fall(b, name, fall));
}

void add_low_rungs(loyalty_builder *b)
{
    MUST(loyalty_builder_add_rung(b, "r0"));
    add_rung(b, "r1", "0d", "0d", LOYALTY_FALL_REQUALIFY);
    MUST(loyalty_builder_add_enter(b, "r1", 0, "week >= 1"));
    MUST(loyalty_builder_add_enter(b, "r1", 1, "since <= 3"));
    add_rung(b, "r2", "5d", "2d", LOYALTY_FALL_STEP);
    MUST(loyalty_builder_add_enter(b, "r2", 0, "spend >= 100"));
    MUST(loyalty_builder_add_keep(b, "r2", 0, "days >= 1"));
}
