/* SPDX-License-Identifier: MIT */
/*
 * What the table checker says is true. Tables made up at random are checked; then many random logs are followed day by
 * day, and no day may contradict a warning. What a warning says can happen is made to happen, if its words give the log.
 * Environment: LOYALTY_SEED, LOYALTY_CASES (tables of each sort), LOYALTY_CASE (one alone).
 */
#include "runner.h"

#include "checker.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FLAP_SEEN = SORTS, HOLE_SEEN, COUNTS };

static const struct {
    const char *what;
    int least; /* of a thousand small tables */
} counted[COUNTS] = {
    [NEVER_ENTERED] = {"a rung that can never be entered", 200},
    [ONLY_FALLEN_TO] = {"a rung that can only be fallen to", 40},
    [CANNOT_HOLD] = {"a condition that can never hold", 500},
    [CONTRADICT_TOGETHER] = {"several conditions that contradict", 20},
    [CONTRADICT_EACH_OTHER] = {"two that do", 200},
    [CELL_NEVER_REACHED] = {"a cell that can never be reached", 300},
    [ROW_NEVER_USED] = {"a row that is never used", 80},
    [METRIC_NEVER_USED] = {"a metric that is never used", 500},
    [KIND_NEVER_USED] = {"a kind that is never used", 500},
    [FLAPS] = {"a keep that fails where its enter holds", 150},
    [HOLE] = {"a hole", 60},
    [FLAP_SEEN] = {"such a keep, made to fail", 150},
    [HOLE_SEEN] = {"such a hole, with a customer in it", 50},
};

static int counts[COUNTS];

/* ---- What must never happen ---- */

static bool condition_holds(const loyalty_customer *customer, const struct claim *claim, uint32_t position)
{
    loyalty_gap gap = {.size = sizeof gap};
    int32_t status = loyalty_customer_gap(customer, claim->which, claim->index, claim->alternative, position, &gap);
    assert_true(status == LOYALTY_OK || status == LOYALTY_E_RANGE);
    return status == LOYALTY_OK && gap.holds;
}

static bool conditions_hold(const loyalty_customer *customer, const struct claim *claim)
{
    for (uint32_t i = 0; i <= claim->position; i++)
        if (!condition_holds(customer, claim, i))
            return false;
    return true;
}

static bool row_is_used(const loyalty_customer *customer, const struct claim *claim)
{
    const loyalty_program *program = loyalty_customer_program(customer);
    int64_t numerator, denominator, at_least, end, points;
    if (loyalty_customer_metric(customer, claim->index, &numerator, &denominator) != LOYALTY_OK)
        return false;
    assert_int_equal(loyalty_program_points(program, claim->index, claim->row, &at_least, &points), LOYALTY_OK);
    if ((wide)numerator < (wide)at_least * denominator)
        return false;
    return loyalty_program_points(program, claim->index, claim->row + 1, &end, &points) != LOYALTY_OK ||
           (wide)numerator < (wide)end * denominator;
}

static bool is_contradicted(const loyalty_customer *customer, const struct claim *claim, uint32_t rung)
{
    loyalty_cell_info info = {.size = sizeof info};
    uint32_t cell;
    switch (claim->sort) {
    case NEVER_ENTERED:
        return rung == claim->index;
    case CANNOT_HOLD:
        return condition_holds(customer, claim, claim->position);
    case CONTRADICT_EACH_OTHER:
        return condition_holds(customer, claim, claim->position) && condition_holds(customer, claim, claim->other);
    case CONTRADICT_TOGETHER:
        return conditions_hold(customer, claim);
    case CELL_NEVER_REACHED:
        assert_int_equal(loyalty_program_cell(loyalty_customer_program(customer), claim->index, &info), LOYALTY_OK);
        return loyalty_customer_segment(customer, info.segmentation, &cell) == LOYALTY_OK && cell == claim->index;
    case ROW_NEVER_USED:
        return row_is_used(customer, claim);
    case ONLY_FALLEN_TO:
    case METRIC_NEVER_USED:
    case KIND_NEVER_USED:
    case FLAPS:
    case HOLE:
    case SORTS:
        break;
    }
    return false;
}

static void listen(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    const struct claims *claims = user;
    (void)customer;
    for (uint32_t i = 0; i < claims->count; i++)
        if (claims->claim[i].sort == ONLY_FALLEN_TO && transition->direction == LOYALTY_PROMOTION &&
            transition->to == claims->claim[i].index)
            mismatch("%s: %s: promoted on %d", claims->claim[i].path, claims->claim[i].message, transition->date);
}

static loyalty_customer *new_customer(const struct scenario *scenario)
{
    loyalty_customer *customer;
    assert_int_equal(loyalty_customer_new(scenario->program, &customer), LOYALTY_OK);
    assert_int_equal(loyalty_customer_set_user(customer, (void *)(uintptr_t)&scenario->host_seed), LOYALTY_OK);
    return customer;
}

/* The scenario's log, day by day. */
static bool follow(const struct scenario *scenario, struct claims *claims)
{
    loyalty_customer *customer = new_customer(scenario);
    for (int i = 0; i < scenario->events; i++) {
        loyalty_event event = scenario_event(&scenario->event[i]);
        loyalty_customer_record(customer, &event, NULL, NULL); /* some are refused: what is kept is a log too */
    }
    for (int day = scenario->first; day <= scenario->last && mismatch_text() == NULL; day++) {
        loyalty_standing standing = {.size = sizeof standing};
        assert_int_equal(loyalty_customer_advance(customer, day, listen, claims), LOYALTY_OK);
        if (loyalty_customer_standing(customer, &standing) == LOYALTY_E_ABSENT)
            continue;
        for (uint32_t i = 0; i < claims->count; i++)
            if (is_contradicted(customer, &claims->claim[i], standing.rung))
                mismatch("%s: %s: it happened on %d", claims->claim[i].path, claims->claim[i].message, day);
    }
    loyalty_customer_free(customer);
    return mismatch_text() == NULL;
}

/* Just what no condition, no row, no share and no metric asks for is never used. */
static bool unused_agree(const struct scenario *scenario, const struct claims *claims)
{
    const struct ref_table *table = scenario->table;
    bool metric[REF_METRICS] = {false}, kind[REF_KINDS] = {false};
    int unused = 0, told = 0;
    for (int i = 0; i < table->rungs + table->cells; i++) {
        const struct ref_rule *rules[2] = {i < table->rungs ? table->rung[i].enter : table->cell[i - table->rungs].when,
                                           i < table->rungs ? table->rung[i].keep : NULL};
        for (int j = 0; j < 2; j++)
            for (int at = 0; rules[j] != NULL && at < rules[j]->first[rules[j]->alternatives]; at++)
                if (rules[j]->condition[at].subject == REF_OF_METRIC)
                    metric[rules[j]->condition[at].metric] = true;
    }
    for (int i = 0; i < table->metrics; i++) {
        metric[i] = metric[i] || table->metric[i].rows > 0;
        if (table->metric[i].type == REF_SHARE)
            metric[table->metric[i].share_of] = metric[table->metric[i].share_by] = true;
        for (int j = 0; j < table->kinds && table->metric[i].type < REF_SHARE; j++)
            kind[j] = kind[j] || table->metric[i].counts[j];
    }
    for (int i = 0; i < table->metrics; i++)
        unused += !metric[i];
    for (int i = 0; i < table->kinds; i++)
        unused += !kind[i];
    for (uint32_t i = 0; i < claims->count; i++) {
        const struct claim *claim = &claims->claim[i];
        if (claim->sort != METRIC_NEVER_USED && claim->sort != KIND_NEVER_USED)
            continue;
        told++;
        EXPECT(!(claim->sort == METRIC_NEVER_USED ? metric[claim->index] : kind[claim->index]), "%s: it is used",
               claim->path);
    }
    EXPECT(told == unused, "%d metrics and kinds are never used, and %d are told", unused, told);
    return true;
}

/* ---- What is said to happen ---- */

struct value {
    bool named, defined;
    int64_t numerator, denominator;
};

/* The words in brackets: "m0 3, m2 undefined, m4 7/2, score 100, rung r1". */
struct words {
    struct value value[M_TYPES];
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
        if (sscanf(at + 1, " m%u", &metric) == 1 && metric < M_TYPES) {
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

/* A log with these values on a day. */
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
}

static bool meets(const loyalty_customer *customer, int32_t which, uint32_t index)
{
    int32_t holds;
    assert_int_equal(loyalty_customer_meets(customer, which, index, &holds), LOYALTY_OK);
    return holds != 0;
}

static loyalty_standing standing_on(loyalty_customer *customer, int day)
{
    loyalty_standing standing = {.size = sizeof standing};
    assert_int_equal(loyalty_customer_advance(customer, day, NULL, NULL), LOYALTY_OK);
    assert_int_equal(loyalty_customer_standing(customer, &standing), LOYALTY_OK);
    return standing;
}

static bool values_agree(const loyalty_customer *customer, const struct claim *claim, const struct words *words)
{
    for (uint32_t i = 0; i < M_TYPES; i++) {
        const struct value *value = &words->value[i];
        int64_t numerator = 0, denominator = 1;
        int32_t status = loyalty_customer_metric(customer, i, &numerator, &denominator);
        EXPECT(!value->named || (value->defined == (status == LOYALTY_OK) &&
                                 (!value->defined || value->numerator * denominator == numerator * value->denominator)),
               "%s: %s: m%u cannot be so", claim->path, claim->message, (unsigned)i);
    }
    return true;
}

/* Three days in a row enter holds and keep fails, and the customer climbs no further. */
static bool flap_happens(loyalty_customer *customer, const struct claim *claim, int day)
{
    const loyalty_program *program = loyalty_customer_program(customer);
    loyalty_table_info table = {.size = sizeof table};
    loyalty_rung_info info = {.size = sizeof info};
    uint32_t rung[3];
    assert_int_equal(loyalty_program_table(program, &table), LOYALTY_OK);
    assert_int_equal(loyalty_program_rung(program, claim->index, &info), LOYALTY_OK);
    for (int i = 0; i < 3; i++) {
        rung[i] = standing_on(customer, day + i).rung;
        EXPECT(meets(customer, LOYALTY_RULE_ENTER, claim->index) && !meets(customer, LOYALTY_RULE_KEEP, claim->index),
               "%s: %s: not on day %d", claim->path, claim->message, i);
        for (uint32_t above = claim->index + 1; above < table.rung_count; above++)
            EXPECT(!meets(customer, LOYALTY_RULE_ENTER, above) ||
                       (table.climb == LOYALTY_CLIMB_STEP && above > claim->index + 1),
                   "%s: %s: the customer climbs further", claim->path, claim->message);
    }
    if (table.climb == LOYALTY_CLIMB_ANY && info.hold == 0 && info.grace == 0 && rung[0] <= claim->index)
        EXPECT((rung[0] == claim->index) != (rung[1] == claim->index) &&
                   (rung[0] == claim->index) == (rung[2] == claim->index),
               "%s: %s: the customer does not go up and down", claim->path, claim->message);
    counts[FLAP_SEEN]++;
    return true;
}

/* The customer is just between, and no rule takes them. */
static bool hole_happens(const loyalty_customer *customer, const struct claim *claim, const loyalty_standing *standing)
{
    const loyalty_program *program = loyalty_customer_program(customer);
    loyalty_condition_info condition = claim_condition(program, claim, claim->position);
    loyalty_cell_info info = {.size = sizeof info};
    loyalty_table_info table = {.size = sizeof table};
    int64_t numerator = condition.subject == LOYALTY_SUBJECT_SCORE ? standing->score : standing->rung, denominator = 1;
    uint32_t cell;
    if (condition.subject == LOYALTY_SUBJECT_METRIC)
        assert_int_equal(loyalty_customer_metric(customer, condition.metric, &numerator, &denominator), LOYALTY_OK);
    EXPECT(numerator == condition.number * denominator, "%s: %s: not between", claim->path, claim->message);
    assert_int_equal(loyalty_program_table(program, &table), LOYALTY_OK);
    if (claim->which == LOYALTY_RULE_WHEN) {
        assert_int_equal(loyalty_program_cell(program, claim->index, &info), LOYALTY_OK);
        EXPECT(loyalty_customer_segment(customer, info.segmentation, &cell) == LOYALTY_E_NOT_FOUND,
               "%s: %s: cell %u takes them", claim->path, claim->message, (unsigned)cell);
    }
    for (uint32_t i = 1; claim->which != LOYALTY_RULE_WHEN && i < table.rung_count; i++)
        EXPECT((claim->which == LOYALTY_RULE_KEEP && i != claim->index) || !meets(customer, claim->which, i),
               "%s: %s: rung %u takes them", claim->path, claim->message, (unsigned)i);
    counts[HOLE_SEEN]++;
    return true;
}

/* Makes a log out of the words of a warning. If they do not say what the score or the rung comes from, shows nothing. */
static bool happens(const struct scenario *scenario, const struct claim *claim)
{
    struct words words = read_words(claim->message);
    loyalty_customer *customer = new_customer(scenario);
    loyalty_standing standing;
    bool well;
    record_words(customer, scenario, &words, scenario->last);
    standing = standing_on(customer, scenario->last);
    well = values_agree(customer, claim, &words);
    if (well && (words.score < 0 || words.score == standing.score) &&
        (words.rung < 0 || (uint32_t)words.rung == standing.rung))
        well = claim->sort == FLAPS ? flap_happens(customer, claim, scenario->last)
                                    : hole_happens(customer, claim, &standing);
    loyalty_customer_free(customer);
    return well;
}

/* ---- Cases ---- */

enum { LOGS = 20 };

static bool warnings_hold(struct scenario *scenario, struct random *random, const struct wishes *wishes, bool small)
{
    struct claims claims;
    loyalty_report *report;
    bool well;
    mismatch_forget();
    assert_int_equal(loyalty_report_new(NULL, &report), LOYALTY_OK);
    assert_int_equal(loyalty_program_check(scenario->program, report), LOYALTY_OK);
    well = read_claims(scenario->program, report, &claims) && unused_agree(scenario, &claims);
    for (uint32_t i = 0; well && i < claims.count; i++)
        counts[claims.claim[i].sort]++;
    for (uint32_t i = 0; small && well && i < claims.count; i++)
        if (claims.claim[i].sort == FLAPS || claims.claim[i].sort == HOLE)
            well = happens(scenario, &claims.claim[i]);
    for (int i = 0; well && i < LOGS; i++) {
        scenario->events = 0;
        scenario->host_seed = random_bits(random);
        generate_log(random, wishes, scenario);
        well = follow(scenario, &claims);
    }
    free(claims.claim);
    loyalty_report_free(report);
    return well;
}

static void run(bool small, const struct wishes *wishes, int cases)
{
    const char *alone = getenv("LOYALTY_CASE");
    int first = alone != NULL ? atoi(alone) : 0;
    printf("seed %" PRIu64 ", %d tables, %d logs each\n", runner_seed(), alone != NULL ? 1 : cases, LOGS);
    memset(counts, 0, sizeof counts);
    for (int i = first; i < (alone != NULL ? first + 1 : cases); i++) {
        uint64_t seed = random_hash(runner_seed(), (uint64_t)i);
        struct random random = {random_hash(seed, 2)};
        struct scenario *scenario = small ? small_scenario(seed) : scenario_new(seed, wishes);
        if (!warnings_hold(scenario, &random, wishes, small)) {
            fprintf(stderr, "\ncase %d fails: %s\n", i, mismatch_text());
            scenario_print(scenario);
            fprintf(stderr, "again: LOYALTY_SEED=%" PRIu64 " LOYALTY_CASE=%d\n\n", runner_seed(), i);
            scenario_free(scenario);
            fail();
        }
        scenario_free(scenario);
    }
}

static void test_small_tables(void **state)
{
    const struct wishes wishes = {0, 0, 0, 12, false, false};
    int cases = runner_cases(2000);
    bool enough = true;
    (void)state;
    run(true, &wishes, cases);
    for (int i = 0; i < COUNTS; i++) {
        bool too_few = counts[i] * 1000 < counted[i].least * cases;
        printf("%5d %s%s\n", counts[i], counted[i].what, too_few ? " - too few" : "");
        enough = enough && !too_few;
    }
    if (cases >= 300 && getenv("LOYALTY_CASE") == NULL) /* fewer prove nothing */
        assert_true(enough);
}

/* Windows, shares, hosts, nested things. */
static void test_generated_tables(void **state)
{
    const struct wishes wishes = {0, 400, 0, 30, false, false};
    (void)state;
    run(false, &wishes, runner_cases(500));
    for (int i = 0; i < SORTS; i++)
        printf("%5d %s\n", counts[i], counted[i].what);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_small_tables), cmocka_unit_test(test_generated_tables)};
    return cmocka_run_group_tests_name("properties: checker", tests, NULL, NULL);
}
