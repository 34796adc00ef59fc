/* SPDX-License-Identifier: MIT */
/* JSON as the library reads it. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "fuzz.h"
#include "json.h"
#include "json/value.h"

static void note(struct notes *notes, const struct json *value)
{
    char digits[32];
    if (value->key)
        notes_value(notes, 'k', value->key, strlen(value->key));
    switch (value->type) {
    case JSON_NULL:
        notes_value(notes, 'n', "", 0);
        break;
    case JSON_BOOLEAN:
        notes_value(notes, 'b', "", 0);
        break;
    case JSON_INTEGER:
        notes_value(notes, 'i', digits, (size_t)snprintf(digits, sizeof digits, "%" PRId64, value->integer));
        break;
    case JSON_BIG:
    case JSON_REAL:
        notes_value(notes, 'r', "", 0);
        break;
    case JSON_TEXT:
        notes_value(notes, 't', value->text, strlen(value->text));
        break;
    case JSON_LIST:
    case JSON_OBJECT:
        notes_value(notes, value->type == JSON_LIST ? '[' : '{', "", 0);
        for (const struct json *item = value->first; item; item = item->next)
            note(notes, item);
        notes_value(notes, ']', "", 0);
        break;
    }
}

/* What holds for values however the text was: places inside it, and links that lead back. */
static void check(const struct json *value, size_t size)
{
    uint32_t count = 0;
    REQUIRE(value->offset < size, "a value at %u of %zu", (unsigned)value->offset, size);
    if (value->type != JSON_LIST && value->type != JSON_OBJECT)
        return;
    for (const struct json *item = value->first; item; item = item->next, count++) {
        REQUIRE(item->parent == value, "an item with another parent");
        REQUIRE(item->offset > value->offset, "an item before its list");
        check(item, size);
    }
    REQUIRE(count == value->count, "%u items, not %u", (unsigned)count, (unsigned)value->count);
}

enum verdict json_ours(const uint8_t *data, size_t size, struct notes *notes)
{
    struct counting heap = {.fail_at = ALLOCATOR_NEVER};
    struct arena arena = {.allocator = counting_allocator(&heap)};
    struct findings findings = {.report = NULL};
    struct json *root = NULL;
    int32_t status = json_parse(&arena, &findings, (const char *)data, size, &root);
    REQUIRE(status == LOYALTY_OK || status == LOYALTY_E_TABLE, "json_parse: %d", (int)status);
    REQUIRE(status == LOYALTY_OK || findings.errors > 0, "refused without a word");
    if (status == LOYALTY_OK) {
        check(root, size);
        note(notes, root);
    }
    arena_free(&arena);
    require_clean_heap(&heap);
    return status ? JSON_IS_REFUSED : JSON_IS_READ;
}
