/* SPDX-License-Identifier: MIT */
/* The compiler: makes a program of a draft. */
#ifndef LOYALTY_TABLE_COMPILE_H
#define LOYALTY_TABLE_COMPILE_H

#include "table/draft.h"

/* Compiles the draft into `*program`. Returns LOYALTY_E_TABLE if it has errors, all of which are reported. */
int32_t compile(const loyalty_builder *builder, struct findings *findings, loyalty_program **program);

#endif
