/* SPDX-License-Identifier: MIT */
/*
 * The other half of a proof: a log, made up of events of the table's own kinds, that answers a region's question on one
 * day, or on some days in a row. It is found by trying the numbers that the table itself asks for, and judged by the
 * ladder's own arithmetic.
 */
#ifndef LOYALTY_CHECK_WITNESS_H
#define LOYALTY_CHECK_WITNESS_H

#include "check/region.h"

/* Bytes of a witness's text, and what all searches for one table may take. */
enum { WITNESS_TEXT = 200, WITNESS_EFFORT = 13000000 };

/*
 * Looks for a log that makes the choices of the region's question come true on each of `days` days, the later ones
 * without events. Returns 1 if one is found, 0 if none is or if a host's metric takes part, or LOYALTY_E_MEMORY.
 * `text`, of WITNESS_TEXT bytes, receives the values of the metrics asked about on the first day: "purchases 3, idle
 * 0".
 */
int32_t witness_find(const struct region *region, struct effort *effort, int32_t days, char *text);

#endif
