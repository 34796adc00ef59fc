/* SPDX-License-Identifier: MIT */
/* Writes the labels and the unit of a thing of a table, for texts that are made for no language in particular. */
#ifndef LOYALTY_JSON_LABELS_H
#define LOYALTY_JSON_LABELS_H

#include "table/program.h"
#include "json/write.h"

/* Writes the name, and the labels by language, as members of an object. */
void json_put_named(struct json_writer *writer, const struct texts *texts);

/* Writes the unit of a metric, LOYALTY_UNIT_…, as the member `unit`; null if it has none. */
void json_put_unit(struct json_writer *writer, int32_t unit);

#endif
