/* SPDX-License-Identifier: MIT */
/* Writes and reads the beginning of a snapshot. */
#include "snapshot/head.h"

#include <string.h>

#include "base/date.h"

/* Where things are in a head. */
enum {
    HEAD_FORMAT_AT = 4,
    HEAD_WHAT_AT = 5,
    HEAD_FLAGS_AT = 6,
    HEAD_ZERO_AT = 7,
    HEAD_LENGTH_AT = 8,
    HEAD_FINGERPRINT_AT = 16,
    HEAD_SEAL_AT = 32
};

/* The first byte is no ASCII, so that no text begins so. */
static const unsigned char head_magic[HEAD_FORMAT_AT] = {0xb1, 'l', 'o', 'y'};

static uint64_t head_seal(const unsigned char *bytes)
{
    struct seal seal = {.hash = 0};
    seal_add(&seal, bytes, HEAD_SEAL_AT);
    return seal_end(&seal);
}

void snapshot_rank(struct snapshot *snapshot, const bool *used)
{
    const loyalty_program *program = snapshot->program;
    snapshot->kind_count = 0;
    for (uint32_t i = 0; i < program->kind_count; i++) {
        const uint32_t kind = program->kinds_by_name[i];
        const bool ranked = !used || used[kind];
        snapshot->ranks[kind] = ranked ? (uint16_t)snapshot->kind_count : UINT16_MAX;
        snapshot->kind_count += ranked;
    }
}

static void snapshot_put_kinds(struct sink *sink, const struct snapshot *snapshot)
{
    const loyalty_program *program = snapshot->program;
    uint32_t rank = 0;
    sink_put(sink, snapshot->kind_count);
    for (uint32_t i = 0; rank < snapshot->kind_count; i++) {
        const uint32_t kind = program->kinds_by_name[i];
        if (snapshot->ranks[kind] != rank)
            continue;
        const size_t length = strlen(program->kinds[kind].texts.name);
        sink_put_byte(sink, (unsigned char)length);
        sink_put_bytes(sink, program->kinds[kind].texts.name, (uint32_t)length);
        rank++;
    }
}

void snapshot_begin(struct sink *sink, const struct snapshot *snapshot, unsigned char what, uint64_t length)
{
    unsigned char head[HEAD_SIZE] = {0};
    memcpy(head, head_magic, sizeof head_magic);
    head[HEAD_FORMAT_AT] = HEAD_FORMAT;
    head[HEAD_WHAT_AT] = what;
    head[HEAD_FLAGS_AT] = snapshot->program->keeps_contents ? HEAD_CONTENTS : 0;
    seal_put_number(head + HEAD_LENGTH_AT, length);
    memcpy(head + HEAD_FINGERPRINT_AT, snapshot->program->fingerprint, LOYALTY_FINGERPRINT_SIZE);
    seal_put_number(head + HEAD_SEAL_AT, head_seal(head));
    sink_put_bytes(sink, head, sizeof head);
    sink_put(sink, snapshot->day == LOYALTY_DATE_NONE ? 0 : (uint64_t)(snapshot->day - LOYALTY_DATE_MIN) + 1);
    snapshot_put_kinds(sink, snapshot);
}

int32_t restored_head(struct restored *restored, unsigned char what, const unsigned char *bytes, size_t count,
                      uint64_t *length)
{
    if (count <= HEAD_FORMAT_AT || memcmp(bytes, head_magic, sizeof head_magic) != 0)
        return LOYALTY_E_SNAPSHOT;
    if (bytes[HEAD_FORMAT_AT] > HEAD_FORMAT)
        return LOYALTY_E_NEWER;
    if (count < HEAD_SIZE || bytes[HEAD_FORMAT_AT] != HEAD_FORMAT || bytes[HEAD_WHAT_AT] != what ||
        (bytes[HEAD_FLAGS_AT] & ~HEAD_CONTENTS) != 0 || bytes[HEAD_ZERO_AT] != 0 ||
        seal_number(bytes + HEAD_SEAL_AT) != head_seal(bytes))
        return LOYALTY_E_SNAPSHOT;
    *length = seal_number(bytes + HEAD_LENGTH_AT);
    restored->what = what;
    restored->contents = (bytes[HEAD_FLAGS_AT] & HEAD_CONTENTS) != 0;
    restored->same = memcmp(bytes + HEAD_FINGERPRINT_AT, restored->program->fingerprint, LOYALTY_FINGERPRINT_SIZE) == 0;
    return *length < HEAD_SIZE + SEAL_SIZE ? LOYALTY_E_SNAPSHOT : LOYALTY_OK;
}

/* A name of a kind in the snapshot, with a NUL. */
struct restored_name {
    char text[LOYALTY_NAME_MAX + 1];
};

static struct restored_name restored_read_name(struct source *source)
{
    struct restored_name name = {{0}};
    const unsigned char *length = source_take(source, 1);
    if (length && (*length == 0 || *length > LOYALTY_NAME_MAX))
        source_damaged(source);
    const size_t count = source->status ? 0 : *length;
    const unsigned char *bytes = source_take(source, count);
    if (bytes)
        memcpy(name.text, bytes, count);
    if (strlen(name.text) != count)
        source_damaged(source);
    return name;
}

void restored_begin(struct restored *restored, struct source *source)
{
    const loyalty_program *program = restored->program;
    struct restored_name last = {{0}};
    const uint64_t day = source_number_to(source, LOYALTY_DATE_MAX - LOYALTY_DATE_MIN + 1);
    restored->day = day ? (int32_t)day - 1 + LOYALTY_DATE_MIN : LOYALTY_DATE_NONE;
    restored->kind_count = (uint32_t)source_number_to(source, LOYALTY_KINDS_MAX);
    restored->reciprocal = restored->kind_count ? (UINT64_C(1) << 40) / restored->kind_count + 1 : 0;
    restored->left_out = 0;
    memset(restored->used, 0, sizeof restored->used);
    for (uint32_t i = 0; i < restored->kind_count && !source->status; i++) {
        const struct restored_name name = restored_read_name(source);
        if (!program_find(program, LOYALTY_OBJECT_KIND, name.text, &restored->kinds[i]))
            restored->kinds[i] = INDEX_NONE;
        if (strcmp(name.text, last.text) <= 0 || (restored->same && restored->kinds[i] == INDEX_NONE))
            source_damaged(source);
        last = name;
    }
    if (restored->same && restored->what == HEAD_OF_BOOK && restored->kind_count != program->kind_count)
        source_damaged(source);
}
