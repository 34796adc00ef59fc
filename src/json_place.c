/* SPDX-License-Identifier: MIT */
#include "json_place.h"

#include <string.h>

#include "text.h"

size_t json_skip_space(const char *text, size_t length, size_t at)
{
    while (at < length && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r'))
        at++;
    return at;
}

/* Past the string whose opening quote is at `at`. */
static size_t skip_string(const char *text, size_t length, size_t at)
{
    at++;
    while (at < length && text[at] != '"')
        at += text[at] == '\\' ? 2 : 1;
    return at < length ? at + 1 : length;
}

static int ends_scalar(char c)
{
    return c == ',' || c == ']' || c == '}' || c == ':' || c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

size_t json_skip_value(const char *text, size_t length, size_t at)
{
    size_t depth = 0;
    if (at < length && text[at] != '"' && text[at] != '{' && text[at] != '[') {
        while (at < length && !ends_scalar(text[at]))
            at++;
        return at;
    }
    while (at < length) {
        if (text[at] == '"') {
            at = skip_string(text, length, at);
        } else {
            depth += text[at] == '{' || text[at] == '[';
            depth -= text[at] == '}' || text[at] == ']';
            at++;
        }
        if (depth == 0)
            return at;
    }
    return length;
}

static uint32_t hex4(const char *text)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    uint32_t code = 0;
    for (int i = 0; i < 4; i++) {
        const char *digit = memchr(digits, text[i], sizeof digits - 1);
        code = code * 16 + (digit ? (uint32_t)(digit - digits) % 16 : 0);
    }
    return code;
}

/* The number that a step of digits names, or one past every list. */
static unsigned long step_index(const char *step)
{
    unsigned long index = 0;
    for (; *step >= '0' && *step <= '9' && index < LOYALTY_TABLE_MAX; step++)
        index = index * 10 + (unsigned long)(*step - '0');
    return index;
}

/* Appends a code point as UTF-8; the new length. */
static size_t put_utf8(char *to, size_t at, uint32_t code)
{
    if (code < 0x80) {
        to[at++] = (char)code;
    } else {
        int tail = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
        static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};
        to[at++] = (char)(lead[tail] | code >> (6 * tail));
        while (tail-- > 0)
            to[at++] = (char)(0x80 | (code >> (6 * tail) & 0x3F));
    }
    return at;
}

/* The string between the quotes at `at` and before `end`, unescaped; cut where it is longer than any path. */
static void read_key(const char *text, size_t at, size_t end, char *key)
{
    static const char escapes[] = "b\bf\fn\nr\rt\t";
    size_t length = 0;
    end = end > at ? end - 1 : at; /* the closing quote */
    for (at++; at < end && length + 5 < PATH_LENGTH; at++) {
        if (text[at] != '\\' || at + 1 >= end) {
            key[length++] = text[at];
            continue;
        }
        const char *escape = strchr(escapes, text[++at]);
        if (text[at] == 'u' && at + 4 < end) {
            uint32_t code = hex4(text + at + 1);
            at += 4;
            if (code >= 0xD800 && code < 0xDC00 && at + 6 < end) { /* first half of a surrogate pair */
                code = 0x10000 + ((code - 0xD800) << 10) + (hex4(text + at + 3) & 0x3FF);
                at += 6;
            }
            length = put_utf8(key, length, code);
        } else {
            key[length++] = escape && *escape ? escape[1] : text[at];
        }
    }
    key[length] = '\0';
}

/* A member of an object or an element of a list. */
struct item {
    int object;
    unsigned long index;
    size_t begin, value, end; /* the key's begin, or the value's; the value's; past the value */
    char key[PATH_LENGTH];    /* of a member */
};

/* Reads the item at an offset: 1, or 0 where there is none. */
static int read_item(const char *text, size_t length, size_t at, struct item *item)
{
    if (at >= length || text[at] == '}' || text[at] == ']' || (item->object && text[at] != '"'))
        return 0;
    item->begin = item->value = at;
    if (item->object) {
        size_t end = json_skip_value(text, length, at);
        read_key(text, at, end, item->key);
        at = json_skip_space(text, length, end);
        item->value = json_skip_space(text, length, at < length ? at + 1 : at); /* after the colon */
    }
    item->end = json_skip_value(text, length, item->value);
    return 1;
}

/* The first item of the object or list at an offset: 1, or 0 where there is none. */
static int first_item(const char *text, size_t length, size_t at, struct item *item)
{
    if (at >= length || (text[at] != '{' && text[at] != '['))
        return 0;
    item->object = text[at] == '{';
    item->index = 0;
    return read_item(text, length, json_skip_space(text, length, at + 1), item);
}

static int next_item(const char *text, size_t length, struct item *item)
{
    size_t at = json_skip_space(text, length, item->end);
    if (at >= length || text[at] != ',')
        return 0;
    item->index++;
    return read_item(text, length, json_skip_space(text, length, at + 1), item);
}

/* The item that a step names inside the value at an offset: 1, or 0 where there is none. */
static int find_step(const char *text, size_t length, size_t at, const char *step, struct item *item)
{
    int there = first_item(text, length, at, item);
    if (there && !item->object && (step[0] < '0' || step[0] > '9'))
        return 0;
    unsigned long wanted = step_index(step);
    while (there && (item->object ? strcmp(item->key, step) != 0 : item->index != wanted))
        there = next_item(text, length, item);
    return there;
}

/* Finds a problem by its path, as far as the text goes, and cuts the path to that. */
static void find_path(struct problem *problem, const char *text, size_t length)
{
    char step[PATH_LENGTH];
    struct item item;
    const char *path = problem->raw;
    size_t at = json_skip_space(text, length, 0);
    problem->offset = at;
    while (*path == '/') {
        const char *rest = path_read_step(path, step);
        if (!find_step(text, length, at, step, &item))
            break;
        path = rest;
        at = item.value;
        problem->offset = problem->at_key && !*rest ? item.begin : item.value;
    }
    problem->path[path - problem->raw] = '\0'; /* cleaned byte for byte, so the lengths are the same */
}

/* No table is nested deeper; the path of something that is would be no help. */
#define STEPS_MAX 8

/*
 * The path of the innermost value, or at_key of the innermost member, that holds an offset. The text may be
 * malformed.
 */
static struct path path_at(const char *text, size_t length, size_t offset, int at_key)
{
    struct path path = path_of("%s", "");
    struct item item;
    size_t at = json_skip_space(text, length, 0);
    for (int steps = 0; at < offset; steps++) { /* one level a round */
        int there = first_item(text, length, at, &item);
        while (there && item.end <= offset)
            there = next_item(text, length, &item);
        if (!there || item.begin > offset || (item.value > offset && !at_key))
            break;
        if (steps == STEPS_MAX)
            return path_of("%s", "");
        path = item.object ? path_key(path.text, item.key) : path_index(path.text, (uint32_t)item.index);
        at = item.value;
    }
    return path;
}

/* Line and column of an offset; counts on from an earlier place. */
struct cursor {
    size_t offset;
    uint32_t line, column;
};

static void move_to(struct cursor *cursor, const char *text, size_t length, size_t offset)
{
    for (; cursor->offset < offset && cursor->offset < length; cursor->offset++) {
        unsigned char byte = (unsigned char)text[cursor->offset];
        if (byte == '\n') {
            cursor->line++;
            cursor->column = 1;
        } else if ((byte & 0xC0) != 0x80) { /* not the tail of a character */
            cursor->column++;
        }
    }
}

static int comes_before(const struct problem *a, const struct problem *b)
{
    return a->offset != b->offset ? a->offset < b->offset : a->order < b->order;
}

/* By insertion: a report is short, and qsort() may allocate behind the host's back. */
static void sort(loyalty_report *report)
{
    for (uint32_t i = 1; i < report->count; i++) {
        struct problem problem = report->problems[i];
        uint32_t at = i;
        for (; at > 0 && comes_before(&problem, &report->problems[at - 1]); at--)
            report->problems[at] = report->problems[at - 1];
        report->problems[at] = problem;
    }
}

/* Drops what was said of values that had been replaced. */
static void drop_noise(loyalty_report *report)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < report->count; i++) {
        const struct problem *before = kept ? &report->problems[kept - 1] : NULL;
        if (!before || !before->mended || before->offset != report->problems[i].offset)
            report->problems[kept++] = report->problems[i];
    }
    report->count = kept;
}

void json_place_report(loyalty_report *report, const char *text, size_t length)
{
    for (uint32_t i = 0; i < report->count; i++) {
        struct problem *problem = &report->problems[i];
        if (problem->offset == SIZE_MAX) {
            find_path(problem, text, length);
        } else if (!problem->path[0]) {
            struct path path = path_at(text, length, problem->offset, problem->at_key);
            char *copy = report_clean_text(&report->arena, path.text);
            if (copy) /* without memory it stays without a path; line and column are right all the same */
                problem->path = copy;
        }
    }
    sort(report);
    drop_noise(report);
    struct cursor cursor = {0, 1, 1};
    for (uint32_t i = 0; i < report->count; i++) {
        move_to(&cursor, text, length, report->problems[i].offset);
        report->problems[i].line = cursor.line;
        report->problems[i].column = cursor.column;
    }
}
