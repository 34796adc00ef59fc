/* SPDX-License-Identifier: MIT */
/* Asks a customer everything and compares each answer with the reference's. */
#include "answers.h"

#include <inttypes.h>

#include "calendar.h"
#include "mismatch.h"

static struct ref_facts facts;

/* The fraction as the library is to give it: as it is where it fits, else reduced where that does. */
static int32_t as_64_bits(const struct ref_value *value, int64_t *numerator, int64_t *denominator)
{
    struct big divisor, reduced;
    if (big_to_int64(&value->numerator, numerator) && big_to_int64(&value->denominator, denominator))
        return LOYALTY_OK;
    big_common_divisor(&divisor, &value->numerator, &value->denominator);
    big_divide_down(&reduced, &value->numerator, &divisor);
    if (!big_to_int64(&reduced, numerator))
        return LOYALTY_E_RANGE;
    big_divide_down(&reduced, &value->denominator, &divisor);
    return big_to_int64(&reduced, denominator) ? LOYALTY_OK : LOYALTY_E_RANGE;
}

static bool metric_agrees(const loyalty_customer *customer, int metric)
{
    int64_t numerator = 0, denominator = 0, expected_numerator = 0, expected_denominator = 0, points = 0;
    int32_t status = loyalty_customer_metric(customer, (uint32_t)metric, &numerator, &denominator);
    int32_t expected = LOYALTY_E_UNDEFINED;
    if (facts.value[metric].defined)
        expected = as_64_bits(&facts.value[metric], &expected_numerator, &expected_denominator);
    EXPECT(status == expected, "metric %d: status %d; reference: %d", metric, status, expected);
    EXPECT(status != LOYALTY_OK || (numerator == expected_numerator && denominator == expected_denominator),
           "metric %d: %" PRId64 "/%" PRId64 "; reference: %" PRId64 "/%" PRId64, metric, numerator, denominator,
           expected_numerator, expected_denominator);
    status = loyalty_customer_points(customer, (uint32_t)metric, &points);
    EXPECT(status == LOYALTY_OK && points == facts.points[metric],
           "metric %d: status %d, points %" PRId64 "; reference: %" PRId64, metric, status, points,
           facts.points[metric]);
    return true;
}

static int date_or_none(int day)
{
    return day < ref_never() ? day : LOYALTY_DATE_NONE;
}

/* Day of the demotion if nothing keeps the rung, where there will be such a day. */
static int falls_on(const struct ref_table *table, struct ref_standing standing)
{
    const struct ref_rung *rung = &table->rung[standing.rung];
    int held, spared, day;
    if (standing.failing == REF_NO_DATE)
        return LOYALTY_DATE_NONE;
    held = ref_span_after(standing.since, rung->hold);
    spared = ref_span_after(standing.failing, rung->grace);
    day = held > spared ? held : spared;
    while (day < ref_never() && !ref_is_reviewed(table, day))
        day++;
    return date_or_none(day);
}

/* `status`: with which the library gave the standing. */
static bool standing_agrees(int32_t status, const loyalty_standing *given, const struct ref_table *table,
                            struct ref_standing expected, int date)
{
    const loyalty_standing standing = *given;
    int falls;
    if (expected.rung < 0) {
        EXPECT(status == LOYALTY_E_ABSENT, "day %d: standing with status %d; reference: none", date, status);
        return true;
    }
    EXPECT(status == LOYALTY_OK, "day %d: no standing, status %d; reference: rung %d", date, status, expected.rung);
    EXPECT(standing.rung == (uint32_t)expected.rung && standing.since == expected.since,
           "day %d: rung %" PRIu32 " since %d; reference: rung %d since %d", date, standing.rung, standing.since,
           expected.rung, expected.since);
    EXPECT(standing.failing == (expected.failing == REF_NO_DATE ? LOYALTY_DATE_NONE : expected.failing),
           "day %d: failing since %d; reference: %d", date, standing.failing, expected.failing);
    EXPECT(standing.score == facts.score, "day %d: score %" PRId64 "; reference: %" PRId64, date, standing.score,
           facts.score);
    falls = falls_on(table, expected);
    EXPECT(standing.falls_on == falls, "day %d: falls on %d; reference: %d", date, standing.falls_on, falls);
    EXPECT(standing.term_end == date_or_none(expected.term.end), "day %d: term ends on %d; reference: %d", date,
           standing.term_end, expected.term.end);
    EXPECT(standing.next == LOYALTY_DATE_NONE || standing.next > date, "day %d: next is %d", date, standing.next);
    return true;
}

/* Times the denominator: how far the value is from the number, in the direction in which it would have to go. */
static void lacking(const struct ref_value *value, const char *op, int64_t number, struct big *lack)
{
    struct big whole, target;
    big_set(&whole, number);
    big_multiply(&target, &whole, &value->denominator);
    if (op[0] == '<')
        big_subtract(lack, &value->numerator, &target);
    else
        big_subtract(lack, &target, &value->numerator);
    if (op[0] == '=' && lack->sign < 0)
        lack->sign = 1;
}

/* Least whole amount by which a value that fails a condition would have to change, cut to 64 bits. */
static int64_t shortfall_of(const struct ref_value *value, const char *op, int64_t number)
{
    struct big lack, whole;
    int64_t amount;
    if (op[0] == '!')
        return 1;
    lacking(value, op, number, &lack);
    if (op[1] == '\0') { /* strictly: the next whole amount above */
        big_divide_down(&whole, &lack, &value->denominator);
        if (!big_to_int64(&whole, &amount))
            return INT64_MAX;
        return amount == INT64_MAX ? INT64_MAX : amount + 1;
    }
    lack.sign = -lack.sign; /* rounds up */
    big_divide_down(&whole, &lack, &value->denominator);
    whole.sign = -whole.sign;
    return big_to_int64(&whole, &amount) ? amount : INT64_MAX;
}

/* What a condition looks at, as a value. */
static struct ref_value subject_of(const struct ref_condition *condition, int rung)
{
    struct ref_value value = {.defined = true};
    if (condition->subject == REF_OF_METRIC)
        return facts.value[condition->metric];
    big_set(&value.numerator, condition->subject == REF_OF_SCORE ? facts.score : rung);
    big_set(&value.denominator, 1);
    return value;
}

static bool gap_agrees(const struct ref_condition *condition, const loyalty_gap *gap, int32_t status, int rung)
{
    struct ref_value value = subject_of(condition, rung);
    bool holds = ref_condition_holds(condition, &facts, rung);
    int64_t numerator = 0, denominator = 1, shortfall = 0;
    int32_t expected = value.defined ? as_64_bits(&value, &numerator, &denominator) : LOYALTY_OK;
    EXPECT(status == expected, "gap: status %d; reference: %d", status, expected);
    if (status != LOYALTY_OK)
        return true;
    EXPECT(gap->holds == holds && gap->defined == value.defined, "gap: holds %d, defined %d; reference: %d, %d",
           gap->holds, gap->defined, holds, value.defined);
    EXPECT(gap->number == condition->number && gap->subject == (int32_t)condition->subject &&
               gap->metric == (uint32_t)condition->metric,
           "gap: another condition than the table's");
    EXPECT(gap->numerator == numerator && gap->denominator == denominator,
           "gap: %" PRId64 "/%" PRId64 "; reference: %" PRId64 "/%" PRId64, gap->numerator, gap->denominator, numerator,
           denominator);
    if (value.defined && !holds)
        shortfall = shortfall_of(&value, condition->op, condition->number);
    EXPECT(gap->shortfall == shortfall,
           "gap %s %" PRId64 " of %" PRId64 "/%" PRId64 ": shortfall %" PRId64 "; reference: %" PRId64, condition->op,
           condition->number, numerator, denominator, gap->shortfall, shortfall);
    return true;
}

static bool rule_agrees(const loyalty_customer *customer, const struct ref_rule *rule, int32_t place, int index,
                        int rung)
{
    loyalty_gap gap = {.size = sizeof gap};
    int32_t holds = -1, status = loyalty_customer_meets(customer, place, (uint32_t)index, &holds);
    bool expected = ref_rule_holds(rule, &facts, rung);
    EXPECT(status == LOYALTY_OK && holds == expected, "rule %d of %d: status %d, holds %d; reference: %d", place, index,
           status, holds, expected);
    for (int i = 0; i < rule->alternatives; i++)
        for (int j = rule->first[i]; j < rule->first[i + 1]; j++) {
            status = loyalty_customer_gap(customer, place, (uint32_t)index, (uint32_t)i, (uint32_t)(j - rule->first[i]),
                                          &gap);
            if (!gap_agrees(&rule->condition[j], &gap, status, rung))
                return false;
        }
    return true;
}

static bool rules_agree(const loyalty_customer *customer, const struct ref_table *table, int rung)
{
    if (table->out && !rule_agrees(customer, table->out, LOYALTY_RULE_OUT, 0, rung))
        return false;
    for (int i = 0; i < table->rungs; i++)
        if (!rule_agrees(customer, table->rung[i].enter, LOYALTY_RULE_ENTER, i, rung) ||
            !rule_agrees(customer, table->rung[i].keep, LOYALTY_RULE_KEEP, i, rung))
            return false;
    for (int i = 0; i < table->cells; i++)
        if (!rule_agrees(customer, table->cell[i].when, LOYALTY_RULE_WHEN, i, rung))
            return false;
    for (int i = 0; i < table->segmentations; i++) {
        int expected = ref_segment(table, i, &facts, rung);
        uint32_t cell = UINT32_MAX;
        int32_t status = loyalty_customer_segment(customer, (uint32_t)i, &cell);
        EXPECT(status == LOYALTY_OK && cell == (expected < 0 ? LOYALTY_NONE : (uint32_t)expected),
               "segmentation %d: status %d, cell %" PRIu32 "; reference: %d", i, status, cell, expected);
    }
    return true;
}

/* Remembered are the transitions that an event not too late could still change. */
static bool remembered_agree(const loyalty_customer *customer, const struct ref_history *history, int accept_late,
                             int date)
{
    uint32_t index = 0, count = loyalty_customer_transition_count(customer);
    for (int i = 0; i < history->count && history->transition[i].date <= date; i++) {
        const struct ref_transition *expected = &history->transition[i];
        loyalty_transition transition = {.size = sizeof transition};
        if (expected->date < date - accept_late)
            continue;
        EXPECT(index < count, "%" PRIu32 " transitions remembered on %d; reference: more", count, date);
        EXPECT(loyalty_customer_transition(customer, index, &transition) == LOYALTY_OK &&
                   transition.date == expected->date && transition.from_rung == (uint32_t)expected->from &&
                   transition.to_rung == (uint32_t)expected->to && transition.revoked == 0 &&
                   transition.direction ==
                       (expected->to > expected->from ? LOYALTY_DIRECTION_UP : LOYALTY_DIRECTION_DOWN),
               "transition %" PRIu32 " remembered on %d: on %d; reference: on %d", index, date, transition.date,
               expected->date);
        index++;
    }
    EXPECT(index == count, "%" PRIu32 " transitions remembered on %d; reference: %" PRIu32, count, date, index);
    return true;
}

bool answers_agree(const loyalty_customer *customer, const struct ref_log *log, const struct ref_history *history,
                   int date)
{
    struct ref_standing expected = ref_standing_on(history, date);
    loyalty_standing standing = {.size = sizeof standing};
    int32_t day = 0, status = loyalty_customer_date(customer, &day);
    EXPECT(status == LOYALTY_OK && day == date, "advanced to %d, status %d; expected: %d", day, status, date);
    ref_facts_of(log, date, expected.term.counts_from, &facts);
    status = loyalty_customer_standing(customer, &standing);
    if (!standing_agrees(status, &standing, log->table, expected, date))
        return false;
    for (int i = 0; i < log->table->metrics; i++)
        if (!metric_agrees(customer, i))
            return false;
    if (expected.rung >= 0 && !rules_agree(customer, log->table, expected.rung))
        return false;
    return remembered_agree(customer, history, log->table->accept_late, date);
}

bool answers_then(const loyalty_customer *customer, const struct ref_log *log, const struct ref_history *history,
                  int date)
{
    struct ref_standing expected = ref_standing_on(history, date);
    loyalty_standing standing = {.size = sizeof standing};
    ref_facts_of(log, date, expected.term.counts_from, &facts);
    return standing_agrees(loyalty_customer_standing_on(customer, date, &standing), &standing, log->table, expected,
                           date);
}

bool answers_absent(const loyalty_customer *customer)
{
    loyalty_standing standing = {.size = sizeof standing};
    int64_t numerator, denominator;
    int32_t date;
    EXPECT(loyalty_customer_date(customer, &date) == LOYALTY_E_NOT_ADVANCED, "a date before any advance");
    EXPECT(loyalty_customer_standing(customer, &standing) == LOYALTY_E_NOT_ADVANCED, "a standing before any advance");
    EXPECT(loyalty_customer_metric(customer, 0, &numerator, &denominator) == LOYALTY_E_NOT_ADVANCED,
           "a metric before any advance");
    EXPECT(loyalty_customer_transition_count(customer) == 0, "transitions before any advance");
    return true;
}
