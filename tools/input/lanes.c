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
typedef struct columns {
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
} columns;

typedef struct batch {
    columns tables[EVENT_TABLES];
    size_t used;
    char text[TEXT];
} batch;

typedef struct lane {
    void *share;
    lane_recorder *record;
    lane_finisher *finish;
    batch *ring[DEPTH];
    batch *filling;   /* The reader's; NULL until there is a row for it. */
    refusals refused; /* The worker's, except while it has nothing to do. */
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
} lane;

typedef struct lanes {
    uint32_t count;
    lane all[];
} lanes;

/* ---- recording ---- */

static int32_t record_columns(lane *l, uint32_t table, const columns *c)
{
    const loyalty_batch rows = {.size = sizeof rows,
                                .count = c->count,
                                .keys = c->keys,
                                .key_lengths = c->key_lengths,
                                .kinds = c->kinds,
                                .dates = c->dates,
                                .values = c->values,
                                .counts = c->counts,
                                .ids = c->has_ids ? c->ids : NULL,
                                .id_lengths = c->has_ids ? c->id_lengths : NULL};
    return l->record(l->share, table, &rows, l->statuses);
}

static void record_batch(lane *l, batch *b)
{
    for (uint32_t table = 0; table < EVENT_TABLES; table++) {
        columns *c = &b->tables[table];
        if (c->count == 0)
            continue;
        int32_t status = record_columns(l, table, c);
        if (status != LOYALTY_OK)
            refusals_add(&l->refused, c->lines[0], c->last_lines[0], status, NULL);
        for (size_t i = 0; i < c->count && status == LOYALTY_OK; i++) {
            if (l->statuses[i] != LOYALTY_OK && (!c->echo[i] || l->statuses[i] == LOYALTY_E_MEMORY))
                refusals_add(&l->refused, c->lines[i], c->last_lines[i], l->statuses[i], NULL);
        }
        c->count = 0;
        c->has_ids = 0;
    }
    b->used = 0;
}

static void *work(void *user)
{
    lane *l = user;
    pthread_mutex_lock(&l->mutex);
    for (;;) {
        while (l->pushed == l->done && !l->finishing)
            pthread_cond_wait(&l->changed, &l->mutex);
        if (l->pushed == l->done)
            break;
        pthread_mutex_unlock(&l->mutex);
        record_batch(l, l->ring[l->done % DEPTH]);
        pthread_mutex_lock(&l->mutex);
        l->done++;
        l->trouble = l->refused.count > 0 || l->refused.failed;
        pthread_cond_signal(&l->changed);
    }
    pthread_mutex_unlock(&l->mutex);
    if (l->finish)
        l->status = l->finish(l->share);
    return NULL;
}

/* ---- dealing out ---- */

/* Hands the batch being filled to the lane's thread, or records it at once; 1 where the lane has refused something. */
static int push(lane *l)
{
    batch *full = l->filling;
    l->filling = NULL;
    if (!l->threaded) {
        record_batch(l, full);
        return l->refused.count > 0 || l->refused.failed;
    }
    pthread_mutex_lock(&l->mutex);
    l->pushed++;
    pthread_cond_signal(&l->changed);
    while (l->pushed - l->done == DEPTH)
        pthread_cond_wait(&l->changed, &l->mutex);
    int trouble = l->trouble;
    pthread_mutex_unlock(&l->mutex);
    return trouble;
}

static batch *begin(lane *l)
{
    batch **place = &l->ring[l->pushed % DEPTH];
    if (!*place)
        *place = calloc(1, sizeof **place);
    l->filling = *place;
    return l->filling;
}

static const char *keep(batch *b, const char *text, uint32_t length)
{
    char *copy = b->text + b->used;
    memcpy(copy, text, length);
    b->used += length;
    return copy;
}

static void append(columns *c, const event_record *event, uint32_t table, const char *key, const char *id)
{
    size_t row = c->count++;
    c->keys[row] = key;
    c->key_lengths[row] = event->customer_length;
    c->kinds[row] = event->kinds[table];
    c->dates[row] = event->date;
    c->values[row] = event->value;
    c->counts[row] = event->count;
    c->ids[row] = id;
    c->id_lengths[row] = event->id_length;
    c->has_ids |= id != NULL;
    c->lines[row] = event->line;
    c->last_lines[row] = event->last_line;
    c->echo[row] = table > 0 && event->kinds[0] != EVENT_NO_KIND;
}

/* Any spreading will do here; what is chosen to collide only ends in one lane. */
static uint32_t lane_of(const lanes *all, const char *key, uint32_t length)
{
    uint32_t hash = length;
    for (uint32_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)key[i]) * UINT32_C(16777619);
    return (uint32_t)(((uint64_t)(hash * UINT32_C(2654435769)) * all->count) >> 32);
}

static int32_t take(void *user, const event_record *event)
{
    lanes *all = user;
    lane *l = &all->all[all->count == 1 ? 0 : lane_of(all, event->customer, event->customer_length)];
    batch *b = l->filling ? l->filling : begin(l);
    if (!b)
        return LOYALTY_E_MEMORY;
    const char *key = keep(b, event->customer, event->customer_length);
    const char *id = event->id ? keep(b, event->id, event->id_length) : NULL;
    int full = b->used > TEXT - LOYALTY_KEY_MAX - LOYALTY_ID_MAX;
    for (uint32_t table = 0; table < EVENT_TABLES; table++) {
        if (event->kinds[table] == EVENT_NO_KIND)
            continue;
        append(&b->tables[table], event, table, key, id);
        full |= b->tables[table].count == ROWS;
    }
    return full && push(l) ? EVENT_SETTLE : LOYALTY_OK;
}

static void settle(void *user, refusals *refused)
{
    lanes *all = user;
    for (uint32_t i = 0; i < all->count; i++) {
        if (all->all[i].filling)
            push(&all->all[i]);
    }
    for (uint32_t i = 0; i < all->count; i++) {
        lane *l = &all->all[i];
        if (l->threaded) {
            pthread_mutex_lock(&l->mutex);
            while (l->done != l->pushed)
                pthread_cond_wait(&l->changed, &l->mutex);
            l->trouble = 0;
            pthread_mutex_unlock(&l->mutex);
        }
        refusals_move(refused, &l->refused);
    }
}

/* ---- opening and closing ---- */

static void end_thread(lane *l, lane_finisher *finish)
{
    pthread_mutex_lock(&l->mutex);
    l->finish = finish;
    l->finishing = 1;
    pthread_cond_signal(&l->changed);
    pthread_mutex_unlock(&l->mutex);
}

static void join_thread(lane *l)
{
    pthread_join(l->thread, NULL);
    pthread_cond_destroy(&l->changed);
    pthread_mutex_destroy(&l->mutex);
    l->threaded = 0;
}

static int start_thread(lane *l)
{
    if (pthread_mutex_init(&l->mutex, NULL) != 0)
        return -1;
    if (pthread_cond_init(&l->changed, NULL) == 0) {
        int error = pthread_create(&l->thread, NULL, work, l);
        l->threaded = error == 0;
        if (error == 0)
            return 0;
        pthread_cond_destroy(&l->changed);
        tell("a thread could not be started: %s", strerror(error));
    }
    pthread_mutex_destroy(&l->mutex);
    return -1;
}

static void close_lanes(lanes *all)
{
    for (uint32_t i = 0; i < all->count; i++) {
        lane *l = &all->all[i];
        if (l->threaded) {
            end_thread(l, NULL);
            join_thread(l);
        }
        refusals_free(&l->refused);
        for (int place = 0; place < DEPTH; place++)
            free(l->ring[place]);
    }
    free(all->all[0].statuses);
    free(all);
}

static lanes *open_lanes(const lane_plan *plan)
{
    uint32_t count = plan->count;
    lanes *all = calloc(1, sizeof *all + count * sizeof *all->all);
    int32_t *statuses = calloc(count, ROWS * sizeof *statuses);
    if (!all || !statuses) {
        tell("%s", loyalty_status_text(LOYALTY_E_MEMORY));
        free(statuses);
        free(all);
        return NULL;
    }
    all->count = count;
    for (uint32_t i = 0; i < count; i++) {
        lane *l = &all->all[i];
        l->share = (char *)plan->shares + i * plan->share_size;
        l->record = plan->record;
        l->finish = plan->finish;
        l->statuses = statuses + i * ROWS;
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
static int32_t finish_lanes(lanes *all)
{
    int32_t status = LOYALTY_OK;
    progress_begin("advancing", all->count);
    for (uint32_t i = 0; i < all->count; i++) {
        lane *l = &all->all[i];
        if (l->threaded)
            end_thread(l, l->finish);
    }
    for (uint32_t i = 0; i < all->count; i++) {
        lane *l = &all->all[i];
        if (l->threaded)
            join_thread(l);
        else
            l->status = l->finish(l->share);
        status = status == LOYALTY_OK ? l->status : status;
        progress_update(i + 1);
    }
    progress_end();
    return status;
}

int lanes_run(const lane_plan *plan, event_source source)
{
    lanes *all = open_lanes(plan);
    if (!all)
        return -1;
    source.handler = take;
    source.settle = settle;
    source.user = all;
    int result = events_read(&source);
    if (result == 0) {
        int32_t status = finish_lanes(all);
        if (status != LOYALTY_OK)
            tell("%s", loyalty_status_text(status));
        result = status == LOYALTY_OK ? 0 : -1;
    }
    close_lanes(all);
    return result;
}
