/* SPDX-License-Identifier: MIT */
/* Keys that are numbers, as loyalty_key_of_number() writes them. */
#ifndef TESTS_NUMBER_KEY_H
#define TESTS_NUMBER_KEY_H

#include <stdint.h>

enum { NUMBER_KEY = 8 }; /* bytes of one */

struct number_key {
    unsigned char bytes[NUMBER_KEY];
};

struct number_key number_key(uint64_t number);
/* Returns the number of such a key. */
uint64_t key_number(const void *key);

#endif
