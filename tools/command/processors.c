/* SPDX-License-Identifier: MIT */
/* Asks the system for its processors. */
#if defined(__linux__)
#define _GNU_SOURCE /* sched_getaffinity() */
#include <sched.h>
#else
#define _DEFAULT_SOURCE /* _SC_NPROCESSORS_ONLN */
#endif
#include "command/processors.h"

#include <unistd.h>

static long processors_count(void)
{
#if defined(__linux__)
    /* A container or taskset(1) may leave fewer than are online. */
    cpu_set_t set;
    if (!sched_getaffinity(0, sizeof set, &set))
        return CPU_COUNT(&set);
#endif
    return sysconf(_SC_NPROCESSORS_ONLN);
}

uint32_t processors_at_hand(uint32_t most)
{
    long count = processors_count();
    if (count < 1)
        return 1;
    return count < (long)most ? (uint32_t)count : most;
}
