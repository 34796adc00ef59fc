/* SPDX-License-Identifier: MIT */
/* DuckDB through its package for Node, where that is at hand: final standings only. The SQL is in duckdb.mjs. */
#include <stdio.h>

#include "child.h"
#include "shop.h"

static void query(const struct shop *shop, struct run *run, const char *source, const char *threads)
{
    char day[11];
    must(loyalty_date_format(shop->first_day + (int32_t)shop->days - 1, day, sizeof day));
    const char *arguments[] = {
        "node", shop->options->duckdb_script, shop->options->duckdb, source, threads, shop->csv, day, shop->result,
        NULL};
    struct child child = child_run(arguments, shop->output);
    FILE *file = fopen(shop->output, "r");
    require(file != NULL, shop->output);
    require(fscanf(file, "%lf %lf", &run->watch.processor, &run->watch.wall) == 2, "DuckDB: no times");
    fclose(file);
    run->peak = child.peak;
    shop_read_standings(shop, shop->result, run->answers.last);
}

void duckdb_run(const struct shop *shop, struct run *run)
{
    query(shop, run, "table", "1");
}

void duckdb_file_run(const struct shop *shop, struct run *run)
{
    query(shop, run, "file", "1");
}

void duckdb_file_two_run(const struct shop *shop, struct run *run)
{
    query(shop, run, "file", "2");
}
