/* SPDX-License-Identifier: MIT */
/* Makes up the log of a shop, writes it to files, and gathers the answers of the rows. */
#include "shop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "draw.h"

enum { FIRST_DAY = 19358 }; /* 2023-01-01 */

const char *const kind_names[KINDS] = {[PURCHASE] = "purchase", [VISIT] = "visit",   [ADVERTISEMENT] = "advertisement",
                                       [RETURN] = "return",     [REVIEW] = "review", [REFERRAL] = "referral"};
const char *const rung_names[RUNGS] = {"suspect", "prospect", "customer", "client", "advocate"};

const char shop_table[] =
    "{\"format\": 1, \"name\": \"replay\",\n"
    " \"events\": {\"purchase\": {}, \"visit\": {}, \"advertisement\": {}, \"return\": {},\n"
    "   \"review\": {\"value\": [-100, 100]}, \"referral\": {}},\n"
    " \"metrics\": {\n"
    "   \"visits\": {\"count\": \"visit\"},\n"
    "   \"ever\": {\"count\": \"purchase\"},\n"
    "   \"purchases\": {\"count\": \"purchase\", \"within\": \"365d\"},\n"
    "   \"idle\": {\"days_since\": \"purchase\"},\n"
    "   \"referrals\": {\"count\": \"referral\", \"within\": \"730d\"},\n"
    "   \"mood\": {\"mean\": \"review\", \"within\": \"365d\"}},\n"
    " \"ladder\": [\n"
    "   {\"rung\": \"suspect\"},\n"
    "   {\"rung\": \"prospect\", \"enter\": [\"visits >= 1\"]},\n"
    "   {\"rung\": \"customer\", \"enter\": [\"ever >= 1\"]},\n"
    "   {\"rung\": \"client\", \"enter\": [\"purchases >= 2\", \"idle <= 180\"]},\n"
    "   {\"rung\": \"advocate\", \"enter\": [\"purchases >= 4\", \"referrals >= 1\", \"mood >= 0\"]}]}\n";

static int32_t kind_of(uint32_t percent)
{
    static const uint32_t below[KINDS] = {
        [PURCHASE] = 55, [VISIT] = 80, [ADVERTISEMENT] = 90, [RETURN] = 93, [REVIEW] = 98, [REFERRAL] = 100};
    int32_t kind = 0;
    while (percent >= below[kind])
        kind++;
    return kind;
}

static struct shop_event draw(struct random *random, const struct shop *shop, uint32_t few, int32_t arrival)
{
    struct shop_event event = {.arrival = arrival, .date = arrival};
    /* A fifth of the customers get four fifths of the events. */
    if (draw_below(random, 100) < 80 || few == shop->customers)
        event.customer = draw_below(random, few);
    else
        event.customer = few + draw_below(random, shop->customers - few);
    if (draw_below(random, 100) < LATE_PERCENT)
        event.date -= draw_between(random, 1, LATE_DAYS);
    event.kind = kind_of(draw_below(random, 100));
    if (event.kind == REVIEW)
        event.value = draw_between(random, -100, 100);
    else if (event.kind == PURCHASE || event.kind == RETURN)
        event.value = draw_between(random, 100, 20000);
    return event;
}

void shop_generate(struct shop *shop, const struct options *options)
{
    struct random random = {options->seed};
    uint32_t few = options->customers / 5 ? options->customers / 5 : 1;
    *shop = (struct shop){.options = options,
                          .customers = options->customers,
                          .events = options->events,
                          .days = options->days,
                          .first_day = FIRST_DAY};
    shop->log = allocate(shop->events, sizeof *shop->log);
    shop->arrived = allocate(shop->days + 1, sizeof *shop->arrived);
    shop->columns.customers = allocate(shop->events, sizeof *shop->columns.customers);
    shop->columns.kinds = allocate(shop->events, sizeof *shop->columns.kinds);
    shop->columns.dates = allocate(shop->events, sizeof *shop->columns.dates);
    shop->columns.values = allocate(shop->events, sizeof *shop->columns.values);
    for (uint32_t i = 0; i < shop->events; i++) {
        uint32_t day = (uint32_t)((uint64_t)i * shop->days / shop->events);
        shop->log[i] = draw(&random, shop, few, FIRST_DAY + (int32_t)day);
        shop->arrived[day + 1] = i + 1;
        shop->columns.customers[i] = shop->log[i].customer;
        shop->columns.kinds[i] = (uint32_t)shop->log[i].kind;
        shop->columns.dates[i] = shop->log[i].date;
        shop->columns.values[i] = shop->log[i].value;
    }
    for (uint32_t day = 0; day < shop->days; day++) /* where there are fewer events than days */
        if (shop->arrived[day + 1] < shop->arrived[day])
            shop->arrived[day + 1] = shop->arrived[day];
}

void shop_spell_keys(struct shop *shop, enum key_form form)
{
    if (form != KEY_NUMBER && !shop->keys[form].texts)
        shop->keys[form] = texts_of_keys(form, shop->columns.customers, shop->events);
}

void shop_spell_ids(struct shop *shop, enum id_form form)
{
    if (form != ID_NONE && !shop->ids[form].texts)
        shop->ids[form] = texts_of_ids(form, shop->events);
}

static FILE *create(const char *path)
{
    FILE *file = fopen(path, "w");
    require(file != NULL, path);
    return file;
}

static void write_event(FILE *file, const struct shop_event *event, enum key_form form)
{
    char date[11], key[KEY_LENGTH_MAX];
    must(loyalty_date_format(event->date, date, sizeof date));
    if (form == KEY_NUMBER)
        fprintf(file, "%u", event->customer);
    else
        fwrite(key, 1, key_write(form, event->customer, key), file);
    fprintf(file, ",%s,%s,%d\n", kind_names[event->kind], date, event->value);
}

void shop_write_log(const struct shop *shop, enum key_form form, uint32_t events)
{
    FILE *file = create(shop->csv);
    fputs("customer,kind,date,value\n", file);
    for (uint32_t i = 0; i < events; i++)
        write_event(file, &shop->log[i], form);
    require(fclose(file) == 0, shop->csv);
}

void shop_write(struct shop *shop)
{
    const char *parent = getenv("TMPDIR");
    int length = snprintf(shop->folder, sizeof shop->folder, "%s/loyalty-benchmark-XXXXXX", parent ? parent : "/tmp");
    require(length < (int)sizeof shop->folder, "the name of the folder for temporary files is too long");
    require(mkdtemp(shop->folder) != NULL, "cannot make a folder for temporary files");
    snprintf(shop->csv, sizeof shop->csv, "%s/events.csv", shop->folder);
    snprintf(shop->table, sizeof shop->table, "%s/table.json", shop->folder);
    snprintf(shop->output, sizeof shop->output, "%s/output", shop->folder);
    snprintf(shop->result, sizeof shop->result, "%s/result.csv", shop->folder);
    FILE *file = create(shop->table);
    fputs(shop_table, file);
    require(fclose(file) == 0, shop->table);
    shop_write_log(shop, KEY_NUMBER, shop->events);
}

void shop_free(struct shop *shop)
{
    if (shop->folder[0]) {
        remove(shop->csv);
        remove(shop->table);
        remove(shop->output);
        remove(shop->result);
        rmdir(shop->folder);
    }
    free(shop->log);
    free(shop->arrived);
    free(shop->columns.customers);
    free(shop->columns.kinds);
    free(shop->columns.dates);
    free(shop->columns.values);
    for (int form = 0; form < ID_FORMS; form++)
        texts_free(&shop->ids[form]);
    for (int form = 0; form < KEY_FORMS; form++)
        texts_free(&shop->keys[form]);
}

loyalty_program *shop_program(void)
{
    loyalty_program *program = program_from_text(shop_table, NULL);
    for (uint32_t kind = 0; kind < KINDS; kind++)
        require(kind_index(program, kind_names[kind]) == kind, "the table's kinds are in another order");
    return program;
}

loyalty_event shop_event(const struct shop_event *from)
{
    return (loyalty_event){.size = sizeof(loyalty_event),
                           .kind = (uint32_t)from->kind,
                           .date = from->date,
                           .count = 1,
                           .value = from->value};
}

bool shop_asks(const struct shop *shop, const struct run *run, uint32_t day)
{
    return run->first && run->answers.asked && day % ASK_EVERY == ASK_EVERY - 1 && day < shop->days;
}

uint8_t *shop_asked(const struct shop *shop, struct run *run, uint32_t day)
{
    return run->answers.asked + (size_t)(day / ASK_EVERY) * shop->customers;
}

size_t shop_asking_days(const struct shop *shop)
{
    return shop->days / ASK_EVERY;
}

void shop_ask_book(const struct shop *shop, loyalty_book *book, enum key_form form, uint8_t *rungs)
{
    for (uint32_t number = 0; number < shop->customers; number++) {
        char key[KEY_LENGTH_MAX];
        const loyalty_customer *customer;
        uint32_t rung = NOBODY, length = key_write(form, number, key);
        int32_t status = loyalty_book_find(book, key, length, &customer);
        if (status == LOYALTY_OK)
            status = loyalty_customer_rung(customer, &rung);
        require(status == LOYALTY_OK || status == LOYALTY_E_NOT_FOUND, loyalty_status_text(status));
        rungs[number] = (uint8_t)rung;
    }
}

static uint8_t rung_named(const char *text, size_t length)
{
    for (uint32_t rung = 0; rung < RUNGS; rung++)
        if (strlen(rung_names[rung]) == length && memcmp(rung_names[rung], text, length) == 0)
            return (uint8_t)rung;
    return NOBODY;
}

void shop_read_standings(const struct shop *shop, const char *path, uint8_t *rungs)
{
    char line[256];
    FILE *file = fopen(path, "r");
    require(file != NULL && fgets(line, sizeof line, file), path);
    memset(rungs, NOBODY, shop->customers);
    while (fgets(line, sizeof line, file)) {
        char *end;
        unsigned long customer = strtoul(line, &end, 10);
        require(end > line && *end == ',' && customer < shop->customers, "a line of standings that is none");
        rungs[customer] = rung_named(end + 1, strcspn(end + 1, ",\r\n"));
    }
    fclose(file);
}

/* Multiplication and shift of SplitMix64: each bit of a transition moves half of the bits of its hash. */
void moves_take(struct moves *moves, uint64_t customer, const loyalty_transition *transition)
{
    uint64_t hash = customer << 32 ^ (uint64_t)(uint32_t)transition->date << 8 ^ (uint64_t)transition->from_rung << 4 ^
                    (uint64_t)transition->to_rung;
    hash = (hash ^ hash >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    hash = (hash ^ hash >> 27) * UINT64_C(0x94d049bb133111eb);
    moves->sum += transition->revoked ? 0 - hash : hash;
    moves->count += transition->revoked ? -1 : 1;
}

static int32_t moves_of_numbers(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                                const loyalty_transition *transition)
{
    (void)key_length; /* keys are made by the benchmark */
    (void)customer;
    moves_take(user, key_read(KEY_NUMBER, key), transition);
    return 0;
}

static int32_t moves_of_cards(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                              const loyalty_transition *transition)
{
    (void)key_length;
    (void)customer;
    moves_take(user, key_read(KEY_CARD, key), transition);
    return 0;
}

static int32_t moves_of_hexes(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                              const loyalty_transition *transition)
{
    (void)key_length;
    (void)customer;
    moves_take(user, key_read(KEY_HEX, key), transition);
    return 0;
}

loyalty_on_book_transition *const moves_of_book[KEY_FORMS] = {
    [KEY_NUMBER] = moves_of_numbers, [KEY_CARD] = moves_of_cards, [KEY_HEX] = moves_of_hexes};
