/* SPDX-License-Identifier: MIT */
/* Prints a matrix of movement from rung to rung as a grid. */
#include "output/matrix.h"

#include "output/grid.h"

#include <inttypes.h>

/* A matrix, and whether its columns are numbered instead of named. */
struct print {
    const struct matrix *matrix;
    bool numbered;
};

static uint64_t matrix_sum_row(const struct matrix *matrix, uint32_t from)
{
    uint64_t sum = 0;
    for (uint32_t to = 0; to < matrix->to_count; to++)
        sum += matrix->counts[from][to];
    return sum;
}

static uint64_t matrix_sum_column(const struct matrix *matrix, uint32_t to)
{
    uint64_t sum = 0;
    for (uint32_t from = 0; from < matrix->from_count; from++)
        sum += matrix->counts[from][to];
    return sum;
}

static void matrix_fill_head(const struct print *print, struct grid_row *row)
{
    const struct matrix *matrix = print->matrix;
    grid_cell(row->cells[0], "%s", matrix->corner);
    for (uint32_t to = 0; to < matrix->to_count; to++) {
        if (print->numbered)
            grid_cell(row->cells[1 + to], "%" PRIu32, to + 1);
        else
            grid_cell(row->cells[1 + to], "%s", matrix->to[to]);
    }
    grid_cell(row->cells[1 + matrix->to_count], "all");
    grid_cell(row->cells[2 + matrix->to_count], "same");
}

static void matrix_fill_sums(const struct matrix *matrix, struct grid_row *row)
{
    uint64_t all = 0;
    grid_cell(row->cells[0], "all");
    for (uint32_t to = 0; to < matrix->to_count; to++) {
        uint64_t sum = matrix_sum_column(matrix, to);
        grid_cell(row->cells[1 + to], "%" PRIu64, sum);
        all += sum;
    }
    grid_cell(row->cells[1 + matrix->to_count], "%" PRIu64, all);
}

static void matrix_fill(const void *user, uint64_t number, struct grid_row *row)
{
    const struct print *print = user;
    const struct matrix *matrix = print->matrix;
    if (number == 0) {
        matrix_fill_head(print, row);
        return;
    }
    if (number > matrix->from_count) {
        matrix_fill_sums(matrix, row);
        return;
    }
    uint32_t from = (uint32_t)number - 1;
    uint64_t sum = matrix_sum_row(matrix, from);
    grid_cell(row->cells[0], "%s", matrix->from[from]);
    for (uint32_t to = 0; to < matrix->to_count; to++)
        grid_cell(row->cells[1 + to], "%" PRIu64, matrix->counts[from][to]);
    grid_cell(row->cells[1 + matrix->to_count], "%" PRIu64, sum);
    if (sum > 0 && matrix->same[from] != MATRIX_NONE) {
        row->bar = (double)matrix->counts[from][matrix->same[from]] / (double)sum;
        grid_cell(row->cells[2 + matrix->to_count], "%.1f%%", row->bar * 100);
    }
}

void matrix_print(const struct screen *screen, const struct matrix *matrix)
{
    struct print print = {.matrix = matrix};
    const struct grid table = {.columns = matrix->to_count + 3,
                               .left = 1,
                               .rows = matrix->from_count + (uint64_t)2,
                               .fill = matrix_fill,
                               .user = &print};
    print.numbered = grid_width(&table) > screen->width;
    grid_print(screen, &table);
    for (uint32_t to = 0; print.numbered && to < matrix->to_count; to++)
        fprintf(screen->file, "  %" PRIu32 ": %s\n", to + 1, matrix->to[to]);
}
