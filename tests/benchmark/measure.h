/* SPDX-License-Identifier: MIT */
/* What all parts of the benchmark share: its options, the clock, medians, memory, and a way out. */
#ifndef BENCHMARK_MEASURE_H
#define BENCHMARK_MEASURE_H

#include <stddef.h>
#include <stdint.h>

#include <loyalty/loyalty.h>

enum { RUNS_MAX = 99 };

struct options {
    uint64_t seed;
    uint32_t runs;                    /* a figure is the median of so many */
    uint32_t customers, events, days; /* of the replay */
    uint32_t sql_events;              /* how many of them SQLite replays */
    const char *row;                  /* the only row of the replay to measure, or NULL */
};

/* Seconds of processor time of this thread, so that other work on the machine disturbs less. */
double measure_clock(void);

/* Sorts the values. */
double measure_median(double *values, size_t count);

/* Bytes that the program holds from malloc; 0 where the C library cannot tell. */
size_t measure_heap(void);

/* Ends the program with a message unless the status is LOYALTY_OK. */
void must(int32_t status);
/* The same for what has no status: ends the program unless `holds`. */
void require(int holds, const char *what);

loyalty_program *program_from_text(const char *table, const loyalty_options *options);
uint32_t kind_index(const loyalty_program *program, const char *name);

/* The parts. */
void growth(const struct options *options);
void evaluations(const struct options *options);
/* Ends with 0 where rows do not agree. */
int replay(const struct options *options);

#endif
