/* SPDX-License-Identifier: MIT */
/* Passes a day in the order of docs/rule-tables.md. */
#include "fold/ladder.h"

static void ladder_sooner(struct day *day, int32_t date)
{
    if (date < day->next)
        day->next = date;
}

static const struct rung *ladder_rung(const struct day *day, int32_t rung)
{
    return &day->program->rungs[rung];
}

void ladder_begin_term(struct day *day, struct standing *standing, bool spent)
{
    if (!day->program->terms)
        return;
    standing->term = day->date;
    standing->spent = spent;
    day_set_term(day, standing_counts_from(standing));
}

void ladder_stand(struct day *day, struct standing *standing, int32_t rung, bool spent)
{
    standing->rung = (int8_t)rung;
    standing->since = day->date;
    standing->failing = LOYALTY_DATE_NONE;
    ladder_begin_term(day, standing, spent);
}

static bool ladder_is_out(struct day *day)
{
    return day->program->out.count > 0 && day_rule(day, &day->program->out);
}

/* Returns the rung to climb to, or the present one. */
static int32_t ladder_climb(struct day *day, int32_t rung)
{
    const loyalty_program *program = day->program;
    int32_t top = (int32_t)program->rung_count - 1;
    if (program->climb == LOYALTY_CLIMB_STEP && top > rung)
        top = rung + 1;
    for (int32_t to = top; to > rung; to--)
        if (day_rule(day, &program->rungs[to].enter))
            return to;
    return rung;
}

/* Returns whether a rung is kept on the day, because its `keep` or its `enter` holds. */
static bool ladder_keeps(struct day *day, const struct rung *rung)
{
    return rung->asks_enter ? day_either(day, &rung->keep, &rung->enter) : day_rule(day, &rung->keep);
}

/* Returns whether a customer may fall to a rung. */
static bool ladder_qualifies(struct day *day, int32_t rung, const struct lapse *lapse)
{
    if (!lapse->over)
        return ladder_keeps(day, ladder_rung(day, rung));
    return (lapse->kept >> rung & 1) || day_rule(day, &ladder_rung(day, rung)->enter);
}

static int32_t ladder_fall(struct day *day, int32_t rung, const struct lapse *lapse)
{
    if (ladder_rung(day, rung)->fall == LOYALTY_FALL_BOTTOM)
        return 0;
    int32_t to = rung - 1;
    while (ladder_rung(day, rung)->fall == LOYALTY_FALL_REQUALIFY && to > 0 && !ladder_qualifies(day, to, lapse))
        to--;
    return to;
}

bool ladder_renews(struct day *day, const struct standing *standing, struct lapse *lapse)
{
    if (day_rule(day, &ladder_rung(day, standing->rung)->keep))
        return true;
    *lapse = (struct lapse){.over = true};
    for (int32_t to = 1; to < standing->rung; to++)
        if (day_rule(day, &ladder_rung(day, to)->keep))
            lapse->kept |= UINT64_C(1) << to;
    return false;
}

/* Lowers day->next to the day on which a customer moves who stays where the day has left him. */
static void ladder_ground_rung(struct day *day, const struct standing *standing)
{
    const int32_t rung = standing->rung, tomorrow = day->date + 1;
    if (ladder_climb(day, rung) > rung)
        ladder_sooner(day, tomorrow);
    if (rung == 0)
        return;
    const bool fails = standing->failing != LOYALTY_DATE_NONE;
    if (!fails && rung_has_term(ladder_rung(day, rung)))
        ladder_sooner(day, standing_term_end(day->program, standing));
    else if (ladder_keeps(day, ladder_rung(day, rung)) == fails)
        ladder_sooner(day, tomorrow);
    else if (fails)
        ladder_sooner(day, standing_falls_on(day->program, standing));
}

/* Moves day->next to the first review from that day on. */
static void ladder_wait_for_review(struct day *day)
{
    if (day->program->review.period != PERIOD_NONE && day->next <= LOYALTY_DATE_MAX)
        day->next = cycle_first_day_from(day->program->review, day->next);
}

void ladder_ground(struct day *day, const struct standing *standing)
{
    day->next = DATE_NEVER;
    if (ladder_is_out(day)) {
        if (standing->rung > 0)
            ladder_sooner(day, day->date + 1);
        return;
    }
    const int32_t out = day->next;
    day->next = DATE_NEVER;
    ladder_ground_rung(day, standing);
    ladder_wait_for_review(day);
    ladder_sooner(day, out);
}

/*
 * Returns whether the rules asked so far say nothing of a customer who was just promoted. With climb `any` and without
 * terms they do: `enter` of the rung and of those above it were asked.
 */
static bool ladder_is_news(const struct day *day)
{
    return day->program->climb == LOYALTY_CLIMB_STEP || day->program->terms;
}

/* Lets a customer fail who does not keep the rung. Returns what ladder_pass_rungs() does. */
static bool ladder_pass_failing(struct day *day, struct standing *standing, const struct lapse *lapse)
{
    if (standing->failing == LOYALTY_DATE_NONE)
        standing->failing = day->date;
    const int32_t falls_on = standing_falls_on(day->program, standing);
    if (day->date >= falls_on) {
        ladder_stand(day, standing, ladder_fall(day, standing->rung, lapse), false);
        return true;
    }
    ladder_sooner(day, falls_on);
    return lapse->over; /* `keep` was asked of the day before */
}

/* Passes a day on a rung with a term, if there was no promotion. */
static bool ladder_pass_term(struct day *day, struct standing *standing, const struct lapse *lapse)
{
    const struct rung *rung = ladder_rung(day, standing->rung);
    if (standing->failing == LOYALTY_DATE_NONE && !lapse->over) {
        ladder_sooner(day, standing_term_end(day->program, standing));
        return false;
    }
    if (lapse->over ? day_rule(day, &rung->enter) : ladder_keeps(day, rung)) {
        standing->failing = LOYALTY_DATE_NONE;
        ladder_begin_term(day, standing, true);
        return true;
    }
    return ladder_pass_failing(day, standing, lapse);
}

bool ladder_pass_rungs(struct day *day, struct standing *standing, const struct lapse *lapse)
{
    const int32_t rung = standing->rung, to = ladder_climb(day, rung);
    if (to > rung) {
        ladder_stand(day, standing, to, true);
        return ladder_is_news(day);
    }
    if (rung > 0 && rung_has_term(ladder_rung(day, rung)))
        return ladder_pass_term(day, standing, lapse);
    if (rung > 0 && !ladder_keeps(day, ladder_rung(day, rung)))
        return ladder_pass_failing(day, standing, lapse);
    standing->failing = LOYALTY_DATE_NONE;
    return false;
}

/* Passes a day on which the customer is out. */
static bool ladder_pass_out(struct day *day, struct standing *standing)
{
    if (standing->rung > 0)
        ladder_stand(day, standing, 0, false);
    standing->failing = LOYALTY_DATE_NONE;
    return day->program->terms;
}

static bool ladder_is_review(const struct day *day)
{
    const struct cycle review = day->program->review;
    return review.period == PERIOD_NONE || cycle_first_day_from(review, day->date) == day->date;
}

bool ladder_pass_calendar(struct day *day, struct standing *standing, const struct lapse *lapse)
{
    if (ladder_is_out(day))
        return ladder_pass_out(day, standing);
    const int32_t out = day->next;
    bool news = false;
    day->next = DATE_NEVER;
    if (ladder_is_review(day))
        news = ladder_pass_rungs(day, standing, lapse);
    else
        day->next = day->date + 1;
    ladder_wait_for_review(day);
    ladder_sooner(day, out);
    return news;
}
