/* SPDX-License-Identifier: MIT */
/* What the checks of a table share. */
#ifndef LOYALTY_CHECK_CHECKER_H
#define LOYALTY_CHECK_CHECKER_H

#include "check/region.h"
#include "check/witness.h"
#include "table/path.h"
#include "table/report.h"

/* A rule of one alternative, made of conditions of other rules, for a question. */
struct made_rule {
    struct rule rule;
    struct condition conditions[2 * LOYALTY_CONDITIONS_MAX];
};

struct checker {
    const loyalty_program *program;
    struct findings *findings;
    struct region region;
    struct made_rule made;
    struct effort effort; /* for all searches for witnesses */
    char witness[WITNESS_TEXT];
    bool reachable[LOYALTY_RUNGS_MAX]; /* the rungs that a customer may be on */
    uint32_t told;                     /* the number of warnings */
    int32_t status;
};

/* More warnings than anyone reads in one go. Each costs time to find its place in a large text. */
enum { CHECK_WARNINGS_MAX = 256 };

void check_tell(struct checker *checker, enum loyalty_problem_code code, const char *path, const char *format, ...)
    PRINTF_FORMAT(4, 5);

struct path check_cell_path(const loyalty_program *program, uint32_t cell);
struct path check_rule_path(const loyalty_program *program, int32_t rule, uint32_t index);
/* Returns the path of a condition of a rule whose path is `path`. */
struct path check_condition_path(const struct rule *rule, const char *path, uint32_t at);

enum { CHECK_CONDITION_TEXT = 2 * LOYALTY_NAME_MAX + 8 };

/* Writes a condition, "purchases >= 3", and returns `text`. */
const char *check_condition_text(const loyalty_program *program, const struct condition *condition, char *text,
                                 size_t size);

/* Marks the metrics that a rule asks about, also those behind the score and behind shares. */
void check_mark_rule(const loyalty_program *program, const struct rule *rule, bool *asked);

/* Both make a rule for a question. */
void check_made_begin(struct made_rule *made);
void check_made_add(struct made_rule *made, const struct condition *conditions, uint32_t count);

/* Returns whether a condition asks for the term. */
bool check_reads_term(const loyalty_program *program, const struct condition *condition);
bool check_rule_possible(struct checker *checker, const struct rule *rule);
/* Returns whether a witness is found that answers the region's question on each of `days` days in a row. */
bool check_found(struct checker *checker, int32_t days);
/* Reports conditions of a rule that contradict one another. */
void check_contradictions(struct checker *checker, int32_t which, uint32_t index);

/* The checks. The first finds the rungs that a customer may be on. */
void check_ladder(struct checker *checker);
void check_keeps(struct checker *checker);
void check_time(struct checker *checker);
void check_segments(struct checker *checker);
void check_unused(struct checker *checker);
void check_rows(struct checker *checker);
void check_words(struct checker *checker);
void check_boundaries(struct checker *checker);

#endif
