/* SPDX-License-Identifier: MIT */
/*
 * Twins, for unit tests of a load: two books of one table that get the same calls. The first puts its events aside. The
 * second was asked for a customer before anything else, so it records every event at once.
 */
#ifndef UNIT_LOADS_H
#define UNIT_LOADS_H

#include "allocator.h"
#include "books.h"

struct twins {
    struct counting counting; /* of both books and their program */
    loyalty_program *program;
    loyalty_book *loading, *plain;
    void (*before_each)(void); /* called before either book is advanced; may be NULL */
};

/*
 * Kinds visit and sale, of any value, and gift, of -5 to 5. Rungs guest; friend: 1 visit in 30 days; regular: 3 visits in
 * 30 days; rich: sales of 1,000 at least.
 */
extern const char loads_shop[];

/* A test whose state is twins of loads_shop. In the end, no memory may be left. */
#define LOAD_TEST(name) cmocka_unit_test_setup_teardown(name, twins_set_up, twins_tear_down)
int twins_set_up(void **state);
int twins_tear_down(void **state);
/* Returns twins of another table, which may have a host metric `sun`. */
struct twins *twins_of(const char *json, loyalty_host_metric *sun);
/* Replaces both books by new ones. */
void twins_renew(struct twins *twins);

/* Keys that the index keeps in different ways. */
enum key_style { KEYS_NUMBERS, KEYS_SHORT, KEYS_LONG, KEY_STYLES };

struct load_key {
    uint32_t length; /* 8; 1 to 7; 9 to 255 */
    char bytes[LOYALTY_KEY_MAX];
};
struct load_key load_key(enum key_style style, uint32_t number);

/* Events as columns, which grow. */
struct rows {
    enum key_style style;
    size_t count, capacity;
    uint64_t *numbers;     /* of all keys, whatever their style */
    struct load_key *keys; /* of the style */
    uint32_t *kinds;
    int32_t *dates, *counts;
    int64_t *values;
};

enum { LOAD_VISIT, LOAD_SALE, LOAD_GIFT, LOAD_KINDS }; /* kinds of loads_shop */

void rows_add(struct rows *rows, uint32_t key, uint32_t kind, int32_t date, int32_t count, int64_t value);
void rows_free(struct rows *rows);
/* Records rows in both books, as one batch or one by one. Both must give each row the same status. */
void twins_batch(struct twins *twins, const struct rows *rows);
void twins_singly(struct twins *twins, const struct rows *rows);
/* Does that in batches, and frees the rows. All must be recorded. */
void twins_load(struct twins *twins, struct rows *rows);
/* Records an event in both books and returns their status, which must be the same. */
int32_t twins_record(struct twins *twins, uint32_t number, const loyalty_event *event);

/* Returns whether a book still puts events aside. Asks it for a customer, so it does no longer. */
bool is_loading(struct twins *twins, loyalty_book *book);
/* Advances both books. They must return the same status and tell the same in the same order, so many transitions. */
int32_t twins_try_advance(struct twins *twins, int32_t date, uint32_t *told);
/* Does that, and must succeed; returns the number of transitions. */
uint32_t twins_advance(struct twins *twins, int32_t date);
/* Fails if the books differ in a customer's standing, or in anything else that can be asked of 200 of them. */
void twins_agree(struct twins *twins);
/* Both, to a date long after the events: all that can be seen of a load. */
void twins_finish(struct twins *twins, int32_t date);

/* Fails if two books differ in the same; all other answers are those on a date. */
void assert_same_books(loyalty_book *one, loyalty_book *other, int32_t date);

#endif
