/* SPDX-License-Identifier: MIT */
/* Makes texts whose length nobody knows ahead: tables, reports, everything that can be seen of a book. */
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void text_add(struct text *text, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int more = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (more < 0)
        abort();
    if (text->capacity - text->length <= (size_t)more) {
        text->capacity = text->capacity * 2 + (size_t)more + 1;
        text->bytes = realloc(text->bytes, text->capacity);
        if (!text->bytes)
            abort();
    }
    vsnprintf(text->bytes + text->length, text->capacity - text->length, format, again);
    va_end(again);
    text->length += (size_t)more;
}
