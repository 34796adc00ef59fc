/* SPDX-License-Identifier: MIT */
/* Batches that the reading thread fills and the lanes' threads record, and the start and end of lanes. */
#define _POSIX_C_SOURCE 200809L
#include "input/lanes.h"

#include "output/tell.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROWS = 1024,      /* a book looks ahead over many rows; they and their customers still fit into a cache */
    TEXT = ROWS * 32, /* bytes of their keys and ids */
    DEPTH = 4         /* batches of a lane, so that neither thread waits for the other at every batch */
};

/* Events of one table as columns. */
struct columns {
    size_t count;
    bool has_ids;
    const char *keys[ROWS];
    uint32_t key_lengths[ROWS];
    uint32_t kinds[ROWS];
    int32_t dates[ROWS];
    int64_t values[ROWS];
    int32_t counts[ROWS];
    const char *ids[ROWS];
    uint32_t id_lengths[ROWS];
    uint64_t lines[ROWS];
    uint64_t last_lines[ROWS];
    bool echo[ROWS]; /* an earlier table has the event too, and reports it */
};

struct batch {
    struct columns tables[EVENT_TABLES];
    size_t used;
    char text[TEXT];
};

struct lane {
    const struct lane_plan *plan;
    void *share;
    struct batch *ring[DEPTH];
    struct batch *filling;   /* owned by the reader; NULL until there is a row for it */
    struct refusals refused; /* owned by the worker, except while it is idle */
    int32_t *statuses;

    bool threaded;
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

struct lanes {
    char *shares;
    int32_t *statuses; /* of all lanes */
    uint32_t count;
    struct lane all[];
};

/* ---- recording ---- */

static int32_t lane_record_table(struct lane *lane, uint32_t table, const struct columns *columns)
{
    const loyalty_batch rows = {.size = sizeof rows,
                                .count = columns->count,
                                .keys = columns->keys,
                                .key_lengths = columns->key_lengths,
                                .kinds = columns->kinds,
                                .dates = columns->dates,
                                .values = columns->values,
                                .counts = columns->counts,
                                .ids = columns->has_ids ? columns->ids : NULL,
                                .id_lengths = columns->has_ids ? columns->id_lengths : NULL};
    return lane->plan->record(lane->share, table, &rows, lane->statuses);
}

static void lane_record(struct lane *lane, struct batch *batch)
{
    for (uint32_t table = 0; table < EVENT_TABLES; table++) {
        struct columns *columns = &batch->tables[table];
        if (columns->count == 0)
            continue;
        int32_t status = lane_record_table(lane, table, columns);
        if (status)
            refusals_add(&lane->refused, columns->lines[0], columns->last_lines[0], status, NULL);
        for (size_t i = 0; i < columns->count && !status; i++)
            if (lane->statuses[i] && (!columns->echo[i] || lane->statuses[i] == LOYALTY_E_MEMORY))
                refusals_add(&lane->refused, columns->lines[i], columns->last_lines[i], lane->statuses[i], NULL);
        columns->count = 0;
        columns->has_ids = false;
    }
    batch->used = 0;
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

/* Hands the batch being filled to the lane's thread, or records it at once. Returns whether events were refused. */
static bool lane_push(struct lane *lane)
{
    struct batch *full = lane->filling;
    lane->filling = NULL;
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

/* Returns NULL if there is no memory. */
static struct batch *lane_begin_batch(struct lane *lane)
{
    struct batch **slot = &lane->ring[lane->pushed % DEPTH];
    if (!*slot)
        *slot = calloc(1, sizeof **slot);
    lane->filling = *slot;
    return lane->filling;
}

static const char *batch_keep(struct batch *batch, const char *text, uint32_t length)
{
    char *copy = batch->text + batch->used;
    memcpy(copy, text, length);
    batch->used += length;
    return copy;
}

static void columns_append(struct columns *columns, const struct event_record *event, uint32_t table, const char *key,
                           const char *id)
{
    size_t row = columns->count++;
    columns->keys[row] = key;
    columns->key_lengths[row] = event->customer_length;
    columns->kinds[row] = event->kinds[table];
    columns->dates[row] = event->date;
    columns->values[row] = event->value;
    columns->counts[row] = event->count;
    columns->ids[row] = id;
    columns->id_lengths[row] = event->id_length;
    columns->has_ids |= id != NULL;
    columns->lines[row] = event->line;
    columns->last_lines[row] = event->last_line;
    columns->echo[row] = table > 0 && event->kinds[0] != EVENT_NO_KIND;
}

/* Any hash is good enough here: keys chosen to collide only end up in one lane. */
static uint32_t lanes_choose(const struct lanes *lanes, const char *key, uint32_t length)
{
    uint32_t hash = length;
    for (uint32_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)key[i]) * UINT32_C(16777619);
    return (uint32_t)(((uint64_t)(hash * UINT32_C(2654435769)) * lanes->count) >> 32);
}

static int32_t lanes_take(void *user, const struct event_record *event)
{
    struct lanes *lanes = user;
    struct lane *lane =
        &lanes->all[lanes->count == 1 ? 0 : lanes_choose(lanes, event->customer, event->customer_length)];
    struct batch *batch = lane->filling ? lane->filling : lane_begin_batch(lane);
    if (!batch)
        return LOYALTY_E_MEMORY;
    const char *key = batch_keep(batch, event->customer, event->customer_length);
    const char *id = event->id ? batch_keep(batch, event->id, event->id_length) : NULL;
    bool full = batch->used > TEXT - LOYALTY_KEY_MAX - LOYALTY_ID_MAX;
    for (uint32_t table = 0; table < EVENT_TABLES; table++) {
        if (event->kinds[table] == EVENT_NO_KIND)
            continue;
        columns_append(&batch->tables[table], event, table, key, id);
        full |= batch->tables[table].count == ROWS;
    }
    return full && lane_push(lane) ? EVENT_SETTLE : LOYALTY_OK;
}

static void lanes_settle(void *user, struct refusals *refused)
{
    struct lanes *lanes = user;
    for (uint32_t i = 0; i < lanes->count; i++)
        if (lanes->all[i].filling)
            lane_push(&lanes->all[i]);
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

/* ---- opening and closing ---- */

static bool lane_start(struct lane *lane)
{
    if (pthread_mutex_init(&lane->mutex, NULL))
        return false;
    if (!pthread_cond_init(&lane->changed, NULL)) {
        int error = pthread_create(&lane->thread, NULL, lane_work, lane);
        lane->threaded = !error;
        if (!error)
            return true;
        pthread_cond_destroy(&lane->changed);
        tell("could not start a thread: %s", strerror(error));
    }
    pthread_mutex_destroy(&lane->mutex);
    return false;
}

static bool lanes_start(struct lanes *lanes)
{
    for (uint32_t i = 0; lanes->count > 1 && i < lanes->count; i++)
        if (!lane_start(&lanes->all[i]))
            return false;
    return true;
}

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
static int32_t lanes_finish(struct lanes *lanes)
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

static void lanes_free(struct lanes *lanes)
{
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
    free(lanes->shares);
    free(lanes->statuses);
    free(lanes);
}

/* Returns NULL if there is no memory. */
static struct lanes *lanes_new(const struct lane_plan *plan)
{
    struct lanes *lanes = calloc(1, sizeof *lanes + plan->count * sizeof *lanes->all);
    if (!lanes)
        return NULL;
    lanes->shares = calloc(plan->count, plan->share_size);
    lanes->statuses = calloc(plan->count, ROWS * sizeof *lanes->statuses);
    if (!lanes->shares || !lanes->statuses) {
        lanes_free(lanes);
        return NULL;
    }
    lanes->count = plan->count;
    for (uint32_t i = 0; i < plan->count; i++) {
        struct lane *lane = &lanes->all[i];
        lane->plan = plan;
        lane->share = lanes->shares + i * plan->share_size;
        lane->statuses = lanes->statuses + (size_t)i * ROWS;
    }
    return lanes;
}

static int32_t lanes_open(struct lanes *lanes)
{
    int32_t status = LOYALTY_OK;
    for (uint32_t i = 0; i < lanes->count && !status; i++) {
        const struct lane *lane = &lanes->all[i];
        status = lane->plan->open(lane->share, lane->plan->run);
    }
    return status;
}

bool lanes_run(const struct lane_plan *plan, struct event_source source)
{
    struct lanes *lanes = lanes_new(plan);
    if (!lanes)
        return tell_status(LOYALTY_E_MEMORY);
    source.handler = lanes_take;
    source.settle = lanes_settle;
    source.user = lanes;
    bool done = tell_status(lanes_open(lanes)) && lanes_start(lanes) && events_read(&source) &&
                tell_status(lanes_finish(lanes)) && plan->gather(plan->run, lanes->shares);
    lanes_free(lanes);
    return done;
}
