/* SPDX-License-Identifier: MIT */
/*
 * A log of events as CSV (RFC 4180): a header line, then one record per event. The header names the columns customer,
 * kind, date and value, and optionally count and id, in any order; other columns are ignored. An empty value is 0, an
 * empty count 1.
 */
#ifndef LOYALTY_TOOLS_EVENTS_H
#define LOYALTY_TOOLS_EVENTS_H

#include "input/refusals.h"

#include <loyalty/loyalty.h>
#include <stdbool.h>

enum {
    EVENT_TABLES = 2,                  /* rule tables that a log can be read for at once */
    EVENT_NO_KIND = LOYALTY_KINDS_MAX, /* a kind's index if the table does not have the kind */
    EVENT_SETTLE = 1                   /* returned by a handler if it has refused events; settle() lists them */
};

/* One event; its texts live until the handler returns. */
struct event_record {
    const char *customer; /* any bytes, not empty */
    uint32_t customer_length;
    uint32_t kinds[EVENT_TABLES]; /* index in each table, or EVENT_NO_KIND; at least one table has it */
    int32_t date;
    int32_t count;
    int64_t value;
    const char *id; /* NULL for none */
    uint32_t id_length;
    uint64_t line;
    uint64_t last_line;
};

/*
 * Takes an event. LOYALTY_E_DUPLICATE is counted, LOYALTY_E_MEMORY and LOYALTY_E_HOST end the reading. Any other
 * failure makes the line a bad one, with the status as its reason. A handler that defers its work returns LOYALTY_OK,
 * or EVENT_SETTLE once an event was refused.
 */
typedef int32_t event_handler(void *user, const struct event_record *record);

/* Waits until all events taken are recorded, and adds those refused since the last call, in any order. */
typedef void event_settler(void *user, struct refusals *refused);

struct event_source {
    const char *path; /* "-" is standard input */
    const loyalty_program *programs[EVENT_TABLES];
    uint32_t program_count;
    bool skip_bad; /* a bad line is reported and skipped; otherwise it is reported and ends the reading */
    event_handler *handler;
    event_settler *settle; /* NULL if the handler never defers its work */
    void *user;
};

/*
 * Reads all events. Returns whether that succeeded; if not, reports why. Bad lines are reported in the order of the
 * file, even if the handler defers its work. Messages at the end count the skipped lines and the duplicates.
 */
bool events_read(const struct event_source *source);

#endif
