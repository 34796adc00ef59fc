/* SPDX-License-Identifier: MIT */
#include "report.h"
int32_t loyalty_program_check(const loyalty_program *program, loyalty_report *report)
{
    return program && report ? LOYALTY_OK : LOYALTY_E_ARGUMENT;
}
