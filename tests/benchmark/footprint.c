/* SPDX-License-Identifier: MIT */
/* What a host takes on: the size of the library, and the time and memory that tables and customers take. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "account.h"
#include "child.h"
#include "measure.h"
#include "number_key.h"

enum { LOADS = 200, EVENTS = 10, TODAY = 20088, DAYS = 730 };

static loyalty_program *load_counted(const char *text, size_t length, struct account *account)
{
    loyalty_options *options = account_options(account);
    loyalty_program *program;
    must(loyalty_program_from_json(text, length, options, NULL, &program));
    loyalty_options_free(options);
    return program;
}

static void load(const struct options *options, const char *preset)
{
    const char *text;
    size_t length;
    double seconds[RUNS_MAX];
    struct account account = {0};
    must(loyalty_preset_json(preset, &text, &length));
    for (uint32_t run = 0; run < options->runs; run++) {
        double begin = measure_clock();
        for (int i = 0; i < LOADS; i++)
            loyalty_program_unref(program_from_text(text, NULL));
        seconds[run] = (measure_clock() - begin) / LOADS;
    }
    loyalty_program *program = load_counted(text, length, &account);
    printf("  table %-16s %6zu bytes of JSON: %6.0f µs to load and free; %" PRIu64
           " allocations, %zu bytes held, %zu at most\n",
           preset, length, 1e6 * measure_median(seconds, options->runs), account.calls, account.bytes, account.peak);
    loyalty_program_unref(program);
}

/* Purchases spread over two years, each of another day and all of them known when they come. */
static void fill(const struct options *options)
{
    const char *text;
    size_t length;
    struct account account = {0};
    must(loyalty_preset_json("five-rungs", &text, &length));
    loyalty_program *program = load_counted(text, length, &account);
    loyalty_event event = {.size = sizeof event, .kind = kind_index(program, "purchase"), .count = 1, .value = 1995};
    loyalty_book *book;
    must(loyalty_book_new(program, NULL, &book));
    for (int32_t i = 0; i < EVENTS; i++) {
        for (uint64_t number = 0; number < options->customers; number++) {
            event.date = TODAY - DAYS + DAYS / EVENTS * i + (int32_t)(number % 30);
            must(loyalty_book_record(book, number_key(number).bytes, NUMBER_KEY, &event, NULL, NULL, NULL));
        }
        must(loyalty_book_advance(book, TODAY - DAYS + DAYS / EVENTS * (i + 1), NULL, NULL));
    }
    printf("  a book of %" PRIu32 " customers with %d active days and kinds each: %.0f bytes a customer held, %.0f at "
           "most, %.1f allocations\n",
           options->customers, EVENTS, (double)account.bytes / options->customers,
           (double)account.peak / options->customers, (double)account.calls / options->customers);
    loyalty_book_free(book);
    loyalty_program_unref(program);
    require(account.bytes == 0, "memory was not given back");
}

/* By the `size` that comes with every compiler. */
static void print_size(const char *library)
{
    char path[] = "/tmp/loyalty-size-XXXXXX";
    const char *arguments[] = {"size", library, NULL};
    unsigned long text = 0, data = 0, bss = 0;
    int made = mkstemp(path);
    require(made >= 0, "cannot make a temporary file");
    close(made);
    child_run(arguments, path);
    FILE *file = fopen(path, "r");
    require(file != NULL && fscanf(file, "%*[^\n] %lu %lu %lu", &text, &data, &bss) == 3, "no size");
    fclose(file);
    remove(path);
    printf("  shared library: text %lu, data %lu, bss %lu bytes\n", text, data, bss);
}

void footprint(const struct options *options)
{
    printf("Footprint, in bytes that the library asks its allocator for\n");
    for (uint32_t i = 0; i < loyalty_preset_count(); i++)
        load(options, loyalty_preset_name(i));
    fill(options);
    if (options->library)
        print_size(options->library);
}
