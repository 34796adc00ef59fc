/* SPDX-License-Identifier: MIT */
/* Standard error: messages, and a progress bar if it is a terminal. */
#ifndef LOYALTY_TOOLS_TELL_H
#define LOYALTY_TOOLS_TELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define TELL_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define TELL_PRINTF(text, first)
#endif

/* Writes "loyalty: " and the message. */
void tell(const char *format, ...) TELL_PRINTF(1, 2);

/* Writes the text of a status of the library, or nothing for LOYALTY_OK. Returns whether it is LOYALTY_OK. */
bool tell_status(int32_t status);

/* Writes "file:line: " and the message. */
void tell_at(const char *file, uint64_t line, const char *format, ...) TELL_PRINTF(3, 4);

/* Prepares the user's text for a message: cut to fit, with control characters as \xNN. Returns `buffer`. */
const char *tell_quote(char *buffer, size_t capacity, const char *text, size_t length);

/* Draw a bar of `done` out of `total`, or only a count if `total` is 0. Only a terminal shows it. */
void progress_begin(const char *what, uint64_t total);
void progress_update(uint64_t done);
void progress_end(void);

#endif
