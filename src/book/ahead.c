/* SPDX-License-Identifier: MIT */
/* What comes for a book: its next date, and room for more customers. */
#include "book/book.h"

/*
 * Lowers `*next` to the earliest date on which a customer queued for a date could change. Customers may be queued too
 * early, as all of them are after a load, so it is they who are asked.
 */
static int32_t ahead_ask(const loyalty_book *book, uint32_t due, int32_t *next)
{
    uint32_t place = 0;
    while (*next > book->home.day + 1) { /* no date is earlier */
        const uint32_t row = due_row(&book->due, due, &place);
        if (row == INDEX_NONE)
            break;
        int32_t own;
        const int32_t status = customer_next(book_customer(book, row), &own);
        if (status)
            return status;
        *next = own < *next ? own : *next;
    }
    return LOYALTY_OK;
}

loyalty_status loyalty_book_next_date(const loyalty_book *book, loyalty_date *date)
{
    if (!book || !date)
        return LOYALTY_E_ARGUMENT;
    if (book->telling)
        return LOYALTY_E_BUSY;
    if (book->home.day == LOYALTY_DATE_NONE)
        return LOYALTY_E_NOT_ADVANCED;
    int32_t next = DATE_NEVER;
    int32_t status = book_settle(book);
    if (!status)
        status = ahead_ask(book, DUE_AT_ONCE, &next);
    uint32_t due = due_next(&book->due, due_of(book->home.day));
    for (; !status && due < due_of(next); due = due_next(&book->due, due))
        status = ahead_ask(book, due, &next);
    if (!status)
        *date = next > LOYALTY_DATE_MAX ? LOYALTY_DATE_NONE : next;
    return status;
}

loyalty_status loyalty_book_reserve(loyalty_book *book, uint64_t customers)
{
    if (!book)
        return LOYALTY_E_ARGUMENT;
    if (book->telling)
        return LOYALTY_E_BUSY;
    if (customers <= book->rows.count)
        return LOYALTY_OK;
    return customers > ROWS_MAX ? LOYALTY_E_FULL
                                : keys_reserve(&book->keys, program_allocator(book->home.program),
                                               (uint32_t)customers - book->rows.count);
}
