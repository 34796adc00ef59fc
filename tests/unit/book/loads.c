/* SPDX-License-Identifier: MIT */
/* Makes twins and columns of events, and compares books customer by customer. */
#include "loads.h"

#include <stdlib.h>
#include <string.h>

#include "number_key.h"
#include "seed.h"
#include "text.h"

enum { BATCH = 1000, FULLY = 200 };

const char loads_shop[] =
    "{'format':1,'name':'t','events':{'visit':{},'sale':{'value':[-9223372036854775808,9223372036854775807]},'gift':{'"
    "value':[-5,5]}},"
    "'accept_late':'10d','metrics':{'n':{'count':'visit','within':'30d'},'days':{'active_days':'visit'},"
    "'sales':{'count':'sale'},'spent':{'sum':'sale'},'lately':{'sum':'sale','within':'30d'},'idle':{'days_since':"
    "['visit','sale']}},'ladder':[{'rung':'guest'},{'rung':'friend','enter':['n >= 1']},{'rung':'regular','enter':["
    "'n >= 3'],'fall':'step'},{'rung':'rich','enter':['spent >= 1000']}]}";

void twins_renew(struct twins *twins)
{
    const loyalty_customer *customer;
    loyalty_book_free(twins->loading);
    loyalty_book_free(twins->plain);
    OK(loyalty_book_new(twins->program, seed_of(1), &twins->loading));
    OK(loyalty_book_new(twins->program, seed_of(1), &twins->plain));
    assert_int_equal(loyalty_book_find(twins->plain, "nobody", 6, &customer), LOYALTY_E_NOT_FOUND);
}

struct twins *twins_of(const char *json, loyalty_host_metric *sun)
{
    struct twins *twins = calloc(1, sizeof *twins);
    assert_non_null(twins);
    twins->counting.fail_at = ALLOCATOR_NEVER;
    loyalty_options *options = counting_options(&twins->counting);
    if (sun)
        OK(loyalty_options_bind(options, "sun", sun, NULL));
    twins->program = table_with(json, options);
    loyalty_options_free(options);
    twins_renew(twins);
    return twins;
}

int twins_set_up(void **state)
{
    *state = twins_of(loads_shop, NULL);
    return 0;
}

int twins_tear_down(void **state)
{
    struct twins *twins = *state;
    loyalty_book_free(twins->loading);
    loyalty_book_free(twins->plain);
    loyalty_program_unref(twins->program);
    bool clean = twins->counting.live == 0 && twins->counting.strange == 0;
    free(twins);
    return clean ? 0 : -1;
}

struct load_key load_key(enum key_style style, uint32_t number)
{
    struct load_key key = {.length = NUMBER_KEY};
    if (style == KEYS_NUMBERS) {
        memcpy(key.bytes, number_key(number).bytes, NUMBER_KEY);
        return key;
    }
    const char *text = text_of("%u", (unsigned)number);
    size_t length = strlen(text);
    memcpy(key.bytes, text, length);
    key.length = (uint32_t)length;
    if (style == KEYS_LONG) { /* the digits first, then what most keys have in common */
        key.length = 9 + number * 41 % (LOYALTY_KEY_MAX - 8);
        for (size_t i = length; i < key.length; i++)
            key.bytes[i] = '.';
    }
    return key;
}

static void rows_grow(struct rows *rows)
{
    rows->capacity = rows->capacity * 2 + 16;
    rows->numbers = realloc(rows->numbers, rows->capacity * sizeof *rows->numbers);
    rows->keys = realloc(rows->keys, rows->capacity * sizeof *rows->keys);
    rows->kinds = realloc(rows->kinds, rows->capacity * sizeof *rows->kinds);
    rows->dates = realloc(rows->dates, rows->capacity * sizeof *rows->dates);
    rows->counts = realloc(rows->counts, rows->capacity * sizeof *rows->counts);
    rows->values = realloc(rows->values, rows->capacity * sizeof *rows->values);
    if (!rows->numbers || !rows->keys || !rows->kinds || !rows->dates || !rows->counts || !rows->values)
        abort();
}

void rows_add(struct rows *rows, uint32_t key, uint32_t kind, int32_t date, int32_t count, int64_t value)
{
    if (rows->count == rows->capacity)
        rows_grow(rows);
    size_t i = rows->count++;
    rows->numbers[i] = key;
    rows->keys[i] = load_key(rows->style, key);
    rows->kinds[i] = kind;
    rows->dates[i] = date;
    rows->counts[i] = count;
    rows->values[i] = value;
}

void rows_free(struct rows *rows)
{
    free(rows->numbers);
    free(rows->keys);
    free(rows->kinds);
    free(rows->dates);
    free(rows->counts);
    free(rows->values);
    *rows = (struct rows){.style = rows->style};
}

/* Records rows from `from` on, BATCH at most, in both books. */
static size_t twins_some(struct twins *twins, const struct rows *rows, size_t from)
{
    static int32_t statuses[2][BATCH];
    const void *keys[BATCH];
    uint32_t lengths[BATCH];
    loyalty_batch_result results[2] = {{.size = sizeof *results}, {.size = sizeof *results}};
    const size_t count = rows->count - from < BATCH ? rows->count - from : BATCH;
    for (size_t i = 0; i < count; i++) {
        keys[i] = rows->keys[from + i].bytes;
        lengths[i] = rows->keys[from + i].length;
    }
    loyalty_batch batch = {.size = sizeof batch,
                           .rows = count,
                           .kinds = rows->kinds + from,
                           .dates = rows->dates + from,
                           .values = rows->values + from,
                           .counts = rows->counts + from};
    if (rows->style == KEYS_NUMBERS) {
        batch.numbers = rows->numbers + from;
    } else {
        batch.keys = keys;
        batch.key_lengths = lengths;
    }
    OK(loyalty_book_record_batch(twins->loading, &batch, NULL, NULL, statuses[0], &results[0]));
    OK(loyalty_book_record_batch(twins->plain, &batch, NULL, NULL, statuses[1], &results[1]));
    for (size_t i = 0; i < count; i++)
        if (statuses[0][i] != statuses[1][i])
            fail_msg("row %u: %s, at once %s", (unsigned)(from + i), status_name(statuses[0][i]),
                     status_name(statuses[1][i]));
    assert_int_equal(results[0].refused, results[1].refused);
    assert_int_equal(results[0].duplicates, results[1].duplicates);
    return results[0].refused + results[0].duplicates;
}

void twins_batch(struct twins *twins, const struct rows *rows)
{
    for (size_t from = 0; from < rows->count; from += BATCH)
        twins_some(twins, rows, from);
}

void twins_load(struct twins *twins, struct rows *rows)
{
    for (size_t from = 0; from < rows->count; from += BATCH)
        assert_int_equal(twins_some(twins, rows, from), 0);
    rows_free(rows);
}

static int32_t twins_record_key(struct twins *twins, const struct load_key *key, const loyalty_event *event)
{
    int32_t status = loyalty_book_record(twins->loading, key->bytes, key->length, event, NULL, NULL, NULL);
    assert_int_equal(loyalty_book_record(twins->plain, key->bytes, key->length, event, NULL, NULL, NULL), status);
    return status;
}

int32_t twins_record(struct twins *twins, uint32_t number, const loyalty_event *event)
{
    struct load_key key = load_key(KEYS_NUMBERS, number);
    return twins_record_key(twins, &key, event);
}

void twins_singly(struct twins *twins, const struct rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        const loyalty_event event = {.size = sizeof event,
                                     .kind = rows->kinds[i],
                                     .date = rows->dates[i],
                                     .value = rows->values[i],
                                     .count = rows->counts[i]};
        twins_record_key(twins, &rows->keys[i], &event);
    }
}

bool is_loading(struct twins *twins, loyalty_book *book)
{
    const loyalty_customer *customer;
    const uint32_t calls = twins->counting.calls;
    assert_int_equal(loyalty_book_find(book, "nobody", 6, &customer), LOYALTY_E_NOT_FOUND);
    return twins->counting.calls > calls; /* only moving what was put aside needs memory */
}

static int32_t listen(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                      const loyalty_transition *transition)
{
    const unsigned char *bytes = key;
    (void)customer;
    for (uint32_t i = 0; i < key_length; i++)
        text_add(user, "%02x", (unsigned)bytes[i]);
    text_add(user, " %s%d %u>%u\n", transition->revoked ? "not " : "", (int)transition->date,
             (unsigned)transition->from_rung, (unsigned)transition->to_rung);
    return 0;
}

static int32_t advance_one(const struct twins *twins, loyalty_book *book, int32_t date, struct text *told)
{
    text_add(told, "%s", "");
    if (twins->before_each)
        twins->before_each();
    return loyalty_book_advance(book, date, listen, told);
}

int32_t twins_try_advance(struct twins *twins, int32_t date, uint32_t *told)
{
    struct text one = {0}, other = {0};
    int32_t status = advance_one(twins, twins->loading, date, &one);
    assert_int_equal(advance_one(twins, twins->plain, date, &other), status);
    if (strcmp(one.bytes, other.bytes) != 0)
        fail_msg("the books tell different things");
    *told = 0;
    for (const char *at = one.bytes; *at; at++)
        *told += *at == '\n';
    free(one.bytes);
    free(other.bytes);
    return status;
}

uint32_t twins_advance(struct twins *twins, int32_t date)
{
    uint32_t told;
    OK(twins_try_advance(twins, date, &told));
    return told;
}

/* Returns all that a customer answers on a date, which may be after its own; the caller frees it. */
static char *customer_sight(const loyalty_customer *customer, int32_t date)
{
    static char json[10000];
    struct text text = {0};
    int32_t own = LOYALTY_DATE_NONE;
    size_t needed;
    loyalty_customer *copy;
    text_add(&text, "%s ", status_name(loyalty_customer_date(customer, &own)));
    text_add(&text, "%d, %s, %s\n", (int)own, transitions_text(customer), standing_text(customer));
    OK(loyalty_customer_copy(customer, &copy)); /* before any advance there is no JSON */
    OK(loyalty_customer_advance(copy, own > date ? own : date, NULL, NULL));
    const int32_t until = (own > date ? own : date) + 40;
    int32_t status = loyalty_customer_json(copy, "en", until, json, sizeof json, &needed);
    text_add(&text, "%s\n%s", status ? status_name(status) : json, transitions_text(copy));
    loyalty_customer_free(copy);
    return text.bytes;
}

static void assert_same_customer(const loyalty_customer *one, const loyalty_customer *other, int32_t date,
                                 uint64_t cursor)
{
    char *seen = customer_sight(one, date), *expected = customer_sight(other, date);
    if (strcmp(seen, expected) != 0)
        fail_msg("customer %u:\n%s\ninstead of\n%s", (unsigned)cursor, seen, expected);
    free(seen);
    free(expected);
}

static void assert_same_standing(const loyalty_customer *one, const loyalty_customer *other, uint64_t cursor)
{
    loyalty_standing now = {.size = sizeof now}, expected = {.size = sizeof expected};
    int32_t status = loyalty_customer_standing(one, &now);
    assert_int_equal(loyalty_customer_standing(other, &expected), status);
    if (now.rung != expected.rung || now.since != expected.since || now.failing != expected.failing ||
        now.falls_on != expected.falls_on || now.next != expected.next || now.score != expected.score)
        fail_msg("customer %u stands elsewhere", (unsigned)cursor);
}

void assert_same_books(loyalty_book *one, loyalty_book *other, int32_t date)
{
    const loyalty_customer *customer, *expected;
    const void *key, *expected_key;
    uint32_t length, expected_length;
    uint64_t cursor = 0, expected_cursor = 0, count = 0;
    assert_int_equal(loyalty_book_count(one), loyalty_book_count(other));
    assert_string_equal(book_day(one), book_day(other));
    while (loyalty_book_each(other, &expected_cursor, &expected_key, &expected_length, &expected) == LOYALTY_OK) {
        OK(loyalty_book_each(one, &cursor, &key, &length, &customer));
        assert_int_equal(length, expected_length);
        assert_memory_equal(key, expected_key, length);
        assert_same_standing(customer, expected, cursor);
        if (count++ % (loyalty_book_count(one) / FULLY + 1) == 0)
            assert_same_customer(customer, expected, date, cursor);
    }
    assert_int_equal(count, loyalty_book_count(one));
    assert_int_equal(loyalty_book_each(one, &cursor, NULL, NULL, NULL), LOYALTY_E_END);
}

void twins_agree(struct twins *twins)
{
    assert_same_books(twins->loading, twins->plain, 20000);
}

void twins_finish(struct twins *twins, int32_t date)
{
    twins_advance(twins, date);
    twins_agree(twins);
    twins_advance(twins, date + 60);
    twins_agree(twins);
}
