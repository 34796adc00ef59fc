/* SPDX-License-Identifier: MIT */
/* Merges whole books, and converts them to another table. */
#include "book/book.h"
#include "fold/convert.h"

/* A customer that will replace that of a row. */
struct replacement {
    uint32_t row;
    loyalty_customer customer;
    struct news news;
};

/* What a merge will do. Until merge_commit(), no caller sees a change of the book. */
struct merge {
    loyalty_book *book;
    const loyalty_book *other;
    int32_t day; /* the day of the merged book */
    struct replacement *replacements;
    uint32_t replacement_count, replacement_capacity;
    uint32_t *added; /* new rows, not yet in the index */
    uint32_t added_count, added_capacity;
    uint32_t queue_count; /* the number of the book's own rows that may be queued again */
    uint64_t shared_ids;
    bool listens; /* whether somebody asks what changes */
    bool failed;  /* for a customer, who is noted */
};

/* Returns whether a row is queued for a day that no later advance will visit. */
static bool merge_is_passed(const struct merge *merge, const struct book_row *row)
{
    return merge->day != LOYALTY_DATE_NONE && row->queued <= due_of(merge->day);
}

/* Copies a customer of a book and advances the copy to the day of the merged book. */
static int32_t merge_copy_advanced(const struct merge *merge, const loyalty_book *book, uint32_t row,
                                   loyalty_customer *copy)
{
    int32_t status = customer_copy(book_customer(book, row), copy);
    if (!status && copy->folded < merge->day)
        status = customer_advance(copy, merge->day, &(struct listener){NULL, NULL});
    return status;
}

/* Adds a new customer that will replace that of a row. */
static int32_t merge_new_replacement(struct merge *merge, uint32_t row, struct replacement **made)
{
    int32_t status =
        memory_grow_wiped(program_allocator(merge->book->home.program), (void **)&merge->replacements,
                          &merge->replacement_capacity, merge->replacement_count + 1, sizeof *merge->replacements);
    if (status)
        return status;
    struct replacement *replacement = &merge->replacements[merge->replacement_count++];
    *replacement = (struct replacement){.row = row};
    customer_init(&replacement->customer, &merge->book->home);
    *made = replacement;
    return LOYALTY_OK;
}

/* Collects what changes for the customer of a row, if somebody asks. */
static int32_t merge_collect_news(const struct merge *merge, struct replacement *replacement)
{
    if (!merge->listens)
        return LOYALTY_OK;
    int32_t status = customer_whole_history(book_customer(merge->book, replacement->row), &replacement->news.former);
    return status ? status : customer_whole_history(&replacement->customer, &replacement->news.fresh);
}

/* Merges a customer that both books have. */
static int32_t merge_row(struct merge *merge, uint32_t row, uint32_t other)
{
    const loyalty_customer *own = book_customer(merge->book, row);
    const loyalty_customer *theirs = book_customer(merge->other, other);
    struct replacement *made;
    int32_t status = merge_new_replacement(merge, row, &made);
    if (!status)
        status = customer_copy(own, &made->customer);
    if (status)
        return status;
    if (made->customer.folded < merge->day)
        made->customer.folded = merge->day;
    merge->shared_ids += customer_shared_ids(own, theirs);
    status = customer_take(&made->customer, theirs, NULL);
    return status ? status : merge_collect_news(merge, made);
}

/* Advances a customer that only the book itself has. */
static int32_t merge_advance_row(struct merge *merge, uint32_t row)
{
    struct replacement *made;
    int32_t status = merge_new_replacement(merge, row, &made);
    if (!status)
        status = merge_copy_advanced(merge, merge->book, row, &made->customer);
    return status ? status : merge_collect_news(merge, made);
}

/* Adds a customer that only the other book has. */
static int32_t merge_add_row(struct merge *merge, const struct key *key, uint32_t other)
{
    loyalty_book *book = merge->book;
    uint32_t row;
    int32_t status = memory_grow(program_allocator(book->home.program), (void **)&merge->added, &merge->added_capacity,
                                 merge->added_count + 1, sizeof *merge->added);
    if (!status)
        status = row_new(&book->rows, key, &row);
    if (status)
        return status;
    merge->added[merge->added_count++] = row;
    return merge_copy_advanced(merge, merge->other, other, book_customer(book, row));
}

static void merge_fail(struct merge *merge, const struct book_row *row, int32_t status)
{
    const struct key key = keys_key(&merge->book->keys, row_key(row), row->key_length);
    failure_note_key(merge->book, &key, status);
    merge->failed = true;
}

/* Merges the book's own customers with the other's, or advances them if their next date is on or before the new day. */
static int32_t merge_take_own(struct merge *merge)
{
    const loyalty_book *book = merge->book, *other = merge->other;
    int32_t status = LOYALTY_OK;
    for (uint32_t i = 0; !status && i < book->rows.used; i++) {
        const struct book_row *own = row_at(&book->rows, i);
        if (own->key_length == 0)
            continue;
        struct key key = keys_key(&other->keys, row_key(own), own->key_length);
        uint32_t row = keys_find(&other->keys, &key);
        merge->queue_count += row != INDEX_NONE || merge_is_passed(merge, own);
        if (row != INDEX_NONE)
            status = merge_row(merge, i, row);
        else if (book_customer(book, i)->next <= merge->day)
            status = merge_advance_row(merge, i);
        if (status)
            merge_fail(merge, own, status);
    }
    return status;
}

/* Adds the customers that only the other book has. Rows added meanwhile are not in the index yet. */
static int32_t merge_take_others(struct merge *merge)
{
    const loyalty_book *book = merge->book, *other = merge->other;
    int32_t status = LOYALTY_OK;
    for (uint32_t i = 0; !status && i < other->rows.used; i++) {
        const struct book_row *theirs = row_at(&other->rows, i);
        if (theirs->key_length == 0)
            continue;
        struct key key = keys_key(&book->keys, row_key(theirs), theirs->key_length);
        if (keys_find(&book->keys, &key) == INDEX_NONE)
            status = merge_add_row(merge, &key, i);
        if (status)
            merge_fail(merge, theirs, status);
    }
    return status;
}

static void merge_commit(struct merge *merge)
{
    loyalty_book *book = merge->book;
    book->home.day = merge->day;
    for (uint32_t i = 0; i < merge->replacement_count; i++)
        row_replace(&book->rows, merge->replacements[i].row, &merge->replacements[i].customer);
    for (uint32_t i = 0; i < merge->added_count; i++) {
        const struct book_row *row = row_at(&book->rows, merge->added[i]);
        struct key key = keys_key(&book->keys, row_key(row), row->key_length);
        book_index(book, &key, merge->added[i]);
    }
    for (uint32_t i = 0; i < book->rows.used; i++) {
        const struct book_row *row = row_at(&book->rows, i);
        if (row->key_length == 0)
            continue;
        if (merge_is_passed(merge, row))
            due_drop(&book->due, i);
        book_queue(book, i);
    }
}

/* Reports what has changed for the customers that the book had before. */
static void merge_tell(const struct merge *merge, struct book_listener *listener)
{
    loyalty_book *book = merge->book;
    for (uint32_t i = 0; i < merge->replacement_count && !listener->stopped; i++) {
        const struct replacement *replacement = &merge->replacements[i];
        listener->row = row_at(&book->rows, replacement->row);
        const struct listener of_customer = book_listen(listener);
        customer_tell(book_customer(book, replacement->row), &replacement->news.former, &replacement->news.fresh,
                      &of_customer);
    }
}

/* Frees the rows in reverse order, so that later calls use rows as if nothing had happened. */
static void merge_give_up(struct merge *merge)
{
    for (uint32_t i = 0; i < merge->replacement_count; i++)
        customer_clear(&merge->replacements[i].customer);
    for (uint32_t i = merge->added_count; i > 0; i--)
        row_free(&merge->book->rows, merge->added[i - 1]);
}

/* Makes all that a merge needs. */
static int32_t merge_make(struct merge *merge)
{
    loyalty_book *book = merge->book;
    int32_t status = merge_take_own(merge);
    if (!status)
        status = merge_take_others(merge);
    if (!status)
        status = keys_reserve(&book->keys, program_allocator(book->home.program), merge->added_count);
    return status ? status : due_reserve(&book->due, merge->queue_count + merge->added_count);
}

static void merge_end(struct merge *merge)
{
    const loyalty_allocator *allocator = program_allocator(merge->book->home.program);
    for (uint32_t i = 0; i < merge->replacement_count; i++)
        news_free(&merge->replacements[i].news, allocator);
    memory_free_wiped(allocator, merge->replacements, merge->replacement_capacity * sizeof *merge->replacements);
    memory_free(allocator, merge->added);
}

loyalty_status loyalty_book_merge(loyalty_book *book, const loyalty_book *other,
                                  loyalty_on_book_transition *on_transition, void *user, uint64_t *shared_ids)
{
    if (!book || !other || book == other)
        return LOYALTY_E_ARGUMENT;
    if (book->telling || other->telling)
        return LOYALTY_E_BUSY;
    if (book->home.program != other->home.program)
        return LOYALTY_E_PROGRAM;
    int32_t status = book_settle(book);
    if (!status)
        status = book_settle(other);
    if (failure_of_settling(book, status))
        return status;
    struct merge merge = {.book = book,
                          .other = other,
                          .day = book->home.day > other->home.day ? book->home.day : other->home.day,
                          .listens = on_transition != NULL};
    struct book_listener listener = {.callback = on_transition, .user = user};
    book_enter(book);
    status = merge_make(&merge);
    if (status) {
        merge_give_up(&merge);
        if (!merge.failed)
            failure_forget(book);
    } else {
        merge_commit(&merge);
        if (shared_ids)
            *shared_ids = merge.shared_ids;
        merge_tell(&merge, &listener);
    }
    merge_end(&merge);
    return book_leave(book, status);
}

/* Converts one customer to another table. */
static int32_t merge_convert_row(const loyalty_book *book, uint32_t from, const uint32_t *kinds,
                                 loyalty_book *converted)
{
    const struct book_row *theirs = row_at(&book->rows, from);
    const loyalty_customer *customer = book_customer(book, from);
    struct key key = keys_key(&converted->keys, row_key(theirs), theirs->key_length);
    uint32_t row;
    int32_t status = book_add(converted, &key, &row);
    if (!status)
        status = customer_set_user(book_customer(converted, row), customer_user(customer));
    if (!status)
        status = customer_take(book_customer(converted, row), customer, kinds);
    if (!status)
        status = due_reserve(&converted->due, 1);
    if (!status)
        book_queue(converted, row);
    return status;
}

loyalty_status loyalty_book_convert(const loyalty_book *book, loyalty_program *program, const void *seed,
                                    uint64_t *left_out, loyalty_book **converted)
{
    if (!book || !program || !converted)
        return LOYALTY_E_ARGUMENT;
    if (book->telling)
        return LOYALTY_E_BUSY;
    loyalty_book *made;
    uint32_t *kinds = NULL;
    uint64_t count = 0;
    int32_t status = book_settle(book);
    if (!status)
        status = book_new(program, seed, &made);
    if (status)
        return status;
    made->stage.state = STAGE_CLOSED;
    made->home.day = book->home.day;
    status = convert_kinds(book->home.program, program, &kinds);
    for (uint32_t i = 0; !status && i < book->rows.used; i++)
        if (row_at(&book->rows, i)->key_length) {
            status = merge_convert_row(book, i, kinds, made);
            count += convert_left_out(book_customer(book, i), kinds);
        }
    memory_free(&program->arena.allocator, kinds);
    if (status) {
        book_free(made);
        return status;
    }
    *converted = made;
    if (left_out)
        *left_out = count;
    return LOYALTY_OK;
}
