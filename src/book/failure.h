/* SPDX-License-Identifier: MIT */
/* For which customer a call of a book has failed. */
#ifndef LOYALTY_BOOK_FAILURE_H
#define LOYALTY_BOOK_FAILURE_H

#include "book/keys.h"

/* All zeros is none. The key is a copy, because a customer that could not be added has no row. */
struct failure {
    int32_t host_status; /* what the host's function returned; 0 if that was not the reason */
    uint8_t key_length;
    char key[LOYALTY_KEY_MAX];
};

/* Note that a call has failed with a status for a valid key, for a row, or for no single customer. */
void failure_note_key(loyalty_book *book, const struct key *key, int32_t status);
void failure_note_row(loyalty_book *book, uint32_t row, int32_t status);
/* Notes that recording has failed for a valid key, unless it is a retry. Returns the status. */
int32_t failure_of_record(loyalty_book *book, const struct key *key, int32_t status);
void failure_forget(loyalty_book *book);
/* Forgets the failure if ending a load has failed, for which no single customer is to blame. Returns the status. */
static inline int32_t failure_of_settling(loyalty_book *book, int32_t status)
{
    if (status)
        failure_forget(book);
    return status;
}

#endif
