/* SPDX-License-Identifier: MIT */
/* Reads the customers of a book as columns. */
#include "base/abi.h"
#include "book/book.h"

/* A row that is being filled. `day` is not begun before the book's first day. */
struct sheet_row {
    const loyalty_columns *columns;
    size_t at;
    bool advanced, present;
    struct day day;
    struct standing standing;
};

static void columns_put_standing(struct sheet_row *row)
{
    const loyalty_columns *columns = row->columns;
    const int32_t none = LOYALTY_DATE_NONE;
    loyalty_standing now = {sizeof now, LOYALTY_NONE, none, none, none, none, none, 0};
    if (row->present)
        now = answer_standing(&row->day, &row->standing);
    if (columns->since)
        columns->since[row->at] = now.since;
    if (columns->failing)
        columns->failing[row->at] = now.failing;
    if (columns->falls_on)
        columns->falls_on[row->at] = now.falls_on;
    if (columns->next)
        columns->next[row->at] = now.next;
    if (columns->term_ends)
        columns->term_ends[row->at] = now.term_end;
    if (columns->scores)
        columns->scores[row->at] = now.score;
}

static int32_t columns_put_metric(struct sheet_row *row)
{
    int64_t numerator = 0, denominator = 0;
    int32_t status = LOYALTY_E_UNDEFINED;
    if (row->advanced)
        status = answer_metric(&row->day, row->columns->metric, &numerator, &denominator);
    if (status && status != LOYALTY_E_UNDEFINED)
        return status;
    if (row->columns->numerators)
        row->columns->numerators[row->at] = numerator;
    if (row->columns->denominators)
        row->columns->denominators[row->at] = denominator;
    return LOYALTY_OK;
}

static bool columns_ask_standing(const loyalty_columns *columns)
{
    return columns->since || columns->failing || columns->falls_on || columns->next || columns->term_ends ||
           columns->scores;
}

/* Works out what the columns ask of a customer. */
static int32_t columns_put_answers(const loyalty_columns *columns, size_t at, const loyalty_customer *customer)
{
    struct sheet_row row; /* `day` is large */
    row.columns = columns;
    row.at = at;
    row.standing = customer_standing(customer);
    int32_t status = LOYALTY_OK;
    row.advanced = customer_day(customer, &row.day) == LOYALTY_OK;
    row.present = row.advanced && row.standing.rung != RUNG_ABSENT;
    if (columns->rungs)
        columns->rungs[at] = row.present ? (uint32_t)row.standing.rung : (uint32_t)LOYALTY_NONE;
    if (columns_ask_standing(columns))
        columns_put_standing(&row);
    if (columns->cells)
        columns->cells[at] = row.present ? answer_cell(&row.day, columns->segmentation) : (uint32_t)LOYALTY_NONE;
    if (columns->numerators || columns->denominators)
        status = columns_put_metric(&row);
    return !status && row.advanced ? row.day.status : status;
}

/* Writes the row of a customer. */
static int32_t columns_put(const loyalty_columns *columns, size_t at, const loyalty_book *book, uint32_t row)
{
    const struct book_row *of = row_at(&book->rows, row);
    if (columns->keys)
        columns->keys[at] = row_key(of);
    if (columns->key_lengths)
        columns->key_lengths[at] = of->key_length;
    return columns_put_answers(columns, at, book_customer(book, row));
}

static int32_t columns_check(const loyalty_program *program, const loyalty_columns *columns)
{
    if (columns->cells && columns->segmentation >= program->segmentation_count)
        return LOYALTY_E_INDEX;
    if ((columns->numerators || columns->denominators) && columns->metric >= program->metric_count)
        return LOYALTY_E_INDEX;
    return LOYALTY_OK;
}

loyalty_status loyalty_book_columns(const loyalty_book *book, uint64_t *cursor, size_t capacity,
                                    const loyalty_columns *columns, size_t *rows)
{
    if (!book || !cursor || !columns || !rows)
        return LOYALTY_E_ARGUMENT;
    if (book->telling)
        return LOYALTY_E_BUSY;
    loyalty_columns ours;
    int32_t status = abi_input(&ours, sizeof ours, columns, sizeof ours);
    if (!status)
        status = columns_check(book->home.program, &ours);
    if (!status)
        status = book_settle(book);
    size_t count = 0;
    uint32_t at = *cursor < book->rows.used ? (uint32_t)*cursor : book->rows.used;
    while (!status && count < capacity) {
        const uint32_t row = book_next(book, at);
        if (row == INDEX_NONE)
            break;
        status = columns_put(&ours, count, book, row);
        count++;
        at = row + 1;
    }
    if (status)
        return status;
    if (count == 0 && book_next(book, at) == INDEX_NONE)
        return LOYALTY_E_END;
    *cursor = at;
    *rows = count;
    return LOYALTY_OK;
}
