/* SPDX-License-Identifier: MIT */
/* Recognizes files that are not UTF-8 text by their first bytes. */
#ifndef LOYALTY_TOOLS_FOREIGN_H
#define LOYALTY_TOOLS_FOREIGN_H

#include <stdbool.h>
#include <stddef.h>

/* Reports a log that is gzip, UTF-16 or zip. `argument` names it in a shell command. Returns whether it is one. */
bool foreign_refuse_log(const char *name, const char *argument, const char *bytes, size_t length);

/* The same for a rule table. */
bool foreign_refuse_table(const char *name, const char *bytes, size_t length);

#endif
