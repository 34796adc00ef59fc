/* SPDX-License-Identifier: MIT */
/* What comes for a book: its next date, and room for more customers. */
#include "book/book.h"

loyalty_status loyalty_book_next_date(const loyalty_book *book, loyalty_date *date)
{
    if (!book || !date)
        return LOYALTY_E_ARGUMENT;
    if (book->telling)
        return LOYALTY_E_BUSY;
    if (book->home.day == LOYALTY_DATE_NONE)
        return LOYALTY_E_NOT_ADVANCED;
    int32_t status = book_settle(book);
    if (status)
        return status;
    const uint32_t next = due_next(&book->due, due_of(book->home.day));
    *date = next > due_of(LOYALTY_DATE_MAX) ? LOYALTY_DATE_NONE : due_date(next);
    return LOYALTY_OK;
}

loyalty_status loyalty_book_reserve(loyalty_book *book, uint64_t customers)
{
    if (!book)
        return LOYALTY_E_ARGUMENT;
    if (book->telling)
        return LOYALTY_E_BUSY;
    if (customers <= book->rows.count)
        return LOYALTY_OK;
    const uint64_t more = customers - book->rows.count;
    return more > UINT32_MAX ? LOYALTY_E_FULL
                             : keys_reserve(&book->keys, program_allocator(book->home.program), (uint32_t)more);
}
