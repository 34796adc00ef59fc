/* SPDX-License-Identifier: MIT */
/* A backtest as JSON; docs/backtest-json.md describes it. */
#include "analysis/backtest.h"
#include "base/utf8.h"
#include "json/labels.h"

/* Writes the name of a rung; null for "not on the ladder". */
static void backtest_rung(struct json_writer *writer, const char *key, const loyalty_program *program, uint32_t rung)
{
    if (rung == RUNG_OFF)
        json_put_null(writer, key);
    else
        json_put_text(writer, key, program->rungs[rung].texts.name);
}

/* Returns whether the bytes are UTF-8 without control characters. */
static bool backtest_key_is_text(const char *bytes, size_t length)
{
    const unsigned char *byte = (const unsigned char *)bytes;
    for (size_t i = 0, step; i < length; i += step) {
        step = utf8_character(byte + i, length - i);
        if (step == 0 || byte[i] < ' ')
            return false;
    }
    return true;
}

static void backtest_hex_key(struct json_writer *writer, const char *bytes, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    char text[2 * LOYALTY_KEY_MAX];
    for (size_t i = 0; i < length; i++) {
        const unsigned char byte = (unsigned char)bytes[i];
        text[2 * i] = digits[byte >> 4];
        text[2 * i + 1] = digits[byte & 15];
    }
    json_put_bytes(writer, "key_hex", text, 2 * length);
}

/* Writes a customer's key, as text if it can be, otherwise in hexadecimal digits. */
static void backtest_key(struct json_writer *writer, const char *key, size_t length)
{
    const bool text = backtest_key_is_text(key, length);
    if (text)
        json_put_bytes(writer, "key", key, length);
    else
        json_put_null(writer, "key");
    if (text)
        json_put_null(writer, "key_hex");
    else
        backtest_hex_key(writer, key, length);
}

static void backtest_change(struct json_writer *writer, const loyalty_backtest *backtest, const struct elsewhere *item)
{
    json_open(writer, NULL, '{');
    backtest_key(writer, backtest->list.keys + item->key, item->length);
    backtest_rung(writer, "from", backtest->programs[0], item->from);
    backtest_rung(writer, "to", backtest->programs[1], item->to);
    json_put_date(writer, "since_from", item->since_from);
    json_put_date(writer, "since_to", item->since_to);
    json_put_date(writer, "differs", item->differs);
    json_close(writer, '}');
}

/* Writes the rungs of a table with their labels; elsewhere rungs are names. */
static void backtest_ladder(struct json_writer *writer, const loyalty_program *program)
{
    json_open(writer, "rungs", '[');
    for (uint32_t rung = 0; rung < program->rung_count; rung++) {
        json_open(writer, NULL, '{');
        json_put_named(writer, &program->rungs[rung].texts);
        json_close(writer, '}');
    }
    json_close(writer, ']');
}

static void backtest_side(struct json_writer *writer, const loyalty_backtest *backtest, int after)
{
    const loyalty_side *side = &backtest->sides[after];
    json_open(writer, after ? "after" : "before", '{');
    json_put_text(writer, "program", backtest->programs[after]->name);
    json_put_count(writer, "customers", side->customers);
    json_put_count(writer, "promotions", side->promotions);
    json_put_count(writer, "demotions", side->demotions);
    json_put_count(writer, "flapping", side->flapping);
    backtest_ladder(writer, backtest->programs[after]);
    json_close(writer, '}');
}

/* Writes all rungs, and null for "not on the ladder". */
static void backtest_rungs(struct json_writer *writer, const char *key, const loyalty_program *program)
{
    json_open(writer, key, '[');
    for (uint32_t rung = 0; rung < program->rung_count; rung++)
        backtest_rung(writer, NULL, program, rung);
    json_put_null(writer, NULL);
    json_close(writer, ']');
}

static void backtest_matrix(struct json_writer *writer, const loyalty_backtest *backtest)
{
    const loyalty_program *before = backtest->programs[0], *after = backtest->programs[1];
    const uint64_t *cell = backtest->moved;
    json_open(writer, "matrix", '{');
    backtest_rungs(writer, "from", before);
    backtest_rungs(writer, "to", after);
    json_open(writer, "customers", '[');
    for (uint32_t from = 0; from <= before->rung_count; from++) {
        json_open(writer, NULL, '[');
        for (uint32_t to = 0; to <= after->rung_count; to++)
            json_put_count(writer, NULL, *cell++);
        json_close(writer, ']');
    }
    json_close(writer, ']');
    json_close(writer, '}');
}

static void backtest_produce(struct json_writer *writer, const void *subject)
{
    const loyalty_backtest *backtest = subject;
    json_open(writer, NULL, '{');
    json_put_date(writer, "as_of", backtest->as_of);
    json_put_integer(writer, "flap_days", backtest->flap_days);
    backtest_side(writer, backtest, 0);
    backtest_side(writer, backtest, 1);
    backtest_matrix(writer, backtest);
    json_open(writer, "changes", '[');
    for (uint32_t i = 0; i < backtest->list.count; i++)
        backtest_change(writer, backtest, &backtest->list.items[i]);
    json_close(writer, ']');
    json_close(writer, '}');
}

loyalty_status loyalty_backtest_json(loyalty_backtest *backtest, char *buffer, size_t capacity, size_t *needed)
{
    if (!backtest || !needed || (!buffer && capacity))
        return LOYALTY_E_ARGUMENT;
    int32_t status = elsewhere_sort(&backtest->list, &backtest->programs[0]->arena.allocator);
    return status ? status : json_write(backtest_produce, backtest, buffer, capacity, needed);
}
