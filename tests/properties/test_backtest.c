/* SPDX-License-Identifier: MIT */
/*
 * A backtest of made-up tables and logs against the naive reference: both histories walked day by day, every pair of
 * reversals tried, the list sorted by the C library. And: backtests of parts, merged, are that of the whole.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runner.h"

enum { CUSTOMERS = 6, KEY = 14 };

/* One of the two tables, loaded with a host of our own. */
struct rules {
    char *text;
    struct ref_table *table;
    loyalty_program *program;
};

/* A customer, and what the reference says. */
struct person {
    char key[KEY];
    uint32_t key_length;
    struct ref_log logs[2];
    struct ref_history histories[2];
    loyalty_customer *customers[2];
    int differs; /* REF_NO_DATE where the rungs are the same on the day */
};

struct trial {
    const struct scenario *scenario;
    struct rules rules[2];
    int as_of, flap_days;
    struct person person[CUSTOMERS];
    int people;
};

static bool host_value(void *user, const char *name, int date, int64_t *value)
{
    uint64_t bits = random_hash((uint64_t)name[1], (uint64_t)(date + 4000000) / 6);
    (void)user;
    *value = (int64_t)(bits % 9) - 4;
    return bits / 9 % 6 != 0;
}

static int32_t host_metric(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until)
{
    int64_t computed;
    (void)customer_user, (void)until;
    if (!host_value(NULL, user, date, &computed))
        return LOYALTY_E_UNDEFINED;
    *value = computed;
    return LOYALTY_OK;
}

static void done(int32_t status)
{
    if (status != LOYALTY_OK) {
        fprintf(stderr, "setting up: %s\n", loyalty_status_text(status));
        exit(1);
    }
}

static void load(struct rules *rules)
{
    static char names[SCENARIO_HOSTS][3] = {"h0", "h1", "h2"};
    loyalty_options *options;
    rules->table = ref_table_read(rules->text, strlen(rules->text));
    done(loyalty_options_new(NULL, &options));
    for (int i = 0; i < SCENARIO_HOSTS; i++)
        done(loyalty_options_bind(options, names[i], host_metric, names[i]));
    /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): the trial holds the text, and frees it in the end. */
    done(loyalty_program_from_json(rules->text, strlen(rules->text), options, NULL, &rules->program));
    loyalty_options_free(options);
}

static char *copy_of(const char *text)
{
    size_t bytes = strlen(text) + 1;
    char *copy = malloc(bytes);
    if (!copy)
        abort();
    return memcpy(copy, text, bytes);
}

/* Gives the kinds k0, k1, … and the rungs r0, r1, … other names, so that equal names have unequal indexes. */
static void rename_all(char *text, struct random *random)
{
    char digits[2][11] = {"0123", "012345"};
    for (int which = 0; which < 2; which++)
        for (int i = (int)strlen(digits[which]) - 1; i > 0; i--) {
            int j = random_int(random, 0, i);
            char digit = digits[which][i];
            digits[which][i] = digits[which][j];
            digits[which][j] = digit;
        }
    for (char *at = text; at[0] != '\0'; at++)
        if ((at[0] == 'k' || at[0] == 'r') && at[1] >= '0' && at[1] <= '5')
            at[1] = digits[at[0] == 'r'][at[1] - '0'];
}

static void choose_keys(struct trial *trial, struct random *random)
{
    for (int i = 0; i < trial->people; i++) {
        struct person *person = &trial->person[i];
        person->key_length = (uint32_t)random_int(random, 1, KEY);
        for (uint32_t j = 0; j < person->key_length; j++)
            person->key[j] = (char)(random_chance(random, 85) ? 'k' : random_int(random, -128, 127));
    }
}

/* The event under a table that may not have its kind: then false. */
static bool translate(const struct trial *trial, int rules, const struct ref_event *event, struct ref_event *translated)
{
    *translated = *event;
    translated->id = NULL;
    translated->kind = ref_table_kind(trial->rules[rules].table, trial->rules[0].table->kind[event->kind].name);
    return translated->kind >= 0;
}

static void begin(struct trial *trial, const struct scenario *scenario, struct random *random)
{
    static const struct wishes wishes = {400, 400, 0, 0, false, false};
    int span = scenario->last - scenario->first;
    *trial = (struct trial){.scenario = scenario, .people = random_int(random, 0, CUSTOMERS)};
    trial->rules[0].text = copy_of(scenario->text);
    trial->rules[1].text = random_chance(random, 10) ? copy_of(scenario->text) : generate_table(random, &wishes, span);
    if (random_chance(random, 70))
        rename_all(trial->rules[1].text, random);
    trial->as_of = random_chance(random, 50) ? scenario->last : random_int(random, scenario->first, scenario->last);
    trial->flap_days = random_int(random, 0, random_chance(random, 60) ? 8 : 90);
    for (int i = 0; i < 2; i++)
        load(&trial->rules[i]);
    for (int i = 0; i < trial->people; i++)
        for (int side = 0; side < 2; side++)
            ref_log_init(&trial->person[i].logs[side], trial->rules[side].table, host_value, NULL);
    choose_keys(trial, random);
}

static void end(struct trial *trial)
{
    for (int i = 0; i < trial->people; i++)
        for (int side = 0; side < 2; side++) {
            ref_history_free(&trial->person[i].histories[side]);
            ref_log_free(&trial->person[i].logs[side]);
            loyalty_customer_free(trial->person[i].customers[side]);
        }
    for (int i = 0; i < 2; i++) {
        loyalty_program_unref(trial->rules[i].program);
        ref_table_free(trial->rules[i].table);
        free(trial->rules[i].text);
    }
}

/* Deals the events out to the people, to both logs and to the first customer. */
static void deal(struct trial *trial, struct random *random)
{
    for (int i = 0; i < trial->people; i++)
        done(loyalty_customer_new(trial->rules[0].program, &trial->person[i].customers[0]));
    for (int i = 0; i < trial->scenario->events && trial->people > 0; i++) {
        struct person *person = &trial->person[random_int(random, 0, trial->people - 1)];
        struct ref_event translated;
        loyalty_event event = scenario_event(&trial->scenario->event[i]);
        event.id = NULL;
        event.id_length = 0;
        done(loyalty_customer_record(person->customers[0], &event, NULL, NULL));
        for (int side = 0; side < 2; side++)
            if (translate(trial, side, &trial->scenario->event[i], &translated))
                ref_log_put(&person->logs[side], &translated);
    }
}

/* How many (kind, date) pairs of a log the other table has no kind for. */
static uint64_t pairs_left_out(const struct trial *trial, const struct ref_log *log)
{
    uint64_t pairs = 0;
    for (int i = 0; i < log->count; i++) {
        struct ref_event translated;
        wide count = 0, sum = 0;
        bool first = true;
        if (translate(trial, 1, &log->event[i], &translated))
            continue;
        for (int j = 0; j < log->count; j++)
            if (log->event[j].kind == log->event[i].kind && log->event[j].date == log->event[i].date) {
                first = first && j >= i;
                count += log->event[j].count;
                sum += (wide)log->event[j].count * log->event[j].value;
            }
        pairs += first && (count != 0 || sum != 0);
    }
    return pairs;
}

static bool convert(struct trial *trial, struct random *random)
{
    for (int i = 0; i < trial->people; i++) {
        struct person *person = &trial->person[i];
        uint64_t left_out, expected = pairs_left_out(trial, &person->logs[0]);
        done(loyalty_customer_convert(person->customers[0], trial->rules[1].program, &left_out, &person->customers[1]));
        EXPECT(left_out == expected, "left out %" PRIu64 " pairs instead of %" PRIu64, left_out, expected);
        for (int side = 0; side < 2; side++)
            if (random_chance(random, 60))
                done(loyalty_customer_advance(person->customers[side],
                                              random_int(random, trial->scenario->first, trial->scenario->last), NULL,
                                              NULL));
    }
    return true;
}

static const char *name_on(const struct trial *trial, const struct person *person, int side, int date)
{
    int rung = ref_standing_on(&person->histories[side], date).rung;
    return rung < 0 ? "-" : trial->rules[side].table->rung[rung].name;
}

static void look_back(struct trial *trial)
{
    for (int i = 0; i < trial->people; i++) {
        struct person *person = &trial->person[i];
        for (int side = 0; side < 2; side++)
            ref_fold(&person->logs[side], trial->as_of, &person->histories[side]);
        person->differs = REF_NO_DATE;
        for (int date = trial->as_of; date >= trial->scenario->first; date--) {
            if (strcmp(name_on(trial, person, 0, date), name_on(trial, person, 1, date)) == 0)
                break;
            person->differs = date;
        }
    }
}

/* A transition that goes the other way than the one before it. */
static bool is_reversal(const struct ref_history *history, int index)
{
    const struct ref_transition *now = &history->transition[index], *last = now - 1;
    return index > 0 && (now->to > now->from) != (last->to > last->from);
}

static bool flaps(const struct ref_history *history, int within)
{
    for (int i = 0; i < history->count; i++)
        for (int j = i + 1; j < history->count; j++)
            if (is_reversal(history, i) && is_reversal(history, j) &&
                history->transition[j].date - history->transition[i].date <= within)
                return true;
    return false;
}

static bool sides_agree(const struct trial *trial, const loyalty_backtest *backtest)
{
    for (int side = 0; side < 2; side++) {
        loyalty_side found = {.size = sizeof found}, expected = {.size = sizeof expected};
        for (int i = 0; i < trial->people; i++) {
            const struct ref_history *history = &trial->person[i].histories[side];
            expected.customers += history->first <= trial->as_of;
            expected.flapping += flaps(history, trial->flap_days);
            for (int j = 0; j < history->count; j++)
                *(history->transition[j].to > history->transition[j].from ? &expected.promotions
                                                                          : &expected.demotions) += 1;
        }
        done(loyalty_backtest_side(backtest, side, &found));
        EXPECT(memcmp(&found, &expected, sizeof found) == 0,
               "side %d: %" PRIu64 " customers, %" PRIu64 " up, %" PRIu64 " down, %" PRIu64 " flap instead of %" PRIu64
               ", %" PRIu64 ", %" PRIu64 ", %" PRIu64,
               side, found.customers, found.promotions, found.demotions, found.flapping, expected.customers,
               expected.promotions, expected.demotions, expected.flapping);
    }
    return true;
}

static bool matrix_agrees(const struct trial *trial, const loyalty_backtest *backtest)
{
    for (int from = -1; from < trial->rules[0].table->rungs; from++)
        for (int to = -1; to < trial->rules[1].table->rungs; to++) {
            uint64_t found, expected = 0;
            for (int i = 0; i < trial->people; i++)
                expected += ref_standing_on(&trial->person[i].histories[0], trial->as_of).rung == from &&
                            ref_standing_on(&trial->person[i].histories[1], trial->as_of).rung == to;
            done(loyalty_backtest_moved(backtest, from < 0 ? LOYALTY_NONE : (uint32_t)from,
                                        to < 0 ? LOYALTY_NONE : (uint32_t)to, &found));
            EXPECT(found == expected, "%d to %d: %" PRIu64 " instead of %" PRIu64, from, to, found, expected);
        }
    return true;
}

static int by_key(const void *a, const void *b)
{
    const struct person *one = *(const struct person *const *)a, *two = *(const struct person *const *)b;
    int order = memcmp(one->key, two->key, one->key_length < two->key_length ? one->key_length : two->key_length);
    if (order == 0)
        order = (one->key_length > two->key_length) - (one->key_length < two->key_length);
    return order != 0 ? order : one < two ? -1 : 1;
}

static bool is_standing(uint32_t rung, int32_t since, const struct ref_history *history, int date)
{
    struct ref_standing standing = ref_standing_on(history, date);
    if (standing.rung < 0)
        return rung == LOYALTY_NONE && since == LOYALTY_DATE_NONE;
    return rung == (uint32_t)standing.rung && since == standing.since;
}

static bool list_agrees(const struct trial *trial, loyalty_backtest *backtest)
{
    const struct person *elsewhere[CUSTOMERS];
    uint64_t count = 0;
    for (int i = 0; i < trial->people; i++)
        if (trial->person[i].differs != REF_NO_DATE)
            elsewhere[count++] = &trial->person[i];
    qsort(elsewhere, count, sizeof *elsewhere, by_key);
    EXPECT(loyalty_backtest_change_count(backtest) == count, "%" PRIu64 " changes instead of %" PRIu64,
           loyalty_backtest_change_count(backtest), count);
    for (uint64_t i = 0; i < count; i++) {
        const struct person *person = elsewhere[i];
        loyalty_change change = {.size = sizeof change};
        done(loyalty_backtest_change(backtest, i, &change));
        EXPECT(change.key_length == person->key_length && memcmp(change.key, person->key, change.key_length) == 0,
               "change %" PRIu64 ": another key", i);
        EXPECT(is_standing(change.from_rung, change.since_from, &person->histories[0], trial->as_of) &&
                   is_standing(change.to_rung, change.since_to, &person->histories[1], trial->as_of),
               "change %" PRIu64 ": from %" PRIu32 " to %" PRIu32, i, change.from_rung, change.to_rung);
        EXPECT(change.differs == person->differs, "change %" PRIu64 " differs since %" PRId32 " instead of %d", i,
               change.differs, person->differs);
    }
    return true;
}

static loyalty_backtest *new_backtest(const struct trial *trial)
{
    loyalty_backtest *backtest;
    done(loyalty_backtest_new(trial->rules[0].program, trial->rules[1].program, trial->as_of, (int32_t)trial->flap_days,
                              &backtest));
    return backtest;
}

static bool agrees(const struct trial *trial, loyalty_backtest *backtest)
{
    return sides_agree(trial, backtest) && matrix_agrees(trial, backtest) && list_agrees(trial, backtest);
}

/* What happened over all cases, to be sure that something did. */
static struct {
    long changes, absent, flapping;
} seen;

static void count_seen(const struct trial *trial)
{
    for (int i = 0; i < trial->people; i++) {
        const struct person *person = &trial->person[i];
        seen.changes += person->differs != REF_NO_DATE;
        seen.absent += person->histories[0].first <= trial->as_of && person->histories[1].first > trial->as_of;
        seen.flapping += flaps(&person->histories[1], trial->flap_days);
    }
}

/* All at once, and in two parts of which one is added to the other. */
static bool holds_backtest(const struct scenario *scenario, struct random *random)
{
    struct trial trial;
    int part;
    bool holds;
    begin(&trial, scenario, random);
    deal(&trial, random);
    holds = convert(&trial, random);
    look_back(&trial);
    count_seen(&trial);
    part = random_int(random, 0, trial.people);
    loyalty_backtest *whole = new_backtest(&trial), *first = new_backtest(&trial), *second = new_backtest(&trial);
    for (int i = 0; i < trial.people; i++) {
        const struct person *person = &trial.person[i];
        done(loyalty_backtest_add(whole, person->key, person->key_length, person->customers[0], person->customers[1]));
        done(loyalty_backtest_add(i < part ? first : second, person->key, person->key_length, person->customers[0],
                                  person->customers[1]));
    }
    if (random_chance(random, 50)) /* in order already, or not */
        loyalty_backtest_change(first, 0, &(loyalty_change){.size = sizeof(loyalty_change)});
    if (random_chance(random, 50))
        loyalty_backtest_change(second, 0, &(loyalty_change){.size = sizeof(loyalty_change)});
    done(loyalty_backtest_merge(first, second));
    holds = holds && agrees(&trial, whole) && agrees(&trial, first);
    loyalty_backtest_free(whole);
    loyalty_backtest_free(first);
    loyalty_backtest_free(second);
    end(&trial);
    return holds;
}

/* accept_late is wide, so that no event is too late. */
static struct plan backtest = {holds_backtest, {400, 400, 0, 60, false, false}, 800};

static void something_happened(void **state)
{
    (void)state;
    printf("%ld customers elsewhere, %ld on one ladder only, %ld flapping\n", seen.changes, seen.absent, seen.flapping);
    assert_true(runner_cases(800) < 800 || getenv("LOYALTY_CASE") != NULL ||
                (seen.changes > 300 && seen.absent > 30 && seen.flapping > 30));
}

int main(void)
{
    const struct CMUnitTest tests[] = {PROPERTY(backtest), cmocka_unit_test(something_happened)};
    return cmocka_run_group_tests_name("backtests", tests, NULL, NULL);
}
