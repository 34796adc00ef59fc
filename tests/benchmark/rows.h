/* SPDX-License-Identifier: MIT */
/* The rows of the table of speeds: what each is called, needs, answers and is compared with. */
#ifndef BENCHMARK_ROWS_H
#define BENCHMARK_ROWS_H

#include "shop.h"

enum {
    YARDSTICK,
    AHEAD,
    KEEPER,
    KEEPER_AHEAD,
    KEEPER_LOAD,
    BOOK,
    HANDLES,
    BATCHES,
    BATCHES_IDS,
    BATCHES_CARD,
    BATCHES_HEX,
    BATCHES_SEEDED,
    BATCHES_CARD_UNSEEDED,
    BATCHES_HEX_UNSEEDED,
    LOAD,
    LOAD_IDS,
    LOAD_IDS_RANDOM,
    LOAD_CARD,
    LOAD_HEX,
    LOAD_SEEDED,
    LOAD_CARD_UNSEEDED,
    LOAD_HEX_UNSEEDED,
    SQLITE,
    DUCKDB,
    COMMAND,
    COMMAND_TWO,
    CSV,
    DUCKDB_FILE,
    DUCKDB_FILE_TWO,
    DECIDE,
    DECIDE_BY_HAND,
    ROWS,
    NONE = ROWS
};

/* What a row needs, and how it is counted. */
enum {
    A_FILE = 1,
    A_COMMAND = 2,
    A_DUCKDB = 4,
    OF_CUSTOMERS = 8, /* a decision a customer, not an event */
    BY_THE_WALL = 16, /* several threads: the wall's clock counts */
    BY_TIME = 32,     /* said to take so many times as long as others, not to have so much of their speed */
    IDS = 64,         /* what is special about the book, see struct feed */
    CARDS = 128,
    HEXES = 256,
    SEEDED = 512,
    RANDOM_IDS = 1024
};

struct row {
    const char *name, *title;
    shop_row *run;
    int gives; /* answers */
    int traits;
    int beside[2]; /* rows that it is compared with */
};

extern const struct row rows[ROWS];

#endif
