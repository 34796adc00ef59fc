/* SPDX-License-Identifier: MIT */
/* Where CSV may be cut: at commas, quotes, and ends of lines. */
#ifndef LOYALTY_TOOLS_SEPARATORS_H
#define LOYALTY_TOOLS_SEPARATORS_H

#include <stddef.h>
#include <stdint.h>

/* Bytes after the text that are read, but not searched. The first is not a LF, so that a CR before it stands alone. */
enum { SEPARATORS_PADDING = 64 };

/*
 * Lists the places from `from` up to `to` with a comma, a quote, a LF, or a CR that no LF follows. `places` has room
 * for one place for each byte. Returns how many were found.
 */
size_t separators_find(const char *text, uint32_t from, uint32_t to, uint32_t *places);

/* The same on any machine; for processors whose instructions separators_find() does not know, and for tests. */
size_t separators_find_portable(const char *text, uint32_t from, uint32_t to, uint32_t *places);

#endif
