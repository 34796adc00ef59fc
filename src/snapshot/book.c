/* SPDX-License-Identifier: MIT */
/* Snapshots of books, piece by piece. */
#include "book/book.h"
#include "snapshot/load.h"
#include "snapshot/save.h"

static void snapshot_put_book(struct sink *sink, const struct snapshot *snapshot, const loyalty_book *book,
                              uint64_t length)
{
    snapshot_begin(sink, snapshot, HEAD_OF_BOOK, length);
    sink_put(sink, book->rows.count);
    for (uint32_t i = book_next(book, 0); i != INDEX_NONE && !sink->status; i = book_next(book, i + 1)) {
        const struct book_row *row = row_at(&book->rows, i);
        sink_put_byte(sink, row->key_length);
        sink_put_bytes(sink, row_key(row), row->key_length);
        save_customer(sink, snapshot, book_customer(book, i));
    }
}

/* Writes the book twice: to know its length, and to the callback. */
static int32_t snapshot_save_book(loyalty_book *book, loyalty_on_write *write, void *user)
{
    struct snapshot snapshot = {.program = book->home.program, .day = book->home.day};
    struct sink sink;
    snapshot_rank(&snapshot, NULL);
    sink_begin(&sink, NULL, NULL);
    snapshot_put_book(&sink, &snapshot, book, 0);
    const uint64_t length = sink_count(&sink) + SEAL_SIZE;
    sink_begin(&sink, write, user);
    book->telling = TELLING;
    snapshot_put_book(&sink, &snapshot, book, length);
    return book_leave(book, sink_end(&sink));
}

loyalty_status loyalty_book_save(loyalty_book *book, loyalty_on_write *write, void *user)
{
    if (!book || !write)
        return LOYALTY_E_ARGUMENT;
    if (book->telling)
        return LOYALTY_E_BUSY;
    int32_t status = book_settle(book);
    return status ? status : snapshot_save_book(book, write, user);
}

/* Adds a customer that was read, and queues it. On failure it is not added. */
static int32_t restored_add(loyalty_book *book, const struct key *key, const loyalty_customer *customer)
{
    uint32_t row;
    if (keys_find(&book->keys, key) != INDEX_NONE)
        return LOYALTY_E_SNAPSHOT;
    int32_t status = due_reserve(&book->due, 1);
    if (!status)
        status = book_add(book, key, &row);
    if (status)
        return status;
    *book_customer(book, row) = *customer;
    book_queue(book, row);
    return LOYALTY_OK;
}

/* Reads a customer and adds it. The memory where its key will go is fetched meanwhile. */
static void restored_read_customer(struct restored *restored, struct source *source, loyalty_book *book)
{
    char bytes[LOYALTY_KEY_MAX];
    loyalty_customer customer;
    const unsigned char *byte = source_take(source, 1);
    const uint32_t length = byte ? *byte : 0;
    const unsigned char *taken = source_take(source, length);
    if (!taken || length == 0) {
        source_damaged(source);
        return;
    }
    memcpy(bytes, taken, length);
    const struct key key = keys_key(&book->keys, bytes, length);
    keys_prefetch(&book->keys, key.mark);
    customer_init(&customer, &book->home);
    restore_customer(source, restored, &customer);
    int32_t status = source->status;
    if (!status)
        status = restored_add(book, &key, &customer);
    if (status) {
        source_fail(source, status);
        customer_clear(&customer);
    }
}

/*
 * Reserves keys for a book of `count` customers, of whom there are `there`. Returns for how many in all: the count may be
 * forged, so not for many more than bytes were read of.
 */
static uint64_t restored_reserve(struct source *source, loyalty_book *book, uint64_t there, uint64_t count)
{
    enum { FIRST = 512, TIMES = 8 };
    const uint64_t most = there ? there * TIMES : FIRST, room = count < most ? count : most;
    if (room > UINT32_MAX)
        return room; /* the book is full before */
    const int32_t status = keys_reserve(&book->keys, program_allocator(book->home.program), (uint32_t)(room - there));
    if (status)
        source_fail(source, status);
    return room;
}

/* Reads what is between head and checksum. Nothing is put aside in a book that was loaded: others may read it. */
static void restored_read_book(struct restored *restored, struct source *source, loyalty_book *book)
{
    restored_begin(restored, source);
    uint64_t count = source_number(source);
    book->home.day = restored->day;
    book->stage.state = STAGE_CLOSED;
    uint64_t room = 0;
    for (uint64_t i = 0; i < count && !source->status; i++) {
        if (i == room)
            room = restored_reserve(source, book, i, count);
        restored_read_customer(restored, source, book);
    }
    if (!source_is_done(source))
        source_damaged(source);
}

/* Reads a book's snapshot behind its head, of `left` bytes. */
static int32_t restored_fill_book(struct restored *restored, struct source *source, uint64_t left, loyalty_book *book)
{
    unsigned char end[SEAL_SIZE];
    source->left = left - SEAL_SIZE;
    restored_read_book(restored, source, book);
    source_read(source, end, sizeof end);
    if (!source->status && seal_number(end) != seal_end(&source->seal))
        source_damaged(source);
    return source->status;
}

loyalty_status loyalty_book_load(loyalty_program *program, const void *seed, loyalty_on_read *read, void *user,
                                 uint64_t *left_out, loyalty_book **book)
{
    if (!program || !read || !book)
        return LOYALTY_E_ARGUMENT;
    struct restored restored = {.program = program};
    struct source source;
    unsigned char head[HEAD_SIZE];
    uint64_t length = 0;
    loyalty_book *made;
    int32_t status = book_new(program, seed, &made);
    if (status)
        return status;
    source_begin_stream(&source, read, user);
    source_read(&source, head, sizeof head);
    seal_add(&source.seal, head, sizeof head);
    status = source.status ? source.status : restored_head(&restored, HEAD_OF_BOOK, head, sizeof head, &length);
    if (!status)
        status = restored_fill_book(&restored, &source, length - HEAD_SIZE, made);
    if (status) {
        book_free(made);
        return status;
    }
    if (left_out)
        *left_out = restored.left_out;
    *book = made;
    return LOYALTY_OK;
}
