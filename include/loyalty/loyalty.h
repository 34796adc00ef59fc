/* SPDX-License-Identifier: MIT */
#ifndef LOYALTY_LOYALTY_H
#define LOYALTY_LOYALTY_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file loyalty.h
 * @brief libloyalty: where a customer stands on a loyalty ladder, why, and what comes next.
 *
 * A **program** is one rule table, compiled and immutable. A **customer** is one person's log of events in one program.
 * A **book** holds all customers of a business. Record events, advance to a date, ask:
 *
 * @code
 * loyalty_event sale = {.size = sizeof sale, .date = today, .count = 1, .value = 1995};
 * loyalty_standing standing = {.size = sizeof standing};
 * loyalty_program_from_json(table, length, NULL, NULL, &program);
 * loyalty_program_find(program, LOYALTY_OBJECT_KIND, "purchase", &sale.kind);
 * loyalty_customer_new(program, &customer);
 * loyalty_customer_record(customer, &sale, NULL, NULL);
 * loyalty_customer_advance(customer, today, NULL, NULL);
 * loyalty_customer_standing(customer, &standing);
 * @endcode
 *
 * @par The idea
 * A standing is a pure function of (program, log, date). The log is a sum of events: recording adds, taking back
 * subtracts, merging adds two logs. So the order in which events arrive never matters, a retry with the same id changes
 * nothing, and a late event gives what the right order would have given. No floating point takes part.
 * docs/rule-tables.md defines what a rule table means. A date is the host's business day: the library never reads a
 * clock, a time zone, a locale or a file.
 *
 * @par Status
 * A call that can fail returns a #loyalty_status: #LOYALTY_OK (0) or a negative `LOYALTY_E_...`. A call that fails has
 * changed nothing and has written nothing to its outputs, unless its text says otherwise. Each function lists the
 * statuses of its own. These four may come from every call that can meet them, and are not listed again:
 * #LOYALTY_E_ARGUMENT if a pointer that it needs is NULL, #LOYALTY_E_INDEX if an index is past the end,
 * #LOYALTY_E_STRUCT and #LOYALTY_E_STRUCT_TAIL if it takes a struct.
 *
 * @par Structs
 * A struct begins with its `size`, which the caller sets to `sizeof` it. Later versions add fields at the end only, and
 * no struct ends in padding, on any machine. Set a `reserved` field of an input to 0. In an output, fields that the
 * library does not know are set to zero. In C++ write `loyalty_standing standing{}; standing.size = sizeof standing;`:
 * g++ warns of initializers that leave out fields. A callback compiled against a later version than the library that
 * runs looks at the `size` of the struct that it is given before it reads a field that was added later.
 *
 * @par Memory
 * `..._new`, `..._build`, `..._copy`, `..._convert`, `..._load` and `..._from_...` make an object that the caller owns
 * and ends with the matching `..._free` or `..._unref`; both take NULL. What is said to be **copied** may change or be
 * freed after the call. What is said to be **borrowed** belongs to the object that gave it, and lives as long as the
 * text says. Memory comes from the allocator of the options, or from malloc. Every allocation may fail.
 *
 * @par Threads
 * No state is global. Any number of threads may use one program at once, ref and unref included. Any other object
 * is used by one thread at a time, except that calls that take it as `const` may run beside one another.
 *
 * @par Callbacks
 * A callback returns 0 to go on; anything else asks the call to stop. It must return: no longjmp, no exception may
 * leave it. The same holds for host metrics and allocators. Calls that would change or search the object from within
 * its own callback return #LOYALTY_E_BUSY; freeing it takes effect when the call that called back returns.
 *
 * @par Text and bytes
 * Text is UTF-8 and ends in NUL unless a length goes with it. Names are 1 to 64 ASCII letters, digits, `_` and `-`, a
 * letter first. Keys and ids are bytes: they have a length and do not end in NUL.
 *
 * @par Stability
 * From 1.0 on, a program built against one version runs on every later 1.x: functions, constants and fields of structs
 * are only ever added. Until then they may change. Limits (`..._MAX`) may rise; loyalty_limit() gives those of the
 * library that runs.
 *
 * @par Bindings
 * Functions use the C calling convention (cdecl on 32-bit Windows), pointers, fixed-width integers and `size_t`. Define
 * `LOYALTY_API` as nothing to parse this file without attributes. Keep keys, not the customers that a book lends.
 */

/** @cond */
#ifndef LOYALTY_API
#if defined(_WIN32) && defined(LOYALTY_BUILDING)
#define LOYALTY_API __declspec(dllexport)
#elif defined(__GNUC__) && !defined(_WIN32) && !defined(__CYGWIN__)
#define LOYALTY_API __attribute__((visibility("default")))
#else
#define LOYALTY_API
#endif
#endif
/** @endcond */

/**
 * @defgroup library Version and status
 * @{
 */

#define LOYALTY_VERSION_MAJOR 0 /**< Major version of this header. */
#define LOYALTY_VERSION_MINOR 9 /**< Minor version, below 100. */
#define LOYALTY_VERSION_PATCH 0 /**< Patch, below 100. */
/** Version of this header, as loyalty_version() gives that of the library. */
#define LOYALTY_VERSION (LOYALTY_VERSION_MAJOR * 10000 + LOYALTY_VERSION_MINOR * 100 + LOYALTY_VERSION_PATCH)

/** Status of a call: #LOYALTY_OK or a negative reason of #loyalty_status_code. */
typedef int32_t loyalty_status;

/** The statuses. A number never changes its meaning; -3 is not in use. */
enum loyalty_status_code {
    LOYALTY_OK = 0,               /**< Done. */
    LOYALTY_E_ARGUMENT = -1,      /**< A pointer is NULL, or a constant or number is out of range. */
    LOYALTY_E_MEMORY = -2,        /**< The allocator returned NULL. */
    LOYALTY_E_STRUCT = -4,        /**< `size` is below the struct's first version or above #LOYALTY_STRUCT_MAX. */
    LOYALTY_E_STRUCT_TAIL = -5,   /**< An input struct sets fields that this library does not know. */
    LOYALTY_E_TABLE = -6,         /**< The rule table is invalid; the report says where and why. */
    LOYALTY_E_NOT_FOUND = -7,     /**< Nothing has that name or key, or the table has no `money`. */
    LOYALTY_E_DATE = -8,          /**< Not a date from 0001-01-01 to 9999-12-31, or dates in the wrong order. */
    LOYALTY_E_VALUE = -9,         /**< The value is outside the range of the event's kind. */
    LOYALTY_E_ID = -10,           /**< The id is longer than #LOYALTY_ID_MAX bytes. */
    LOYALTY_E_DUPLICATE = -11,    /**< An event with this id is recorded or taken back already: a retry. */
    LOYALTY_E_TOO_LATE = -12,     /**< Dated more than `accept_late` days before the day advanced to. */
    LOYALTY_E_OVERFLOW = -13,     /**< A sum of the log would leave 64 bits. */
    LOYALTY_E_PAST = -14,         /**< The date is before the day advanced to. */
    LOYALTY_E_ABSENT = -15,       /**< Not on the ladder: no event on or before the day, or all taken back. */
    LOYALTY_E_UNDEFINED = -16,    /**< The metric has no value on this day (docs/rule-tables.md). */
    LOYALTY_E_RANGE = -17,        /**< The exact result needs more than 64 bits, or a `double` overflows. */
    LOYALTY_E_SPACE = -18,        /**< The buffer is too small; a call with `needed` has set it. */
    LOYALTY_E_PROGRAM = -19,      /**< The two objects belong to different programs. */
    LOYALTY_E_UNBOUND = -20,      /**< The table names a host function that the options do not bind. */
    LOYALTY_E_HOST = -21,         /**< A host function failed. */
    LOYALTY_E_BUSY = -22,         /**< The object was changed or searched from within its own callback. */
    LOYALTY_E_KEY = -23,          /**< The key is empty or longer than #LOYALTY_KEY_MAX bytes. */
    LOYALTY_E_COUNT = -24,        /**< An event with a count of 0. */
    LOYALTY_E_INDEX = -25,        /**< An index is past the end: where a loop over indexes ends. */
    LOYALTY_E_NOT_ADVANCED = -26, /**< Not advanced to any day, or not as far as the day asked about. */
    LOYALTY_E_PLAN = -27,         /**< The census (analysis.h) was not planned to count this. */
    LOYALTY_E_END = -28,          /**< A cursor has gone through all. */
    LOYALTY_E_FULL = -29,         /**< A limit of the library's own is reached, such as 2^31 customers in a book. */
    LOYALTY_E_STOPPED = -30,      /**< A callback asked to stop. */
    LOYALTY_E_SNAPSHOT = -31,     /**< Not a snapshot, or one that is damaged or cut. */
    LOYALTY_E_NEWER = -32,        /**< A snapshot in a format that a later version of the library wrote. */
    LOYALTY_E_CONFLICT = -33      /**< An event with this id and other contents is recorded already. */
};

/**
 * Returns the version of the library that runs: major * 10000 + minor * 100 + patch. To ask whether it is at least the
 * version of this header, write `loyalty_version() >= LOYALTY_VERSION`.
 * @since 0.9
 */
LOYALTY_API uint32_t loyalty_version(void);

/**
 * Returns the version of the library that runs, such as "0.9.0": constant text.
 * @since 0.9
 */
LOYALTY_API const char *loyalty_version_text(void);

/**
 * Returns one English sentence for a status: constant text, never NULL, also for a number that is not a status.
 * @param[in] status  a status.
 * @since 0.9
 */
LOYALTY_API const char *loyalty_status_text(loyalty_status status);

/** @} */

/**
 * @defgroup dates Dates
 * Conversions between a day number and the calendar. Pure functions.
 * @{
 */

/** Days since 1970-01-01 in the proleptic Gregorian calendar, from #LOYALTY_DATE_MIN to #LOYALTY_DATE_MAX. */
typedef int32_t loyalty_date;

/** Bounds of dates. */
enum loyalty_date_bound {
    LOYALTY_DATE_MIN = -719162,     /**< 0001-01-01. */
    LOYALTY_DATE_MAX = 2932896,     /**< 9999-12-31. */
    LOYALTY_DATE_NONE = -2147483647 /**< "No date" in an output: not failing, never. */
};

/**
 * Sets @p date to the day number of a calendar day.
 * @param[in] year   from 1.
 * @param[in] month  from 1.
 * @param[in] day    from 1.
 * @param[out] date  the day number.
 * @return #LOYALTY_OK; #LOYALTY_E_DATE if the day does not exist, such as 2023-02-29.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_date_from_civil(int32_t year, int32_t month, int32_t day, loyalty_date *date);

/**
 * Sets the calendar day of a day number.
 * @param[in] date    a date.
 * @param[out] year   1 to 9999.
 * @param[out] month  1 to 12.
 * @param[out] day    1 to 31.
 * @return #LOYALTY_OK; #LOYALTY_E_DATE.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_date_to_civil(loyalty_date date, int32_t *year, int32_t *month, int32_t *day);

/**
 * Reads exactly `YYYY-MM-DD`.
 * @param[in] text    the text.
 * @param[in] length  its bytes: 10.
 * @param[out] date   the day number.
 * @return #LOYALTY_OK; #LOYALTY_E_DATE for anything else.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_date_parse(const char *text, size_t length, loyalty_date *date);

/**
 * Writes `YYYY-MM-DD` and a NUL.
 * @param[in] date      a date.
 * @param[out] buffer   takes 11 bytes.
 * @param[in] capacity  its bytes.
 * @return #LOYALTY_OK; #LOYALTY_E_DATE; #LOYALTY_E_SPACE if @p capacity is below 11.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_date_format(loyalty_date date, char *buffer, size_t capacity);

/** @} */

/**
 * @defgroup program Program
 * One compiled rule table: immutable, reference-counted, shared freely between threads.
 *
 * Event kinds, metrics, rungs, segmentations and cells are known by name and by index. Indexes count from 0 in the
 * order of the table (rungs: the lowest first; cells: through all segmentations) and stay the same for the same table.
 * The group @ref detail reads a table's rules back; the group @ref builder makes a table without JSON.
 * @{
 */

/** A compiled rule table. */
typedef struct loyalty_program loyalty_program;
/** What the host brings: allocator and metrics of its own; see @ref host. */
typedef struct loyalty_options loyalty_options;
/** A list of problems of a table; see @ref report. */
typedef struct loyalty_report loyalty_report;

/** The things of a table that have names. */
enum loyalty_object {
    LOYALTY_OBJECT_KIND = 0,         /**< An event kind. */
    LOYALTY_OBJECT_METRIC = 1,       /**< A metric. */
    LOYALTY_OBJECT_RUNG = 2,         /**< A rung; it can have actions. */
    LOYALTY_OBJECT_CELL = 3,         /**< A segment cell; it can have actions. */
    LOYALTY_OBJECT_SEGMENTATION = 4, /**< A segmentation. */
    LOYALTY_OBJECT_ACTION = 5        /**< An action of the table's `actions`. */
};

/** An index that is absent: not on the ladder, in no cell. */
enum loyalty_index {
    LOYALTY_NONE = INT32_MAX /**< No index. */
};

/**
 * Compiles a rule table from JSON text (RFC 8259), with or without a byte order mark.
 * @param[in] text      the table; need not end in NUL.
 * @param[in] length    its bytes, at most #LOYALTY_TABLE_MAX.
 * @param[in] options   allocator and host metrics; copied; NULL for none.
 * @param[in] report    every problem found is added to it, also if the call fails; may be NULL.
 * @param[out] program  the caller owns it and ends it with loyalty_program_unref().
 * @return #LOYALTY_OK; #LOYALTY_E_TABLE if the table is invalid; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_program_from_json(const char *text, size_t length, const loyalty_options *options,
                                                     loyalty_report *report, loyalty_program **program);

/**
 * Adds an owner. Returns @p program.
 * @param[in] program  may be NULL.
 * @since 0.9
 */
LOYALTY_API loyalty_program *loyalty_program_ref(loyalty_program *program);

/**
 * Removes an owner; the last one frees the program. Customers, books, and what analysis.h has are owners.
 * @param[in] program  may be NULL.
 * @since 0.9
 */
LOYALTY_API void loyalty_program_unref(loyalty_program *program);

/**
 * Sets @p index to that of the thing with this name.
 * @param[in] program  the table.
 * @param[in] object   #loyalty_object, except a cell: its name is unique only within its segmentation, so use
 *                     loyalty_program_find_cell().
 * @param[in] name     its name.
 * @param[out] index   its index.
 * @return #LOYALTY_OK; #LOYALTY_E_NOT_FOUND; #LOYALTY_E_ARGUMENT if @p object is a cell or another number.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_program_find(const loyalty_program *program, int32_t object, const char *name,
                                                uint32_t *index);

/** @} */

/**
 * @defgroup customer Customer
 * One person's or household's log in one program, folded through the ladder up to a day: the **day advanced to**. All
 * answers are about that day. The same person may be a customer of several programs at once: one object each.
 *
 * **Void, refund, correction.** A void is the sale again with a count of -1, with the kind, date and value of the sale;
 * whether there was such a sale is not checked. A refund is an event of its own kind on the day of the refund, such as
 * `return` of the presets with a negative value and a count of 1. docs/recipes.md compares them.
 *
 * A rung cannot be granted by hand. Give the table a kind of event for it, such as `vouched`, and let `enter` ask for
 * it within a window: so the grant is in the log, with its date, and ends by itself.
 * @{
 */

/** A customer. */
typedef struct loyalty_customer loyalty_customer;

/** Something that the customer did or met. */
typedef struct loyalty_event {
    size_t size;        /**< `sizeof(loyalty_event)`. */
    const void *id;     /**< Any bytes; makes a retry harmless. Never used again for this customer. NULL for none. */
    uint32_t id_length; /**< Bytes of the id, up to #LOYALTY_ID_MAX; 0 for none. */
    uint32_t kind;      /**< Index of its kind. */
    loyalty_date date;  /**< Business day; if in the future, the event counts from that day on. */
    int32_t count;      /**< How many of the same value: 1 for a receipt, negative to take back. Not 0. */
    int64_t value;      /**< Of each: minor units of money, a rating ... Sums add count * value. */
} loyalty_event;

/** Direction of a transition. */
enum loyalty_direction {
    LOYALTY_DIRECTION_UP = 1,   /**< A promotion. */
    LOYALTY_DIRECTION_DOWN = -1 /**< A demotion. */
};

/** A change of rung. The first event puts a customer on the first rung without one. */
typedef struct loyalty_transition {
    size_t size;        /**< `sizeof(loyalty_transition)`. */
    loyalty_date date;  /**< Day of the change. */
    uint32_t from_rung; /**< Rung before. */
    uint32_t to_rung;   /**< Rung after. */
    int32_t direction;  /**< #loyalty_direction. */
    int32_t revoked;    /**< 1: this change was reported earlier and is undone now. 0: it is new. */
    uint32_t reserved;  /**< 0. */
} loyalty_transition;

/**
 * Called for each transition in the order of dates, when the work of the call that caused them is done; revoked
 * transitions come before new ones. It may ask the customer anything: the answers are about the day advanced to, not
 * about the day of the transition.
 * @param[in] user        as handed to the call.
 * @param[in] customer    borrowed until the callback returns.
 * @param[in] transition  borrowed until the callback returns.
 * @return 0 to go on; anything else: loyalty_customer_outlook() stops, other calls on one customer report nothing more
 *         and return #LOYALTY_OK, since their work is done.
 */
typedef int32_t loyalty_on_transition(void *user, const loyalty_customer *customer,
                                      const loyalty_transition *transition);

/**
 * Makes a customer without events, not advanced to any day. It is an owner of its program.
 * @param[in] program    the rules.
 * @param[out] customer  the caller owns it and ends it with loyalty_customer_free().
 * @return #LOYALTY_OK; #LOYALTY_E_UNBOUND if the table has a host metric that is not bound; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_new(loyalty_program *program, loyalty_customer **customer);

/**
 * Frees a customer.
 * @param[in] customer  may be NULL.
 * @since 0.9
 */
LOYALTY_API void loyalty_customer_free(loyalty_customer *customer);

/**
 * Adds an event to the log. To take it back, record it again with the same kind, date and value, a count of -1, and an
 * id of its own; or call loyalty_customer_void(). An event dated on or before the day advanced to is late: the days
 * from its date on are folded again, and the answers are right when the call returns.
 * @param[in] customer       whose log it is.
 * @param[in] event          copied.
 * @param[in] on_transition  called for what a late event changed; may be NULL.
 * @param[in] user           handed to it.
 * @return #LOYALTY_OK; #LOYALTY_E_VALUE; #LOYALTY_E_COUNT; #LOYALTY_E_DATE; #LOYALTY_E_ID; #LOYALTY_E_DUPLICATE if the
 *         id is remembered (before any advance all ids are; afterwards those of events dated from `accept_late` days
 *         before the day advanced to); #LOYALTY_E_CONFLICT instead if contents are kept (see
 *         loyalty_options_keep_contents()) and kind, date, count or value of the two differ; #LOYALTY_E_TOO_LATE if the
 *         event is dated before that, also if it was recorded once; #LOYALTY_E_OVERFLOW if the sum of count or of count
 *         * value of this kind and date would leave 64 bits; #LOYALTY_E_FULL; #LOYALTY_E_HOST; #LOYALTY_E_BUSY;
 *         #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_record(loyalty_customer *customer, const loyalty_event *event,
                                                   loyalty_on_transition *on_transition, void *user);

/**
 * Takes back the event with an id, as recording it again with the negative of its count would: the answers are then as
 * if it had never been recorded. The id stays remembered, so that a retry of the event is a duplicate. The program must
 * keep contents: see loyalty_options_keep_contents().
 * @param[in] customer       whose event it is.
 * @param[in] id             its id.
 * @param[in] id_length      bytes of the id.
 * @param[in] on_transition  called for what this changed up to the day advanced to; may be NULL.
 * @param[in] user           handed to it.
 * @return #LOYALTY_OK; #LOYALTY_E_NOT_FOUND if the id is not remembered, or is without contents: the program does not
 *         keep them, or did not when the event was recorded, or lacks its kind; #LOYALTY_E_DUPLICATE if the event was
 *         taken back already; #LOYALTY_E_ID; #LOYALTY_E_VALUE only after a conversion to a table that refuses the
 *         value; #LOYALTY_E_TOO_LATE only after a merge with a later event of the same id; #LOYALTY_E_OVERFLOW if a sum
 *         would leave 64 bits, or if the count is -2^31; #LOYALTY_E_FULL; #LOYALTY_E_HOST; #LOYALTY_E_BUSY;
 *         #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_void(loyalty_customer *customer, const void *id, uint32_t id_length,
                                                 loyalty_on_transition *on_transition, void *user);

/**
 * Events as columns: row i of each column belongs to event i. Only `dates` is always needed;
 * loyalty_book_record_batch() also needs `numbers` or `keys`.
 */
typedef struct loyalty_batch {
    size_t size;                 /**< `sizeof(loyalty_batch)`. */
    size_t rows;                 /**< Rows. */
    const uint64_t *numbers;     /**< Keys that are numbers, as values; NULL if `keys` is given. */
    const void *const *keys;     /**< Keys of any length; NULL if `numbers` is given. */
    const uint32_t *key_lengths; /**< Bytes of each of `keys`. */
    const uint32_t *kinds;       /**< Indexes of kinds; NULL if all are `kind`. */
    const loyalty_date *dates;   /**< Business days. */
    const int64_t *values;       /**< NULL: all 0. */
    const int32_t *counts;       /**< NULL: all 1. */
    const void *const *ids;      /**< NULL: none has an id. */
    const uint32_t *id_lengths;  /**< Bytes of each of `ids`; 0 for none. */
    uint32_t kind;               /**< Kind of all rows if `kinds` is NULL. */
    uint32_t reserved;           /**< 0. */
} loyalty_batch;

/**
 * Records several events of one customer, such as the lines of a receipt: all of them, or none. The differences are
 * reported once. It takes time in proportion to the customer's log.
 * @param[in] customer       whose log it is.
 * @param[in] events         columns of the host's, without `numbers` and `keys`; copied.
 * @param[in] on_transition  called for what late events changed; may be NULL.
 * @param[in] user           handed to it.
 * @param[out] refused       the first row that was refused, whose status is returned; the number of rows if all were
 *                           recorded or no single row is to blame. May be NULL.
 * @return #LOYALTY_OK; what loyalty_customer_record() returns for the first row that is refused, with nothing recorded:
 *         #LOYALTY_E_DUPLICATE in row 0 if the whole is sent again, in a later row if that has the id of another row,
 *         or of an event that was recorded without the rows before it; #LOYALTY_E_ARGUMENT if `dates` or `id_lengths`
 *         is missing, or keys are given; #LOYALTY_E_BUSY; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_record_all(loyalty_customer *customer, const loyalty_batch *events,
                                                       loyalty_on_transition *on_transition, void *user,
                                                       size_t *refused);

/**
 * Folds the log up to a day, which becomes the day advanced to. Days on which nothing can change cost nothing.
 * @param[in] customer       who is folded.
 * @param[in] date           the new day advanced to.
 * @param[in] on_transition  called for each transition after the former day advanced to, up to @p date; may be NULL.
 * @param[in] user           handed to it.
 * @return #LOYALTY_OK; #LOYALTY_E_PAST if @p date is before the day advanced to; #LOYALTY_E_DATE; #LOYALTY_E_HOST;
 *         #LOYALTY_E_BUSY; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_advance(loyalty_customer *customer, loyalty_date date,
                                                    loyalty_on_transition *on_transition, void *user);

/**
 * Sets @p date to the day advanced to.
 * @param[in] customer  a customer.
 * @param[out] date     the day.
 * @return #LOYALTY_OK; #LOYALTY_E_NOT_ADVANCED.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_date(const loyalty_customer *customer, loyalty_date *date);

/** Where a customer stands on the day advanced to. */
typedef struct loyalty_standing {
    size_t size;        /**< `sizeof(loyalty_standing)`. */
    uint32_t rung;      /**< Index of the rung. */
    loyalty_date since; /**< Day on which the rung was reached. */
    loyalty_date
        failing; /**< Day since which the customer fails to keep the rung; #LOYALTY_DATE_NONE if not failing. */
    loyalty_date falls_on; /**< Day of the demotion if nothing more happens and `keep` and `enter` go on failing;
                                #LOYALTY_DATE_NONE if not failing, or if that day is after #LOYALTY_DATE_MAX. */
    loyalty_date next; /**< Next day on which rung, failing or term could change without a further event (the score may
                                change earlier); #LOYALTY_DATE_NONE if never. */
    loyalty_date term_end; /**< First day after the rung's term, on which it is renewed or begins to fail;
                                #LOYALTY_DATE_NONE without a term, or if that day is after #LOYALTY_DATE_MAX. */
    int64_t score;         /**< Score, from 0 to the table's `score_max`. */
} loyalty_standing;

/**
 * Sets @p standing to where the customer stands.
 * @param[in] customer   a customer.
 * @param[out] standing  its standing.
 * @return #LOYALTY_OK; #LOYALTY_E_NOT_ADVANCED; #LOYALTY_E_ABSENT before the day of the earliest event;
 *         #LOYALTY_E_HOST.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_standing(const loyalty_customer *customer, loyalty_standing *standing);

/**
 * Sets @p rung to the customer's, which costs less than the whole standing.
 * @param[in] customer  a customer.
 * @param[out] rung     index of the rung.
 * @return #LOYALTY_OK; #LOYALTY_E_NOT_ADVANCED; #LOYALTY_E_ABSENT.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_rung(const loyalty_customer *customer, uint32_t *rung);

/** The places where a table holds conditions. */
enum loyalty_rule {
    LOYALTY_RULE_ENTER = 0, /**< A rung's `enter`; index is the rung's. */
    LOYALTY_RULE_KEEP = 1,  /**< A rung's `keep`, or its `enter` if it has none; index is the rung's. */
    LOYALTY_RULE_WHEN = 2,  /**< A segment cell's `when`; index is the cell's. */
    LOYALTY_RULE_OUT = 3    /**< The table's `out`, if it has one, with which one is on the first rung; index is 0. */
};

/** What a condition compares. */
enum loyalty_subject {
    LOYALTY_SUBJECT_METRIC = 0, /**< A metric. */
    LOYALTY_SUBJECT_SCORE = 1,  /**< The score. */
    LOYALTY_SUBJECT_RUNG = 2    /**< The height of the rung, in segments only. */
};

/** How a condition compares. */
enum loyalty_operator {
    LOYALTY_OP_GE = 0, /**< `>=` */
    LOYALTY_OP_GT = 1, /**< `>` */
    LOYALTY_OP_LE = 2, /**< `<=` */
    LOYALTY_OP_LT = 3, /**< `<` */
    LOYALTY_OP_EQ = 4, /**< `==` */
    LOYALTY_OP_NE = 5  /**< `!=` */
};

/** One condition beside the customer's present value. */
typedef struct loyalty_gap {
    size_t size;         /**< `sizeof(loyalty_gap)`. */
    int32_t subject;     /**< #loyalty_subject. */
    uint32_t metric;     /**< Index of the metric; 0 for other subjects. */
    int32_t op;          /**< #loyalty_operator. */
    int32_t defined;     /**< 1 if the present value is defined; otherwise 0, and the condition does not hold. */
    int32_t holds;       /**< 1 if the condition holds, otherwise 0. */
    uint32_t reserved;   /**< 0. */
    int64_t number;      /**< The number compared with; for #LOYALTY_SUBJECT_RUNG the index of a rung. */
    int64_t numerator;   /**< Present value; the rung's index for #LOYALTY_SUBJECT_RUNG; 0 if undefined. */
    int64_t denominator; /**< At least 1. */
    int64_t shortfall; /**< Least whole amount by which the value would have to change (rise for `>=` and `>`, sink for
                              `<=` and `<`, either for `==` and `!=`); 0 if the condition holds or the value is
                              undefined. Cut to 64 bits. */
} loyalty_gap;

/**
 * Sets @p gap to what one condition of a rule still lacks. What the next rung asks is its #LOYALTY_RULE_ENTER, and its
 * index is `standing.rung` + 1; for the highest rung that is #LOYALTY_E_INDEX:
 *
 * @code
 * for (uint32_t a = 0; !(status = loyalty_customer_gap(customer, LOYALTY_RULE_ENTER, rung + 1, a, 0, &gap)); a++)
 *     for (uint32_t i = 0; !(status = loyalty_customer_gap(customer, LOYALTY_RULE_ENTER, rung + 1, a, i, &gap)); i++)
 *         ... // one alternative must hold, with all its conditions
 * // a status other than LOYALTY_E_INDEX is a failure
 * @endcode
 *
 * @param[in] customer     a customer.
 * @param[in] rule         #loyalty_rule.
 * @param[in] index        of the rung or cell.
 * @param[in] alternative  one of those of which one must hold.
 * @param[in] position     one of the conditions that must all hold.
 * @param[out] gap         the condition and the present value.
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT if @p rule is another number; #LOYALTY_E_RANGE if the present value needs
 *         more than 64 bits; #LOYALTY_E_NOT_ADVANCED; #LOYALTY_E_ABSENT; #LOYALTY_E_HOST.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_gap(const loyalty_customer *customer, int32_t rule, uint32_t index,
                                                uint32_t alternative, uint32_t position, loyalty_gap *gap);

/**
 * Sets @p holds to whether a rule holds for the customer.
 * @param[in] customer  a customer.
 * @param[in] rule      #loyalty_rule.
 * @param[in] index     of the rung or cell.
 * @param[out] holds    1 or 0.
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT if @p rule is another number; #LOYALTY_E_NOT_ADVANCED; #LOYALTY_E_ABSENT;
 *         #LOYALTY_E_HOST.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_meets(const loyalty_customer *customer, int32_t rule, uint32_t index,
                                                  int32_t *holds);

/**
 * Sets the exact value of a metric: @p numerator / @p denominator. It is reduced only if it would not fit otherwise.
 * @param[in] customer      a customer.
 * @param[in] metric        index of the metric.
 * @param[out] numerator    of the value.
 * @param[out] denominator  at least 1; 1 for metrics that are whole numbers.
 * @return #LOYALTY_OK; #LOYALTY_E_UNDEFINED; #LOYALTY_E_RANGE if even reduced it needs more than 64 bits;
 *         #LOYALTY_E_NOT_ADVANCED; #LOYALTY_E_HOST.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_metric(const loyalty_customer *customer, uint32_t metric,
                                                   int64_t *numerator, int64_t *denominator);

/**
 * Sets @p points to the part of a metric in the score, before the sum is cut; 0 for a metric without score rows.
 * @param[in] customer  a customer.
 * @param[in] metric    index of the metric.
 * @param[out] points   its points.
 * @return #LOYALTY_OK; #LOYALTY_E_NOT_ADVANCED; #LOYALTY_E_HOST.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_points(const loyalty_customer *customer, uint32_t metric, int64_t *points);

/**
 * Sets @p cell to the first cell of a segmentation whose `when` holds.
 * @param[in] customer      a customer.
 * @param[in] segmentation  index of the segmentation.
 * @param[out] cell         index of the cell; #LOYALTY_NONE if none holds.
 * @return #LOYALTY_OK; #LOYALTY_E_NOT_ADVANCED; #LOYALTY_E_ABSENT; #LOYALTY_E_HOST.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_segment(const loyalty_customer *customer, uint32_t segmentation,
                                                    uint32_t *cell);

/**
 * Reports the transitions after the day advanced to (or from the first event on, before any advance) that will come if
 * no event is recorded besides those that the log holds already. The customer does not change, and must not be changed
 * or freed from the callback.
 * @param[in] customer       a customer.
 * @param[in] until          last day to look at.
 * @param[in] on_transition  called for each; may be NULL.
 * @param[in] user           handed to it.
 * @return #LOYALTY_OK; #LOYALTY_E_STOPPED if the callback asked for it; #LOYALTY_E_PAST if @p until is before the day
 *         advanced to; #LOYALTY_E_DATE; #LOYALTY_E_HOST; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_outlook(const loyalty_customer *customer, loyalty_date until,
                                                    loyalty_on_transition *on_transition, void *user);

/**
 * Returns the number of transitions remembered: those dated within `accept_late` days of the day advanced to. It may
 * shrink when that day advances.
 * @param[in] customer  may be NULL, which has none.
 * @since 0.9
 */
LOYALTY_API uint32_t loyalty_customer_transition_count(const loyalty_customer *customer);

/**
 * Sets @p transition to one that is remembered.
 * @param[in] customer     a customer.
 * @param[in] index        the oldest is 0.
 * @param[out] transition  the transition.
 * @return #LOYALTY_OK.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_transition(const loyalty_customer *customer, uint32_t index,
                                                       loyalty_transition *transition);

/**
 * Sets @p standing to where the customer stood on a day up to the day advanced to, as the log has it now.
 * @param[in] customer   a customer.
 * @param[in] date       the day.
 * @param[out] standing  its standing at the end of that day.
 * @return #LOYALTY_OK; #LOYALTY_E_NOT_ADVANCED if @p date is after the day advanced to; #LOYALTY_E_ABSENT before the
 *         day of the earliest event; #LOYALTY_E_DATE; #LOYALTY_E_HOST; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_standing_on(const loyalty_customer *customer, loyalty_date date,
                                                        loyalty_standing *standing);

/**
 * Reads the log: the days of a kind in ascending order, each with its sums over all events of that kind and date. A day
 * whose events were all taken back is not among them.
 * @param[in] customer  a customer.
 * @param[in] kind      index of the kind.
 * @param[in] first     the first day to read; days after the day advanced to are read, too.
 * @param[in] capacity  how many days the arrays take.
 * @param[out] dates    the days; may be NULL.
 * @param[out] counts   sum of count of each; may be NULL.
 * @param[out] sums     sum of count * value of each; may be NULL.
 * @param[out] count    how many days there are from @p first on; at most @p capacity of them are written.
 * @return #LOYALTY_OK; #LOYALTY_E_DATE.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_days(const loyalty_customer *customer, uint32_t kind, loyalty_date first,
                                                 size_t capacity, loyalty_date *dates, int64_t *counts, int64_t *sums,
                                                 size_t *count);

/**
 * Writes the whole standing as one JSON text: rung, labels, score and its parts, metrics, segments with actions, gaps,
 * transitions remembered, outlook. docs/standing-json.md describes it. Ask for the size first:
 *
 * @code
 * status = loyalty_customer_json(customer, "en", until, NULL, 0, &needed);
 * if (status == LOYALTY_E_SPACE && (text = malloc(needed + 1)))
 *     status = loyalty_customer_json(customer, "en", until, text, needed + 1, &needed);
 * @endcode
 *
 * @param[in] customer  a customer.
 * @param[in] language  for labels, as in loyalty_program_label().
 * @param[in] until     last day of the outlook.
 * @param[out] buffer   takes the text and a NUL; NULL if @p capacity is 0.
 * @param[in] capacity  bytes of the buffer.
 * @param[out] needed   bytes of the text without the NUL; also set with #LOYALTY_E_SPACE.
 * @return #LOYALTY_OK; #LOYALTY_E_SPACE, with the buffer as it was; #LOYALTY_E_NOT_ADVANCED; #LOYALTY_E_ABSENT;
 *         #LOYALTY_E_PAST; #LOYALTY_E_DATE; #LOYALTY_E_MEMORY; #LOYALTY_E_HOST, also if a host function answers twice,
 *         and differently, for one day: then @p buffer begins with a NUL.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_json(const loyalty_customer *customer, const char *language,
                                                 loyalty_date until, char *buffer, size_t capacity, size_t *needed);

/**
 * Makes an independent copy with everything, the host's pointer included: record in it to ask "what if".
 * @param[in] customer  stays as it is.
 * @param[out] copy     the caller owns it and ends it with loyalty_customer_free().
 * @return #LOYALTY_OK; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_copy(const loyalty_customer *customer, loyalty_customer **copy);

/**
 * Adds another customer's log and remembered ids: two cards of one person. The day advanced to becomes the later of the
 * two, and the merged log is folded anew up to it. An event counts twice if both logs have it; @p shared_ids says how
 * many ids both remember, which is above 0 if they come from the same till. If both keep contents of an id, those of
 * @p customer stay, unless it has taken that event back and @p other has not: so such an id can be taken back once.
 * @param[in] customer       takes the other's events; keeps its own host pointer.
 * @param[in] other          stays as it is.
 * @param[in] on_transition  called for the differences between the customer's own transitions and those of the merged
 *                           log, revoked ones first; may be NULL.
 * @param[in] user           handed to it.
 * @param[out] shared_ids    ids that both remember; may be NULL.
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT if both are the same; #LOYALTY_E_PROGRAM; #LOYALTY_E_OVERFLOW;
 *         #LOYALTY_E_FULL; #LOYALTY_E_HOST; #LOYALTY_E_BUSY; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_merge(loyalty_customer *customer, const loyalty_customer *other,
                                                  loyalty_on_transition *on_transition, void *user,
                                                  uint64_t *shared_ids);

/**
 * Makes a customer with the same log in another program. Kinds are matched by name; remembered ids, the day advanced to
 * and the host's pointer come along, and the log is folded anew. Contents of ids come along if both programs keep them,
 * except of those whose kind is left out. Values stay, whatever range the other table gives
 * their kind. Nothing is reported.
 * @param[in] customer    stays as it is.
 * @param[in] program     the other table; its options apply to the new customer.
 * @param[out] left_out   (kind, date) pairs left out because the other table has no kind of that name; may be NULL.
 * @param[out] converted  the caller owns it and ends it with loyalty_customer_free().
 * @return #LOYALTY_OK; #LOYALTY_E_UNBOUND; #LOYALTY_E_HOST; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_convert(const loyalty_customer *customer, loyalty_program *program,
                                                    uint64_t *left_out, loyalty_customer **converted);

/**
 * Forgets everything about the customer: log, ids, standing, the day advanced to, the host's pointer. All memory that
 * has held it is overwritten with zeros before it is released. The customer is then as new.
 * @param[in] customer  who is forgotten.
 * @return #LOYALTY_OK; #LOYALTY_E_BUSY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_erase(loyalty_customer *customer);

/**
 * Returns the customer's program: borrowed, lives as long as the customer. NULL for NULL.
 * @param[in] customer  may be NULL.
 * @since 0.9
 */
LOYALTY_API loyalty_program *loyalty_customer_program(const loyalty_customer *customer);

/**
 * Sets a pointer of the host's own, which host metrics are given. The library never follows it.
 * @param[in] customer  a customer.
 * @param[in] user      the pointer.
 * @return #LOYALTY_OK; #LOYALTY_E_BUSY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_set_user(loyalty_customer *customer, void *user);

/**
 * Returns the pointer set by loyalty_customer_set_user() or loyalty_book_set_user(); NULL if none was set.
 * @param[in] customer  may be NULL.
 * @since 0.9
 */
LOYALTY_API void *loyalty_customer_user(const loyalty_customer *customer);

/** @} */

/**
 * @defgroup book Book
 * All customers of a business: the customers of one program, each known by a **key** of 1 to #LOYALTY_KEY_MAX bytes,
 * such as a text or the eight bytes of loyalty_key_of_number().
 *
 * A book has one day for all, the **day advanced to**. An event dated on or before it is folded in at once; a later one
 * counts from its day on. Advancing touches only the customers for whom something can change. So a till that advances
 * the book each morning has every standing up to date after every sale:
 *
 * @code
 * loyalty_book_advance(book, today, NULL, NULL);
 * loyalty_book_record(book, "4711", 4, &sale, NULL, NULL, &customer);
 * loyalty_customer_rung(customer, &rung);
 * @endcode
 *
 * **Customers of a book** are lent: no call that changes a customer takes them, but loyalty_customer_copy() makes one
 * for "what if". A pointer to one answers for the book's day, whatever that is; while an advance runs, and if it failed
 * or was stopped, those already folded answer for its date. It lives until the customer is removed or joined to
 * another, or the book is freed. A key that a book lends lives as long.
 *
 * **Loading.** The fastest way to fill a book is to record its whole log in batches before anything else, and then to
 * advance it once. Until the book has a day or is asked anything, it puts events aside, each checked when it is
 * recorded. The first other call moves them into the logs of the customers. That takes time and may fail with
 * #LOYALTY_E_MEMORY; nothing is lost then, and the call can be made again. Calls that do so **end a load**.
 *
 * **Threads.** From the return of an advance, or of loyalty_book_load(), to the next call that changes the book, any
 * number of threads may read it and its customers. A host that records with several threads holds a book for each, with
 * its share of the keys.
 * @{
 */

/** A keyed collection of customers. */
typedef struct loyalty_book loyalty_book;

/** Sizes of keys and seeds. */
enum loyalty_key_size {
    LOYALTY_KEY_MAX = 255,     /**< Bytes of a key. */
    LOYALTY_KEY_OF_NUMBER = 8, /**< Bytes of the key of a number. */
    LOYALTY_SEED_SIZE = 16     /**< Bytes of a seed. */
};

/**
 * Called for each transition, as #loyalty_on_transition, with the customer's key. It may ask the customer anything; any
 * call that would change or search the book returns #LOYALTY_E_BUSY.
 * @param[in] user        as handed to the call.
 * @param[in] key         borrowed; lives as long as the customer; does not end in NUL.
 * @param[in] key_length  its bytes.
 * @param[in] customer    borrowed from the book.
 * @param[in] transition  borrowed until the callback returns.
 * @return 0 to go on; anything else: loyalty_book_advance() and loyalty_book_record_batch() stop, other calls report
 *         nothing more and return #LOYALTY_OK, since their work is done.
 */
typedef int32_t loyalty_on_book_transition(void *user, const void *key, uint32_t key_length,
                                           const loyalty_customer *customer, const loyalty_transition *transition);

/**
 * Writes the key of a number: its eight bytes, the highest first, so that the order of keys is that of the numbers.
 * @param[in] number  the number.
 * @param[out] key    takes #LOYALTY_KEY_OF_NUMBER bytes.
 * @return #LOYALTY_OK.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_key_of_number(uint64_t number, void *key);

/**
 * Makes an empty book. It is an owner of its program.
 * @param[in] program  the rules.
 * @param[in] seed     #LOYALTY_SEED_SIZE random bytes, if keys or ids come from outside; copied. They are hashed with
 *                     it (SipHash-1-3; Aumasson and Bernstein, 2012), so that nobody can choose keys that make the book
 *                     slow. NULL if all are the host's own, such as numbers that it counts up: faster, but not safe
 *                     against chosen keys. A seed never changes an answer.
 * @param[out] book    the caller owns it and ends it with loyalty_book_free().
 * @return #LOYALTY_OK; #LOYALTY_E_UNBOUND if the table has a host metric that is not bound; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_book_new(loyalty_program *program, const void *seed, loyalty_book **book);

/**
 * Frees a book and its customers.
 * @param[in] book  may be NULL.
 * @since 0.9
 */
LOYALTY_API void loyalty_book_free(loyalty_book *book);

/**
 * Adds an event to a customer's log, as loyalty_customer_record(). A customer not known yet is added; not if the call
 * fails.
 * @param[in] book           the book.
 * @param[in] key            the customer's key; copied.
 * @param[in] key_length     its bytes.
 * @param[in] event          copied.
 * @param[in] on_transition  called for what the event changed up to the book's day; may be NULL.
 * @param[in] user           handed to it.
 * @param[out] customer      borrowed from the book; may be NULL. If it is not, the call ends a load.
 * @return #LOYALTY_OK; #LOYALTY_E_KEY; #LOYALTY_E_BUSY; #LOYALTY_E_FULL; what loyalty_customer_record() returns.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_book_record(loyalty_book *book, const void *key, uint32_t key_length,
                                               const loyalty_event *event, loyalty_on_book_transition *on_transition,
                                               void *user, const loyalty_customer **customer);

/**
 * Records several events of one customer, such as the lines of a receipt: all of them, or none, as
 * loyalty_customer_record_all(). A customer not known yet is added; not if the call fails or there are no rows. It ends
 * a load.
 * @param[in] book           the book.
 * @param[in] key            the customer's key; copied.
 * @param[in] key_length     its bytes.
 * @param[in] events         columns of the host's, without `numbers` and `keys`; copied.
 * @param[in] on_transition  called for what the events changed up to the book's day; may be NULL.
 * @param[in] user           handed to it.
 * @param[out] refused       as in loyalty_customer_record_all(); may be NULL.
 * @return #LOYALTY_OK; #LOYALTY_E_KEY; #LOYALTY_E_BUSY; #LOYALTY_E_FULL; what loyalty_customer_record_all() returns.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_book_record_all(loyalty_book *book, const void *key, uint32_t key_length,
                                                   const loyalty_batch *events,
                                                   loyalty_on_book_transition *on_transition, void *user,
                                                   size_t *refused);

/**
 * Takes back the event with an id of a customer, as loyalty_customer_void(). It ends a load.
 * @param[in] book           the book.
 * @param[in] key            the customer's key.
 * @param[in] key_length     its bytes.
 * @param[in] id             id of the event.
 * @param[in] id_length      bytes of the id.
 * @param[in] on_transition  called for what this changed up to the book's day; may be NULL.
 * @param[in] user           handed to it.
 * @return #LOYALTY_OK; #LOYALTY_E_NOT_FOUND also if the book does not have that key; #LOYALTY_E_KEY; #LOYALTY_E_BUSY;
 *         what loyalty_customer_void() returns.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_book_void(loyalty_book *book, const void *key, uint32_t key_length, const void *id,
                                             uint32_t id_length, loyalty_on_book_transition *on_transition, void *user);

/** What became of a batch. The rows recorded are `done` - `refused` - `duplicates`. */
typedef struct loyalty_batch_result {
    size_t size;       /**< `sizeof(loyalty_batch_result)`. */
    size_t done;       /**< Rows looked at, from the first on: all, unless a callback stopped the call. */
    size_t refused;    /**< Of them, those with a status other than #LOYALTY_OK and #LOYALTY_E_DUPLICATE. */
    size_t duplicates; /**< Of them, those with #LOYALTY_E_DUPLICATE: retries. */
} loyalty_batch_result;

/**
 * Records the rows of a batch one after the other, each as loyalty_book_record() would; it looks ahead, and so is
 * faster. A row that is refused changes nothing, and those after it are recorded.
 * @param[in] book           the book.
 * @param[in] batch          columns of the host's; read during the call only. They must not change meanwhile, from a
 *                           callback either.
 * @param[in] on_transition  as in loyalty_book_record(); may be NULL. If it asks to stop, its row is recorded all the
 *                           same, and nothing more is reported of it.
 * @param[in] user           handed to it.
 * @param[out] statuses      takes a status a row; those of rows not looked at stay as they are. May be NULL.
 * @param[out] result        also set if the call was stopped; may be NULL.
 * @return #LOYALTY_OK, also if rows were refused; #LOYALTY_E_STOPPED if the callback asked for it; #LOYALTY_E_ARGUMENT
 *         if a column is missing, or both or neither of `numbers` and `keys` are given, with no row recorded;
 *         #LOYALTY_E_BUSY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_book_record_batch(loyalty_book *book, const loyalty_batch *batch,
                                                     loyalty_on_book_transition *on_transition, void *user,
                                                     loyalty_status *statuses, loyalty_batch_result *result);

/**
 * Folds every customer up to a day, which becomes the book's. It ends a load.
 * @param[in] book           the book.
 * @param[in] date           the new day advanced to.
 * @param[in] on_transition  called for each transition, those of one customer together, in the order of dates. The
 *                           order of customers follows from the calls made before and from nothing else. May be NULL.
 * @param[in] user           handed to it.
 * @return #LOYALTY_OK; #LOYALTY_E_PAST if @p date is before the book's day; #LOYALTY_E_DATE; #LOYALTY_E_BUSY;
 *         #LOYALTY_E_STOPPED, #LOYALTY_E_HOST, #LOYALTY_E_MEMORY: the book's day is as before, and some customers are
 *         folded and reported already. The call made again with the same date goes on with the others; the customer
 *         whose callback asked to stop is folded, and nothing more is reported of it.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_book_advance(loyalty_book *book, loyalty_date date,
                                                loyalty_on_book_transition *on_transition, void *user);

/**
 * Finds a customer. It ends a load.
 * @param[in] book        the book.
 * @param[in] key         the customer's key.
 * @param[in] key_length  its bytes.
 * @param[out] customer   borrowed from the book.
 * @return #LOYALTY_OK; #LOYALTY_E_NOT_FOUND; #LOYALTY_E_KEY; #LOYALTY_E_BUSY; #LOYALTY_E_MEMORY only if it ends a load.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_book_find(const loyalty_book *book, const void *key, uint32_t key_length,
                                             const loyalty_customer **customer);

/**
 * Goes through all customers, in the order in which they were added as long as none was removed. It ends a load. The
 * customer just returned may be removed; otherwise the book must not change while a cursor goes through it.
 * @param[in] book         the book.
 * @param[in,out] cursor   0 to begin; the call sets it to what the next call takes.
 * @param[out] key         borrowed; lives as long as the customer; does not end in NUL. May be NULL.
 * @param[out] key_length  its bytes; may be NULL.
 * @param[out] customer    borrowed from the book; may be NULL.
 * @return #LOYALTY_OK; #LOYALTY_E_END after the last; #LOYALTY_E_BUSY; #LOYALTY_E_MEMORY only if it ends a load.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_book_each(const loyalty_book *book, uint64_t *cursor, const void **key,
                                             uint32_t *key_length, const loyalty_customer **customer);

/** Customers of a book as columns: row i of each belongs to customer i. Columns that are NULL are not worked out. */
typedef struct loyalty_columns {
    size_t size;           /**< `sizeof(loyalty_columns)`. */
    const void **keys;     /**< Borrowed; live as long as the customers; do not end in NUL. */
    uint32_t *key_lengths; /**< Bytes of each key. */
    uint32_t *rungs; /**< #LOYALTY_NONE for a customer who is not on the ladder yet. The fields of #loyalty_standing: */
    loyalty_date *since;     /**< `since`; this and the following are #LOYALTY_DATE_NONE if not on the ladder. */
    loyalty_date *failing;   /**< `failing`. */
    loyalty_date *falls_on;  /**< `falls_on`. */
    loyalty_date *next;      /**< `next`. */
    loyalty_date *term_ends; /**< `term_end`. */
    int64_t *scores;         /**< `score`; 0 if not on the ladder. */
    uint32_t *cells;         /**< Cell in `segmentation`; #LOYALTY_NONE if none holds. */
    int64_t *numerators;     /**< Value of `metric`: numerator. */
    int64_t *denominators;   /**< Its denominator; 0 if the metric has no value. */
    uint32_t segmentation;   /**< Index of the segmentation that `cells` is about. */
    uint32_t metric;         /**< Index of the metric that `numerators` and `denominators` are about. */
} loyalty_columns;

/**
 * Reads the next customers as columns, in the order of loyalty_book_each(). It ends a load.
 * @param[in] book        the book. It must not change while a cursor goes through it.
 * @param[in,out] cursor  0 to begin; the call sets it to what the next call takes. On failure it stays. It is a cursor
 *                        of loyalty_book_each(), too, which passes over a customer whose metric has no value in 64
 *                        bits: ask with a capacity of 1 to find out who that is.
 * @param[in] capacity    how many rows each column takes.
 * @param[in] columns     the columns to fill. On failure their contents are undefined.
 * @param[out] rows       how many rows were filled; below @p capacity for the last ones.
 * @return #LOYALTY_OK; #LOYALTY_E_END after the last customer; #LOYALTY_E_RANGE if a metric needs more than 64 bits;
 *         #LOYALTY_E_HOST; #LOYALTY_E_BUSY; #LOYALTY_E_MEMORY only if it ends a load.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_book_columns(const loyalty_book *book, uint64_t *cursor, size_t capacity,
                                                const loyalty_columns *columns, size_t *rows);

/**
 * Sets @p date to the next day on which the rung, failing or term of a customer could change, or a customer with events
 * to come appears, without a further call: for a scheduler. A day may come for nothing, but none is missed. It ends a
 * load. It takes time in proportion to the customers due next; between loyalty_book_load() and the first advance, all
 * are.
 * @param[in] book   the book.
 * @param[out] date  after the day advanced to; #LOYALTY_DATE_NONE if there is none.
 * @return #LOYALTY_OK; #LOYALTY_E_NOT_ADVANCED; #LOYALTY_E_HOST; #LOYALTY_E_BUSY; #LOYALTY_E_MEMORY only if it ends a
 *         load.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_book_next_date(const loyalty_book *book, loyalty_date *date);

/**
 * Reserves memory for a number of customers, those that the book has included, so that its index need not grow on the
 * way. Their logs are not included.
 * @param[in] book       the book.
 * @param[in] customers  how many in all.
 * @return #LOYALTY_OK; #LOYALTY_E_FULL; #LOYALTY_E_BUSY; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_book_reserve(loyalty_book *book, uint64_t customers);

/**
 * Returns the number of customers, those of a load included.
 * @param[in] book  may be NULL, which has none.
 * @since 0.9
 */
LOYALTY_API uint64_t loyalty_book_count(const loyalty_book *book);

/**
 * Sets @p date to the day advanced to.
 * @param[in] book   the book.
 * @param[out] date  the day.
 * @return #LOYALTY_OK; #LOYALTY_E_NOT_ADVANCED.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_book_date(const loyalty_book *book, loyalty_date *date);

/**
 * Returns the book's program: borrowed, lives as long as the book. NULL for NULL.
 * @param[in] book  may be NULL.
 * @since 0.9
 */
LOYALTY_API loyalty_program *loyalty_book_program(const loyalty_book *book);

/**
 * Adds a customer without events, with a pointer for host metrics. It ends a load.
 * @param[in] book        the book.
 * @param[in] key         the customer's key; copied.
 * @param[in] key_length  its bytes.
 * @param[in] user        as in loyalty_customer_set_user().
 * @return #LOYALTY_OK; #LOYALTY_E_KEY; #LOYALTY_E_DUPLICATE if the book has that key already; #LOYALTY_E_FULL;
 *         #LOYALTY_E_BUSY; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_book_add(loyalty_book *book, const void *key, uint32_t key_length, void *user);

/**
 * Sets a customer's pointer for host metrics, as loyalty_customer_set_user(). It ends a load.
 * @param[in] book        the book.
 * @param[in] key         the customer's key.
 * @param[in] key_length  its bytes.
 * @param[in] user        the pointer.
 * @return #LOYALTY_OK; #LOYALTY_E_NOT_FOUND; #LOYALTY_E_KEY; #LOYALTY_E_BUSY; #LOYALTY_E_MEMORY only if it ends a load.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_book_set_user(loyalty_book *book, const void *key, uint32_t key_length, void *user);

/**
 * Forgets a customer; all memory that has held it is overwritten as in loyalty_customer_erase(). It ends a load.
 * @param[in] book        the book.
 * @param[in] key         the customer's key.
 * @param[in] key_length  its bytes.
 * @return #LOYALTY_OK; #LOYALTY_E_NOT_FOUND; #LOYALTY_E_KEY; #LOYALTY_E_BUSY; #LOYALTY_E_MEMORY only if it ends a load.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_book_remove(loyalty_book *book, const void *key, uint32_t key_length);

/**
 * Joins two cards of one person: adds the duplicate's log to the customer's, as loyalty_customer_merge(), and removes
 * the duplicate. It ends a load.
 * @param[in] book              the book.
 * @param[in] key               key of the customer that stays.
 * @param[in] key_length        its bytes.
 * @param[in] duplicate         key of the customer that goes.
 * @param[in] duplicate_length  its bytes.
 * @param[in] on_transition     called for the customer that stays, as in loyalty_customer_merge(); may be NULL.
 * @param[in] user              handed to it.
 * @param[out] shared_ids       ids that both remember; may be NULL.
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT if the keys are the same; #LOYALTY_E_NOT_FOUND; #LOYALTY_E_KEY;
 *         #LOYALTY_E_OVERFLOW; #LOYALTY_E_FULL; #LOYALTY_E_HOST; #LOYALTY_E_BUSY; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_book_join(loyalty_book *book, const void *key, uint32_t key_length,
                                             const void *duplicate, uint32_t duplicate_length,
                                             loyalty_on_book_transition *on_transition, void *user,
                                             uint64_t *shared_ids);

/**
 * Adds all customers of another book: new keys are copied, customers with the same key merged as by
 * loyalty_customer_merge(). The book's day becomes the later of the two, and all customers are folded up to it. It ends
 * a load of either book.
 * @param[in] book           takes the other's customers.
 * @param[in] other          stays as it is.
 * @param[in] on_transition  called, when all is done, for each customer that the book had before and whose transitions
 *                           have changed, as in loyalty_customer_merge(); may be NULL.
 * @param[in] user           handed to it.
 * @param[out] shared_ids    ids that customers of the same key both remember; may be NULL.
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT if both are the same; #LOYALTY_E_PROGRAM; #LOYALTY_E_OVERFLOW;
 *         #LOYALTY_E_FULL; #LOYALTY_E_HOST; #LOYALTY_E_BUSY; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_book_merge(loyalty_book *book, const loyalty_book *other,
                                              loyalty_on_book_transition *on_transition, void *user,
                                              uint64_t *shared_ids);

/**
 * Says for which customer the last call of loyalty_book_record(), loyalty_book_record_all(),
 * loyalty_book_record_batch(), loyalty_book_void(), loyalty_book_advance(), loyalty_book_join() or loyalty_book_merge()
 * failed, and what the host's function returned if that was the reason. The rows of a batch count as calls. An event
 * or line that is refused is a failure. A retry (#LOYALTY_E_DUPLICATE), a callback that stopped the call, and a call
 * refused for its other arguments, such as an invalid key or a column that is missing, are not. Later calls that
 * succeed leave the answer as it is, except loyalty_book_remove() and loyalty_book_join(), which forget it.
 * @param[in] book          the book.
 * @param[out] key          borrowed; lives until the next call that changes the book; does not end in NUL. The book
 *                          need not have this customer. May be NULL.
 * @param[out] key_length   its bytes; may be NULL.
 * @param[out] host_status  what the host metric returned; 0 if the status was not #LOYALTY_E_HOST. May be NULL.
 * @return #LOYALTY_OK; #LOYALTY_E_NOT_FOUND if no such call has failed, or the last one that did failed for no single
 *         customer, such as for lack of memory to end a load; #LOYALTY_E_BUSY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_book_failure(const loyalty_book *book, const void **key, uint32_t *key_length,
                                                int32_t *host_status);

/**
 * Makes a book with the same logs under another table, as loyalty_customer_convert(). Nothing is reported.
 * @param[in] book        stays as it is, but for a load, which it ends.
 * @param[in] program     the other table; its options apply to the new book.
 * @param[in] seed        as in loyalty_book_new().
 * @param[out] left_out   (kind, date) pairs left out because the other table has no kind of that name; may be NULL.
 * @param[out] converted  the caller owns it and ends it with loyalty_book_free().
 * @return #LOYALTY_OK; #LOYALTY_E_UNBOUND; #LOYALTY_E_HOST; #LOYALTY_E_BUSY; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_book_convert(const loyalty_book *book, loyalty_program *program, const void *seed,
                                                uint64_t *left_out, loyalty_book **converted);

/** @} */

/**
 * @defgroup snapshot Snapshots
 * A **snapshot** holds a customer or a whole book as bytes, so that a host goes on after a restart as if its program
 * had never stopped: the same answers, the same duplicates refused, the same transitions revoked by late events.
 *
 * The bytes are the same on every machine, and equal customers give equal bytes. They have a version and a checksum,
 * and name event kinds, so that a table may change between a save and a load: under a table with another fingerprint a
 * load gives what loyalty_customer_convert() or loyalty_book_convert() of the original would give. Every later version
 * of the library loads what this one saves; docs/snapshot-format.md describes the bytes. A checksum finds damage, not
 * forgery: whoever may write the bytes may say what they like of a customer, but cannot harm the library.
 *
 * The host's pointers and a book's seed are not in a snapshot. Set the pointers anew before the first advance. Under
 * another table the log is folded while it loads, when host metrics get NULL for the pointer: if they need it, load
 * under the table that saved it, set the pointers, and convert. Contents of ids are in a snapshot if the program keeps
 * them (loyalty_options_keep_contents()). A program that does not keep them loads such a snapshot without them; ids of
 * a snapshot without contents have none, so that loyalty_customer_void() does not find them.
 * @{
 */

/** Sizes of snapshots. */
enum loyalty_snapshot_size {
    LOYALTY_FINGERPRINT_SIZE = 16 /**< Bytes of a fingerprint. */
};

/**
 * Takes the next bytes of a snapshot.
 * @param[in] user    as handed to the call.
 * @param[in] bytes   borrowed until the callback returns.
 * @param[in] length  their number, at least 1.
 * @return 0 to go on; anything else makes the call return #LOYALTY_E_STOPPED.
 */
typedef int32_t loyalty_on_write(void *user, const void *bytes, size_t length);

/**
 * Gives the next bytes of a snapshot.
 * @param[in] user      as handed to the call.
 * @param[out] bytes    takes them.
 * @param[in] capacity  how many to give at most, at least 1. The snapshot has as many left.
 * @param[out] length   how many were given: from 1 to @p capacity, or 0 if there are no more.
 * @return 0 to go on; anything else makes the call return #LOYALTY_E_STOPPED.
 */
typedef int32_t loyalty_on_read(void *user, void *bytes, size_t capacity, size_t *length);

/**
 * Writes the fingerprint of a table: 128 bits over all that can change a standing or a score, and over which events are
 * accepted. Names of kinds, metrics and rungs are in it; the order of kinds and metrics, labels, notes, actions, units,
 * money, segmentations, metrics that only those read, and the table's name are not. Two tables with the same
 * fingerprint mean the same.
 * @param[in] program   the table.
 * @param[out] bytes16  takes #LOYALTY_FINGERPRINT_SIZE bytes.
 * @return #LOYALTY_OK.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_program_fingerprint(const loyalty_program *program, void *bytes16);

/**
 * Writes a snapshot of a customer: log, day advanced to, standing, remembered ids and transitions. Ask for the size
 * first, as with loyalty_customer_json().
 * @param[in] customer  a customer, advanced or not; also one that a book lends.
 * @param[out] buffer   takes the bytes; NULL if @p capacity is 0.
 * @param[in] capacity  bytes of the buffer.
 * @param[out] needed   bytes of the snapshot; also set with #LOYALTY_E_SPACE.
 * @return #LOYALTY_OK; #LOYALTY_E_SPACE, with the buffer as it was.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_save(const loyalty_customer *customer, void *buffer, size_t capacity,
                                                 size_t *needed);

/**
 * Makes a customer from a snapshot of one.
 * @param[in] program    the rules; an owner is added.
 * @param[in] bytes      the snapshot.
 * @param[in] length     its bytes, neither more nor fewer.
 * @param[out] left_out  (kind, date) pairs left out because the table has no kind of that name; may be NULL.
 * @param[out] customer  the caller owns it and ends it with loyalty_customer_free().
 * @return #LOYALTY_OK; #LOYALTY_E_SNAPSHOT; #LOYALTY_E_NEWER; #LOYALTY_E_UNBOUND; #LOYALTY_E_MEMORY; #LOYALTY_E_HOST
 *         only if the table has another fingerprint.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_customer_load(loyalty_program *program, const void *bytes, size_t length,
                                                 uint64_t *left_out, loyalty_customer **customer);

/**
 * Writes a snapshot of a book, piece by piece, with no memory but a small buffer. Customers come in the order of
 * loyalty_book_each(). It ends a load.
 * @param[in] book   the book; neither the callback nor another thread may use it or its customers meanwhile.
 * @param[in] write  takes the bytes.
 * @param[in] user   handed to it.
 * @return #LOYALTY_OK; #LOYALTY_E_STOPPED if the callback asked for it; #LOYALTY_E_BUSY; #LOYALTY_E_MEMORY only if it
 *         ends a load.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_book_save(loyalty_book *book, loyalty_on_write *write, void *user);

/**
 * Makes a book from a snapshot of one, piece by piece. A snapshot knows its length: no byte after its end is asked for.
 * The next advance folds every customer once, so that it takes longer than others and may report transitions of
 * different customers in another order than the book that was saved.
 * @param[in] program    the rules; an owner is added.
 * @param[in] seed       as in loyalty_book_new().
 * @param[in] read       gives the bytes.
 * @param[in] user       handed to it.
 * @param[out] left_out  as in loyalty_customer_load(), of all customers; may be NULL.
 * @param[out] book      the caller owns it and ends it with loyalty_book_free().
 * @return #LOYALTY_OK; #LOYALTY_E_SNAPSHOT; #LOYALTY_E_NEWER; #LOYALTY_E_STOPPED if the callback asked for it;
 *         #LOYALTY_E_ARGUMENT if it says that it gave more than it was asked for; #LOYALTY_E_UNBOUND; #LOYALTY_E_FULL;
 *         #LOYALTY_E_MEMORY; #LOYALTY_E_HOST only if the table has another fingerprint.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_book_load(loyalty_program *program, const void *seed, loyalty_on_read *read,
                                             void *user, uint64_t *left_out, loyalty_book **book);

/** @} */

/**
 * @defgroup host Host
 * What the host brings: its allocator and metrics of its own. Options are read while a program, a builder or a report
 * is made, and may be freed right after.
 * @{
 */

/** The host's allocator. All three functions are needed. They must not call the library. */
typedef struct loyalty_allocator {
    size_t size; /**< `sizeof(loyalty_allocator)`. */
    void *user;  /**< Handed to each function. */
    /** Returns at least @p bytes (never 0), aligned to 8, or NULL. Called on any thread that uses the objects. */
    void *(*allocate)(void *user, size_t bytes);
    /** Grows @p block of this allocator (never NULL) to @p bytes, as realloc does; on NULL the block stays. */
    void *(*resize)(void *user, void *block, size_t bytes);
    /** Gives back @p block of this allocator (never NULL), on any thread. */
    void (*release)(void *user, void *block);
} loyalty_allocator;

/**
 * A metric that the host computes (`"host": NAME` in a table). It must be pure: the same customer and date give the
 * same value whenever it is asked, on whatever thread, past and future dates included. It must not call the library
 * with the customer or book that asks. It is called at most once for each date that is evaluated;
 * loyalty_customer_json() evaluates twice, to measure and to write.
 * @param[in] user           as bound.
 * @param[in] customer_user  as set by loyalty_customer_set_user(), or NULL.
 * @param[in] date           the day asked about.
 * @param[out] value         the metric's value.
 * @param[in,out] until      the last day on which this value will still be right. It comes in as @p date, which means
 *                           "ask again on the next day"; set it later to save evaluations. Earlier counts as @p date.
 * @return #LOYALTY_OK; #LOYALTY_E_UNDEFINED if there is no value; anything else makes the call that asked fail with
 *         #LOYALTY_E_HOST and change nothing. loyalty_book_failure() gives it to the host again.
 */
typedef loyalty_status loyalty_host_metric(void *user, void *customer_user, loyalty_date date, int64_t *value,
                                           loyalty_date *until);

/**
 * Makes options.
 * @param[in] allocator  copied; NULL for malloc, realloc and free. Everything made with these options takes its memory
 *                       there: the options, programs, and the customers and books of those programs.
 * @param[out] options   the caller owns them and ends them with loyalty_options_free().
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT if a function of the allocator is missing; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_options_new(const loyalty_allocator *allocator, loyalty_options **options);

/**
 * Frees options.
 * @param[in] options  may be NULL.
 * @since 0.9
 */
LOYALTY_API void loyalty_options_free(loyalty_options *options);

/**
 * Binds the name of a host metric to a function; a later binding of the name replaces the earlier one. A table may name
 * a function that is not bound: it compiles, but loyalty_customer_new() and loyalty_book_new() refuse it.
 * @param[in] options   the options.
 * @param[in] name      the NAME; copied.
 * @param[in] function  what to call.
 * @param[in] user      handed to it; must live until the last program made with these options is freed.
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT if @p name is not a name; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_options_bind(loyalty_options *options, const char *name,
                                                loyalty_host_metric *function, void *user);

/**
 * Lets the customers of programs made with these options keep the contents of each remembered id: kind, date, count and
 * value of its event. loyalty_customer_void() and loyalty_book_void() need them, and an id that comes again with other
 * contents is refused with #LOYALTY_E_CONFLICT instead of #LOYALTY_E_DUPLICATE. This takes 24 bytes an id and changes
 * no answer. A book ends a load at the first event with an id.
 * @param[in] options  the options.
 * @return #LOYALTY_OK.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_options_keep_contents(loyalty_options *options);

/** @} */

/**
 * @defgroup report Report
 * The problems of a rule table: errors, with which it is invalid, and warnings.
 * @{
 */

/** How grave a problem is. */
enum loyalty_severity {
    LOYALTY_SEVERITY_ERROR = 1,  /**< The table is invalid. */
    LOYALTY_SEVERITY_WARNING = 2 /**< The table is valid, but its author would want to know. */
};

/**
 * What a problem is about, for a host that words problems in another language, or leaves some out. Errors count from 1,
 * warnings from 101. A number never changes its meaning. Later versions add numbers: show the message of a problem
 * whose code you do not know.
 */
enum loyalty_problem_code {
    LOYALTY_PROBLEM_NOT_JSON = 1,     /**< The text is not JSON in UTF-8, or is nested too deeply. */
    LOYALTY_PROBLEM_KEY = 2,          /**< The object cannot have this key. */
    LOYALTY_PROBLEM_MISSING = 3,      /**< Something that is needed is missing or empty. */
    LOYALTY_PROBLEM_TYPE = 4,         /**< Not the type of JSON value that belongs here. */
    LOYALTY_PROBLEM_NAME = 5,         /**< Not a valid name, language tag or code of money. */
    LOYALTY_PROBLEM_UNKNOWN = 6,      /**< Nothing in the table has this name. */
    LOYALTY_PROBLEM_REPEATED = 7,     /**< Defined or listed twice. */
    LOYALTY_PROBLEM_VALUE = 8,        /**< The right type, but without a meaning here or out of range. */
    LOYALTY_PROBLEM_CONDITION = 9,    /**< Not a condition, or not one that this rule can have. */
    LOYALTY_PROBLEM_CONFLICT = 10,    /**< Excluded by, or without effect because of, something else in the table. */
    LOYALTY_PROBLEM_CYCLE = 11,       /**< A share that is worked out from itself. */
    LOYALTY_PROBLEM_LIMIT = 12,       /**< Too many, too large or too deep. */
    LOYALTY_PROBLEM_MORE_ERRORS = 13, /**< There are more errors than a report keeps. */

    LOYALTY_PROBLEM_RUNG_NEVER_ENTERED = 101,   /**< A rung that can never be entered. */
    LOYALTY_PROBLEM_RUNG_SKIPPED = 102,         /**< A rung past which every customer climbs who could enter it. */
    LOYALTY_PROBLEM_RUNG_BY_FALL = 103,         /**< A rung that can be reached only by a fall. */
    LOYALTY_PROBLEM_KEEP_IN_VAIN = 104,         /**< `keep` can fail while `enter` holds, which has no effect. */
    LOYALTY_PROBLEM_NEVER_HOLDS = 105,          /**< A condition that can never hold. */
    LOYALTY_PROBLEM_CONTRADICTION = 106,        /**< Conditions that can never hold together. */
    LOYALTY_PROBLEM_CELL_UNREACHED = 107,       /**< A cell that no customer can be in. */
    LOYALTY_PROBLEM_IN_NO_CELL = 108,           /**< Customers in no cell, because a metric is undefined. */
    LOYALTY_PROBLEM_HOLE = 109,                 /**< A number left out between `> n` and `< n`. */
    LOYALTY_PROBLEM_NO_TERM = 110,              /**< A condition on the term of a rung that has none. */
    LOYALTY_PROBLEM_STATUS_FOR_LIFE = 111,      /**< A rung with a term whose `enter` never ceases to hold. */
    LOYALTY_PROBLEM_COUNTS_TWICE = 112,         /**< A window of `enter` that is longer than the term. */
    LOYALTY_PROBLEM_HOLD_AND_TERM = 113,        /**< A `hold` that is longer than the term. */
    LOYALTY_PROBLEM_GRACE_IN_DAYS = 114,        /**< A `grace` in days under a review of months or longer. */
    LOYALTY_PROBLEM_WINDOW_AND_REVIEW = 115,    /**< A window that has just begun on each review. */
    LOYALTY_PROBLEM_RETURN_OUTLIVES_SALE = 116, /**< A kind that only takes away from a sum over a rolling window. */
    LOYALTY_PROBLEM_UNUSED_KIND = 117,          /**< An event kind that no metric counts. */
    LOYALTY_PROBLEM_UNUSED_METRIC = 118,        /**< A metric that no condition, score or share asks for. */
    LOYALTY_PROBLEM_UNUSED_ROW = 119,           /**< A score row that no value of its metric reaches. */
    LOYALTY_PROBLEM_UNUSED_ACTION = 120,        /**< A label of an action that no rung or cell lists. */
    LOYALTY_PROBLEM_NO_MONEY = 121,             /**< A metric that is money in a table without `money`. */
    LOYALTY_PROBLEM_MORE_WARNINGS = 122         /**< There are more warnings than a report keeps. */
};

/** One problem. */
typedef struct loyalty_problem {
    size_t size; /**< `sizeof(loyalty_problem)`. */
    const char
        *path; /**< Place in the table, a JSON pointer (RFC 6901) such as `/ladder/3/enter/0`; "" is all of it. */
    const char *message; /**< What is wrong and what to write instead. */
    int32_t severity;    /**< #loyalty_severity. */
    int32_t code;        /**< #loyalty_problem_code. */
    uint32_t line;       /**< From 1; 0 if the table did not come from JSON text. */
    uint32_t column;     /**< In characters, from 1; 0 as for the line. */
} loyalty_problem;

/**
 * Makes an empty report.
 * @param[in] options  for its allocator; may be NULL.
 * @param[out] report  the caller owns it and ends it with loyalty_report_free().
 * @return #LOYALTY_OK; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_report_new(const loyalty_options *options, loyalty_report **report);

/**
 * Frees a report.
 * @param[in] report  may be NULL.
 * @since 0.9
 */
LOYALTY_API void loyalty_report_free(loyalty_report *report);

/**
 * Returns the number of problems.
 * @param[in] report  may be NULL, which has none.
 * @since 0.9
 */
LOYALTY_API uint32_t loyalty_report_count(const loyalty_report *report);

/**
 * Sets @p problem to one of the report, in the order of the document as far as positions are known.
 * @param[in] report    the report.
 * @param[in] index     from 0.
 * @param[out] problem  its texts are borrowed; they live until the report is added to or freed.
 * @return #LOYALTY_OK.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_report_problem(const loyalty_report *report, uint32_t index,
                                                  loyalty_problem *problem);

/**
 * Looks up line and column of each problem that has none yet, by its path, and sorts the report by position: for the
 * warnings of loyalty_program_check(). A path that is not in the text gets the position of the nearest thing around it.
 * @param[in] report  the report.
 * @param[in] text    the table that the problems are about; if it is not JSON, what is before the fault is found.
 * @param[in] length  its bytes.
 * @return #LOYALTY_OK; #LOYALTY_E_MEMORY, with the report as it was.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_report_locate(loyalty_report *report, const char *text, size_t length);

/** @} */

/**
 * @defgroup detail Program in detail
 * Reads a table back: limits, labels, amounts of money, rules, what an analyst would want to know of it, and the
 * presets.
 * @{
 */

/** Limits of this version, which may rise in later ones. */
enum loyalty_limit_max {
    LOYALTY_STRUCT_MAX = 4096,       /**< Bytes of a struct; does not rise. */
    LOYALTY_NAME_MAX = 64,           /**< Bytes of a name. */
    LOYALTY_ID_MAX = 255,            /**< Bytes of an event's id. */
    LOYALTY_DAYS_MAX = 36525,        /**< Largest N of `"Nd"` and `"Nm"`: a hundred years of days. */
    LOYALTY_BACK_MAX = 1000,         /**< Largest `back` of a window. */
    LOYALTY_WEIGHT_MAX = 1000000,    /**< Largest weight of a kind, either sign. */
    LOYALTY_KINDS_MAX = 256,         /**< Event kinds of a table. */
    LOYALTY_METRICS_MAX = 256,       /**< Metrics of a table. */
    LOYALTY_RUNGS_MAX = 64,          /**< Rungs of a ladder. */
    LOYALTY_CELLS_MAX = 1024,        /**< Segment cells of a table; its segmentations; its `actions`. */
    LOYALTY_CONDITIONS_MAX = 256,    /**< Conditions of one rule, all alternatives together. */
    LOYALTY_ROWS_MAX = 256,          /**< Score rows of one metric. */
    LOYALTY_SHARE_DEPTH_MAX = 4,     /**< Shares of shares of shares of shares; deeper is an error. */
    LOYALTY_POINTS_MAX = 1000000000, /**< Largest points of a score row, either sign, and largest `max`. */
    LOYALTY_TABLE_MAX = 4194304      /**< Bytes of a table as JSON text. */
};

/** What loyalty_limit() can be asked for. */
enum loyalty_limit_code {
    LOYALTY_LIMIT_NAME = 0,         /**< As #LOYALTY_NAME_MAX. */
    LOYALTY_LIMIT_ID = 1,           /**< As #LOYALTY_ID_MAX. */
    LOYALTY_LIMIT_DAYS = 2,         /**< As #LOYALTY_DAYS_MAX. */
    LOYALTY_LIMIT_BACK = 3,         /**< As #LOYALTY_BACK_MAX. */
    LOYALTY_LIMIT_WEIGHT = 4,       /**< As #LOYALTY_WEIGHT_MAX. */
    LOYALTY_LIMIT_KINDS = 5,        /**< As #LOYALTY_KINDS_MAX. */
    LOYALTY_LIMIT_METRICS = 6,      /**< As #LOYALTY_METRICS_MAX. */
    LOYALTY_LIMIT_RUNGS = 7,        /**< As #LOYALTY_RUNGS_MAX. */
    LOYALTY_LIMIT_CELLS = 8,        /**< As #LOYALTY_CELLS_MAX. */
    LOYALTY_LIMIT_CONDITIONS = 9,   /**< As #LOYALTY_CONDITIONS_MAX. */
    LOYALTY_LIMIT_ROWS = 10,        /**< As #LOYALTY_ROWS_MAX. */
    LOYALTY_LIMIT_SHARE_DEPTH = 11, /**< As #LOYALTY_SHARE_DEPTH_MAX. */
    LOYALTY_LIMIT_POINTS = 12,      /**< As #LOYALTY_POINTS_MAX. */
    LOYALTY_LIMIT_TABLE = 13,       /**< As #LOYALTY_TABLE_MAX. */
    LOYALTY_LIMIT_KEY = 14          /**< As #LOYALTY_KEY_MAX. */
};

/**
 * Returns a limit of the library that runs, which may be newer than this header; 0 for a number that is not a limit.
 * @param[in] limit  #loyalty_limit_code.
 * @since 0.9
 */
LOYALTY_API int64_t loyalty_limit(int32_t limit);

/**
 * Adds to a report, as warnings, what an analyst would want to know of a valid table: rungs that can never be entered
 * or are only ever skipped, a `keep` that fails in vain while its `enter` holds, conditions that contradict each other,
 * segment cells that cannot be reached, customers who are in none because a metric is undefined, holes at a boundary
 * (`> 3` beside `< 3`), terms, windows, reviews and spans that do not go together, returns that outlive their sales,
 * and metrics, kinds and score rows that nothing uses. Each is proven; what cannot be proven is not reported.
 * @param[in] program  the table.
 * @param[in] report   gets the warnings, with paths; for their positions see loyalty_report_locate().
 * @return #LOYALTY_OK, also if there are warnings; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_program_check(const loyalty_program *program, loyalty_report *report);

/**
 * Sets @p label to the text to show for a thing, in a language. Falls back from "pt-BR" to "pt", then to "en", then to
 * the first label given, then to the name.
 * @param[in] program   the table.
 * @param[in] object    #loyalty_object.
 * @param[in] index     its index.
 * @param[in] language  a BCP 47 tag such as "fa" or "pt-BR", the case of letters aside; NULL for "en".
 * @param[out] label    borrowed; lives as long as the program.
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT if @p object is another number.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_program_label(const loyalty_program *program, int32_t object, uint32_t index,
                                                 const char *language, const char **label);

/**
 * Adds a span to a date as tables add `hold`, `grace` and `term`: 31 January plus "1m" is 1 March.
 * @param[in] date  a date.
 * @param[in] span  "Nd" for days or "Nm" for months, N from 0 to #LOYALTY_DAYS_MAX.
 * @param[out] sum  the later date.
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT if @p span is not a span; #LOYALTY_E_DATE if @p date or the sum is not a
 *         date.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_date_add(loyalty_date date, const char *span, loyalty_date *sum);

/** Bytes of texts. */
enum loyalty_text_size {
    LOYALTY_MONEY_TEXT = 96 /**< Enough for any amount of money as text, with its NUL. */
};

/**
 * Writes an amount of money with the table's code and digits, in ASCII: 5719 is "57.19 EUR", -5 is "-0.05 EUR". A host
 * that writes amounts as its users do takes `money_code` and `money_digits` of #loyalty_table_info.
 * @param[in] program   the table.
 * @param[in] amount    minor units, such as cents.
 * @param[out] buffer   takes the text and a NUL.
 * @param[in] capacity  its bytes; #LOYALTY_MONEY_TEXT are enough for any amount.
 * @return #LOYALTY_OK; #LOYALTY_E_NOT_FOUND if the table has no `money`; #LOYALTY_E_SPACE.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_program_money(const loyalty_program *program, int64_t amount, char *buffer,
                                                 size_t capacity);

/** How customers climb. */
enum loyalty_climb {
    LOYALTY_CLIMB_ANY = 0, /**< Up to the highest rung whose `enter` holds. */
    LOYALTY_CLIMB_STEP = 1 /**< Up one rung at a time. */
};

/** How customers fall. */
enum loyalty_fall {
    LOYALTY_FALL_REQUALIFY = 0, /**< Down to the highest lower rung whose `keep` or `enter` holds. */
    LOYALTY_FALL_STEP = 1,      /**< Down one rung. */
    LOYALTY_FALL_BOTTOM = 2     /**< Down to the first rung. */
};

/** What a metric measures. A date is active if the sum of count over the metric's kinds is above 0. */
enum loyalty_measure {
    LOYALTY_MEASURE_COUNT = 0,      /**< Sum of weight * count. */
    LOYALTY_MEASURE_SUM = 1,        /**< Sum of weight * count * value. */
    LOYALTY_MEASURE_MEAN = 2,       /**< Sum of count * value / sum of count. */
    LOYALTY_MEASURE_ACTIVE = 3,     /**< Number of periods with an active date: `active_days`, `active_weeks` ... */
    LOYALTY_MEASURE_DAYS_SINCE = 4, /**< Days since the latest active date. */
    LOYALTY_MEASURE_DAYS_SINCE_FIRST = 5, /**< Days since the earliest active date. */
    LOYALTY_MEASURE_SHARE = 6,            /**< 100 * A / B of two metrics. */
    LOYALTY_MEASURE_HOST = 7,             /**< The host's function. */
    LOYALTY_MEASURE_LATEST = 8,           /**< Sum of count * value / sum of count of the latest active date. */
    LOYALTY_MEASURE_STREAK = 9,           /**< Number of consecutive periods up to now, each with an active date:
                                              `streak_days`, `streak_weeks` ... */
    LOYALTY_MEASURE_DIFFERENT = 10        /**< Number of the metric's kinds whose sum of count is above 0. */
};

/** The periods that #LOYALTY_MEASURE_ACTIVE and #LOYALTY_MEASURE_STREAK count. */
enum loyalty_period {
    LOYALTY_PERIOD_NONE = 0,    /**< Other measures. */
    LOYALTY_PERIOD_DAY = 1,     /**< Days. */
    LOYALTY_PERIOD_WEEK = 2,    /**< Weeks from Monday. */
    LOYALTY_PERIOD_MONTH = 3,   /**< Months. */
    LOYALTY_PERIOD_QUARTER = 4, /**< Quarters from 1 January, April, July, October. */
    LOYALTY_PERIOD_YEAR = 5     /**< Years from 1 January. */
};

/** What a metric is measured in. It says how to show a value and changes no standing. */
enum loyalty_unit {
    LOYALTY_UNIT_NONE = 0,   /**< A plain number: the table gives no unit. */
    LOYALTY_UNIT_MONEY = 1,  /**< Minor units of money, such as cents; loyalty_program_money() writes them. */
    LOYALTY_UNIT_DAYS = 2,   /**< Days. */
    LOYALTY_UNIT_PERCENT = 3 /**< Percent: 33 is 33 %. */
};

/** The table's own keys. Texts of this and the following structs are borrowed and live as long as the program. */
typedef struct loyalty_table_info {
    size_t size;                 /**< `sizeof(loyalty_table_info)`. */
    const char *name;            /**< `name`. */
    const char *review;          /**< `"week"`, `"month"`, `"quarter"` or `"year"`; NULL if absent. */
    const char *review_begins;   /**< Day of the year from which these periods begin, `"MM-DD"`; NULL if absent. */
    const char *money_code;      /**< The money's code, such as `"EUR"`; NULL if the table has no `money`. */
    int32_t format;              /**< `format`. */
    int32_t accept_late;         /**< Days. */
    int32_t climb;               /**< #loyalty_climb. */
    int32_t money_digits;        /**< Digits of its minor units: 2 if 5719 is 57.19; 0 if absent. */
    uint32_t kind_count;         /**< Event kinds. */
    uint32_t metric_count;       /**< Metrics. */
    uint32_t rung_count;         /**< Rungs. */
    uint32_t segmentation_count; /**< Segmentations. */
    uint32_t cell_count;         /**< Cells of all segmentations. */
    uint32_t action_count;       /**< Actions of the table's `actions`. */
    int64_t score_max;           /**< Largest score; 1000 if absent. */
} loyalty_table_info;

/** An event kind. */
typedef struct loyalty_kind_info {
    size_t size;       /**< `sizeof(loyalty_kind_info)`. */
    const char *name;  /**< Its name. */
    int64_t value_min; /**< Least value accepted; INT64_MIN if the table gives no range. */
    int64_t value_max; /**< Greatest value accepted; INT64_MAX if the table gives no range. */
} loyalty_kind_info;

/** A metric. */
typedef struct loyalty_metric_info {
    size_t size;            /**< `sizeof(loyalty_metric_info)`. */
    const char *name;       /**< Its name. */
    const char *within;     /**< `"365d"`, `"6m"`, `"quarter"`, `"term"` ...; NULL if absent. */
    const char *begins;     /**< Where its periods begin, `"MM-DD"` or the name of a kind; NULL if absent. */
    const char *after;      /**< Kind from whose latest active date on it looks; NULL if absent. */
    const char *host;       /**< Name of the host's function; NULL for other measures. */
    int32_t measure;        /**< #loyalty_measure. */
    int32_t period;         /**< #loyalty_period. */
    int32_t back;           /**< How many windows before the present one; 0 if absent. */
    int32_t unit;           /**< #loyalty_unit. */
    uint32_t operand_count; /**< Kinds that it counts; the 2 metrics of a share; 0 of a host's. */
    uint32_t row_count;     /**< Score rows. */
} loyalty_metric_info;

/** A rung. */
typedef struct loyalty_rung_info {
    size_t size;           /**< `sizeof(loyalty_rung_info)`. */
    const char *name;      /**< Its name. */
    const char *hold;      /**< Span after `since` before it can be lost, such as `"90d"`; `"0d"` if absent. */
    const char *grace;     /**< Span of failing before it is lost, such as `"1m"`; `"0d"` if absent. */
    const char *term;      /**< How long it lasts before it has to be renewed, such as `"12m"`; NULL if absent. */
    const char *until;     /**< Period to whose first day the end of a term moves; NULL if absent. */
    int32_t fall;          /**< #loyalty_fall. */
    uint32_t action_count; /**< Actions. */
} loyalty_rung_info;

/** A segmentation: cells `first_cell` up to `first_cell` + `cell_count` - 1. */
typedef struct loyalty_segmentation_info {
    size_t size;         /**< `sizeof(loyalty_segmentation_info)`. */
    const char *name;    /**< Its name. */
    uint32_t first_cell; /**< Index of its first cell. */
    uint32_t cell_count; /**< Cells, at least 1. */
} loyalty_segmentation_info;

/** A segment cell. */
typedef struct loyalty_cell_info {
    size_t size;           /**< `sizeof(loyalty_cell_info)`. */
    const char *name;      /**< Its name. */
    uint32_t segmentation; /**< Index of the segmentation that it belongs to. */
    uint32_t action_count; /**< Actions. */
} loyalty_cell_info;

/** A condition. */
typedef struct loyalty_condition_info {
    size_t size;       /**< `sizeof(loyalty_condition_info)`. */
    int32_t subject;   /**< #loyalty_subject. */
    uint32_t metric;   /**< Index of the metric; 0 for other subjects. */
    int32_t op;        /**< #loyalty_operator. */
    uint32_t reserved; /**< 0. */
    int64_t number;    /**< The number compared with; for #LOYALTY_SUBJECT_RUNG the index of a rung. */
} loyalty_condition_info;

/**
 * Sets @p info to the table's own keys, and how many of each thing it has.
 * @param[in] program  the table.
 * @param[out] info    its keys.
 * @return #LOYALTY_OK.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_program_table(const loyalty_program *program, loyalty_table_info *info);

/**
 * Sets @p info to an event kind.
 * @param[in] program  the table.
 * @param[in] index    of the kind.
 * @param[out] info    the kind.
 * @return #LOYALTY_OK.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_program_kind(const loyalty_program *program, uint32_t index,
                                                loyalty_kind_info *info);

/**
 * Sets @p info to a metric.
 * @param[in] program  the table.
 * @param[in] index    of the metric.
 * @param[out] info    the metric.
 * @return #LOYALTY_OK.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_program_metric(const loyalty_program *program, uint32_t index,
                                                  loyalty_metric_info *info);

/**
 * Sets @p info to a rung.
 * @param[in] program  the table.
 * @param[in] index    of the rung; 0 is the lowest.
 * @param[out] info    the rung.
 * @return #LOYALTY_OK.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_program_rung(const loyalty_program *program, uint32_t index,
                                                loyalty_rung_info *info);

/**
 * Sets @p info to a segmentation.
 * @param[in] program  the table.
 * @param[in] index    of the segmentation.
 * @param[out] info    the segmentation.
 * @return #LOYALTY_OK.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_program_segmentation(const loyalty_program *program, uint32_t index,
                                                        loyalty_segmentation_info *info);

/**
 * Sets @p info to a cell.
 * @param[in] program  the table.
 * @param[in] index    of the cell, counted through all segmentations.
 * @param[out] info    the cell.
 * @return #LOYALTY_OK.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_program_cell(const loyalty_program *program, uint32_t index,
                                                loyalty_cell_info *info);

/**
 * Sets @p index to that of the cell with this name in a segmentation.
 * @param[in] program       the table.
 * @param[in] segmentation  index of the segmentation.
 * @param[in] name          name of the cell.
 * @param[out] index        of the cell, counted through all segmentations.
 * @return #LOYALTY_OK; #LOYALTY_E_NOT_FOUND.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_program_find_cell(const loyalty_program *program, uint32_t segmentation,
                                                     const char *name, uint32_t *index);

/**
 * Sets @p index and @p weight to one operand of a metric.
 * @param[in] program   the table.
 * @param[in] metric    index of the metric.
 * @param[in] position  of the operand, from 0; of a share 0 is A and 1 is B.
 * @param[out] index    of a kind; of a metric for a share.
 * @param[out] weight   1 if the table gives none; may be NULL.
 * @return #LOYALTY_OK.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_program_operand(const loyalty_program *program, uint32_t metric, uint32_t position,
                                                   uint32_t *index, int32_t *weight);

/**
 * Sets @p at_least and @p points to one score row of a metric.
 * @param[in] program    the table.
 * @param[in] metric     index of the metric.
 * @param[in] row        from 0.
 * @param[out] at_least  value from which the row counts.
 * @param[out] points    its points.
 * @return #LOYALTY_OK.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_program_row(const loyalty_program *program, uint32_t metric, uint32_t row,
                                               int64_t *at_least, int64_t *points);

/**
 * Sets @p count to the number of alternatives of a rule, of which one must hold; 0 if it always holds (the first rung,
 * a cell without `when`). The `keep` of a rung without one has those of its `enter`.
 * @param[in] program  the table.
 * @param[in] rule     #loyalty_rule.
 * @param[in] index    of the rung or cell.
 * @param[out] count   alternatives.
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT if @p rule is another number.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_program_alternative_count(const loyalty_program *program, int32_t rule,
                                                             uint32_t index, uint32_t *count);

/**
 * Sets @p count to the number of conditions of an alternative, which must all hold.
 * @param[in] program      the table.
 * @param[in] rule         #loyalty_rule.
 * @param[in] index        of the rung or cell.
 * @param[in] alternative  from 0.
 * @param[out] count       conditions.
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT if @p rule is another number.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_program_condition_count(const loyalty_program *program, int32_t rule, uint32_t index,
                                                           uint32_t alternative, uint32_t *count);

/**
 * Sets @p info to one condition.
 * @param[in] program      the table.
 * @param[in] rule         #loyalty_rule.
 * @param[in] index        of the rung or cell.
 * @param[in] alternative  from 0.
 * @param[in] position     from 0.
 * @param[out] info        the condition.
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT if @p rule is another number.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_program_condition(const loyalty_program *program, int32_t rule, uint32_t index,
                                                     uint32_t alternative, uint32_t position,
                                                     loyalty_condition_info *info);

/**
 * Sets @p action to the name of an action of a rung or a cell. For its label, look the name up with
 * loyalty_program_find() as #LOYALTY_OBJECT_ACTION; on #LOYALTY_E_NOT_FOUND the table has none, so show the name.
 * @param[in] program   the table.
 * @param[in] object    #LOYALTY_OBJECT_RUNG or #LOYALTY_OBJECT_CELL.
 * @param[in] index     of the rung or cell.
 * @param[in] position  from 0.
 * @param[out] action   borrowed; lives as long as the program.
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT if @p object is another number.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_program_action(const loyalty_program *program, int32_t object, uint32_t index,
                                                  uint32_t position, const char **action);

/**
 * Returns the number of presets: rule tables that come with the library. All take the same event kinds (`purchase`,
 * whose values are not negative, `return`, whose values are not positive, `visit`, `review` ...), so that a host
 * records once and may change tables; docs/presets.md explains the kinds and the thresholds. None has `money`: add the
 * code of yours and `"unit": "money"` to copies of them.
 * @since 0.9
 */
LOYALTY_API uint32_t loyalty_preset_count(void);

/**
 * Returns the name of a preset, such as "five-rungs": constant text; NULL if there is none.
 * @param[in] index  from 0.
 * @since 0.9
 */
LOYALTY_API const char *loyalty_preset_name(uint32_t index);

/**
 * Sets @p text to the JSON text of a preset, for loyalty_program_from_json().
 * @param[in] name     of the preset.
 * @param[out] text    constant text.
 * @param[out] length  its bytes.
 * @return #LOYALTY_OK; #LOYALTY_E_NOT_FOUND.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_preset_json(const char *name, const char **text, size_t *length);

/** @} */

/**
 * @defgroup builder Builder
 * Makes a table in C. Each call adds one thing; texts are the ones that a JSON table would hold (`"visits >= 1"`,
 * `"365d"`). Names may be used before they are defined.
 *
 * A call fails at once only if a pointer is NULL, memory runs out, or a constant is out of range. Everything else
 * (invalid names, unknown names, duplicate definitions, missing parts) is kept as a problem with its path, and
 * loyalty_builder_build() reports all of them. All texts are copied.
 * @{
 */

/** A rule table in the making. */
typedef struct loyalty_builder loyalty_builder;

/**
 * What a metric is, for loyalty_builder_add_metric(). Only `measure` and `operands` are always needed:
 *
 * @code
 * const char *kinds[] = {"purchase", "return"};
 * loyalty_metric_definition last_year = {.size = sizeof last_year, .operands = kinds, .within = "year",
 *                                        .measure = LOYALTY_MEASURE_SUM, .back = 1, .operand_count = 2};
 * @endcode
 */
typedef struct loyalty_metric_definition {
    size_t size;                 /**< `sizeof(loyalty_metric_definition)`. */
    const char *const *operands; /**< Names: of kinds; of two metrics for a share; of one function for a host's. */
    const int32_t *weights;      /**< A weight for each kind of a count or a sum; NULL for weights of 1. */
    const char *within;          /**< The window, such as `"365d"`, `"year"` or `"term"`; NULL for the whole log. */
    const char *begins;          /**< Where periods begin, `"MM-DD"` or the name of a kind; NULL for the calendar's. */
    const char *after;           /**< Only dates from the latest active date of this kind on; NULL for all. */
    int32_t measure;             /**< #loyalty_measure. */
    int32_t period; /**< #loyalty_period of #LOYALTY_MEASURE_ACTIVE and #LOYALTY_MEASURE_STREAK; 0 for others. */
    int32_t back;   /**< How many windows before the present one, from 0 to #LOYALTY_BACK_MAX. */
    int32_t unit;   /**< #loyalty_unit. */
    uint32_t operand_count; /**< Number of operands. */
    uint32_t reserved;      /**< 0. */
} loyalty_metric_definition;

/**
 * Makes an empty builder.
 * @param[in] options   allocator and host metrics; copied; may be NULL.
 * @param[out] builder  the caller owns it and ends it with loyalty_builder_free().
 * @return #LOYALTY_OK; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_builder_new(const loyalty_options *options, loyalty_builder **builder);

/**
 * Frees a builder.
 * @param[in] builder  may be NULL.
 * @since 0.9
 */
LOYALTY_API void loyalty_builder_free(loyalty_builder *builder);

/**
 * Compiles what was built. The builder stays and may be added to.
 * @param[in] builder   the builder.
 * @param[in] report    every problem found is added to it, also if the call fails; may be NULL.
 * @param[out] program  the caller owns it and ends it with loyalty_program_unref().
 * @return #LOYALTY_OK; #LOYALTY_E_TABLE if the table is invalid; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_builder_build(const loyalty_builder *builder, loyalty_report *report,
                                                 loyalty_program **program);

/**
 * Sets the table's name, which it must have.
 * @param[in] builder  the builder.
 * @param[in] name     the name.
 * @return #LOYALTY_OK; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_builder_set_name(loyalty_builder *builder, const char *name);

/**
 * Sets how many days late an event is still accepted; 30 if not called.
 * @param[in] builder  the builder.
 * @param[in] days     0 to #LOYALTY_DAYS_MAX.
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT if @p days is out of range; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_builder_set_accept_late(loyalty_builder *builder, int32_t days);

/**
 * Sets how customers climb; #LOYALTY_CLIMB_ANY if not called.
 * @param[in] builder  the builder.
 * @param[in] climb    #loyalty_climb.
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT if @p climb is out of range; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_builder_set_climb(loyalty_builder *builder, int32_t climb);

/**
 * Sets the largest score; 1000 if not called.
 * @param[in] builder  the builder.
 * @param[in] max      1 to #LOYALTY_POINTS_MAX.
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT if @p max is out of range; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_builder_set_score_max(loyalty_builder *builder, int64_t max);

/**
 * Sets how amounts of money are written, for metrics whose unit is #LOYALTY_UNIT_MONEY.
 * @param[in] builder  the builder.
 * @param[in] code     a name such as "EUR".
 * @param[in] digits   digits of its minor units, 0 to 9.
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT if @p digits is out of range; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_builder_set_money(loyalty_builder *builder, const char *code, int32_t digits);

/**
 * Sets the table's `review`.
 * @param[in] builder  the builder.
 * @param[in] every    `"week"`, `"month"`, `"quarter"` or `"year"`.
 * @param[in] begins   first day of a year of these periods, `"MM-DD"`; NULL for the calendar's.
 * @return #LOYALTY_OK; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_builder_set_review(loyalty_builder *builder, const char *every, const char *begins);

/**
 * Adds an event kind.
 * @param[in] builder    the builder.
 * @param[in] kind       its name.
 * @param[in] value_min  least value; INT64_MIN for no range.
 * @param[in] value_max  greatest value; INT64_MAX for no range.
 * @return #LOYALTY_OK; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_builder_add_kind(loyalty_builder *builder, const char *kind, int64_t value_min,
                                                    int64_t value_max);

/**
 * Adds a metric.
 * @param[in] builder     the builder.
 * @param[in] metric      its name.
 * @param[in] definition  what it is; copied.
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT if a constant of @p definition is out of range; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_builder_add_metric(loyalty_builder *builder, const char *metric,
                                                      const loyalty_metric_definition *definition);

/**
 * Adds a score row to a metric. Rows ascend.
 * @param[in] builder   the builder.
 * @param[in] metric    name of the metric.
 * @param[in] at_least  value from which the row counts.
 * @param[in] points    its points.
 * @return #LOYALTY_OK; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_builder_add_points(loyalty_builder *builder, const char *metric, int64_t at_least,
                                                      int64_t points);

/**
 * Adds a rung above those added before.
 * @param[in] builder  the builder.
 * @param[in] rung     its name.
 * @return #LOYALTY_OK; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_builder_add_rung(loyalty_builder *builder, const char *rung);

/**
 * Adds a condition to a rung's `enter`.
 * @param[in] builder      the builder.
 * @param[in] rung         name of the rung.
 * @param[in] alternative  from 0.
 * @param[in] condition    such as `"visits >= 1"`.
 * @return #LOYALTY_OK; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_builder_add_enter(loyalty_builder *builder, const char *rung, uint32_t alternative,
                                                     const char *condition);

/**
 * Adds a condition to a rung's `keep`; a rung without one keeps as it enters.
 * @param[in] builder      the builder.
 * @param[in] rung         name of the rung.
 * @param[in] alternative  from 0.
 * @param[in] condition    the condition.
 * @return #LOYALTY_OK; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_builder_add_keep(loyalty_builder *builder, const char *rung, uint32_t alternative,
                                                    const char *condition);

/**
 * Sets a rung's `hold`.
 * @param[in] builder  the builder.
 * @param[in] rung     name of the rung.
 * @param[in] span     such as `"90d"` or `"3m"`.
 * @return #LOYALTY_OK; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_builder_set_hold(loyalty_builder *builder, const char *rung, const char *span);

/**
 * Sets a rung's `grace`.
 * @param[in] builder  the builder.
 * @param[in] rung     name of the rung.
 * @param[in] span     such as `"30d"` or `"1m"`.
 * @return #LOYALTY_OK; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_builder_set_grace(loyalty_builder *builder, const char *rung, const char *span);

/**
 * Sets a rung's `term` and `until`.
 * @param[in] builder  the builder.
 * @param[in] rung     name of the rung.
 * @param[in] span     at least a day, such as `"12m"`.
 * @param[in] until    `"week"`, `"month"`, `"quarter"`, `"year"`; NULL for none.
 * @return #LOYALTY_OK; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_builder_set_term(loyalty_builder *builder, const char *rung, const char *span,
                                                    const char *until);

/**
 * Sets a rung's `fall`; #LOYALTY_FALL_REQUALIFY if not called.
 * @param[in] builder  the builder.
 * @param[in] rung     name of the rung.
 * @param[in] fall     #loyalty_fall.
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT if @p fall is out of range; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_builder_set_fall(loyalty_builder *builder, const char *rung, int32_t fall);

/**
 * Adds a condition to the table's `out`.
 * @param[in] builder      the builder.
 * @param[in] alternative  from 0.
 * @param[in] condition    the condition.
 * @return #LOYALTY_OK; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_builder_add_out(loyalty_builder *builder, uint32_t alternative,
                                                   const char *condition);

/**
 * Adds a cell at the end of a segmentation, which its first cell begins.
 * @param[in] builder       the builder.
 * @param[in] segmentation  name of the segmentation.
 * @param[in] cell          name of the cell.
 * @return #LOYALTY_OK; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_builder_add_cell(loyalty_builder *builder, const char *segmentation,
                                                    const char *cell);

/**
 * Adds a condition to a cell's `when`.
 * @param[in] builder       the builder.
 * @param[in] segmentation  name of the segmentation.
 * @param[in] cell          name of the cell.
 * @param[in] alternative   from 0.
 * @param[in] condition     the condition.
 * @return #LOYALTY_OK; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_builder_add_when(loyalty_builder *builder, const char *segmentation,
                                                    const char *cell, uint32_t alternative, const char *condition);

/**
 * Adds a label.
 * @param[in] builder       the builder.
 * @param[in] object        #loyalty_object.
 * @param[in] segmentation  name of a cell's segmentation; NULL for other objects.
 * @param[in] name          name of the object; an action need not be one of a rung or a cell.
 * @param[in] language      a BCP 47 tag such as "fa" or "pt-BR".
 * @param[in] label         the text.
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT if @p object is out of range; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_builder_add_label(loyalty_builder *builder, int32_t object, const char *segmentation,
                                                     const char *name, const char *language, const char *label);

/**
 * Adds an action to a rung or a cell.
 * @param[in] builder       the builder.
 * @param[in] object        #LOYALTY_OBJECT_RUNG or #LOYALTY_OBJECT_CELL.
 * @param[in] segmentation  name of a cell's segmentation; NULL for a rung.
 * @param[in] name          name of the rung or cell.
 * @param[in] action        name of the action.
 * @return #LOYALTY_OK; #LOYALTY_E_ARGUMENT if @p object is out of range; #LOYALTY_E_MEMORY.
 * @since 0.9
 */
LOYALTY_API loyalty_status loyalty_builder_add_action(loyalty_builder *builder, int32_t object,
                                                      const char *segmentation, const char *name, const char *action);

/** @} */

#ifdef __cplusplus
}
#endif

#endif
