/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "input/lanes.h"

#include "output/tell.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROWS = 1024,      /* A book looks ahead over many rows; they and their customers still fit into a cache. */
    TEXT = ROWS * 32, /* Bytes of their keys and ids. */
    DEPTH = 4         /* Batches of a lane, so that neither thread waits for the other at each. */
};

/* Events of one table as columns. */
struct columns {
    size_t count;
    int has_ids;
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
    unsigned char echo[ROWS]; /* 1 where an earlier table has the event too, so that nothing is told twice. */
};

struct batch {
    struct columns tables[EVENT_TABLES];
    size_t used;
    char text[TEXT];
};

struct lane {
    void *share;
    lane_recorder *record;
    lane_finisher *finish;
    struct batch *ring[DEPTH];
    struct batch *filling;   /* The reader's; NULL until there is a row for it. */
    struct refusals refused; /* The worker's, except while it has nothing to do. */
    int32_t *statuses;

    int threaded;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed; /* Only one of the two ever waits. */
    uint64_t pushed;
    uint64_t done;
    int trouble;   /* Something is refused. */
    int finishing; /* No more batches: finish, and end. */
    int32_t status;
};

struct lanes {
    uint32_t count;
    struct lane all[];
};

/* ---- recording ---- */

static int32_t record_columns(struct lane *lane, uint32_t table, const struct columns *columns)
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
    return lane->record(lane->share, table, &rows, lane->statuses);
}

static void record_batch(struct lane *lane, struct batch *batch)
{
    for (uint32_t table = 0; table < EVENT_TABLES; table++) {
        struct columns *columns = &batch->tables[table];
        if (columns->count == 0)
            continue;
        int32_t status = record_columns(lane, table, columns);
        if (status != LOYALTY_OK)
            refusals_add(&lane->refused, columns->lines[0], columns->last_lines[0], status, NULL);
        for (size_t i = 0; i < columns->count && status == LOYALTY_OK; i++) {
            if (lane->statuses[i] != LOYALTY_OK && (!columns->echo[i] || lane->statuses[i] == LOYALTY_E_MEMORY))
                refusals_add(&lane->refused, columns->lines[i], columns->last_lines[i], lane->statuses[i], NULL);
        }
        columns->count = 0;
        columns->has_ids = 0;
    }
    batch->used = 0;
}

static void *work(void *user)
{
    struct lane *lane = user;
    pthread_mutex_lock(&lane->mutex);
    for (;;) {
        while (lane->pushed == lane->done && !lane->finishing)
            pthread_cond_wait(&lane->changed, &lane->mutex);
        if (lane->pushed == lane->done)
            break;
        pthread_mutex_unlock(&lane->mutex);
        record_batch(lane, lane->ring[lane->done % DEPTH]);
        pthread_mutex_lock(&lane->mutex);
        lane->done++;
        lane->trouble = lane->refused.count > 0 || lane->refused.failed;
        pthread_cond_signal(&lane->changed);
    }
    pthread_mutex_unlock(&lane->mutex);
    if (lane->finish)
        lane->status = lane->finish(lane->share);
    return NULL;
}

/* ---- dealing out ---- */

/* Hands the batch being filled to the lane's thread, or records it at once; 1 where the lane has refused something. */
static int push(struct lane *lane)
{
    struct batch *full = lane->filling;
    lane->filling = NULL;
    if (!lane->threaded) {
        record_batch(lane, full);
        return lane->refused.count > 0 || lane->refused.failed;
    }
    pthread_mutex_lock(&lane->mutex);
    lane->pushed++;
    pthread_cond_signal(&lane->changed);
    while (lane->pushed - lane->done == DEPTH)
        pthread_cond_wait(&lane->changed, &lane->mutex);
    int trouble = lane->trouble;
    pthread_mutex_unlock(&lane->mutex);
    return trouble;
}

static struct batch *begin(struct lane *lane)
{
    struct batch **place = &lane->ring[lane->pushed % DEPTH];
    if (!*place)
        *place = calloc(1, sizeof **place);
    lane->filling = *place;
    return lane->filling;
}

static const char *keep(struct batch *batch, const char *text, uint32_t length)
{
    char *copy = batch->text + batch->used;
    memcpy(copy, text, length);
    batch->used += length;
    return copy;
}

static void append(struct columns *columns, const struct event_record *event, uint32_t table, const char *key,
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

/* Any spreading will do here; what is chosen to collide only ends in one lane. */
static uint32_t lane_of(const struct lanes *all, const char *key, uint32_t length)
{
    uint32_t hash = length;
    for (uint32_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)key[i]) * UINT32_C(16777619);
    return (uint32_t)(((uint64_t)(hash * UINT32_C(2654435769)) * all->count) >> 32);
}

static int32_t take(void *user, const struct event_record *event)
{
    struct lanes *all = user;
    struct lane *lane = &all->all[all->count == 1 ? 0 : lane_of(all, event->customer, event->customer_length)];
    struct batch *batch = lane->filling ? lane->filling : begin(lane);
    if (!batch)
        return LOYALTY_E_MEMORY;
    const char *key = keep(batch, event->customer, event->customer_length);
    const char *id = event->id ? keep(batch, event->id, event->id_length) : NULL;
    int full = batch->used > TEXT - LOYALTY_KEY_MAX - LOYALTY_ID_MAX;
    for (uint32_t table = 0; table < EVENT_TABLES; table++) {
        if (event->kinds[table] == EVENT_NO_KIND)
            continue;
        append(&batch->tables[table], event, table, key, id);
        full |= batch->tables[table].count == ROWS;
    }
    return full && push(lane) ? EVENT_SETTLE : LOYALTY_OK;
}

static void settle(void *user, struct refusals *refused)
{
    struct lanes *all = user;
    for (uint32_t i = 0; i < all->count; i++) {
        if (all->all[i].filling)
            push(&all->all[i]);
    }
    for (uint32_t i = 0; i < all->count; i++) {
        struct lane *lane = &all->all[i];
        if (lane->threaded) {
            pthread_mutex_lock(&lane->mutex);
            while (lane->done != lane->pushed)
                pthread_cond_wait(&lane->changed, &lane->mutex);
            lane->trouble = 0;
            pthread_mutex_unlock(&lane->mutex);
        }
        refusals_move(refused, &lane->refused);
    }
}

/* ---- opening and closing ---- */

static void end_thread(struct lane *lane, lane_finisher *finish)
{
    pthread_mutex_lock(&lane->mutex);
    lane->finish = finish;
    lane->finishing = 1;
    pthread_cond_signal(&lane->changed);
    pthread_mutex_unlock(&lane->mutex);
}

static void join_thread(struct lane *lane)
{
    pthread_join(lane->thread, NULL);
    pthread_cond_destroy(&lane->changed);
    pthread_mutex_destroy(&lane->mutex);
    lane->threaded = 0;
}

static int start_thread(struct lane *lane)
{
    if (pthread_mutex_init(&lane->mutex, NULL) != 0)
        return -1;
    if (pthread_cond_init(&lane->changed, NULL) == 0) {
        int error = pthread_create(&lane->thread, NULL, work, lane);
        lane->threaded = error == 0;
        if (error == 0)
            return 0;
        pthread_cond_destroy(&lane->changed);
        tell("a thread could not be started: %s", strerror(error));
    }
    pthread_mutex_destroy(&lane->mutex);
    return -1;
}

static void close_lanes(struct lanes *all)
{
    for (uint32_t i = 0; i < all->count; i++) {
        struct lane *lane = &all->all[i];
        if (lane->threaded) {
            end_thread(lane, NULL);
            join_thread(lane);
        }
        refusals_free(&lane->refused);
        for (int place = 0; place < DEPTH; place++)
            free(lane->ring[place]);
    }
    free(all->all[0].statuses);
    free(all);
}

static struct lanes *open_lanes(const struct lane_plan *plan)
{
    uint32_t count = plan->count;
    struct lanes *all = calloc(1, sizeof *all + count * sizeof *all->all);
    int32_t *statuses = calloc(count, ROWS * sizeof *statuses);
    if (!all || !statuses) {
        tell("%s", loyalty_status_text(LOYALTY_E_MEMORY));
        free(statuses);
        free(all);
        return NULL;
    }
    all->count = count;
    for (uint32_t i = 0; i < count; i++) {
        struct lane *lane = &all->all[i];
        lane->share = (char *)plan->shares + i * plan->share_size;
        lane->record = plan->record;
        lane->finish = plan->finish;
        lane->statuses = statuses + i * ROWS;
    }
    for (uint32_t i = 0; count > 1 && i < count; i++) {
        if (start_thread(&all->all[i]) != 0) {
            close_lanes(all);
            return NULL;
        }
    }
    return all;
}

/* The failure of the first that failed. */
static int32_t finish_lanes(struct lanes *all)
{
    int32_t status = LOYALTY_OK;
    progress_begin("advancing", all->count);
    for (uint32_t i = 0; i < all->count; i++) {
        struct lane *lane = &all->all[i];
        if (lane->threaded)
            end_thread(lane, lane->finish);
    }
    for (uint32_t i = 0; i < all->count; i++) {
        struct lane *lane = &all->all[i];
        if (lane->threaded)
            join_thread(lane);
        else
            lane->status = lane->finish(lane->share);
        status = status == LOYALTY_OK ? lane->status : status;
        progress_update(i + 1);
    }
    progress_end();
    return status;
}

int lanes_run(const struct lane_plan *plan, struct event_source source)
{
    struct lanes *all = open_lanes(plan);
    if (!all)
        return -1;
    source.handler = take;
    source.settle = settle;
    source.user = all;
    int result = events_read(&source) ? 0 : -1;
    if (result == 0) {
        int32_t status = finish_lanes(all);
        if (status != LOYALTY_OK)
            tell("%s", loyalty_status_text(status));
        result = status == LOYALTY_OK ? 0 : -1;
    }
    close_lanes(all);
    return result;
}
