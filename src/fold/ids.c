/* SPDX-License-Identifier: MIT */
/* The ids of recorded events, by which a retry is recognised. */
#include "fold/ids.h"

#include <assert.h>
#include <string.h>

#include "base/date.h"

enum {
    IDS_FIRST_CAPACITY = 4,
    IDS_NEW_MAX = 1024 /* ids not yet in the long run: moving that many indices costs less than a cache miss */
};

/* Compares by length, then by bytes: any order that finds an id again will do. */
static int ids_compare(const struct ids *ids, uint32_t item, const char *id, uint32_t length)
{
    const struct id *one = &ids->items[item];
    if (one->length != length)
        return one->length < length ? -1 : 1;
    return memcmp(ids->bytes + one->offset, id, length);
}

/* Returns the first place in a run, from `from` up to `end`, whose id does not come before this one. */
static uint32_t ids_place(const struct ids *ids, uint32_t from, uint32_t end, const char *id, uint32_t length)
{
    while (from < end) {
        uint32_t middle = from + (end - from) / 2;
        if (ids_compare(ids, ids->order[middle], id, length) < 0)
            from = middle + 1;
        else
            end = middle;
    }
    return from;
}

/* Returns the item with an id in a run, or NULL. Sets `*place` to its place, or to where it would go. */
static struct id *ids_in_run(const struct ids *ids, uint32_t from, uint32_t end, const char *id, uint32_t length,
                             uint32_t *place)
{
    *place = ids_place(ids, from, end, id, length);
    bool found = *place < end && ids_compare(ids, ids->order[*place], id, length) == 0;
    return found ? &ids->items[ids->order[*place]] : NULL;
}

/* Returns the item with an id, or NULL. Sets `*place` to its place, or to where it would go in the second run. */
static struct id *ids_item(const struct ids *ids, const char *id, uint32_t length, uint32_t *place)
{
    struct id *item = ids_in_run(ids, 0, ids->sorted, id, length, place);
    return item ? item : ids_in_run(ids, ids->sorted, ids->count, id, length, place);
}

int32_t ids_find(const struct ids *ids, const char *id, uint32_t length)
{
    uint32_t place;
    const struct id *item = ids ? ids_item(ids, id, length, &place) : NULL;
    return item ? item->date : LOYALTY_DATE_NONE;
}

/* Merges the two runs into one, from the back, so that each index moves once. */
static void ids_settle(struct ids *ids)
{
    uint32_t news[IDS_NEW_MAX], end = ids->sorted, more = ids->count - ids->sorted;
    memcpy(news, ids->order + end, more * sizeof *news);
    for (; more > 0; more--) {
        const struct id *item = &ids->items[news[more - 1]];
        uint32_t place = ids_place(ids, 0, end, (const char *)ids->bytes + item->offset, item->length);
        memmove(ids->order + place + more, ids->order + place, (end - place) * sizeof *ids->order);
        ids->order[place + more - 1] = news[more - 1];
        end = place;
    }
    ids->sorted = ids->count;
}

/* Returns the bytes of a set up to its contents, and then of all of it. */
static size_t ids_plain_size(uint32_t capacity)
{
    return sizeof(struct ids) + capacity * (sizeof(struct id) + sizeof(uint32_t));
}

static size_t ids_size(uint32_t capacity, uint32_t bytes, bool keeps)
{
    const size_t size = ids_plain_size(capacity) + bytes;
    return keeps ? size + capacity * sizeof(struct contents) : size;
}

/* Makes a set in one block. */
static struct ids *ids_new(const loyalty_program *program, uint32_t capacity, uint32_t bytes)
{
    const bool keeps = program->keeps_contents;
    const size_t size = ids_size(capacity, bytes, keeps), contents = ids_plain_size(capacity);
    unsigned char *block = memory_resize(program_allocator(program), NULL, size);
    if (!block)
        return NULL;
    if (keeps)
        memset(block + contents, 0, capacity * sizeof(struct contents));
    struct ids *ids = (struct ids *)(void *)block;
    *ids = (struct ids){.items = (struct id *)(void *)(block + sizeof *ids),
                        .order = (uint32_t *)(void *)(block + sizeof *ids + capacity * sizeof(struct id)),
                        .bytes = block + size - bytes,
                        .capacity = capacity,
                        .bytes_capacity = bytes,
                        .keeps = keeps};
    return ids;
}

/* Appends an id that is the last of its run. Needs ids_reserve(). */
static void ids_append(struct ids *ids, const char *id, uint32_t length, int32_t date)
{
    assert(ids->count < ids->capacity && length <= ids->bytes_capacity - ids->bytes_used);
    ids->items[ids->count] = (struct id){date, ids->bytes_used, length};
    memcpy(ids->bytes + ids->bytes_used, id, length);
    ids->bytes_used += length;
    ids->order[ids->count] = ids->count;
    ids->count++;
}

/* Copies the contents of the ids dated on or after `horizon` to a set that has just these, in their order. */
static void ids_copy_contents(const struct ids *from, int32_t horizon, struct ids *to)
{
    uint32_t item = 0;
    for (uint32_t i = 0; i < from->count; i++)
        if (from->items[from->order[i]].date >= horizon)
            ids_contents(to)[item++] = ids_contents(from)[from->order[i]];
}

/* Puts the ids dated on or after `horizon` into a new set with more room, in their order. */
static int32_t ids_make_room(struct ids **ids, const loyalty_program *program, uint32_t length, int32_t horizon)
{
    struct ids *from = *ids;
    uint32_t kept = 0, bytes = length;
    for (uint32_t i = 0; from && i < from->count; i++)
        if (from->items[i].date >= horizon) {
            kept++;
            if (bytes > UINT32_MAX / 2 - from->items[i].length || kept > UINT32_MAX / 16)
                return LOYALTY_E_FULL;
            bytes += from->items[i].length;
        }
    struct ids *made = ids_new(program, kept < IDS_FIRST_CAPACITY / 2 ? IDS_FIRST_CAPACITY : kept * 2, bytes * 2);
    if (!made)
        return LOYALTY_E_MEMORY;
    if (from)
        ids_settle(from);
    for (uint32_t i = 0; from && i < from->count; i++) {
        const struct id *id = &from->items[from->order[i]];
        if (id->date >= horizon)
            ids_append(made, (const char *)from->bytes + id->offset, id->length, id->date);
    }
    made->sorted = made->count;
    if (from && made->keeps)
        ids_copy_contents(from, horizon, made);
    ids_free(from, program_allocator(program));
    *ids = made;
    return LOYALTY_OK;
}

int32_t ids_reserve(struct ids **ids, const loyalty_program *program, uint32_t length, int32_t horizon)
{
    const struct ids *have = *ids;
    if (have && have->count < have->capacity && length <= have->bytes_capacity - have->bytes_used)
        return LOYALTY_OK;
    return ids_make_room(ids, program, length, horizon);
}

uint32_t ids_put(struct ids *ids, const char *id, uint32_t length, int32_t date)
{
    uint32_t place;
    struct id *item = ids_item(ids, id, length, &place);
    if (item) {
        if (date > item->date)
            item->date = date;
        return (uint32_t)(item - ids->items);
    }
    uint32_t index = ids->count;
    ids_append(ids, id, length, date);
    memmove(ids->order + place + 1, ids->order + place, (index - place) * sizeof *ids->order);
    ids->order[place] = index;
    if (ids->count - ids->sorted == IDS_NEW_MAX)
        ids_settle(ids);
    return index;
}

struct contents *ids_find_contents(const struct ids *ids, const char *id, uint32_t length)
{
    uint32_t place;
    const struct id *item = ids && ids->keeps ? ids_item(ids, id, length, &place) : NULL;
    return item ? &ids_contents(ids)[item - ids->items] : NULL;
}

int32_t ids_repeated(const struct ids *ids, const loyalty_event *event)
{
    const struct contents *known = ids_find_contents(ids, event->id, event->id_length);
    if (!known || known->state == CONTENTS_NONE)
        return LOYALTY_E_DUPLICATE;
    const bool same = known->kind == event->kind && known->date == event->date && known->count == event->count &&
                      contents_value(known) == event->value;
    return same ? LOYALTY_E_DUPLICATE : LOYALTY_E_CONFLICT;
}

/* Adds what another set knows of an id's event. */
static void ids_merge_contents(struct contents *own, const struct contents *theirs, const uint32_t *kinds)
{
    if (theirs->state == CONTENTS_NONE || own->state == CONTENTS_KEPT)
        return;
    const uint32_t kind = kinds ? kinds[theirs->kind] : theirs->kind;
    if (kind == INDEX_NONE || (own->state == CONTENTS_VOIDED && theirs->state == CONTENTS_VOIDED))
        return;
    *own = *theirs;
    own->kind = kind;
}

/* Adds one id of another set, for which there is room. */
static void ids_merge_one(struct ids *ids, int32_t horizon, const struct ids_of *other, uint32_t item)
{
    const struct id *id = &other->ids->items[item];
    const char *bytes = (const char *)other->ids->bytes + id->offset;
    const bool forgotten = ids->keeps && ids_find(ids, bytes, id->length) < horizon;
    const uint32_t index = ids_put(ids, bytes, id->length, id->date);
    if (!ids->keeps)
        return;
    struct contents *own = &ids_contents(ids)[index];
    if (forgotten)
        *own = (struct contents){.state = CONTENTS_NONE};
    if (other->ids->keeps && id->date >= horizon)
        ids_merge_contents(own, &ids_contents(other->ids)[item], other->kinds);
}

int32_t ids_merge(struct ids **ids, const loyalty_program *program, int32_t horizon, const struct ids_of *other)
{
    for (uint32_t i = 0; other->ids && i < other->ids->count; i++) {
        const struct id *id = &other->ids->items[i];
        if (id->date < other->from)
            continue;
        int32_t status = ids_reserve(ids, program, id->length, DATE_BEFORE_ALL);
        if (status)
            return status;
        ids_merge_one(*ids, horizon, other, i);
    }
    return LOYALTY_OK;
}

void ids_free(struct ids *ids, const loyalty_allocator *allocator)
{
    if (ids)
        memory_free_wiped(allocator, ids, ids_size(ids->capacity, ids->bytes_capacity, ids->keeps));
}
