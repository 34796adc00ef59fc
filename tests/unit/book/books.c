/* SPDX-License-Identifier: MIT */
/* Makes books from short texts, and texts of what they answer. */
#include "books.h"
#include "seed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char books_shop[] = "{'format':1,'name':'t','events':{'visit':{},'sale':{'value':[0,1000]}},'accept_late':'10d',"
                          "'metrics':{'n':{'count':'visit','within':'30d'},'spent':{'sum':'sale'}},'score':{'points':{'"
                          "spent':[[1,1],[9,5]]}},"
                          "'ladder':[{'rung':'guest'},{'rung':'friend','enter':['n >= 1']},"
                          "{'rung':'regular','enter':['n >= 3'],'fall':'step'}]}";

static uint32_t length_of(const char *key)
{
    return (uint32_t)strlen(key);
}

loyalty_book *book_of(const char *json, uint64_t seed)
{
    loyalty_program *program = table(json);
    loyalty_book *book;
    OK(loyalty_book_new(program, seed_of(seed), &book));
    loyalty_program_unref(program);
    return book;
}

int book_set_up(void **state)
{
    *state = book_of(books_shop, 1);
    return 0;
}

int book_tear_down(void **state)
{
    loyalty_book_free(*state);
    return 0;
}

loyalty_event book_event(const loyalty_book *book, const char *kind, const char *date)
{
    uint32_t index;
    OK(loyalty_program_find(loyalty_book_program(book), LOYALTY_OBJECT_KIND, kind, &index));
    return (loyalty_event){.size = sizeof(loyalty_event), .kind = index, .date = day(date), .count = 1};
}

int32_t book_record(loyalty_book *book, const char *key, const char *kind, const char *date)
{
    loyalty_event event = book_event(book, kind, date);
    return loyalty_book_record(book, key, length_of(key), &event, NULL, NULL, NULL);
}

int32_t book_record_id(loyalty_book *book, const char *key, const char *kind, const char *date, const char *id)
{
    loyalty_event event = book_event(book, kind, date);
    event.id = id;
    event.id_length = (uint32_t)strlen(id);
    return loyalty_book_record(book, key, length_of(key), &event, NULL, NULL, NULL);
}

int32_t book_advance(loyalty_book *book, const char *date)
{
    return loyalty_book_advance(book, day(date), NULL, NULL);
}

int32_t book_remove(loyalty_book *book, const char *key)
{
    return loyalty_book_remove(book, key, length_of(key));
}

int32_t book_merge_keys(loyalty_book *book, const char *key, const char *duplicate)
{
    return loyalty_book_join(book, key, length_of(key), duplicate, length_of(duplicate), NULL, NULL, NULL);
}

const char *book_standing(loyalty_book *book, const char *key)
{
    const loyalty_customer *customer;
    int32_t status = loyalty_book_find(book, key, length_of(key), &customer);
    return status ? status_name(status) : standing_text(customer);
}

const char *book_transitions(loyalty_book *book, const char *key)
{
    const loyalty_customer *customer;
    int32_t status = loyalty_book_find(book, key, length_of(key), &customer);
    return status ? status_name(status) : transitions_text(customer);
}

const char *book_day(const loyalty_book *book)
{
    int32_t date;
    int32_t status = loyalty_book_date(book, &date);
    return status ? status_name(status) : date_text(date);
}

const char *book_keys(loyalty_book *book)
{
    char text[1000] = "";
    size_t used = 0;
    uint64_t cursor = 0;
    uint32_t key_length;
    const void *key;
    while (loyalty_book_each(book, &cursor, &key, &key_length, NULL) == LOYALTY_OK) {
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%.*s", used ? " " : "", (int)key_length,
                                 (const char *)key);
        assert_true(used < sizeof text);
    }
    return text_of("%s", text);
}

int32_t book_write_down(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                        const loyalty_transition *transition)
{
    struct book_diary *diary = user;
    size_t used = strlen(diary->text);
    used += (size_t)snprintf(diary->text + used, sizeof diary->text - used, "%s%.*s %s%s %s > %s", used ? "; " : "",
                             (int)key_length, (const char *)key, transition->revoked ? "revoked " : "",
                             date_text(transition->date), rung_name(customer, transition->from_rung),
                             rung_name(customer, transition->to_rung));
    assert_true(used < sizeof diary->text);
    return 0;
}

const char *book_told_by_advance(loyalty_book *book, const char *date)
{
    struct book_diary diary = {""};
    OK(loyalty_book_advance(book, day(date), book_write_down, &diary));
    return text_of("%s", diary.text);
}

const char *book_told_by_record(loyalty_book *book, const char *key, const char *kind, const char *date, int32_t count)
{
    struct book_diary diary = {""};
    loyalty_event event = book_event(book, kind, date);
    event.count = count;
    OK(loyalty_book_record(book, key, length_of(key), &event, book_write_down, &diary, NULL));
    return text_of("%s", diary.text);
}

/* A customer's standing, remembered changes, and what the log holds yet for the days to come. */
static size_t see(const loyalty_customer *customer, char *text, size_t capacity)
{
    int32_t date;
    size_t needed, used;
    int32_t status = loyalty_customer_date(customer, &date);
    loyalty_customer *copy;
    used = (size_t)snprintf(text, capacity, "%s, user %d, ", status ? status_name(status) : date_text(date),
                            loyalty_customer_user(customer) != NULL);
    OK(loyalty_customer_copy(customer, &copy)); /* before any advance there is no JSON */
    OK(loyalty_customer_advance(copy, status ? 20000 : date, NULL, NULL));
    OK(loyalty_customer_advance(copy, status ? 20000 : date + 40, NULL, NULL));
    status =
        loyalty_customer_json(copy, "en", (status ? 20000 : date + 40) + 40, text + used, capacity - used, &needed);
    used += status ? (size_t)snprintf(text + used, capacity - used, "%s", status_name(status)) : needed;
    used += (size_t)snprintf(text + used, capacity - used, ", %s\n", transitions_text(customer));
    assert_true(used < capacity);
    loyalty_customer_free(copy);
    return used;
}

const char *book_next_date(const loyalty_book *book)
{
    loyalty_date date;
    const int32_t status = loyalty_book_next_date(book, &date);
    if (status)
        return status_name(status);
    return date == LOYALTY_DATE_NONE ? "never" : date_text(date);
}

char *book_sight(loyalty_book *book)
{
    const size_t capacity = 400000;
    char *text = malloc(capacity);
    assert_non_null(text);
    uint64_t cursor = 0;
    uint32_t key_length;
    const void *key;
    const loyalty_customer *customer;
    size_t used = (size_t)snprintf(text, capacity, "%u on %s, next %s\n", (unsigned)loyalty_book_count(book),
                                   book_day(book), book_next_date(book));
    while (loyalty_book_each(book, &cursor, &key, &key_length, &customer) == LOYALTY_OK) {
        used += (size_t)snprintf(text + used, capacity - used, "%.*s: ", (int)key_length, (const char *)key);
        assert_true(used < capacity);
        used += see(customer, text + used, capacity - used);
    }
    return text;
}
