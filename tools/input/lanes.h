/* SPDX-License-Identifier: MIT */
/*
 * Events dealt out to lanes, each with its share of the customers: the thread that reads fills batches, and a thread a
 * lane records them. With one lane there are no threads. A customer is always in the same lane, so what is done to them
 * never depends on how many lanes there are.
 */
#ifndef LOYALTY_TOOLS_LANES_H
#define LOYALTY_TOOLS_LANES_H

#include "input/events.h"

enum { LANES_MAX = 64 };

/*
 * Records a batch for one of the tables: as loyalty_book_record_batch(), with a status a row. Anything but LOYALTY_OK
 * means that no row was recorded.
 */
typedef int32_t lane_recorder(void *share, uint32_t table, const loyalty_batch *batch, int32_t *statuses);

/* What is left to do when all events are recorded. */
typedef int32_t lane_finisher(void *share);

struct lane_plan {
    uint32_t count;
    void *shares; /* What each lane works on, one after the other, share_size bytes apart. */
    size_t share_size;
    lane_recorder *record;
    lane_finisher *finish;
};

/*
 * Reads all events of a source, whose handler is set here, records them, and finishes all lanes side by side.
 * Returns 0, or -1 after telling why.
 */
int lanes_run(const struct lane_plan *plan, struct event_source source);

#endif
