/* SPDX-License-Identifier: MIT */
/* Keys that are numbers: eight bytes, the highest first. */
#include "number_key.h"

struct number_key number_key(uint64_t number)
{
    struct number_key key;
    for (int i = 0; i < NUMBER_KEY; i++)
        key.bytes[i] = (unsigned char)(number >> (NUMBER_KEY - 1 - i) * 8);
    return key;
}

uint64_t key_number(const void *key)
{
    const unsigned char *bytes = key;
    uint64_t number = 0;
    for (int i = 0; i < NUMBER_KEY; i++)
        number = number << 8 | bytes[i];
    return number;
}
