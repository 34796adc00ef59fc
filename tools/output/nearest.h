/* SPDX-License-Identifier: MIT */
/* The word that somebody who mistyped it most likely meant. */
#ifndef LOYALTY_TOOLS_NEAREST_H
#define LOYALTY_TOOLS_NEAREST_H

#include <stddef.h>

/*
 * Returns the index of the word nearest to what was typed, the first of several, or `count` if none is near: more than a
 * third of the letters, or more than three, would have to be changed, added, left out or swapped with the next.
 */
size_t nearest_word(const char *typed, const char *const *words, size_t count);

#endif
