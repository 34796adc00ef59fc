/* SPDX-License-Identifier: MIT */
/* A compiled rule table. All of it lives in one arena and never changes once compile.c has made it. */
#ifndef LOYALTY_TABLE_PROGRAM_H
#define LOYALTY_TABLE_PROGRAM_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/span.h"
#include "table/metric_type.h"
#include "table/window.h"

struct label {
    const char *language, *text;
};

/* The texts of a thing: its name, labels and actions. */
struct texts {
    const char *name;
    struct label *labels;
    const char **actions;
    uint32_t label_count, action_count;
};

struct kind {
    struct texts texts;
    int64_t min, max;
    uint64_t rungs; /* bit r: an event of this kind can change the standing of a customer on rung r */
};

/* Returns the bit of a kind. Kinds from the 32nd on share one. */
static inline uint32_t kind_bit(uint32_t kind)
{
    return UINT32_C(1) << (kind < 31 ? kind : 31);
}

struct kind_set {
    uint64_t kinds[LOYALTY_KINDS_MAX / 64];
    uint32_t bits; /* the kind_bit() of each */
};

static inline void kind_set_add(struct kind_set *set, uint32_t kind)
{
    set->kinds[kind / 64] |= UINT64_C(1) << kind % 64;
    set->bits |= kind_bit(kind);
}

static inline void kind_set_add_all(struct kind_set *set, const struct kind_set *others)
{
    for (int i = 0; i < LOYALTY_KINDS_MAX / 64; i++)
        set->kinds[i] |= others->kinds[i];
    set->bits |= others->bits;
}

static inline bool kind_set_has(const struct kind_set *set, uint32_t kind)
{
    return set->kinds[kind / 64] >> kind % 64 & 1;
}

struct row {
    int64_t at_least, points;
};

struct metric {
    struct texts texts;
    enum metric_type type;
    enum metric_source source;
    enum period period; /* that METRIC_ACTIVE or METRIC_STREAK counts */
    uint32_t window;    /* the index of its window */
    bool plain;         /* whether that is plain: see window_is_plain() */
    uint32_t *operands;
    int32_t *weights; /* one for each operand; NULL if all are 1 */
    uint32_t operand_count;
    struct kind_set kinds; /* its operands, or those of a share's operands */
    struct kind_set reads; /* these, and the kinds that its window, or a share's operands' windows, depend on */
    bool of_term;          /* whether its window, or that of a share's operand, is the term */
    uint32_t set;          /* the index of its kinds and period in the program's sets, if they are one; or INDEX_NONE */
    const char *within, *begins, *after; /* as in the table; NULL if absent */
    int32_t unit;                        /* LOYALTY_UNIT_… */
    struct row *rows;
    uint32_t row_count;
    int64_t *cuts; /* the values that change an answer when a metric that ages reaches them */
    uint32_t cut_count;
    bool daily; /* whether every value matters, because the metric is an operand of a share */
    const char *host;
    loyalty_host_metric *function;
    void *user;
};

/*
 * `raise`: the kinds whose events, with a count above 0, can make a failing condition hold. `lower`: those whose events
 * can make a holding condition fail. One kind_bit() each.
 */
struct condition {
    int32_t subject;
    int32_t op;
    uint32_t admits; /* a set of enum sign: the sides of `number` on which the value may lie */
    uint32_t metric;
    enum shape shape;
    int32_t reach; /* the number that the shape compares with */
    uint32_t end;  /* the index in the rule of the first condition after this one's alternative */
    int64_t number;
    uint32_t raise, lower;
    uint32_t
        needs; /* the kind_bit() of kinds without any word of which the condition fails; 0 if there are none such */
};

/* The side of a number on which a value lies. An operator is a set of these; its opposite is the set of the others. */
enum sign { SIGN_BELOW = 1, SIGN_AT = 2, SIGN_ABOVE = 4, SIGN_ANY = 7 };

static inline void condition_set_op(struct condition *condition, int32_t op)
{
    static const uint8_t admits[] = {[LOYALTY_OP_GE] = SIGN_AT | SIGN_ABOVE,
                                     [LOYALTY_OP_GT] = SIGN_ABOVE,
                                     [LOYALTY_OP_LE] = SIGN_BELOW | SIGN_AT,
                                     [LOYALTY_OP_LT] = SIGN_BELOW,
                                     [LOYALTY_OP_EQ] = SIGN_AT,
                                     [LOYALTY_OP_NE] = SIGN_BELOW | SIGN_ABOVE};
    condition->op = op;
    condition->admits = admits[op];
}

/*
 * The conditions of all alternatives, one alternative after the other. A rule holds if all conditions of one
 * alternative hold, or if it has no alternative.
 */
struct rule {
    struct condition *conditions;
    uint32_t count, alternatives;
    bool nested; /* whether it is written as a list of lists */
};

struct rung {
    struct texts texts;
    struct rule enter, keep;
    struct span hold, grace;
    struct span term;  /* of length 0 if it has none */
    enum period until; /* or PERIOD_NONE */
    int32_t fall;
    bool keep_given;
    bool asks_enter; /* whether `enter` may hold while `keep` fails, so that both are asked whether the rung is kept */
    const char *hold_text, *grace_text; /* as in the table; "0d" if absent */
    const char *term_text, *until_text; /* likewise; NULL if absent */
};

static inline bool rung_has_term(const struct rung *rung)
{
    return rung->term.length > 0;
}

struct cell {
    struct texts texts;
    struct rule when;
    uint32_t segmentation;
};

struct segmentation {
    struct texts texts;
    uint32_t first, count;
    bool nested; /* whether its cells are written in an object */
};

/* Kinds, and the periods in which days are counted on which they were active. */
struct period_set {
    struct kind_set kinds;
    enum period period;
};

/* A window of the table, and metrics that find the dates of its kinds: `after`, and `begins`. */
struct program_window {
    struct window window;
    bool plain;                    /* see window_is_plain() */
    struct metric *begins, *after; /* of METRIC_DAYS_SINCE; NULL if there is none */
};

enum { WINDOW_WHOLE = 0 }; /* the index of the window that is the whole log */

enum { PROGRAM_NO_SLOT = UINT16_MAX };

/* What the customers of a book share. Those in no book share the home of their program, which has no day. */
struct home {
    loyalty_program *program;
    int32_t day; /* the day advanced to; LOYALTY_DATE_NONE before any advance */
    /* A book's: takes what a host function returned that made a call fail which changes customers. Otherwise NULL. */
    int32_t *host_status;
};

struct loyalty_program {
    atomic_uint_fast32_t references;
    struct home home; /* of customers that are in no book */
    struct arena arena;
    const char *name;
    int32_t accept_late, climb;
    int64_t score_max;
    struct kind *kinds;
    struct metric *metrics;
    struct program_window *windows; /* each once */
    struct rung *rungs;
    struct rule out;
    struct cycle review;                             /* of PERIOD_NONE if every day is a review */
    bool everyday;                                   /* whether every day is a review and the table has no `out` */
    bool terms;                                      /* whether a rung has a term, or a metric's window is the term */
    uint64_t term_metrics[LOYALTY_METRICS_MAX / 64]; /* a bit for each that is of_term */
    bool keeps_contents;                             /* whether customers keep what events with ids were (fold/ids.h) */
    bool term_score;                                 /* whether one of them has rows */
    const char *review_text, *review_begins;         /* as in the table; NULL if absent */
    struct segmentation *segmentations;
    struct texts *actions;  /* those of the table's `actions` */
    const char *money_code; /* NULL if the table does not say how money is written */
    int32_t money_digits;
    struct cell *cells;
    /*
     * What a long log keeps running totals of (fold/checkpoint.h): the kinds that metrics read, each with a slot, and the
     * sets whose active periods a metric counts, but for the days of one kind. All other kinds have the slot slot_count.
     */
    uint16_t slots[LOYALTY_KINDS_MAX];
    struct period_set *sets;
    uint32_t slot_count, set_count;
    uint32_t *scored; /* the metrics that have rows */
    struct kind_set scored_kinds;
    uint32_t kind_count, metric_count, window_count, rung_count, segmentation_count, cell_count, action_count,
        scored_count;
    const char *unbound;                                 /* a host function that is not bound, or NULL */
    uint32_t *kinds_by_name;                             /* the kinds, in the order of their names */
    unsigned char fingerprint[LOYALTY_FINGERPRINT_SIZE]; /* see fingerprint.h */
};

static inline const loyalty_allocator *program_allocator(const loyalty_program *program)
{
    return &program->arena.allocator;
}

/* Finds an object other than a cell by its name. Returns true and sets `*index` if there is one. */
bool program_find(const loyalty_program *program, int32_t object, const char *name, uint32_t *index);

/* Returns the rule that a LOYALTY_RULE_... and an index name, or NULL. */
const struct rule *program_rule(const loyalty_program *program, int32_t rule, uint32_t index);
/* Returns why there is no such rule. */
static inline int32_t program_rule_refusal(int32_t rule)
{
    return rule < LOYALTY_RULE_ENTER || rule > LOYALTY_RULE_OUT ? LOYALTY_E_ARGUMENT : LOYALTY_E_INDEX;
}
/* Returns the conditions of an alternative and sets `*count`, or returns NULL if there is no such alternative. */
const struct condition *rule_alternative(const struct rule *rule, uint32_t alternative, uint32_t *count);
/* Returns the condition at a position in an alternative, or NULL. */
const struct condition *rule_condition(const struct rule *rule, uint32_t alternative, uint32_t position);

#endif
