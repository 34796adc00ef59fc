/* SPDX-License-Identifier: MIT */
/* How a customer is written: what save.c and load.c share. */
#ifndef LOYALTY_SNAPSHOT_BODY_H
#define LOYALTY_SNAPSHOT_BODY_H

/* A customer begins with a number: these bits, and above them how many changes are remembered. */
enum { BODY_AHEAD = 1, BODY_IDS = 2, BODY_CHANGES_AT = 2 };

/* So does a change: these bits, and above them the rung. */
enum { BODY_SPENT = 1, BODY_FAILS = 2, BODY_TERM = 4, BODY_RUNG_AT = 3 };

/* Dates that may be before or after a day are written from that day on, and from this date without one. */
enum { BODY_EPOCH = 0 };

#endif
