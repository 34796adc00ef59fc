/* SPDX-License-Identifier: MIT */
/* Measures a table, then prints it on a screen. */
#include "output/grid.h"

#include <stdarg.h>
#include <string.h>

enum {
    INDENT = 2,
    GAP = 2,
    BAR_LEAST = 4, /* columns that a bar needs to be readable */
    BAR_MOST = 40
};

static const struct screen grid_nowhere = {0};

static void grid_ask(const struct grid *table, uint64_t row, struct grid_row *filled)
{
    for (uint32_t i = 0; i < table->columns; i++)
        filled->cells[i][0] = '\0';
    filled->bar = -1;
    table->fill(table->user, row, filled);
}

static size_t grid_measure(const struct grid *table, struct grid_row *row, size_t widths[GRID_COLUMNS])
{
    memset(widths, 0, GRID_COLUMNS * sizeof *widths);
    for (uint64_t i = 0; i < table->rows; i++) {
        grid_ask(table, i, row);
        for (uint32_t column = 0; column < table->columns; column++) {
            size_t width = screen_put(&grid_nowhere, row->cells[column]);
            widths[column] = width > widths[column] ? width : widths[column];
        }
    }
    size_t all = INDENT;
    for (uint32_t column = 0; column < table->columns; column++)
        all += widths[column] + (column > 0 ? GAP : 0);
    return all;
}

size_t grid_width(const struct grid *table)
{
    struct grid_row row;
    size_t widths[GRID_COLUMNS];
    return grid_measure(table, &row, widths);
}

/* Spaces are held back until text follows them, so that no line ends in a space. */
static void grid_print_row(const struct screen *screen, const struct grid *table, const struct grid_row *row,
                           const size_t widths[GRID_COLUMNS], size_t bar)
{
    size_t spaces = INDENT;
    for (uint32_t column = 0; column < table->columns; column++) {
        size_t width = screen_put(&grid_nowhere, row->cells[column]);
        size_t padding = widths[column] - width;
        if (column >= table->left)
            spaces += padding;
        if (width > 0) {
            screen_pad(screen, spaces);
            screen_put(screen, row->cells[column]);
            spaces = 0;
        }
        spaces += (column < table->left ? padding : 0) + GAP;
    }
    if (row->bar > 0 && bar > 0) {
        screen_pad(screen, spaces);
        screen_long_bar(screen, row->bar, bar);
    }
    fputc('\n', screen->file);
}

void grid_print(const struct screen *screen, const struct grid *table)
{
    struct grid_row row;
    size_t widths[GRID_COLUMNS];
    size_t used = grid_measure(table, &row, widths) + GAP;
    size_t bar = used + BAR_LEAST > screen->width ? 0 : screen->width - used;
    bar = bar > BAR_MOST ? BAR_MOST : bar;
    for (uint64_t i = 0; i < table->rows; i++) {
        grid_ask(table, i, &row);
        grid_print_row(screen, table, &row, widths, bar);
    }
}

void grid_cell(char cell[GRID_CELL], const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(cell, GRID_CELL, format, arguments);
    va_end(arguments);
}

void grid_head(struct grid_row *row, const char *const names[], uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        grid_cell(row->cells[i], "%s", names[i]);
}

static void grid_put_heading(const struct screen *screen, const char *format, va_list arguments)
{
    char text[1024];
    vsnprintf(text, sizeof text, format, arguments);
    screen_style_on(screen, STYLE_HEADING);
    screen_put(screen, text);
    screen_style_off(screen);
    fputc('\n', screen->file);
}

void grid_title(const struct screen *screen, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    grid_put_heading(screen, format, arguments);
    va_end(arguments);
}

void grid_heading(const struct screen *screen, const char *format, ...)
{
    fputc('\n', screen->file);
    va_list arguments;
    va_start(arguments, format);
    grid_put_heading(screen, format, arguments);
    va_end(arguments);
}
