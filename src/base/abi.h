/* SPDX-License-Identifier: MIT */
/* Structs that cross the boundary: each begins with a size_t that the caller sets. */
#ifndef LOYALTY_BASE_ABI_H
#define LOYALTY_BASE_ABI_H

#include "loyalty/loyalty.h"

/*
 * Copies a caller's struct into ours of `known` bytes. `first` is the size of the struct's first version.
 * A shorter struct leaves our later fields as they are.
 */
int32_t abi_input(void *ours, size_t known, const void *callers, size_t first);

/* Copies our struct of `known` bytes into the caller's, keeping its size; zero in what we do not know. */
int32_t abi_output(void *callers, const void *ours, size_t known, size_t first);

/* For structs that are still in their first version. */
#define ABI_OUTPUT(callers, ours) abi_output(callers, &(ours), sizeof(ours), sizeof(ours))

#endif
