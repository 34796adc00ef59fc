/* SPDX-License-Identifier: MIT */
/* Allocations, one of which fails. */
#include "failing.h"

#include <stddef.h>

/* NOLINTBEGIN(bugprone-reserved-identifier): the linker gives these names. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);

static bool failing_on;
static bool failing_done;
static uint32_t failing_left;

void failing_start(uint32_t call)
{
    failing_left = call;
    failing_done = false;
    failing_on = true;
}

bool failing_stop(void)
{
    failing_on = false;
    return failing_done;
}

static bool failing_now(void)
{
    if (!failing_on || failing_done || failing_left-- > 0)
        return false;
    failing_done = true;
    return true;
}

void *__wrap_malloc(size_t size)
{
    return failing_now() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return failing_now() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size)
{
    return failing_now() ? NULL : __real_realloc(block, size);
}
/* NOLINTEND(bugprone-reserved-identifier) */
