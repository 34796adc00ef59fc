/* SPDX-License-Identifier: MIT */
#include "json_place.h"

#include <stdio.h>
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
    for (at++; at < end && length + 5 < REPORT_PATH; at++) {
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

/* The next step of a JSON pointer, unescaped; the rest of the pointer. */
static const char *read_step(const char *path, char *step)
{
    size_t length = 0;
    for (path++; *path && *path != '/'; path++) {
        char c = *path;
        if (c == '~' && (path[1] == '0' || path[1] == '1'))
            c = *++path == '0' ? '~' : '/';
        step[length++] = c;
    }
    step[length] = '\0';
    return path;
}

struct place {
    size_t key, value; /* of an element of a list both are the value's */
};

/* The member or element that a step names inside the value at `at`: 1 and its place, or 0. */
static int find_step(const char *text, size_t length, size_t at, const char *step, struct place *place)
{
    char key[REPORT_PATH];
    int object = at < length && text[at] == '{';
    unsigned long wanted = step_index(step);
    if (!object && (at >= length || text[at] != '[' || step[0] < '0' || step[0] > '9'))
        return 0;
    at = json_skip_space(text, length, at + 1);
    for (unsigned long index = 0; at < length && text[at] != '}' && text[at] != ']'; index++) {
        size_t begin = at;
        if (object) {
            size_t end = json_skip_value(text, length, at);
            read_key(text, at, end, key);
            at = json_skip_space(text, length, end);
            at = json_skip_space(text, length, at < length ? at + 1 : at); /* the colon */
        }
        if (object ? strcmp(key, step) == 0 : index == wanted) {
            *place = (struct place){begin, at};
            return 1;
        }
        at = json_skip_space(text, length, json_skip_value(text, length, at));
        if (at >= length || text[at] != ',')
            return 0;
        at = json_skip_space(text, length, at + 1);
    }
    return 0;
}

/* Finds a problem by its path, as far as the text goes, and cuts the path to that. */
static void find_path(struct problem *problem, const char *text, size_t length)
{
    char step[REPORT_PATH];
    struct place place;
    place.key = place.value = json_skip_space(text, length, 0);
    const char *path = problem->raw;
    int complete = 1;
    while (*path == '/') {
        const char *rest = read_step(path, step);
        if (!find_step(text, length, place.value, step, &place)) {
            complete = 0;
            break;
        }
        path = rest;
    }
    problem->offset = problem->at_key && complete ? place.key : place.value;
    problem->path[path - problem->raw] = '\0'; /* cleaned byte for byte, so the lengths are the same */
}

/* Appends a step to a path, escaped, as far as it fits. */
static size_t put_step(char *path, size_t at, const char *step)
{
    if (at + 1 < REPORT_PATH)
        path[at++] = '/';
    for (; *step && at + 2 < REPORT_PATH; step++) {
        if (*step == '~' || *step == '/') {
            path[at++] = '~';
            path[at++] = *step == '~' ? '0' : '1';
        } else {
            path[at++] = *step;
        }
    }
    path[at] = '\0';
    return at;
}

/* No table is nested deeper; the path of something that is would be no help. */
#define STEPS_MAX 8

/* The path of the innermost value, or at_key of the innermost member, that holds an offset. The text may be malformed. */
static void path_at(const char *text, size_t length, size_t offset, int at_key, char *path)
{
    char key[REPORT_PATH];
    size_t used = 0, at = json_skip_space(text, length, 0);
    for (int steps = 0; at < offset && (text[at] == '{' || text[at] == '['); steps++) { /* one level a round */
        int object = text[at] == '{', inside = 0;
        at = json_skip_space(text, length, at + 1);
        for (unsigned long index = 0; at <= offset && at < length && !inside; index++) {
            size_t value = at, end = json_skip_value(text, length, at);
            if (object && text[at] != '"')
                return; /* no key */
            if (object) {
                read_key(text, at, end, key);
                value = json_skip_space(text, length, end);
                value = json_skip_space(text, length, value < length ? value + 1 : value);
                end = json_skip_value(text, length, value);
            } else {
                snprintf(key, sizeof key, "%lu", index);
            }
            if (offset < end && offset < value && !at_key)
                return;
            inside = offset < end;
            at = inside ? value : json_skip_space(text, length, end);
            if (!inside && (at >= length || text[at] != ','))
                return;
            if (!inside)
                at = json_skip_space(text, length, at + 1);
        }
        if (steps == STEPS_MAX)
            path[used = 0] = '\0';
        if (!inside || steps == STEPS_MAX)
            return;
        used = put_step(path, used, key);
        if (at > offset)
            return;
    }
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
    char *path;
    for (uint32_t i = 0; i < report->count; i++) {
        struct problem *problem = &report->problems[i];
        if (problem->offset == SIZE_MAX)
            find_path(problem, text, length);
        else if (!problem->path[0] && (path = arena_new(&report->arena, REPORT_PATH)))
            path_at(text, length, problem->offset, problem->at_key, problem->path = path);
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
