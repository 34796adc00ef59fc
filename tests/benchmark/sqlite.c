/* SPDX-License-Identifier: MIT */
/*
 * The replay's rules in SQL for SQLite, in memory, in one transaction: an insert and a query an event, both prepared.
 *
 * One tree, ordered as the query asks and holding all that it reads, serves as table and index at once. The query looks
 * only as far as it must: for "four purchases in 365 days" at the fourth latest one. Without threads, journal or
 * statistics.
 */
#include <sqlite3.h>

#include "shop.h"

static const char schema[] =
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
    "CREATE TABLE event (customer INTEGER NOT NULL, kind INTEGER NOT NULL, date INTEGER NOT NULL, seq INTEGER NOT NULL,"
    "  value INTEGER NOT NULL, PRIMARY KEY (customer, kind, date, seq)) WITHOUT ROWID;"
    "BEGIN";

static const char insert_text[] = "INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5)";

/* Kinds: 0 purchase, 1 visit, 4 review, 5 referral. An event is never known before its date. */
static const char query_text[] =
    "SELECT CASE"
    " WHEN (SELECT date FROM event WHERE customer = ?1 AND kind = 0 ORDER BY date DESC LIMIT 1 OFFSET 3) > ?2 - 365"
    "  AND EXISTS (SELECT 1 FROM event WHERE customer = ?1 AND kind = 5 AND date > ?2 - 730)"
    "  AND (SELECT sum(value) FROM event WHERE customer = ?1 AND kind = 4 AND date > ?2 - 365) >= 0 THEN 4"
    " WHEN (SELECT date FROM event WHERE customer = ?1 AND kind = 0 ORDER BY date DESC LIMIT 1 OFFSET 1) > ?2 - 365"
    "  AND EXISTS (SELECT 1 FROM event WHERE customer = ?1 AND kind = 0 AND date >= ?2 - 180) THEN 3"
    " WHEN EXISTS (SELECT 1 FROM event WHERE customer = ?1 AND kind = 0) THEN 2"
    " WHEN EXISTS (SELECT 1 FROM event WHERE customer = ?1 AND kind = 1) THEN 1"
    " ELSE 0 END";

static sqlite3_stmt *prepare(sqlite3 *db, const char *text)
{
    sqlite3_stmt *statement;
    require(sqlite3_prepare_v3(db, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) == SQLITE_OK,
            sqlite3_errmsg(db));
    return statement;
}

static void insert(sqlite3_stmt *statement, const struct shop_event *event, uint32_t seq)
{
    sqlite3_bind_int64(statement, 1, event->customer);
    sqlite3_bind_int(statement, 2, event->kind);
    sqlite3_bind_int(statement, 3, event->date);
    sqlite3_bind_int64(statement, 4, seq);
    sqlite3_bind_int(statement, 5, event->value);
    require(sqlite3_step(statement) == SQLITE_DONE, "SQLite: insert");
    sqlite3_reset(statement);
}

static int query(sqlite3_stmt *statement, const struct shop_event *event)
{
    sqlite3_bind_int64(statement, 1, event->customer);
    sqlite3_bind_int(statement, 2, event->arrival);
    require(sqlite3_step(statement) == SQLITE_ROW, "SQLite: query");
    int rung = sqlite3_column_int(statement, 0);
    sqlite3_reset(statement);
    return rung;
}

void sqlite_run(const struct shop *shop, struct run *run)
{
    sqlite3 *db;
    size_t heap = measure_heap();
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD); /* refused, and in force already, after the first time */
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    require(sqlite3_open(":memory:", &db) == SQLITE_OK, "SQLite: open");
    require(sqlite3_exec(db, schema, NULL, NULL, NULL) == SQLITE_OK, sqlite3_errmsg(db));
    sqlite3_stmt *inserting = prepare(db, insert_text), *asking = prepare(db, query_text);
    stopwatch_start(&run->watch);
    for (uint32_t i = 0; i < run->events; i++) {
        insert(inserting, &shop->log[i], i);
        run->answers.after[i] = (uint8_t)query(asking, &shop->log[i]);
    }
    stopwatch_stop(&run->watch);
    run->bytes = measure_heap() - heap;
    sqlite3_finalize(inserting);
    sqlite3_finalize(asking);
    sqlite3_close(db);
}
