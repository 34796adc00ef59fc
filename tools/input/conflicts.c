/* SPDX-License-Identifier: MIT */
/* Finds refused events whose contents differ from those of the event that has their id. */
#define _POSIX_C_SOURCE 200809L
#include "input/conflicts.h"

#include "input/lines.h"
#include "output/tell.h"

#include <inttypes.h>
#include <stdlib.h>

enum { CONFLICTS_SHOWN = 3, CONFLICT_TEXT = 160, CONFLICT_QUOTED = 80 };

/* What the lines with one id say. */
struct conflict_content {
    const uint32_t *kinds;
    int64_t value;
    int32_t date;
    int32_t count;
};

/* The first event with an id that repeats. */
struct conflict_slot {
    uint64_t hash; /* 0 for an empty slot */
    uint64_t line; /* 0 until it was met */
    struct conflict_content content;
};

struct conflicts {
    const struct conflict_search *search;
    struct fields fields;
    bool header_read;
    size_t next; /* of the refused lines */
    struct conflict_slot *slots;
    size_t capacity; /* a power of two, at most half full */
    uint64_t count;
};

/* FNV-1a. The length of the key keeps "ab" and "c" apart from "a" and "bc". */
uint64_t conflicts_hash(const char *key, size_t key_length, const char *id, size_t id_length)
{
    const uint64_t prime = UINT64_C(1099511628211);
    uint64_t hash = (UINT64_C(14695981039346656037) ^ key_length) * prime;
    for (size_t i = 0; i < key_length; i++)
        hash = (hash ^ (unsigned char)key[i]) * prime;
    for (size_t i = 0; i < id_length; i++)
        hash = (hash ^ (unsigned char)id[i]) * prime;
    hash ^= hash >> 32;
    return hash ? hash : 1;
}

/* Returns the slot of a hash, or the empty slot where it belongs. */
static struct conflict_slot *conflicts_slot(const struct conflicts *all, uint64_t hash)
{
    size_t at = (size_t)hash & (all->capacity - 1);
    while (all->slots[at].hash && all->slots[at].hash != hash)
        at = (at + 1) & (all->capacity - 1);
    return &all->slots[at];
}

static bool conflicts_open(struct conflicts *all)
{
    const struct refusals *refused = all->search->refused;
    all->capacity = 16;
    while (all->capacity < refused->repeat_count * 2)
        all->capacity *= 2;
    all->slots = calloc(all->capacity, sizeof *all->slots);
    if (!all->slots || fields_init(&all->fields, all->search->programs, all->search->program_count))
        return false;
    for (size_t i = 0; i < refused->repeat_count; i++)
        if (refused->repeats[i].hash)
            conflicts_slot(all, refused->repeats[i].hash)->hash = refused->repeats[i].hash;
    return true;
}

/* ---- messages ---- */

static const char *conflicts_show(const struct conflicts *all, const struct conflict_content *content,
                                  char text[CONFLICT_TEXT])
{
    char date[16] = "";
    loyalty_kind_info kind = {.size = sizeof kind};
    uint32_t table = content->kinds[0] == EVENT_NO_KIND ? 1 : 0;
    loyalty_program_kind(all->search->programs[table], content->kinds[table], &kind);
    loyalty_date_format(content->date, date, sizeof date);
    snprintf(text, CONFLICT_TEXT, "%s on %s, value %" PRId64 ", count %" PRId32, kind.name, date, content->value,
             content->count);
    return text;
}

static void conflicts_tell(struct conflicts *all, const struct record *one, struct record_field id,
                           const struct conflict_slot *first, const struct conflict_content *content)
{
    char quoted[CONFLICT_QUOTED];
    char texts[2][CONFLICT_TEXT];
    all->count++;
    if (all->count > CONFLICTS_SHOWN)
        return;
    tell_quote(quoted, sizeof quoted, id.text, id.length);
    tell_at(all->search->name, one->line,
            "id \"%s\" comes again with other contents: %s; line %" PRIu64 " has %s, which is what counts", quoted,
            conflicts_show(all, content, texts[0]), first->line, conflicts_show(all, &first->content, texts[1]));
}

/* ---- records ---- */

static bool conflicts_differ(const struct conflict_content *a, const struct conflict_content *b)
{
    return a->kinds != b->kinds || a->date != b->date || a->value != b->value || a->count != b->count;
}

/* Returns whether the library refused the event of a line; all lines are met in their order. */
static bool conflicts_was_refused(struct conflicts *all, uint64_t line)
{
    const struct refusals *refused = all->search->refused;
    while (all->next < refused->repeat_count && refused->repeats[all->next].line < line)
        all->next++;
    return all->next < refused->repeat_count && refused->repeats[all->next].line == line;
}

static void conflicts_take_event(struct conflicts *all, const struct record *one)
{
    struct event event;
    struct event_extra extra;
    if (one->count != all->fields.columns || !fields_read(&all->fields, one, &event) ||
        !fields_read_extra(&all->fields, one, &extra) || extra.id.length == 0)
        return;
    const struct conflict_content content = {
        .kinds = event.kinds, .date = event.date, .value = event.value, .count = extra.count};
    struct conflict_slot *slot =
        conflicts_slot(all, conflicts_hash(event.customer.text, event.customer.length, extra.id.text, extra.id.length));
    if (!slot->hash)
        return;
    if (conflicts_was_refused(all, one->line)) {
        if (slot->line && conflicts_differ(&slot->content, &content))
            conflicts_tell(all, one, extra.id, slot, &content);
    } else if (!slot->line) {
        slot->line = one->line;
        slot->content = content;
    }
}

static bool conflicts_take_all(void *user, struct lines *lines)
{
    struct conflicts *all = user;
    struct record one = {.text = lines->text};
    char reason[FIELDS_REASON];
    while (lines_next(lines, &one)) {
        if (all->header_read)
            conflicts_take_event(all, &one);
        else if (!fields_read_header(&all->fields, &one, reason))
            return true;
        all->header_read = true;
    }
    return false;
}

bool conflicts_find(const struct conflict_search *search, uint64_t *count)
{
    struct conflicts all = {.search = search};
    *count = 0;
    if (fseek(search->file, 0, SEEK_SET) != 0)
        return false;
    bool read = conflicts_open(&all) &&
                records_read(search->file, search->name, search->skip_bad, conflicts_take_all, &all) == RECORDS_READ;
    *count = all.count;
    fields_free(&all.fields);
    free(all.slots);
    return read;
}
