/* SPDX-License-Identifier: MIT */
/* The replay's book as bytes: how many, and how fast it is saved and loaded beside recording its events again. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shop.h"

enum { BATCH = 100000, MEGABYTE = 1000000 };

/* Bytes in memory, so that no disk is measured. */
struct file {
    unsigned char *bytes;
    size_t length, capacity, at;
};

static int32_t write_file(void *user, const void *bytes, size_t length)
{
    struct file *file = user;
    if (file->length + length > file->capacity) {
        file->capacity = (file->length + length) * 2;
        file->bytes = reallocate(file->bytes, file->capacity, 1);
    }
    memcpy(file->bytes + file->length, bytes, length);
    file->length += length;
    return 0;
}

static int32_t read_file(void *user, void *bytes, size_t capacity, size_t *length)
{
    struct file *file = user;
    *length = capacity < file->length - file->at ? capacity : file->length - file->at;
    memcpy(bytes, file->bytes + file->at, *length);
    file->at += *length;
    return 0;
}

/* Seconds of one run. */
struct times {
    double record, save, load, morning_before, morning_after;
};

static loyalty_book *record(const struct shop *shop, loyalty_program *program)
{
    loyalty_book *book;
    must(loyalty_book_new(program, NULL, &book));
    for (uint32_t from = 0; from < shop->events; from += BATCH) {
        const loyalty_batch batch = {.size = sizeof batch,
                                     .rows = shop->events - from < BATCH ? shop->events - from : BATCH,
                                     .numbers = shop->columns.customers + from,
                                     .kinds = shop->columns.kinds + from,
                                     .dates = shop->columns.dates + from,
                                     .values = shop->columns.values + from};
        must(loyalty_book_record_batch(book, &batch, NULL, NULL, NULL, NULL));
    }
    must(loyalty_book_advance(book, shop->first_day + (int32_t)shop->days - 1, NULL, NULL));
    return book;
}

/* The first day after. */
static double morning(const struct shop *shop, loyalty_book *book)
{
    const double begin = measure_clock();
    must(loyalty_book_advance(book, shop->first_day + (int32_t)shop->days, NULL, NULL));
    return measure_clock() - begin;
}

static struct times run_once(const struct shop *shop, loyalty_program *program, struct file *file)
{
    struct times times;
    double begin = measure_clock();
    loyalty_book *book = record(shop, program), *loaded;
    times.record = measure_clock() - begin;
    file->length = file->at = 0;
    must(loyalty_book_save(book, write_file, file)); /* makes room */
    file->length = 0;
    begin = measure_clock();
    must(loyalty_book_save(book, write_file, file));
    times.save = measure_clock() - begin;
    times.morning_before = morning(shop, book);
    loyalty_book_free(book);
    begin = measure_clock();
    must(loyalty_book_load(program, NULL, read_file, file, NULL, &loaded));
    times.load = measure_clock() - begin;
    times.morning_after = morning(shop, loaded);
    loyalty_book_free(loaded);
    return times;
}

/* Prints the median of one of the times. */
static double median_of(const struct times *times, uint32_t runs, size_t at)
{
    double values[RUNS_MAX];
    for (uint32_t i = 0; i < runs; i++)
        memcpy(&values[i], (const char *)&times[i] + at, sizeof *values);
    return measure_median(values, runs);
}

void snapshot(const struct options *options)
{
    static struct shop shop;
    struct times times[RUNS_MAX];
    struct file file = {NULL, 0, 0, 0};
    shop_generate(&shop, options);
    loyalty_program *program = shop_program();
    for (uint32_t i = 0; i < options->runs; i++)
        times[i] = run_once(&shop, program, &file);
#define MEDIAN(member) median_of(times, options->runs, offsetof(struct times, member))
    const double bytes = (double)file.length;
    printf("\nsnapshot: a book of %" PRIu32 " customers and %" PRIu32 " events\n", shop.customers, shop.events);
    printf("%-40s %10.1f\n", "bytes a customer", bytes / shop.customers);
    printf("%-40s %10.2f\n", "bytes an event", bytes / shop.events);
    printf("%-40s %10.3f s\n", "recording in batches, and an advance", MEDIAN(record));
    printf("%-40s %10.3f s %8.0f MB/s\n", "saving", MEDIAN(save), bytes / MEGABYTE / MEDIAN(save));
    printf("%-40s %10.3f s %8.0f MB/s\n", "loading", MEDIAN(load), bytes / MEGABYTE / MEDIAN(load));
    printf("%-40s %10.2f\n", "loading beside recording", MEDIAN(load) / MEDIAN(record));
    printf("%-40s %10.3f s\n", "the next day, never stopped", MEDIAN(morning_before));
    printf("%-40s %10.3f s\n", "the next day, after a load", MEDIAN(morning_after));
#undef MEDIAN
    free(file.bytes);
    loyalty_program_unref(program);
    shop_free(&shop);
}
