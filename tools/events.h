/* SPDX-License-Identifier: MIT */
/*
 * A log of events as CSV (RFC 4180): a header line naming the columns customer, kind, date and value, perhaps count and
 * id, in any order and among others; then a record an event. An empty value is 0, an empty count 1, as in a rule table.
 */
#ifndef LOYALTY_TOOLS_EVENTS_H
#define LOYALTY_TOOLS_EVENTS_H

#include <loyalty/loyalty.h>

/* One record; lives until the handler returns. */
typedef struct event_record {
    const char *customer; /* Any bytes, not empty. */
    size_t customer_length;
    loyalty_event event;
} event_record;

/*
 * Takes an event. LOYALTY_E_DUPLICATE is counted, LOYALTY_E_MEMORY and LOYALTY_E_HOST end the reading; any other
 * failure makes the line a bad one, with the status for its reason.
 */
typedef int32_t event_handler(void *user, const event_record *record);

typedef struct event_source {
    const char *path; /* "-" is standard input. */
    const loyalty_program *program;
    int skip_bad; /* A bad line is told and left out; otherwise it is told and ends the reading. */
    event_handler *handler;
    void *user;
} event_source;

/* Reads all events. Returns 0, or -1 after telling why. Bad lines left out and duplicates are told as numbers. */
int events_read(const event_source *source);

#endif
