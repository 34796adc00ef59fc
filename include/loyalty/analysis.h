/* SPDX-License-Identifier: MIT */
#ifndef LOYALTY_ANALYSIS_H
#define LOYALTY_ANALYSIS_H

#include "loyalty.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file analysis.h
 * @brief What an analyst asks over all customers: a census measures them, a backtest compares two tables over them.
 *
 * The same library and the same manners as loyalty.h, but a younger promise: these declarations **may change until
 * 1.1**. Floating point is at home here, and only here: it divides after all is counted.
 */

/**
 * @defgroup decide Decisions over columns
 * @{
 */

/**
 * Decides rungs from metrics that are at hand already, for many customers at once: the first rung if `out` holds,
 * otherwise the highest rung whose `enter` holds, or the first. No log, no history, no `climb`, no `keep`, no term, no
 * review. It takes no memory. With two metrics:
 *
 * @code
 * const int64_t *metrics[] = {spend, visits};        // in the order of the table; metrics[metric][row]
 * const unsigned char *defined[] = {NULL, has_visits}; // spend is defined in every row
 * loyalty_program_decide(program, rows, metrics, defined, rungs);
 * @endcode
 *
 * @param[in] program  the rules.
 * @param[in] rows     number of rows.
 * @param[in] metrics  for each metric of the table a column of whole values, or NULL if it is undefined in every row.
 *                     Shares and means are taken as given. The score is worked out from the columns.
 * @param[in] defined  for each metric NULL if it is defined in every row, otherwise a column of 1 and 0 (not defined).
 *                     NULL if all are defined.
 * @param[out] rungs   takes @p rows indexes of rungs.
 * @return #LOYALTY_OK.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_program_decide(const loyalty_program *program, size_t rows,
                                                  const int64_t *const *metrics, const unsigned char *const *defined,
                                                  uint32_t *rungs);

/** @} */

/**
 * @defgroup census Census
 * The figures that a business measures over its customers: who stands where, who moved, who came back, what preceded a
 * purchase, and what a customer is worth. docs/census.md defines each figure.
 *
 * A census is planned, then customers are added, one by one or as books; two of the same plan can be merged, so that
 * each thread may count its own book. Whatever day a customer is advanced to, a census looks at the days of its plan.
 * @{
 */

/** Figures over customers of one program. */
typedef struct loyalty_census loyalty_census;

/** Parts of a census beside the standings, for the `parts` of its plan. */
enum loyalty_census_part {
    LOYALTY_CENSUS_MOVEMENT = 1,  /**< Who moved: needs `from_date`. */
    LOYALTY_CENSUS_RETENTION = 2, /**< Who came back: needs `kinds` and both periods. */
    LOYALTY_CENSUS_INFLUENCE = 4  /**< What preceded a purchase: needs `from_date`, `kinds` and `days`. */
};

/** What a census counts. Fields of parts that `parts` does not name are not read. Periods include both their days. */
typedef struct loyalty_census_plan {
    size_t size;              /**< `sizeof(loyalty_census_plan)`. */
    const uint32_t *kinds;    /**< Kinds that count as a purchase; copied. */
    const uint32_t *metrics;  /**< Metrics whose quantiles are asked for; copied. */
    loyalty_date as_of;       /**< Day of the standings. */
    uint32_t parts;           /**< A sum of #loyalty_census_part. */
    loyalty_date from_date;   /**< An earlier day: movement from it to `as_of`, influence after it. */
    int32_t days;             /**< Influence: "buys within that many days after", from 1 to #LOYALTY_DAYS_MAX. */
    uint32_t kind_count;      /**< Number of `kinds`. */
    uint32_t metric_count;    /**< Number of `metrics`; 0 for none. */
    loyalty_date first_from;  /**< Retention: first day of the first period. */
    loyalty_date first_to;    /**< Its last day; may be after `as_of`. */
    loyalty_date second_from; /**< Retention: first day of the second period. */
    loyalty_date second_to;   /**< Its last day; may be after `as_of`. */
} loyalty_census_plan;

/**
 * Makes a census without customers. It is an owner of its program.
 * @param[in] program  the rules.
 * @param[in] plan     copied.
 * @param[out] census  the caller owns it and ends it with loyalty_census_free().
 * @return #LOYALTY_OK; #LOYALTY_E_DATE if a period ends before it begins or `from_date` is not before `as_of`;
 *         #LOYALTY_E_ARGUMENT if a kind or a metric is named twice, or a part is unknown or lacks its kinds or days;
 *         #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_census_new(loyalty_program *program, const loyalty_census_plan *plan,
                                              loyalty_census **census);

/**
 * Frees a census.
 * @param[in] census  may be NULL.
 * @since 0.9
 */
LOYALTY_API void loyalty_census_free(loyalty_census *census);

/**
 * Counts a customer, of whom nothing is kept.
 * @param[in] census    the census.
 * @param[in] customer  stays as it is.
 * @return #LOYALTY_OK; #LOYALTY_E_PROGRAM; #LOYALTY_E_HOST; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_census_add(loyalty_census *census, const loyalty_customer *customer);

/**
 * Counts all customers of a book, or on failure none. It ends a load.
 * @param[in] census  the census.
 * @param[in] book    stays as it is.
 * @return #LOYALTY_OK; #LOYALTY_E_PROGRAM; #LOYALTY_E_HOST; #LOYALTY_E_BUSY; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_census_add_book(loyalty_census *census, const loyalty_book *book);

/**
 * Adds another census.
 * @param[in] census  the census.
 * @param[in] other   stays as it is.
 * @return #LOYALTY_OK; #LOYALTY_E_PROGRAM if its program or plan is another; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_census_merge(loyalty_census *census, const loyalty_census *other);

/**
 * Returns the number of customers on the ladder on `as_of`: those with an event dated on or before it.
 * @param[in] census  may be NULL, which has none.
 * @since 0.9
 */
LOYALTY_API uint64_t loyalty_census_count(const loyalty_census *census);

/**
 * Sets @p customers to how many stand on a rung.
 * @param[in] census      the census.
 * @param[in] rung        index of the rung.
 * @param[out] customers  how many.
 * @return #LOYALTY_OK.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_census_on_rung(const loyalty_census *census, uint32_t rung, uint64_t *customers);

/**
 * Sets @p customers to how many are in a segment cell.
 * @param[in] census      the census.
 * @param[in] cell        index of the cell, counted through all segmentations.
 * @param[out] customers  how many.
 * @return #LOYALTY_OK.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_census_in_cell(const loyalty_census *census, uint32_t cell, uint64_t *customers);

/**
 * Sets @p score to a quantile of the scores on `as_of`: the least score that at least @p numerator / @p denominator of
 * the customers do not exceed (the nearest-rank method). 1/2 gives the median, 0/1 the least score, 1/1 the greatest.
 * @param[in] census       the census.
 * @param[in] numerator    of a fraction from 0 to 1.
 * @param[in] denominator  of the fraction.
 * @param[out] score       the quantile.
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT for another fraction; #LOYALTY_E_ABSENT if nobody is on the ladder.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_census_score_quantile(const loyalty_census *census, uint32_t numerator,
                                                         uint32_t denominator, int64_t *score);

/**
 * Sets for how many customers on the ladder on `as_of` a metric of the plan has a value, and for how many it has none,
 * such as the mean of nothing. Together they are loyalty_census_count().
 * @param[in] census      the census.
 * @param[in] metric      index of the metric.
 * @param[out] defined    customers with a value.
 * @param[out] undefined  customers without one.
 * @return #LOYALTY_OK; #LOYALTY_E_PLAN if the plan does not name the metric.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_census_metric_count(const loyalty_census *census, uint32_t metric, uint64_t *defined,
                                                       uint64_t *undefined);

/**
 * Sets @p value to a quantile of a metric on `as_of`, as loyalty_census_score_quantile(), over the customers on the
 * ladder for whom it has a value: 19/20 gives the 95th percentile. A value is in the metric's own unit, such as cents
 * or days, and a fraction is rounded toward zero: a mean of 4.67 counts as 4, a share of -0.5 % as 0. Rounding keeps
 * the order, so this is the exact quantile, rounded. A value beyond 2^63 - 1, either sign, counts as that limit.
 * @param[in] census       the census.
 * @param[in] metric       index of the metric.
 * @param[in] numerator    of a fraction from 0 to 1.
 * @param[in] denominator  of the fraction.
 * @param[out] value       the quantile.
 * @return #LOYALTY_OK; #LOYALTY_E_PLAN if the plan does not name the metric; #LOYALTY_E_ABSENT if nobody has a value;
 *         #LOYALTY_E_ARGUMENT for another fraction.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_census_metric_quantile(const loyalty_census *census, uint32_t metric,
                                                          uint32_t numerator, uint32_t denominator, int64_t *value);

/** Movement from one day to a later one. Who is on the ladder on the later day is in exactly one of the five. */
typedef struct loyalty_movement {
    size_t size;       /**< `sizeof(loyalty_movement)`. */
    uint64_t climbed;  /**< To a higher rung. */
    uint64_t stayed;   /**< On the same rung, whatever lay between. */
    uint64_t fell;     /**< To a lower rung above the first. */
    uint64_t lapsed;   /**< From a higher rung to the first. */
    uint64_t appeared; /**< New: not on the ladder on the earlier day. */
} loyalty_movement;

/**
 * Sets @p movement to that of all customers from `from_date` to `as_of`.
 * @param[in] census     the census.
 * @param[out] movement  how many moved where.
 * @return #LOYALTY_OK; #LOYALTY_E_PLAN.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_census_movement(const loyalty_census *census, loyalty_movement *movement);

/**
 * Sets @p customers to one cell of the matrix of rungs: how many stood on one rung on `from_date` and on another, or
 * the same, on `as_of`.
 * @param[in] census      the census.
 * @param[in] from_rung   rung on `from_date`.
 * @param[in] to_rung     rung on `as_of`.
 * @param[out] customers  how many.
 * @return #LOYALTY_OK; #LOYALTY_E_PLAN.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_census_moved(const loyalty_census *census, uint32_t from_rung, uint32_t to_rung,
                                                uint64_t *customers);

/**
 * Who came back. A day is active for a customer if the sum of count over all of the plan's kinds is above 0; the
 * customer is active in a period that has such a day.
 */
typedef struct loyalty_retention {
    size_t size;         /**< `sizeof(loyalty_retention)`. */
    loyalty_date cohort; /**< First day of the month of their first active day; #LOYALTY_DATE_NONE for all together. */
    uint32_t reserved;   /**< 0. */
    uint64_t first;      /**< Active in the first period. */
    uint64_t second;     /**< Active in the second. */
    uint64_t both;       /**< Active in both. */
    double retention;    /**< both / first; 0 if `first` is 0. */
    double churn;        /**< 1 - retention; 0 if `first` is 0. */
} loyalty_retention;

/**
 * Sets @p retention to that of all customers.
 * @param[in] census      the census.
 * @param[out] retention  who came back.
 * @return #LOYALTY_OK; #LOYALTY_E_PLAN.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_census_retention(const loyalty_census *census, loyalty_retention *retention);

/**
 * Returns the number of cohorts: months in which a customer was active for the first time ever, also if none of them
 * was active in either period; 0 if the census does not count retention.
 * @param[in] census  may be NULL, which has none.
 * @since 0.9
 */
LOYALTY_API uint32_t loyalty_census_cohort_count(const loyalty_census *census);

/**
 * Sets @p retention to that of one cohort.
 * @param[in] census      the census.
 * @param[in] index       the earliest month is 0.
 * @param[out] retention  who came back.
 * @return #LOYALTY_OK; #LOYALTY_E_PLAN.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_census_cohort(const loyalty_census *census, uint32_t index,
                                                 loyalty_retention *retention);

/**
 * A kind of event as a touchpoint: do those who meet it buy soon after, more often than after any day? Exposed are the
 * customers who have a day of the kind (sum of count above 0) after `from_date`, up to `as_of`; the first such day is
 * their exposure. A customer buys within N days after a day if one of the N days that follow it is active (see
 * #loyalty_retention); N is the plan's `days`. An exposure whose N days are not over on `as_of` is young: it cannot be
 * judged yet, even if a purchase followed, and is counted apart. The base rate is that of any day: of all days that all
 * customers spent on the ladder after `from_date` and whose N days are over on `as_of`, the share after which the
 * customer buys within N days. Nothing after `as_of` is looked at.
 */
typedef struct loyalty_influence {
    size_t size;      /**< `sizeof(loyalty_influence)`. */
    uint64_t exposed; /**< Customers exposed whose N days are over on `as_of`. */
    uint64_t bought;  /**< Of them, those who buy within N days after. */
    uint64_t young;   /**< Customers exposed whose N days are not over; in neither `exposed` nor `bought`. */
    double rate;      /**< bought / exposed; 0 if nobody is exposed. */
    double base_rate; /**< The base rate, the same for all kinds. */
    double lift;      /**< rate / base_rate; 0 if the base rate is 0. */
} loyalty_influence;

/**
 * Sets @p influence to that of a kind.
 * @param[in] census      the census.
 * @param[in] kind        index of the kind.
 * @param[out] influence  its influence.
 * @return #LOYALTY_OK; #LOYALTY_E_PLAN.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_census_influence(const loyalty_census *census, uint32_t kind,
                                                    loyalty_influence *influence);

/**
 * Sets the value of a customer by state in a Markov chain: V = sum of (P / (1+d))^t R over t = 0 ... periods, and for
 * ever V = inverse(I - P / (1+d)) R (Pfeifer and Carraway, "Modeling customer relationships as Markov chains", Journal
 * of Interactive Marketing 14(2), 2000).
 * @param[in] states       n, from 1 to 1024.
 * @param[in] transitions  n * n probabilities, row by row: from the state of the row to that of the column. Each is
 *                         from 0 to 1, and a row sums to at most 1 (give or take 1e-9); what is missing to 1 leaves and
 *                         is worth nothing.
 * @param[in] rewards      n: what a customer in each state brings in a period.
 * @param[in] discount     d, a period's discount rate; above 0 for ever, at least 0 otherwise.
 * @param[in] periods      how many periods after the present one; 0 for ever.
 * @param[out] values      takes n values.
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT if a number is out of its range or not finite; #LOYALTY_E_RANGE if a value
 *         is too large for a double; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_markov_value(uint32_t states, const double *transitions, const double *rewards,
                                                double discount, uint32_t periods, double *values);

/**
 * Sets the lifetime value by rung: loyalty_markov_value() over the matrix of loyalty_census_moved(), a period being the
 * time from `from_date` to `as_of`. A rung on which nobody stood on `from_date` is taken as one on which customers
 * stay.
 * @param[in] census    the census.
 * @param[in] rewards   one number a rung: what a customer on it brings in a period.
 * @param[in] discount  as in loyalty_markov_value().
 * @param[in] periods   as in loyalty_markov_value().
 * @param[out] values   takes one number a rung.
 * @return #LOYALTY_OK; #LOYALTY_E_PLAN if the census does not count movement; what loyalty_markov_value() returns.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_census_lifetime(const loyalty_census *census, const double *rewards, double discount,
                                                   uint32_t periods, double *values);

/**
 * Writes all figures of the plan as one JSON text; docs/census-json.md describes it. Ask for the size first, as with
 * loyalty_customer_json().
 * @param[in] census    the census.
 * @param[out] buffer   takes the text and a NUL; NULL if @p capacity is 0.
 * @param[in] capacity  bytes of the buffer.
 * @param[out] needed   bytes of the text without the NUL; also set with #LOYALTY_E_SPACE.
 * @return #LOYALTY_OK; #LOYALTY_E_SPACE, with the buffer as it was; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_census_json(const loyalty_census *census, char *buffer, size_t capacity,
                                               size_t *needed);

/** @} */

/**
 * @defgroup backtest Backtest
 * What a change of rules would do, before it is made: two tables over the same logs. Rungs are matched by name.
 *
 * @code
 * loyalty_book_convert(book, plan, seed, NULL, &planned);
 * loyalty_backtest_new(loyalty_book_program(book), plan, today, 90, &backtest);
 * loyalty_backtest_add_books(backtest, book, planned);
 * @endcode
 * @{
 */

/** A comparison of two tables. */
typedef struct loyalty_backtest loyalty_backtest;

/** Which of the two tables. */
enum loyalty_backtest_table {
    LOYALTY_BACKTEST_BEFORE = 0, /**< The first, today's. */
    LOYALTY_BACKTEST_AFTER = 1   /**< The second. */
};

/** What a table does to the customers. */
typedef struct loyalty_side {
    size_t size;         /**< `sizeof(loyalty_side)`. */
    uint64_t customers;  /**< On the ladder on the day. */
    uint64_t promotions; /**< Transitions upwards, from the first event up to the day. */
    uint64_t demotions;  /**< Transitions downwards, likewise. */
    uint64_t flapping;   /**< Customers who flap: see loyalty_backtest_new(). */
} loyalty_side;

/** A customer who would stand elsewhere. */
typedef struct loyalty_change {
    size_t size;             /**< `sizeof(loyalty_change)`. */
    const void *key;         /**< Borrowed; lives until the backtest is added to or freed; does not end in NUL. */
    uint32_t key_length;     /**< Its bytes. */
    uint32_t from_rung;      /**< Rung under the first table; #LOYALTY_NONE if not on its ladder. */
    uint32_t to_rung;        /**< Rung under the second table; likewise. */
    loyalty_date since_from; /**< Since when under the first; #LOYALTY_DATE_NONE if not on the ladder. */
    loyalty_date since_to;   /**< Since when under the second; likewise. */
    loyalty_date differs;    /**< First day on which the two rungs differed and have differed since. */
} loyalty_change;

/**
 * Makes a backtest without customers. It is an owner of both programs.
 * @param[in] before     the first table, today's; its allocator is used.
 * @param[in] after      the second table.
 * @param[in] as_of      day on which standings are compared. Transitions are counted from the first event up to it.
 * @param[in] flap_days  a customer flaps who is reversed (a promotion after a demotion, or a demotion after a
 *                       promotion) twice, the two reversals dated at most that many days apart; at least 0, and 90 is
 *                       usual.
 * @param[out] backtest  the caller owns it and ends it with loyalty_backtest_free().
 * @return #LOYALTY_OK; #LOYALTY_E_DATE; #LOYALTY_E_ARGUMENT if @p flap_days is negative; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_backtest_new(loyalty_program *before, loyalty_program *after, loyalty_date as_of,
                                                int32_t flap_days, loyalty_backtest **backtest);

/**
 * Frees a backtest.
 * @param[in] backtest  may be NULL.
 * @since 0.9
 */
LOYALTY_API void loyalty_backtest_free(loyalty_backtest *backtest);

/**
 * Compares one customer: the same log in each of the two programs, such as loyalty_customer_convert() makes. Whatever
 * day each is advanced to, standings are those of `as_of`.
 * @param[in] backtest    the backtest.
 * @param[in] key         the customer's key; copied. The same key may come again, for another customer.
 * @param[in] key_length  its bytes.
 * @param[in] before      the customer of the first program.
 * @param[in] after       the customer of the second.
 * @return #LOYALTY_OK; #LOYALTY_E_PROGRAM; #LOYALTY_E_KEY; #LOYALTY_E_HOST; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_backtest_add(loyalty_backtest *backtest, const void *key, uint32_t key_length,
                                                const loyalty_customer *before, const loyalty_customer *after);

/**
 * Compares all customers of two books by their keys, or on failure none; who is in one book only is not on the other's
 * ladder. It ends a load of either book.
 * @param[in] backtest  the backtest.
 * @param[in] before    book of the first program; stays as it is.
 * @param[in] after     book of the second; stays as it is.
 * @return #LOYALTY_OK; #LOYALTY_E_PROGRAM; #LOYALTY_E_BUSY; #LOYALTY_E_HOST; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_backtest_add_books(loyalty_backtest *backtest, const loyalty_book *before,
                                                      const loyalty_book *after);

/**
 * Adds another backtest: what comes is the backtest of the customers of both.
 * @param[in] backtest  the backtest.
 * @param[in] other     stays as it is.
 * @return #LOYALTY_OK; #LOYALTY_E_PROGRAM if its programs, day or flap days are others; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_backtest_merge(loyalty_backtest *backtest, const loyalty_backtest *other);

/**
 * Sets @p side to what one table does.
 * @param[in] backtest  the backtest.
 * @param[in] table     #loyalty_backtest_table.
 * @param[out] side     what it does.
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT if @p table is another number.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_backtest_side(const loyalty_backtest *backtest, int32_t table, loyalty_side *side);

/**
 * Sets @p customers to one cell of the matrix of rungs. All cells add up to the customers compared; the cell of
 * #LOYALTY_NONE and #LOYALTY_NONE counts those who are on neither ladder, such as those whose events are all dated
 * after `as_of`.
 * @param[in] backtest    the backtest.
 * @param[in] from_rung   rung of the first table, or #LOYALTY_NONE for those not on its ladder.
 * @param[in] to_rung     rung of the second table, or #LOYALTY_NONE.
 * @param[out] customers  how many.
 * @return #LOYALTY_OK.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_backtest_moved(const loyalty_backtest *backtest, uint32_t from_rung,
                                                  uint32_t to_rung, uint64_t *customers);

/**
 * Returns the number of customers who would stand elsewhere: on a rung of another name, or on one ladder only.
 * @param[in] backtest  may be NULL, which has none.
 * @since 0.9
 */
LOYALTY_API uint64_t loyalty_backtest_change_count(const loyalty_backtest *backtest);

/**
 * Sets @p change to one of them, in the order of the bytes of their keys; those with the same key in the order in which
 * they were added.
 * @param[in] backtest  the backtest. The first call after an addition sorts, so that it must run alone.
 * @param[in] index     from 0.
 * @param[out] change   who would stand elsewhere.
 * @return #LOYALTY_OK; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_backtest_change(loyalty_backtest *backtest, uint64_t index, loyalty_change *change);

/**
 * Writes all of it as one JSON text; docs/backtest-json.md describes it. Ask for the size first, as with
 * loyalty_customer_json().
 * @param[in] backtest  the backtest. The first call after an addition sorts, so that it must run alone.
 * @param[out] buffer   takes the text and a NUL; NULL if @p capacity is 0.
 * @param[in] capacity  bytes of the buffer.
 * @param[out] needed   bytes of the text without the NUL; also set with #LOYALTY_E_SPACE.
 * @return #LOYALTY_OK; #LOYALTY_E_SPACE, with the buffer as it was; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_backtest_json(loyalty_backtest *backtest, char *buffer, size_t capacity,
                                                 size_t *needed);

/** @} */

#ifdef __cplusplus
}
#endif

#endif
