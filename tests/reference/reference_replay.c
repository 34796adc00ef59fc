/* SPDX-License-Identifier: MIT */
/*
 * reference-replay TABLE.json EVENTS.csv AS-OF [--transitions | --cells | --also-transitions FILE]
 *
 * Prints what `loyalty replay` prints, as the naive reference sees it: standings, or transitions, or both at once, the
 * transitions to a file of their own. Or prints the cells that customers are in. Reads good input only.
 */
#include "calendar.h"
#include "file.h"
#include "reference.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CUSTOMER, KIND, DATE, VALUE, COUNT, ID, COLUMNS };

static const char *const column_names[COLUMNS] = {"customer", "kind", "date", "value", "count", "id"};

struct row {
    const char *customer;
    struct ref_event event;
    size_t line; /* order in the file: of events with the same id the first counts */
};

struct move {
    const char *customer;
    struct ref_transition transition;
};

struct moves {
    size_t count;
    struct move *move;
};

static void stop(const char *why, const char *what)
{
    fprintf(stderr, "reference-replay: %s: %s\n", why, what);
    exit(1);
}

static void *grow(void *memory, size_t bytes)
{
    memory = realloc(memory, bytes);
    if (!memory)
        stop("no memory", "");
    return memory;
}

static char *read_file(const char *path, size_t *length)
{
    char *text = file_read(path, length);
    if (!text)
        stop("cannot open", path);
    return text;
}

/* Takes one field off the text, undoing its quotes in place. Sets `ends_line` where the field was its line's last. */
static char *next_field(char **text, bool *ends_line)
{
    char *from = *text, *field = from, *to = from;
    bool quoted = *from == '"';
    if (quoted)
        from++;
    while (*from != '\0') {
        if (quoted && from[0] == '"' && from[1] == '"')
            from++;
        else if (quoted && *from == '"') {
            quoted = false;
            from++;
            continue;
        } else if (!quoted && (*from == ',' || *from == '\n' || *from == '\r'))
            break;
        *to++ = *from++;
    }
    *ends_line = *from != ',';
    if (*from == '\r')
        from++;
    if (*from != '\0')
        from++;
    *to = '\0';
    *text = from;
    return field;
}

static void read_event(const struct ref_table *table, char *const *field, struct ref_event *event)
{
    event->kind = ref_table_kind(table, field[KIND]);
    if (event->kind < 0)
        stop("no such kind", field[KIND]);
    if (!calendar_read(field[DATE], &event->date))
        stop("no such day", field[DATE]);
    event->value = strtoll(field[VALUE], NULL, 10);
    event->count = field[COUNT][0] == '\0' ? 1 : (int)strtol(field[COUNT], NULL, 10);
    event->id = field[ID][0] == '\0' ? NULL : field[ID];
}

static struct row *read_rows(const struct ref_table *table, char *text, size_t *count)
{
    static char nothing[] = "";
    int column[64], columns = 0;
    bool ends_line = false;
    struct row *rows = NULL;
    while (!ends_line) {
        const char *name = next_field(&text, &ends_line);
        column[columns] = COLUMNS;
        for (int i = 0; i < COLUMNS; i++)
            if (strcmp(name, column_names[i]) == 0)
                column[columns] = i;
        if (++columns == 64)
            stop("too many columns", name);
    }
    for (*count = 0; *text != '\0'; ++*count) {
        char *field[COLUMNS + 1] = {nothing, nothing, nothing, nothing, nothing, nothing, nothing};
        if ((*count & (*count - 1)) == 0)
            rows = grow(rows, (*count == 0 ? 1 : *count * 2) * sizeof *rows);
        ends_line = false;
        for (int i = 0; !ends_line; i++) {
            char *next = next_field(&text, &ends_line);
            if (i < columns)
                field[column[i]] = next;
        }
        rows[*count] = (struct row){.customer = field[CUSTOMER], .line = *count};
        read_event(table, field, &rows[*count].event);
    }
    return rows;
}

static int by_customer_and_line(const void *a, const void *b)
{
    const struct row *left = a, *right = b;
    int order = strcmp(left->customer, right->customer);
    return order != 0 ? order : (left->line > right->line) - (left->line < right->line);
}

static int by_date_and_customer(const void *a, const void *b)
{
    const struct move *left = a, *right = b;
    if (left->transition.date != right->transition.date)
        return left->transition.date < right->transition.date ? -1 : 1;
    return strcmp(left->customer, right->customer);
}

static void print_field(FILE *out, const char *text)
{
    if (strpbrk(text, ",\"\r\n") == NULL) {
        fputs(text, out);
        return;
    }
    putc('"', out);
    for (; *text != '\0'; text++) {
        if (*text == '"')
            putc('"', out);
        putc(*text, out);
    }
    putc('"', out);
}

static void print_standing(const struct ref_log *log, const char *customer, int as_of, struct ref_standing standing)
{
    static struct ref_facts facts;
    char since[11];
    ref_facts_of(log, as_of, standing.term.counts_from, &facts);
    calendar_write(standing.since, since);
    print_field(stdout, customer);
    printf(",%s,%s,%lld\n", log->table->rung[standing.rung].name, since, (long long)facts.score);
}

static void print_cells(const struct ref_log *log, const char *customer, int as_of, struct ref_standing standing)
{
    static struct ref_facts facts;
    ref_facts_of(log, as_of, standing.term.counts_from, &facts);
    for (int i = 0; i < log->table->segmentations; i++) {
        int cell = ref_segment(log->table, i, &facts, standing.rung);
        print_field(stdout, customer);
        printf(",%s,%s\n", log->table->segmentation[i], cell < 0 ? "" : log->table->cell[cell].name);
    }
}

static void keep_moves(struct moves *moves, const char *customer, const struct ref_history *history)
{
    if (history->count == 0)
        return;
    moves->move = grow(moves->move, (moves->count + (size_t)history->count) * sizeof *moves->move);
    for (int i = 0; i < history->count; i++)
        moves->move[moves->count++] = (struct move){customer, history->transition[i]};
}

/* Prints what is asked of one customer on a day. */
typedef void print_customer(const struct ref_log *log, const char *customer, int as_of, struct ref_standing standing);

static void replay(const struct ref_table *table, struct row *rows, size_t count, int as_of, print_customer *print,
                   struct moves *moves)
{
    struct ref_history history;
    struct ref_log log;
    qsort(rows, count, sizeof *rows, by_customer_and_line);
    ref_log_init(&log, table, NULL, NULL);
    for (size_t i = 0, next; i < count; i = next) {
        ref_log_clear(&log);
        for (next = i; next < count && strcmp(rows[next].customer, rows[i].customer) == 0; next++)
            ref_log_add(&log, &rows[next].event);
        ref_fold(&log, as_of, &history);
        if (print && history.first <= as_of)
            print(&log, rows[i].customer, as_of, ref_standing_on(&history, as_of));
        keep_moves(moves, rows[i].customer, &history);
        ref_history_free(&history);
    }
    ref_log_free(&log);
}

static void print_moves(FILE *out, const struct ref_table *table, struct moves *moves)
{
    char date[11];
    if (moves->count > 0)
        qsort(moves->move, moves->count, sizeof *moves->move, by_date_and_customer);
    fputs("date,customer,from,to\n", out);
    for (size_t i = 0; i < moves->count; i++) {
        const struct ref_transition *transition = &moves->move[i].transition;
        calendar_write(transition->date, date);
        fprintf(out, "%s,", date);
        print_field(out, moves->move[i].customer);
        fprintf(out, ",%s,%s\n", table->rung[transition->from].name, table->rung[transition->to].name);
    }
    if (fflush(out) != 0 || ferror(out))
        stop("cannot write", "transitions");
}

int main(int argc, char **argv)
{
    bool only_transitions = argc == 5 && strcmp(argv[4], "--transitions") == 0;
    bool cells = argc == 5 && strcmp(argv[4], "--cells") == 0;
    bool also_transitions = argc == 6 && strcmp(argv[4], "--also-transitions") == 0;
    struct moves moves = {0, NULL};
    char *table_text, *events_text;
    struct ref_table *table;
    struct row *rows;
    size_t length, count;
    int as_of;
    FILE *out = stdout;
    if (argc != 4 && !only_transitions && !cells && !also_transitions)
        stop("usage",
             "reference-replay TABLE.json EVENTS.csv AS-OF [--transitions | --cells | --also-transitions FILE]");
    if (!calendar_read(argv[3], &as_of))
        stop("no such day", argv[3]);
    if (also_transitions && (out = fopen(argv[5], "wb")) == NULL)
        stop("cannot open", argv[5]);
    table_text = read_file(argv[1], &length);
    table = ref_table_read(table_text, length);
    events_text = read_file(argv[2], &length);
    rows = read_rows(table, events_text, &count);
    if (!only_transitions)
        puts(cells ? "customer,segmentation,cell" : "customer,rung,since,score");
    replay(table, rows, count, as_of, only_transitions ? NULL : cells ? print_cells : print_standing, &moves);
    if (fflush(stdout) != 0 || ferror(stdout))
        stop("cannot write", "standings");
    if (only_transitions || also_transitions)
        print_moves(out, table, &moves);
    if (also_transitions)
        fclose(out);
    free(moves.move);
    free(rows);
    ref_table_free(table);
    free(table_text);
    free(events_text);
    return 0;
}
