/* SPDX-License-Identifier: MIT */
/* A replay: what was asked for, what each lane finds, and how that is printed. */
#ifndef LOYALTY_TOOLS_REPLAY_H
#define LOYALTY_TOOLS_REPLAY_H

#include "command/command.h"
#include "command/moves.h"
#include "command/standings.h"
#include "input/customers.h"
#include "input/lanes.h"
#include "output/output.h"
#include "output/replacement.h"

struct replay {
    struct log_options log;
    bool transitions;
    bool stream;
    const char *save; /* file for a snapshot; NULL if not asked for */
    bool csv;
    bool json;
    struct table table;
};

/* A lane's share: its customers, in a book or, for a stream, one by one; and the results. */
struct replay_share {
    const struct replay *run;
    loyalty_book *book;
    bool loaded; /* from a snapshot, so that transitions are not reported by the advance alone */
    struct customers customers;
    struct customer *current; /* the customer whose transitions a stream reports */
    struct moves moves;
    struct standings standings;
};

/* Prints the sorted standings or transitions of all shares, merged in order. */
void replay_print(const struct replay *run, const struct replay_share *shares, struct output *output);

/* Checks whether a snapshot can be saved under this name. Returns whether it can; if not, reports why. */
bool replay_can_save(const char *path);

/* Saves the book beside the place that was asked for. Returns whether that succeeded; if not, reports why. */
bool replay_save(const struct replay *run, loyalty_book *book, struct replacement *file);
/* Puts it in its place if all was printed. Returns whether that succeeded. */
bool replay_saved(struct replacement *file);

#endif
