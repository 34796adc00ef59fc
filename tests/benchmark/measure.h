/* SPDX-License-Identifier: MIT */
/* What all parts of the benchmark share: its options, clocks, medians, memory, and a way out. */
#ifndef BENCHMARK_MEASURE_H
#define BENCHMARK_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <loyalty/loyalty.h>

enum { RUNS_MAX = 99 };

struct options {
    uint64_t seed;
    uint32_t runs;                    /* a figure is the median of so many */
    uint32_t customers, events, days; /* of the replay */
    uint32_t sql_events;              /* how many of them SQLite replays */
    const char *rows;                 /* the only rows of the replay to measure, separated by commas; NULL for all */
    const char *command;              /* the program `loyalty`, NULL where it was not built */
    const char *shop_events;          /* the example `shop-events` */
    const char *library;              /* the shared library */
    const char *duckdb;               /* where npm put @duckdb/node-api, or NULL */
    const char *duckdb_script;
};

/* Seconds of processor time of this thread, so that other work on the machine disturbs less. */
double measure_clock(void);

/* Seconds between starts and stops, of processor time of this thread and by the wall's clock. */
struct stopwatch {
    double processor, wall;
    double processor_start, wall_start;
};

void stopwatch_start(struct stopwatch *watch);
void stopwatch_stop(struct stopwatch *watch);

/* Sorts the values. */
double measure_median(double *values, size_t count);

/* Bytes that the program holds from malloc; 0 where the C library cannot tell. */
size_t measure_heap(void);

/*
 * This process's resident memory now, and a process's at its highest (this one's since the last forgetting), in bytes;
 * 0 if the system does not say. Forgetting first gives back what malloc keeps for later.
 */
size_t measure_resident(void);
size_t measure_resident_peak(int process);
void measure_forget_peak(void);

/* Ends the program with a message unless the status is LOYALTY_OK. */
void must(int32_t status);
/* Ends the program with a message. */
_Noreturn void give_up(const char *what);
/* The same for what has no status: ends the program unless `holds`. */
static inline void require(bool holds, const char *what)
{
    if (!holds)
        give_up(what);
}
/* Zeroed memory, or the end. */
void *allocate(size_t count, size_t size);
/* A block that was resized, or the end. */
void *reallocate(void *block, size_t count, size_t size);

loyalty_program *program_from_text(const char *table, const loyalty_options *options);
uint32_t kind_index(const loyalty_program *program, const char *name);

/* The parts. */
void growth(const struct options *options);
void evaluations(const struct options *options);
void idle(const struct options *options);
void footprint(const struct options *options);
void order(const struct options *options);
void changes(const struct options *options);
void extremes(const struct options *options);
void limits(const struct options *options);
void instructions(const struct options *options);
void snapshot(const struct options *options);
void scale(const struct options *options);
/* Ends with 0 where rows do not agree. */
bool replay(const struct options *options);

#endif
