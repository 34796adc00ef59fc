/* SPDX-License-Identifier: MIT */
/* Writes keys and ids as texts, and reads customers from keys. */
#include "texts.h"

#include <stdlib.h>
#include <string.h>

#include "measure.h"
#include "number_key.h"
#include "random.h"

enum {
    CARD_LENGTH = 16,
    CARD_NUMBER = 6, /* where the card's own number begins, behind the issuer's */
    CARD_DIGITS = 9,
    HEX_LENGTH = 32,
    HEX_DIGITS = 8, /* of the customer, at the end */
    TILLS = 40,
    ID_LENGTH = 13,
    RECEIPT_TILL = 1, /* where the till's number begins */
    RECEIPT_NUMBER = 4,
    RECEIPT_DIGITS = 9
};

/* Their product is 1 modulo 2^32: what one of them scatters, the other finds again. */
static const uint32_t scatter = 0x9e3779b1, gather = 0x0e8b2f51;

static void put_digits(char *to, uint32_t digits, uint32_t number)
{
    for (; digits-- > 0; number /= 10)
        to[digits] = (char)('0' + number % 10);
}

static void put_hex(char *to, uint32_t digits, uint64_t number)
{
    for (; digits-- > 0; number >>= 4)
        to[digits] = "0123456789abcdef"[number & 15];
}

/* The digit behind the others that makes the sum of Luhn a multiple of ten: each second digit is doubled. */
static char check_digit(const char *digits)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < CARD_LENGTH - 1; i++) {
        uint32_t digit = (uint32_t)(digits[i] - '0') << (i % 2 == 0);
        sum += digit > 9 ? digit - 9 : digit;
    }
    return (char)('0' + (10 - sum % 10) % 10);
}

static void write_card(uint32_t customer, char *key)
{
    memcpy(key, "627055", CARD_NUMBER);
    put_digits(key + CARD_NUMBER, CARD_DIGITS, customer);
    key[CARD_LENGTH - 1] = check_digit(key);
}

static void write_hex(uint32_t customer, char *key)
{
    struct random random = {customer};
    put_hex(key, 16, random_bits(&random));
    put_hex(key + 16, HEX_LENGTH - 16 - HEX_DIGITS, random_bits(&random));
    put_hex(key + HEX_LENGTH - HEX_DIGITS, HEX_DIGITS, (uint32_t)(customer * scatter));
}

uint32_t key_write(enum key_form form, uint32_t customer, char key[KEY_LENGTH_MAX])
{
    switch (form) {
    case KEY_CARD:
        write_card(customer, key);
        return CARD_LENGTH;
    case KEY_HEX:
        write_hex(customer, key);
        return HEX_LENGTH;
    case KEY_NUMBER:
    case KEY_FORMS:
        break;
    }
    must(loyalty_key_of_number(customer, key));
    return LOYALTY_KEY_OF_NUMBER;
}

static uint32_t read_card(const char *key)
{
    uint32_t customer = 0;
    for (uint32_t i = 0; i < CARD_DIGITS; i++)
        customer = customer * 10 + (uint32_t)(key[CARD_NUMBER + i] - '0');
    return customer;
}

static uint32_t read_hex(const char *key)
{
    uint32_t scattered = 0;
    for (uint32_t i = HEX_LENGTH - HEX_DIGITS; i < HEX_LENGTH; i++)
        scattered = scattered << 4 | (uint32_t)(key[i] <= '9' ? key[i] - '0' : key[i] - 'a' + 10);
    return scattered * gather;
}

uint32_t key_read(enum key_form form, const void *key)
{
    switch (form) {
    case KEY_CARD:
        return read_card(key);
    case KEY_HEX:
        return read_hex(key);
    case KEY_NUMBER:
    case KEY_FORMS:
        break;
    }
    return (uint32_t)key_number(key);
}

static struct texts new_texts(uint32_t count, uint32_t length_max)
{
    return (struct texts){.bytes = allocate(count, length_max),
                          .texts = allocate(count, sizeof(void *)),
                          .lengths = allocate(count, sizeof(uint32_t))};
}

struct texts texts_of_keys(enum key_form form, const uint64_t *customers, uint32_t count)
{
    struct texts texts = new_texts(count, form == KEY_CARD ? CARD_LENGTH : KEY_LENGTH_MAX);
    char *end = texts.bytes;
    for (uint32_t i = 0; i < count; i++) {
        texts.texts[i] = end;
        texts.lengths[i] = key_write(form, (uint32_t)customers[i], end);
        end += texts.lengths[i];
    }
    return texts;
}

/* An odd factor, so that all differ. */
static void write_random_id(char *id, uint32_t number)
{
    put_hex(id, ID_LENGTH, number * UINT64_C(0x9e3779b97f4a7c15));
}

struct texts texts_of_ids(enum id_form form, uint32_t count)
{
    struct texts texts = new_texts(count, ID_LENGTH);
    struct random random = {0};
    uint32_t receipts[TILLS] = {0};
    for (uint32_t i = 0; i < count; i++) {
        char *id = texts.bytes + (size_t)i * ID_LENGTH;
        uint32_t till = (uint32_t)(random_bits(&random) % TILLS);
        memcpy(id, "T00-", RECEIPT_NUMBER);
        put_digits(id + RECEIPT_TILL, 2, till + 1);
        put_digits(id + RECEIPT_NUMBER, RECEIPT_DIGITS, ++receipts[till]);
        texts.texts[i] = id;
        texts.lengths[i] = ID_LENGTH;
        if (form == ID_RANDOM)
            write_random_id(id, i);
    }
    return texts;
}

void texts_free(struct texts *texts)
{
    free(texts->bytes);
    free(texts->texts);
    free(texts->lengths);
}
