/* SPDX-License-Identifier: MIT */
#include "witness.h"

#include <stdio.h>
#include <string.h>

#include "day.h"
#include "ladder.h"

/* One search gives up after this; see WITNESS_EFFORT. A unit is some ten nanoseconds. */
#define SEARCH_EFFORT 400000
/* Units of a share, whose numbers may be wide, and of a wide sum of one day. */
#define SHARE_EFFORT 50
#define WIDE_EFFORT 8

/* Numbers tried for each trait of a kind's events. */
#define NUMBERS_MAX 40
#define DAYS_MAX 1000
#define IDLE_MAX 700000

/*
 * A block of events of one kind: so many active days in a row, the last of them so many days ago, so many events and so
 * large a sum in all. Each kind has a recent block and an old one, so that windows can tell them apart.
 */
enum { DAYS, IDLE, COUNT, SUM, TRAITS };
enum { BLOCKS = 2 };

/* `times` for each event of the block and `plus`: a sum is asked for as such or, for a mean, by the event. */
struct amount {
    int64_t times, plus;
};

struct numbers {
    struct amount amounts[NUMBERS_MAX];
    uint32_t count;
};

struct plan {
    uint32_t kind;
    struct numbers traits[TRAITS];
    uint32_t at[BLOCKS][TRAITS]; /* the amounts chosen now */
    int64_t effort;              /* of writing a day */
};

struct search {
    struct witness *witness;
    const loyalty_program *program;
    int32_t today;
    struct log *log;
    struct day day;
    uint8_t
        asked[LOYALTY_METRICS_MAX]; /* metrics that the rules ask about, parts of shares and of the score included */
    uint8_t named[LOYALTY_METRICS_MAX]; /* metrics that the rules name themselves */
    int32_t score, rung, host;          /* whether the rules ask for it */
    int64_t effort;                     /* left */
    int64_t day_effort, ladder_effort;  /* of working out what is asked of a day, and the ladder on it */
    int64_t days;                       /* written */
    int32_t status;                     /* LOYALTY_E_MEMORY once memory ran out */
    uint64_t random;
    struct plan *plan_of[LOYALTY_KINDS_MAX]; /* NULL for kinds that no rule asks about */
    uint32_t plan_count;
    struct plan plans[];
};

static void put(struct plan *plan, int trait, int64_t times, int64_t plus)
{
    static const int64_t most[TRAITS] = {DAYS_MAX, IDLE_MAX, INT32_MAX, INT64_MAX};
    struct numbers *numbers = &plan->traits[trait];
    if (numbers->count == NUMBERS_MAX || plus > most[trait] || (trait != SUM && plus < 0))
        return;
    for (uint32_t i = 0; i < numbers->count; i++)
        if (numbers->amounts[i].times == times && numbers->amounts[i].plus == plus)
            return;
    numbers->amounts[numbers->count++] = (struct amount){times, plus};
}

/* A number and its neighbours. */
static void put_near(struct plan *plan, int trait, int64_t number)
{
    put(plan, trait, 0, number);
    if (number > INT64_MIN)
        put(plan, trait, 0, number - 1);
    if (number < INT64_MAX)
        put(plan, trait, 0, number + 1);
}

static struct plan *plan_kind(struct search *search, uint32_t kind)
{
    if (search->plan_of[kind])
        return search->plan_of[kind];
    struct plan *plan = search->plan_of[kind] = &search->plans[search->plan_count++];
    plan->kind = kind;
    plan->effort = 1;
    for (uint32_t i = 0; i < search->program->kinds[kind].activity_count; i++)
        plan->effort += search->program->activities[search->program->kinds[kind].activities[i]].kind_count;
    put(plan, DAYS, 0, 0);
    put(plan, DAYS, 0, 1);
    put(plan, IDLE, 0, 0);
    put(plan, COUNT, 0, 1);
    put(plan, SUM, 0, 0);
    return plan;
}

static int64_t common_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

/* A number that the table compares a metric with, for the kinds that the metric counts. */
static void suggest(struct search *search, uint32_t index, int64_t number)
{
    const struct metric *metric = &search->program->metrics[index];
    if (metric->type == LOYALTY_METRIC_SHARE) {
        int64_t divisor = common_divisor(100, number % 100);
        suggest(search, metric->operands[0], number / divisor);
        suggest(search, metric->operands[1], 100 / divisor);
        return;
    }
    for (uint32_t i = 0; i < metric->operand_count && search->effort > 0; i++) {
        struct plan *plan = plan_kind(search, metric->operands[i]);
        search->effort--;
        if (metric->window.type != WINDOW_ALL)
            put(plan, IDLE, 0, window_days(metric->window));
        switch (metric->type) {
        case LOYALTY_METRIC_COUNT:
            put_near(plan, COUNT, number);
            break;
        case LOYALTY_METRIC_ACTIVE_DAYS:
            put_near(plan, DAYS, number);
            break;
        case LOYALTY_METRIC_SUM:
            put_near(plan, SUM, number);
            break;
        case LOYALTY_METRIC_MEAN:
            put(plan, COUNT, 0, 2); /* fractions */
            put(plan, SUM, number, 0);
            put(plan, SUM, number, 1);
            put(plan, SUM, number, -1);
            break;
        default:
            put_near(plan, IDLE, number);
        }
    }
}

static void ask(struct search *search, uint32_t index)
{
    const struct metric *metric = &search->program->metrics[index];
    if (search->asked[index])
        return;
    search->asked[index] = 1;
    search->day_effort += metric->type == LOYALTY_METRIC_SHARE ? SHARE_EFFORT : 1 + metric->operand_count;
    if (metric->type == LOYALTY_METRIC_HOST)
        search->host = 1;
    for (uint32_t i = 0; i < metric->operand_count; i++)
        if (metric->type == LOYALTY_METRIC_SHARE)
            ask(search, metric->operands[i]);
        else
            plan_kind(search, metric->operands[i]);
}

static void ask_rule(struct search *search, const struct rule *rule)
{
    for (uint32_t i = 0; i < rule->count; i++)
        for (uint32_t j = 0; j < rule->alternatives[i].count; j++) {
            const struct condition *condition = &rule->alternatives[i].conditions[j];
            search->effort--;
            if (condition->subject == LOYALTY_SUBJECT_SCORE)
                search->score = 1;
            if (condition->subject == LOYALTY_SUBJECT_RUNG)
                search->rung = 1;
            if (condition->subject != LOYALTY_SUBJECT_METRIC)
                continue;
            search->named[condition->metric] = 1;
            ask(search, condition->metric);
            suggest(search, condition->metric, condition->number);
        }
}

static void ask_ladder(struct search *search)
{
    uint8_t named[LOYALTY_METRICS_MAX];
    int64_t before = search->effort;
    memcpy(named, search->named, sizeof named);
    for (uint32_t i = 0; i < search->program->rung_count; i++) {
        ask_rule(search, &search->program->rungs[i].enter);
        ask_rule(search, &search->program->rungs[i].keep);
    }
    search->ladder_effort = before - search->effort;
    memcpy(search->named, named, sizeof named);
}

static void ask_score(struct search *search)
{
    for (uint32_t i = 0; i < search->program->scored_count; i++) {
        uint32_t index = search->program->scored[i];
        const struct metric *metric = &search->program->metrics[index];
        ask(search, index);
        search->day_effort += metric->row_count;
        for (uint32_t row = 0; row < metric->row_count; row++)
            suggest(search, index, metric->rows[row].at_least);
    }
}

static void ask_all(struct search *search)
{
    const struct witness *witness = search->witness;
    for (uint32_t i = 0; i < witness->hold_count; i++)
        ask_rule(search, witness->holds[i]);
    for (uint32_t i = 0; i < witness->fail_count; i++)
        ask_rule(search, witness->fails[i]);
    if (search->rung)
        ask_ladder(search);
    if (search->score)
        ask_score(search);
}

/* The value of an event about which nothing is asked. */
static int64_t plain_value(const struct kind *kind)
{
    return kind->min > 0 ? kind->min : kind->max < 0 ? kind->max : 0;
}

/* What of the rest of a sum so many events can take, each up to `room`. */
static int64_t take(int64_t *rest, int64_t room, int64_t events)
{
    int64_t limit, part = *rest;
    if (part != 0 && exact_mul(room, events, &limit) && (part > 0 ? limit < part : limit > part))
        part = limit;
    *rest -= part;
    return part;
}

static void write_day(struct search *search, uint32_t kind, int32_t date, struct day_total total)
{
    struct place place = log_find(search->log, kind, date);
    search->days++;
    search->effort -= (log_series(search->log)[kind].count - place.index) / 8;
    if (search->status || !exact_add(total.count, place.total.count, &total.count) ||
        !exact_add(total.sum, place.total.sum, &total.sum))
        return;
    search->status = log_reserve(search->log, search->program, kind);
    uint64_t sum = total.sum < 0 ? 0 - (uint64_t)total.sum : (uint64_t)total.sum;
    if (!search->status)
        log_set(search->log, search->program, kind, date, &place, total, (uint64_t)total.count + sum);
}

/* The events beyond one a day fall on the last day, and of the sum as much as they can take. */
static void write_block(struct search *search, const struct plan *plan, int block)
{
    const struct kind *kind = &search->program->kinds[plan->kind];
    const struct amount *chosen[TRAITS];
    for (int i = 0; i < TRAITS; i++)
        chosen[i] = &plan->traits[i].amounts[plan->at[block][i]];
    int32_t days = (int32_t)chosen[DAYS]->plus, first = search->today - (int32_t)chosen[IDLE]->plus - days + 1;
    int64_t count = chosen[COUNT]->plus < days ? days : chosen[COUNT]->plus, last = count - days + 1;
    int64_t value = plain_value(kind), sum, rest, all, all_last;
    if (days == 0 || !exact_mul(value, count, &all) || !exact_mul(value, last, &all_last) ||
        !exact_mul(chosen[SUM]->times, count, &sum) || !exact_add(sum, chosen[SUM]->plus, &sum) ||
        !exact_subtract(sum, all, &rest))
        return;
    int64_t room = rest > 0 ? kind->max - value : kind->min - value, part = take(&rest, room, last);
    search->effort -= days * plan->effort;
    for (int32_t day = 0; day < days - 1 && search->effort > 0; day++)
        write_day(search, plan->kind, first + day, (struct day_total){1, value + take(&rest, room, 1)});
    if (exact_add(all_last, part, &all_last))
        write_day(search, plan->kind, first + days - 1, (struct day_total){last, all_last});
}

/* An event of a kind that no rule asks about only makes the customer appear. */
static void write_bystander(struct search *search)
{
    for (uint32_t kind = 0; kind < search->program->kind_count; kind++)
        if (!search->plan_of[kind]) {
            write_day(search, kind, search->today, (struct day_total){1, plain_value(&search->program->kinds[kind])});
            return;
        }
}

static void write_log(struct search *search)
{
    const loyalty_program *program = search->program;
    for (uint32_t i = 0; i < program->kind_count; i++)
        log_series(search->log)[i].count = 0;
    for (uint32_t i = 0; i < program->activity_count; i++)
        log_active(search->log, program)[i].count = 0;
    search->log->magnitude = 0;
    search->days = 0;
    for (uint32_t i = 0; i < search->plan_count; i++)
        for (int block = BLOCKS - 1; block >= 0; block--)
            write_block(search, &search->plans[i], block);
    write_bystander(search);
}

/* How far a condition is from holding: 0 where it holds. */
#define UNMET ((uint64_t)1 << 32)
static uint64_t distance(struct search *search, const struct condition *condition)
{
    int64_t value, by = INT64_MIN;
    search->effort--;
    if (day_condition(&search->day, condition))
        return 0;
    if (condition->subject == LOYALTY_SUBJECT_METRIC) {
        const struct number *number = day_metric(&search->day, condition->metric);
        if (number->state != NUMBER_EXACT)
            return UNMET + UNMET - 1;
        value = number->num / number->den;
    } else {
        value = condition->subject == LOYALTY_SUBJECT_SCORE ? day_score(&search->day) : search->day.rung;
    }
    if (!exact_subtract(value, condition->number, &by) || by <= -(int64_t)UNMET || by >= (int64_t)UNMET)
        return UNMET + UNMET - 1;
    return UNMET + (uint64_t)(by < 0 ? -by : by);
}

/* The alternative that is nearest to holding counts. */
static uint64_t distance_of_rule(struct search *search, const struct rule *rule)
{
    uint64_t nearest = rule->count ? UINT64_MAX : 0;
    for (uint32_t i = 0; i < rule->count && nearest > 0; i++) {
        uint64_t far = 0;
        for (uint32_t j = 0; j < rule->alternatives[i].count; j++)
            far += distance(search, &rule->alternatives[i].conditions[j]);
        if (far < nearest)
            nearest = far;
    }
    return nearest;
}

static uint64_t judge(struct search *search)
{
    const struct witness *witness = search->witness;
    uint64_t far = 0;
    for (uint32_t i = 0; i < witness->hold_count; i++)
        far += distance_of_rule(search, witness->holds[i]);
    for (uint32_t i = 0; i < witness->fail_count; i++) {
        search->effort--;
        if (day_rule(&search->day, witness->fails[i]))
            far += UNMET;
    }
    return far;
}

/* The rung that the log itself leads to; RUNG_ABSENT for an empty log. */
static void find_rung(struct search *search)
{
    struct history history = {NULL, 0, 0};
    struct fold fold = {search->program, search->log, NULL, {RUNG_ABSENT, 0, 0}, INT32_MIN};
    search->status = ladder_fold(&fold, search->day.date, &history);
    memory_free(&search->program->arena.allocator, history.changes);
    search->day.rung = fold.standing.rung;
}

/* How far the log chosen now is from what is asked: 0 where it is a witness. Leaves the first day in search->day. */
static uint64_t try_log(struct search *search)
{
    uint64_t far = 0;
    write_log(search);
    search->effort -= search->day_effort * search->witness->days;
    if (log_is_huge(search->log))
        search->effort -= search->days * search->day_effort * search->witness->days * WIDE_EFFORT;
    if (search->rung)
        search->effort -= search->days * (search->day_effort + search->ladder_effort);
    if (search->effort <= 0 || log_earliest(search->log, search->program) == DATE_NEVER)
        return UINT64_MAX;
    for (int32_t day = search->witness->days - 1; day >= 0 && !search->status; day--) {
        day_begin(&search->day, search->program, search->log, NULL, search->today + day);
        if (search->rung)
            find_rung(search);
        far += judge(search);
    }
    return search->status ? UINT64_MAX : far;
}

/* Chooses the best amount of one trait while all others stay; returns how far the log is then. */
static uint64_t improve(struct search *search, uint32_t *at, uint32_t count, uint64_t far)
{
    uint32_t best = *at;
    for (uint32_t i = 0; i < count && far > 0 && search->effort > 0; i++) {
        if (i == best)
            continue;
        *at = i;
        uint64_t found = try_log(search);
        if (found < far) {
            far = found;
            best = i;
        }
    }
    *at = best;
    return far;
}

/* Improves one trait after the other until no change of a single one helps. */
static uint64_t descend(struct search *search)
{
    uint64_t far = try_log(search), before = UINT64_MAX;
    while (far > 0 && far < before && search->effort > 0) {
        before = far;
        for (uint32_t i = 0; i < search->plan_count; i++) {
            struct plan *plan = &search->plans[i];
            for (int block = 0; block < BLOCKS; block++)
                for (int trait = 0; trait < TRAITS; trait++)
                    if (trait == DAYS || plan->at[block][DAYS] > 0) /* no days, nothing else matters */
                        far = improve(search, &plan->at[block][trait], plan->traits[trait].count, far);
        }
    }
    return far;
}

/*
 * The last day is a Sunday that ends a year: no other has longer weeks, months, quarters and years behind it. Or the first
 * day is the Monday after it, when they are all empty.
 */
static void choose_day(struct search *search, int begins)
{
    int32_t monday = date_from_civil((struct civil){2024, 1, 1});
    search->today = begins ? monday : monday - search->witness->days;
}

/* Somewhere else, the same for the same table. */
static void jump(struct search *search)
{
    for (uint32_t i = 0; i < search->plan_count; i++)
        for (int block = 0; block < BLOCKS; block++)
            for (int trait = 0; trait < TRAITS; trait++) {
                search->random = search->random * 6364136223846793005u + 1442695040888963407u;
                search->plans[i].at[block][trait] =
                    (uint32_t)(search->random >> 33) % search->plans[i].traits[trait].count;
            }
    choose_day(search, search->random >> 63 != 0);
}

/* Goes back to the first amounts, which are the plainest, wherever the log stays a witness. */
static void simplify(struct search *search)
{
    for (uint32_t i = 0; i < search->plan_count; i++)
        for (int block = BLOCKS - 1; block >= 0; block--)
            for (int trait = 0; trait < TRAITS; trait++) {
                uint32_t *at = &search->plans[i].at[block][trait], found = *at;
                for (*at = 0; *at < found && try_log(search) > 0;)
                    (*at)++;
            }
}

/* "mood 7/2", as exact as it fits. */
static int describe_metric(struct search *search, uint32_t metric, char *text, size_t size)
{
    const char *name = search->program->metrics[metric].texts.name;
    struct wide num, den;
    int64_t whole, of;
    if (day_metric(&search->day, metric)->state == NUMBER_UNDEFINED)
        return snprintf(text, size, "%s undefined", name);
    day_metric_wide(&search->day, metric, &num, &den);
    wide_reduce(&num, &den);
    if (!wide_get(&num, &whole) || !wide_get(&den, &of))
        return snprintf(text, size, "%s about %lld", name, (long long)wide_floor(&num, &den));
    return of == 1 ? snprintf(text, size, "%s %lld", name, (long long)whole)
                   : snprintf(text, size, "%s %lld/%lld", name, (long long)whole, (long long)of);
}

/* As much as there is room for. */
static void describe(struct search *search)
{
    char *text = search->witness->text, part[WITNESS_TEXT];
    size_t used = 0;
    text[0] = '\0';
    for (uint32_t i = 0; i < search->program->metric_count + 2; i++) {
        int32_t length = 0;
        if (i < search->program->metric_count && search->named[i])
            length = describe_metric(search, i, part, sizeof part);
        else if (i == search->program->metric_count && search->score)
            length = snprintf(part, sizeof part, "score %lld", (long long)day_score(&search->day));
        else if (i == search->program->metric_count + 1 && search->rung)
            length = snprintf(part, sizeof part, "rung %s", search->program->rungs[search->day.rung].texts.name);
        if (length > 0 && used + (size_t)length + sizeof ", " <= WITNESS_TEXT)
            used += (size_t)snprintf(text + used, WITNESS_TEXT - used, "%s%s", used ? ", " : "", part);
    }
}

/* Whether a log is found that is a witness. */
static int found(struct search *search)
{
    while (search->effort > 0 && !search->status) {
        if (descend(search) == 0)
            return 1;
        search->effort--;
        jump(search);
    }
    return 0;
}

static int32_t run(struct search *search)
{
    int64_t effort = search->witness->effort < SEARCH_EFFORT ? search->witness->effort : SEARCH_EFFORT;
    if (effort <= 0)
        return 0;
    search->effort = effort;
    ask_all(search);
    int witness = !search->host && found(search);
    if (witness) {
        search->effort += SEARCH_EFFORT;
        effort += SEARCH_EFFORT;
        simplify(search);
    }
    search->witness->effort -= effort - search->effort;
    search->effort = INT64_MAX; /* what could be tried once can be tried again */
    if (witness && try_log(search) == 0)
        describe(search);
    return search->status ? search->status : witness;
}

int32_t witness_find(struct witness *witness, const loyalty_program *program)
{
    const loyalty_allocator *allocator = &program->arena.allocator;
    struct search *search = memory_new(allocator, sizeof *search + program->kind_count * sizeof *search->plans);
    struct log *log = memory_new(allocator, log_size(program));
    int32_t found = LOYALTY_E_MEMORY;
    if (search && log) {
        search->witness = witness;
        search->program = program;
        search->log = log;
        choose_day(search, 0);
        found = run(search);
        log_clear(log, program);
    }
    memory_free(allocator, log);
    memory_free(allocator, search);
    return found;
}
