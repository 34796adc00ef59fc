/* SPDX-License-Identifier: MIT */
/* The calls of a book, except those that record (record.c), merge and convert books (merge.c). */
#include "book/book.h"

int32_t book_new(loyalty_program *program, const void *seed, loyalty_book **book)
{
    if (program->unbound)
        return LOYALTY_E_UNBOUND;
    loyalty_book *made = memory_new(&program->arena.allocator, sizeof *made);
    if (!made)
        return LOYALTY_E_MEMORY;
    made->home = (struct home){loyalty_program_ref(program), LOYALTY_DATE_NONE, &made->host_status};
    rows_init(&made->rows, &made->home);
    keys_init(&made->keys, seed);
    int32_t status = due_init(&made->due, &made->rows);
    if (status)
        book_free(made);
    else
        *book = made;
    return status;
}

void book_free(loyalty_book *book)
{
    loyalty_program *program = book->home.program;
    stage_end(&book->stage, program_allocator(book->home.program));
    due_end(&book->due);
    keys_end(&book->keys, program_allocator(book->home.program));
    rows_end(&book->rows);
    memory_free_wiped(program_allocator(program), book, sizeof *book); /* it has the seed */
    loyalty_program_unref(program);
}

loyalty_status loyalty_book_new(loyalty_program *program, const void *seed, loyalty_book **book)
{
    return program && book ? book_new(program, seed, book) : LOYALTY_E_ARGUMENT;
}

void loyalty_book_free(loyalty_book *book)
{
    if (!book)
        return;
    if (book->telling)
        book->telling = TELLING_DOOMED;
    else
        book_free(book);
}

int32_t book_leave(loyalty_book *book, int32_t status)
{
    const bool doomed = book->telling == TELLING_DOOMED;
    book->telling = TELLING_NOBODY;
    if (doomed)
        book_free(book);
    return status;
}

loyalty_program *loyalty_book_program(const loyalty_book *book)
{
    return book ? book->home.program : NULL;
}

uint64_t loyalty_book_count(const loyalty_book *book)
{
    return book ? book->rows.count : 0;
}

loyalty_status loyalty_book_date(const loyalty_book *book, loyalty_date *date)
{
    if (!book || !date)
        return LOYALTY_E_ARGUMENT;
    if (book->home.day == LOYALTY_DATE_NONE)
        return LOYALTY_E_NOT_ADVANCED;
    *date = book->home.day;
    return LOYALTY_OK;
}

int32_t book_check_key(const loyalty_book *book, const char *key, uint32_t length)
{
    if (!book || !key)
        return LOYALTY_E_ARGUMENT;
    if (book->telling)
        return LOYALTY_E_BUSY;
    return book_key_is_valid(length) ? LOYALTY_OK : LOYALTY_E_KEY;
}

int32_t book_add(loyalty_book *book, const struct key *key, uint32_t *row)
{
    int32_t status = keys_reserve(&book->keys, program_allocator(book->home.program), 1);
    if (!status)
        status = row_new(&book->rows, key, row);
    if (!status)
        book_index(book, key, *row);
    return status;
}

void book_drop(loyalty_book *book, uint32_t row)
{
    const struct book_row *dropped = row_at(&book->rows, row);
    struct key key = keys_key(&book->keys, row_key(dropped), dropped->key_length);
    keys_remove(&book->keys, &key, row);
    due_drop(&book->due, row);
    row_free(&book->rows, row);
}

void book_queue(loyalty_book *book, uint32_t row)
{
    uint32_t date = due_of(book_customer(book, row)->next);
    if (book->home.day == LOYALTY_DATE_NONE && date != DUE_NEVER)
        date = DUE_AT_ONCE; /* the first advance wakes every customer anyway */
    if (date < row_at(&book->rows, row)->queued)
        due_put(&book->due, row, date);
}

static int32_t book_tell(void *listener, const loyalty_customer *customer, const loyalty_transition *transition)
{
    struct book_listener *to = listener;
    to->stopped = to->callback(to->user, row_key(to->row), to->row->key_length, customer, transition) != 0;
    return to->stopped;
}

struct listener book_listen(struct book_listener *listener)
{
    return (struct listener){listener->callback ? book_tell : NULL, listener};
}

struct advance {
    loyalty_book *book;
    int32_t date;
    struct book_listener listener;
    bool failed; /* for a customer, who is noted */
};

/* Folds the customer of a row, and queues it again. */
static int32_t book_fold(struct advance *advance, uint32_t row)
{
    loyalty_book *book = advance->book;
    loyalty_customer *customer = book_customer(book, row);
    int32_t status = due_reserve(&book->due, 1);
    if (!status && customer->next <= advance->date) {
        advance->listener.row = row_at(&book->rows, row);
        struct listener listener = book_listen(&advance->listener);
        status = customer_advance(customer, advance->date, &listener);
    }
    if (status)
        return status;
    uint32_t next = due_of(customer->next);
    if (next == DUE_NEVER)
        due_drop(&book->due, row);
    else
        due_put(&book->due, row, next);
    return LOYALTY_OK;
}

static int32_t book_wake(void *user, uint32_t row)
{
    struct advance *advance = user;
    const int32_t status = book_fold(advance, row);
    if (status) {
        failure_note_row(advance->book, row, status);
        advance->failed = true;
        return status;
    }
    return advance->listener.stopped ? LOYALTY_E_STOPPED : LOYALTY_OK;
}

/*
 * Ends a load. First come the rows that an advance left behind when it failed, then those that were not settled yet. The
 * ids of rows come before they are woken, because a callback may ask for them; those too old for the new day are left out.
 */
static int32_t book_end_load(struct advance *advance)
{
    loyalty_book *book = advance->book;
    const uint32_t until = due_of(advance->date);
    const int32_t ids_from = advance->date - book->home.program->accept_late;
    int32_t status = settle_ids(book, ids_from);
    if (!status)
        status = due_wake(&book->due, until, until, book_wake, advance);
    return status ? status : settle_parts(book, ids_from, book_wake, advance);
}

loyalty_status loyalty_book_advance(loyalty_book *book, loyalty_date date, loyalty_on_book_transition *on_transition,
                                    void *user)
{
    if (!book)
        return LOYALTY_E_ARGUMENT;
    if (book->telling)
        return LOYALTY_E_BUSY;
    if (!date_valid(date))
        return LOYALTY_E_DATE;
    if (date < book->home.day)
        return LOYALTY_E_PAST;
    struct advance advance = {book, date, {.callback = on_transition, .user = user}, false};
    uint32_t after = book->home.day == LOYALTY_DATE_NONE ? (uint32_t)DUE_AT_ONCE : due_of(book->home.day);
    book_enter(book);
    int32_t status = book->stage.state == STAGE_CLOSED ? LOYALTY_OK : book_end_load(&advance);
    if (!status)
        status = due_wake(&book->due, after, due_of(date), book_wake, &advance);
    if (!status)
        book->home.day = date;
    else if (!advance.failed && status != LOYALTY_E_STOPPED)
        failure_forget(book);
    if (!status && book->stage.state != STAGE_CLOSED)
        stage_end(&book->stage, program_allocator(book->home.program));
    return book_leave(book, status);
}

uint32_t book_find(const loyalty_book *book, const char *key, uint32_t length)
{
    struct key hashed = keys_key(&book->keys, key, length);
    return keys_find(&book->keys, &hashed);
}

uint32_t book_next(const loyalty_book *book, uint32_t row)
{
    while (row < book->rows.used && row_at(&book->rows, row)->key_length == 0)
        row++;
    return row < book->rows.used ? row : INDEX_NONE;
}

loyalty_status loyalty_book_find(const loyalty_book *book, const void *key, uint32_t key_length,
                                 const loyalty_customer **customer)
{
    int32_t status = book_check_key(book, key, key_length);
    if (status)
        return status;
    if (!customer)
        return LOYALTY_E_ARGUMENT;
    status = book_settle(book);
    if (status)
        return status;
    uint32_t row = book_find(book, key, key_length);
    if (row == INDEX_NONE)
        return LOYALTY_E_NOT_FOUND;
    *customer = book_customer(book, row);
    return LOYALTY_OK;
}

loyalty_status loyalty_book_each(const loyalty_book *book, uint64_t *cursor, const void **key, uint32_t *key_length,
                                 const loyalty_customer **customer)
{
    if (!book || !cursor)
        return LOYALTY_E_ARGUMENT;
    if (book->telling)
        return LOYALTY_E_BUSY;
    int32_t status = book_settle(book);
    if (status)
        return status;
    uint32_t at = *cursor < book->rows.used ? book_next(book, (uint32_t)*cursor) : INDEX_NONE;
    if (at == INDEX_NONE)
        return LOYALTY_E_END;
    const struct book_row *row = row_at(&book->rows, at);
    *cursor = at + 1;
    if (key)
        *key = row_key(row);
    if (key_length)
        *key_length = row->key_length;
    if (customer)
        *customer = book_customer(book, at);
    return LOYALTY_OK;
}

loyalty_status loyalty_book_set_user(loyalty_book *book, const void *key, uint32_t key_length, void *user)
{
    int32_t status = book_check_key(book, key, key_length);
    if (!status)
        status = book_settle(book);
    if (status)
        return status;
    const uint32_t row = book_find(book, key, key_length);
    return row == INDEX_NONE ? LOYALTY_E_NOT_FOUND : customer_set_user(book_customer(book, row), user);
}

loyalty_status loyalty_book_add(loyalty_book *book, const void *key, uint32_t key_length, void *user)
{
    int32_t status = book_check_key(book, key, key_length);
    if (!status)
        status = book_settle(book);
    if (status)
        return status;
    struct key hashed = keys_key(&book->keys, key, key_length);
    uint32_t row = keys_find(&book->keys, &hashed);
    if (row != INDEX_NONE)
        return LOYALTY_E_DUPLICATE;
    status = book_add(book, &hashed, &row);
    if (status)
        return status;
    status = customer_set_user(book_customer(book, row), user);
    if (status)
        book_drop(book, row);
    return status;
}

loyalty_status loyalty_book_remove(loyalty_book *book, const void *key, uint32_t key_length)
{
    int32_t status = book_check_key(book, key, key_length);
    if (!status)
        status = book_settle(book);
    if (status)
        return status;
    uint32_t row = book_find(book, key, key_length);
    if (row == INDEX_NONE)
        return LOYALTY_E_NOT_FOUND;
    book_drop(book, row);
    failure_forget(book); /* it might be this one */
    return LOYALTY_OK;
}

/* Adds the customer of another row to that of a row, removes the other, and reports what has changed. */
static int32_t book_join(loyalty_book *book, uint32_t row, uint32_t other, struct book_listener *listener,
                         uint64_t *shared_ids)
{
    loyalty_customer *customer = book_customer(book, row), *duplicate = book_customer(book, other);
    const uint64_t shared = customer_shared_ids(customer, duplicate);
    struct news news = {.former = {.changes = NULL}};
    int32_t status = due_reserve(&book->due, 1);
    book_enter(book);
    if (!status)
        status = customer_merge(customer, duplicate, listener->callback ? &news : NULL);
    if (!status) {
        book_queue(book, row);
        book_drop(book, other);
        failure_forget(book); /* it might be the one that was dropped */
        if (shared_ids)
            *shared_ids = shared;
        struct listener of_customer = book_listen(listener);
        customer_tell(customer, &news.former, &news.fresh, &of_customer);
        news_free(&news, program_allocator(book->home.program));
    } else {
        failure_note_row(book, row, status);
    }
    return book_leave(book, status);
}

loyalty_status loyalty_book_join(loyalty_book *book, const void *key, uint32_t key_length, const void *duplicate,
                                 uint32_t duplicate_length, loyalty_on_book_transition *on_transition, void *user,
                                 uint64_t *shared_ids)
{
    int32_t status = book_check_key(book, key, key_length);
    if (!status)
        status = book_check_key(book, duplicate, duplicate_length);
    if (status)
        return status;
    if (key_length == duplicate_length && memcmp(key, duplicate, key_length) == 0)
        return LOYALTY_E_ARGUMENT;
    status = failure_of_settling(book, book_settle(book));
    if (status)
        return status;
    const struct key stays = keys_key(&book->keys, key, key_length);
    const struct key goes = keys_key(&book->keys, duplicate, duplicate_length);
    const uint32_t row = keys_find(&book->keys, &stays), other = keys_find(&book->keys, &goes);
    if (row == INDEX_NONE || other == INDEX_NONE) {
        failure_note_key(book, row == INDEX_NONE ? &stays : &goes, LOYALTY_E_NOT_FOUND);
        return LOYALTY_E_NOT_FOUND;
    }
    struct book_listener listener = {.callback = on_transition, .user = user, .row = row_at(&book->rows, row)};
    return book_join(book, row, other, &listener, shared_ids);
}
