/* SPDX-License-Identifier: MIT */
/* Every answer of a customer, as a row of numbers. */
#include "calls_answers.h"

#include "fuzz.h"

enum { ANSWERS_MAX = 4096, OUTLOOK = 120 };

struct answers {
    int64_t numbers[ANSWERS_MAX];
    uint32_t count;
    bool without_gaps; /* they cost most */
};

static void put(struct answers *answers, int64_t number)
{
    REQUIRE(answers->count < ANSWERS_MAX, "more answers than expected");
    answers->numbers[answers->count++] = number;
}

static int32_t put_transition(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    struct answers *answers = user;
    (void)customer;
    put(answers, transition->date);
    put(answers, transition->from_rung);
    put(answers, transition->to_rung);
    put(answers, transition->direction);
    put(answers, transition->revoked);
    return 0;
}

/* Statuses are answers too; the values count only beside LOYALTY_OK. */
static void put_metrics(struct answers *answers, const loyalty_customer *customer, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        int64_t numerator = 0, denominator = 0, points = 0;
        put(answers, loyalty_customer_metric(customer, i, &numerator, &denominator));
        put(answers, numerator);
        put(answers, denominator);
        put(answers, loyalty_customer_points(customer, i, &points));
        put(answers, points);
    }
}

static void put_rule(struct answers *answers, const loyalty_customer *customer, int32_t rule, uint32_t index)
{
    const loyalty_program *program = loyalty_customer_program(customer);
    uint32_t alternatives, conditions;
    int32_t holds = 0;
    put(answers, loyalty_customer_meets(customer, rule, index, &holds));
    put(answers, holds);
    if (answers->without_gaps)
        return;
    MUST(loyalty_program_alternative_count(program, rule, index, &alternatives));
    for (uint32_t i = 0; i < alternatives; i++) {
        MUST(loyalty_program_condition_count(program, rule, index, i, &conditions));
        for (uint32_t j = 0; j < conditions; j++) {
            loyalty_gap gap = {.size = sizeof gap};
            put(answers, loyalty_customer_gap(customer, rule, index, i, j, &gap));
            put(answers, gap.holds);
            put(answers, gap.defined);
            put(answers, gap.numerator);
            put(answers, gap.denominator);
            put(answers, gap.shortfall);
        }
    }
}

static void put_standing(struct answers *answers, const loyalty_standing *standing)
{
    put(answers, standing->rung);
    put(answers, standing->since);
    put(answers, standing->failing);
    put(answers, standing->falls_on);
    put(answers, standing->term_end);
    put(answers, standing->score);
}

/* Earlier standings, and what the log has. */
static void put_past(struct answers *answers, const loyalty_customer *customer, int32_t date, uint32_t kinds)
{
    enum { DAYS = 4 };
    static const int32_t earlier[] = {0, 1, 9, 40};
    for (size_t i = 0; date != LOYALTY_DATE_NONE && i < sizeof earlier / sizeof *earlier; i++) {
        loyalty_standing standing = {.size = sizeof standing};
        put(answers, loyalty_customer_standing_on(customer, date - earlier[i], &standing));
        put_standing(answers, &standing);
    }
    for (uint32_t kind = 0; kind < kinds; kind++) {
        loyalty_date dates[DAYS] = {0};
        int64_t counts[DAYS] = {0}, sums[DAYS] = {0};
        size_t count = 0;
        MUST(loyalty_customer_days(customer, kind, LOYALTY_DATE_MIN, DAYS, dates, counts, sums, &count));
        put(answers, (int64_t)count);
        for (int i = 0; i < DAYS; i++) {
            put(answers, dates[i]);
            put(answers, counts[i]);
            put(answers, sums[i]);
        }
    }
}

static void ask(const loyalty_customer *customer, struct answers *answers)
{
    const loyalty_program *program = loyalty_customer_program(customer);
    loyalty_table_info table = {.size = sizeof table};
    loyalty_standing standing = {.size = sizeof standing};
    int32_t date = LOYALTY_DATE_NONE;
    uint32_t alternatives;
    answers->count = 0;
    MUST(loyalty_program_table(program, &table));
    put(answers, loyalty_customer_date(customer, &date));
    put(answers, date);
    put(answers, loyalty_customer_standing(customer, &standing));
    put_standing(answers, &standing);
    put_past(answers, customer, date, table.kind_count);
    put_metrics(answers, customer, table.metric_count);
    for (uint32_t i = 0; i < table.segmentation_count; i++) {
        uint32_t cell = 0;
        put(answers, loyalty_customer_segment(customer, i, &cell));
        put(answers, cell);
    }
    for (uint32_t i = 0; i < table.rung_count; i++) {
        put_rule(answers, customer, LOYALTY_RULE_ENTER, i);
        put_rule(answers, customer, LOYALTY_RULE_KEEP, i);
    }
    for (uint32_t i = 0; i < table.cell_count; i++)
        put_rule(answers, customer, LOYALTY_RULE_WHEN, i);
    if (loyalty_program_alternative_count(program, LOYALTY_RULE_OUT, 0, &alternatives) == LOYALTY_OK)
        put_rule(answers, customer, LOYALTY_RULE_OUT, 0);
    for (uint32_t i = 0; i < loyalty_customer_transition_count(customer); i++) {
        loyalty_transition transition = {.size = sizeof transition};
        MUST(loyalty_customer_transition(customer, i, &transition));
        put_transition(answers, customer, &transition);
    }
    MUST(loyalty_customer_outlook(customer, date == LOYALTY_DATE_NONE ? LOYALTY_DATE_MIN + 720000 : date + OUTLOOK,
                                  put_transition, answers));
}

uint64_t answers_digest(const loyalty_customer *customer)
{
    static struct answers answers;
    uint64_t digest = 0;
    answers.without_gaps = true;
    ask(customer, &answers);
    for (uint32_t i = 0; i < answers.count; i++) {
        digest = (digest ^ (uint64_t)answers.numbers[i]) * UINT64_C(0x9e3779b97f4a7c15);
        digest ^= digest >> 29;
    }
    return digest;
}

void answers_compare(const loyalty_customer *one, const loyalty_customer *two)
{
    static struct answers a, b;
    ask(one, &a);
    ask(two, &b);
    REQUIRE(a.count == b.count, "%u answers, in order %u", (unsigned)a.count, (unsigned)b.count);
    for (uint32_t i = 0; i < a.count; i++)
        REQUIRE(a.numbers[i] == b.numbers[i], "answer %u is %lld, in order it is %lld", (unsigned)i,
                (long long)a.numbers[i], (long long)b.numbers[i]);
}
