/* SPDX-License-Identifier: MIT */
/* Batches that the reading thread fills and the lanes' threads record, and the start and end of lanes. */
#define _POSIX_C_SOURCE 200809L
#include "input/lanes.h"

#include "input/conflicts.h"
#include "output/tell.h"

#include <pthread.h>
#include <stdlib.h>

/*
 * Batches of a lane. A thread that waits for a processor which another program has waits for milliseconds, in which a
 * lane records four batches: with as few, the reading thread waits for it again and again.
 */
enum { DEPTH = 16 };

struct lane {
    const struct lane_plan *plan;
    void *share;
    struct batch *ring[DEPTH];
    struct refusals refused; /* owned by the worker, except while it is idle */
    int32_t *statuses;
    int32_t earliest; /* the earliest date recorded, or INT32_MAX; owned by the worker as well */

    bool begun;    /* a batch was recorded */
    bool alone;    /* has no thread, and will not have one */
    bool threaded; /* has one */
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed; /* only one of the two threads waits at a time */
    uint64_t pushed;
    uint64_t done;
    bool trouble;  /* an event was refused */
    bool ending;   /* no batch will follow */
    bool finishes; /* the worker calls `finish` before it ends */
    int32_t status;
};

/* ---- recording ---- */

static int32_t lane_record_table(struct lane *lane, uint32_t table, const struct batch *batch)
{
    const struct columns *columns = &batch->tables[table];
    const loyalty_batch rows = {.size = sizeof rows,
                                .rows = columns->count,
                                .keys = columns->keys,
                                .key_lengths = columns->key_lengths,
                                .kinds = columns->kinds,
                                .dates = columns->dates,
                                .values = columns->values,
                                .counts = batch->has_counts ? columns->counts : NULL,
                                .ids = batch->has_ids ? columns->ids : NULL,
                                .id_lengths = batch->has_ids ? columns->id_lengths : NULL};
    return lane->plan->record(lane->share, table, &rows, lane->statuses);
}

/* Most often there is none: one glance at all of them costs less than a question for each. */
static bool lane_has_refused(const struct lane *lane, size_t count)
{
    int32_t any = 0;
    for (size_t i = 0; i < count; i++)
        any |= lane->statuses[i];
    return any != 0;
}

/* Returns the earliest of a date and those of the columns. */
static int32_t lane_earlier(const struct columns *columns, int32_t earliest)
{
    for (size_t i = 0; i < columns->count; i++)
        earliest = columns->dates[i] < earliest ? columns->dates[i] : earliest;
    return earliest;
}

static void lane_refuse(struct lane *lane, const struct columns *columns)
{
    for (size_t i = 0; i < columns->count; i++) {
        int32_t status = lane->statuses[i];
        if (!status || (columns->echo[i] && status != LOYALTY_E_MEMORY))
            continue;
        uint64_t hash = 0;
        if (status == LOYALTY_E_DUPLICATE)
            hash = conflicts_hash(columns->keys[i], columns->key_lengths[i], columns->ids[i], columns->id_lengths[i]);
        refusals_add_repeat(&lane->refused, columns->lines[i], hash);
        refusals_add(&lane->refused, columns->lines[i], columns->last_lines[i], status, NULL, NULL);
    }
}

static void lane_record(struct lane *lane, struct batch *batch)
{
    for (uint32_t table = 0; table < EVENT_TABLES; table++) {
        struct columns *columns = &batch->tables[table];
        if (columns->count == 0)
            continue;
        lane->earliest = lane_earlier(columns, lane->earliest);
        int32_t status = lane_record_table(lane, table, batch);
        if (status)
            refusals_add(&lane->refused, columns->lines[0], columns->last_lines[0], status, NULL, NULL);
        else if (lane_has_refused(lane, columns->count))
            lane_refuse(lane, columns);
        columns->count = 0;
    }
    batch->events = 0;
    batch->used = 0;
    batch->has_ids = false;
}

static bool lane_has_trouble(const struct lane *lane)
{
    return lane->refused.count > 0 || lane->refused.failed;
}

static void *lane_work(void *user)
{
    struct lane *lane = user;
    pthread_mutex_lock(&lane->mutex);
    for (;;) {
        while (lane->pushed == lane->done && !lane->ending)
            pthread_cond_wait(&lane->changed, &lane->mutex);
        if (lane->pushed == lane->done)
            break;
        pthread_mutex_unlock(&lane->mutex);
        lane_record(lane, lane->ring[lane->done % DEPTH]);
        pthread_mutex_lock(&lane->mutex);
        lane->done++;
        lane->trouble = lane_has_trouble(lane);
        pthread_cond_signal(&lane->changed);
    }
    pthread_mutex_unlock(&lane->mutex);
    if (lane->finishes)
        lane->status = lane->plan->finish(lane->share);
    return NULL;
}

/* ---- distributing ---- */

/* Without a thread, the reading thread records: the output is the same. */
static void lane_start(struct lane *lane)
{
    lane->alone = true;
    if (pthread_mutex_init(&lane->mutex, NULL))
        return;
    if (!pthread_cond_init(&lane->changed, NULL)) {
        if (!pthread_create(&lane->thread, NULL, lane_work, lane)) {
            lane->threaded = true;
            return;
        }
        pthread_cond_destroy(&lane->changed);
    }
    pthread_mutex_destroy(&lane->mutex);
}

/*
 * Hands a batch to the lane's thread, or records it at once. The thread starts with the lane's second batch, so that a
 * small log starts none. Returns whether events were refused.
 */
static bool lane_push(struct lane *lane, struct batch *full)
{
    if (lane->begun && !lane->alone)
        lane_start(lane);
    lane->begun = true;
    if (!lane->threaded) {
        lane_record(lane, full);
        return lane_has_trouble(lane);
    }
    pthread_mutex_lock(&lane->mutex);
    lane->pushed++;
    pthread_cond_signal(&lane->changed);
    while (lane->pushed - lane->done == DEPTH)
        pthread_cond_wait(&lane->changed, &lane->mutex);
    bool trouble = lane->trouble;
    pthread_mutex_unlock(&lane->mutex);
    return trouble;
}

struct batch *lanes_begin_batch(struct lanes *lanes, uint32_t number)
{
    struct lane *lane = &lanes->all[number];
    struct batch **slot = &lane->ring[lane->pushed % DEPTH];
    if (!*slot) {
        *slot = calloc(1, sizeof **slot);
        if (*slot)
            (*slot)->lane = number;
    }
    lanes->filling[number] = *slot;
    return *slot;
}

bool lanes_push(struct lanes *lanes, struct batch *full)
{
    lanes->filling[full->lane] = NULL;
    return lane_push(&lanes->all[full->lane], full);
}

void lanes_settle(struct lanes *lanes, struct refusals *refused)
{
    for (uint32_t i = 0; i < lanes->count; i++)
        if (lanes->filling[i])
            lanes_push(lanes, lanes->filling[i]);
    for (uint32_t i = 0; i < lanes->count; i++) {
        struct lane *lane = &lanes->all[i];
        if (lane->threaded) {
            pthread_mutex_lock(&lane->mutex);
            while (lane->done != lane->pushed)
                pthread_cond_wait(&lane->changed, &lane->mutex);
            lane->trouble = false;
            pthread_mutex_unlock(&lane->mutex);
        }
        refusals_move(refused, &lane->refused);
    }
}

int32_t lanes_load(struct lanes *lanes, uint32_t table, struct snapshot *from)
{
    return lanes->plan->load(lanes->shares, table, from);
}

int32_t lanes_earliest(const struct lanes *lanes)
{
    int32_t earliest = INT32_MAX;
    for (uint32_t i = 0; i < lanes->count; i++)
        earliest = lanes->all[i].earliest < earliest ? lanes->all[i].earliest : earliest;
    return earliest;
}

/* ---- opening and closing ---- */

static void lane_end(struct lane *lane, bool finishes)
{
    pthread_mutex_lock(&lane->mutex);
    lane->finishes = finishes;
    lane->ending = true;
    pthread_cond_signal(&lane->changed);
    pthread_mutex_unlock(&lane->mutex);
}

static void lane_join(struct lane *lane)
{
    pthread_join(lane->thread, NULL);
    pthread_cond_destroy(&lane->changed);
    pthread_mutex_destroy(&lane->mutex);
    lane->threaded = false;
}

/* Returns the failure of the first lane that failed. */
static int32_t lanes_complete(struct lanes *lanes)
{
    int32_t status = LOYALTY_OK;
    progress_begin("advancing", lanes->count);
    for (uint32_t i = 0; i < lanes->count; i++)
        if (lanes->all[i].threaded)
            lane_end(&lanes->all[i], true);
    for (uint32_t i = 0; i < lanes->count; i++) {
        struct lane *lane = &lanes->all[i];
        if (lane->threaded)
            lane_join(lane);
        else
            lane->status = lane->plan->finish(lane->share);
        status = status ? status : lane->status;
        progress_update(i + 1);
    }
    progress_end();
    return status;
}

void lanes_close(struct lanes *lanes)
{
    if (!lanes)
        return;
    for (uint32_t i = 0; i < lanes->count; i++) {
        struct lane *lane = &lanes->all[i];
        if (lane->threaded) {
            lane_end(lane, false);
            lane_join(lane);
        }
        lane->plan->close(lane->share);
        refusals_free(&lane->refused);
        for (int slot = 0; slot < DEPTH; slot++)
            free(lane->ring[slot]);
    }
    free(lanes->all);
    free(lanes->shares);
    free(lanes->statuses);
    free(lanes);
}

/* Returns NULL if there is no memory. */
static struct lanes *lanes_new(const struct lane_plan *plan)
{
    struct lanes *lanes = calloc(1, sizeof *lanes);
    if (!lanes)
        return NULL;
    lanes->plan = plan;
    lanes->all = calloc(plan->count, sizeof *lanes->all);
    lanes->shares = calloc(plan->count, plan->share_size);
    lanes->statuses = calloc(plan->count, BATCH_ROWS * sizeof *lanes->statuses);
    if (!lanes->all || !lanes->shares || !lanes->statuses) {
        lanes_close(lanes);
        return NULL;
    }
    lanes->count = plan->count;
    for (uint32_t i = 0; i < plan->count; i++) {
        struct lane *lane = &lanes->all[i];
        lane->plan = plan;
        lane->earliest = INT32_MAX;
        lane->alone = plan->count == 1;
        lane->share = lanes->shares + i * plan->share_size;
        lane->statuses = lanes->statuses + (size_t)i * BATCH_ROWS;
    }
    return lanes;
}

static int32_t lanes_open_shares(struct lanes *lanes)
{
    int32_t status = LOYALTY_OK;
    for (uint32_t i = 0; i < lanes->count && !status; i++)
        status = lanes->plan->open(lanes->all[i].share, lanes->plan->run);
    return status;
}

struct lanes *lanes_open(const struct lane_plan *plan)
{
    struct lanes *lanes = lanes_new(plan);
    if (lanes && tell_status(lanes_open_shares(lanes)))
        return lanes;
    if (!lanes)
        tell_status(LOYALTY_E_MEMORY);
    lanes_close(lanes);
    return NULL;
}

bool lanes_finish(struct lanes *lanes)
{
    return tell_status(lanes_complete(lanes)) && lanes->plan->gather(lanes->plan->run, lanes->shares);
}
