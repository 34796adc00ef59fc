/* SPDX-License-Identifier: MIT */
/*
 * A fingerprint of what a table means: two tables with the same one give every log the same standings and scores, and
 * accept the same events. It goes by names, not by the order of kinds and metrics.
 */
#ifndef LOYALTY_TABLE_FINGERPRINT_H
#define LOYALTY_TABLE_FINGERPRINT_H

#include "table/program.h"

/* Sets a complete program's fingerprint, and the order of its kinds by name. Returns LOYALTY_E_MEMORY if it runs out. */
int32_t fingerprint_program(loyalty_program *program);

#endif
