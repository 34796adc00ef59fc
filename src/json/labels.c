/* SPDX-License-Identifier: MIT */
/* Writes the labels and the unit of a thing. */
#include "json/labels.h"

#include "table/words.h"

void json_put_named(struct json_writer *writer, const struct texts *texts)
{
    json_put_text(writer, "name", texts->name);
    json_open(writer, "labels", '{');
    for (uint32_t i = 0; i < texts->label_count; i++)
        json_put_text(writer, texts->labels[i].language, texts->labels[i].text);
    json_close(writer, '}');
}

void json_put_unit(struct json_writer *writer, int32_t unit)
{
    if (unit == LOYALTY_UNIT_NONE)
        json_put_null(writer, "unit");
    else
        json_put_text(writer, "unit", choice_text(CHOICES_UNIT, (uint32_t)unit - 1));
}
