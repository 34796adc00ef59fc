/* SPDX-License-Identifier: MIT */
/* Passes the bytes of a snapshot on. */
#include "snapshot/sink.h"

#include <string.h>

void sink_begin(struct sink *sink, loyalty_on_write *write, void *user)
{
    sink->write = write;
    sink->user = user;
    sink->status = LOYALTY_OK;
    sink->used = 0;
    sink->passed = 0;
    sink->seal = (struct seal){.hash = 0};
}

static void sink_pass(struct sink *sink)
{
    if (sink->write && !sink->status && sink->used > 0 && sink->write(sink->user, sink->bytes, sink->used) != 0)
        sink->status = LOYALTY_E_STOPPED;
    sink->passed += sink->used;
    sink->used = 0;
}

void sink_flush(struct sink *sink)
{
    if (sink->write)
        seal_add(&sink->seal, sink->bytes, sink->used);
    sink_pass(sink);
}

int32_t sink_end(struct sink *sink)
{
    sink_reserve(sink, SEAL_SIZE);
    if (sink->write)
        seal_add(&sink->seal, sink->bytes, sink->used);
    seal_put_number(sink->bytes + sink->used, seal_end(&sink->seal));
    sink->used += SEAL_SIZE;
    sink_pass(sink);
    return sink->status;
}

void sink_put_bytes(struct sink *sink, const void *bytes, uint32_t count)
{
    sink_reserve(sink, count);
    memcpy(sink->bytes + sink->used, bytes, count);
    sink->used += count;
}
