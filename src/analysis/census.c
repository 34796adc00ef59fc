/* SPDX-License-Identifier: MIT */
/* Makes, fills and merges censuses, and counts rungs, cells and movement. */
#include "analysis/census.h"

#include <string.h>

#include "base/abi.h"
#include "book/book.h"

static bool census_is_period(int32_t first, int32_t last)
{
    return date_valid(first) && date_valid(last) && first <= last;
}

/* Adds the plan's metrics to the set, so that equal plans compare equal. */
static int32_t census_check_metrics(const loyalty_program *program, const loyalty_census_plan *plan,
                                    struct metric_set *metrics)
{
    if (plan->metric_count > program->metric_count || (plan->metric_count && !plan->metrics))
        return LOYALTY_E_ARGUMENT;
    for (uint32_t i = 0; i < plan->metric_count; i++) {
        if (plan->metrics[i] >= program->metric_count)
            return LOYALTY_E_INDEX;
        if (metric_set_has(metrics, plan->metrics[i]))
            return LOYALTY_E_ARGUMENT;
        metric_set_add(metrics, plan->metrics[i]);
    }
    return LOYALTY_OK;
}

/* Checks the kinds of a plan, and adds them to the set, so that equal plans compare equal. */
static int32_t census_check_kinds(const loyalty_program *program, const loyalty_census_plan *plan,
                                  struct kind_set *kinds)
{
    if (plan->kind_count == 0 || plan->kind_count > program->kind_count || !plan->kinds)
        return LOYALTY_E_ARGUMENT;
    for (uint32_t i = 0; i < plan->kind_count; i++) {
        if (plan->kinds[i] >= program->kind_count)
            return LOYALTY_E_INDEX;
        if (kind_set_has(kinds, plan->kinds[i]))
            return LOYALTY_E_ARGUMENT;
        kind_set_add(kinds, plan->kinds[i]);
    }
    return LOYALTY_OK;
}

/* Checks what the parts of a plan need, and clears the rest, so that equal plans compare equal. */
static int32_t census_check_plan(const loyalty_program *program, loyalty_census_plan *plan, struct kind_set *kinds)
{
    const uint32_t all = LOYALTY_CENSUS_MOVEMENT | LOYALTY_CENSUS_RETENTION | LOYALTY_CENSUS_INFLUENCE;
    const bool retention = plan->parts & LOYALTY_CENSUS_RETENTION, influence = plan->parts & LOYALTY_CENSUS_INFLUENCE;
    if (plan->parts & ~all)
        return LOYALTY_E_ARGUMENT;
    if (!influence && !(plan->parts & LOYALTY_CENSUS_MOVEMENT))
        plan->from_date = LOYALTY_DATE_NONE;
    else if (!date_valid(plan->from_date) || plan->from_date >= plan->as_of)
        return LOYALTY_E_DATE;
    if (!retention)
        plan->first_from = plan->first_to = plan->second_from = plan->second_to = LOYALTY_DATE_NONE;
    else if (!census_is_period(plan->first_from, plan->first_to) ||
             !census_is_period(plan->second_from, plan->second_to))
        return LOYALTY_E_DATE;
    if (!influence)
        plan->days = 0;
    else if (plan->days < 1 || plan->days > LOYALTY_DAYS_MAX)
        return LOYALTY_E_ARGUMENT;
    if (!date_valid(plan->as_of))
        return LOYALTY_E_DATE;
    return retention || influence ? census_check_kinds(program, plan, kinds) : LOYALTY_OK;
}

static int32_t census_make_room(loyalty_census *census)
{
    const loyalty_allocator *allocator = census_allocator(census);
    const loyalty_program *program = census->program;
    size_t rungs = program->rung_count, cells = program->cell_count, kinds = program->kind_count;
    census->total_count = rungs + rungs * rungs + cells + 3 * kinds;
    census->totals = memory_new(allocator, census->total_count * sizeof *census->totals);
    /* One element more than needed: there may be none, and a block of 0 bytes may be NULL. */
    census->scratch.cells = memory_new(allocator, (program->segmentation_count + 1) * sizeof(uint32_t));
    if (!census->totals || !census->scratch.cells)
        return LOYALTY_E_MEMORY;
    census->rungs = census->totals;
    census->moved = census->rungs + rungs;
    census->cells = census->moved + rungs * rungs;
    census->exposed = census->cells + cells;
    census->bought = census->exposed + kinds;
    census->young = census->bought + kinds;
    return census_make_metrics(census);
}

/* Makes a census without customers. `kinds` and `asked` are the kinds and the metrics of the plan. */
static int32_t census_new(loyalty_program *program, const loyalty_census_plan *plan, const struct kind_set *kinds,
                          const struct metric_set *asked, loyalty_census **census)
{
    loyalty_census *made = memory_new(&program->arena.allocator, sizeof *made);
    if (!made)
        return LOYALTY_E_MEMORY;
    made->program = loyalty_program_ref(program);
    made->plan = *plan;
    made->plan.kinds = made->plan.metrics = NULL;
    made->kinds = *kinds;
    made->asked = *asked;
    int32_t status = census_make_room(made);
    if (status)
        loyalty_census_free(made);
    else
        *census = made;
    return status;
}

loyalty_status loyalty_census_new(loyalty_program *program, const loyalty_census_plan *plan, loyalty_census **census)
{
    if (!program || !plan || !census)
        return LOYALTY_E_ARGUMENT;
    loyalty_census_plan ours;
    struct kind_set kinds = {.bits = 0};
    struct metric_set asked = {{0}};
    int32_t status = abi_input(&ours, sizeof ours, plan, sizeof ours);
    if (!status)
        status = census_check_plan(program, &ours, &kinds);
    if (!status)
        status = census_check_metrics(program, &ours, &asked);
    return status ? status : census_new(program, &ours, &kinds, &asked, census);
}

void loyalty_census_free(loyalty_census *census)
{
    if (!census)
        return;
    loyalty_program *program = census->program;
    const loyalty_allocator *allocator = census_allocator(census);
    memory_free(allocator, census->totals);
    spread_free(&census->scores, allocator);
    census_free_metrics(census);
    memory_free(allocator, census->cohorts.cohorts);
    history_free(&census->scratch.history, allocator);
    memory_free(allocator, census->scratch.cells);
    memory_free(allocator, census->scratch.dates);
    memory_free(allocator, census);
    loyalty_program_unref(program);
}

/* What the plan needs of a customer's standing. */
struct footing {
    struct standing now; /* on `as_of` */
    int32_t before;      /* the rung on `from_date`; RUNG_ABSENT if not on the ladder */
    int64_t score;
};

/* Returns the rung on a date, up to which the history is complete. */
static int32_t census_rung_on(const struct history *history, int32_t date)
{
    uint32_t count = history->count;
    while (count > 0 && history->changes[count - 1].date > date)
        count--;
    return count > 0 ? history->changes[count - 1].standing.rung : RUNG_ABSENT;
}

/* Finds the rungs from the log alone, in one fold for both days. */
static int32_t census_stand_by_log(loyalty_census *census, const loyalty_customer *customer, struct footing *footing)
{
    struct history *history = &census->scratch.history;
    history->count = 0;
    int32_t status = customer_standing_on(customer, census->plan.as_of, &footing->now, history);
    if (status)
        return status;
    footing->before = census_rung_on(history, census->plan.from_date);
    return LOYALTY_OK;
}

/* Finds the rungs of a customer who is advanced to `as_of`: no fold is needed if the rung was the same on `from_date`. */
static int32_t census_stand_at_present(loyalty_census *census, const loyalty_customer *customer,
                                       struct footing *footing)
{
    const struct standing now = customer_standing(customer);
    struct standing before = now;
    int32_t status = LOYALTY_OK;
    census->scratch.history.count = 0;
    if (now.rung != RUNG_ABSENT && census_has_movement(census) && now.since > census->plan.from_date)
        status = customer_standing_on(customer, census->plan.from_date, &before, &census->scratch.history);
    footing->now = now;
    footing->before = before.rung;
    return status;
}

/* Sets the score and the values of metrics, and writes the cells to the scratch. */
static int32_t census_look_at_day(loyalty_census *census, const loyalty_customer *customer, struct footing *footing)
{
    const loyalty_program *program = census->program;
    if (footing->now.rung == RUNG_ABSENT)
        return LOYALTY_OK;
    struct day day;
    day_begin(&day, program, customer_log(customer), customer_user(customer), census->plan.as_of);
    ladder_resume(&day, &footing->now);
    footing->score = day_score(&day);
    for (uint32_t i = 0; i < program->segmentation_count; i++)
        census->scratch.cells[i] = answer_cell(&day, i);
    census_look_at_metrics(census, &day);
    return day.status;
}

static void census_count_standing(loyalty_census *census, const struct footing *footing)
{
    if (footing->now.rung == RUNG_ABSENT)
        return;
    census->count++;
    census->rungs[footing->now.rung]++;
    spread_add(&census->scores, footing->score, 1);
    census_count_metrics(census);
    for (uint32_t i = 0; i < census->program->segmentation_count; i++)
        if (census->scratch.cells[i] != LOYALTY_NONE)
            census->cells[census->scratch.cells[i]]++;
    if (census_has_movement(census) && footing->before == RUNG_ABSENT)
        census->appeared++;
    else if (census_has_movement(census))
        census->moved[(uint32_t)footing->before * census->program->rung_count + (uint32_t)footing->now.rung]++;
}

/* Adds a customer. Everything that can fail comes before anything is counted. */
static int32_t census_add(loyalty_census *census, const loyalty_customer *customer)
{
    struct footing footing = {standing_absent, RUNG_ABSENT, 0};
    int32_t status = customer_today(customer) == census->plan.as_of
                         ? census_stand_at_present(census, customer, &footing)
                         : census_stand_by_log(census, customer, &footing);
    if (!status)
        status = census_look_at_day(census, customer, &footing);
    if (!status)
        status = census_active_days(census, customer);
    if (!status)
        status = spread_reserve(&census->scores, census_allocator(census), 1);
    if (!status)
        status = census_reserve_metrics(census, NULL);
    if (!status)
        status = cohorts_reserve(&census->cohorts, census_allocator(census), 1);
    if (status)
        return status;
    census_count_standing(census, &footing);
    census_count_retention(census);
    census_count_influence(census, customer);
    return LOYALTY_OK;
}

loyalty_status loyalty_census_add(loyalty_census *census, const loyalty_customer *customer)
{
    if (!census || !customer)
        return LOYALTY_E_ARGUMENT;
    return customer_program(customer) == census->program ? census_add(census, customer) : LOYALTY_E_PROGRAM;
}

loyalty_status loyalty_census_add_book(loyalty_census *census, const loyalty_book *book)
{
    if (!census || !book)
        return LOYALTY_E_ARGUMENT;
    if (book->home.program != census->program)
        return LOYALTY_E_PROGRAM;
    if (book->telling)
        return LOYALTY_E_BUSY;
    /* The book gets a census of its own, so that a failure leaves this one unchanged. */
    loyalty_census *all;
    int32_t status = book_settle(book);
    if (!status)
        status = census_new(census->program, &census->plan, &census->kinds, &census->asked, &all);
    if (status)
        return status;
    for (uint32_t row = book_next(book, 0); row != INDEX_NONE && !status; row = book_next(book, row + 1))
        status = census_add(all, book_customer(book, row));
    if (!status)
        status = loyalty_census_merge(census, all);
    loyalty_census_free(all);
    return status;
}

static bool census_same_plan(const loyalty_census *a, const loyalty_census *b)
{
    const loyalty_census_plan *x = &a->plan, *y = &b->plan;
    return a->program == b->program && x->as_of == y->as_of && x->parts == y->parts && x->from_date == y->from_date &&
           x->days == y->days && x->first_from == y->first_from && x->first_to == y->first_to &&
           x->second_from == y->second_from && x->second_to == y->second_to &&
           memcmp(&a->kinds, &b->kinds, sizeof a->kinds) == 0 && memcmp(&a->asked, &b->asked, sizeof a->asked) == 0;
}

loyalty_status loyalty_census_merge(loyalty_census *census, const loyalty_census *other)
{
    if (!census || !other)
        return LOYALTY_E_ARGUMENT;
    if (!census_same_plan(census, other))
        return LOYALTY_E_PROGRAM;
    int32_t status = spread_reserve(&census->scores, census_allocator(census), other->scores.used);
    if (!status)
        status = census_reserve_metrics(census, other);
    if (!status)
        status = cohorts_reserve(&census->cohorts, census_allocator(census), other->cohorts.count);
    if (status)
        return status;
    for (size_t i = 0; i < census->total_count; i++)
        census->totals[i] += other->totals[i];
    census->count += other->count;
    census->appeared += other->appeared;
    census->base.days += other->base.days;
    census->base.buying += other->base.buying;
    spread_merge(&census->scores, &other->scores);
    census_merge_metrics(census, other);
    for (uint32_t i = 0; i < other->cohorts.count; i++)
        cohorts_add(&census->cohorts, &other->cohorts.cohorts[i]);
    return LOYALTY_OK;
}

uint64_t loyalty_census_count(const loyalty_census *census)
{
    return census ? census->count : 0;
}

loyalty_status loyalty_census_on_rung(const loyalty_census *census, uint32_t rung, uint64_t *customers)
{
    if (!census || !customers)
        return LOYALTY_E_ARGUMENT;
    if (rung >= census->program->rung_count)
        return LOYALTY_E_INDEX;
    *customers = census->rungs[rung];
    return LOYALTY_OK;
}

loyalty_status loyalty_census_in_cell(const loyalty_census *census, uint32_t cell, uint64_t *customers)
{
    if (!census || !customers)
        return LOYALTY_E_ARGUMENT;
    if (cell >= census->program->cell_count)
        return LOYALTY_E_INDEX;
    *customers = census->cells[cell];
    return LOYALTY_OK;
}

loyalty_status loyalty_census_movement(const loyalty_census *census, loyalty_movement *movement)
{
    if (!census || !movement)
        return LOYALTY_E_ARGUMENT;
    if (!census_has_movement(census))
        return LOYALTY_E_PLAN;
    loyalty_movement ours = {.size = sizeof ours, .appeared = census->appeared};
    uint32_t rungs = census->program->rung_count;
    for (uint32_t from = 0; from < rungs; from++) {
        for (uint32_t to = 0; to < rungs; to++) {
            uint64_t *kind = to > from ? &ours.climbed : to == from ? &ours.stayed : to ? &ours.fell : &ours.lapsed;
            *kind += census->moved[from * rungs + to];
        }
    }
    return ABI_OUTPUT(movement, ours);
}

loyalty_status loyalty_census_moved(const loyalty_census *census, uint32_t from_rung, uint32_t to_rung,
                                    uint64_t *customers)
{
    if (!census || !customers)
        return LOYALTY_E_ARGUMENT;
    if (from_rung >= census->program->rung_count || to_rung >= census->program->rung_count)
        return LOYALTY_E_INDEX;
    if (!census_has_movement(census))
        return LOYALTY_E_PLAN;
    *customers = census->moved[from_rung * census->program->rung_count + to_rung];
    return LOYALTY_OK;
}
