/* SPDX-License-Identifier: MIT */
/* The replay: its events and rules, the rows that follow them, and the answers by which rows are compared. */
#ifndef BENCHMARK_SHOP_H
#define BENCHMARK_SHOP_H

#include <stddef.h>
#include <stdint.h>

#include <loyalty/analysis.h>

#include "measure.h"
#include "texts.h"

enum kind { PURCHASE, VISIT, ADVERTISEMENT, RETURN, REVIEW, REFERRAL, KINDS };
enum rung { SUSPECT, PROSPECT, CUSTOMER, CLIENT, ADVOCATE, RUNGS, NOBODY = 255 };

enum { LATE_PERCENT = 5, LATE_DAYS = 30, ASK_EVERY = 30 };

extern const char *const kind_names[KINDS];
extern const char *const rung_names[RUNGS];
/* The rules as a rule table. */
extern const char shop_table[];

struct shop_event {
    uint32_t customer;
    int32_t arrival; /* the day on which it becomes known; ascending */
    int32_t date;    /* up to 30 days before */
    int32_t value;
    int32_t kind;
};

struct shop {
    const struct options *options;
    uint32_t customers, events, days;
    int32_t first_day;
    struct shop_event *log;
    uint32_t *arrived; /* the events of day i: from arrived[i] up to arrived[i + 1] */
    struct {           /* the same log as columns */
        uint64_t *customers;
        uint32_t *kinds; /* in the order of the rule table, which is that of enum kind */
        int32_t *dates;
        int64_t *values;
    } columns;
    struct texts keys[KEY_FORMS], ids[ID_FORMS];                 /* more columns, if they were asked for */
    char folder[64], csv[96], table[96], output[96], result[96]; /* files; folder is "" where there are none */
};

void shop_generate(struct shop *shop, const struct options *options);
/* Make the column of keys in a form, and of ids, unless it is there. */
void shop_spell_keys(struct shop *shop, enum key_form form);
void shop_spell_ids(struct shop *shop, enum id_form form);
/* Writes the log, its customers as numbers, and the table to files of a new folder. */
void shop_write(struct shop *shop);
/* Writes the first events of the log to the same file anew, their customers in a form. */
void shop_write_log(const struct shop *shop, enum key_form form, uint32_t events);
void shop_free(struct shop *shop);

/* The program of shop_table. */
loyalty_program *shop_program(void);
/* The library's event of a row. */
loyalty_event shop_event(const struct shop_event *from);

/* Which answers a row gives. */
enum { AFTER = 1, ASKED = 2, LAST = 4, MOVES = 8 };

/* All transitions told, less those revoked: their number, and a sum of hashes in which their order does not matter. */
struct moves {
    int64_t count;
    uint64_t sum;
};

void moves_take(struct moves *moves, uint64_t customer, const loyalty_transition *transition);
/* For books whose keys are of each form; `user` is a struct moves. */
extern loyalty_on_book_transition *const moves_of_book[KEY_FORMS];

struct answers {
    uint8_t *after; /* for each event: its customer's rung right after it */
    uint8_t *asked; /* every thirtieth day, for each customer: the rung at the end of the day, or NOBODY; or NULL */
    uint8_t *last;  /* for each customer: the rung at the end of the last day, or NOBODY */
    struct moves moves;
};

/* What is special about a row's book. */
struct feed {
    enum key_form keys;
    enum id_form ids;
    bool seeded; /* the book's seed is that made of the options' number */
};

/* One run of a row. */
struct run {
    struct feed feed;
    struct stopwatch watch; /* measures what the row is about, and nothing else */
    bool first;             /* of this row: answers that would disturb the measuring are gathered in this run only */
    uint32_t events;        /* the row's first so many */
    uint32_t rounds;        /* how often the row did its work: 1 but where that would be too short to measure */
    size_t bytes;           /* held at the end, see the row's title */
    size_t peak;            /* of resident memory */
    struct answers answers;
};

/* Whether a run asks the customers at the end of a day, and where in `answers->asked` their rungs go. */
bool shop_asks(const struct shop *shop, const struct run *run, uint32_t day);
uint8_t *shop_asked(const struct shop *shop, struct run *run, uint32_t day);
/* Days asked, over all the log. */
size_t shop_asking_days(const struct shop *shop);

/* The rung of each customer of a book. */
void shop_ask_book(const struct shop *shop, loyalty_book *book, enum key_form form, uint8_t *rungs);
/* Reads the standings that a file gives as lines of customer,rung,…; ends the program where it is none. */
void shop_read_standings(const struct shop *shop, const char *path, uint8_t *rungs);

typedef void shop_row(const struct shop *shop, struct run *run);
shop_row yardstick_run, yardstick_ahead_run;               /* yardstick.c */
shop_row keeper_run, keeper_ahead_run;                     /* keeper_stream.c */
shop_row keeper_load_run;                                  /* keeper_load.c */
shop_row book_run, handles_run;                            /* library.c */
shop_row batches_run, load_run;                            /* columns.c */
shop_row decide_run, decide_by_hand_run;                   /* decide.c */
shop_row sqlite_run;                                       /* sqlite.c */
shop_row duckdb_run, duckdb_file_run, duckdb_file_two_run; /* duckdb.c */
shop_row command_run, command_two_run, csv_run;            /* files.c */

#endif
