/* SPDX-License-Identifier: MIT */
/*
 * Events distributed to lanes, each with its share of the customers. The reading thread fills batches, and one thread
 * per lane records them; with one lane there are no threads, and a thread that cannot be started is done without. A
 * customer is always in the same lane, so the result for them never depends on the number of lanes.
 */
#ifndef LOYALTY_TOOLS_LANES_H
#define LOYALTY_TOOLS_LANES_H

#include "input/batch.h"
#include "input/refusals.h"
#include "input/word.h"

enum { LANES_MAX = 64 };

/* Opens a lane's share, whose bytes are all 0. */
typedef int32_t lane_opener(void *share, const void *run);

/*
 * Records a batch for one of the tables, and sets a status for each row, as loyalty_book_record_batch() does. If it
 * returns anything but LOYALTY_OK, no row was recorded.
 */
typedef int32_t lane_recorder(void *share, uint32_t table, const loyalty_batch *batch, int32_t *statuses);

struct snapshot;

/* Loads a share's book for one of the tables by snapshot_load(), in place of a log. */
typedef int32_t lane_loader(void *share, uint32_t table, struct snapshot *from);

/* Completes a share after all events are recorded. */
typedef int32_t lane_finisher(void *share);

/*
 * Combines all shares after every lane has finished, and prints the result. Returns whether that succeeded; if not,
 * reports why.
 */
typedef bool lane_gatherer(void *run, void *shares);

/* Frees what a share holds, whether or not it was opened. */
typedef void lane_closer(void *share);

/* The work to do in lanes. `open`, `record`, `load` and `finish` return a status of the library. */
struct lane_plan {
    uint32_t count;
    size_t share_size;
    void *run; /* passed to `open` and `gather` */
    lane_opener *open;
    lane_recorder *record;
    lane_loader *load; /* NULL if only a log will do */
    lane_finisher *finish;
    lane_gatherer *gather;
    lane_closer *close;
};

struct lane;

struct lanes {
    uint32_t count;
    struct batch *filling[LANES_MAX]; /* each lane's batch that is not full yet, or NULL */
    struct lane *all;
    const struct lane_plan *plan;
    char *shares;
    int32_t *statuses; /* of all lanes */
};

/* Opens the shares. The plan must outlive them. Returns NULL if that fails, and reports why. */
struct lanes *lanes_open(const struct lane_plan *plan);

/* Begins a lane's next batch. Returns NULL if there is no memory. */
struct batch *lanes_begin_batch(struct lanes *lanes, uint32_t number);

/*
 * Chooses a customer's lane. Eight bytes more than the key has may be read. Any hash is good enough here: keys chosen
 * to collide only end up in one lane.
 */
static inline uint32_t lanes_choose(const struct lanes *lanes, const char *key, size_t length)
{
    uint64_t hash = length;
    for (size_t at = 0; at < length; at += WORD_BYTES) {
        hash = (hash ^ word_load_some(key + at, length - at)) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 32;
    }
    return (uint32_t)((hash & UINT32_MAX) * lanes->count >> 32);
}

/* Returns the batch of a customer's lane, with room for one more event, or NULL if there is no memory. */
static inline struct batch *lanes_batch(struct lanes *lanes, const char *key, size_t length)
{
    uint32_t number = lanes->count == 1 ? 0 : lanes_choose(lanes, key, length);
    struct batch *batch = lanes->filling[number];
    return batch ? batch : lanes_begin_batch(lanes, number);
}

/* Hands a batch to its lane. Returns whether events of the lane were refused; lanes_settle() lists them. */
bool lanes_push(struct lanes *lanes, struct batch *full);

/* Waits until all events are recorded, and adds those refused since the last call, in any order. */
void lanes_settle(struct lanes *lanes, struct refusals *refused);

/* Loads a snapshot into the first lane, before anything is pushed. */
int32_t lanes_load(struct lanes *lanes, uint32_t table, struct snapshot *from);

/* Returns the earliest date of all events recorded, or INT32_MAX if there are none. After lanes_settle() only. */
int32_t lanes_earliest(const struct lanes *lanes);

/* Finishes all lanes in parallel, and gathers their shares. Returns whether that succeeded; if not, reports why. */
bool lanes_finish(struct lanes *lanes);

/* Ends the threads, and closes the shares. */
void lanes_close(struct lanes *lanes);

#endif
