/* SPDX-License-Identifier: MIT */
/* Warnings of customers whom a segmentation forgets, and the tables next to them of which there is nothing to say. */
#include "warnings.h"

#define SEGMENTED(events, metrics, enter, cells)                                                                       \
    TABLE(events, metrics,                                                                                             \
          "'ladder': [{'rung': 'a'}, {'rung': 'b', 'enter': ['" enter "']}], 'segments': {'activity': [" cells "]}")
#define SEGMENTED_OPENS(cells)                                                                                         \
    SEGMENTED("'import': {}, 'open': {}", "'idle': {'days_since': 'open'}, 'imports': {'count': 'import'}",            \
              "imports >= 1", cells)
#define INACTIVE "{'segment': 'inactive', 'when': ['idle > 90']}"
#define ACTIVE "{'segment': 'active', 'when': ['idle <= 90']}"

static void who_never_opened_is_in_no_cell(void **state)
{
    (void)state;
    warns(
        SEGMENTED_OPENS(INACTIVE ", " ACTIVE), "/segments/activity",
        "customers for whom 'idle' is undefined are in no cell of 'activity' (idle undefined), because no comparison");
}

static void who_never_opened_is_in_a_cell(void **state)
{
    (void)state;
    is_silent(SEGMENTED_OPENS(INACTIVE ", " ACTIVE ", {'segment': 'never'}"));
    is_silent(SEGMENTED_OPENS(INACTIVE ", {'segment': 'active'}"));
    is_silent(SEGMENTED_OPENS("{'segment': 'a', 'when': ['idle <= 90']}, {'segment': 'b', 'when': ['imports > 2']}, "
                              "{'segment': 'c', 'when': ['imports <= 2']}"));
}

/* There are others in no cell, so whoever wrote the table knows of it. */
static void more_are_in_no_cell(void **state)
{
    (void)state;
    is_silent(SEGMENTED_OPENS(INACTIVE));
    is_silent(SEGMENTED_OPENS(INACTIVE ", {'segment': 'active', 'when': ['idle <= 80']}"));
    is_silent(SEGMENTED_OPENS("{'segment': 'inactive', 'when': ['idle > 90', 'imports > 0']}, "
                              "{'segment': 'active', 'when': ['idle <= 90', 'imports > 0']}"));
}

/* That 'tenure' is undefined where there are no days does not make the days of everybody more than 0. */
static void only_what_cells_ask_is_undefined(void **state)
{
    (void)state;
    is_silent(SEGMENTED("'visit': {}, 'open': {}",
                        "'days': {'active_days': 'visit'}, 'tenure': {'days_since_first': 'visit'}, "
                        "'idle': {'days_since': 'open'}",
                        "tenure >= 3",
                        "{'segment': 'inactive', 'when': ['idle > 90', 'days > 0']}, "
                        "{'segment': 'active', 'when': ['idle <= 90', 'days > 0']}"));
}

/* The example is of the metric that is named, though a customer with another undefined is found sooner. */
static void the_example_is_of_the_metric_that_is_undefined(void **state)
{
    (void)state;
    warns(SEGMENTED("'open': {'value': [0, 9]}",
                    "'idle': {'days_since': 'open', 'within': '10d'}, 'mood': {'mean': 'open', 'within': '5d'}",
                    "mood >= 1",
                    "{'segment': 'glad', 'when': ['mood >= 5']}, "
                    "{'segment': 'sad', 'when': ['mood < 5', 'idle >= 0']}"),
          "/segments/activity",
          "customers for whom 'idle' is undefined are in no cell of 'activity' (idle undefined, mood undefined)");
}

static void a_metric_is_undefined_by_way_of_a_share(void **state)
{
    (void)state;
    warns(SEGMENTED("'full': {}, 'sale': {}",
                    "'full': {'count': 'full'}, 'sales': {'count': 'sale'}, 'part': {'share': ['full', 'sales']}",
                    "full >= 1",
                    "{'segment': 'high', 'when': ['part > 50']}, {'segment': 'low', 'when': ['part <= 50']}"),
          "/segments/activity", "customers for whom 'part' is undefined are in no cell of 'activity' (part undefined)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_never_opened_is_in_no_cell),
        cmocka_unit_test(who_never_opened_is_in_a_cell),
        cmocka_unit_test(more_are_in_no_cell),
        cmocka_unit_test(only_what_cells_ask_is_undefined),
        cmocka_unit_test(the_example_is_of_the_metric_that_is_undefined),
        cmocka_unit_test(a_metric_is_undefined_by_way_of_a_share),
    };
    return cmocka_run_group_tests_name("check: segments", tests, NULL, NULL);
}
