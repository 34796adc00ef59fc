/* SPDX-License-Identifier: MIT */
/* The log and earlier standings read back, and receipts recorded as a whole, are what the reference says. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "alike.h"
#include "answers.h"
#include "model.h"
#include "runner.h"

static long seen_days, seen_taken_back, seen_earlier, seen_receipts, seen_refused;

/* ---- receipts ---- */

enum { LINES = 6 };

/* The columns of a receipt, and its lines. */
struct receipt {
    struct ref_event line[LINES];
    uint32_t kinds[LINES], id_lengths[LINES];
    loyalty_date dates[LINES];
    int64_t values[LINES];
    int32_t counts[LINES];
    const void *ids[LINES];
    loyalty_batch batch;
};

static void receipt_make(struct receipt *receipt, const struct scenario *scenario, struct random *random)
{
    receipt->batch = (loyalty_batch){.size = sizeof receipt->batch,
                                     .rows = (size_t)random_int(random, 0, LINES),
                                     .kinds = receipt->kinds,
                                     .dates = receipt->dates,
                                     .values = receipt->values,
                                     .counts = receipt->counts,
                                     .ids = receipt->ids,
                                     .id_lengths = receipt->id_lengths};
    for (size_t i = 0; i < receipt->batch.rows; i++) {
        receipt->line[i] = scenario->event[random_int(random, 0, scenario->events - 1)];
        if (random_chance(random, 3))
            receipt->line[i].count = 0; /* is refused */
        const loyalty_event event = scenario_event(&receipt->line[i]);
        receipt->kinds[i] = event.kind;
        receipt->dates[i] = event.date;
        receipt->values[i] = event.value;
        receipt->counts[i] = event.count;
        receipt->ids[i] = event.id;
        receipt->id_lengths[i] = event.id_length;
    }
}

/* Returns the status of the first line that is refused, and its row. Adds the lines before it to a log. */
static int32_t receipt_expects(const struct receipt *receipt, struct model *copy, size_t *row)
{
    int32_t status = LOYALTY_OK;
    for (*row = 0; *row < receipt->batch.rows; ++*row) {
        status = model_expects(copy, &receipt->line[*row]);
        if (status != LOYALTY_OK)
            break;
        ref_log_put(&copy->log, &receipt->line[*row]);
    }
    return status;
}

static bool record_receipt(struct model *model, struct model *copy, struct random *random)
{
    struct receipt receipt;
    size_t expected_row, row = 99;
    receipt_make(&receipt, model->scenario, random);
    const int32_t expected = receipt_expects(&receipt, copy, &expected_row);
    told_begin(&model->told);
    const int32_t status =
        loyalty_customer_record_all(model->customer, &receipt.batch, told_listen, &model->told, &row);
    EXPECT(status == expected && row == expected_row, "a receipt: status %d in row %zu; expected: %d in row %zu",
           status, row, expected, expected_row);
    if (status == LOYALTY_OK) {
        for (size_t i = 0; i < receipt.batch.rows; i++)
            ref_log_put(&model->log, &receipt.line[i]);
        seen_receipts += receipt.batch.rows > 1;
        return mismatch_text() == NULL;
    }
    seen_refused += row > 0;
    EXPECT(model->told.added == 0 && model->told.revoked == 0, "a receipt that was refused tells transitions");
    return alike_customers("refused", model->customer, copy->customer, model->scenario->last);
}

static bool step_receipt(struct model *model, struct random *random)
{
    struct model copy;
    const bool holds = model_copy(model, &copy) && record_receipt(model, &copy, random);
    model_close(&copy);
    return holds;
}

/* ---- reading back ---- */

/* Sums of a kind and date over the log. */
static void sums_of(const struct ref_log *log, int kind, int date, int64_t *count, int64_t *sum)
{
    *count = *sum = 0;
    for (int i = 0; i < log->count; i++)
        if (log->event[i].kind == kind && log->event[i].date == date) {
            *count += log->event[i].count;
            *sum += log->event[i].count * log->event[i].value;
        }
}

/* Reads the days of a kind from a date on into few places, which is less than there are at times. */
static bool days_agree(const struct model *model, int kind, int from, struct random *random)
{
    enum { PLACES = 400 };
    static loyalty_date dates[PLACES];
    static int64_t counts[PLACES], sums[PLACES];
    const size_t capacity = random_chance(random, 50) ? PLACES : (size_t)random_int(random, 0, 5);
    const struct scenario *scenario = model->scenario;
    size_t given = 0, expected = 0;
    const int32_t status = loyalty_customer_days(model->customer, (uint32_t)kind, from, capacity, dates,
                                                 random_chance(random, 80) ? counts : NULL, sums, &given);
    EXPECT(status == LOYALTY_OK, "days: status %d", status);
    for (int date = from; date <= scenario->last + 500; date++) {
        int64_t count, sum;
        sums_of(&model->log, kind, date, &count, &sum);
        if (count == 0 && sum == 0)
            continue;
        EXPECT(expected >= capacity || (dates[expected] == date && sums[expected] == sum),
               "day %zu of kind %d is %d with %" PRId64 "; reference: %d with %" PRId64, expected, kind,
               dates[expected], sums[expected], date, sum);
        seen_taken_back += count <= 0;
        expected++;
    }
    EXPECT(given == expected, "%zu days of kind %d from %d on; reference: %zu", given, kind, from, expected);
    seen_days += (long)given;
    return true;
}

static bool all_days_agree(const struct model *model, struct random *random)
{
    for (int kind = 0; kind < model->scenario->table->kinds; kind++) {
        const int from = random_int(random, model->scenario->first - 30, model->scenario->last);
        if (!days_agree(model, kind, from < LOYALTY_DATE_MIN ? LOYALTY_DATE_MIN : from, random))
            return false;
    }
    return true;
}

/* Where the customer stood on some days up to the day advanced to. */
static bool earlier_agrees(const struct model *model, struct random *random)
{
    loyalty_standing standing = {.size = sizeof standing};
    struct ref_history history;
    bool agrees = true;
    if (!model->advanced)
        return loyalty_customer_standing_on(model->customer, model->scenario->first, &standing) ==
                   LOYALTY_E_NOT_ADVANCED ||
               mismatch("a standing before any advance");
    if (model->day < LOYALTY_DATE_MAX)
        EXPECT(loyalty_customer_standing_on(model->customer, model->day + 1, &standing) == LOYALTY_E_NOT_ADVANCED,
               "a standing tomorrow");
    ref_fold(&model->log, model->day, &history);
    for (int i = 0; agrees && i < 6; i++) {
        const int first = model->scenario->first < model->day ? model->scenario->first : model->day;
        agrees = answers_then(model->customer, &model->log, &history, random_int(random, first, model->day));
        seen_earlier++;
    }
    ref_history_free(&history);
    return agrees;
}

/* ---- any calls ---- */

static bool step(struct model *model, struct random *random)
{
    const struct scenario *scenario = model->scenario;
    const int chance = random_int(random, 1, 100);
    if (chance <= 40)
        return model_record(model, &scenario->event[random_int(random, 0, scenario->events - 1)]);
    if (chance <= 65)
        return step_receipt(model, random);
    return model_reach(model, random_int(random, model->advanced ? model->day : scenario->first, scenario->last));
}

static bool holds_reading(const struct scenario *scenario, struct random *random)
{
    struct model model;
    bool holds = model_open(&model, scenario);
    const int steps = scenario->events > 0 ? random_int(random, 1, 40) : 0;
    for (int i = 0; holds && i < steps && model.log.count < SCENARIO_EVENTS - LINES; i++) {
        holds = step(&model, random);
        if (holds && random_chance(random, 20))
            holds = earlier_agrees(&model, random) && all_days_agree(&model, random);
        if (holds && random_chance(random, 15))
            holds = model_agrees(&model);
    }
    holds = holds && model_reach(&model, scenario->last) && model_agrees(&model);
    holds = holds && earlier_agrees(&model, random) && all_days_agree(&model, random);
    model_close(&model);
    return holds;
}

static struct plan reading = {holds_reading, {0, 400, 3, 30, false, false}, 2000};
static struct plan reading_much_is_late = {holds_reading, {320, 400, 3, 30, false, false}, 1000};

static int say_what_was_seen(void **state)
{
    (void)state;
    printf(
        "%ld days, %ld of them with nothing above 0, %ld earlier standings, %ld receipts of several lines, %ld refused "
        "behind the first\n",
        seen_days, seen_taken_back, seen_earlier, seen_receipts, seen_refused);
    if (runner_cases(100) < 100)
        return 0;
    return seen_days > 0 && seen_taken_back > 0 && seen_earlier > 0 && seen_receipts > 0 && seen_refused > 0 ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROPERTY(reading),
        PROPERTY(reading_much_is_late),
    };
    return cmocka_run_group_tests_name("properties: reading", tests, NULL, say_what_was_seen);
}
