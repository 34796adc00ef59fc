/* SPDX-License-Identifier: MIT */
#ifndef REFERENCE_H
#define REFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "big.h"
#include "period.h"

/*
 * A naive reference: what docs/rule-tables.md says, in the most obvious and slow way, to hold the library against. A
 * log is a list of events. On each day from the earliest event on, every metric is computed by walking over the whole
 * list; then come the score, the ladder's steps, and the next day. It shares nothing with the library, and reads
 * only tables that are known to be good: anything unexpected ends the program.
 */

enum { REF_KINDS = 256, REF_CONDITIONS = 256, REF_ROWS = 256, REF_METRICS = 256, REF_RUNGS = 64, REF_CELLS = 1024 };
enum { REF_NO_DATE = INT32_MIN, REF_NO_KIND = -1 };

/* ---- The table, as it is written ---- */

struct ref_kind {
    const char *name;
    int64_t low, high; /* range of values */
};

/* In the order of the names in table_metrics.c; first those that take kinds. */
enum ref_type {
    REF_COUNT,
    REF_SUM,
    REF_MEAN,
    REF_LATEST,
    REF_ACTIVE_DAYS, /* and so on, in the order of enum ref_period */
    REF_ACTIVE_WEEKS,
    REF_ACTIVE_MONTHS,
    REF_ACTIVE_QUARTERS,
    REF_ACTIVE_YEARS,
    REF_STREAK_DAYS,
    REF_STREAK_WEEKS,
    REF_STREAK_MONTHS,
    REF_STREAK_QUARTERS,
    REF_STREAK_YEARS,
    REF_DAYS_SINCE,
    REF_DAYS_SINCE_FIRST,
    REF_DIFFERENT,
    REF_LAST_OF_KINDS = REF_DIFFERENT,
    REF_SHARE,
    REF_HOST
};

enum { REF_TYPES = REF_HOST + 1 };

/* What `within` says: nothing, "Nd" or "Nm", a period of the calendar or of the customer, "term". */
enum ref_within { REF_ALL, REF_SPAN, REF_PERIOD, REF_TERM };

struct ref_window {
    enum ref_within within;
    struct ref_span span;
    enum ref_period period;
    int back;
    struct ref_day_of_year begins; /* of the periods; 1 January if the table says nothing */
    int begins_kind;               /* the kind whose first active date begins the periods, or REF_NO_KIND */
    int after_kind;                /* the kind of `after`, or REF_NO_KIND */
};

struct ref_row {
    int64_t at_least, points;
};

struct ref_metric {
    const char *name;
    enum ref_type type;
    bool counts[REF_KINDS]; /* KINDS: which kinds the metric looks at */
    int weight[REF_KINDS];  /* of these kinds; 1 if the table gives none */
    enum ref_period period; /* which active_… and streak_… count */
    int share_of, share_by; /* A and B of a share */
    const char *host;       /* NAME of a host metric */
    struct ref_window window;
    int rows;
    struct ref_row row[REF_ROWS];
};

enum ref_subject { REF_OF_METRIC, REF_OF_SCORE, REF_OF_RUNG };

struct ref_condition {
    enum ref_subject subject;
    int metric;
    char op[3];     /* ">=", ">", "<=", "<", "==", "!=" */
    int64_t number; /* for a rung its index */
};

/* A list of lists: holds where all conditions of one alternative do; always, where there is no alternative. */
struct ref_rule {
    int alternatives;
    int first[REF_CONDITIONS + 1]; /* alternative i is condition[first[i]] up to condition[first[i + 1] - 1] */
    struct ref_condition condition[REF_CONDITIONS];
};

enum ref_fall { REF_REQUALIFY, REF_STEP, REF_BOTTOM };

struct ref_rung {
    const char *name;
    struct ref_rule *enter, *keep; /* without alternatives for the first rung */
    struct ref_span hold, grace;
    struct ref_span term;  /* of length 0 if there is none */
    enum ref_period until; /* REF_DAY if there is none: a term may end on any day */
    enum ref_fall fall;
};

struct ref_cell {
    const char *name;
    int segmentation;
    struct ref_rule *when;
};

struct ref_table {
    void *json; /* owns the names */
    int accept_late;
    bool climb_step;
    int64_t score_max;
    struct ref_rule *out;   /* NULL if there is none */
    enum ref_period review; /* REF_DAY if there is none: every day is one of review */
    struct ref_day_of_year review_begins;
    int kinds, metrics, rungs, segmentations, cells;
    struct ref_kind kind[REF_KINDS];
    struct ref_metric *metric;
    struct ref_rung rung[REF_RUNGS];
    const char *segmentation[REF_CELLS];
    struct ref_cell *cell;
};

struct ref_table *ref_table_read(const char *text, size_t length);
void ref_table_free(struct ref_table *table);
/* -1 where there is no such kind. */
int ref_table_kind(const struct ref_table *table, const char *name);

/* ---- The log ---- */

struct ref_event {
    int kind;
    int date;
    int64_t value;
    int count;
    const char *id; /* NULL for none; belongs to the caller */
};

/* What the host computes: false where it is undefined. */
typedef bool ref_host_metric(void *user, const char *name, int date, int64_t *value);

struct ref_log {
    const struct ref_table *table;
    ref_host_metric *host;
    void *user; /* handed to the host metric */
    int count, capacity;
    struct ref_event *event; /* in the order of dates */
};

void ref_log_init(struct ref_log *log, const struct ref_table *table, ref_host_metric *host, void *user);
void ref_log_put(struct ref_log *log, const struct ref_event *event);
/* Puts the event too, except where one with the same id is in the log already: then false. */
bool ref_log_add(struct ref_log *log, const struct ref_event *event);
/* Merges: puts all events of the other log. */
void ref_log_put_all(struct ref_log *log, const struct ref_log *other);
/*
 * The earliest and the latest date, up to a day, on which there is more than 0 of a kind; REF_NO_DATE if there is none.
 */
int ref_first_active(const struct ref_log *log, int kind, int day);
int ref_latest_active(const struct ref_log *log, int kind, int day);
void ref_log_clear(struct ref_log *log);
void ref_log_free(struct ref_log *log);

/* ---- Answers about one day ---- */

struct ref_value {
    bool defined;
    struct big numerator, denominator; /* the denominator is above zero */
};

/* -1, 0 or 1 as a defined value is less than, equal to or more than a whole number. */
int ref_value_compare(const struct ref_value *value, int64_t number);

/* Everything that conditions can ask about, on one day in one term. */
struct ref_facts {
    int date, counts_from;
    int64_t score;
    int64_t points[REF_METRICS];
    bool known[REF_METRICS]; /* while the metrics are being computed: those that are */
    struct ref_value value[REF_METRICS];
};

/* `counts_from`: the day from which the term counts that the customer is in. */
void ref_facts_of(const struct ref_log *log, int date, int counts_from, struct ref_facts *facts);
/* `rung` is -1 where no condition may ask about it. */
bool ref_condition_holds(const struct ref_condition *condition, const struct ref_facts *facts, int rung);
bool ref_rule_holds(const struct ref_rule *rule, const struct ref_facts *facts, int rung);
/* Index of the first cell whose `when` holds, or -1. */
int ref_segment(const struct ref_table *table, int segmentation, const struct ref_facts *facts, int rung);

/* ---- Standings, day by day ---- */

struct ref_term {
    int end;         /* the first day that is no longer in the term; ref_never() on a rung without a term */
    int counts_from; /* the first day of "within": "term" */
};

struct ref_standing {
    int rung; /* -1 before the customer appears */
    int since;
    int failing; /* REF_NO_DATE where the customer is not failing */
    struct ref_term term;
};

struct ref_transition {
    int date, from, to;
};

struct ref_history {
    int first, last; /* the day of appearing (past `last` where there is none), and the last one folded */
    struct ref_standing *day;
    int count;
    struct ref_transition *transition;
};

/* Whether the rungs change on a day: the table has no review, or it is one. */
bool ref_is_reviewed(const struct ref_table *table, int day);
/* The day of the earliest event, REF_NO_DATE where the log is empty. */
int ref_appears(const struct ref_log *log);
void ref_fold(const struct ref_log *log, int last, struct ref_history *history);
/* `date` is not after the last day folded. */
struct ref_standing ref_standing_on(const struct ref_history *history, int date);
void ref_history_free(struct ref_history *history);

#endif
