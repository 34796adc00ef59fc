/* SPDX-License-Identifier: MIT */
#include "output/matrix.h"

#include "output/grid.h"

#include <inttypes.h>

/* A matrix and how it is printed. */
typedef struct print {
    const matrix *m;
    int numbered;
} print;

static uint64_t sum_of_row(const matrix *m, uint32_t from)
{
    uint64_t sum = 0;
    for (uint32_t to = 0; to < m->to_count; to++)
        sum += m->counts[from][to];
    return sum;
}

static uint64_t sum_of_column(const matrix *m, uint32_t to)
{
    uint64_t sum = 0;
    for (uint32_t from = 0; from < m->from_count; from++)
        sum += m->counts[from][to];
    return sum;
}

static void fill_head(const print *p, grid_row *row)
{
    const matrix *m = p->m;
    grid_cell(row->cells[0], "%s", m->corner);
    for (uint32_t to = 0; to < m->to_count; to++) {
        if (p->numbered)
            grid_cell(row->cells[1 + to], "%" PRIu32, to + 1);
        else
            grid_cell(row->cells[1 + to], "%s", m->to[to]);
    }
    grid_cell(row->cells[1 + m->to_count], "all");
    grid_cell(row->cells[2 + m->to_count], "same");
}

static void fill_sums(const matrix *m, grid_row *row)
{
    uint64_t all = 0;
    grid_cell(row->cells[0], "all");
    for (uint32_t to = 0; to < m->to_count; to++) {
        uint64_t sum = sum_of_column(m, to);
        grid_cell(row->cells[1 + to], "%" PRIu64, sum);
        all += sum;
    }
    grid_cell(row->cells[1 + m->to_count], "%" PRIu64, all);
}

static void fill(const void *user, uint64_t number, grid_row *row)
{
    const print *p = user;
    const matrix *m = p->m;
    if (number == 0) {
        fill_head(p, row);
        return;
    }
    if (number > m->from_count) {
        fill_sums(m, row);
        return;
    }
    uint32_t from = (uint32_t)number - 1;
    uint64_t sum = sum_of_row(m, from);
    grid_cell(row->cells[0], "%s", m->from[from]);
    for (uint32_t to = 0; to < m->to_count; to++)
        grid_cell(row->cells[1 + to], "%" PRIu64, m->counts[from][to]);
    grid_cell(row->cells[1 + m->to_count], "%" PRIu64, sum);
    if (sum > 0 && m->same[from] != MATRIX_NONE) {
        row->bar = (double)m->counts[from][m->same[from]] / (double)sum;
        grid_cell(row->cells[2 + m->to_count], "%.1f%%", row->bar * 100);
    }
}

void matrix_print(const screen *s, const matrix *m)
{
    print p = {m, 0};
    const grid table = {
        .columns = m->to_count + 3, .left = 1, .rows = m->from_count + (uint64_t)2, .fill = fill, .user = &p};
    p.numbered = grid_width(&table) > s->width;
    grid_print(s, &table);
    for (uint32_t to = 0; p.numbered && to < m->to_count; to++)
        fprintf(s->file, "  %" PRIu32 ": %s\n", to + 1, m->to[to]);
}
