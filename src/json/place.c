/* SPDX-License-Identifier: MIT */
/* Finds the line and column of a problem by its path. */
#include "json/place.h"

#include <string.h>

/* Returns the index that a step of digits names, or an index beyond the end of every list. */
static uint32_t place_index(const char *step)
{
    uint32_t index = 0;
    for (; *step >= '0' && *step <= '9' && index < LOYALTY_TABLE_MAX; step++)
        index = index * 10 + (uint32_t)(*step - '0');
    return *step ? LOYALTY_TABLE_MAX : index;
}

static const struct json *place_step(const struct json *value, const char *step)
{
    return value->type == JSON_LIST && *step ? json_item(value, place_index(step)) : json_member(value, step);
}

/* Finds a problem by its path, as far as the text has it, and cuts the path there. Keeps an offset that is known. */
static void place_find(struct problem *problem, const struct json *root)
{
    char step[PATH_LENGTH];
    const char *path = problem->raw;
    const struct json *value = root, *found = root;
    size_t offset = root ? root->offset : 0;
    while (value && *path == '/') {
        const char *rest = path_read_step(path, step);
        found = place_step(value, step);
        if (!found)
            break;
        path = rest;
        value = found;
        offset = problem->at_key && !*rest ? value->key_offset : value->offset;
    }
    if (problem->offset == SIZE_MAX)
        problem->offset = offset;
    problem->path[path - problem->raw] = '\0'; /* cleaned byte for byte, so the lengths are the same */
}

/* Sorts by insertion: a report is short, and qsort() may allocate memory that is not from the host's allocator. */
static void place_sort(loyalty_report *report)
{
    for (uint32_t i = 1; i < report->count; i++) {
        struct problem problem = report->problems[i];
        uint32_t at = i;
        for (; at > 0 && problem.offset < report->problems[at - 1].offset; at--)
            report->problems[at] = report->problems[at - 1];
        report->problems[at] = problem;
    }
}

/* The line and column of an offset. */
struct position {
    size_t offset;
    uint32_t line, column;
};

/* Moves a position forward to a later offset. */
static void position_move(struct position *position, const char *text, size_t length, size_t offset)
{
    for (; position->offset < offset && position->offset < length; position->offset++) {
        unsigned char byte = (unsigned char)text[position->offset];
        if (byte == '\n') {
            position->line++;
            position->column = 1;
        } else if ((byte & 0xC0) != 0x80) { /* the first byte of a character */
            position->column++;
        }
    }
}

void json_place_report(loyalty_report *report, const struct json *root, const char *text, size_t length)
{
    for (uint32_t i = 0; i < report->count; i++)
        if (report->problems[i].line == 0)
            place_find(&report->problems[i], root);
    place_sort(report);
    struct position position = {json_begin(text, length), 1, 1}; /* no editor counts the byte order mark as a column */
    for (uint32_t i = 0; i < report->count; i++) {
        position_move(&position, text, length, report->problems[i].offset);
        report->problems[i].line = position.line;
        report->problems[i].column = position.column;
    }
}
