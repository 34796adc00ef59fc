/* SPDX-License-Identifier: MIT */
/* What the parts of the compiler share. */
#ifndef LOYALTY_TABLE_COMPILER_H
#define LOYALTY_TABLE_COMPILER_H

#include "table/draft.h"
#include "table/program.h"
#include "table/words.h"

struct compiler {
    const loyalty_builder *builder;
    struct findings *findings;
    loyalty_program *program;
    int32_t status; /* LOYALTY_E_MEMORY once memory ran out */
};

/* A zeroed array in the program's arena; NULL for no elements, or with the compiler's status set. */
void *compile_array(struct compiler *compiler, uint32_t count, size_t element);
/* A copy of a text in the program's arena. */
const char *compile_text(struct compiler *compiler, const char *text);

/* Copies name, labels and actions of a thing, and reports what is wrong with the latter two. */
void compile_texts(struct compiler *compiler, const char *path, const struct draft_thing *draft, struct texts *texts);
/* Reports an invalid name that is the key at the end of its path. */
void compile_key_name(struct compiler *compiler, const char *path, const char *name);
/* Reports a missing or an invalid name of the thing at a path, which has its name under a key. */
void compile_own_name(struct compiler *compiler, const char *path, enum word key, const char *name);

/* Index of a kind, a metric; INDEX_NONE where there is none. */
uint32_t compile_find_kind(const struct compiler *compiler, const char *name);
uint32_t compile_find_metric(const struct compiler *compiler, const char *name);

/* Reports that a name is unknown, and which there are. */
void compile_unknown(struct compiler *compiler, const char *path, const char *what, const char *name,
                     const struct texts *(*at)(const loyalty_program *program, uint32_t index), uint32_t count);
const struct texts *compile_kind_texts(const loyalty_program *program, uint32_t index);
const struct texts *compile_metric_texts(const loyalty_program *program, uint32_t index);
const struct texts *compile_rung_texts(const loyalty_program *program, uint32_t index);

/* compile_metric.c: kinds are there already. */
void compile_metrics(struct compiler *compiler);
void compile_points(struct compiler *compiler);
/* compile_fold.c: all conditions are known. */
void compile_cuts(struct compiler *compiler);
void compile_reads(struct compiler *compiler);

/* compile_rule.c: metrics are there already; rungs too where `segment` is set. */
void compile_rule(struct compiler *compiler, const char *path, const struct draft_rule *draft, struct rule *rule,
                  bool segment);

#endif
