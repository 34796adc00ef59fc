/* SPDX-License-Identifier: MIT */
/*
 * Parts of the command allocate with malloc(), which a test cannot hand over. A program linked with failing.c and with
 * --wrap for malloc(), calloc() and realloc() can make one call of them fail. Calls inside shared libraries do not fail.
 */
#ifndef UNIT_COMMAND_FAILING_H
#define UNIT_COMMAND_FAILING_H

#include <stdbool.h>
#include <stdint.h>

/* From now on, the call with this number, from 0, fails; the others succeed. */
void failing_start(uint32_t call);

/* Ends that. Returns whether a call has failed. */
bool failing_stop(void);

#endif
