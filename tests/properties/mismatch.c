/* SPDX-License-Identifier: MIT */
/* Keeps the first thing that went wrong in a case. */
#include "mismatch.h"

#include <stdarg.h>
#include <stdio.h>

static char kept[1024];

bool mismatch(const char *format, ...)
{
    va_list arguments;
    if (kept[0] != '\0')
        return false;
    va_start(arguments, format);
    vsnprintf(kept, sizeof kept, format, arguments);
    va_end(arguments);
    return false;
}

const char *mismatch_text(void)
{
    return kept[0] != '\0' ? kept : NULL;
}

void mismatch_forget(void)
{
    kept[0] = '\0';
}
