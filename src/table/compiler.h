/* SPDX-License-Identifier: MIT */
/* What the parts of the compiler share. */
#ifndef LOYALTY_TABLE_COMPILER_H
#define LOYALTY_TABLE_COMPILER_H

#include "table/draft.h"
#include "table/names.h"
#include "table/program.h"
#include "table/words.h"

struct compiler {
    const loyalty_builder *builder;
    struct findings *findings;
    loyalty_program *program;
    int32_t status; /* LOYALTY_E_MEMORY once memory ran out */
    struct arena scratch;
    struct names kinds, metrics;
};

/* Returns a zeroed array in the program's arena; NULL if `count` is 0, or, with `status` set, if memory runs out. */
void *compile_array(struct compiler *compiler, uint32_t count, size_t element);
/* Returns a copy of the text in the program's arena; NULL, with `status` set, if memory runs out. */
const char *compile_text(struct compiler *compiler, const char *text);

/* Copies the name, labels and actions of a thing. Reports errors in its labels and actions, but not in its name. */
void compile_texts(struct compiler *compiler, const char *path, const struct draft_thing *draft, struct texts *texts);
/* Reports an invalid name that is the last key of its path. */
void compile_key_name(struct compiler *compiler, const char *path, const char *name);
/* Reports the missing or invalid name of the thing at `path`, which has its name under `key`. */
void compile_own_name(struct compiler *compiler, const char *path, enum word key, const char *name);

/* Reserves room for `count` names. Sets the status if memory runs out. */
void compile_reserve_names(struct compiler *compiler, struct names *names, uint32_t count);

/* Reports that no `what` has the name `name`, and lists the `count` names that exist; `at` returns each of them. */
void compile_unknown(struct compiler *compiler, const char *path, const char *what, const char *name,
                     const struct texts *(*at)(const loyalty_program *program, uint32_t index), uint32_t count);
const struct texts *compile_kind_texts(const loyalty_program *program, uint32_t index);
const struct texts *compile_metric_texts(const loyalty_program *program, uint32_t index);
const struct texts *compile_rung_texts(const loyalty_program *program, uint32_t index);

/* compile_window.c. The first adds the whole log as a window, and reserves room for one window more for each metric. */
void compile_begin_windows(struct compiler *compiler, uint32_t metrics);
void compile_window(struct compiler *compiler, const char *path, const struct draft_metric *draft,
                    struct metric *metric);
/* Reads the "MM-DD" at `path`. */
void compile_year_day(struct compiler *compiler, const char *path, const char *text, struct cycle *cycle);

/* compile_metric.c. They need the kinds. */
/* Gives a kind a slot for its totals, if it has none. */
void compile_slot(loyalty_program *program, uint32_t kind);
void compile_metrics(struct compiler *compiler);
void compile_points(struct compiler *compiler);
/* compile_ladder.c. It needs the metrics. */
void compile_ladder(struct compiler *compiler);
/* Reports a second definition of a name, if `again` is set. */
void compile_once(struct compiler *compiler, const char *path, const char *what, const char *name, bool again);
/* compile_fold.c. They need all conditions. */
void compile_cuts(struct compiler *compiler);
void compile_reads(struct compiler *compiler);

/* compile_rule.c. It needs the metrics, and the rungs too if `segment` is set, which allows conditions on the rung. */
void compile_rule(struct compiler *compiler, const char *path, const struct draft_rule *draft, struct rule *rule,
                  bool segment);

#endif
