/* SPDX-License-Identifier: MIT */
/* Writes to standard output through a buffer; fields and rows of CSV. */
#include "output/output.h"

#include <loyalty/loyalty.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void output_flush(struct output *output)
{
    fwrite(output->buffer, 1, output->used, stdout);
    output->used = 0;
}

void output_bytes(struct output *output, const char *text, size_t length)
{
    if (length > sizeof output->buffer - output->used) {
        output_flush(output);
        if (length > sizeof output->buffer) {
            fwrite(text, 1, length, stdout);
            return;
        }
    }
    memcpy(output->buffer + output->used, text, length);
    output->used += length;
}

/* Ends a field. A single byte is in the buffer afterwards, where output_end() finds it. */
static void output_comma(struct output *output)
{
    output_bytes(output, ",", 1);
}

void output_end(struct output *output)
{
    output->buffer[output->used - 1] = '\n';
}

void output_text(struct output *output, const char *text)
{
    output_bytes(output, text, strlen(text));
    output_comma(output);
}

static void output_quoted(struct output *output, const char *text, size_t length)
{
    output_bytes(output, "\"", 1);
    for (size_t at = 0; at < length; at++) {
        if (text[at] == '"')
            output_bytes(output, "\"", 1);
        output_bytes(output, text + at, 1);
    }
    output_bytes(output, "\"", 1);
}

void output_field(struct output *output, const char *text, size_t length)
{
    static const bool special[256] = {[','] = true, ['"'] = true, ['\r'] = true, ['\n'] = true};
    size_t at = 0;
    while (at < length && !special[(unsigned char)text[at]])
        at++;
    if (at == length)
        output_bytes(output, text, length);
    else
        output_quoted(output, text, length);
    output_comma(output);
}

void output_digits(struct output *output, int64_t number)
{
    char digits[20]; /* -9223372036854775808 */
    size_t at = sizeof digits;
    uint64_t rest = number < 0 ? UINT64_C(0) - (uint64_t)number : (uint64_t)number;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0)
        digits[--at] = '-';
    output_bytes(output, digits + at, sizeof digits - at);
}

void output_number(struct output *output, int64_t number)
{
    output_digits(output, number);
    output_comma(output);
}

void output_date(struct output *output, int32_t date)
{
    char text[OUTPUT_DATE];
    if (!loyalty_date_format(date, text, sizeof text))
        output_bytes(output, text, sizeof text - 1);
    output_comma(output);
}

static void output_labels(struct output *output, const char *section, const char *row, const char *column)
{
    output_text(output, section);
    output_text(output, row);
    output_text(output, column);
}

void output_count(struct output *output, const char *section, const char *row, const char *column, int64_t count)
{
    output_labels(output, section, row, column);
    output_number(output, count);
    output_end(output);
}

void output_real(struct output *output, const char *section, const char *row, const char *column, double number)
{
    char text[32];
    snprintf(text, sizeof text, "%.15g", number);
    output_labels(output, section, row, column);
    output_text(output, text);
    output_end(output);
}

int32_t output_ask(output_asker *ask, const void *user, char **text, size_t *length)
{
    *text = NULL;
    int32_t status = ask(user, NULL, 0, length);
    if (status && status != LOYALTY_E_SPACE)
        return status;
    *text = malloc(*length + 1);
    if (!*text)
        return LOYALTY_E_MEMORY;
    status = ask(user, *text, *length + 1, length);
    if (status) {
        free(*text);
        *text = NULL;
    }
    return status;
}

int32_t output_print(output_asker *ask, const void *user)
{
    char *text = NULL;
    size_t length = 0;
    int32_t status = output_ask(ask, user, &text, &length);
    if (!status)
        puts(text);
    free(text);
    return status;
}
