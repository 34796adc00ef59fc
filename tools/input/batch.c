/* SPDX-License-Identifier: MIT */
/* The columns of a batch that few logs have. */
#include "input/batch.h"

void batch_add_extra(struct batch *batch, const uint32_t kinds[EVENT_TABLES], const struct event_extra *extra)
{
    const char *id = extra->id.length > 0 ? batch_keep(batch, extra->id) : NULL;
    batch->has_counts = true;
    batch->has_ids |= extra->id.length > 0;
    for (uint32_t table = 0; table < EVENT_TABLES; table++) {
        struct columns *columns = &batch->tables[table];
        if (kinds[table] == EVENT_NO_KIND)
            continue;
        columns->counts[columns->count - 1] = extra->count;
        columns->ids[columns->count - 1] = id;
        columns->id_lengths[columns->count - 1] = (uint32_t)extra->id.length;
    }
}
