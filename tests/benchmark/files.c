/* SPDX-License-Identifier: MIT */
/* From a CSV file: the whole command `loyalty replay`, and the CSV library alone, as the least that reading costs. */
#include <csv.h>
#include <stdio.h>

#include "child.h"
#include "shop.h"

static void replay_with(const struct shop *shop, struct run *run, const char *jobs)
{
    char day[11];
    must(loyalty_date_format(shop->first_day + (int32_t)shop->days - 1, day, sizeof day));
    const char *arguments[] = {
        shop->options->command, "replay", shop->table, shop->csv, "--as-of", day, "--jobs", jobs, NULL};
    struct child child = child_run(arguments, shop->result);
    run->watch.processor = child.processor;
    run->watch.wall = child.wall;
    run->peak = child.peak;
    shop_read_standings(shop, shop->result, run->answers.last);
}

void command_run(const struct shop *shop, struct run *run)
{
    replay_with(shop, run, "1");
}

void command_two_run(const struct shop *shop, struct run *run)
{
    replay_with(shop, run, "2");
}

/* Every field is looked at, so that none of the work can be left out. */
struct counted {
    size_t fields, bytes, lines;
};

static void field(void *text, size_t length, void *user)
{
    struct counted *counted = user;
    (void)text;
    counted->fields++;
    counted->bytes += length;
}

static void line(int end, void *user)
{
    struct counted *counted = user;
    (void)end;
    counted->lines++;
}

void csv_run(const struct shop *shop, struct run *run)
{
    static char buffer[1 << 16];
    struct counted counted = {0};
    struct csv_parser parser;
    size_t length;
    stopwatch_start(&run->watch);
    FILE *file = fopen(shop->csv, "rb");
    require(file != NULL && csv_init(&parser, CSV_STRICT) == 0, "libcsv: start");
    while ((length = fread(buffer, 1, sizeof buffer, file)) > 0)
        require(csv_parse(&parser, buffer, length, field, line, &counted) == length, "libcsv: parse");
    csv_fini(&parser, field, line, &counted);
    csv_free(&parser);
    fclose(file);
    stopwatch_stop(&run->watch);
    require(counted.lines == (size_t)shop->events + 1 && counted.fields == 4 * counted.lines, "libcsv: count");
}
