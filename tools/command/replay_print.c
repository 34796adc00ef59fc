/* SPDX-License-Identifier: MIT */
/* Prints the standings or the transitions of a replay, as CSV or as one JSON text. */
#include "command/replay.h"
#include "output/output_json.h"

/* The lines to print. The lines of one share are sorted; `compare` orders the lines of two shares. */
struct listing {
    const char *header; /* of CSV */
    const char *array;  /* its name in JSON */
    uint32_t (*count)(const struct replay_share *share);
    int (*compare)(const struct replay_share *left, uint32_t i, const struct replay_share *right, uint32_t j);
    void (*print)(const struct replay_share *share, uint32_t i, struct output *output);  /* a row of CSV */
    void (*put)(const struct replay_share *share, uint32_t i, struct output_json *json); /* members of an object */
};

static uint32_t replay_count_standings(const struct replay_share *share)
{
    return share->standings.count;
}

static int replay_compare_standings(const struct replay_share *left, uint32_t i, const struct replay_share *right,
                                    uint32_t j)
{
    return standings_compare(&left->standings, i, &right->standings, j);
}

static void replay_print_standing(const struct replay_share *share, uint32_t i, struct output *output)
{
    char buffer[KEY_PREFIX];
    const struct order_item *item = &share->standings.order[i];
    const struct standing *one = item->what;
    output_field(output, key_text(item->word, one->id, one->id_length, buffer), one->id_length);
    output_text(output, share->run->table.rungs[one->rung]);
    output_date(output, one->since);
    output_number(output, one->score);
    output_end(output);
}

static void replay_put_standing(const struct replay_share *share, uint32_t i, struct output_json *json)
{
    const struct standing *one = share->standings.order[i].what;
    const struct standing_days *days = standings_days(&share->standings, one);
    output_json_key(json, one->id, one->id_length);
    output_json_text(json, "rung", share->run->table.rungs[one->rung]);
    output_json_date(json, "since", one->since);
    output_json_date(json, "failing", days->failing);
    output_json_date(json, "falls_on", days->falls_on);
    output_json_date(json, "next", days->next);
    output_json_date(json, "term_end", days->term_end);
    output_json_number(json, "score", one->score);
}

static uint32_t replay_count_moves(const struct replay_share *share)
{
    return share->moves.sorted;
}

static int replay_compare_moves(const struct replay_share *left, uint32_t i, const struct replay_share *right,
                                uint32_t j)
{
    return moves_compare(&left->moves, i, &right->moves, j);
}

static void replay_print_move(const struct replay_share *share, uint32_t i, struct output *output)
{
    const struct move *one = share->moves.order[i].what;
    const struct mover *who = &share->moves.movers[one->who - 1];
    output_date(output, one->date);
    output_field(output, who->id, who->id_length);
    output_text(output, share->run->table.rungs[one->from]);
    output_text(output, share->run->table.rungs[one->to]);
    output_end(output);
}

static void replay_put_move(const struct replay_share *share, uint32_t i, struct output_json *json)
{
    const struct move *one = share->moves.order[i].what;
    const struct mover *who = &share->moves.movers[one->who - 1];
    output_json_date(json, "date", one->date);
    output_json_key(json, who->id, who->id_length);
    output_json_text(json, "from", share->run->table.rungs[one->from]);
    output_json_text(json, "to", share->run->table.rungs[one->to]);
}

static const struct listing replay_standings = {.header = "customer,rung,since,score",
                                                .array = "standings",
                                                .count = replay_count_standings,
                                                .compare = replay_compare_standings,
                                                .print = replay_print_standing,
                                                .put = replay_put_standing};

static const struct listing replay_moves = {.header = "date,customer,from,to",
                                            .array = "transitions",
                                            .count = replay_count_moves,
                                            .compare = replay_compare_moves,
                                            .print = replay_print_move,
                                            .put = replay_put_move};

/* The shares, and the next line of each. */
struct merge {
    const struct listing *listing;
    const struct replay_share *shares;
    uint32_t jobs;
    uint32_t heads[LANES_MAX];
};

/* Finds the share that has the first of the lines left. Returns whether there is one. */
static bool replay_first(const struct merge *merge, uint32_t *first)
{
    const struct listing *listing = merge->listing;
    const struct replay_share *shares = merge->shares;
    *first = merge->jobs;
    for (uint32_t i = 0; i < merge->jobs; i++) {
        if (merge->heads[i] == listing->count(&shares[i]))
            continue;
        if (*first == merge->jobs ||
            listing->compare(&shares[i], merge->heads[i], &shares[*first], merge->heads[*first]) < 0)
            *first = i;
    }
    return *first < merge->jobs;
}

static void replay_print_csv(struct merge *merge, struct output *output)
{
    output_text(output, merge->listing->header);
    output_end(output);
    for (uint32_t first = 0; replay_first(merge, &first);)
        merge->listing->print(&merge->shares[first], merge->heads[first]++, output);
}

static void replay_print_json(const struct replay *run, struct merge *merge, struct output *output)
{
    enum { FORMAT = 1 };
    struct output_json json = {.output = output};
    output_json_open(&json, NULL, '{');
    output_json_number(&json, "format", FORMAT);
    output_json_text(&json, "program", run->table.info.name);
    output_json_date(&json, "as_of", run->log.as_of);
    output_json_open(&json, merge->listing->array, '[');
    for (uint32_t first = 0; replay_first(merge, &first);) {
        output_json_open_row(&json);
        merge->listing->put(&merge->shares[first], merge->heads[first]++, &json);
        output_json_close(&json, '}');
    }
    output_json_close(&json, ']');
    output_json_close(&json, '}');
    output_bytes(output, "\n", 1);
}

void replay_print(const struct replay *run, const struct replay_share *shares, struct output *output)
{
    struct merge merge = {
        .listing = run->transitions ? &replay_moves : &replay_standings, .shares = shares, .jobs = run->log.jobs};
    if (run->json)
        replay_print_json(run, &merge, output);
    else
        replay_print_csv(&merge, output);
}
