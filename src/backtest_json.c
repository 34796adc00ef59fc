/* SPDX-License-Identifier: MIT */
/*
 * A backtest as JSON; docs/backtest-json.md describes it. A million customers may have to be listed, so the text is
 * written straight to where it goes, without a tree of it in memory: once to measure it, then for good.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "backtest.h"
#include "text.h"

struct output {
    char *buffer; /* NULL only to measure */
    size_t length;
};

static void put_bytes(struct output *output, const char *bytes, size_t count)
{
    if (output->buffer)
        memcpy(output->buffer + output->length, bytes, count);
    output->length += count;
}

static void put(struct output *output, const char *text)
{
    put_bytes(output, text, strlen(text));
}

static void put_number(struct output *output, uint64_t number)
{
    char text[sizeof "18446744073709551615"];
    snprintf(text, sizeof text, "%" PRIu64, number);
    put(output, text);
}

/* A name of the table, or a date: nothing in it needs an escape. */
static void put_quoted(struct output *output, const char *text)
{
    put(output, "\"");
    put(output, text);
    put(output, "\"");
}

static void put_date(struct output *output, int32_t date)
{
    char text[sizeof "YYYY-MM-DD"];
    if (loyalty_date_format(date, text, sizeof text))
        put(output, "null");
    else
        put_quoted(output, text);
}

static void put_rung(struct output *output, const loyalty_program *program, uint32_t rung)
{
    if (rung == LOYALTY_RUNG_NONE)
        put(output, "null");
    else
        put_quoted(output, program->rungs[rung].texts.name);
}

/* Whether the bytes are UTF-8 without control characters. */
static int is_text(const char *bytes, size_t length)
{
    const unsigned char *byte = (const unsigned char *)bytes;
    for (size_t i = 0, step; i < length; i += step) {
        step = utf8_character(byte + i, length - i);
        if (step == 0 || byte[i] < ' ')
            return 0;
    }
    return 1;
}

static void put_key(struct output *output, const char *key, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    const int text = is_text(key, length);
    put(output, text ? "{\"key\":\"" : "{\"key\":null,\"key_hex\":\"");
    for (size_t i = 0; i < length; i++) {
        const unsigned char byte = (unsigned char)key[i];
        if (!text)
            put_bytes(output, (const char[]){digits[byte >> 4], digits[byte & 15]}, 2);
        else if (byte == '"' || byte == '\\')
            put_bytes(output, (const char[]){'\\', key[i]}, 2);
        else
            put_bytes(output, &key[i], 1);
    }
    put(output, text ? "\",\"key_hex\":null" : "\"");
}

static void put_change(struct output *output, const loyalty_backtest *backtest, const struct elsewhere *item)
{
    put_key(output, backtest->list.keys + item->key, item->length);
    put(output, ",\"from\":");
    put_rung(output, backtest->programs[0], item->from);
    put(output, ",\"to\":");
    put_rung(output, backtest->programs[1], item->to);
    put(output, ",\"since_from\":");
    put_date(output, item->since_from);
    put(output, ",\"since_to\":");
    put_date(output, item->since_to);
    put(output, ",\"differs\":");
    put_date(output, item->differs);
    put(output, "}");
}

static void put_side(struct output *output, const loyalty_backtest *backtest, int after)
{
    const loyalty_backtest_side *side = &backtest->sides[after];
    put(output, after ? ",\"after\":{\"program\":" : ",\"before\":{\"program\":");
    put_quoted(output, backtest->programs[after]->name);
    put(output, ",\"customers\":");
    put_number(output, side->customers);
    put(output, ",\"promotions\":");
    put_number(output, side->promotions);
    put(output, ",\"demotions\":");
    put_number(output, side->demotions);
    put(output, ",\"flapping\":");
    put_number(output, side->flapping);
    put(output, "}");
}

/* All rungs, and null for "not on the ladder". */
static void put_rungs(struct output *output, const loyalty_program *program)
{
    for (uint32_t rung = 0; rung <= program->rung_count; rung++) {
        put(output, rung ? "," : "[");
        put_rung(output, program, rung < program->rung_count ? rung : LOYALTY_RUNG_NONE);
    }
    put(output, "]");
}

static void put_matrix(struct output *output, const loyalty_backtest *backtest)
{
    const loyalty_program *before = backtest->programs[0], *after = backtest->programs[1];
    const uint64_t *cell = backtest->moved;
    put(output, ",\"matrix\":{\"from\":");
    put_rungs(output, before);
    put(output, ",\"to\":");
    put_rungs(output, after);
    put(output, ",\"customers\":[");
    for (uint32_t from = 0; from <= before->rung_count; from++) {
        put(output, from ? ",[" : "[");
        for (uint32_t to = 0; to <= after->rung_count; to++) {
            if (to)
                put(output, ",");
            put_number(output, *cell++);
        }
        put(output, "]");
    }
    put(output, "]}");
}

static void put_all(struct output *output, const loyalty_backtest *backtest)
{
    put(output, "{\"as_of\":");
    put_date(output, backtest->as_of);
    put(output, ",\"flap_days\":");
    put_number(output, backtest->flap_days);
    put_side(output, backtest, 0);
    put_side(output, backtest, 1);
    put_matrix(output, backtest);
    put(output, ",\"changes\":[");
    for (uint32_t i = 0; i < backtest->list.count; i++) {
        if (i)
            put(output, ",");
        put_change(output, backtest, &backtest->list.items[i]);
    }
    put(output, "]}");
}

int32_t loyalty_backtest_json(loyalty_backtest *backtest, char *buffer, size_t capacity, size_t *needed)
{
    if (!backtest || !needed || (!buffer && capacity))
        return LOYALTY_E_ARGUMENT;
    int32_t status = elsewhere_sort(&backtest->list, &backtest->programs[0]->arena.allocator);
    if (status)
        return status;
    struct output output = {NULL, 0};
    put_all(&output, backtest);
    *needed = output.length;
    if (output.length >= capacity)
        return LOYALTY_E_SPACE;
    output = (struct output){buffer, 0};
    put_all(&output, backtest);
    buffer[output.length] = '\0';
    return LOYALTY_OK;
}
