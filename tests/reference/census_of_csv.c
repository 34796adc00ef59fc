/* SPDX-License-Identifier: MIT */
/*
 * census-of-csv TABLE EVENTS AS_OF FROM KINDS DAYS FIRST_FROM FIRST_TO SECOND_FROM SECOND_TO METRICS BOOKS ADVANCE
 *
 * Prints the library's census of a CSV file, so that census.py can hold it against its own. Customers are dealt out to
 * so many books, each with a census of its own, which are merged. ADVANCE is the day to which the books are advanced
 * first, or "-". The events are plain: the columns customer,kind,date,value,count,id and no quotes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <loyalty/analysis.h>

#include "file.h"

enum { BOOKS_MAX = 16, COLUMNS = 6, LINE_MAX = 1000 };

static void must(int32_t status, const char *what)
{
    if (status == LOYALTY_OK)
        return;
    fprintf(stderr, "%s: %s\n", what, loyalty_status_text(status));
    exit(1);
}

static int32_t date_of(const char *text)
{
    int32_t date;
    must(loyalty_date_parse(text, strlen(text), &date), text);
    return date;
}

static uint32_t kind_of(const loyalty_program *program, const char *name)
{
    uint32_t kind;
    must(loyalty_program_find(program, LOYALTY_OBJECT_KIND, name, &kind), name);
    return kind;
}

/* Finds the things of a list of names. Returns how many they are. */
static uint32_t all_of(const loyalty_program *program, int32_t object, const char *list, uint32_t *found)
{
    char names[LINE_MAX];
    uint32_t count = 0;
    snprintf(names, sizeof names, "%s", list);
    for (char *name = strtok(names, ","); name; name = strtok(NULL, ","))
        must(loyalty_program_find(program, object, name, &found[count++]), name);
    return count;
}

static loyalty_program *read_table(const char *path)
{
    loyalty_program *program;
    size_t length;
    char *text = file_read(path, &length);
    must(text ? LOYALTY_OK : LOYALTY_E_NOT_FOUND, path);
    must(loyalty_program_from_json(text, length, NULL, NULL, &program), path);
    free(text);
    return program;
}

/* Cuts a line at its commas. */
static void cut(char *line, char *column[COLUMNS])
{
    line[strcspn(line, "\r\n")] = '\0';
    for (int i = 0; i < COLUMNS; i++) {
        column[i] = line;
        line += strcspn(line, ",");
        if (*line)
            *line++ = '\0';
    }
}

static void record(loyalty_program *program, loyalty_book **books, unsigned book_count, char *column[COLUMNS])
{
    unsigned hash = 0;
    loyalty_event event = {.size = sizeof event,
                           .kind = kind_of(program, column[1]),
                           .date = date_of(column[2]),
                           .value = strtoll(column[3], NULL, 10),
                           .count = (int32_t)strtol(column[4], NULL, 10),
                           .id = column[5],
                           .id_length = (uint32_t)strlen(column[5])};
    for (const char *c = column[0]; *c; c++)
        hash = hash * 31 + (unsigned char)*c;
    int32_t status =
        loyalty_book_record(books[hash % book_count], column[0], (uint32_t)strlen(column[0]), &event, NULL, NULL, NULL);
    if (status != LOYALTY_E_DUPLICATE)
        must(status, column[0]);
}

static void read_events(const char *path, loyalty_program *program, loyalty_book **books, unsigned book_count)
{
    char line[LINE_MAX], *column[COLUMNS];
    FILE *file = fopen(path, "r");
    must(file && fgets(line, sizeof line, file) ? LOYALTY_OK : LOYALTY_E_NOT_FOUND, path);
    while (fgets(line, sizeof line, file)) {
        cut(line, column);
        record(program, books, book_count, column);
    }
    fclose(file);
}

static loyalty_census *census_of(loyalty_program *program, char **argument)
{
    uint32_t kinds[LOYALTY_KINDS_MAX], metrics[LOYALTY_METRICS_MAX];
    loyalty_census *census;
    loyalty_census_plan plan = {.size = sizeof plan,
                                .as_of = date_of(argument[0]),
                                .parts = LOYALTY_CENSUS_MOVEMENT | LOYALTY_CENSUS_RETENTION | LOYALTY_CENSUS_INFLUENCE,
                                .from_date = date_of(argument[1]),
                                .kinds = kinds,
                                .kind_count = all_of(program, LOYALTY_OBJECT_KIND, argument[2], kinds),
                                .days = (int32_t)strtol(argument[3], NULL, 10),
                                .first_from = date_of(argument[4]),
                                .first_to = date_of(argument[5]),
                                .second_from = date_of(argument[6]),
                                .second_to = date_of(argument[7]),
                                .metrics = metrics,
                                .metric_count = all_of(program, LOYALTY_OBJECT_METRIC, argument[8], metrics)};
    must(loyalty_census_new(program, &plan, &census), "census");
    return census;
}

int main(int argc, char **argv)
{
    static char json[1 << 20];
    loyalty_book *books[BOOKS_MAX];
    size_t length;
    if (argc != 14)
        return 2;
    unsigned book_count = (unsigned)strtoul(argv[12], NULL, 10);
    if (book_count < 1 || book_count > BOOKS_MAX)
        return 2;
    loyalty_program *program = read_table(argv[1]);
    for (unsigned i = 0; i < book_count; i++)
        must(loyalty_book_new(program, NULL, &books[i]), "book");
    read_events(argv[2], program, books, book_count);
    loyalty_census *all = census_of(program, argv + 3);
    for (unsigned i = 0; i < book_count; i++) {
        loyalty_census *part = census_of(program, argv + 3);
        if (strcmp(argv[13], "-") != 0)
            must(loyalty_book_advance(books[i], date_of(argv[13]), NULL, NULL), "advance");
        must(loyalty_census_add_book(part, books[i]), "add");
        must(loyalty_census_merge(all, part), "merge");
        loyalty_census_free(part);
        loyalty_book_free(books[i]);
    }
    must(loyalty_census_json(all, json, sizeof json, &length), "json");
    puts(json);
    loyalty_census_free(all);
    loyalty_program_unref(program);
    return 0;
}
