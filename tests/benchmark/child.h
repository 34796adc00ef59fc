/* SPDX-License-Identifier: MIT */
/* Another program, run and measured. */
#ifndef BENCHMARK_CHILD_H
#define BENCHMARK_CHILD_H

#include <stdbool.h>
#include <stddef.h>

struct child {
    double processor, wall; /* seconds; the processor's of all its threads, the system's included */
    size_t peak;            /* of resident memory, in bytes */
};

/* Runs arguments[0]; what it prints goes to the file `output`. Ends the benchmark where that fails. */
struct child child_run(const char *const *arguments, const char *output);
/* Returns whether there is such a program. */
bool child_can_run(const char *program);

#endif
