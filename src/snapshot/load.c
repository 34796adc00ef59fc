/* SPDX-License-Identifier: MIT */
/*
 * Reads customers. Nothing is taken on trust: bytes that no customer could have given are refused. Under the table that
 * saved it, a customer is put together again; under another one, the log is folded anew.
 */
#include "snapshot/load.h"

#include <string.h>

#include "fold/refold.h"
#include "snapshot/restore.h"

/* ---- changes ---- */

/* Reads a change; `before` is the one before it, or NULL. */
static struct change restore_change(struct restore *restore, const struct change *before)
{
    struct source *source = restore->source;
    struct change change = {LOYALTY_DATE_NONE, standing_absent};
    struct standing *standing = &change.standing;
    const uint64_t head = source_number_to(source, (uint64_t)LOYALTY_RUNGS_MAX << BODY_RUNG_AT);
    standing->rung = (int8_t)(head >> BODY_RUNG_AT);
    standing->spent = (head & BODY_SPENT) != 0;
    if (before) {
        standing->from = before->standing.rung;
        change.date = restore_date(restore, before->date, (int64_t)source_number_to(source, INT32_MAX));
        standing->since = standing->rung == standing->from ? before->standing.since : change.date;
    } else {
        change.date = restore_earlier(restore, customer_today(restore->customer));
        standing->from = (int8_t)source_number_to(source, LOYALTY_RUNGS_MAX);
        standing->since = restore_earlier(restore, change.date);
    }
    if (restore->restored->program->terms)
        standing->term = standing->since;
    if (head & BODY_TERM)
        standing->term = restore_earlier(restore, change.date);
    restore_check(restore, !(head & BODY_TERM) || standing->term != standing->since);
    if (head & BODY_FAILS)
        standing->failing = restore_earlier(restore, change.date);
    return change;
}

static bool restore_is_same(const struct standing *a, const struct standing *b)
{
    return a->rung == b->rung && a->failing == b->failing && a->term == b->term && a->spent == b->spent;
}

/* Returns whether a change can come after another, or be the first that is remembered. */
static bool restore_can_follow(const struct restore *restore, const struct change *change, const struct change *before)
{
    const struct standing *standing = &change->standing;
    const int32_t earliest = restore->earliest, horizon = customer_horizon(restore->customer);
    if (before)
        return change->date > before->date && change->date >= horizon &&
               change->date <= customer_today(restore->customer) && !restore_is_same(standing, &before->standing);
    if (change->date == earliest)
        return standing->from == 0 && standing->since == earliest;
    return change->date > earliest && change->date < horizon && standing->since >= earliest;
}

/* Returns whether the program can put a customer who did not change rung on a day into a standing. */
static bool restore_can_stay(const loyalty_program *program, const struct change *change)
{
    const struct standing *standing = &change->standing;
    const bool in_term = rung_has_term(&program->rungs[standing->rung]);
    if (standing->rung == 0 && (standing->failing != LOYALTY_DATE_NONE || standing->spent))
        return false;
    if (standing->failing != LOYALTY_DATE_NONE &&
        (standing->failing < standing->since || (in_term && standing->failing != standing_term_end(program, standing))))
        return false;
    return standing->term == standing->since ||
           (in_term ? standing->term > standing->since : standing->term == LOYALTY_DATE_NONE);
}

/* The same of one who did. */
static bool restore_can_move(const loyalty_program *program, const struct change *change)
{
    const struct standing *standing = &change->standing;
    return standing->since == change->date && standing->failing == LOYALTY_DATE_NONE &&
           standing->term == (program->terms ? change->date : LOYALTY_DATE_NONE) &&
           standing->spent == (program->terms && standing->rung > standing->from);
}

static bool restore_is_possible(const struct restore *restore, const struct change *change)
{
    const loyalty_program *program = restore->restored->program;
    const struct standing *standing = &change->standing;
    if ((uint32_t)standing->rung >= program->rung_count || (uint32_t)standing->from >= program->rung_count)
        return false;
    if (standing->spent && !program->terms)
        return false;
    return change_is_transition(change) ? restore_can_move(program, change) : restore_can_stay(program, change);
}

/* Reads the changes into a history. Those of another table mean nothing here: its rungs are others. */
static void restore_read_changes(struct restore *restore, uint64_t count, struct history *history)
{
    const bool same = restore->restored->same;
    struct change change, before = {.date = LOYALTY_DATE_NONE};
    for (uint64_t i = 0; i < count && restore_goes_on(restore); i++, before = change) {
        change = restore_change(restore, i ? &before : NULL);
        if (!same || !restore_goes_on(restore))
            continue;
        restore_check(restore, restore_is_possible(restore, &change) &&
                                   restore_can_follow(restore, &change, i ? &before : NULL));
        if (restore_goes_on(restore))
            restore_keep_status(restore, history_push(history, program_allocator(restore->restored->program), &change));
    }
}

/*
 * The fold after a load. It knows nothing of the day advanced to but the standing, so that every kind is watched, and
 * the next day is one on which something may change; whichever comes first, it finds out.
 */
static struct fold restore_fold(const struct restore *restore, bool present)
{
    const int32_t today = customer_today(restore->customer);
    if (!present)
        return (struct fold){.next = restore->earliest, .looked = LOYALTY_DATE_NONE};
    return (struct fold){.next = today + 1, .looked = today, .watch = UINT32_MAX};
}

static void restore_changes(struct restore *restore, uint64_t count)
{
    loyalty_customer *customer = restore->customer;
    struct change few[HISTORY_FEW];
    struct history history = {few, 0, HISTORY_FEW, true};
    const bool present = customer_today(customer) != LOYALTY_DATE_NONE && restore->earliest <= customer_today(customer);
    restore_check(restore, count == 0 || customer_today(customer) != LOYALTY_DATE_NONE);
    restore_check(restore, !restore->restored->same || (count > 0) == present);
    restore_read_changes(restore, count, &history);
    if (restore->restored->same && restore_goes_on(restore)) {
        const struct fold fold = restore_fold(restore, present);
        restore_keep_status(restore, customer_replace_changes(customer, 0, &history, &fold, customer_today(customer)));
    }
    history_free(&history, program_allocator(restore->restored->program));
}

/* ---- ids ---- */

/* An id that was read. */
struct restore_id {
    unsigned char bytes[LOYALTY_ID_MAX];
    uint32_t length; /* 0 before the first */
};

static bool restore_id_follows(const struct restore_id *last, const unsigned char *bytes, uint32_t length)
{
    return length > last->length || (length == last->length && memcmp(bytes, last->bytes, length) > 0);
}

/* Reads what the event of an id was. Stays without contents if the program does not have its kind. */
static void restore_read_contents(struct restore *restore, int32_t date, struct contents *contents)
{
    struct source *source = restore->source;
    const uint64_t head = source_number_to(source, (uint64_t)restore->restored->kind_count << 1);
    if (head == 0)
        return;
    const uint32_t rank = (uint32_t)(head - 1) >> 1;
    const int32_t of_event = restore_earlier(restore, date);
    const int64_t count = source_signed(source), value = source_signed(source);
    restore_check(restore, count != 0 && count >= INT32_MIN && count <= INT32_MAX);
    if (!restore_goes_on(restore))
        return;
    restore->restored->used[rank] = true;
    const uint32_t kind = restore->restored->kinds[rank];
    if (kind == INDEX_NONE)
        return;
    const loyalty_event event = {.kind = kind, .date = of_event, .count = (int32_t)count, .value = value};
    *contents = contents_of(&event);
    contents->state = head & 1 ? CONTENTS_KEPT : CONTENTS_VOIDED;
}

/* Gives an id that was just read its contents, if the program keeps them and the id is still remembered. */
static void restore_put_contents(const struct restore *restore, const struct restore_id *id,
                                 const struct contents *contents)
{
    const struct extra *extra = restore->customer->extra;
    struct contents *to =
        extra && restore_goes_on(restore) ? ids_find_contents(extra->ids, (const char *)id->bytes, id->length) : NULL;
    if (to)
        *to = *contents;
}

static void restore_one_id(struct restore *restore, struct restore_id *last)
{
    struct contents contents = {.state = CONTENTS_NONE};
    const unsigned char *byte = source_take(restore->source, 1);
    const uint32_t length = byte ? *byte : 0;
    const unsigned char *bytes = source_take(restore->source, length);
    if (!bytes)
        return;
    restore_check(restore, length > 0 && restore_id_follows(last, bytes, length));
    last->length = length;
    memcpy(last->bytes, bytes, length);
    const int32_t date = restore_date(restore, restore_base(restore), source_signed(restore->source));
    restore_check(restore, !restore->restored->same || date >= customer_horizon(restore->customer));
    if (restore->restored->contents)
        restore_read_contents(restore, date, &contents);
    const loyalty_event event = {.date = date, .id = last->bytes, .id_length = length};
    if (restore_goes_on(restore))
        restore_keep_status(restore, customer_remember(restore->customer, &event));
    restore_put_contents(restore, last, &contents);
}

static void restore_ids(struct restore *restore)
{
    uint64_t count = source_number(restore->source);
    struct restore_id last;
    last.length = 0;
    restore_check(restore, count > 0);
    for (; count > 0 && restore_goes_on(restore); count--)
        restore_one_id(restore, &last);
}

/* ---- a customer ---- */

/* Sets the day advanced to. */
static void restore_today(struct restore *restore, bool ahead)
{
    const int32_t day = restore->restored->day;
    restore->customer->folded = day;
    if (!ahead)
        return;
    const uint64_t days = source_number_to(restore->source, INT32_MAX);
    restore_check(restore, days > 0 && restore->restored->what == HEAD_OF_BOOK);
    restore->customer->folded =
        restore_date(restore, day == LOYALTY_DATE_NONE ? LOYALTY_DATE_MIN - 1 : day, (int64_t)days);
}

void restore_customer(struct source *source, struct restored *restored, loyalty_customer *customer)
{
    struct restore restore;
    restore.source = source;
    restore.restored = restored;
    restore.customer = customer;
    restore.word_count = 0;
    const uint64_t head = source_number(source);
    restore_today(&restore, head & BODY_AHEAD);
    restore_log(&restore);
    restore_changes(&restore, head >> BODY_CHANGES_AT);
    if (head & BODY_IDS)
        restore_ids(&restore);
    if (!restored->same && restore_goes_on(&restore))
        restore_keep_status(&restore, refold_all(customer));
}

/* Returns whether a snapshot has all ranks that it names. */
static bool restore_uses_all(const struct restored *restored)
{
    bool all = true;
    for (uint32_t i = 0; i < restored->kind_count; i++)
        all &= restored->used[i];
    return all;
}

/* Reads what is after the head into a new customer. */
static int32_t restore_whole(struct restored *restored, const unsigned char *bytes, size_t length,
                             loyalty_customer *customer)
{
    struct source source;
    source_begin_memory(&source, bytes, length);
    restored_begin(restored, &source);
    if (!source.status)
        restore_customer(&source, restored, customer);
    if (!source_is_done(&source) || !restore_uses_all(restored))
        source_damaged(&source);
    return source.status;
}

static bool restore_seal_is_right(const unsigned char *bytes, size_t length)
{
    struct seal seal = {.hash = 0};
    seal_add(&seal, bytes, length - SEAL_SIZE);
    return seal_end(&seal) == seal_number(bytes + length - SEAL_SIZE);
}

loyalty_status loyalty_customer_load(loyalty_program *program, const void *bytes, size_t length, uint64_t *left_out,
                                     loyalty_customer **customer)
{
    if (!program || !bytes || !customer)
        return LOYALTY_E_ARGUMENT;
    struct restored restored = {.program = program};
    loyalty_customer *made;
    uint64_t whole = 0;
    int32_t status = restored_head(&restored, HEAD_OF_CUSTOMER, bytes, length, &whole);
    if (!status && (whole != length || !restore_seal_is_right(bytes, length)))
        status = LOYALTY_E_SNAPSHOT;
    if (!status)
        status = customer_new(program, &made);
    if (status)
        return status;
    status = restore_whole(&restored, (const unsigned char *)bytes + HEAD_SIZE, length - HEAD_SIZE - SEAL_SIZE, made);
    if (status) {
        customer_free(made);
        return status;
    }
    if (left_out)
        *left_out = restored.left_out;
    *customer = made;
    return LOYALTY_OK;
}
