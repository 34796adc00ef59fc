/* SPDX-License-Identifier: MIT */
/* Computes lifetime value: a Markov chain of states with rewards, after Pfeifer and Carraway (2000). */
#include <float.h>
#include <stdbool.h>

#include "analysis/lifetime.h"

enum { STATES_MAX = 1024 };

/* How far the sum of a row may exceed 1, because rows come from divisions. */
static const double tolerance = 1e-9;

static bool lifetime_is_finite(double number)
{
    return number >= -DBL_MAX && number <= DBL_MAX;
}

/*
 * V = R + Q V with Q = P ÷ (1+d). `slack` is what each row of Q needs to reach 1: d ÷ (1+d), and the share that leaves.
 * It is kept apart from Q because 1 − ΣQ would lose it to rounding if d is small.
 */
struct chain {
    uint32_t states;
    double *q, *slack, *value;
};

/* Returns true and sets `*sum` if the numbers of a row are probabilities. */
static bool lifetime_is_row(const double *row, uint32_t states, double *sum)
{
    *sum = 0;
    for (uint32_t i = 0; i < states; i++) {
        if (!(row[i] >= 0 && row[i] <= 1))
            return false;
        *sum += row[i];
    }
    return *sum <= 1 + tolerance;
}

/* Sets up the chain. Returns whether all numbers are within their ranges. */
static bool lifetime_set_up(struct chain *chain, const double *transitions, const double *rewards, double discount)
{
    uint32_t n = chain->states;
    for (uint32_t i = 0; i < n; i++) {
        double sum;
        if (!lifetime_is_finite(rewards[i]) || !lifetime_is_row(transitions + (size_t)i * n, n, &sum))
            return false;
        for (uint32_t j = 0; j < n; j++)
            chain->q[(size_t)i * n + j] = transitions[(size_t)i * n + j] / (sum > 1 ? sum : 1) / (1 + discount);
        chain->slack[i] = ((sum < 1 ? 1 - sum : 0) + discount) / (1 + discount);
        chain->value[i] = rewards[i];
    }
    return true;
}

/*
 * Solves by Gaussian elimination after Grassmann, Taksar and Heyman (1985): an element of the diagonal is not 1 − q but
 * the sum of the rest of its row and the slack, which is carried along. So nothing is ever subtracted: no rounding
 * error grows, however small d is, and no pivot can be 0.
 */
static void lifetime_solve(struct chain *chain)
{
    uint32_t n = chain->states;
    double *q = chain->q, *slack = chain->slack, *value = chain->value;
    for (uint32_t k = n - 1; k > 0; k--) {
        const double *row = q + (size_t)k * n;
        double pivot = slack[k];
        for (uint32_t j = 0; j < k; j++)
            pivot += row[j];
        for (uint32_t i = 0; i < k; i++) {
            double factor = q[(size_t)i * n + k] / pivot;
            for (uint32_t j = 0; j < k; j++)
                q[(size_t)i * n + j] += factor * row[j];
            slack[i] += factor * slack[k];
            value[i] += factor * value[k];
        }
        slack[k] = pivot;
    }
    for (uint32_t k = 0; k < n; k++) {
        for (uint32_t j = 0; j < k; j++)
            value[k] += q[(size_t)k * n + j] * value[j];
        value[k] /= slack[k];
    }
}

/* Sums up period by period, the last first, until nothing changes any more. */
static void lifetime_sum_up(struct chain *chain, const double *rewards, uint32_t periods)
{
    uint32_t n = chain->states;
    double *next = chain->slack; /* not needed here */
    int changes = 1;
    for (uint32_t period = 0; period < periods && changes; period++) {
        changes = 0;
        for (uint32_t i = 0; i < n; i++) {
            next[i] = 0;
            for (uint32_t j = 0; j < n; j++)
                next[i] += chain->q[(size_t)i * n + j] * chain->value[j];
            next[i] += rewards[i];
        }
        for (uint32_t i = 0; i < n; i++) {
            changes |= next[i] < chain->value[i] || next[i] > chain->value[i];
            chain->value[i] = next[i];
        }
    }
}

/* NOLINTNEXTLINE(readability-function-size): the public call with an allocator. */
int32_t lifetime_value(const loyalty_allocator *allocator, uint32_t states, const double *transitions,
                       const double *rewards, double discount, uint32_t periods, double *values)
{
    if (states == 0 || states > STATES_MAX || !lifetime_is_finite(discount) || discount < 0 ||
        (discount <= 0 && periods == 0))
        return LOYALTY_E_ARGUMENT;
    double *room = memory_new(allocator, ((size_t)states * states + 2 * (size_t)states) * sizeof *room);
    if (!room)
        return LOYALTY_E_MEMORY;
    struct chain chain = {states, room, room + (size_t)states * states, room + (size_t)states * (states + 1)};
    int32_t status = lifetime_set_up(&chain, transitions, rewards, discount) ? LOYALTY_OK : LOYALTY_E_ARGUMENT;
    if (!status && periods)
        lifetime_sum_up(&chain, rewards, periods);
    else if (!status)
        lifetime_solve(&chain);
    for (uint32_t i = 0; !status && i < states; i++)
        if (!lifetime_is_finite(chain.value[i]))
            status = LOYALTY_E_RANGE;
    for (uint32_t i = 0; !status && i < states; i++)
        values[i] = chain.value[i];
    memory_free(allocator, room);
    return status;
}

loyalty_status loyalty_markov_value(uint32_t states, const double *transitions, const double *rewards, double discount,
                                    uint32_t periods, double *values)
{
    if (!transitions || !rewards || !values)
        return LOYALTY_E_ARGUMENT;
    loyalty_allocator allocator;
    int32_t status = memory_allocator(NULL, &allocator);
    return status ? status : lifetime_value(&allocator, states, transitions, rewards, discount, periods, values);
}
