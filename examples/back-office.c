/* SPDX-License-Identifier: MIT */
/* A back office: two years of sales as columns, who moved, who came back, and whom another rule would move. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <loyalty/analysis.h>

enum { ROWS = 12 };

/* 2023-01-01, 2024-01-01 and 2025-01-01, as loyalty_date_from_civil() counts. */
static const int32_t first = 19358, middle = 19723, last = 20089;

static const char *const names[ROWS] = {"dora",  "anna",  "boris", "anna", "anna",  "boris",
                                        "boris", "boris", "anna",  "anna", "boris", "emil"};
static const int32_t days[ROWS] = {50, 100, 200, 330, 400, 420, 421, 520, 530, 540, 620, 650}; /* after the first */
static const int64_t cents[ROWS] = {89900, 1995, 1500, 2495, 995, 4900, -4900, 1200, 1995, 995, 1200, 3500};

static void must(int32_t status)
{
    if (status != LOYALTY_OK) {
        fprintf(stderr, "back-office: %s\n", loyalty_status_text(status));
        exit(EXIT_FAILURE);
    }
}

/* The preset's rules, except that a client needs this many buying days instead of four. */
static loyalty_program *rules(char buying_days)
{
    const char *preset;
    size_t length;
    loyalty_program *program;
    must(loyalty_preset_json("five-rungs", &preset, &length));
    char *table = (char *)calloc(1, length + 1);
    must(table ? LOYALTY_OK : LOYALTY_E_MEMORY);
    memcpy(table, preset, length);
    strstr(table, "orders >= 4")[strlen("orders >= ")] = buying_days;
    must(loyalty_program_from_json(table, length, NULL, NULL, &program));
    free(table);
    return program;
}

static void record_columns(loyalty_book *book, uint32_t kind)
{
    const void *keys[ROWS];
    uint32_t key_lengths[ROWS];
    loyalty_date dates[ROWS];
    loyalty_status statuses[ROWS];
    const loyalty_batch batch = {.size = sizeof batch,
                                 .rows = ROWS,
                                 .keys = keys,
                                 .key_lengths = key_lengths,
                                 .dates = dates,
                                 .values = cents,
                                 .kind = kind};
    for (size_t i = 0; i < ROWS; i++) {
        keys[i] = names[i];
        key_lengths[i] = (uint32_t)strlen(names[i]);
        dates[i] = first + days[i];
    }
    must(loyalty_book_record_batch(book, &batch, NULL, NULL, statuses, NULL));
    for (size_t i = 0; i < ROWS; i++) /* a bad row leaves the others alone */
        if (statuses[i] != LOYALTY_OK)
            printf("Row %zu is refused: %s.\n", i, loyalty_status_text(statuses[i]));
}

static const char *rung_name(const loyalty_program *program, uint32_t rung)
{
    loyalty_rung_info info = {.size = sizeof info};
    must(loyalty_program_rung(program, rung, &info));
    return info.name;
}

static int32_t print_transition(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                                const loyalty_transition *change)
{
    const loyalty_program *program = loyalty_customer_program(customer);
    char date[11];
    (void)user;
    must(loyalty_date_format(change->date, date, sizeof date));
    printf("%s %.*s: %s -> %s\n", date, (int)key_length, (const char *)key, rung_name(program, change->from_rung),
           rung_name(program, change->to_rung));
    return 0;
}

static void print_census(loyalty_book *book, uint32_t kind)
{
    const loyalty_census_plan plan = {.size = sizeof plan,
                                      .kinds = &kind,
                                      .as_of = last,
                                      .parts = LOYALTY_CENSUS_MOVEMENT | LOYALTY_CENSUS_RETENTION,
                                      .from_date = middle,
                                      .kind_count = 1,
                                      .first_from = first,
                                      .first_to = middle - 1,
                                      .second_from = middle,
                                      .second_to = last - 1};
    loyalty_movement moved = {.size = sizeof moved};
    loyalty_retention buyers = {.size = sizeof buyers};
    loyalty_census *census;
    must(loyalty_census_new(loyalty_book_program(book), &plan, &census));
    must(loyalty_census_add_book(census, book));
    must(loyalty_census_movement(census, &moved));
    must(loyalty_census_retention(census, &buyers));
    printf("In a year %" PRIu64 " climbed, %" PRIu64 " stayed, %" PRIu64 " fell, %" PRIu64 " came.\n", moved.climbed,
           moved.stayed, moved.fell, moved.appeared);
    printf("Of %" PRIu64 " buyers, %" PRIu64 " bought again: %.0f%%.\n", buyers.first, buyers.both,
           100 * buyers.retention);
    loyalty_census_free(census);
}

/* The same logs under other rules: who would stand elsewhere? */
static void print_backtest(loyalty_book *book, loyalty_program *plan)
{
    loyalty_change change = {.size = sizeof change};
    loyalty_backtest *backtest;
    loyalty_book *planned;
    loyalty_status status;
    must(loyalty_book_convert(book, plan, NULL, NULL, &planned));
    must(loyalty_backtest_new(loyalty_book_program(book), plan, last, 90, &backtest));
    must(loyalty_backtest_add_books(backtest, book, planned));
    for (uint64_t i = 0; !(status = loyalty_backtest_change(backtest, i, &change)); i++)
        printf("With three days for a client, %.*s would be a %s, not a %s.\n", (int)change.key_length,
               (const char *)change.key, rung_name(plan, change.to_rung),
               rung_name(loyalty_book_program(book), change.from_rung));
    must(status == LOYALTY_E_INDEX ? LOYALTY_OK : status); /* any other status is a failure */
    loyalty_backtest_free(backtest);
    loyalty_book_free(planned);
}

int main(void)
{
    loyalty_program *today = rules('4'), *plan = rules('3');
    loyalty_book *book;
    uint32_t purchase;
    must(loyalty_program_find(today, LOYALTY_OBJECT_KIND, "purchase", &purchase));
    must(loyalty_book_new(today, NULL, &book)); /* without a seed: nobody outside can choose keys */
    record_columns(book, purchase);
    must(loyalty_book_advance(book, last, print_transition, NULL));
    print_census(book, purchase);
    print_backtest(book, plan);
    loyalty_book_free(book);
    loyalty_program_unref(plan);
    loyalty_program_unref(today);
    return EXIT_SUCCESS;
}
