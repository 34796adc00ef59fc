/* SPDX-License-Identifier: MIT */
/*
 * Events distributed to lanes, each with its share of the customers. The reading thread fills batches, and one thread
 * per lane records them; with one lane there are no threads. A customer is always in the same lane, so the result for
 * them never depends on the number of lanes.
 */
#ifndef LOYALTY_TOOLS_LANES_H
#define LOYALTY_TOOLS_LANES_H

#include "input/events.h"

enum { LANES_MAX = 64 };

/* Opens a lane's share, whose bytes are all 0. */
typedef int32_t lane_opener(void *share, const void *run);

/*
 * Records a batch for one of the tables, and sets a status for each row, as loyalty_book_record_batch() does. If it
 * returns anything but LOYALTY_OK, no row was recorded.
 */
typedef int32_t lane_recorder(void *share, uint32_t table, const loyalty_batch *batch, int32_t *statuses);

/* Completes a share after all events are recorded. */
typedef int32_t lane_finisher(void *share);

/*
 * Combines all shares after every lane has finished, and prints the result. Returns whether that succeeded; if not,
 * reports why.
 */
typedef bool lane_gatherer(void *run, void *shares);

/* Frees what a share holds, whether or not it was opened. */
typedef void lane_closer(void *share);

/* The work to do in lanes. `open`, `record` and `finish` return a status of the library. */
struct lane_plan {
    uint32_t count;
    size_t share_size;
    void *run; /* passed to `open` and `gather` */
    lane_opener *open;
    lane_recorder *record;
    lane_finisher *finish;
    lane_gatherer *gather;
    lane_closer *close;
};

/*
 * Opens the shares, records all events of a source, finishes all lanes in parallel, then gathers and closes the shares.
 * Sets the handler of the source. Returns whether all of it succeeded; if not, reports why.
 */
bool lanes_run(const struct lane_plan *plan, struct event_source source);

#endif
