/* SPDX-License-Identifier: MIT */
/* Writes JSON (RFC 8259) through the buffer of standard output. */
#include "output/output_json.h"

#include <loyalty/loyalty.h>
#include <string.h>

static void output_json_plain(struct output_json *json, const char *text)
{
    output_bytes(json->output, text, strlen(text));
}

/* Writes a text in quotes. It has no control characters. */
static void output_json_string(struct output_json *json, const char *text, size_t length)
{
    size_t plain = 0; /* start of the bytes that need no escape */
    output_json_plain(json, "\"");
    for (size_t i = 0; i < length; i++) {
        if (text[i] != '"' && text[i] != '\\')
            continue;
        output_bytes(json->output, text + plain, i - plain);
        output_json_plain(json, "\\");
        plain = i;
    }
    output_bytes(json->output, text + plain, length - plain);
    output_json_plain(json, "\"");
}

/* Writes what comes before a value: a comma, and the name of a member. */
static void output_json_begin(struct output_json *json, const char *name)
{
    if (json->comma)
        output_json_plain(json, ",");
    json->comma = true;
    if (!name)
        return;
    output_json_string(json, name, strlen(name));
    output_json_plain(json, ":");
}

void output_json_open(struct output_json *json, const char *name, char bracket)
{
    output_json_begin(json, name);
    output_bytes(json->output, &bracket, 1);
    json->comma = false;
}

void output_json_close(struct output_json *json, char bracket)
{
    output_bytes(json->output, &bracket, 1);
    json->comma = true;
}

void output_json_open_row(struct output_json *json)
{
    output_json_begin(json, NULL);
    output_json_plain(json, "\n{");
    json->comma = false;
}

void output_json_text(struct output_json *json, const char *name, const char *text)
{
    output_json_begin(json, name);
    output_json_string(json, text, strlen(text));
}

void output_json_number(struct output_json *json, const char *name, int64_t number)
{
    output_json_begin(json, name);
    output_digits(json->output, number);
}

static void output_json_null(struct output_json *json, const char *name)
{
    output_json_begin(json, name);
    output_json_plain(json, "null");
}

void output_json_date(struct output_json *json, const char *name, int32_t date)
{
    char text[OUTPUT_DATE];
    if (loyalty_date_format(date, text, sizeof text))
        output_json_null(json, name);
    else
        output_json_text(json, name, text);
}

/* ---- keys ---- */

/* Returns how many bytes follow a first byte that is not ASCII, and what the second may be; false if none may follow. */
static bool output_json_lead(unsigned char first, size_t *more, unsigned char *least, unsigned char *most)
{
    *least = 0x80;
    *most = 0xBF;
    if (first < 0xC2 || first > 0xF4)
        return false;
    *more = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    if (first == 0xE0) /* or it would be longer than necessary */
        *least = 0xA0;
    if (first == 0xF0)
        *least = 0x90;
    if (first == 0xED) /* or it would be a surrogate */
        *most = 0x9F;
    if (first == 0xF4) /* or it would be beyond U+10FFFF */
        *most = 0x8F;
    return true;
}

/* Returns the length of the character at the start of at least one byte, or 0 if no text of JSON has it. */
static size_t output_json_character(const unsigned char *bytes, size_t length)
{
    size_t more = 0;
    unsigned char least = 0, most = 0;
    if (bytes[0] < 0x80)
        return bytes[0] >= ' ' ? 1 : 0;
    if (!output_json_lead(bytes[0], &more, &least, &most) || more >= length || bytes[1] < least || bytes[1] > most)
        return 0;
    for (size_t i = 2; i <= more; i++)
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
    return more + 1;
}

static bool output_json_is_text(const char *key, size_t length)
{
    for (size_t at = 0, step; at < length; at += step) {
        step = output_json_character((const unsigned char *)key + at, length - at);
        if (step == 0)
            return false;
    }
    return true;
}

static void output_json_hex(struct output_json *json, const char *name, const char *key, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    output_json_begin(json, name);
    output_json_plain(json, "\"");
    for (size_t i = 0; i < length; i++) {
        const unsigned char byte = (unsigned char)key[i];
        output_bytes(json->output, &digits[byte >> 4], 1);
        output_bytes(json->output, &digits[byte & 15], 1);
    }
    output_json_plain(json, "\"");
}

void output_json_key(struct output_json *json, const char *key, size_t length)
{
    if (output_json_is_text(key, length)) {
        output_json_begin(json, "key");
        output_json_string(json, key, length);
        output_json_null(json, "key_hex");
    } else {
        output_json_null(json, "key");
        output_json_hex(json, "key_hex", key, length);
    }
}
