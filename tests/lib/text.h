/* SPDX-License-Identifier: MIT */
/* A text that grows. */
#ifndef TESTS_TEXT_H
#define TESTS_TEXT_H

#include <stddef.h>

/* All zeros to begin with; free(bytes). */
struct text {
    char *bytes; /* with a NUL behind them; NULL before anything was added */
    size_t length, capacity;
};

__attribute__((format(printf, 2, 3))) void text_add(struct text *text, const char *format, ...);

#endif
