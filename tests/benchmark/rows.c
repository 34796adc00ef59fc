/* SPDX-License-Identifier: MIT */
/* The rows of the table of speeds. */
#include "rows.h"

const struct row rows[ROWS] = {
    [YARDSTICK] =
        {"yardstick", "forgetful C, one event at a time", yardstick_run, AFTER | ASKED | LAST, 0, {NONE, NONE}},
    [AHEAD] = {"ahead", "forgetful C, looking ahead", yardstick_ahead_run, AFTER | ASKED | LAST, 0, {YARDSTICK, NONE}},
    [KEEPER] =
        {"keeper", "keeper: C, one event at a time", keeper_run, AFTER | ASKED | LAST | MOVES, 0, {YARDSTICK, SQLITE}},
    [KEEPER_AHEAD] = {"keeper-ahead",
                      "keeper: C, looking ahead",
                      keeper_ahead_run,
                      AFTER | ASKED | LAST | MOVES,
                      0,
                      {AHEAD, KEEPER}},
    [KEEPER_LOAD] =
        {"keeper-load", "keeper: C, load, fold once", keeper_load_run, LAST | MOVES, 0, {KEEPER_AHEAD, DUCKDB}},
    [BOOK] =
        {"book", "library: book, one event at a time", book_run, AFTER | ASKED | LAST | MOVES, 0, {KEEPER, SQLITE}},
    [HANDLES] =
        {"handles", "library: handles, one event at a time", handles_run, AFTER | LAST | MOVES, 0, {KEEPER, SQLITE}},
    [BATCHES] =
        {"batches", "library: book, batches of columns", batches_run, ASKED | LAST | MOVES, 0, {KEEPER_AHEAD, NONE}},
    [LOAD] = {"load", "library: load, advance once", load_run, LAST | MOVES, 0, {KEEPER_LOAD, DUCKDB}},
    [SQLITE] = {"sqlite", "SQLite in memory, insert and query", sqlite_run, AFTER, 0, {YARDSTICK, KEEPER}},
    [DUCKDB] =
        {"duckdb", "DuckDB: last standings, loaded table", duckdb_run, LAST, A_FILE | A_DUCKDB, {KEEPER_LOAD, NONE}},
    [COMMAND] = {"command",
                 "loyalty replay --jobs 1, a CSV file",
                 command_run,
                 LAST,
                 A_FILE | A_COMMAND | BY_TIME,
                 {CSV, DUCKDB_FILE}},
    [COMMAND_TWO] = {"command-2",
                     "loyalty replay --jobs 2",
                     command_two_run,
                     LAST,
                     A_FILE | A_COMMAND | BY_THE_WALL | BY_TIME,
                     {COMMAND, DUCKDB_FILE_TWO}},
    [CSV] = {"csv", "libcsv alone, the same file", csv_run, 0, A_FILE, {NONE, NONE}},
    [DUCKDB_FILE] =
        {"duckdb-csv", "DuckDB: the same file, 1 thread", duckdb_file_run, LAST, A_FILE | A_DUCKDB, {CSV, NONE}},
    [DUCKDB_FILE_TWO] = {"duckdb-csv-2",
                         "DuckDB: the same file, 2 threads",
                         duckdb_file_two_run,
                         LAST,
                         A_FILE | A_DUCKDB | BY_THE_WALL,
                         {DUCKDB_FILE, NONE}},
    [DECIDE] = {"decide", "library: decide, metrics at hand", decide_run, LAST, OF_CUSTOMERS, {DECIDE_BY_HAND, NONE}},
    [DECIDE_BY_HAND] =
        {"decide-hand", "C by hand, metrics at hand", decide_by_hand_run, LAST, OF_CUSTOMERS, {NONE, NONE}},
};
