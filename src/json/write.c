/* SPDX-License-Identifier: MIT */
/* The only writer of JSON. */
#include "json/write.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static void writer_put(struct json_writer *writer, const char *bytes, size_t count)
{
    if (writer->buffer && writer->length + count <= writer->capacity)
        memcpy(writer->buffer + writer->length, bytes, count);
    writer->length += count;
}

static void writer_put_text(struct json_writer *writer, const char *text)
{
    writer_put(writer, text, strlen(text));
}

/* Writes the escape of a byte that a JSON string may not contain. */
static void writer_escape(struct json_writer *writer, unsigned char byte)
{
    static const char escapes[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    char text[sizeof "\\u0000"];
    for (size_t i = 0; i < sizeof escapes - 1; i += 2)
        if ((unsigned char)escapes[i] == byte) {
            writer_put(writer, (const char[]){'\\', escapes[i + 1]}, 2);
            return;
        }
    snprintf(text, sizeof text, "\\u%04X", byte);
    writer_put_text(writer, text);
}

/* Writes `bytes` in quotes. */
static void writer_string(struct json_writer *writer, const char *bytes, size_t length)
{
    size_t plain = 0; /* start of the bytes that need no escape */
    writer_put(writer, "\"", 1);
    for (size_t i = 0; i < length; i++) {
        const unsigned char byte = (unsigned char)bytes[i];
        if (byte >= ' ' && byte != '"' && byte != '\\')
            continue;
        writer_put(writer, bytes + plain, i - plain);
        writer_escape(writer, byte);
        plain = i + 1;
    }
    writer_put(writer, bytes + plain, length - plain);
    writer_put(writer, "\"", 1);
}

/* Writes what comes before a value: a comma, and the key. */
static void writer_begin(struct json_writer *writer, const char *key)
{
    if (writer->comma)
        writer_put(writer, ",", 1);
    writer->comma = true;
    if (!key)
        return;
    writer_string(writer, key, strlen(key));
    writer_put(writer, ":", 1);
}

static void writer_scalar(struct json_writer *writer, const char *key, const char *text)
{
    writer_begin(writer, key);
    writer_put_text(writer, text);
}

void json_fail(struct json_writer *writer, int32_t status)
{
    if (!writer->status)
        writer->status = status;
}

void json_open(struct json_writer *writer, const char *key, char bracket)
{
    writer_begin(writer, key);
    writer_put(writer, &bracket, 1);
    writer->comma = false;
}

void json_close(struct json_writer *writer, char bracket)
{
    writer_put(writer, &bracket, 1);
    writer->comma = true;
}

void json_put_null(struct json_writer *writer, const char *key)
{
    writer_scalar(writer, key, "null");
}

void json_put_boolean(struct json_writer *writer, const char *key, bool value)
{
    writer_scalar(writer, key, value ? "true" : "false");
}

void json_put_integer(struct json_writer *writer, const char *key, int64_t value)
{
    char text[sizeof "-9223372036854775808"];
    snprintf(text, sizeof text, "%" PRId64, value);
    writer_scalar(writer, key, text);
}

void json_put_count(struct json_writer *writer, const char *key, uint64_t value)
{
    char text[sizeof "18446744073709551615"];
    snprintf(text, sizeof text, "%" PRIu64, value);
    writer_scalar(writer, key, text);
}

/* Copies a number that snprintf() wrote, with a point in place of the separator of the host's locale. */
static void real_plain(const char *from, char *to)
{
    bool point = false;
    for (; *from; from++) {
        if (strchr("0123456789-e", *from))
            *to++ = *from;
        else if (*from != '+' && !point)
            *to++ = '.', point = true;
    }
    *to = '\0';
}

/* Removes leading zeros from the exponent. */
static void real_trim_exponent(char *text)
{
    char *digits = strchr(text, 'e');
    if (!digits)
        return;
    digits += digits[1] == '-' ? 2 : 1;
    size_t zeros = strspn(digits, "0");
    memmove(digits, digits + zeros, strlen(digits + zeros) + 1);
}

void json_put_real(struct json_writer *writer, const char *key, double value)
{
    enum { LONGEST = 64 }; /* 15 digits, a sign, the separator of any locale and an exponent take half of that */
    char formatted[LONGEST], text[LONGEST + 2];
    if (!isfinite(value)) {
        json_put_null(writer, key);
        return;
    }
    snprintf(formatted, sizeof formatted, "%.15g", value);
    real_plain(formatted, text);
    real_trim_exponent(text);
    if (!strpbrk(text, ".e"))
        memcpy(text + strlen(text), ".0", sizeof ".0");
    writer_scalar(writer, key, text);
}

void json_put_bytes(struct json_writer *writer, const char *key, const char *bytes, size_t length)
{
    writer_begin(writer, key);
    writer_string(writer, bytes, length);
}

void json_put_text(struct json_writer *writer, const char *key, const char *text)
{
    json_put_bytes(writer, key, text, strlen(text));
}

void json_put_date(struct json_writer *writer, const char *key, int32_t date)
{
    char text[sizeof "YYYY-MM-DD"];
    if (loyalty_date_format(date, text, sizeof text))
        json_put_null(writer, key);
    else
        json_put_text(writer, key, text);
}

int32_t json_write(json_produce *produce, const void *subject, char *buffer, size_t capacity, size_t *needed)
{
    struct json_writer measure = {.buffer = NULL};
    produce(&measure, subject);
    if (measure.status)
        return measure.status;
    if (measure.length >= capacity) {
        *needed = measure.length;
        return LOYALTY_E_SPACE;
    }
    struct json_writer writer = {.buffer = buffer, .capacity = measure.length};
    produce(&writer, subject);
    /* A host function that gives two answers for one day leads to two texts, neither of them right. */
    if (writer.status || writer.length != measure.length) {
        buffer[0] = '\0';
        return writer.status ? writer.status : LOYALTY_E_HOST;
    }
    buffer[writer.length] = '\0';
    *needed = writer.length;
    return LOYALTY_OK;
}
