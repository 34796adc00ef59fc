/* SPDX-License-Identifier: MIT */
/* JSON as jansson reads it. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "json.h"

static void note(struct notes *notes, json_t *value)
{
    char digits[32];
    const char *key;
    json_t *item;
    size_t index;
    switch (json_typeof(value)) {
    case JSON_NULL:
        notes_value(notes, 'n', "", 0);
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        notes_value(notes, 'b', "", 0);
        break;
    case JSON_INTEGER:
        notes_value(notes, 'i', digits,
                    (size_t)snprintf(digits, sizeof digits, "%" PRId64, (int64_t)json_integer_value(value)));
        break;
    case JSON_REAL:
        notes_value(notes, 'r', "", 0);
        break;
    case JSON_STRING:
        notes_value(notes, 't', json_string_value(value), json_string_length(value));
        break;
    case JSON_ARRAY:
        notes_value(notes, '[', "", 0);
        json_array_foreach(value, index, item) note(notes, item);
        notes_value(notes, ']', "", 0);
        break;
    case JSON_OBJECT:
        notes_value(notes, '{', "", 0);
        json_object_foreach(value, key, item)
        {
            notes_value(notes, 'k', key, strlen(key));
            note(notes, item);
        }
        notes_value(notes, ']', "", 0);
        break;
    }
}

/*
 * The known differences, all of them on purpose. jansson refuses a number that does not fit 64 bits or a double, and
 * \u0000; RFC 8259 allows both, and in the library the reader of tables decides. It refuses a repeated key, because we
 * ask it to: otherwise it would keep only the second. It refuses a byte order mark, which the library skips. And it
 * accepts "1" followed by a NUL byte, which is not JSON.
 */
enum verdict json_theirs(const uint8_t *data, size_t size, struct notes *notes)
{
    static const char mark[] = "\xEF\xBB\xBF";
    const char *text = (const char *)data;
    json_error_t error;
    if (size >= strlen(mark) && memcmp(text, mark, strlen(mark)) == 0) {
        text += strlen(mark);
        size -= strlen(mark);
    }
    if (memchr(text, '\0', size))
        return JSON_IS_REFUSED;
    json_t *value = json_loadb(text, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (value) {
        note(notes, value);
        json_decref(value);
        return JSON_IS_READ;
    }
    switch (json_error_code(&error)) {
    case json_error_numeric_overflow:
    case json_error_null_character:
    case json_error_null_byte_in_key:
    case json_error_duplicate_key:
        return JSON_IS_LEFT_OPEN;
    default:
        return JSON_IS_REFUSED;
    }
}
