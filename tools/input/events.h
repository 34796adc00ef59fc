/* SPDX-License-Identifier: MIT */
/*
 * A log of events as CSV (RFC 4180): a header line naming the columns customer, kind, date and value, perhaps count and
 * id, in any order and among others; then a record an event. An empty value is 0, an empty count 1, as in a rule table.
 */
#ifndef LOYALTY_TOOLS_EVENTS_H
#define LOYALTY_TOOLS_EVENTS_H

#include "input/refusals.h"

#include <loyalty/loyalty.h>
#include <stdbool.h>

enum {
    EVENT_TABLES = 2,                  /* rule tables that a log can be read for at once */
    EVENT_NO_KIND = LOYALTY_KINDS_MAX, /* in place of a kind's index if a table does not know the kind */
    EVENT_SETTLE = 1                   /* from a handler: some events that it took are refused, settle() says which */
};

/* One event; its texts live until the handler returns. */
struct event_record {
    const char *customer; /* any bytes, not empty */
    uint32_t customer_length;
    uint32_t kinds[EVENT_TABLES]; /* index in each table, or EVENT_NO_KIND; one of them knows it */
    int32_t date;
    int32_t count;
    int64_t value;
    const char *id; /* NULL for none */
    uint32_t id_length;
    uint64_t line;
    uint64_t last_line;
};

/*
 * Takes an event. LOYALTY_E_DUPLICATE is counted, LOYALTY_E_MEMORY and LOYALTY_E_HOST end the reading; any other
 * failure makes the line a bad one, with the status for its reason. A handler that works later answers LOYALTY_OK,
 * or EVENT_SETTLE as soon as something was refused.
 */
typedef int32_t event_handler(void *user, const struct event_record *record);

/* Waits until all events taken have been dealt with, and adds those refused since the last call, in any order. */
typedef void event_settler(void *user, struct refusals *refused);

struct event_source {
    const char *path; /* "-" is standard input */
    const loyalty_program *programs[EVENT_TABLES];
    uint32_t program_count;
    bool skip_bad; /* a bad line is reported and left out; otherwise it is reported and ends the reading */
    event_handler *handler;
    event_settler *settle; /* NULL if the handler never puts anything off */
    void *user;
};

/*
 * Reads all events. Returns whether that succeeded; if not, reports why. Bad lines are reported in the order of the
 * file, whatever the handler puts off; those left out and duplicates are also counted in a message.
 */
bool events_read(const struct event_source *source);

#endif
