/* SPDX-License-Identifier: MIT */
/* A text that grows as it is written. */
#ifndef TESTS_TEXT_H
#define TESTS_TEXT_H

#include <stddef.h>

/* All zeros at first. The caller frees `bytes`. */
struct text {
    char *bytes; /* followed by a NUL; NULL before the first text_add() */
    size_t length, capacity;
};

/* Appends a formatted text. */
__attribute__((format(printf, 2, 3))) void text_add(struct text *text, const char *format, ...);

#endif
