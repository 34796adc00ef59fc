/* SPDX-License-Identifier: MIT */
/* Two books of one table for a fuzz target, and beside them, as the model, each customer alone. */
#ifndef FUZZ_BOOKS_H
#define FUZZ_BOOKS_H

#include "fuzz.h"
#include "table_parts.h"

enum { KEYS = 24, BOOKS = 2, KINDS = 3, ROWS = 12, CHOICES = 6 };

/* A host metric that fails when told. */
struct host {
    uint32_t calls;
    uint32_t fail_at; /* UINT32_MAX for never */
    uint32_t failed;
};

/* What is known of one key of a book. */
struct mirror {
    loyalty_customer *alone;       /* NULL where the book has no such key */
    const loyalty_customer *place; /* where the book's customer was first found; it must stay there */
    uint64_t told_book, told_alone;
};

struct shelf {
    loyalty_book *book;
    struct mirror mirrors[KEYS];
    int32_t day; /* LOYALTY_DATE_NONE before any advance */
};

struct world {
    struct counting heap;
    struct host host;
    loyalty_program *program, *other; /* today's rules, and others */
    struct shelf shelves[BOOKS];
    /* The allocation and the call of the host's that are to fail; UINT32_MAX for none. */
    uint32_t heap_fails, host_fails;
    const uint8_t *data;
    size_t size;
};

/* What a key's index stands for; from KEYS on they are bad. */
const char *key_bytes(uint32_t key);
uint32_t key_length(uint32_t key);
/* The index of a good key. */
uint32_t key_index(const void *bytes, uint32_t length);
/* The customer in the book, or NULL. */
const loyalty_customer *find(const struct shelf *shelf, uint32_t key);

/* The two tables. */
loyalty_program *make_rules(struct world *world);
loyalty_program *make_other_rules(struct world *world);

/* From here on what is to fail fails, once; and nothing any more. */
void arm(struct world *world);
void calm(struct world *world);

enum op {
    OP_RECORD,
    OP_BATCH,
    OP_ADVANCE,
    OP_REMOVE,
    OP_MERGE_KEYS,
    OP_MERGE,
    OP_CONVERT,
    OP_SET_USER,
    OP_CENSUS,
    OP_BACKTEST
};

/* One call, read from the bytes; it can be made twice. */
struct request {
    enum op op;
    struct shelf *shelf, *other;
    uint32_t key, duplicate;
    int32_t date;
    uint8_t choices[CHOICES];
    loyalty_event events[ROWS];
    uint32_t keys[ROWS];
    char ids[ROWS];
    uint32_t rows;
    bool adds;    /* a customer who is not there yet, instead of setting the user of one who is */
    bool unasked; /* whether the books are asked nothing after the events, so that a load goes on */
    int32_t statuses[ROWS];
};

/* What was told of a customer, as one number. */
void mix_told(uint64_t *told, const loyalty_transition *transition);
/* For loyalty_book_set_user(): one that a customer can have from the beginning only. */
void *user_of(const struct request *request);
/* The same call on the customers alone; the status that the one on the book, which was `status`, should have had. */
int32_t expect(const struct world *world, struct request *request, int32_t status);
void end_alone(struct mirror *mirror);
/* The books have the customers that they should have, who answer as those alone; all answers or a digest of most. */
void compare(struct world *world, bool in_full);

/* A book's figures are those of its customers one by one. Status of the calls on the book. */
int32_t try_census(struct world *world, const struct shelf *shelf, const uint8_t *choices);
int32_t try_backtest(struct world *world, const struct shelf *shelf, const uint8_t *choices);

#endif
