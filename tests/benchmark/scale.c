/* SPDX-License-Identifier: MIT */
/* The rows that take most events at once, with several times the replay's customers and events. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rows.h"

static const uint32_t factors[] = {3, 10};
static const int compared[] = {KEEPER_LOAD, LOAD, KEEPER_AHEAD, BATCHES}; /* each with the one before, or not */

enum { FACTORS = sizeof factors / sizeof *factors, COMPARED = sizeof compared / sizeof *compared };

struct figures {
    double seconds;
    size_t bytes;    /* held at the end */
    size_t peak;     /* of resident memory, by how much it grew */
    size_t resident; /* the peak with all that was there before */
    struct moves moves;
    uint64_t last; /* a hash of the rungs on the last day */
};

/* FNV-1a. */
static uint64_t hash_rungs(const uint8_t *rungs, size_t count)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < count; i++)
        hash = (hash ^ rungs[i]) * UINT64_C(0x100000001b3);
    return hash;
}

static uint8_t *touched(size_t count)
{
    uint8_t *rungs = allocate(count, 1);
    memset(rungs, NOBODY, count);
    return rungs;
}

/* In a process of its own, which ends with it. Nobody is asked before the last day, which would take longer. */
static struct figures run_row(const struct shop *shop, const struct row *row)
{
    struct run run = {.first = true, .events = shop->events, .rounds = 1};
    if (row->gives & AFTER)
        run.answers.after = touched(shop->events);
    run.answers.last = touched(shop->customers);
    measure_forget_peak();
    size_t resident = measure_resident();
    row->run(shop, &run);
    size_t peak = measure_resident_peak((int)getpid());
    return (struct figures){.seconds = run.watch.processor,
                            .bytes = run.bytes,
                            .peak = peak > resident ? peak - resident : 0,
                            .resident = peak,
                            .moves = run.answers.moves,
                            .last = hash_rungs(run.answers.last, shop->customers)};
}

/* A child begins with the memory of this process and nothing that earlier rows left behind. */
static struct figures measure(const struct shop *shop, const struct row *row)
{
    struct figures figures;
    int ends[2], status;
    require(pipe(ends) == 0, "cannot make a pipe");
    fflush(NULL);
    pid_t pid = fork();
    require(pid >= 0, "cannot start another process");
    if (pid == 0) {
        figures = run_row(shop, row);
        bool sent = write(ends[1], &figures, sizeof figures) == (ssize_t)sizeof figures;
        _exit(sent ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    close(ends[1]);
    bool received = read(ends[0], &figures, sizeof figures) == (ssize_t)sizeof figures;
    close(ends[0]);
    require(waitpid(pid, &status, 0) == pid && status == 0 && received, row->name);
    return figures;
}

static void print(const struct shop *shop, const struct row *row, const struct figures *figures)
{
    printf("  %-38s %8.2f %8.1f %9.3f %9.0f %9.0f %9.0f", row->title, 1e-6 * shop->events / figures->seconds,
           1e9 * figures->seconds / shop->events, figures->seconds, (double)figures->bytes / shop->customers,
           (double)figures->peak / 1e6, (double)figures->resident / 1e6);
}

static void compare(const struct shop *shop)
{
    struct figures figures[COMPARED];
    for (int i = 0; i < COMPARED; i++) {
        const struct row *row = &rows[compared[i]];
        figures[i] = measure(shop, row);
        print(shop, row, &figures[i]);
        if (i > 0 && row->beside[0] == compared[i - 1])
            printf("  %.3g× the speed of %s", figures[i - 1].seconds / figures[i].seconds, rows[compared[i - 1]].name);
        printf("\n");
    }
    for (int i = 1; i < COMPARED; i++)
        require(figures[i].last == figures[0].last && figures[i].moves.sum == figures[0].moves.sum &&
                    figures[i].moves.count == figures[0].moves.count,
                "rows of the scale do not agree");
    printf("  all agree on the rungs on the last day and on %" PRId64 " transitions\n", figures[0].moves.count);
}

void scale(const struct options *options)
{
    for (int i = 0; i < FACTORS; i++) {
        struct options larger = *options;
        struct shop shop;
        require(options->events <= UINT32_MAX / factors[i] && options->customers <= UINT32_MAX / factors[i],
                "the scale has too many events");
        larger.customers *= factors[i];
        larger.events *= factors[i];
        size_t before = measure_resident();
        shop_generate(&shop, &larger);
        size_t log = measure_resident() - before;
        printf("Scale: %" PRIu32 " customers, %" PRIu32 " events in %" PRIu32
               " days, one run, each row in a process of "
               "its own; the log in memory takes %.0f MB, %.0f bytes an event\n"
               "  %-38s %8s %8s %9s %9s %9s %9s  %s\n",
               shop.customers, shop.events, shop.days, (double)log / 1e6, (double)log / shop.events, "", "M/s", "ns",
               "seconds", "bytes/cu.", "peak MB", "with log", "beside");
        compare(&shop);
        shop_free(&shop);
    }
}
