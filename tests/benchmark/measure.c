/* SPDX-License-Identifier: MIT */
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

double measure_clock(void)
{
    struct timespec now;
    require(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) == 0, "a clock of processor time");
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int ascending(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

double measure_median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, ascending);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

size_t measure_heap(void)
{
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
#else
    return 0;
#endif
}

void must(int32_t status)
{
    if (status != LOYALTY_OK)
        require(0, loyalty_status_text(status));
}

void require(int holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "benchmark: %s\n", what);
    exit(EXIT_FAILURE);
}

loyalty_program *program_from_text(const char *table, const loyalty_options *options)
{
    loyalty_program *program;
    must(loyalty_program_from_json(table, strlen(table), options, NULL, &program));
    return program;
}

uint32_t kind_index(const loyalty_program *program, const char *name)
{
    uint32_t index;
    must(loyalty_program_find(program, LOYALTY_OBJECT_KIND, name, &index));
    return index;
}
