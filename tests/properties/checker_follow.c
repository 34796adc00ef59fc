/* SPDX-License-Identifier: MIT */
/* Follows a random log day by day: no day may contradict a warning. */
#include "checker.h"

#include <stdlib.h>

#include "calendar.h"
#include "mismatch.h"
#include "runner.h"

/* A customer who is being followed. */
struct watch {
    const struct scenario *scenario;
    const struct claims *claims;
    loyalty_customer *customer;
    bool positive; /* only events with counts above 0 were recorded */
    bool *held;    /* of claims for life: whether the alternative held on a day */
    int day;
    loyalty_transition moved; /* on the day; its size is 0 if the rung stayed */
    int *counts;
};

loyalty_customer *new_customer(const struct scenario *scenario)
{
    loyalty_customer *customer;
    assert_int_equal(loyalty_customer_new(scenario->program, &customer), LOYALTY_OK);
    assert_int_equal(loyalty_customer_set_user(customer, (void *)(uintptr_t)&scenario->host_seed), LOYALTY_OK);
    return customer;
}

bool meets(const loyalty_customer *customer, int32_t which, uint32_t index)
{
    int32_t holds;
    assert_int_equal(loyalty_customer_meets(customer, which, index, &holds), LOYALTY_OK);
    return holds != 0;
}

bool is_out(const loyalty_customer *customer)
{
    uint32_t alternatives;
    return loyalty_program_alternative_count(loyalty_customer_program(customer), LOYALTY_RULE_OUT, 0, &alternatives) ==
               LOYALTY_OK &&
           meets(customer, LOYALTY_RULE_OUT, 0);
}

static bool condition_holds(const loyalty_customer *customer, const struct claim *claim, uint32_t position)
{
    loyalty_gap gap = {.size = sizeof gap};
    int32_t status = loyalty_customer_gap(customer, claim->which, claim->index, claim->alternative, position, &gap);
    assert_true(status == LOYALTY_OK || status == LOYALTY_E_RANGE);
    return status == LOYALTY_OK && gap.holds;
}

/* The first conditions of the claim's alternative. */
static bool conditions_hold(const loyalty_customer *customer, const struct claim *claim, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!condition_holds(customer, claim, i))
            return false;
    return true;
}

static bool alternative_holds(const loyalty_customer *customer, const struct claim *claim)
{
    uint32_t count;
    assert_int_equal(loyalty_program_condition_count(loyalty_customer_program(customer), claim->which, claim->index,
                                                     claim->alternative, &count),
                     LOYALTY_OK);
    return conditions_hold(customer, claim, count);
}

static bool row_is_used(const loyalty_customer *customer, const struct claim *claim)
{
    const loyalty_program *program = loyalty_customer_program(customer);
    int64_t numerator, denominator, at_least, end, points;
    if (loyalty_customer_metric(customer, claim->index, &numerator, &denominator) != LOYALTY_OK)
        return false;
    assert_int_equal(loyalty_program_row(program, claim->index, claim->row, &at_least, &points), LOYALTY_OK);
    if ((wide)numerator < (wide)at_least * denominator)
        return false;
    return loyalty_program_row(program, claim->index, claim->row + 1, &end, &points) != LOYALTY_OK ||
           (wide)numerator < (wide)end * denominator;
}

/* ---- Customers in no cell ---- */

static bool is_undefined(const loyalty_customer *customer, int metric)
{
    int64_t numerator, denominator;
    return loyalty_customer_metric(customer, (uint32_t)metric, &numerator, &denominator) == LOYALTY_E_UNDEFINED;
}

/* Whether something is undefined that a condition asks for, by way of the score too. */
static bool asks_for_undefined(const struct watch *watch, const struct ref_condition *condition)
{
    const struct ref_table *table = watch->scenario->table;
    bool undefined = false;
    for (int i = 0; condition->subject == REF_OF_SCORE && i < table->metrics; i++)
        undefined |= table->metric[i].rows > 0 && is_undefined(watch->customer, i);
    return undefined || (condition->subject == REF_OF_METRIC && is_undefined(watch->customer, condition->metric));
}

/* A customer in no cell of the segmentation, of whom all that its cells ask is defined. */
static bool is_forgotten_otherwise(const struct watch *watch, uint32_t segmentation)
{
    const struct ref_table *table = watch->scenario->table;
    uint32_t cell;
    if (loyalty_customer_segment(watch->customer, segmentation, &cell) != LOYALTY_OK || cell != LOYALTY_NONE)
        return false;
    for (int i = 0; i < table->cells; i++) {
        const struct ref_rule *when = table->cell[i].when;
        for (int at = 0; at < when->first[when->alternatives]; at++)
            if (table->cell[i].segmentation == (int)segmentation && asks_for_undefined(watch, &when->condition[at]))
                return false;
    }
    return true;
}

/* ---- Status for life ---- */

/* Whether `out` may have led to the day's move: asked before it, in the term of then. */
static bool was_put_out(const struct watch *watch)
{
    const struct ref_table *table = watch->scenario->table;
    return watch->moved.to_rung == 0 && (is_out(watch->customer) || rule_reads_term(table, table->out));
}

/* Once the alternative holds, it holds on, and only `out` takes the rung away. */
static bool ends_for_life(const struct watch *watch, uint32_t index)
{
    const struct claim *claim = &watch->claims->claim[index];
    const loyalty_transition *moved = &watch->moved;
    if (!watch->positive)
        return false;
    bool holds = alternative_holds(watch->customer, claim), before = watch->held[index];
    watch->held[index] = holds;
    if (before && holds)
        watch->counts[LIFE_LASTED]++;
    if (before && !holds)
        return true;
    return holds && moved->size > 0 && moved->direction == LOYALTY_DIRECTION_DOWN && moved->from_rung == claim->index &&
           !was_put_out(watch);
}

/* ---- Windows that have just begun ---- */

static void record_day(const struct watch *watch, loyalty_customer *customer)
{
    for (int i = 0; i < watch->scenario->events; i++) {
        loyalty_event event = scenario_event(&watch->scenario->event[i]);
        if (event.date == watch->day && (!watch->positive || event.count > 0))
            loyalty_customer_record(customer, &event, NULL, NULL);
    }
}

/* Records an earlier event of the kind of `after`, if there is one. */
static void record_after(const struct watch *watch, loyalty_customer *customer, int kind)
{
    loyalty_event event = {.size = sizeof event, .kind = (uint32_t)kind, .date = watch->day - 1, .count = 1};
    struct ref_log log;
    ref_log_init(&log, watch->scenario->table, NULL, NULL);
    for (int i = 0; i < watch->scenario->events; i++)
        if (!watch->positive || watch->scenario->event[i].count > 0)
            ref_log_put(&log, &watch->scenario->event[i]);
    if (ref_latest_active(&log, kind, watch->day - 1) != REF_NO_DATE) {
        event.value = watch->scenario->table->kind[kind].low;
        assert_int_equal(loyalty_customer_record(customer, &event, NULL, NULL), LOYALTY_OK);
    }
    ref_log_free(&log);
}

/* On a review, the metric is another than that of the day's events alone. */
static bool reaches_back(const struct watch *watch, const struct claim *claim)
{
    const struct ref_table *table = watch->scenario->table;
    const int after = table->metric[claim->index].window.after_kind;
    int64_t numerator = 0, denominator = 1, numerator_alone = 0, denominator_alone = 1;
    if (!ref_is_reviewed(table, watch->day) || watch->day == calendar_first())
        return false;
    loyalty_customer *alone = new_customer(watch->scenario);
    record_day(watch, alone);
    if (after != REF_NO_KIND)
        record_after(watch, alone, after);
    assert_int_equal(loyalty_customer_advance(alone, watch->day, NULL, NULL), LOYALTY_OK);
    int32_t status = loyalty_customer_metric(watch->customer, claim->index, &numerator, &denominator);
    int32_t status_alone = loyalty_customer_metric(alone, claim->index, &numerator_alone, &denominator_alone);
    loyalty_customer_free(alone);
    watch->counts[BEGUN_SEEN] += status_alone == LOYALTY_OK && numerator_alone != 0;
    if (status_alone == LOYALTY_E_ABSENT) /* no events on the day: 0 or undefined */
        return status == LOYALTY_OK && numerator != 0;
    return status != status_alone ||
           (status == LOYALTY_OK && (wide)numerator * denominator_alone != (wide)numerator_alone * denominator);
}

/* ---- Days ---- */

static bool is_in_cell(const loyalty_customer *customer, uint32_t index)
{
    loyalty_cell_info info = {.size = sizeof info};
    uint32_t cell;
    assert_int_equal(loyalty_program_cell(loyalty_customer_program(customer), index, &info), LOYALTY_OK);
    return loyalty_customer_segment(customer, info.segmentation, &cell) == LOYALTY_OK && cell == index;
}

static bool is_contradicted(const struct watch *watch, uint32_t index, uint32_t rung)
{
    const struct claim *claim = &watch->claims->claim[index];
    const loyalty_customer *customer = watch->customer;
    const loyalty_transition *moved = &watch->moved;
    switch (claim->sort) {
    case NEVER_ENTERED:
        return rung == claim->index;
    case ONLY_FALLEN_TO:
        return moved->size > 0 && moved->direction == LOYALTY_DIRECTION_UP && moved->to_rung == claim->index;
    case CANNOT_HOLD:
        return condition_holds(customer, claim, claim->position);
    case CONTRADICT_EACH_OTHER:
        return condition_holds(customer, claim, claim->position) && condition_holds(customer, claim, claim->other);
    case CONTRADICT_TOGETHER:
        return conditions_hold(customer, claim, claim->position + 1);
    case CELL_NEVER_REACHED:
        return is_in_cell(customer, claim->index);
    case ROW_NEVER_USED:
        return row_is_used(customer, claim);
    case FORGOTTEN:
        return is_forgotten_otherwise(watch, claim->index);
    case FOR_LIFE:
        return ends_for_life(watch, index);
    case JUST_BEGUN:
        return reaches_back(watch, claim);
    case MONEY_UNKNOWN:
    case METRIC_NEVER_USED:
    case KIND_NEVER_USED:
    case ACTION_NEVER_USED:
    case KEEP_IN_VAIN:
    case HOLE:
    case TERMLESS:
    case COUNTS_TWICE:
    case LONG_HOLD:
    case DAYS_OF_GRACE:
    case OUTLIVES:
    case SORTS:
        break;
    }
    return false;
}

static int32_t listen(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    struct watch *watch = user;
    (void)customer;
    watch->moved = *transition;
    return 0;
}

static void follow_day(struct watch *watch)
{
    loyalty_standing standing = {.size = sizeof standing};
    watch->moved = (loyalty_transition){.size = 0};
    assert_int_equal(loyalty_customer_advance(watch->customer, watch->day, listen, watch), LOYALTY_OK);
    if (loyalty_customer_standing(watch->customer, &standing) == LOYALTY_E_ABSENT)
        return;
    for (uint32_t i = 0; i < watch->claims->count; i++)
        if (is_contradicted(watch, i, standing.rung))
            mismatch("%s: %s: it happened on %d%s", watch->claims->claim[i].path, watch->claims->claim[i].message,
                     watch->day, watch->positive ? ", without counts below 0" : "");
}

bool follow(const struct scenario *scenario, const struct claims *claims, int last, bool positive, int *counts)
{
    struct watch watch = {.scenario = scenario, .claims = claims, .positive = positive, .counts = counts};
    watch.customer = new_customer(scenario);
    watch.held = calloc(claims->count + 1, sizeof *watch.held);
    if (!watch.held)
        abort();
    for (int i = 0; i < scenario->events; i++) {
        loyalty_event event = scenario_event(&scenario->event[i]);
        if (!positive || event.count > 0) /* some are refused: what is kept is a log too */
            loyalty_customer_record(watch.customer, &event, NULL, NULL);
    }
    for (watch.day = scenario->first; watch.day <= last && mismatch_text() == NULL; watch.day++)
        follow_day(&watch);
    loyalty_customer_free(watch.customer);
    free(watch.held);
    return mismatch_text() == NULL;
}
