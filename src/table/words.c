/* SPDX-License-Identifier: MIT */
/* Every word of the table's format, and the parsers of its small texts. */
#include "table/words.h"

#include <string.h>

#include "base/exact.h"

const char *word_text(enum word word)
{
    static const char *const words[] = {
        [WORD_ACCEPT_LATE] = "accept_late",
        [WORD_ACTIONS] = "actions",
        [WORD_AFTER] = "after",
        [WORD_BACK] = "back",
        [WORD_BEGINS] = "begins",
        [WORD_CELLS] = "cells",
        [WORD_CLIMB] = "climb",
        [WORD_CODE] = "code",
        [WORD_DIGITS] = "digits",
        [WORD_ENTER] = "enter",
        [WORD_EVENTS] = "events",
        [WORD_EVERY] = "every",
        [WORD_FALL] = "fall",
        [WORD_FORMAT] = "format",
        [WORD_GRACE] = "grace",
        [WORD_HOLD] = "hold",
        [WORD_KEEP] = "keep",
        [WORD_LABEL] = "label",
        [WORD_LADDER] = "ladder",
        [WORD_MAX] = "max",
        [WORD_METRICS] = "metrics",
        [WORD_MONEY] = "money",
        [WORD_NAME] = "name",
        [WORD_NOTE] = "note",
        [WORD_OUT] = "out",
        [WORD_POINTS] = "points",
        [WORD_REVIEW] = "review",
        [WORD_RUNG] = "rung",
        [WORD_SCHEMA] = "$schema",
        [WORD_SCORE] = "score",
        [WORD_SEGMENT] = "segment",
        [WORD_SEGMENTS] = "segments",
        [WORD_TERM] = "term",
        [WORD_UNIT] = "unit",
        [WORD_UNTIL] = "until",
        [WORD_VALUE] = "value",
        [WORD_WHEN] = "when",
        [WORD_WITHIN] = "within",
    };
    return words[word];
}

bool word_is(enum word word, const char *text)
{
    return strcmp(word_text(word), text) == 0;
}

struct path path_word(const char *base, enum word word)
{
    return path_key(base, word_text(word));
}

struct path path_thing(enum word object, const char *name)
{
    return path_key(path_word("", object).text, name);
}

struct path path_points(const char *metric)
{
    return path_key(path_word(path_word("", WORD_SCORE).text, WORD_POINTS).text, metric);
}

const char *choice_text(enum choices choice, uint32_t index)
{
    enum { LONGEST = 4 };
    static const char *const texts[][LONGEST] = {
        [CHOICES_CLIMB] = {[LOYALTY_CLIMB_ANY] = "any", [LOYALTY_CLIMB_STEP] = "step"},
        [CHOICES_FALL] =
            {[LOYALTY_FALL_REQUALIFY] = "requalify", [LOYALTY_FALL_STEP] = "step", [LOYALTY_FALL_BOTTOM] = "bottom"},
        [CHOICES_UNIT] = {[LOYALTY_UNIT_MONEY - 1] = "money",
                          [LOYALTY_UNIT_DAYS - 1] = "days",
                          [LOYALTY_UNIT_PERCENT - 1] = "percent"},
    };
    return texts[choice][index];
}

int32_t choice_find(enum choices choice, const char *text)
{
    const char *known;
    for (uint32_t i = 0; (known = choice_text(choice, i)); i++)
        if (strcmp(known, text) == 0)
            return (int32_t)i;
    return -1;
}

static bool words_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool words_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool words_is_name_character(char c)
{
    return words_is_letter(c) || words_is_digit(c) || c == '_' || c == '-';
}

const char *name_fault(const char *text)
{
    size_t length = strlen(text);
    if (length == 0 || !words_is_letter(text[0]))
        return "write a name that begins with an ASCII letter";
    for (size_t i = 0; i < length; i++)
        if (!words_is_name_character(text[i]))
            return "write a name of ASCII letters, digits, '_' and '-'";
    return length > LOYALTY_NAME_MAX ? "write a name of at most 64 characters" : NULL;
}

const char *defined_name_fault(const char *text)
{
    if (word_is(WORD_SCORE, text) || word_is(WORD_RUNG, text) || word_is(WORD_NOTE, text))
        return "write a name other than score, rung and note, which are reserved";
    return name_fault(text);
}

const char *action_name_fault(const char *text)
{
    return word_is(WORD_NOTE, text) ? "write a name other than note, which is reserved" : name_fault(text);
}

const char *language_fault(const char *text)
{
    enum { SHORTEST = 2, LONGEST = 35 }; /* BCP 47, section 4.4.1, recommends room for 35 */
    size_t length = strlen(text), good = 0;
    while (good < length &&
           (words_is_letter(text[good]) || (good > 0 && (words_is_digit(text[good]) || text[good] == '-'))))
        good++;
    if (good < length || length < SHORTEST || length > LONGEST)
        return "write one such as \"en\", \"fa\" or \"pt-BR\"";
    return NULL;
}

static char words_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool language_is(const char *language, const char *tag, size_t length)
{
    size_t at = 0;
    while (at < length && language[at] && words_lower(language[at]) == words_lower(tag[at]))
        at++;
    return at == length && !language[at];
}

/* Reads a count from `least` to `most` without a leading zero, followed by `unit` and nothing else. */
static bool words_counted(const char *text, char unit, int32_t least, int32_t most, int32_t *count)
{
    int32_t value = 0;
    size_t i = 0;
    while (words_is_digit(text[i])) {
        value = value * 10 + (text[i] - '0');
        if (value > most)
            return false;
        i++;
    }
    if (i == 0 || (text[0] == '0' && i > 1) || text[i] != unit || text[i + 1] != '\0' || value < least)
        return false;
    *count = value;
    return true;
}

bool days_parse(const char *text, int32_t least, int32_t *days)
{
    return words_counted(text, 'd', least, LOYALTY_DAYS_MAX, days);
}

bool span_parse(const char *text, int32_t least, struct span *span)
{
    struct span parsed = {0, false};
    if (!words_counted(text, 'd', least, LOYALTY_DAYS_MAX, &parsed.length)) {
        parsed.months = true;
        if (!words_counted(text, 'm', least, LOYALTY_DAYS_MAX, &parsed.length))
            return false;
    }
    *span = parsed;
    return true;
}

loyalty_status loyalty_date_add(loyalty_date date, const char *span, loyalty_date *sum)
{
    struct span parsed;
    if (!span || !sum)
        return LOYALTY_E_ARGUMENT;
    if (!date_valid(date))
        return LOYALTY_E_DATE;
    if (!span_parse(span, 0, &parsed))
        return LOYALTY_E_ARGUMENT;
    const int32_t later = span_after(parsed, date);
    if (later == DATE_NEVER)
        return LOYALTY_E_DATE;
    *sum = later;
    return LOYALTY_OK;
}

enum period period_parse(const char *text)
{
    static const char *const periods[] = {
        [PERIOD_WEEK] = "week", [PERIOD_MONTH] = "month", [PERIOD_QUARTER] = "quarter", [PERIOD_YEAR] = "year"};
    for (int period = PERIOD_WEEK; period <= PERIOD_YEAR; period++)
        if (strcmp(text, periods[period]) == 0)
            return (enum period)period;
    return PERIOD_NONE;
}

bool window_parse(const char *text, struct window *window)
{
    struct span span;
    const enum period period = period_parse(text);
    if (span_parse(text, 1, &span)) {
        window->type = span.months ? WINDOW_MONTHS : WINDOW_DAYS;
        window->length = span.length;
    } else if (period != PERIOD_NONE) {
        window->type = WINDOW_CYCLE;
        window->cycle = cycle_of_calendar(period);
    } else if (word_is(WORD_TERM, text)) {
        window->type = WINDOW_TERM;
    } else {
        return false;
    }
    return true;
}

bool year_day_parse(const char *text, struct cycle *cycle)
{
    enum { COMMON_YEAR = 2001 };
    if (strlen(text) != strlen("MM-DD") || text[2] != '-')
        return false;
    for (int i = 0; i < 5; i++)
        if (i != 2 && !words_is_digit(text[i]))
            return false;
    const int month = (text[0] - '0') * 10 + (text[1] - '0'), day = (text[3] - '0') * 10 + (text[4] - '0');
    if (month < 1 || month > 12 || day < 1 || day > date_month_length(COMMON_YEAR, month))
        return false;
    cycle->month = (int8_t)(month - 1);
    cycle->day = (int8_t)day;
    return true;
}

bool text_is_number(const char *text)
{
    return words_is_digit(text[0]);
}

bool integer_parse(const char *text, int64_t *number)
{
    bool negative = text[0] == '-';
    size_t first = negative ? 1 : 0, i = first;
    int64_t value = 0; /* kept negative, for INT64_MIN */
    while (words_is_digit(text[i])) {
        if (!exact_mul(value, 10, &value) || !exact_add(value, -(text[i] - '0'), &value))
            return false;
        i++;
    }
    if (i == first || text[i] != '\0' || (text[first] == '0' && i > first + 1))
        return false;
    if (!negative && value == INT64_MIN)
        return false;
    *number = negative ? value : -value;
    return true;
}

static size_t words_skip_spaces(const char *text, size_t at)
{
    while (text[at] == ' ' || text[at] == '\t')
        at++;
    return at;
}

/* Copies the name characters at the start of `text`. Returns their number; 0 if there are too many. */
static size_t words_take(const char *text, char *copy)
{
    size_t length = 0;
    while (words_is_name_character(text[length])) {
        if (length == LOYALTY_NAME_MAX)
            return 0;
        copy[length] = text[length];
        length++;
    }
    copy[length] = '\0';
    return length;
}

/* An operator comes before any other whose text its own begins with, so that ">=" is not read as ">". */
static const char *const ops[] = {[LOYALTY_OP_GE] = ">=", [LOYALTY_OP_GT] = ">",  [LOYALTY_OP_LE] = "<=",
                                  [LOYALTY_OP_LT] = "<",  [LOYALTY_OP_EQ] = "==", [LOYALTY_OP_NE] = "!="};
enum { OPS = sizeof ops / sizeof *ops };

const char *op_text(int32_t op)
{
    return ops[op];
}

bool condition_parse(const char *text, struct condition_text *parts)
{
    size_t at = words_skip_spaces(text, 0), length = words_take(text + at, parts->name);
    int32_t op = 0;
    if (length == 0 || name_fault(parts->name))
        return false;
    at = words_skip_spaces(text, at + length);
    while (op < OPS && strncmp(text + at, ops[op], strlen(ops[op])) != 0)
        op++;
    if (op == OPS)
        return false;
    parts->op = op;
    at = words_skip_spaces(text, at + strlen(ops[op]));
    length = words_take(text + at, parts->word);
    return length > 0 && text[words_skip_spaces(text, at + length)] == '\0';
}
