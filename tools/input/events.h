/* SPDX-License-Identifier: MIT */
/*
 * A log of events as CSV (RFC 4180): a header line, then one record per event. The header names the columns customer,
 * kind, date and value, and optionally count and id, in any order; other columns are ignored. An empty value is 0, an
 * empty count 1. A snapshot of a book may stand in its place.
 */
#ifndef LOYALTY_TOOLS_EVENTS_H
#define LOYALTY_TOOLS_EVENTS_H

#include "input/lanes.h"

struct event_source {
    const char *path; /* "-" is standard input */
    const loyalty_program *programs[EVENT_TABLES];
    uint32_t program_count;
    int32_t as_of; /* if every event is dated later, that is reported */
    bool skip_bad; /* a bad line is reported and skipped; otherwise it is reported and ends the reading */
};

/*
 * Reads all events, or a snapshot of them, into lanes, which record, finish and gather them. Returns whether all of it succeeded; if not,
 * reports why. Bad lines are reported in the order of the file, whichever lane refuses them. Messages at the end count
 * the skipped lines and the duplicates.
 */
bool events_run(const struct event_source *source, const struct lane_plan *plan);

#endif
