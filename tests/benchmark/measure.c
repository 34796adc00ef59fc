/* SPDX-License-Identifier: MIT */
/* Clocks, memory, and the checks that end a benchmark. What a system does not have counts as 0. */
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

static double seconds(clockid_t clock)
{
    struct timespec now;
    require(clock_gettime(clock, &now) == 0, "a clock");
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double measure_clock(void)
{
    return seconds(CLOCK_THREAD_CPUTIME_ID);
}

void stopwatch_start(struct stopwatch *watch)
{
    watch->wall_start = seconds(CLOCK_MONOTONIC);
    watch->processor_start = measure_clock();
}

void stopwatch_stop(struct stopwatch *watch)
{
    watch->processor += measure_clock() - watch->processor_start;
    watch->wall += seconds(CLOCK_MONOTONIC) - watch->wall_start;
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

/* A line of a process's status, in bytes. */
static size_t process_status(int process, const char *name)
{
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/%d/status", process);
    FILE *file = fopen(path, "r");
    unsigned long kilobytes = 0;
    size_t length = strlen(name);
    if (!file)
        return 0;
    while (fgets(line, sizeof line, file))
        if (strncmp(line, name, length) == 0 && line[length] == ':')
            kilobytes = strtoul(line + length + 1, NULL, 10);
    fclose(file);
    return kilobytes * 1024;
}

size_t measure_resident(void)
{
    return process_status((int)getpid(), "VmRSS");
}

size_t measure_resident_peak(int process)
{
    return process_status(process, "VmHWM");
}

void measure_forget_peak(void)
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
    FILE *file = fopen("/proc/self/clear_refs", "w");
    if (!file)
        return;
    fputs("5", file);
    fclose(file);
}

void must(int32_t status)
{
    if (status != LOYALTY_OK)
        require(false, loyalty_status_text(status));
}

void give_up(const char *what)
{
    fprintf(stderr, "benchmark: %s\n", what);
    exit(EXIT_FAILURE);
}

void *allocate(size_t count, size_t size)
{
    void *block = calloc(count ? count : 1, size);
    require(block != NULL, "out of memory");
    return block;
}

void *reallocate(void *block, size_t count, size_t size)
{
    void *resized = realloc(block, count * size);
    require(resized != NULL, "out of memory");
    return resized;
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
