/* SPDX-License-Identifier: MIT */
/* Writes the labels of a thing. */
#include "json/labels.h"

void json_put_named(struct json_writer *writer, const struct texts *texts)
{
    json_put_text(writer, "name", texts->name);
    json_open(writer, "labels", '{');
    for (uint32_t i = 0; i < texts->label_count; i++)
        json_put_text(writer, texts->labels[i].language, texts->labels[i].text);
    json_close(writer, '}');
}
