/* SPDX-License-Identifier: MIT */
/* Instructions of `loyalty replay` an event, which vary less than times: counted by callgrind, where it is at hand. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "child.h"
#include "shop.h"

enum { CUSTOMERS = 10000, EVENTS = 100000, FIRST_EVENTS = EVENTS / 2 };

/* The sum at the end of callgrind's file. */
static uint64_t read_count(const char *path)
{
    char line[512];
    uint64_t count = 0;
    FILE *file = fopen(path, "r");
    require(file != NULL, path);
    while (fgets(line, sizeof line, file))
        if (strncmp(line, "totals: ", 8) == 0)
            count = strtoull(line + 8, NULL, 10);
    fclose(file);
    require(count > 0, "callgrind counted nothing");
    return count;
}

/* Of the whole command, on one thread, for the events of shop->csv. */
static uint64_t count_instructions(const struct shop *shop, const char *table)
{
    char file[128], day[11];
    snprintf(file, sizeof file, "--callgrind-out-file=%s", shop->result);
    must(loyalty_date_format(shop->first_day + (int32_t)shop->days - 1, day, sizeof day));
    const char *arguments[] = {"valgrind",
                               "--quiet",
                               "--tool=callgrind",
                               file,
                               shop->options->command,
                               "replay",
                               table,
                               shop->csv,
                               "--as-of",
                               day,
                               "--jobs",
                               "1",
                               NULL};
    child_run(arguments, "/dev/null");
    return read_count(shop->result);
}

static void print(const char *title, uint64_t half, uint64_t all)
{
    printf("  %-52s %14" PRIu64 " %14" PRIu64 " %9.0f\n", title, half, all,
           ((double)all - (double)half) / (EVENTS - FIRST_EVENTS));
}

/* The replay's log and rules, without ids. */
static void count_replay(const struct shop *shop, enum key_form form, const char *title)
{
    shop_write_log(shop, form, FIRST_EVENTS);
    uint64_t half = count_instructions(shop, shop->table);
    shop_write_log(shop, form, EVENTS);
    print(title, half, count_instructions(shop, shop->table));
}

/* Copies a header and the first events. */
static void copy_first(const char *from, const char *to, uint32_t events)
{
    char line[512];
    FILE *source = fopen(from, "r"), *target = fopen(to, "w");
    require(source != NULL && target != NULL, "cannot copy events");
    for (uint32_t i = 0; i <= events; i++)
        require(fgets(line, sizeof line, source) && fputs(line, target) >= 0, "cannot copy events");
    fclose(source);
    require(fclose(target) == 0, "cannot copy events");
}

/* The log of the quick start's generator, which has more kinds, and ids. */
static void count_invented(const struct shop *shop)
{
    const char *arguments[] = {shop->options->shop_events, "--customers", "10000", NULL};
    child_run(arguments, shop->output);
    copy_first(shop->output, shop->csv, FIRST_EVENTS);
    uint64_t half = count_instructions(shop, "five-rungs");
    copy_first(shop->output, shop->csv, EVENTS);
    print("examples/shop-events and five-rungs, keys, ids", half, count_instructions(shop, "five-rungs"));
}

void instructions(const struct options *options)
{
    struct options smaller = *options;
    struct shop shop;
    if (!options->command || !child_can_run("valgrind")) {
        printf("Instructions: not counted, because there is no %s\n",
               options->command ? "valgrind" : "command `loyalty`");
        return;
    }
    printf("Instructions of `loyalty replay --jobs 1`: a CSV file's first %d events, its first %d, and each event "
           "between; "
           "%d customers\n  %-52s %14s %14s %9s\n",
           FIRST_EVENTS, EVENTS, CUSTOMERS, "", "first", "all", "an event");
    smaller.customers = CUSTOMERS;
    smaller.events = EVENTS;
    shop_generate(&shop, &smaller);
    shop_write(&shop);
    count_replay(&shop, KEY_NUMBER, "the replay's log and rules, keys such as 6851");
    count_replay(&shop, KEY_CARD, "the replay's log and rules, keys of 16 digits");
    count_invented(&shop);
    shop_free(&shop);
}
