/* SPDX-License-Identifier: MIT */
/* Structs that cross the ABI, in the size that each side knows. */
#include "base/abi.h"

/* Reads the size that a caller has set. A size above LOYALTY_STRUCT_MAX means that the struct was not initialised. */
static int32_t abi_size(const void *callers, size_t first, size_t *size)
{
    memcpy(size, callers, sizeof *size);
    return *size < first || *size > LOYALTY_STRUCT_MAX ? LOYALTY_E_STRUCT : LOYALTY_OK;
}

int32_t abi_check_output(const void *callers, size_t first)
{
    size_t size;
    return abi_size(callers, first, &size);
}

int32_t abi_input_of_size(void *ours, size_t known, const void *callers, size_t first)
{
    size_t size;
    int32_t status = abi_size(callers, first, &size);
    if (status)
        return status;
    const unsigned char *bytes = callers;
    for (size_t i = known; i < size; i++)
        if (bytes[i])
            return LOYALTY_E_STRUCT_TAIL;
    memcpy(ours, callers, size < known ? size : known);
    return LOYALTY_OK;
}

int32_t abi_output_of_size(void *callers, const void *ours, size_t known, size_t first)
{
    size_t size;
    int32_t status = abi_size(callers, first, &size);
    if (status)
        return status;
    memcpy(callers, ours, size < known ? size : known);
    if (size > known)
        memset((unsigned char *)callers + known, 0, size - known);
    memcpy(callers, &size, sizeof size);
    return LOYALTY_OK;
}
