/* SPDX-License-Identifier: MIT */
/* What tests call the numbers of loyalty.h. Written by hand, so that a number that changes its meaning fails a test. */
#include "names.h"

#include <loyalty/loyalty.h>

const char *const operator_names[OPERATORS] = {">=", ">", "<=", "<", "==", "!="};
const char *const fall_names[FALLS] = {"requalify", "step", "bottom"};

const char *status_name(int32_t status)
{
    static const char *const names[] = {
        "OK",        "ARGUMENT", "MEMORY",    "not a status", "STRUCT",    "STRUCT_TAIL",  "TABLE",
        "NOT_FOUND", "DATE",     "VALUE",     "ID",           "DUPLICATE", "TOO_LATE",     "OVERFLOW",
        "PAST",      "ABSENT",   "UNDEFINED", "RANGE",        "SPACE",     "PROGRAM",      "UNBOUND",
        "HOST",      "BUSY",     "KEY",       "COUNT",        "INDEX",     "NOT_ADVANCED", "PLAN",
        "END",       "FULL",     "STOPPED",   "SNAPSHOT",     "NEWER",     "CONFLICT"};
    const int32_t count = sizeof names / sizeof *names;
    return status > 0 || status <= -count ? "not a status" : names[-status];
}
