/* SPDX-License-Identifier: MIT */
/* Writes customers: what of them can still matter, in an order that does not depend on how it came about. */
#include "snapshot/save.h"

#include <string.h>

#include "snapshot/body.h"

/* A customer and the day for which it is written. */
struct saved {
    const loyalty_customer *customer;
    const struct snapshot *snapshot;
    int32_t today, horizon;
};

/* Returns the day from which dates are counted. */
static int32_t saved_base(const struct saved *saved)
{
    return saved->today == LOYALTY_DATE_NONE ? (int32_t)BODY_EPOCH : saved->today;
}

/* Puts the distance between two dates of which the later one comes first. */
static void saved_put_days(struct sink *sink, int32_t later, int32_t earlier)
{
    sink_put(sink, (uint64_t)((int64_t)later - earlier));
}

/* ---- the log ---- */

/* The words of one date, by the ranks of their kinds. */
struct saved_date {
    struct {
        uint32_t rank;
        log_word word;
    } items[LOYALTY_KINDS_MAX];
    uint32_t count;
};

static void saved_gather(struct saved_date *gathered, uint32_t rank, log_word word)
{
    uint32_t at = gathered->count++;
    for (; at > 0 && gathered->items[at - 1].rank > rank; at--)
        gathered->items[at] = gathered->items[at - 1];
    gathered->items[at].rank = rank;
    gathered->items[at].word = word;
}

/* Puts the words of a date; `step` is the distance from the date before. */
static void saved_put_date(struct sink *sink, const struct saved *saved, const struct saved_date *gathered,
                           uint64_t step)
{
    for (uint32_t i = 0; i < gathered->count; i++, step = 0) {
        const struct day_total total = log_total(&saved->customer->log, gathered->items[i].word);
        const uint64_t place = step * saved->snapshot->kind_count + gathered->items[i].rank;
        sink_put(sink, place << 1 | (total.count != 1));
        if (total.count != 1)
            sink_put_signed(sink, total.count);
        sink_put_signed(sink, total.sum);
    }
}

static uint32_t saved_word_count(const struct log *log)
{
    uint32_t count = 0;
    for (uint32_t page = 0; page <= log_last_page(log); page++)
        count += log_view(log, page).count;
    return count;
}

/* The first date may be on either side of the base; the others follow it. */
static uint64_t saved_step(int32_t from, int32_t to, bool first)
{
    const int64_t days = (int64_t)to - from;
    if (!first)
        return (uint64_t)days;
    return days < 0 ? ~((uint64_t)days << 1) : (uint64_t)days << 1;
}

static void saved_put_log(struct sink *sink, const struct saved *saved)
{
    const struct log *log = customer_log(saved->customer);
    struct walk walk = log_walk(log, (struct spot){0, 0});
    struct saved_date gathered;
    log_word word;
    int32_t date = saved_base(saved);
    uint64_t step = 0;
    bool first = true;
    gathered.count = 0;
    sink_put(sink, saved_word_count(log));
    while (log_next(&walk, &word)) {
        if (first || word_date(word) != date) {
            saved_put_date(sink, saved, &gathered, step);
            gathered.count = 0;
            step = saved_step(date, word_date(word), first);
            date = word_date(word);
            first = false;
        }
        saved_gather(&gathered, saved->snapshot->ranks[word_kind(word)], word);
    }
    saved_put_date(sink, saved, &gathered, step);
}

/* ---- changes ---- */

/* Returns the index of the first change that a late event can still undo, or the last one before it. */
static uint32_t saved_first_change(const struct saved *saved, uint32_t count)
{
    uint32_t first = 0;
    while (first + 1 < count && customer_change(saved->customer, first + 1).date < saved->horizon)
        first++;
    return first;
}

static bool saved_has_term(const struct standing *standing)
{
    return standing->term != LOYALTY_DATE_NONE && standing->term != standing->since;
}

/* Puts a change; `before` is the one before it, or NULL. What follows from that is left out. */
static void saved_put_change(struct sink *sink, const struct saved *saved, const struct change *change,
                             const struct change *before)
{
    const struct standing *standing = &change->standing;
    const bool fails = standing->failing != LOYALTY_DATE_NONE, in_term = saved_has_term(standing);
    sink_put(sink, (uint64_t)standing->rung << BODY_RUNG_AT | (in_term ? (uint64_t)BODY_TERM : 0) |
                       (fails ? (uint64_t)BODY_FAILS : 0) | (standing->spent ? (uint64_t)BODY_SPENT : 0));
    if (before) {
        saved_put_days(sink, change->date, before->date);
    } else {
        saved_put_days(sink, saved->today, change->date);
        sink_put(sink, (uint64_t)standing->from);
        saved_put_days(sink, change->date, standing->since);
    }
    if (in_term)
        saved_put_days(sink, change->date, standing->term);
    if (fails)
        saved_put_days(sink, change->date, standing->failing);
}

static void saved_put_changes(struct sink *sink, const struct saved *saved, uint32_t first, uint32_t count)
{
    struct change before = {.date = LOYALTY_DATE_NONE};
    for (uint32_t i = first; i < count; i++) {
        const struct change change = customer_change(saved->customer, i);
        saved_put_change(sink, saved, &change, i > first ? &before : NULL);
        before = change;
    }
}

/* ---- ids ---- */

static const struct ids *saved_ids(const struct saved *saved)
{
    return saved->customer->extra ? saved->customer->extra->ids : NULL;
}

static uint32_t saved_id_count(const struct saved *saved)
{
    const struct ids *ids = saved_ids(saved);
    uint32_t count = 0;
    for (uint32_t i = 0; ids && i < ids->count; i++)
        count += ids->items[i].date >= saved->horizon;
    return count;
}

/* Compares in the order of both runs: by length, then by bytes. */
static int saved_compare_ids(const struct ids *ids, uint32_t a, uint32_t b)
{
    const struct id *one = &ids->items[a], *other = &ids->items[b];
    if (one->length != other->length)
        return one->length < other->length ? -1 : 1;
    return memcmp(ids->bytes + one->offset, ids->bytes + other->offset, one->length);
}

/* Puts what the event of an id was. */
static void saved_put_contents(struct sink *sink, const struct saved *saved, const struct id *id,
                               const struct contents *contents)
{
    if (contents->state == CONTENTS_NONE) {
        sink_put(sink, 0);
        return;
    }
    const uint64_t rank = saved->snapshot->ranks[contents->kind];
    sink_put(sink, 1 + (rank << 1 | (contents->state == CONTENTS_VOIDED)));
    saved_put_days(sink, id->date, contents->date);
    sink_put_signed(sink, contents->count);
    sink_put_signed(sink, contents_value(contents));
}

static void saved_put_id(struct sink *sink, const struct saved *saved, uint32_t item)
{
    const struct ids *ids = saved_ids(saved);
    const struct id *id = &ids->items[item];
    if (id->date < saved->horizon)
        return;
    sink_put_byte(sink, (unsigned char)id->length);
    sink_put_bytes(sink, ids->bytes + id->offset, id->length);
    sink_put_signed(sink, (int64_t)id->date - saved_base(saved));
    if (ids->keeps)
        saved_put_contents(sink, saved, id, &ids_contents(ids)[item]);
}

/* Merges the two runs. */
static void saved_put_ids(struct sink *sink, const struct saved *saved, uint32_t count)
{
    const struct ids *ids = saved_ids(saved);
    sink_put(sink, count);
    for (uint32_t i = 0, j = ids->sorted; i < ids->sorted || j < ids->count;) {
        const bool late =
            i == ids->sorted || (j < ids->count && saved_compare_ids(ids, ids->order[j], ids->order[i]) < 0);
        saved_put_id(sink, saved, ids->order[late ? j++ : i++]);
    }
}

/* ---- a customer ---- */

void save_customer(struct sink *sink, const struct snapshot *snapshot, const loyalty_customer *customer)
{
    struct saved saved = {.customer = customer, .snapshot = snapshot, .today = snapshot->day};
    const bool ahead = customer_today(customer) > snapshot->day;
    if (ahead)
        saved.today = customer_today(customer);
    saved.horizon = saved.today == LOYALTY_DATE_NONE ? (int32_t)DATE_BEFORE_ALL
                                                     : saved.today - customer_program(customer)->accept_late;
    const uint32_t count = customer_change_count(customer), first = saved_first_change(&saved, count);
    const uint32_t ids = saved_id_count(&saved);
    sink_put(sink, (uint64_t)(count - first) << BODY_CHANGES_AT | (ids ? (uint64_t)BODY_IDS : 0) |
                       (ahead ? (uint64_t)BODY_AHEAD : 0));
    if (ahead)
        saved_put_days(sink, saved.today, snapshot->day == LOYALTY_DATE_NONE ? LOYALTY_DATE_MIN - 1 : snapshot->day);
    saved_put_log(sink, &saved);
    saved_put_changes(sink, &saved, first, count);
    if (ids)
        saved_put_ids(sink, &saved, ids);
}

/* Puts a whole snapshot of a customer. */
static void save_put_all(struct sink *sink, const struct snapshot *snapshot, const loyalty_customer *customer,
                         uint64_t length)
{
    snapshot_begin(sink, snapshot, HEAD_OF_CUSTOMER, length);
    save_customer(sink, snapshot, customer);
}

/* Adds the kinds of events whose ids are remembered: a log does not have those that were taken back. */
static void save_use_contents(const loyalty_customer *customer, bool *used)
{
    const struct ids *ids = customer->extra ? customer->extra->ids : NULL;
    for (uint32_t i = 0; ids && ids->keeps && i < ids->count; i++) {
        const struct contents *contents = &ids_contents(ids)[i];
        if (ids->items[i].date >= customer_horizon(customer) && contents->state != CONTENTS_NONE)
            used[contents->kind] = true;
    }
}

static void save_rank_used(struct snapshot *snapshot, const loyalty_customer *customer)
{
    bool used[LOYALTY_KINDS_MAX] = {false};
    struct walk walk = log_walk(customer_log(customer), (struct spot){0, 0});
    log_word word;
    while (log_next(&walk, &word))
        used[word_kind(word)] = true;
    save_use_contents(customer, used);
    snapshot_rank(snapshot, used);
}

static int32_t save_to_buffer(void *user, const void *bytes, size_t length)
{
    unsigned char **to = user;
    memcpy(*to, bytes, length);
    *to += length;
    return 0;
}

loyalty_status loyalty_customer_save(const loyalty_customer *customer, void *buffer, size_t capacity, size_t *needed)
{
    if (!customer || !needed || (!buffer && capacity))
        return LOYALTY_E_ARGUMENT;
    struct snapshot snapshot = {.program = customer_program(customer), .day = customer_today(customer)};
    struct sink sink;
    save_rank_used(&snapshot, customer);
    sink_begin(&sink, NULL, NULL);
    save_put_all(&sink, &snapshot, customer, 0);
    const uint64_t length = sink_count(&sink) + SEAL_SIZE;
    *needed = (size_t)length;
    if (capacity < length)
        return LOYALTY_E_SPACE;
    unsigned char *to = buffer;
    sink_begin(&sink, save_to_buffer, &to);
    save_put_all(&sink, &snapshot, customer, length);
    return sink_end(&sink);
}
