/* SPDX-License-Identifier: MIT */
/* Keys of customers and ids of events as texts, as a card, a database or a till's receipt has them. */
#ifndef BENCHMARK_TEXTS_H
#define BENCHMARK_TEXTS_H

#include <stddef.h>
#include <stdint.h>

/* How customers are named. The customer's number can be read from each. */
enum key_form {
    KEY_NUMBER, /* eight bytes, as of loyalty_key_of_number() */
    KEY_CARD,   /* 16 digits, as on a card: the issuer's, the card's, and one to check them */
    KEY_HEX,    /* 32 hexadecimal digits, as of a UUID */
    KEY_FORMS
};

/* The ids of events. */
enum id_form {
    ID_NONE,
    ID_RECEIPT, /* T07-000012345: a till, and the running number of its receipt */
    ID_RANDOM,  /* 13 hexadecimal digits, in no order */
    ID_FORMS
};

enum { KEY_LENGTH_MAX = 32 };

/* Writes a customer's key without a NUL; returns its length. */
uint32_t key_write(enum key_form form, uint32_t customer, char key[KEY_LENGTH_MAX]);
/* Returns whose key it is. */
uint32_t key_read(enum key_form form, const void *key);

/* A text for each event. They stand one after the other, as in a file that was just read. */
struct texts {
    char *bytes;
    const void **texts;
    uint32_t *lengths;
};

struct texts texts_of_keys(enum key_form form, const uint64_t *customers, uint32_t count);
/* All differ. */
struct texts texts_of_ids(enum id_form form, uint32_t count);
void texts_free(struct texts *texts);

#endif
