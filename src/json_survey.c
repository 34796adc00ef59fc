/* SPDX-License-Identifier: MIT */
#include "json_survey.h"

#include <string.h>

#include "json_place.h"
#include "text.h"

/* Jansson's JSON_PARSER_MAX_DEPTH. */
#define DEPTH_MAX 2048

struct scan {
    const char *text;
    size_t length, at;
    struct json_survey survey;
};

static void skip_space(struct scan *scan)
{
    scan->at = json_skip_space(scan->text, scan->length, scan->at);
}

/* Steps over one character if it is this one. */
static int take(struct scan *scan, char c)
{
    if (scan->at >= scan->length || scan->text[scan->at] != c)
        return 0;
    scan->at++;
    return 1;
}

/* Four hexadecimal digits: 1 and the number. */
static int take_hex4(struct scan *scan, uint32_t *code)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    *code = 0;
    for (int i = 0; i < 4; i++, scan->at++) {
        const char *digit = scan->at < scan->length ? memchr(digits, scan->text[scan->at], sizeof digits - 1) : NULL;
        if (!digit)
            return 0;
        *code = *code * 16 + (uint32_t)(digit - digits) % 16;
    }
    return 1;
}

/* What follows a backslash. */
static int take_escape(struct scan *scan)
{
    uint32_t code, low;
    if (!take(scan, 'u')) {
        scan->survey.bytes++;
        return scan->at < scan->length && memchr("\"\\/bfnrt", scan->text[scan->at++], 8) != NULL;
    }
    if (!take_hex4(scan, &code) || code == 0 || (code >= 0xDC00 && code < 0xE000))
        return 0;
    if (code >= 0xD800 && code < 0xDC00) {
        scan->survey.bytes += 4;
        return take(scan, '\\') && take(scan, 'u') && take_hex4(scan, &low) && low >= 0xDC00 && low < 0xE000;
    }
    scan->survey.bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
    return 1;
}

static int take_string(struct scan *scan)
{
    if (!take(scan, '"'))
        return 0;
    while (!take(scan, '"')) {
        if (take(scan, '\\')) {
            if (!take_escape(scan))
                return 0;
            continue;
        }
        size_t step = utf8_character((const unsigned char *)scan->text + scan->at, scan->length - scan->at);
        if (step == 0 || (unsigned char)scan->text[scan->at] < ' ')
            return 0;
        scan->at += step;
        scan->survey.bytes += step;
    }
    return 1;
}

static size_t take_digits(struct scan *scan)
{
    size_t from = scan->at;
    while (scan->at < scan->length && scan->text[scan->at] >= '0' && scan->text[scan->at] <= '9')
        scan->at++;
    return scan->at - from;
}

static int take_number(struct scan *scan)
{
    size_t from = scan->at;
    char digits[24];
    int64_t number;
    int whole = 1;
    take(scan, '-');
    if (!take(scan, '0') && take_digits(scan) == 0)
        return 0;
    size_t end = scan->at;
    if (take(scan, '.')) {
        whole = 0;
        if (take_digits(scan) == 0)
            return 0;
    }
    if (take(scan, 'e') || take(scan, 'E')) {
        whole = 0;
        if (!take(scan, '+'))
            take(scan, '-');
        if (take_digits(scan) == 0)
            return 0;
    }
    if (whole && end - from < sizeof digits) {
        memcpy(digits, scan->text + from, end - from);
        digits[end - from] = '\0';
        if (integer_parse(digits, &number))
            scan->survey.numbers += (uint64_t)number;
    }
    return 1;
}

static int take_word(struct scan *scan)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i]);
        if (scan->length - scan->at >= length && memcmp(scan->text + scan->at, words[i], length) == 0) {
            scan->at += length;
            return 1;
        }
    }
    return 0;
}

static int take_value(struct scan *scan, int depth);

/* Members of an object or elements of a list, after the opening bracket. */
static int take_items(struct scan *scan, char close, int depth)
{
    skip_space(scan);
    if (take(scan, close))
        return 1;
    do {
        skip_space(scan);
        if (close == '}') {
            if (!take_string(scan))
                return 0;
            skip_space(scan);
            if (!take(scan, ':'))
                return 0;
        }
        if (!take_value(scan, depth))
            return 0;
        skip_space(scan);
    } while (take(scan, ','));
    return take(scan, close);
}

static int take_value(struct scan *scan, int depth)
{
    skip_space(scan);
    if (scan->at >= scan->length || depth >= DEPTH_MAX)
        return 0;
    char first = scan->text[scan->at];
    if (first == '"')
        return take_string(scan);
    if (take(scan, '{'))
        return take_items(scan, '}', depth + 1);
    if (take(scan, '['))
        return take_items(scan, ']', depth + 1);
    return first == '-' || (first >= '0' && first <= '9') ? take_number(scan) : take_word(scan);
}

int json_survey_text(const char *text, size_t length, struct json_survey *survey)
{
    struct scan scan = {text, length, 0, {0, 0}};
    if (!take_value(&scan, 0))
        return 0;
    skip_space(&scan);
    *survey = scan.survey;
    return scan.at == length;
}

void json_survey_value(const json_t *value, struct json_survey *survey)
{
    if (json_is_string(value)) {
        survey->bytes += json_string_length(value);
    } else if (json_is_integer(value)) {
        survey->numbers += (uint64_t)json_integer_value(value);
    } else if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++)
            json_survey_value(json_array_get(value, i), survey);
    } else if (json_is_object(value)) {
        json_t *object = (json_t *)(uintptr_t)value; /* iterating changes nothing, but is not declared so */
        for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at)) {
            survey->bytes += strlen(json_object_iter_key(at));
            json_survey_value(json_object_iter_value(at), survey);
        }
    }
}
