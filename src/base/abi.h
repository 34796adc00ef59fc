/* SPDX-License-Identifier: MIT */
/* Structs that cross the ABI: each begins with its size, a size_t that the caller sets. */
#ifndef LOYALTY_BASE_ABI_H
#define LOYALTY_BASE_ABI_H

#include <string.h>

#include "loyalty/loyalty.h"

/* Do what the two functions below do, if the size is another. */
int32_t abi_input_of_size(void *ours, size_t known, const void *callers, size_t first);
int32_t abi_output_of_size(void *callers, const void *ours, size_t known, size_t first);

/*
 * Copies a caller's struct into `ours`, of `known` bytes. `first` is the size of the struct's first version. A shorter
 * struct leaves the later fields of `ours` as they are. Returns LOYALTY_E_STRUCT if the size is not plausible, and
 * LOYALTY_E_STRUCT_TAIL if the caller sets bytes beyond `known`.
 */
static inline int32_t abi_input(void *ours, size_t known, const void *callers, size_t first)
{
    size_t size;
    memcpy(&size, callers, sizeof size);
    if (size != known)
        return abi_input_of_size(ours, known, callers, first);
    memcpy(ours, callers, known); /* `known` is a constant here: a few moves */
    return LOYALTY_OK;
}

/* Copies `ours`, of `known` bytes, into the caller's struct. Keeps its size field and sets its bytes beyond to zero. */
static inline int32_t abi_output(void *callers, const void *ours, size_t known, size_t first)
{
    size_t size;
    memcpy(&size, callers, sizeof size);
    if (size != known)
        return abi_output_of_size(callers, ours, known, first);
    memcpy(callers, ours, known);
    memcpy(callers, &size, sizeof size);
    return LOYALTY_OK;
}

/* Checks the size of a struct that will be written later. */
int32_t abi_check_output(const void *callers, size_t first);

/* abi_output() for a struct that is still in its first version. */
#define ABI_OUTPUT(callers, ours) abi_output(callers, &(ours), sizeof(ours), sizeof(ours))

#endif
