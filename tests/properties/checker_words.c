/* SPDX-License-Identifier: MIT */
/* Makes what is said to happen happen: a warning's words in brackets give a log. */
#include "checker.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mismatch.h"
#include "runner.h"

struct value {
    bool named, defined;
    int64_t numerator, denominator;
};

/* "m0 3, m2 undefined, m4 7/2, score 100, rung r1" */
struct words {
    struct value value[SMALL_METRICS];
    int64_t score; /* -1 where it is not told */
    int rung;      /* likewise */
};

static struct words read_words(const char *message)
{
    struct words words = {.score = -1, .rung = -1};
    const char *at = strchr(message, '(');
    while (at != NULL && *at != ')') {
        struct value value = {true, true, 0, 1};
        unsigned metric;
        sscanf(at + 1, " score %" SCNd64, &words.score);
        sscanf(at + 1, " rung r%d", &words.rung);
        if (sscanf(at + 1, " m%u", &metric) == 1 && metric < SMALL_METRICS) {
            value.defined = sscanf(at + 1, " m%*u %" SCNd64 "/%" SCNd64, &value.numerator, &value.denominator) > 0;
            words.value[metric] = value;
        }
        at = strpbrk(at + 1, ",)");
    }
    return words;
}

static void record(loyalty_customer *customer, const struct scenario *scenario, const char *kind, int date,
                   int64_t value, int64_t count)
{
    loyalty_event event = {.size = sizeof event, .date = date, .value = value, .count = (int32_t)count};
    event.kind = (uint32_t)ref_table_kind(scenario->table, kind);
    if (count != 0)
        assert_int_equal(loyalty_customer_record(customer, &event, NULL, NULL), LOYALTY_OK);
}

/* A kind that adds to the rolling sum, or one that takes away from it, as far as their values allow. */
static void record_rolling(loyalty_customer *customer, const struct scenario *scenario, int date, int64_t sum)
{
    for (int i = 7; i <= 8; i++) {
        const char *name = i == 7 ? "k7" : "k8";
        int kind = ref_table_kind(scenario->table, name), weight = scenario->table->metric[M_ROLLING].weight[kind];
        int64_t value = weight != 0 ? sum / weight : 0;
        if (sum == 0 || value < scenario->table->kind[kind].low || value > scenario->table->kind[kind].high)
            continue;
        record(customer, scenario, name, date, value, 1);
        return;
    }
}

/* A log with these values on a day; not always of the metrics in windows. */
static void record_words(loyalty_customer *customer, const struct scenario *scenario, const struct words *words,
                         int day)
{
    const struct value *value = words->value, *mean = &value[M_MEAN];
    int64_t whole = mean->defined ? mean->numerator / mean->denominator : 0;
    record(customer, scenario, "other", day, 0, 1);
    record(customer, scenario, "k0", day, 0, value[M_COUNT].numerator);
    record(customer, scenario, "k1", day, value[M_SUM].numerator, 1);
    if (value[M_SINCE].defined)
        record(customer, scenario, "k2", day - (int)value[M_SINCE].numerator, 0, 1);
    for (int i = 0; i < value[M_DAYS].numerator; i++)
        record(customer, scenario, "k3", day - i, 0, 1);
    if (mean->defined) {
        record(customer, scenario, "k4", day, whole, mean->denominator);
        record(customer, scenario, "k4", day, mean->numerator - whole * mean->denominator, 1);
        record(customer, scenario, "k4", day, 0, -1);
    }
    record(customer, scenario, "k5", day, 0, value[M_WINDOW].numerator);
    record(customer, scenario, "k6", day, 0, value[M_TERM].numerator);
    record_rolling(customer, scenario, day, value[M_ROLLING].numerator);
}

static loyalty_standing standing_on(loyalty_customer *customer, int day)
{
    loyalty_standing standing = {.size = sizeof standing};
    assert_int_equal(loyalty_customer_advance(customer, day, NULL, NULL), LOYALTY_OK);
    assert_int_equal(loyalty_customer_standing(customer, &standing), LOYALTY_OK);
    return standing;
}

static bool value_agrees(const loyalty_customer *customer, uint32_t metric, const struct value *value)
{
    int64_t numerator = 0, denominator = 1;
    int32_t status = loyalty_customer_metric(customer, metric, &numerator, &denominator);
    return !value->named || (value->defined == (status == LOYALTY_OK) &&
                             (!value->defined || value->numerator * denominator == numerator * value->denominator));
}

/* Whether the log of words gives a metric its value for sure; on the first rung the day's events are always in the term. */
static bool must_agree(const struct scenario *scenario, uint32_t metric, uint32_t rung)
{
    const struct ref_metric *windowed = &scenario->table->metric[M_WINDOW];
    return metric < M_TYPES || (metric == M_TERM && rung == 0) ||
           (metric == M_WINDOW && windowed->type == REF_COUNT && windowed->window.back == 0 &&
            windowed->window.begins_kind == REF_NO_KIND && windowed->window.after_kind == REF_NO_KIND);
}

static loyalty_table_info table_of(const loyalty_customer *customer)
{
    loyalty_table_info table = {.size = sizeof table};
    assert_int_equal(loyalty_program_table(loyalty_customer_program(customer), &table), LOYALTY_OK);
    return table;
}

/* Enter holds, keep fails, and the customer is neither out nor climbs further. */
static bool keep_fails(const loyalty_customer *customer, uint32_t rung)
{
    loyalty_table_info table = table_of(customer);
    uint32_t end = table.climb == LOYALTY_CLIMB_STEP && rung + 2 < table.rung_count ? rung + 2 : table.rung_count;
    for (uint32_t above = rung + 1; above < end; above++)
        if (meets(customer, LOYALTY_RULE_ENTER, above))
            return false;
    return meets(customer, LOYALTY_RULE_ENTER, rung) && !meets(customer, LOYALTY_RULE_KEEP, rung) && !is_out(customer);
}

/* Whether the day's steps may have asked another question than is asked after them, in a new term. */
static bool steps_read_term(const struct ref_table *table)
{
    bool reads = rule_reads_term(table, table->out);
    for (int i = 1; i < table->rungs; i++)
        reads |= rule_reads_term(table, table->rung[i].enter);
    return reads;
}

/*
 * While keep fails and enter holds, whoever stands on the rung goes on to, and whoever stands below climbs to it on a
 * review, if not by steps; who is above may fall past it first.
 */
static bool keep_is_in_vain(const struct scenario *scenario, loyalty_customer *customer, const struct claim *claim,
                            int day, int *counts)
{
    uint32_t rung = standing_on(customer, day).rung;
    bool steps = table_of(customer).climb == LOYALTY_CLIMB_STEP, stood = rung == claim->index;
    EXPECT(keep_fails(customer, claim->index), "%s: %s: not so", claim->path, claim->message);
    for (int i = 1; i <= 40 && !steps_read_term(scenario->table); i++) {
        uint32_t before = rung;
        rung = standing_on(customer, day + i).rung;
        if (!keep_fails(customer, claim->index))
            break;
        EXPECT(rung == claim->index || before > claim->index ||
                   (before < claim->index && (steps || !ref_is_reviewed(scenario->table, day + i))),
               "%s: %s: the customer is on rung %u on day %d", claim->path, claim->message, (unsigned)rung, i);
        stood |= rung == claim->index;
    }
    counts[KEEP_SEEN] += stood;
    return true;
}

static bool rule_takes(const loyalty_customer *customer, const struct claim *claim)
{
    loyalty_table_info table = table_of(customer);
    loyalty_cell_info info = {.size = sizeof info};
    uint32_t cell;
    if (claim->which == LOYALTY_RULE_OUT)
        return is_out(customer);
    if (claim->which == LOYALTY_RULE_WHEN) {
        assert_int_equal(loyalty_program_cell(loyalty_customer_program(customer), claim->index, &info), LOYALTY_OK);
        assert_int_equal(loyalty_customer_segment(customer, info.segmentation, &cell), LOYALTY_OK);
        return cell != LOYALTY_NONE;
    }
    for (uint32_t i = 1; i < table.rung_count; i++)
        if ((claim->which == LOYALTY_RULE_ENTER || i == claim->index) && meets(customer, claim->which, i))
            return true;
    return false;
}

/* The customer is just between, and no rule takes them. */
static bool hole_happens(const loyalty_customer *customer, const struct claim *claim, const loyalty_standing *standing,
                         int *counts)
{
    loyalty_condition_info condition = claim_condition(loyalty_customer_program(customer), claim, claim->position);
    int64_t numerator = condition.subject == LOYALTY_SUBJECT_SCORE ? standing->score : standing->rung, denominator = 1;
    if (condition.subject == LOYALTY_SUBJECT_METRIC)
        assert_int_equal(loyalty_customer_metric(customer, condition.metric, &numerator, &denominator), LOYALTY_OK);
    EXPECT(numerator == condition.number * denominator, "%s: %s: not between", claim->path, claim->message);
    EXPECT(!rule_takes(customer, claim), "%s: %s: a rule takes them", claim->path, claim->message);
    counts[HOLE_SEEN]++;
    return true;
}

/* The metric that the message names is undefined, and the customer is in no cell. */
static bool is_forgotten(const loyalty_customer *customer, const struct claim *claim, int *counts)
{
    int64_t numerator, denominator;
    unsigned metric = SMALL_METRICS;
    uint32_t cell;
    sscanf(claim->message, "customers for whom 'm%u'", &metric);
    EXPECT(loyalty_customer_metric(customer, metric, &numerator, &denominator) == LOYALTY_E_UNDEFINED,
           "%s: %s: it is defined", claim->path, claim->message);
    EXPECT(loyalty_customer_segment(customer, claim->index, &cell) == LOYALTY_OK && cell == LOYALTY_NONE,
           "%s: %s: a cell takes them", claim->path, claim->message);
    counts[FORGOTTEN_SEEN]++;
    return true;
}

static bool is_for_life(const loyalty_customer *customer, const struct claim *claim, int *counts)
{
    EXPECT(meets(customer, LOYALTY_RULE_ENTER, claim->index), "%s: %s: it does not hold", claim->path, claim->message);
    counts[LIFE_SEEN]++;
    return true;
}

static bool claim_happens(const struct scenario *scenario, loyalty_customer *customer, const struct claim *claim,
                          int day, int *counts)
{
    loyalty_standing standing = standing_on(customer, day);
    if (claim->sort == KEEP_IN_VAIN)
        return keep_is_in_vain(scenario, customer, claim, day, counts);
    if (claim->sort == FORGOTTEN)
        return is_forgotten(customer, claim, counts);
    if (claim->sort == FOR_LIFE)
        return is_for_life(customer, claim, counts);
    return hole_happens(customer, claim, &standing, counts);
}

/* The day on which the words shall be true: a review, or where it does not matter, any. */
static int day_of_words(const struct scenario *scenario)
{
    int day = scenario->last;
    while (!ref_is_reviewed(scenario->table, day))
        day++;
    return day;
}

bool witness_happens(const struct scenario *scenario, const struct claim *claim, int *counts)
{
    struct words words = read_words(claim->message);
    int day = day_of_words(scenario);
    if (claim->sort != KEEP_IN_VAIN && claim->sort != FORGOTTEN && claim->sort != FOR_LIFE && claim->sort != HOLE)
        return true;
    loyalty_customer *customer = new_customer(scenario);
    record_words(customer, scenario, &words, day);
    loyalty_standing standing = standing_on(customer, day);
    bool well = true, same = (words.score < 0 || words.score == standing.score) &&
                             (words.rung < 0 || (uint32_t)words.rung == standing.rung);
    for (uint32_t i = 0; well && i < SMALL_METRICS; i++) {
        bool agrees = value_agrees(customer, i, &words.value[i]);
        if (!agrees && must_agree(scenario, i, standing.rung))
            well = mismatch("%s: %s: m%u cannot be so", claim->path, claim->message, (unsigned)i);
        same &= agrees;
    }
    if (well && same)
        well = claim_happens(scenario, customer, claim, day, counts);
    loyalty_customer_free(customer);
    return well;
}
