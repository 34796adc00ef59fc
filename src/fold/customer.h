/* SPDX-License-Identifier: MIT */
/* One customer: what is kept, and what changes it and answers about it. */
#ifndef LOYALTY_FOLD_CUSTOMER_H
#define LOYALTY_FOLD_CUSTOMER_H

#include "fold/day.h"
#include "fold/days.h"
#include "fold/event.h"
#include "fold/ids.h"

/* Rarely needed state, allocated on demand. */
struct extra {
    void *user;
    struct ids *ids; /* NULL if no event had an id */
    /* The changes before the last one to which a late event may rewind: `older_count` of them, from `older_first` on. */
    uint32_t older_first, older_count, older_capacity;
    struct change older[];
};

/* If pointers have 64 bits, a customer and its row in a book (book/row.h) take two cache lines. */
struct loyalty_customer {
    const struct home *home; /* of the book, or of the program: see customer_today() */
    struct extra *extra;     /* NULL if not needed */
    int32_t folded;          /* the last day up to which the customer was advanced alone; LOYALTY_DATE_NONE if never */
    int32_t next;            /* as in struct fold, or earlier */
    int32_t looked;          /* as in struct fold */
    uint32_t watch;          /* as in struct fold */
    int32_t changed;         /* the day of the last change, if the customer has appeared */
    /*
     * The standing: see customer_standing(). A customer on a rung with a term fails from the term's end on, so that one
     * date is enough: its first day there, `failing` on other rungs.
     */
    int32_t since, term_or_failing;
    int8_t rung, from;
    uint8_t flags;   /* CUSTOMER_… */
    uint8_t telling; /* whether a callback of this customer is running: TELLING_… */
    struct log log;
};

enum {
    CUSTOMER_SPENT = 1, /* as in struct standing */
    CUSTOMER_FAILS = 2  /* whether a customer on a rung with a term fails */
};

enum { TELLING_NOBODY, TELLING, TELLING_DOOMED /* and the callback has freed the customer */ };

/* The transition callback and its user pointer. */
struct listener {
    loyalty_on_transition *callback; /* may be NULL */
    void *user;
};

static inline loyalty_program *customer_program(const loyalty_customer *customer)
{
    return customer->home->program;
}

/*
 * Returns the day advanced to; LOYALTY_DATE_NONE before any advance. A book advances all of its customers at once, by its
 * own day, and folds only those for whom something can change until then. A customer is ahead of its book from the time
 * that it is folded until the whole book has been advanced.
 */
static inline int32_t customer_today(const loyalty_customer *customer)
{
    const int32_t day = customer->home->day;
    return customer->folded > day ? customer->folded : day;
}

/* Makes a customer of its own, with a reference to the program. LOYALTY_E_UNBOUND: a host function is not bound. */
int32_t customer_new(loyalty_program *program, loyalty_customer **customer);
void customer_free(loyalty_customer *customer);
/* Initialise a customer without events in place, and free what it owns. Both leave the program's references alone. */
void customer_init(loyalty_customer *customer, const struct home *home);
void customer_clear(loyalty_customer *customer);
/* Copies into a customer that customer_init() made, which keeps its home. On failure `copy` is unchanged. */
int32_t customer_copy(const loyalty_customer *customer, loyalty_customer *copy);
/* Erases the customer as loyalty_customer_erase() does, without its checks. */
void customer_wipe(loyalty_customer *customer);
int32_t customer_set_user(loyalty_customer *customer, void *user);
/* Reserves an `extra` with room for `older` changes in all. */
int32_t customer_reserve_extra(loyalty_customer *customer, uint32_t older);

/* Returns the earliest date at which an event is still accepted. */
static inline int32_t customer_horizon(const loyalty_customer *customer)
{
    const int32_t today = customer_today(customer);
    return today == LOYALTY_DATE_NONE ? DATE_BEFORE_ALL : today - customer_program(customer)->accept_late;
}

/* Does what loyalty_customer_record() does, for an event whose struct is known to be valid. */
int32_t customer_record(loyalty_customer *customer, const loyalty_event *event, const struct listener *listener);
/*
 * Does that in the usual case: an event without an id that can be appended to the log and needs no fold now, because its
 * kind is not watched or its day has not come. Otherwise returns false and changes nothing.
 */
static inline bool customer_append(loyalty_customer *customer, const loyalty_event *event)
{
    const loyalty_program *program = customer_program(customer);
    if (event->id_length || event_check(program, event) || event->date < customer->looked ||
        event->date < customer_horizon(customer))
        return false;
    bool matters = customer->rung == RUNG_ABSENT || (customer->watch & kind_bit(event->kind));
    bool passed = event->date <= customer_today(customer); /* no date is before LOYALTY_DATE_NONE */
    if ((matters && passed) ||
        !log_append(&customer->log, word_of(event->date, event->kind), event->count, event->value))
        return false;
    if (matters && event->date < customer->next)
        customer->next = event->date;
    return true;
}

/*
 * Adds ascending words, at least one, to the log of a customer who was never advanced. A word that is an escape is one of
 * `escapes`. May merge words. On failure, those from `*loaded` on are not added.
 */
int32_t customer_load(loyalty_customer *customer, log_word *words, uint32_t count, const struct escapes *escapes,
                      uint32_t *loaded);
/*
 * Does that if the log is untouched, for up to LOG_ONE_PAGE words of different keys of which none is an escape. On failure
 * nothing is added.
 */
int32_t customer_fill(loyalty_customer *customer, const log_word *words, uint32_t count);
/* Remembers the id of an event that was loaded, without contents, unless it is dated before the horizon. */
int32_t customer_remember(loyalty_customer *customer, const loyalty_event *event);
/* Adds totals of a date and kind to the log only. */
int32_t customer_add_day(loyalty_customer *customer, log_word key, const struct day_total *added);

/* Does what loyalty_customer_record_all() does, for columns that receipt_check() has found complete. */
int32_t customer_record_all(loyalty_customer *customer, const loyalty_batch *events, const struct listener *listener,
                            size_t *refused);
/* Copies columns of a host's, and checks that they are complete. */
int32_t receipt_check(const loyalty_batch *events, loyalty_batch *ours);

/* Does what loyalty_customer_void() does. */
int32_t customer_void(loyalty_customer *customer, const char *id, uint32_t length, const struct listener *listener);

/* Does what loyalty_customer_advance() does, for a valid date that is not in the past. */
int32_t customer_advance(loyalty_customer *customer, int32_t date, const struct listener *listener);

/* Returns the standing of a customer who has appeared, if the program has terms (changes.c). */
struct standing customer_standing_in_term(const loyalty_customer *customer);

static inline struct standing customer_standing(const loyalty_customer *customer)
{
    if (customer_program(customer)->terms && customer->rung != RUNG_ABSENT)
        return customer_standing_in_term(customer);
    return (struct standing){
        customer->since, customer->term_or_failing, LOYALTY_DATE_NONE, customer->rung, customer->from, false};
}

static inline void *customer_user(const loyalty_customer *customer)
{
    return customer->extra ? customer->extra->user : NULL;
}

static inline const struct log *customer_log(const loyalty_customer *customer)
{
    return &customer->log;
}

/* The changes that are remembered, the oldest first: their number, and the one at an index. */
static inline uint32_t customer_change_count(const loyalty_customer *customer)
{
    if (customer->rung == RUNG_ABSENT)
        return 0;
    return 1 + (customer->extra ? customer->extra->older_count : 0);
}

static inline struct change customer_last_change(const loyalty_customer *customer)
{
    return (struct change){customer->changed, customer_standing(customer)};
}

static inline struct change customer_change(const loyalty_customer *customer, uint32_t index)
{
    const struct extra *extra = customer->extra;
    if (extra && index < extra->older_count)
        return extra->older[extra->older_first + index];
    return customer_last_change(customer);
}

/* Keeps what the host's function returned for the caller of the book, if a fold failed for that. */
static inline void customer_blame_host(const loyalty_customer *customer, const struct fold *fold, int32_t status)
{
    if (status == LOYALTY_E_HOST && customer->home->host_status)
        *customer->home->host_status = fold->host_status;
}

/* Stores the progress of a fold and the new day. */
static inline void customer_take_progress(loyalty_customer *customer, const struct fold *fold, int32_t today)
{
    customer->next = fold->next;
    customer->looked = fold->looked;
    customer->watch = fold->watch;
    customer->folded = today;
}

/*
 * Replaces the changes from index `keep` on with the fresh ones, and stores the progress of the fold and the new day.
 * Forgets the changes to which no late event can rewind any more: those before the horizon, except the last of them. On
 * failure nothing has changed.
 */
int32_t customer_replace_changes(loyalty_customer *customer, uint32_t keep, const struct history *fresh,
                                 const struct fold *fold, int32_t today);

/* Folds the whole log up to a date, as customer_standing_on(). */
int32_t customer_fold_log(const loyalty_customer *customer, int32_t date, struct fold *fold, struct history *history);
/*
 * Sets `*standing` to the standing on any date, from the log alone, and appends all changes up to it to `history`,
 * which is empty. The caller frees the history, also on failure.
 */
int32_t customer_standing_on(const loyalty_customer *customer, int32_t date, struct standing *standing,
                             struct history *history);

/*
 * Adds another customer's log and ids, sets the day advanced to to the later of the two, and folds all days again.
 * `kinds` maps the other's kinds to this customer's, INDEX_NONE to leave a kind out; NULL if the program is the same.
 * On failure the customer can only be freed.
 */
int32_t customer_take(loyalty_customer *customer, const loyalty_customer *other, const uint32_t *kinds);

/* The transitions of a customer before and after a change of the log, for customer_tell(). Zero is empty. */
struct news {
    struct history former, fresh;
};

/* Adds all changes of a customer's rung up to the day advanced to. */
int32_t customer_whole_history(const loyalty_customer *customer, struct history *history);
void news_free(struct news *news, const loyalty_allocator *allocator);

/*
 * Does what customer_take() does, for another customer of the same program. On failure nothing has changed. Sets the
 * news if that is not NULL; they are empty on failure.
 */
int32_t customer_merge(loyalty_customer *customer, const loyalty_customer *other, struct news *news);

/* Returns how many ids two customers both remember. */
uint64_t customer_shared_ids(const loyalty_customer *customer, const loyalty_customer *other);

/* Begins the day advanced to, for questions. Returns LOYALTY_E_NOT_ADVANCED before any advance. */
int32_t customer_day(const loyalty_customer *customer, struct day *day);

/* Sets `*next` to the next day on which rung, failing or term could change; DATE_NEVER for none. */
int32_t customer_next(const loyalty_customer *customer, int32_t *next);

/* Returns a standing on a day as the host gets it. If a host function fails, `day` has the status. */
loyalty_standing answer_standing(struct day *day, const struct standing *now);
/* Returns the first cell of a segmentation that applies, or LOYALTY_NONE. If a host function fails, `day` has the status. */
uint32_t answer_cell(struct day *day, uint32_t segmentation);
/* Sets the value of a metric as two 64-bit numbers. Returns LOYALTY_E_UNDEFINED, or LOYALTY_E_RANGE if it does not fit. */
int32_t answer_metric(struct day *day, uint32_t metric, int64_t *numerator, int64_t *denominator);

/* Returns the fold after the day advanced to, which can be continued. */
struct fold customer_fold(const loyalty_customer *customer);

/*
 * Calls the listener, if it has a callback, for the transitions that only one of two histories has: first those that are
 * revoked, then the fresh ones. It may free the customer.
 */
void customer_tell(loyalty_customer *customer, const struct history *former, const struct history *fresh,
                   const struct listener *listener);

/* Returns a change of rung as a callback gets it. */
loyalty_transition customer_transition(const struct change *change, int32_t revoked);

#endif
