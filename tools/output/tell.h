/* SPDX-License-Identifier: MIT */
/* What the command says on standard error: complaints, and a progress bar while that is a terminal. */
#ifndef LOYALTY_TOOLS_TELL_H
#define LOYALTY_TOOLS_TELL_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define TELL_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define TELL_PRINTF(text, first)
#endif

/* "loyalty: " and the message. */
void tell(const char *format, ...) TELL_PRINTF(1, 2);

/* "file:line: " and the message. */
void tell_at(const char *file, uint64_t line, const char *format, ...) TELL_PRINTF(3, 4);

/* Text of the user's for a message: cut to fit, what is not printable as \xNN. Returns buffer. */
const char *tell_quote(char *buffer, size_t capacity, const char *text, size_t length);

/* A bar of done out of total; a bare count of done where total is 0. It shows only on a terminal. */
void progress_begin(const char *what, uint64_t total);
void progress_update(uint64_t done);
void progress_end(void);

#endif
