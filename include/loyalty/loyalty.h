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
 * A **program** is one rule table, compiled and immutable. A **customer** is one person's log of
 * events in one program. A **book** holds all customers of a business; a **census** measures them, and a
 * **backtest** compares two tables over them. Record events, advance to a date, ask:
 *
 * @code
 * loyalty_event sale = {.size = sizeof sale, .kind = purchase, .date = today, .count = 1, .value = 1995};
 * loyalty_customer_record(customer, &sale, NULL, NULL);
 * loyalty_customer_advance(customer, today, NULL, NULL);
 * loyalty_customer_standing(customer, &standing);
 * @endcode
 *
 * @par The one idea
 * A standing is a pure function of (program, log, date). The log is a sum of events: recording adds,
 * taking back subtracts, merging adds two logs. So the order in which events arrive never matters,
 * a retry with the same id changes nothing, and a late event gives what the right order would have
 * given. No floating point takes part; only a census divides, after all is counted. What a rule table means is
 * fixed in docs/rule-tables.md.
 *
 * @par Dates
 * A date is an `int32_t`: days since 1970-01-01 in the proleptic Gregorian calendar, from
 * #LOYALTY_DATE_MIN (0001-01-01) to #LOYALTY_DATE_MAX (9999-12-31). It is the host's business day. The
 * library never reads a clock, a time zone, a locale or a file.
 *
 * @par Status
 * Every call that can fail returns an `int32_t`: #LOYALTY_OK (0) or a negative `LOYALTY_E_…`. A
 * call that fails has changed nothing, and has written nothing to its outputs unless its text says
 * so. Outputs come last. Any call may return #LOYALTY_E_ARGUMENT where a pointer that it needs is
 * NULL or an index is out of range; that is not repeated below.
 *
 * @par Structs
 * A struct that crosses the boundary begins with its `size`, which the caller sets to `sizeof` it.
 * Later versions only add fields at the end, never in padding. For an output, fields that the library does not know
 * are set to zero. A size below the first version's, or above #LOYALTY_STRUCT_MAX, is #LOYALTY_E_STRUCT; in an
 * input, anything but zero in fields that this library does not know is #LOYALTY_E_STRUCT_TAIL.
 *
 * @par Memory
 * `…_new`, `…_build`, `…_copy` and `…_from_…` give an object that the caller owns and ends with the
 * matching `…_free` or `…_unref`; both take NULL. A `const char *` from a program, a report or a
 * preset belongs to that object and lives as long as it does. Memory comes from the allocator given
 * in the options, or from malloc; see loyalty_options_new(). Every allocation may fail, with
 * #LOYALTY_E_MEMORY.
 *
 * @par Threads
 * There is no global state. A program never changes: any number of threads may use it, ref and unref
 * included, at once. Any other object is used by one thread at a time; calls that take it as `const`
 * may run beside one another.
 *
 * @par Text
 * Text is UTF-8 and ends in NUL unless a length goes with it. Names are 1 to 64 ASCII letters, digits,
 * `_` and `-`, a letter first.
 *
 * @par Stability
 * From 1.0 on, a program built against one version runs on every later 1.x: symbols, numbers of constants
 * and fields of structs are only ever added. Until 0.9.0 they may change. Every configuration of a build
 * exports the same symbols.
 */

/** @cond */
#if defined(_WIN32) || defined(__CYGWIN__)
#define LOYALTY_API
#elif defined(__GNUC__)
#define LOYALTY_API __attribute__((visibility("default")))
#else
#define LOYALTY_API
#endif
/** @endcond */

/**
 * @defgroup library Version and status
 * @{
 */

/** Status of a call: 0 or a negative reason. The numbers never change; -3 is not in use. */
enum {
    LOYALTY_OK = 0,             /**< Done. */
    LOYALTY_E_ARGUMENT = -1,    /**< A pointer is NULL, or an index or constant is out of range. */
    LOYALTY_E_MEMORY = -2,      /**< The allocator returned NULL. */
    LOYALTY_E_STRUCT = -4,      /**< A struct's `size` is below its first version's, or above #LOYALTY_STRUCT_MAX. */
    LOYALTY_E_STRUCT_TAIL = -5, /**< An input struct sets fields that this library does not know. */
    LOYALTY_E_TABLE = -6,       /**< The rule table is bad; the report says where and why. */
    LOYALTY_E_NOT_FOUND = -7,   /**< Nothing has that name, no segment cell holds, or the table has no `money`. */
    LOYALTY_E_DATE = -8,        /**< Not a date from 0001-01-01 to 9999-12-31. */
    LOYALTY_E_VALUE = -9,       /**< The value is outside the range of the event's kind. */
    LOYALTY_E_ID = -10,         /**< The id is longer than #LOYALTY_ID_MAX bytes. */
    LOYALTY_E_DUPLICATE = -11,  /**< An event with this id was recorded already: a retry. */
    LOYALTY_E_TOO_LATE = -12,   /**< Dated more than `accept_late` before the day advanced to. */
    LOYALTY_E_OVERFLOW = -13,   /**< A sum of the log would leave 64 bits. */
    LOYALTY_E_PAST = -14,       /**< The date lies before the day advanced to. */
    LOYALTY_E_ABSENT = -15,     /**< Not advanced yet, or no event is dated by the day advanced to. */
    LOYALTY_E_UNDEFINED = -16,  /**< The metric has no value on this day (docs/rule-tables.md). */
    LOYALTY_E_RANGE = -17,      /**< The exact result needs more than 64 bits, or a `double` overflows. */
    LOYALTY_E_SPACE = -18,      /**< The buffer is too small; the size needed was set. */
    LOYALTY_E_PROGRAM = -19,    /**< The two customers belong to different programs. */
    LOYALTY_E_UNBOUND = -20,    /**< The table names a host function that the options do not bind. */
    LOYALTY_E_HOST = -21,       /**< A host function failed. */
    LOYALTY_E_BUSY = -22,       /**< The customer or book was changed from within its own callback. */
    LOYALTY_E_KEY = -23,        /**< The key is empty or longer than #LOYALTY_KEY_MAX bytes. */
    LOYALTY_E_COUNT = -24       /**< An event with a count of 0. */
};

/** Version of the library that runs: major × 10000 + minor × 100 + patch. */
LOYALTY_API uint32_t loyalty_version(void);

/** Version of the library that runs, such as "0.1.0"; constant. */
LOYALTY_API const char *loyalty_version_text(void);

/** One English sentence for a status; constant, never NULL, also for numbers that are no status. */
LOYALTY_API const char *loyalty_status_text(int32_t status);

/** @} */

/**
 * @defgroup dates Dates
 * Conversions between a day number and the calendar. Pure functions.
 * @{
 */

enum {
    LOYALTY_DATE_MIN = -719162,     /**< 0001-01-01. */
    LOYALTY_DATE_MAX = 2932896,     /**< 9999-12-31. */
    LOYALTY_DATE_NONE = -2147483647 /**< "No date" in an output: not failing, never. */
};

/** Day number of a calendar day. #LOYALTY_E_DATE where there is no such day (2023-02-29). */
LOYALTY_API int32_t loyalty_date_from_civil(int32_t year, int32_t month, int32_t day, int32_t *date);

/** Calendar day of a day number: year 1–9999, month 1–12, day 1–31. */
LOYALTY_API int32_t loyalty_date_to_civil(int32_t date, int32_t *year, int32_t *month, int32_t *day);

/** Reads exactly `YYYY-MM-DD`; @p length is 10. Anything else is #LOYALTY_E_DATE. */
LOYALTY_API int32_t loyalty_date_parse(const char *text, size_t length, int32_t *date);

/**
 * Writes `YYYY-MM-DD` and a NUL to @p buffer. #LOYALTY_E_SPACE, with nothing written, where
 * @p capacity is below 11.
 */
LOYALTY_API int32_t loyalty_date_format(int32_t date, char *buffer, size_t capacity);

/**
 * A date plus a span such as `"90d"` or `"12m"`, N from 0 to #LOYALTY_DAYS_MAX, as tables add `hold`, `grace` and `term`:
 * 31 January plus a month is 1 March. #LOYALTY_E_ARGUMENT where @p span is none; #LOYALTY_E_DATE where the sum is past
 * #LOYALTY_DATE_MAX.
 */
LOYALTY_API int32_t loyalty_date_add(int32_t date, const char *span, int32_t *sum);

/** @} */

/**
 * @defgroup options Options
 * What the host brings: its allocator and its own metrics. An options object is read while a program,
 * a builder or a report is made and may be freed right after.
 * @{
 */

/** What the host brings. */
typedef struct loyalty_options loyalty_options;

/**
 * The host's allocator. All three functions are needed. They may be called from every thread that uses
 * the objects made with them, and must not call the library.
 */
typedef struct loyalty_allocator {
    size_t size; /**< `sizeof(loyalty_allocator)`. */
    void *user;  /**< Handed to each function. */
    /** At least @p bytes (never 0), aligned as malloc's, or NULL. */
    void *(*allocate)(void *user, size_t bytes);
    /** As realloc for @p block from this allocator (never NULL) and @p bytes (never 0); on NULL the block stays. */
    void *(*resize)(void *user, void *block, size_t bytes);
    /** Gives back @p block from this allocator (never NULL). */
    void (*release)(void *user, void *block);
} loyalty_allocator;

/**
 * A metric that the host computes (`"host": NAME` in a table).
 *
 * It must be pure: the same customer and date give the same value whenever and in whatever order it is
 * asked, future dates included (for an outlook). The library calls it at most once a date that it
 * evaluates; loyalty_customer_json() evaluates twice, to measure and to write.
 *
 * @param user           as bound.
 * @param customer_user  as set by loyalty_customer_set_user(), NULL where not set.
 * @param date           the day asked about.
 * @param value          set it on success.
 * @param until          the last day on which this value will still be right; comes in as @p date, which means
 *                       "ask again tomorrow". Set it later, up to #LOYALTY_DATE_MAX, to save evaluations.
 * @return #LOYALTY_OK; #LOYALTY_E_UNDEFINED where there is no value; anything else makes the call that
 *         asked fail with #LOYALTY_E_HOST and change nothing.
 */
typedef int32_t loyalty_host_metric(void *user, void *customer_user, int32_t date, int64_t *value, int32_t *until);

/**
 * New options.
 * @param allocator  copied; NULL for malloc, realloc and free. Everything made with these options,
 *                   the options included, and every customer of a program so made, takes its memory there.
 * @param options    the new object; end it with loyalty_options_free().
 */
LOYALTY_API int32_t loyalty_options_new(const loyalty_allocator *allocator, loyalty_options **options);

/** Frees options. NULL is allowed. */
LOYALTY_API void loyalty_options_free(loyalty_options *options);

/**
 * Binds a host metric's NAME to a function. A later binding of the same name replaces the earlier one.
 * A table may name a function that is not bound: it loads, and loyalty_customer_new() refuses.
 */
LOYALTY_API int32_t loyalty_options_bind(loyalty_options *options, const char *name, loyalty_host_metric *function,
                                         void *user);

/** @} */

/**
 * @defgroup report Report
 * The list of problems of a rule table: errors, which keep a program from being made, and warnings.
 * @{
 */

/** A growing list of problems. */
typedef struct loyalty_report loyalty_report;

enum {
    LOYALTY_ERROR = 1,  /**< The table is bad. */
    LOYALTY_WARNING = 2 /**< The table is sound, but an analyst would want to know. */
};

/** One problem. */
typedef struct loyalty_problem {
    size_t size;      /**< `sizeof(loyalty_problem)`. */
    int32_t severity; /**< #LOYALTY_ERROR or #LOYALTY_WARNING. */
    uint32_t line;    /**< From 1; 0 where the table did not come from JSON text. */
    uint32_t column;  /**< In characters, from 1; 0 as for the line. */
    const char
        *path; /**< Place in the table, a JSON pointer (RFC 6901) such as `/ladder/3/enter/0`; "" is all of it. */
    const char *message; /**< What is wrong and what to write instead. */
} loyalty_problem;

/** New, empty report. @p options may be NULL. */
LOYALTY_API int32_t loyalty_report_new(const loyalty_options *options, loyalty_report **report);

/** Frees a report. NULL is allowed. */
LOYALTY_API void loyalty_report_free(loyalty_report *report);

/** Number of problems; 0 for NULL. */
LOYALTY_API uint32_t loyalty_report_count(const loyalty_report *report);

/**
 * Problem @p index, in the order of the document where positions are known. Texts live until the report is
 * added to or freed.
 */
LOYALTY_API int32_t loyalty_report_problem(const loyalty_report *report, uint32_t index, loyalty_problem *problem);

/**
 * Finds line and column in the JSON @p text for every problem whose position is not known yet, by its
 * path, and sorts the report by position. For the warnings of loyalty_program_check(). A problem whose
 * place is not in the text gets that of the nearest thing around it; in a text that is not JSON, what stands
 * before the fault is found. #LOYALTY_E_MEMORY leaves the report as it was.
 */
LOYALTY_API int32_t loyalty_report_locate(loyalty_report *report, const char *text, size_t length);

/** @} */

/**
 * @defgroup program Program
 * One compiled rule table: immutable, reference-counted, shared freely between threads.
 *
 * Event kinds, metrics, rungs, segmentations and cells are known by name and by index. Indexes count
 * from 0 in the order of the table (rungs: the lowest first; cells: through all segmentations), and
 * stay the same for the same table.
 * @{
 */

/** A compiled rule table. */
typedef struct loyalty_program loyalty_program;

enum {
    LOYALTY_STRUCT_MAX = 4096,       /**< Bytes of a struct that crosses the boundary; no later version has more. */
    LOYALTY_NAME_MAX = 64,           /**< Bytes of a name. */
    LOYALTY_ID_MAX = 255,            /**< Bytes of an event's id. */
    LOYALTY_DAYS_MAX = 36525,        /**< Largest N of `"Nd"` and `"Nm"`: a hundred years of days. */
    LOYALTY_BACK_MAX = 1000,         /**< Largest `back` of a window. */
    LOYALTY_WEIGHT_MAX = 1000000,    /**< Largest weight of a kind, either sign. */
    LOYALTY_KINDS_MAX = 256,         /**< Event kinds of a table. */
    LOYALTY_METRICS_MAX = 256,       /**< Metrics of a table. */
    LOYALTY_RUNGS_MAX = 64,          /**< Rungs of a ladder. */
    LOYALTY_CELLS_MAX = 1024,        /**< Segment cells of a table; its segmentations; its `actions`. */
    LOYALTY_CONDITIONS_MAX = 256,    /**< Conditions of one enter, keep or when, all alternatives together. */
    LOYALTY_ROWS_MAX = 256,          /**< Score rows of one metric. */
    LOYALTY_SHARE_DEPTH_MAX = 4,     /**< Shares of shares of shares of shares; deeper is an error. */
    LOYALTY_POINTS_MAX = 1000000000, /**< Largest points of a score row, either sign, and largest `max`. */
    LOYALTY_TABLE_MAX = 4194304      /**< Bytes of a table as JSON text. */
};

/**
 * Compiles a rule table from JSON text.
 *
 * @param text     JSON (RFC 8259) in UTF-8, with or without a byte order mark; need not end in NUL.
 * @param length   its bytes, at most #LOYALTY_TABLE_MAX.
 * @param options  allocator and host metrics; NULL for none.
 * @param report   takes every problem found, not only the first, with line, column and path; also when the
 *                 call fails. NULL where nobody will read it.
 * @param program  the new program; end it with loyalty_program_unref().
 * @return #LOYALTY_E_TABLE where the table is bad. The message of a text that is not even JSON begins with
 *         `not JSON`.
 */
LOYALTY_API int32_t loyalty_program_from_json(const char *text, size_t length, const loyalty_options *options,
                                              loyalty_report *report, loyalty_program **program);

/** One more owner; returns @p program. NULL is allowed. */
LOYALTY_API loyalty_program *loyalty_program_ref(loyalty_program *program);

/** One owner less; the last one frees it. Customers own a reference. NULL is allowed. */
LOYALTY_API void loyalty_program_unref(loyalty_program *program);

/**
 * Looks for what an analyst would want to know of a sound table, and adds it to @p report as warnings
 * (path, no position; see loyalty_report_locate()): rungs that can never be entered or are only ever
 * skipped, a `keep` that fails in vain where its `enter` holds, conditions that contradict each other, segment
 * cells that cannot be reached, customers who are in none because a metric is undefined, holes at a boundary
 * (`> 3` beside `< 3`), terms, windows, reviews and spans that do not go together, returns that outlive their
 * sales, and metrics, kinds and score rows never used. Each is proven; what cannot be proven is not said.
 */
LOYALTY_API int32_t loyalty_program_check(const loyalty_program *program, loyalty_report *report);

/**
 * Decides rungs where metrics are at hand already, for many customers at once: the first rung where `out` holds,
 * otherwise the highest rung whose `enter` holds, or the first. No log, no history, no `climb`, no `keep`, no term, no
 * review: for analysis, and for hosts that keep their figures in columns. It takes no memory.
 *
 * @param program   the rules.
 * @param count     rows.
 * @param metrics   a column of @p count whole values for each metric of the table, in the order of the table; NULL for
 *                  a metric that is undefined in every row. Shares are taken as given, and means too: as whole
 *                  numbers. The score is worked out from the columns.
 * @param defined   for each metric NULL where all its values are defined, otherwise a column of bytes, 0 where the
 *                  value is not; NULL where all are.
 * @param rungs     takes @p count indexes of rungs.
 */
LOYALTY_API int32_t loyalty_program_decide(const loyalty_program *program, size_t count, const int64_t *const *metrics,
                                           const char *const *defined, uint32_t *rungs);

/** @name Constants of a table
 * @{ */
enum {
    LOYALTY_CLIMB_ANY = 0, /**< Up to the highest rung whose `enter` holds. */
    LOYALTY_CLIMB_STEP = 1 /**< Up one rung at a time. */
};

enum {
    LOYALTY_FALL_REQUALIFY = 0, /**< Down to the highest lower rung whose `keep` or `enter` holds. */
    LOYALTY_FALL_STEP = 1,      /**< Down one rung. */
    LOYALTY_FALL_BOTTOM = 2     /**< Down to the first rung. */
};

/** What a metric measures. A date is active where Σcount over the metric's kinds is above 0. */
enum {
    LOYALTY_METRIC_COUNT = 0,      /**< Σ weight·Σcount. */
    LOYALTY_METRIC_SUM = 1,        /**< Σ weight·Σcount·value. */
    LOYALTY_METRIC_MEAN = 2,       /**< Σcount·value ÷ Σcount. */
    LOYALTY_METRIC_ACTIVE = 3,     /**< Number of periods that hold an active date: `active_days`, `active_weeks`… */
    LOYALTY_METRIC_DAYS_SINCE = 4, /**< Days since the latest active date. */
    LOYALTY_METRIC_DAYS_SINCE_FIRST = 5, /**< Days since the earliest active date. */
    LOYALTY_METRIC_SHARE = 6,            /**< 100·A ÷ B of two metrics. */
    LOYALTY_METRIC_HOST = 7,             /**< The host's function. */
    LOYALTY_METRIC_LATEST = 8,           /**< Σcount·value ÷ Σcount of the latest active date. */
    LOYALTY_METRIC_STREAK = 9,           /**< Number of consecutive periods up to now that each hold an active date:
                                              `streak_days`, `streak_weeks`… */
    LOYALTY_METRIC_DIFFERENT = 10        /**< Number of the metric's kinds with Σcount > 0. */
};

/** The periods that #LOYALTY_METRIC_ACTIVE and #LOYALTY_METRIC_STREAK count: days, calendar periods. */
enum {
    LOYALTY_PERIOD_NONE = 0,    /**< Other metrics. */
    LOYALTY_PERIOD_DAY = 1,     /**< Days. */
    LOYALTY_PERIOD_WEEK = 2,    /**< Weeks from Monday. */
    LOYALTY_PERIOD_MONTH = 3,   /**< Months. */
    LOYALTY_PERIOD_QUARTER = 4, /**< Quarters from 1 January, April, July, October. */
    LOYALTY_PERIOD_YEAR = 5     /**< Years from 1 January. */
};

enum {
    LOYALTY_OP_GE = 0, /**< `>=` */
    LOYALTY_OP_GT = 1, /**< `>` */
    LOYALTY_OP_LE = 2, /**< `<=` */
    LOYALTY_OP_LT = 3, /**< `<` */
    LOYALTY_OP_EQ = 4, /**< `==` */
    LOYALTY_OP_NE = 5  /**< `!=` */
};

enum {
    LOYALTY_SUBJECT_METRIC = 0, /**< The condition compares a metric. */
    LOYALTY_SUBJECT_SCORE = 1,  /**< The condition compares the score. */
    LOYALTY_SUBJECT_RUNG = 2    /**< The condition compares the height of the rung (segments only). */
};

/** The places where a table holds conditions. */
enum {
    LOYALTY_RULE_ENTER = 0, /**< A rung's `enter`; index is the rung's. */
    LOYALTY_RULE_KEEP = 1,  /**< A rung's `keep`; index is the rung's. */
    LOYALTY_RULE_WHEN = 2,  /**< A segment cell's `when`; index is the cell's. */
    LOYALTY_RULE_OUT = 3    /**< The table's `out`, where it has one; index is 0. */
};

/** What a metric is measured in. It says how to show a value and changes no standing. */
enum {
    LOYALTY_UNIT_NONE = 0,   /**< A plain number: the table gives no unit. */
    LOYALTY_UNIT_MONEY = 1,  /**< Minor units of money, such as cents; loyalty_program_money() writes them. */
    LOYALTY_UNIT_DAYS = 2,   /**< Days. */
    LOYALTY_UNIT_PERCENT = 3 /**< Percent: 33 is 33 %. */
};

/** The things of a table that can carry labels and actions. */
enum {
    LOYALTY_OBJECT_KIND = 0,         /**< An event kind (labels). */
    LOYALTY_OBJECT_METRIC = 1,       /**< A metric (labels). */
    LOYALTY_OBJECT_RUNG = 2,         /**< A rung (labels, actions). */
    LOYALTY_OBJECT_CELL = 3,         /**< A segment cell (labels, actions). */
    LOYALTY_OBJECT_SEGMENTATION = 4, /**< A segmentation (labels). */
    LOYALTY_OBJECT_ACTION = 5        /**< An action of the table's `actions` (labels). */
};
/** @} */

/** The table's own keys. */
typedef struct loyalty_table_info {
    size_t size;                 /**< `sizeof(loyalty_table_info)`. */
    const char *name;            /**< `name`. */
    int32_t accept_late;         /**< Days. */
    int32_t climb;               /**< `LOYALTY_CLIMB_…`. */
    const char *review;          /**< `"week"`, `"month"`, `"quarter"` or `"year"`; NULL where absent. */
    const char *review_begins;   /**< Day of the year from which these periods begin, `"MM-DD"`; NULL where absent. */
    const char *money_code;      /**< The money's code, such as `"EUR"`; NULL where the table has no `money`. */
    int32_t money_digits;        /**< Digits of its minor units: 2 where 5719 is 57.19; 0 where absent. */
    uint32_t action_count;       /**< Actions of the table's `actions`. */
    int64_t score_max;           /**< 1000 where absent. */
    uint32_t kind_count;         /**< Event kinds. */
    uint32_t metric_count;       /**< Metrics. */
    uint32_t rung_count;         /**< Rungs. */
    uint32_t segmentation_count; /**< Segmentations. */
    uint32_t cell_count;         /**< Cells of all segmentations. */
} loyalty_table_info;

/** An event kind. */
typedef struct loyalty_kind_info {
    size_t size;       /**< `sizeof(loyalty_kind_info)`. */
    const char *name;  /**< Its name. */
    int64_t value_min; /**< Least value accepted; INT64_MIN where the table gives no range. */
    int64_t value_max; /**< Greatest value accepted; INT64_MAX where the table gives no range. */
} loyalty_kind_info;

/** A metric. */
typedef struct loyalty_metric_info {
    size_t size;            /**< `sizeof(loyalty_metric_info)`. */
    const char *name;       /**< Its name. */
    int32_t type;           /**< `LOYALTY_METRIC_…`. */
    int32_t period;         /**< `LOYALTY_PERIOD_…`. */
    uint32_t operand_count; /**< Kinds that it counts; 2 metrics of a share; 0 of a host's. */
    int32_t back;           /**< How many windows before the present one; 0 where absent. */
    const char *within;     /**< `"365d"`, `"6m"`, `"quarter"`, `"term"`…; NULL where absent. */
    const char *begins;     /**< Where its periods begin, `"MM-DD"` or the name of a kind; NULL where absent. */
    const char *after;      /**< The kind from whose latest active date on it looks; NULL where absent. */
    const char *host;       /**< Name of the host's function; NULL for other types. */
    uint32_t row_count;     /**< Rows under `score`/`points`. */
    int32_t unit;           /**< `LOYALTY_UNIT_…`. */
} loyalty_metric_info;

/** A rung. */
typedef struct loyalty_rung_info {
    size_t size;           /**< `sizeof(loyalty_rung_info)`. */
    const char *name;      /**< Its name. */
    const char *hold;      /**< Span after `since` before it can be lost, such as `"90d"`; `"0d"` where absent. */
    const char *grace;     /**< Span of failing before it is lost, such as `"1m"`; `"0d"` where absent. */
    const char *term;      /**< How long it lasts before it has to be renewed, such as `"12m"`; NULL where absent. */
    const char *until;     /**< The period to whose first day the end of a term moves; NULL where absent. */
    int32_t fall;          /**< `LOYALTY_FALL_…`. */
    uint32_t action_count; /**< Actions. */
} loyalty_rung_info;

/** A segmentation: cells @c first_cell up to @c first_cell + @c cell_count − 1. */
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
    uint32_t segmentation; /**< The segmentation that it belongs to. */
    uint32_t action_count; /**< Actions. */
} loyalty_cell_info;

/** A condition. */
typedef struct loyalty_condition_info {
    size_t size;     /**< `sizeof(loyalty_condition_info)`. */
    int32_t subject; /**< `LOYALTY_SUBJECT_…`. */
    uint32_t metric; /**< Index of the metric; 0 for other subjects. */
    int32_t op;      /**< `LOYALTY_OP_…`. */
    int64_t number;  /**< Right-hand side; for #LOYALTY_SUBJECT_RUNG the index of a rung. */
} loyalty_condition_info;

/** The table's own keys, and how many of each thing it defines. */
LOYALTY_API int32_t loyalty_program_table(const loyalty_program *program, loyalty_table_info *info);
/** Event kind @p index. */
LOYALTY_API int32_t loyalty_program_kind(const loyalty_program *program, uint32_t index, loyalty_kind_info *info);
/** Metric @p index. */
LOYALTY_API int32_t loyalty_program_metric(const loyalty_program *program, uint32_t index, loyalty_metric_info *info);
/** Rung @p index; 0 is the lowest. */
LOYALTY_API int32_t loyalty_program_rung(const loyalty_program *program, uint32_t index, loyalty_rung_info *info);
/** Segmentation @p index. */
LOYALTY_API int32_t loyalty_program_segmentation(const loyalty_program *program, uint32_t index,
                                                 loyalty_segmentation_info *info);
/** Cell @p index. */
LOYALTY_API int32_t loyalty_program_cell(const loyalty_program *program, uint32_t index, loyalty_cell_info *info);

/**
 * Index of the @p object (`LOYALTY_OBJECT_…`, but for cells see loyalty_program_find_cell()) with this
 * name, or #LOYALTY_E_NOT_FOUND.
 */
LOYALTY_API int32_t loyalty_program_find(const loyalty_program *program, int32_t object, const char *name,
                                         uint32_t *index);
/** Index of the cell with this name in a segmentation, or #LOYALTY_E_NOT_FOUND. */
LOYALTY_API int32_t loyalty_program_find_cell(const loyalty_program *program, uint32_t segmentation, const char *name,
                                              uint32_t *index);

/**
 * Operand @p position of a metric: the index of a kind, or of a metric for a share (0 is A, 1 is B), and its weight,
 * which is 1 where the table gives none. @p weight may be NULL.
 */
LOYALTY_API int32_t loyalty_program_operand(const loyalty_program *program, uint32_t metric, uint32_t position,
                                            uint32_t *index, int32_t *weight);
/** Score row @p row of a metric. */
LOYALTY_API int32_t loyalty_program_points(const loyalty_program *program, uint32_t metric, uint32_t row,
                                           int64_t *at_least, int64_t *points);

/**
 * Number of alternatives of a rule (`LOYALTY_RULE_…`), of which one must hold; 0 where it always holds
 * (the first rung, a cell without `when`).
 */
LOYALTY_API int32_t loyalty_program_alternatives(const loyalty_program *program, int32_t rule, uint32_t index,
                                                 uint32_t *count);
/** Number of conditions of an alternative, which must all hold. */
LOYALTY_API int32_t loyalty_program_conditions(const loyalty_program *program, int32_t rule, uint32_t index,
                                               uint32_t alternative, uint32_t *count);
/** One condition. */
LOYALTY_API int32_t loyalty_program_condition(const loyalty_program *program, int32_t rule, uint32_t index,
                                              uint32_t alternative, uint32_t position, loyalty_condition_info *info);

/**
 * Label of a thing (`LOYALTY_OBJECT_…`) in a language (a BCP 47 tag such as "fa" or "pt-BR"; NULL for "en").
 * Falls back from "pt-BR" to "pt", then to "en", then to the first label given, then to the name. Case
 * of ASCII letters in tags does not matter.
 */
LOYALTY_API int32_t loyalty_program_label(const loyalty_program *program, int32_t object, uint32_t index,
                                          const char *language, const char **label);
/**
 * Name of action @p position of a rung or a cell (#LOYALTY_OBJECT_RUNG, #LOYALTY_OBJECT_CELL). For its label, pass the
 * name to loyalty_program_find() with #LOYALTY_OBJECT_ACTION, and the index to loyalty_program_label(). If that returns
 * #LOYALTY_E_NOT_FOUND, the table has no label for it; show the name.
 */
LOYALTY_API int32_t loyalty_program_action(const loyalty_program *program, int32_t object, uint32_t index,
                                           uint32_t position, const char **action);

enum {
    LOYALTY_MONEY_TEXT = 96 /**< Bytes that are enough for any amount of money as text, with its NUL. */
};

/**
 * Writes an amount of money with the table's code and digits, in ASCII: 5719 is "57.19 EUR", −5 is "-0.05 EUR".
 * @param program  the table.
 * @param amount   minor units, such as cents.
 * @param buffer   gets the text and a NUL.
 * @param capacity bytes of @p buffer; #LOYALTY_MONEY_TEXT are enough for any amount.
 * @return #LOYALTY_OK; #LOYALTY_E_NOT_FOUND if the table has no `money`; #LOYALTY_E_SPACE, with nothing written, if
 *         @p capacity is too small.
 */
LOYALTY_API int32_t loyalty_program_money(const loyalty_program *program, int64_t amount, char *buffer,
                                          size_t capacity);

/** @} */

/**
 * @defgroup builder Builder
 * The same table, written in C. Each call adds one thing; texts are the ones a JSON table would hold
 * (`"visits >= 1"`, `"365d"`). Names may be used before they are defined.
 *
 * Calls fail at once only for NULL, memory and constants out of range. Everything else (bad names, unknown names,
 * duplicate definitions, missing parts) is kept as a problem with its path, and loyalty_builder_build() tells
 * all of them. A call whose @c rung, @c metric, … names nothing that was added before is such a problem too.
 * @{
 */

/** A rule table in the making. */
typedef struct loyalty_builder loyalty_builder;

/** New, empty builder. @p options may be NULL; what they bind is taken over now. */
LOYALTY_API int32_t loyalty_builder_new(const loyalty_options *options, loyalty_builder **builder);
/** Frees a builder. NULL is allowed. */
LOYALTY_API void loyalty_builder_free(loyalty_builder *builder);

/**
 * Compiles what was built. The builder stays and may be added to.
 * @param builder  the table in the making.
 * @param report   takes every problem, also when the call fails; NULL where nobody will read it.
 * @param program  the new program; end it with loyalty_program_unref().
 * @return #LOYALTY_E_TABLE where the table is bad.
 */
LOYALTY_API int32_t loyalty_builder_build(const loyalty_builder *builder, loyalty_report *report,
                                          loyalty_program **program);

/**
 * What a metric is, for loyalty_builder_add_metric(). Only `type` and `operands` are always needed:
 *
 * @code
 * const char *kinds[] = {"purchase", "return"};
 * loyalty_metric_definition last_year = {.size = sizeof last_year, .type = LOYALTY_METRIC_SUM, .operands = kinds,
 *                                        .operand_count = 2, .within = "year", .back = 1};
 * @endcode
 */
typedef struct loyalty_metric_definition {
    size_t size;    /**< `sizeof(loyalty_metric_definition)`. */
    int32_t type;   /**< `LOYALTY_METRIC_…`. */
    int32_t period; /**< `LOYALTY_PERIOD_…`: that #LOYALTY_METRIC_ACTIVE and #LOYALTY_METRIC_STREAK count;
                                      0 for other types. */
    const char *const *operands; /**< Names: of kinds; of two metrics for a share; of one function for a host's. */
    const int32_t *weights;      /**< A weight for each kind of a count or a sum; NULL for weights of 1. */
    uint32_t operand_count;      /**< How many operands. */
    int32_t back;                /**< How many windows before the present one, from 0 to #LOYALTY_BACK_MAX. */
    int32_t unit;                /**< `LOYALTY_UNIT_…`. */
    uint32_t reserved;           /**< 0. */
    const char *within;          /**< The window, such as `"365d"`, `"year"` or `"term"`; NULL for the whole log. */
    const char *begins;          /**< Where periods begin, `"MM-DD"` or the name of a kind; NULL for the calendar's. */
    const char *after;           /**< Only dates from the latest active date of this kind on; NULL for all. */
} loyalty_metric_definition;

/** The table's name; needed. */
LOYALTY_API int32_t loyalty_builder_set_name(loyalty_builder *builder, const char *name);
/** How many days late an event is still accepted, 0 to #LOYALTY_DAYS_MAX; 30 where not called. */
LOYALTY_API int32_t loyalty_builder_set_accept_late(loyalty_builder *builder, int32_t days);
/** How customers climb, `LOYALTY_CLIMB_…`. */
LOYALTY_API int32_t loyalty_builder_set_climb(loyalty_builder *builder, int32_t climb);
/** Largest score, 1 to #LOYALTY_POINTS_MAX; 1000 where not called. */
LOYALTY_API int32_t loyalty_builder_set_score_max(loyalty_builder *builder, int64_t max);

/** An event kind with the range of its values, both included (INT64_MIN and INT64_MAX for no range). */
LOYALTY_API int32_t loyalty_builder_add_kind(loyalty_builder *builder, const char *kind, int64_t value_min,
                                             int64_t value_max);
/**
 * A metric.
 * @param builder     the table in the making.
 * @param metric      its name.
 * @param definition  what it is; copied.
 */
LOYALTY_API int32_t loyalty_builder_add_metric(loyalty_builder *builder, const char *metric,
                                               const loyalty_metric_definition *definition);
/** A score row of a metric: these points from @p at_least on. Rows ascend. */
LOYALTY_API int32_t loyalty_builder_add_points(loyalty_builder *builder, const char *metric, int64_t at_least,
                                               int64_t points);

/** A rung above those added before. */
LOYALTY_API int32_t loyalty_builder_add_rung(loyalty_builder *builder, const char *rung);
/** A condition of a rung's `enter`, in an alternative counted from 0. */
LOYALTY_API int32_t loyalty_builder_add_enter(loyalty_builder *builder, const char *rung, uint32_t alternative,
                                              const char *condition);
/** A condition of a rung's `keep`; where none is added, keep is as enter. */
LOYALTY_API int32_t loyalty_builder_add_keep(loyalty_builder *builder, const char *rung, uint32_t alternative,
                                             const char *condition);
/** A rung's `hold`, a span such as `"90d"` or `"3m"`. */
LOYALTY_API int32_t loyalty_builder_set_hold(loyalty_builder *builder, const char *rung, const char *span);
/** A rung's `grace`, likewise. */
LOYALTY_API int32_t loyalty_builder_set_grace(loyalty_builder *builder, const char *rung, const char *span);
/**
 * A rung's `term`, a span of at least a day, and its `until`: `"week"`, `"month"`, `"quarter"`, `"year"`, or NULL for
 * none.
 */
LOYALTY_API int32_t loyalty_builder_set_term(loyalty_builder *builder, const char *rung, const char *span,
                                             const char *until);
/** A rung's `fall`, `LOYALTY_FALL_…`. */
LOYALTY_API int32_t loyalty_builder_set_fall(loyalty_builder *builder, const char *rung, int32_t fall);

/** A condition of the table's `out`, in an alternative counted from 0. */
LOYALTY_API int32_t loyalty_builder_add_out(loyalty_builder *builder, uint32_t alternative, const char *condition);
/**
 * The table's `review`: `"week"`, `"month"`, `"quarter"` or `"year"`, from the day @p begins of a year, `"MM-DD"`; NULL
 * for the calendar's periods.
 */
LOYALTY_API int32_t loyalty_builder_set_review(loyalty_builder *builder, const char *every, const char *begins);

/** A cell at the end of a segmentation, which the first cell begins. */
LOYALTY_API int32_t loyalty_builder_add_cell(loyalty_builder *builder, const char *segmentation, const char *cell);
/** A condition of a cell's `when`, in an alternative counted from 0. */
LOYALTY_API int32_t loyalty_builder_add_when(loyalty_builder *builder, const char *segmentation, const char *cell,
                                             uint32_t alternative, const char *condition);

/**
 * How amounts of money are written: the @p code of the money, a name such as "EUR", and how many @p digits of minor units
 * it has, 0 to 9. It is for metrics whose unit is #LOYALTY_UNIT_MONEY.
 */
LOYALTY_API int32_t loyalty_builder_set_money(loyalty_builder *builder, const char *code, int32_t digits);

/**
 * A label of a kind, metric, rung, segmentation or action (@p segmentation NULL), or of a cell (#LOYALTY_OBJECT_CELL, with
 * the name of its segmentation). An action need not be one of a rung or a cell.
 */
LOYALTY_API int32_t loyalty_builder_add_label(loyalty_builder *builder, int32_t object, const char *segmentation,
                                              const char *name, const char *language, const char *label);
/** An action of a rung (@p segmentation NULL) or of a cell. */
LOYALTY_API int32_t loyalty_builder_add_action(loyalty_builder *builder, int32_t object, const char *segmentation,
                                               const char *name, const char *action);

/** @} */

/**
 * @defgroup presets Presets
 * Rule tables that come with the library, as JSON text; docs/presets.md explains their thresholds. All
 * take the same vocabulary of event kinds, so that a host records once and may change tables.
 * @{
 */

/** Number of presets. */
LOYALTY_API uint32_t loyalty_preset_count(void);
/** Name of preset @p index, such as "five-rungs"; NULL where there is none. Constant. */
LOYALTY_API const char *loyalty_preset_name(uint32_t index);
/**
 * JSON text of a preset, constant, for loyalty_program_from_json(). #LOYALTY_E_NOT_FOUND where there
 * is no preset of that name.
 */
LOYALTY_API int32_t loyalty_preset_json(const char *name, const char **text, size_t *length);

/** @} */

/**
 * @defgroup customer Customer
 * One person's or household's log in one program, folded through the ladder up to a day: the **day
 * advanced to**. All answers are about that day.
 *
 * The same person may be a customer of several programs at once: one handle each.
 * @{
 */

/** A customer. */
typedef struct loyalty_customer loyalty_customer;

/** Something that the customer did or met. */
typedef struct loyalty_event {
    size_t size;        /**< `sizeof(loyalty_event)`. */
    uint32_t kind;      /**< Index of its kind. */
    int32_t date;       /**< Business day; may lie in the future, and is not seen before it comes. */
    int64_t value;      /**< Minor units of money, a rating; within the kind's range. */
    int32_t count;      /**< How many, 1 for one; a negative count takes that many back. Not 0. */
    uint32_t id_length; /**< Bytes of the id, up to #LOYALTY_ID_MAX; 0 for none. */
    const char *id;     /**< Any bytes; makes a retry harmless. Copied. NULL for none. */
} loyalty_event;

enum {
    LOYALTY_PROMOTION = 1, /**< To a higher rung. */
    LOYALTY_DEMOTION = -1  /**< To a lower rung. */
};

/** A change of rung. */
typedef struct loyalty_transition {
    size_t size;       /**< `sizeof(loyalty_transition)`. */
    int32_t date;      /**< The day of the change. */
    uint32_t from;     /**< Rung before. */
    uint32_t to;       /**< Rung after. */
    int32_t direction; /**< #LOYALTY_PROMOTION or #LOYALTY_DEMOTION. */
    int32_t revoked;   /**< 1: a late event has undone this change, told earlier; otherwise 0. */
} loyalty_transition;

/**
 * Told of each transition in the order of dates, after the call that caused them has succeeded. A late
 * event's revoked transitions come before its new ones. It may ask the customer anything. Calls that would
 * change the customer return #LOYALTY_E_BUSY, and loyalty_customer_free() takes effect when the call that
 * tells returns; from loyalty_customer_outlook() neither is allowed.
 */
typedef void loyalty_transition_callback(void *user, const loyalty_customer *customer,
                                         const loyalty_transition *transition);

/** Where a customer stands on the day advanced to. */
typedef struct loyalty_standing {
    size_t size;      /**< `sizeof(loyalty_standing)`. */
    uint32_t rung;    /**< Index of the rung. */
    int32_t since;    /**< Day on which the rung was reached. */
    int32_t failing;  /**< Day since which the customer has failed to keep the rung (at risk); #LOYALTY_DATE_NONE where
                           that is not so. */
    int32_t falls_on; /**< Day of the demotion if `keep` and `enter` go on failing; #LOYALTY_DATE_NONE where `failing`
                           is, or where that day lies past #LOYALTY_DATE_MAX. */
    int64_t score;    /**< Score. */
    int32_t next; /**< Next day on which rung, failing or term could change with no further event; the score may change
                           earlier. #LOYALTY_DATE_NONE for none. */
    int32_t term_end; /**< First day that is no longer in the rung's term, on which it is renewed or begins to fail;
                           #LOYALTY_DATE_NONE where the rung has no term, or where that day lies past #LOYALTY_DATE_MAX. */
} loyalty_standing;

/** One condition beside the customer's present value. */
typedef struct loyalty_gap {
    size_t size;         /**< `sizeof(loyalty_gap)`. */
    int32_t subject;     /**< `LOYALTY_SUBJECT_…`. */
    uint32_t metric;     /**< Index of the metric; 0 for other subjects. */
    int32_t op;          /**< `LOYALTY_OP_…`. */
    int64_t number;      /**< The number asked; for a rung its index. */
    int32_t defined;     /**< 1 where the present value is defined, otherwise 0 (and the condition does not hold). */
    int32_t holds;       /**< 1 where the condition holds, otherwise 0. */
    int64_t numerator;   /**< Present value; the rung's index for #LOYALTY_SUBJECT_RUNG; 0 where undefined. */
    int64_t denominator; /**< At least 1. */
    int64_t shortfall; /**< Least whole amount by which the value would have to change (rise for `>=` and `>`, sink for
                               `<=` and `<`, either for `==` and `!=`); 0 where the condition holds or the value is
                               undefined. Cut to 64 bits. */
} loyalty_gap;

/**
 * New customer without events, not advanced to any day. It takes a reference of its program.
 * #LOYALTY_E_UNBOUND where the table has a host metric that was not bound.
 */
LOYALTY_API int32_t loyalty_customer_new(loyalty_program *program, loyalty_customer **customer);
/** Frees a customer. NULL is allowed. */
LOYALTY_API void loyalty_customer_free(loyalty_customer *customer);
/** An independent copy with everything, the host's pointer included: record in it to ask "what if". */
LOYALTY_API int32_t loyalty_customer_copy(const loyalty_customer *customer, loyalty_customer **copy);
/**
 * Forgets everything about the customer: log, ids, standing, the day advanced to, the host's pointer. The memory
 * that holds it is overwritten with zeros before it is released. The handle is as new.
 */
LOYALTY_API int32_t loyalty_customer_erase(loyalty_customer *customer);

/** The customer's program; no new reference. */
LOYALTY_API loyalty_program *loyalty_customer_program(const loyalty_customer *customer);
/** A pointer of the host's own, handed to host metrics; never followed by the library. */
LOYALTY_API int32_t loyalty_customer_set_user(loyalty_customer *customer, void *user);
/** The pointer set by loyalty_customer_set_user(), or NULL. */
LOYALTY_API void *loyalty_customer_user(const loyalty_customer *customer);

/**
 * Adds an event to the log; a negative count takes events back.
 *
 * An event dated by the day advanced to is late: the standings from its date on are folded again, and the
 * answers about the day advanced to are right when the call returns.
 *
 * @param customer       whose log it is.
 * @param event          the event; copied.
 * @param on_transition  told how a late event changed the past; NULL where nobody will listen.
 * @param user           handed to it.
 * @return #LOYALTY_E_VALUE, #LOYALTY_E_COUNT, #LOYALTY_E_DATE, #LOYALTY_E_ID; #LOYALTY_E_DUPLICATE where the id is remembered (ids
 *         of events dated from `accept_late` days before the day advanced to are; all, before any
 *         advance); #LOYALTY_E_TOO_LATE where the date is older than that; #LOYALTY_E_OVERFLOW where Σcount or
 *         Σcount·value of this kind and date would leave 64 bits; #LOYALTY_E_HOST.
 */
LOYALTY_API int32_t loyalty_customer_record(loyalty_customer *customer, const loyalty_event *event,
                                            loyalty_transition_callback *on_transition, void *user);

/**
 * Folds the log up to @p date, which becomes the day advanced to. Cost follows change: days on which nothing can
 * change are skipped.
 *
 * @param customer       who is folded.
 * @param date           the new day advanced to.
 * @param on_transition  told of each transition after the former day advanced to, up to @p date; NULL for none.
 * @param user           handed to it.
 * @return #LOYALTY_E_PAST where @p date is before the day advanced to; #LOYALTY_E_DATE, #LOYALTY_E_HOST.
 */
LOYALTY_API int32_t loyalty_customer_advance(loyalty_customer *customer, int32_t date,
                                             loyalty_transition_callback *on_transition, void *user);

/**
 * Adds @p other's log and remembered ids to @p customer: two cards of one person. @p other stays as it is. The day
 * advanced to becomes the later one of the two, and the whole merged log is folded anew up to it, so the
 * transitions remembered are those that one card would have seen. Events are added even where both
 * have one with the same id. #LOYALTY_E_PROGRAM where their programs are not the same object.
 */
LOYALTY_API int32_t loyalty_customer_merge(loyalty_customer *customer, const loyalty_customer *other);

/** The day advanced to; #LOYALTY_E_ABSENT before any advance. */
LOYALTY_API int32_t loyalty_customer_date(const loyalty_customer *customer, int32_t *date);

/** Where the customer stands. #LOYALTY_E_ABSENT before the day of the earliest event; #LOYALTY_E_HOST. */
LOYALTY_API int32_t loyalty_customer_standing(const loyalty_customer *customer, loyalty_standing *standing);

/** The rung alone: cheaper than the whole standing. #LOYALTY_E_ABSENT before the day of the earliest event. */
LOYALTY_API int32_t loyalty_customer_rung(const loyalty_customer *customer, uint32_t *rung);

/**
 * The same log in another program: kinds are matched by name, remembered ids, the day advanced to and the host's
 * pointer come along, and the log is folded anew. Values stay, whatever range the other table gives their kind.
 * @p customer stays as it is; nobody is told.
 *
 * @param customer   whose log it is.
 * @param program    the other table.
 * @param left_out   (kind, date) pairs of the log left out because the other table has no kind of that name; NULL where
 *                   not asked for.
 * @param converted  the new customer; end it with loyalty_customer_free().
 * @return #LOYALTY_E_UNBOUND as loyalty_customer_new(); #LOYALTY_E_HOST.
 */
LOYALTY_API int32_t loyalty_customer_convert(const loyalty_customer *customer, loyalty_program *program,
                                             uint64_t *left_out, loyalty_customer **converted);

/** The part of a metric in the score: points of its row, before the sum is cut. 0 for a metric without rows. */
LOYALTY_API int32_t loyalty_customer_points(const loyalty_customer *customer, uint32_t metric, int64_t *points);

/**
 * Exact value of a metric: numerator ÷ denominator, the denominator at least 1 and 1 for whole metrics. Reduced only
 * where it would not fit otherwise. #LOYALTY_E_UNDEFINED; #LOYALTY_E_RANGE where even reduced it needs
 * more than 64 bits; #LOYALTY_E_ABSENT before any advance.
 */
LOYALTY_API int32_t loyalty_customer_metric(const loyalty_customer *customer, uint32_t metric, int64_t *numerator,
                                            int64_t *denominator);

/** The first cell of a segmentation whose `when` holds; #LOYALTY_E_NOT_FOUND where none does. */
LOYALTY_API int32_t loyalty_customer_segment(const loyalty_customer *customer, uint32_t segmentation, uint32_t *cell);

/** 1 where a rule (`LOYALTY_RULE_…`) holds for the customer on the day advanced to, otherwise 0. */
LOYALTY_API int32_t loyalty_customer_meets(const loyalty_customer *customer, int32_t rule, uint32_t index,
                                           int32_t *holds);

/**
 * What is missing: one condition of a rule beside the customer's value. The places are those of
 * loyalty_program_condition(). #LOYALTY_E_RANGE where the present value needs more than 64 bits.
 */
LOYALTY_API int32_t loyalty_customer_gap(const loyalty_customer *customer, int32_t rule, uint32_t index,
                                         uint32_t alternative, uint32_t position, loyalty_gap *gap);

/**
 * Tells the transitions after the day advanced to, up to @p until, if no event is recorded besides those that the log
 * holds already. The customer does not change. #LOYALTY_E_PAST, #LOYALTY_E_DATE, #LOYALTY_E_HOST.
 */
LOYALTY_API int32_t loyalty_customer_outlook(const loyalty_customer *customer, int32_t until,
                                             loyalty_transition_callback *on_transition, void *user);

/** Number of transitions remembered: those dated within `accept_late` days of the day advanced to. 0 for NULL. */
LOYALTY_API uint32_t loyalty_customer_transition_count(const loyalty_customer *customer);
/** Remembered transition @p index, the oldest first. */
LOYALTY_API int32_t loyalty_customer_transition(const loyalty_customer *customer, uint32_t index,
                                                loyalty_transition *transition);

/**
 * The whole standing as one JSON text: rung, labels, score and its breakdown, metrics, segments with actions, gaps
 * to the rungs above and of the present one, transitions remembered, outlook. docs/standing-json.md describes it.
 *
 * @param customer  whose standing it is.
 * @param language  for labels, as in loyalty_program_label().
 * @param until     last day of the outlook.
 * @param buffer    takes the text and a NUL; NULL where @p capacity is 0, to ask for the size.
 * @param capacity  bytes of the buffer.
 * @param needed    bytes of the text without the NUL; also set with #LOYALTY_E_SPACE, where the buffer stays as it was.
 * @return #LOYALTY_E_HOST also if a host function answers twice, and differently, for one day; then @p buffer begins
 *         with a NUL.
 */
LOYALTY_API int32_t loyalty_customer_json(const loyalty_customer *customer, const char *language, int32_t until,
                                          char *buffer, size_t capacity, size_t *needed);

/** @} */

/**
 * @defgroup book Book
 * All customers of a business: a collection of customers of one program, each known by a **key** of 1 to
 * #LOYALTY_KEY_MAX bytes: a text id, or the eight bytes of a number (`(const char *)&number, sizeof number`).
 *
 * A book has one day for all, the **day advanced to**. An event dated by then is folded in at once; a later one is not
 * seen before its day comes. Advancing touches only the customers whose next date has come. So a till that advances the
 * book each morning has every standing up to date after every sale.
 *
 * @code
 * loyalty_book_advance(book, today, NULL, NULL);
 * loyalty_book_record(book, "4711", 4, &sale, NULL, NULL, &customer);
 * loyalty_customer_rung(customer, &rung);
 * @endcode
 *
 * A book is used by one thread at a time, also for reading; a host with several threads holds one book a thread, each
 * for its share of the keys, and may merge them. Answers never depend on the order in which customers were added.
 *
 * **Loading.** The fastest way to fill a book is to record its whole log in batches before anything else, and then to
 * advance it once. Until the book has a day or is asked anything, it puts events aside; every event is checked when it is
 * recorded all the same. The first other call moves them into the customers' logs, each log in one piece. That call takes
 * the time, and may return #LOYALTY_E_MEMORY: nothing is lost then, and the call can be made again. The calls of which
 * this is true say so: they **end a load**. loyalty_book_count() and loyalty_book_date() do not.
 * @{
 */

/** A keyed collection of customers. */
typedef struct loyalty_book loyalty_book;

enum {
    LOYALTY_KEY_MAX = 255 /**< Bytes of a key. */
};

/**
 * Told of each transition, as loyalty_transition_callback, with the customer's key, which is not ended by NUL. It may
 * ask the customer anything; any call that would change the book, look for a customer in it or go through all returns
 * #LOYALTY_E_BUSY.
 */
typedef void loyalty_book_callback(void *user, const char *key, uint32_t key_length, const loyalty_customer *customer,
                                   const loyalty_transition *transition);

/**
 * New, empty book. It takes a reference of its program.
 * @param program  the rules.
 * @param seed     a number that nobody outside can guess, where keys come from outside: keys are hashed with it
 *                 (SipHash-1-3; Aumasson and Bernstein 2012), so that chosen keys cannot slow the book down. 0 where
 *                 keys are the host's own, such as numbers that it gave out itself: they are hashed faster, but anyone
 *                 could choose keys that slow the book down. It never changes an answer.
 * @param book     the new book; end it with loyalty_book_free().
 * @return #LOYALTY_E_UNBOUND where the table has a host metric that was not bound.
 */
LOYALTY_API int32_t loyalty_book_new(loyalty_program *program, uint64_t seed, loyalty_book **book);
/** Frees a book and its customers. NULL is allowed. Not from within a callback of the book. */
LOYALTY_API void loyalty_book_free(loyalty_book *book);

/** The book's program; no new reference. */
LOYALTY_API loyalty_program *loyalty_book_program(const loyalty_book *book);
/** Number of customers, those of a load included; 0 for NULL. */
LOYALTY_API uint32_t loyalty_book_count(const loyalty_book *book);
/** The day advanced to; #LOYALTY_E_ABSENT before any advance. */
LOYALTY_API int32_t loyalty_book_date(const loyalty_book *book, int32_t *date);

/**
 * Adds an event to a customer's log, as loyalty_customer_record(). A customer not known yet is added with it; where
 * the call fails, it is not.
 *
 * @param book           the book.
 * @param key            the customer's key; copied.
 * @param key_length     its bytes.
 * @param event          the event; copied.
 * @param on_transition  told how the event changed the standings up to the book's day; NULL for none.
 * @param user           handed to it.
 * @param customer       the customer, as from loyalty_book_find(); NULL where not asked for. Asking for it ends a load.
 * @return #LOYALTY_E_KEY, and what loyalty_customer_record() returns.
 */
LOYALTY_API int32_t loyalty_book_record(loyalty_book *book, const char *key, uint32_t key_length,
                                        const loyalty_event *event, loyalty_book_callback *on_transition, void *user,
                                        const loyalty_customer **customer);

/**
 * Events as columns: row i of each column belongs to event i. The columns are the host's; they are only read, and only
 * during the call. Unless `count` is 0, `kinds`, `dates` and either `numbers` or `keys` with `key_lengths` are needed.
 */
typedef struct loyalty_batch {
    size_t size;                 /**< `sizeof(loyalty_batch)`. */
    size_t count;                /**< Rows. */
    const uint64_t *numbers;     /**< Keys that are numbers, of eight bytes each; NULL where `keys` is given. */
    const char *const *keys;     /**< Keys of any length; NULL where `numbers` is given. */
    const uint32_t *key_lengths; /**< Bytes of each of `keys`. */
    const uint32_t *kinds;       /**< Indexes of kinds. */
    const int32_t *dates;        /**< Business days. */
    const int64_t *values;       /**< NULL: all 0. */
    const int32_t *counts;       /**< NULL: all 1. */
    const char *const *ids;      /**< NULL: none has an id. */
    const uint32_t *id_lengths;  /**< Bytes of each of `ids`; 0 for none. */
} loyalty_batch;

/**
 * Records the rows of a batch, one after the other, as loyalty_book_record() would each; it looks ahead, and so is
 * faster in a large book. A row that is refused changes nothing, and the rows after it are recorded.
 *
 * @param book           the book.
 * @param batch          the columns.
 * @param on_transition  told as in loyalty_book_record(); NULL for none.
 * @param user           handed to it.
 * @param statuses       a status a row; NULL where nobody asks.
 * @param refused        how many rows were refused; NULL where nobody asks.
 * @return #LOYALTY_OK also where rows were refused; #LOYALTY_E_ARGUMENT where a column is missing, or both or neither
 *         of `numbers` and `keys` are given, with no row recorded.
 */
LOYALTY_API int32_t loyalty_book_record_batch(loyalty_book *book, const loyalty_batch *batch,
                                              loyalty_book_callback *on_transition, void *user, int32_t *statuses,
                                              size_t *refused);

/**
 * Folds every customer up to @p date, which becomes the book's day. Only customers whose next date has come are
 * touched. It ends a load.
 *
 * @param book           the book.
 * @param date           the new day advanced to.
 * @param on_transition  told of each transition; those of one customer together, in the order of dates. The order of
 *                       customers follows from the calls made before, and from nothing else (but for those whose
 *                       place was lost when memory ran out). NULL for none.
 * @param user           handed to it.
 * @return #LOYALTY_E_PAST where @p date is before the book's day; #LOYALTY_E_DATE; #LOYALTY_E_HOST and
 *         #LOYALTY_E_MEMORY, after which the book's day is as before and some customers are folded, and told, already:
 *         the call made again with the same date goes on with the others.
 */
LOYALTY_API int32_t loyalty_book_advance(loyalty_book *book, int32_t date, loyalty_book_callback *on_transition,
                                         void *user);

/**
 * Finds a customer, advanced to the book's day. The pointer stays valid until the customer is removed or merged into
 * another, or the book is freed. But once the book has changed, find the customer again before you ask it anything: its
 * own day is brought up to the book's only then. It belongs to the book, so no call that changes a customer may be made
 * with it; loyalty_customer_copy() gives one for "what if". It ends a load.
 * #LOYALTY_E_NOT_FOUND where the book has no such key; #LOYALTY_E_MEMORY only where it ends a load.
 */
LOYALTY_API int32_t loyalty_book_find(loyalty_book *book, const char *key, uint32_t key_length,
                                      const loyalty_customer **customer);

/**
 * Goes through all customers, in the order in which they were added as long as none was removed. It ends a load.
 *
 * @param book        the book. It must not change while a cursor goes through it.
 * @param cursor      0 to begin; set to what the next call takes.
 * @param key         lives as long as the customer; not ended by NUL. NULL where not asked for.
 * @param key_length  its bytes. NULL where not asked for.
 * @param customer    as from loyalty_book_find(). NULL where not asked for.
 * @return #LOYALTY_E_NOT_FOUND after the last; #LOYALTY_E_MEMORY only where it ends a load.
 */
LOYALTY_API int32_t loyalty_book_next(loyalty_book *book, uint32_t *cursor, const char **key, uint32_t *key_length,
                                      const loyalty_customer **customer);

/**
 * A customer's pointer for host metrics, as loyalty_customer_set_user(). A customer not known yet is added, without
 * events, so that the pointer can be there before the first event is. It ends a load.
 */
LOYALTY_API int32_t loyalty_book_set_user(loyalty_book *book, const char *key, uint32_t key_length, void *user);

/**
 * Forgets a customer; the memory is overwritten as in loyalty_customer_erase(). It ends a load. #LOYALTY_E_NOT_FOUND;
 * #LOYALTY_E_MEMORY only where it ends a load.
 */
LOYALTY_API int32_t loyalty_book_remove(loyalty_book *book, const char *key, uint32_t key_length);

/**
 * Two cards of one person: adds the duplicate's log to the customer's as loyalty_customer_merge(), and removes the
 * duplicate. It ends a load. #LOYALTY_E_NOT_FOUND where the book lacks either; #LOYALTY_E_ARGUMENT where the keys are
 * the same.
 */
LOYALTY_API int32_t loyalty_book_merge_keys(loyalty_book *book, const char *key, uint32_t key_length,
                                            const char *duplicate, uint32_t duplicate_length);

/**
 * Adds all customers of another book, which stays as it is: new keys are copied, customers with the same key merged as
 * by loyalty_customer_merge(). The book's day becomes the later of the two, and all customers are folded up to it;
 * nobody is told. It ends a load of either book. #LOYALTY_E_PROGRAM where their programs are not the same object; what
 * loyalty_customer_merge() returns. On failure nothing has changed.
 */
LOYALTY_API int32_t loyalty_book_merge(loyalty_book *book, loyalty_book *other);

/**
 * The same logs under another table: how a host changes its rules, and how it asks first what the change would do
 * (see @ref backtest). Kinds are matched by name. Remembered ids and the day come along. Nobody is told.
 *
 * @param book       stays as it is, but it ends a load.
 * @param program    the other table.
 * @param seed       as in loyalty_book_new().
 * @param left_out   (kind, date) pairs of the logs left out because the other table has no kind of that name; NULL
 *                   where not asked for.
 * @param converted  the new book.
 * @return #LOYALTY_E_UNBOUND, #LOYALTY_E_HOST.
 */
LOYALTY_API int32_t loyalty_book_convert(loyalty_book *book, loyalty_program *program, uint64_t seed,
                                         uint64_t *left_out, loyalty_book **converted);

/** @} */

/**
 * @defgroup census Census
 * The figures that a business measures over its customers: who stands where, who moved, who came back, what preceded a
 * purchase, and what a customer is worth. docs/census.md defines each figure. Floating point is at home here, and only
 * here.
 *
 * A census is planned, then customers are added, one by one or as books; two of the same plan can be merged, so
 * that each thread may count its own book. Whatever day a customer is advanced to, the census looks at the days of its
 * plan: a standing is a function of the log and the date.
 * @{
 */

/** A population's figures. */
typedef struct loyalty_census loyalty_census;

/**
 * What a census is about. `as_of` is always needed. Movement needs `from`; retention needs `kinds` and both periods;
 * influence needs `from`, `kinds` and `days`; quantiles of metrics need `metrics`. Set dates of parts that are not
 * wanted to #LOYALTY_DATE_NONE: 0 is 1970-01-01. Periods include both their days, and may lie after `as_of`.
 */
typedef struct loyalty_census_plan {
    size_t size;           /**< `sizeof(loyalty_census_plan)`. */
    int32_t as_of;         /**< The day of the standings. */
    int32_t from;          /**< An earlier day: movement from it to `as_of`, and influence after it. */
    const uint32_t *kinds; /**< What counts as a purchase: for retention, cohorts and influence; copied. */
    uint32_t kind_count;   /**< 0 for none: these parts are left out. */
    uint32_t days;         /**< Influence: "buys within so many days after"; 0: left out. At most #LOYALTY_DAYS_MAX. */
    int32_t first_from;    /**< Retention: the first period. */
    int32_t first_to;      /**< Its last day. */
    int32_t second_from;   /**< Retention: the second period. */
    int32_t second_to;     /**< Its last day. */
    const uint32_t *metrics; /**< Whose values are counted, for their quantiles; in any order; copied. */
    uint32_t metric_count;   /**< 0 for none. */
    uint32_t reserved;       /**< 0. */
} loyalty_census_plan;

/**
 * New census of customers of one program, which it takes a reference of. End it with loyalty_census_free().
 * #LOYALTY_E_DATE where a period ends before it begins or `from` is not before `as_of`; #LOYALTY_E_ARGUMENT where the
 * plan names what is not a kind or a metric of the table, or one of them twice, or too many days.
 */
LOYALTY_API int32_t loyalty_census_new(loyalty_program *program, const loyalty_census_plan *plan,
                                       loyalty_census **census);
/** Frees a census. NULL is allowed. */
LOYALTY_API void loyalty_census_free(loyalty_census *census);
/**
 * Counts a customer, of whom nothing is kept. #LOYALTY_E_PROGRAM where it belongs to another program; #LOYALTY_E_HOST.
 */
LOYALTY_API int32_t loyalty_census_add(loyalty_census *census, const loyalty_customer *customer);
/** Counts all customers of a book, and fails as with each of them. On failure nothing is counted. It ends a load. */
LOYALTY_API int32_t loyalty_census_add_book(loyalty_census *census, loyalty_book *book);
/** Adds another census; #LOYALTY_E_PROGRAM where its program or plan is not the same. */
LOYALTY_API int32_t loyalty_census_merge(loyalty_census *census, const loyalty_census *other);

/** Customers on the ladder on `as_of`: those with an event dated by then. 0 for NULL. */
LOYALTY_API uint64_t loyalty_census_count(const loyalty_census *census);
/** Customers on a rung. */
LOYALTY_API int32_t loyalty_census_rung(const loyalty_census *census, uint32_t rung, uint64_t *customers);
/** Customers in a segment cell, counted through all segmentations as in loyalty_program_cell(). */
LOYALTY_API int32_t loyalty_census_cell(const loyalty_census *census, uint32_t cell, uint64_t *customers);
/**
 * Quantile of the scores on `as_of`: the least score that at least @p numerator ÷ @p denominator of the customers do
 * not exceed (the nearest-rank method). ½ gives the median, 0 the least score, 1 the greatest. #LOYALTY_E_ABSENT where
 * nobody is on the ladder; #LOYALTY_E_ARGUMENT where the fraction is not from 0 to 1.
 */
LOYALTY_API int32_t loyalty_census_score(const loyalty_census *census, uint32_t numerator, uint32_t denominator,
                                         int64_t *score);
/**
 * Customers on the ladder on `as_of` for whom a metric of the plan is defined on that day, and those for whom it is
 * not, such as a mean of nothing. Together they are loyalty_census_count(). #LOYALTY_E_ABSENT if the plan does not name the
 * metric.
 */
LOYALTY_API int32_t loyalty_census_metric_count(const loyalty_census *census, uint32_t metric, uint64_t *defined,
                                                uint64_t *undefined);
/**
 * Quantile of the values of a metric on `as_of`, as in loyalty_census_score(), of the customers on the ladder for whom
 * it is defined: 19 ÷ 20 gives the 95th percentile. A value is in the metric's own unit, such as cents or days, and a
 * fraction is rounded toward zero: a mean of 4.67 counts as 4, a share of −0.5 % as 0. Rounding keeps the order, so
 * this is the exact quantile, rounded. A value beyond ±(2^63 − 1) counts as that limit.
 * @return #LOYALTY_E_ABSENT if the plan does not name the metric, or it is defined for nobody; #LOYALTY_E_ARGUMENT if
 *         the table has no such metric, or the fraction is not from 0 to 1.
 */
LOYALTY_API int32_t loyalty_census_metric_quantile(const loyalty_census *census, uint32_t metric, uint32_t numerator,
                                                   uint32_t denominator, int64_t *value);

/** Movement from one day to a later one. Who is on the ladder on the later day is in exactly one of the five. */
typedef struct loyalty_movement {
    size_t size;       /**< `sizeof(loyalty_movement)`. */
    uint64_t climbed;  /**< To a higher rung. */
    uint64_t stayed;   /**< On the same rung, whatever lay between. */
    uint64_t fell;     /**< To a lower rung above the first. */
    uint64_t lapsed;   /**< From a higher rung to the first. */
    uint64_t appeared; /**< New: not on the ladder on the earlier day. */
} loyalty_movement;

/** Movement; #LOYALTY_E_ABSENT where the plan has no `from`. */
LOYALTY_API int32_t loyalty_census_movement(const loyalty_census *census, loyalty_movement *movement);
/**
 * One cell of the rung × rung matrix: customers who stood on one rung on `from` and on another, or the same, on
 * `as_of`. #LOYALTY_E_ABSENT where the plan has no `from`.
 */
LOYALTY_API int32_t loyalty_census_moved(const loyalty_census *census, uint32_t from, uint32_t to, uint64_t *customers);

/**
 * Who came back. A day is active for a customer where Σcount over all of the plan's kinds is above 0; the customer is
 * active in a period that has such a day.
 */
typedef struct loyalty_retention {
    size_t size;       /**< `sizeof(loyalty_retention)`. */
    int32_t cohort;    /**< First day of the month of their first active day; #LOYALTY_DATE_NONE for all together. */
    uint32_t reserved; /**< 0. */
    uint64_t first;    /**< Active in the first period. */
    uint64_t second;   /**< Active in the second. */
    uint64_t both;     /**< Active in both. */
    double retention;  /**< both ÷ first; 0 where `first` is 0. */
    double churn;      /**< 1 − retention; 0 where `first` is 0. */
} loyalty_retention;

/** Retention and churn of all; #LOYALTY_E_ABSENT where the plan lacks a period or kinds. */
LOYALTY_API int32_t loyalty_census_retention(const loyalty_census *census, loyalty_retention *retention);
/**
 * Number of cohorts: months in which a customer added was active for the first time ever, also where none of them was
 * active in either period. 0 for NULL, and where the plan lacks a period or kinds.
 */
LOYALTY_API uint32_t loyalty_census_cohort_count(const loyalty_census *census);
/** Retention of one cohort, the earliest month first. */
LOYALTY_API int32_t loyalty_census_cohort(const loyalty_census *census, uint32_t index, loyalty_retention *retention);

/**
 * A kind of event as a touchpoint: do those who meet it buy soon after, more often than after any day? Exposed are the
 * customers who have a day with Σcount > 0 of the kind after `from`, up to `as_of`; the first such day is their
 * exposure. A customer buys within N days after a day if one of the N days that follow it is active (see
 * loyalty_retention); N is the plan's `days`. An exposure whose N days are not over on `as_of` is young: it cannot be
 * judged yet, even if a purchase followed, and is counted apart. The base rate is that of any day: of all days that all
 * customers spent on the ladder after `from` and whose N days are over on `as_of`, the share after which the customer
 * buys within N days. Nothing after `as_of` is looked at.
 */
typedef struct loyalty_influence {
    size_t size;      /**< `sizeof(loyalty_influence)`. */
    uint64_t exposed; /**< Customers exposed whose N days are over on `as_of`. */
    uint64_t bought;  /**< Of them, those who buy within N days after. */
    double rate;      /**< bought ÷ exposed; 0 where nobody is exposed. */
    double base;      /**< The base rate, the same for all kinds. */
    double lift;      /**< rate ÷ base; 0 where the base is 0. */
    uint64_t young;   /**< Customers exposed whose N days are not over; in neither `exposed` nor `bought`. */
} loyalty_influence;

/** Influence of a kind; #LOYALTY_E_ABSENT where the plan lacks `from`, `days` or kinds. */
LOYALTY_API int32_t loyalty_census_influence(const loyalty_census *census, uint32_t kind, loyalty_influence *influence);

/**
 * Value of a customer by state in a Markov chain: V = Σ (P ÷ (1+d))^t R over t = 0…periods, and for ever
 * V = (I − P ÷ (1+d))⁻¹ R (Pfeifer and Carraway, "Modeling customer relationships as Markov chains", Journal of
 * Interactive Marketing 14(2), 2000).
 *
 * @param states       n, from 1 to 1024.
 * @param transitions  n × n probabilities, row by row: from the state of the row to that of the column. Each is from 0
 *                     to 1, and a row sums to at most 1 (give or take 1e-9); what is missing to 1 leaves and is worth
 *                     nothing.
 * @param rewards      n: what a customer in each state brings in a period.
 * @param discount     d, a period's discount rate; above 0 for ever, at least 0 otherwise.
 * @param periods      how many periods after the present one; 0 for ever.
 * @param values       takes n values.
 * @return #LOYALTY_E_ARGUMENT where a number is out of its range or not finite; #LOYALTY_E_RANGE where a value is too
 *         large for a double; #LOYALTY_E_MEMORY.
 */
LOYALTY_API int32_t loyalty_lifetime_value(uint32_t states, const double *transitions, const double *rewards,
                                           double discount, uint32_t periods, double *values);
/**
 * Lifetime value by rung: loyalty_lifetime_value() over the census's movement matrix, a period being the time from
 * `from` to `as_of`. A rung on which nobody stood on `from` is taken as one on which customers stay.
 * @p rewards and @p values have one number a rung. #LOYALTY_E_ABSENT where the plan has no `from`, and what
 * loyalty_lifetime_value() returns.
 */
LOYALTY_API int32_t loyalty_census_lifetime(const loyalty_census *census, const double *rewards, double discount,
                                            uint32_t periods, double *values);

/** All figures of the plan as one JSON text; docs/census-json.md describes it. Buffer as in loyalty_customer_json(). */
LOYALTY_API int32_t loyalty_census_json(const loyalty_census *census, char *buffer, size_t capacity, size_t *needed);

/** @} */

/**
 * @defgroup backtest Backtest
 * What a change of rules would do, before it is made: two tables over the same logs. Rungs are matched by name.
 *
 * @code
 * loyalty_book_convert(book, plan, seed, NULL, &planned);
 * loyalty_backtest_new(loyalty_book_program(book), plan, today, 90, &backtest);
 * loyalty_backtest_add_books(backtest, book, planned);
 * @endcode
 * @{
 */

/** A comparison of two tables. */
typedef struct loyalty_backtest loyalty_backtest;

enum {
    LOYALTY_RUNG_NONE = 64 /**< "Not on the ladder", where a rung's index stands. */
};

/** What a table does to the customers. */
typedef struct loyalty_backtest_side {
    size_t size;         /**< `sizeof(loyalty_backtest_side)`. */
    uint64_t customers;  /**< On the ladder on the day. */
    uint64_t promotions; /**< Transitions upwards, from the first event up to the day. */
    uint64_t demotions;  /**< Transitions downwards, likewise. */
    uint64_t flapping;   /**< Customers who flap: see loyalty_backtest_new(). */
} loyalty_backtest_side;

/** A customer who would stand elsewhere. */
typedef struct loyalty_backtest_change {
    size_t size;         /**< `sizeof(loyalty_backtest_change)`. */
    const char *key;     /**< Lives until the backtest is added to or freed; not ended by NUL. */
    uint32_t key_length; /**< Its bytes. */
    uint32_t from;       /**< Rung under the first table; #LOYALTY_RUNG_NONE where not on its ladder. */
    uint32_t to;         /**< Rung under the second table; likewise. */
    int32_t since_from;  /**< Since when under the first; #LOYALTY_DATE_NONE where not on the ladder. */
    int32_t since_to;    /**< Since when under the second; likewise. */
    int32_t differs;     /**< The first day on which the two rungs differed and have differed since. */
} loyalty_backtest_change;

/**
 * New backtest.
 *
 * @param before     the first table, today's; takes a reference. The backtest takes its memory from its allocator.
 * @param after      the second table; takes a reference.
 * @param as_of      the day on which standings are compared. Transitions are counted from the first event up to it.
 * @param flap_days  a customer flaps who is reversed (a promotion after a demotion, or a demotion after a promotion)
 *                   twice, the two reversals dated at most so many days apart; 90 is usual.
 * @param backtest   the new object; end it with loyalty_backtest_free().
 * @return #LOYALTY_E_DATE where @p as_of is none.
 */
LOYALTY_API int32_t loyalty_backtest_new(loyalty_program *before, loyalty_program *after, int32_t as_of,
                                         uint32_t flap_days, loyalty_backtest **backtest);
/** Frees a backtest. NULL is allowed. */
LOYALTY_API void loyalty_backtest_free(loyalty_backtest *backtest);
/**
 * Compares one customer: the same log in each of the two programs, such as loyalty_customer_convert() makes. Whatever
 * day each is advanced to, standings are those of `as_of`. @p key is copied; the same key may come again, for what
 * counts as another customer. #LOYALTY_E_PROGRAM where one belongs to another program; #LOYALTY_E_KEY, #LOYALTY_E_HOST.
 */
LOYALTY_API int32_t loyalty_backtest_add(loyalty_backtest *backtest, const char *key, uint32_t key_length,
                                         const loyalty_customer *before, const loyalty_customer *after);
/**
 * Compares all customers of two books by their keys; who is in one book only is not on the other's ladder. On
 * failure nothing is added. It ends a load of either book. #LOYALTY_E_PROGRAM where a book belongs to another program;
 * #LOYALTY_E_BUSY from within a callback of a book; #LOYALTY_E_HOST.
 */
LOYALTY_API int32_t loyalty_backtest_add_books(loyalty_backtest *backtest, loyalty_book *before, loyalty_book *after);
/**
 * Adds another backtest, which stays as it is: what comes is the backtest of the customers of both.
 * #LOYALTY_E_PROGRAM where its programs, day or flap days are not the same.
 */
LOYALTY_API int32_t loyalty_backtest_merge(loyalty_backtest *backtest, const loyalty_backtest *other);

/** What one table does: @p after 0 for the first, 1 for the second. */
LOYALTY_API int32_t loyalty_backtest_side_of(const loyalty_backtest *backtest, int32_t after,
                                             loyalty_backtest_side *side);
/**
 * One cell of the rung × rung matrix: customers who stand on rung @p from of the first table and on rung @p to of the
 * second. Either may be #LOYALTY_RUNG_NONE, for those who are not on that ladder; both count the customers compared who
 * are on neither, such as those whose events are all dated after `as_of`. All cells, these too, add up to the customers
 * compared.
 */
LOYALTY_API int32_t loyalty_backtest_moved(const loyalty_backtest *backtest, uint32_t from, uint32_t to,
                                           uint64_t *customers);
/** Number of customers who would stand elsewhere: on a rung of another name, or on one ladder only. 0 for NULL. */
LOYALTY_API uint64_t loyalty_backtest_change_count(const loyalty_backtest *backtest);
/** One of them, in the order of the bytes of their keys; those with the same key in the order in which they came. */
LOYALTY_API int32_t loyalty_backtest_change_at(loyalty_backtest *backtest, uint64_t index,
                                               loyalty_backtest_change *change);
/** All of it as one JSON text; docs/backtest-json.md describes it. Buffer as in loyalty_customer_json(). */
LOYALTY_API int32_t loyalty_backtest_json(loyalty_backtest *backtest, char *buffer, size_t capacity, size_t *needed);

/** @} */

#ifdef __cplusplus
}
#endif

#endif
