/* SPDX-License-Identifier: MIT */
/*
 * Finds witnesses, which prove that something can happen: logs that answer a region's question on one day, or on some
 * days in a row. The search tries the numbers that the table itself uses, and the code of the fold judges each log.
 */
#ifndef LOYALTY_CHECK_WITNESS_H
#define LOYALTY_CHECK_WITNESS_H

#include "check/region.h"

/* The bytes of a witness's text, and the effort of all searches for one table. */
enum { WITNESS_TEXT = 200, WITNESS_EFFORT = 13000000 };

/*
 * Looks for a log that makes the choices of the region's question come true on each of `days` days, the later ones
 * without events. Returns 1 if it finds one, 0 if not, or if the rules ask about a host metric, or LOYALTY_E_MEMORY. On
 * 1, writes the values on the first day of the metrics that the rules name to `text`, of WITNESS_TEXT bytes:
 * "purchases 3, idle 0".
 */
int32_t witness_find(const struct region *region, struct effort *effort, int32_t days, char *text);

#endif
