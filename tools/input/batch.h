/* SPDX-License-Identifier: MIT */
/* Events of one lane as columns, which the reading thread fills row by row, and the lane records at once. */
#ifndef LOYALTY_TOOLS_BATCH_H
#define LOYALTY_TOOLS_BATCH_H

#include "input/records.h"

#include <loyalty/loyalty.h>
#include <string.h>

enum {
    EVENT_TABLES = 2,                  /* rule tables that a log can be read for at once */
    EVENT_NO_KIND = LOYALTY_KINDS_MAX, /* a kind's index if the table does not have the kind */
    BATCH_ROWS = 1024, /* a book looks ahead over many rows; they and their customers still fit into a cache */
    BATCH_TEXT = BATCH_ROWS * 32,                /* bytes of their keys and ids */
    BATCH_KEY = LOYALTY_KEY_MAX + LOYALTY_ID_MAX /* bytes of one row */
};

/* One event; its texts live as long as its record. */
struct event {
    struct record_field customer; /* any bytes, not empty */
    const uint32_t *kinds;        /* index in each table, or EVENT_NO_KIND; at least one table has it */
    int32_t date;
    int64_t value;
};

/* What few logs have. */
struct event_extra {
    struct record_field id; /* empty for none */
    int32_t count;
};

/* Events of one table. */
struct columns {
    size_t count;
    const void *keys[BATCH_ROWS];
    uint32_t key_lengths[BATCH_ROWS];
    uint32_t kinds[BATCH_ROWS];
    int32_t dates[BATCH_ROWS];
    int64_t values[BATCH_ROWS];
    int32_t counts[BATCH_ROWS];
    const void *ids[BATCH_ROWS];
    uint32_t id_lengths[BATCH_ROWS];
    uint64_t lines[BATCH_ROWS];
    uint64_t last_lines[BATCH_ROWS];
    bool echo[BATCH_ROWS]; /* an earlier table has the event too, and reports it */
};

struct batch {
    uint32_t lane;
    uint32_t events; /* each is a row of some table */
    bool has_counts;
    bool has_ids; /* some row has */
    size_t used;
    struct columns tables[EVENT_TABLES];
    char text[BATCH_TEXT + RECORD_PADDING];
};

/* Copies a text that must outlive its record. Most are short: then more is copied than it has, without a loop. */
static inline const char *batch_keep(struct batch *batch, struct record_field field)
{
    char *copy = batch->text + batch->used;
    if (field.length <= RECORD_PADDING)
        memcpy(copy, field.text, RECORD_PADDING);
    else
        memcpy(copy, field.text, field.length);
    batch->used += field.length;
    return copy;
}

/* Completes the last row of each table that has the event. */
void batch_add_extra(struct batch *batch, const uint32_t kinds[EVENT_TABLES], const struct event_extra *extra);

/* Adds an event to the columns of each table that has its kind. There must be room for it. */
static inline void batch_add(struct batch *batch, uint32_t table_count, const struct event *event,
                             const struct record *one)
{
    const char *key = batch_keep(batch, event->customer);
    batch->events++;
    for (uint32_t table = 0; table < table_count; table++) {
        if (event->kinds[table] == EVENT_NO_KIND)
            continue;
        struct columns *columns = &batch->tables[table];
        size_t row = columns->count++;
        columns->keys[row] = key;
        columns->key_lengths[row] = (uint32_t)event->customer.length;
        columns->kinds[row] = event->kinds[table];
        columns->dates[row] = event->date;
        columns->values[row] = event->value;
        columns->lines[row] = one->line;
        columns->last_lines[row] = one->last_line;
        columns->echo[row] = table > 0 && event->kinds[0] != EVENT_NO_KIND;
    }
}

/* Whether there may be no room for one more event. */
static inline bool batch_is_full(const struct batch *batch)
{
    return batch->events == BATCH_ROWS || batch->used > BATCH_TEXT - BATCH_KEY;
}

/* Returns a row of the library's columns as an event by itself. */
static inline loyalty_event batch_event(const loyalty_batch *batch, size_t row)
{
    return (loyalty_event){.size = sizeof(loyalty_event),
                           .kind = batch->kinds[row],
                           .date = batch->dates[row],
                           .value = batch->values[row],
                           .count = batch->counts ? batch->counts[row] : 1,
                           .id = batch->ids ? batch->ids[row] : NULL,
                           .id_length = batch->ids ? batch->id_lengths[row] : 0};
}

#endif
