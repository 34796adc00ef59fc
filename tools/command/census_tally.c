/* SPDX-License-Identifier: MIT */
/* The counts of a census, in the order in which every format prints them. */
#include "command/census.h"

const struct census_quantile census_quantiles[CENSUS_QUANTILES] = {
    {"least", 0, 1}, {"p10", 1, 10},  {"p25", 1, 4},    {"median", 1, 2},  {"p75", 3, 4},
    {"p90", 9, 10},  {"p95", 19, 20}, {"p99", 99, 100}, {"greatest", 1, 1}};

static void census_tally_put(struct census_tally *tally, const char *name, uint64_t count)
{
    tally->names[tally->rows] = name;
    tally->counts[tally->rows++] = count;
}

void census_tally_rungs(const struct census *census, struct census_tally *tally)
{
    tally->rows = 0;
    for (uint32_t rung = 0; rung < census->table.info.rung_count; rung++) {
        uint64_t customers = 0;
        loyalty_census_on_rung(census->figures, rung, &customers);
        census_tally_put(tally, census->table.rungs[rung], customers);
    }
}

void census_tally_cells(const struct census *census, uint32_t segmentation, const char *nobody,
                        struct census_tally *tally)
{
    loyalty_segmentation_info info = {.size = sizeof info};
    loyalty_cell_info cell = {.size = sizeof cell};
    uint64_t rest = loyalty_census_count(census->figures);
    loyalty_program_segmentation(census->table.program, segmentation, &info);
    tally->title = info.name;
    tally->rows = 0;
    for (uint32_t at = info.first_cell; at < info.first_cell + info.cell_count; at++) {
        uint64_t customers = 0;
        loyalty_census_in_cell(census->figures, at, &customers);
        loyalty_program_cell(census->table.program, at, &cell);
        census_tally_put(tally, cell.name, customers);
        rest -= customers;
    }
    census_tally_put(tally, nobody, rest);
}

bool census_tally_movement(const struct census *census, const char *newcomers, struct census_tally *tally)
{
    loyalty_movement moved = {.size = sizeof moved};
    if (loyalty_census_movement(census->figures, &moved))
        return false;
    tally->rows = 0;
    census_tally_put(tally, "climbed", moved.climbed);
    census_tally_put(tally, "stayed", moved.stayed);
    census_tally_put(tally, "fell", moved.fell);
    census_tally_put(tally, "lapsed", moved.lapsed);
    census_tally_put(tally, newcomers, moved.appeared);
    return true;
}
