/* SPDX-License-Identifier: MIT */
/* From draft to program. */
#ifndef LOYALTY_TABLE_COMPILE_H
#define LOYALTY_TABLE_COMPILE_H

#include "table/draft.h"

/* Makes a program, or reports all that is wrong: LOYALTY_E_TABLE, LOYALTY_E_MEMORY. */
int32_t compile(const loyalty_builder *builder, struct findings *findings, loyalty_program **program);

#endif
