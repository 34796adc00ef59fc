/* SPDX-License-Identifier: MIT */
/* JSON text to JSON values, with all that the JSON library itself finds wrong told in a table's own words. */
#include <string.h>

#include "json_place.h"
#include "json_read.h"
#include "json_survey.h"

/* Faults that are mended in a copy of the text to find the ones behind them; each costs one more reading. */
#define MENDED_MAX 32

static int is_digit_or_sign(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

/* The opening quote of the string that ends just before `end`. */
static size_t string_begin(const char *text, size_t end)
{
    size_t at = end >= 2 ? end - 2 : 0;
    for (; at > 0; at--) {
        size_t slashes = 0;
        while (text[at] == '"' && slashes < at && text[at - 1 - slashes] == '\\')
            slashes++;
        if (text[at] == '"' && slashes % 2 == 0)
            break;
    }
    return at;
}

static size_t number_begin(const char *text, size_t end)
{
    while (end > 0 && is_digit_or_sign(text[end - 1]))
        end--;
    return end;
}

/* The begin of the token that ends at `end`. */
static size_t token_begin(const char *text, size_t end)
{
    size_t at = end;
    if (at > 0 && text[at - 1] == '"')
        return string_begin(text, end);
    while (at > 0 && ((text[at - 1] >= 'a' && text[at - 1] <= 'z') || (text[at - 1] >= 'A' && text[at - 1] <= 'Z') ||
                      is_digit_or_sign(text[at - 1])))
        at--;
    return at < end ? at : at > 0 ? at - 1 : 0;
}

/* Blanks the member whose key begins at `begin`, with the comma before it (it is never the first). */
static void blank_member(char *text, size_t length, size_t begin)
{
    size_t end = json_skip_value(text, length, begin), comma = begin;
    end = json_skip_space(text, length, end);
    end = json_skip_space(text, length, end < length ? end + 1 : end);
    end = json_skip_value(text, length, end);
    while (comma > 0 && text[comma] != ',')
        comma--;
    for (size_t i = comma; i < end; i++)
        if (text[i] != '\n')
            text[i] = ' ';
}

/* The nearest number in range, as long as the one that it replaces. */
static void saturate(char *number, size_t length)
{
    const char *nearest = number[0] == '-' ? "-9223372036854775808" : "9223372036854775807";
    memset(number, ' ', length);
    if (strlen(nearest) <= length)
        memcpy(number, nearest, strlen(nearest));
    else
        number[0] = '0'; /* an exponent, which is told all the same */
}

/* Tells a fault that can be stepped over and mends it in the copy: 1, or 0 where it is of another kind. */
static int mend(struct reader *reader, char *text, size_t length, const json_error_t *error)
{
    size_t end = (size_t)error->position < length ? (size_t)error->position : length, begin;
    switch (json_error_code(error)) {
    case json_error_duplicate_key:
        begin = string_begin(text, end);
        report_error_at(reader->findings, begin, PLACE_KEY, "the key %.*s stands twice in one object: keep only one",
                        (int)(end - begin < LOYALTY_NAME_MAX ? end - begin : LOYALTY_NAME_MAX), text + begin);
        blank_member(text, length, begin);
        return 1;
    case json_error_numeric_overflow:
        begin = number_begin(text, end);
        report_error_at(reader->findings, begin, PLACE_MENDED,
                        "the number is out of range: write a whole number from -9223372036854775808 to "
                        "9223372036854775807");
        if (begin == end)
            return 0;
        saturate(text + begin, end - begin);
        return 1;
    default:
        return 0;
    }
}

/* The fault that ended the reading. */
static void tell(struct reader *reader, const char *text, size_t length, const json_error_t *error)
{
    size_t end = error->position > 0 && (size_t)error->position < length ? (size_t)error->position : length;
    size_t at = error->position > 0 ? token_begin(text, end) : 0;
    switch (json_error_code(error)) {
    case json_error_stack_overflow:
        report_error_at(reader->findings, at, PLACE_SYNTAX,
                        "lists and objects are nested too deep: no table needs more than six");
        break;
    case json_error_premature_end_of_input:
        report_error_at(reader->findings, length, PLACE_SYNTAX, "the text ends too early: close every \", [ and {");
        break;
    case json_error_end_of_input_expected:
        report_error_at(reader->findings, at, PLACE_SYNTAX, "text follows the table: a file holds one JSON object");
        break;
    case json_error_invalid_utf8:
        report_error_at(reader->findings, (size_t)error->position < length ? (size_t)error->position : length,
                        PLACE_SYNTAX, "this byte is not UTF-8: save the file as UTF-8 without a byte order mark");
        break;
    case json_error_null_character:
    case json_error_null_byte_in_key:
        report_error_at(reader->findings, at, PLACE_SYNTAX, "\\u0000 has no place in a table: leave it out");
        break;
    default:
        report_error_at(reader->findings, at, PLACE_SYNTAX,
                        "not JSON: %s%s (texts and keys in \"\", no comma after the last item, no comments)",
                        strncmp(error->text, "'}'", 3) == 0 || strncmp(error->text, "']'", 3) == 0 ? "',' or " : "",
                        error->text);
    }
}

/* Tells a text that is no JSON from its first look on. */
static int is_text(struct reader *reader, const char *text, size_t length)
{
    static const char mark[] = "\xEF\xBB\xBF";
    const char *nul = memchr(text, '\0', length);
    if (length >= strlen(mark) && memcmp(text, mark, strlen(mark)) == 0)
        report_error_at(reader->findings, 0, PLACE_SYNTAX,
                        "the text begins with a byte order mark: save it as UTF-8 without one");
    else if (nul)
        report_error_at(reader->findings, (size_t)(nul - text), PLACE_SYNTAX,
                        "here is a NUL byte: save the text as UTF-8");
    else if (json_skip_space(text, length, 0) == length)
        report_error_at(reader->findings, 0, PLACE_SYNTAX, "the text is empty: write a table, a JSON object");
    else
        return 1;
    return 0;
}

/*
 * Reads a text, or says why not: NULL and LOYALTY_OK where the text is at fault. What the JSON library says where
 * memory ran out is not to be trusted, see json_survey.h.
 */
static json_t *load(struct reader *reader, const char *text, size_t length, json_error_t *error)
{
    struct json_survey of_text, of_value = {0, 0};
    memset(error, 0, sizeof *error);
    json_t *value = json_loadb(text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, error);
    int mendable = !value && (json_error_code(error) == json_error_duplicate_key ||
                              json_error_code(error) == json_error_numeric_overflow);
    if (mendable || !json_survey_text(text, length, &of_text)) {
        json_decref(value);
        return NULL;
    }
    if (value)
        json_survey_value(value, &of_value);
    if (value && of_value.bytes == of_text.bytes && of_value.numbers == of_text.numbers)
        return value;
    json_decref(value);
    reader->status = LOYALTY_E_MEMORY;
    return NULL;
}

json_t *json_read_text(struct reader *reader, const char *text, size_t length)
{
    const loyalty_allocator *allocator = &reader->builder->arena.allocator;
    json_error_t error;
    char *copy = NULL;
    if (!is_text(reader, text, length))
        return NULL;
    json_t *value = load(reader, text, length, &error);
    for (int mended = 0; !value && !reader->status && mended < MENDED_MAX; mended++) {
        if (!copy && memory_copy(allocator, text, length, 1, (void **)&copy))
            reader->status = LOYALTY_E_MEMORY;
        if (!copy || !mend(reader, copy, length, &error))
            break;
        value = load(reader, copy, length, &error);
    }
    if (!value && !reader->status)
        tell(reader, copy ? copy : text, length, &error);
    memory_free(allocator, copy);
    return value;
}
