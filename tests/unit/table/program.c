/* SPDX-License-Identifier: MIT */
/* Look-ups in a program: every key of a table, by index and by name. */
#include <inttypes.h>
#include <string.h>

#include "support.h"

/* Everything that a table can hold. */
static const char everything[] =
    "{'format':1,'name':'corner-shop',"
    "'events':{'visit':{'label':{'en':'Visit','fa':'\xd8\xa8\xd8\xa7\xd8\xb2\xd8\xaf\xdb\x8c\xd8\xaf'}},"
    "'purchase':{'value':[0,100000]},'return':{'value':[-9223372036854775808,9223372036854775807]},"
    "'review':{'value':[-5,-5]}},"
    "'accept_late':'45d',"
    "'metrics':{'visits':{'count':'visit'},'spend':{'sum':['return','purchase'],'within':'12m'},"
    "'mood':{'mean':'review','within':'quarter'},'days':{'active_days':'purchase','within':'week'},"
    "'idle':{'days_since':['purchase'],'within':'365d','label':{'de':'Ruhe'}},"
    "'tenure':{'days_since_first':'purchase','within':'36525m'},"
    "'part':{'share':['spend','visits']},'sun':{'host':'weather'}},"
    "'score':{'max':700,'points':{'spend':[[-100,-50],[0,0],[5000,100]],'visits':[[1,1000000000]]}},"
    "'climb':'step',"
    "'ladder':[{'rung':'suspect','actions':['advertise','invite']},"
    "{'rung':'client','label':{'pt':'cliente','pt-BR':'freguesa','EN':'Client'},"
    "'enter':[['visits >= 3','spend>100'],['score <= 50'],['days < 2','idle == -1','part != 99']],"
    "'keep':['visits >= 1'],'hold':'90d','grace':'30d','fall':'step','actions':['thank']},"
    "{'rung':'advocate','enter':['visits >= 9'],'fall':'bottom'},"
    "{'rung':'partner','enter':['visits >= 10'],'hold':'36525d','fall':'requalify'}],"
    "'segments':{'value':[{'segment':'friend','when':['rung >= client','spend >= 50']},"
    "{'segment':'stranger','actions':['a','b','c'],'label':{'ru':'\xd0\x9d\xd0\xb5\xd1\x82'}}],"
    "'mood':[{'segment':'stranger','when':[['mood > 0'],['rung < partner']]}]}}";

static loyalty_program *program;

static int load(void **state)
{
    (void)state;
    program = table(everything);
    return 0;
}

static int unload(void **state)
{
    (void)state;
    loyalty_program_unref(program);
    return 0;
}

static void the_table_says_its_keys(void **state)
{
    loyalty_table_info info = {.size = sizeof info};
    (void)state;
    assert_int_equal(loyalty_program_table(program, &info), LOYALTY_OK);
    assert_string_equal(info.name, "corner-shop");
    assert_int_equal(info.accept_late, 45);
    assert_int_equal(info.climb, LOYALTY_CLIMB_STEP);
    assert_int_equal(info.score_max, 700);
    assert_int_equal(info.kind_count, 4);
    assert_int_equal(info.metric_count, 8);
    assert_int_equal(info.rung_count, 4);
    assert_int_equal(info.segmentation_count, 2);
    assert_int_equal(info.cell_count, 3);
}

static void what_a_table_leaves_out_has_its_default(void **state)
{
    loyalty_program *small = table("{'format':1,'name':'t','events':{'v':{}},'metrics':{'n':{'count':'v'}},"
                                   "'ladder':[{'rung':'a'},{'rung':'b','enter':['n > 0']}]}");
    loyalty_table_info info = {.size = sizeof info};
    loyalty_kind_info kind = {.size = sizeof kind};
    loyalty_rung_info rung = {.size = sizeof rung};
    loyalty_condition_info keep = {.size = sizeof keep};
    (void)state;
    assert_int_equal(loyalty_program_table(small, &info), LOYALTY_OK);
    assert_int_equal(info.accept_late, 30);
    assert_int_equal(info.climb, LOYALTY_CLIMB_ANY);
    assert_int_equal(info.score_max, 1000);
    assert_int_equal(info.segmentation_count, 0);
    assert_int_equal(info.cell_count, 0);
    assert_null(info.review);
    assert_null(info.review_begins);
    assert_int_equal(loyalty_program_kind(small, 0, &kind), LOYALTY_OK);
    assert_true(kind.value_min == INT64_MIN && kind.value_max == INT64_MAX);
    assert_int_equal(loyalty_program_rung(small, 1, &rung), LOYALTY_OK);
    assert_string_equal(rung.hold, "0d");
    assert_string_equal(rung.grace, "0d");
    assert_null(rung.term);
    assert_null(rung.until);
    assert_int_equal(rung.fall, LOYALTY_FALL_REQUALIFY);
    assert_int_equal(loyalty_program_condition(small, LOYALTY_RULE_KEEP, 1, 0, 0, &keep), LOYALTY_OK);
    assert_int_equal(keep.op, LOYALTY_OP_GT); /* as enter */
    loyalty_program_unref(small);
}

static void kinds_have_names_and_ranges(void **state)
{
    static const struct {
        const char *name;
        int64_t min, max;
    } expected[] = {
        {"visit", INT64_MIN, INT64_MAX}, {"purchase", 0, 100000}, {"return", INT64_MIN, INT64_MAX}, {"review", -5, -5}};
    (void)state;
    for (uint32_t i = 0; i < LENGTH(expected); i++) {
        loyalty_kind_info info = {.size = sizeof info};
        uint32_t index = 77;
        assert_int_equal(loyalty_program_kind(program, i, &info), LOYALTY_OK);
        assert_string_equal(info.name, expected[i].name);
        assert_true(info.value_min == expected[i].min && info.value_max == expected[i].max);
        assert_int_equal(loyalty_program_find(program, LOYALTY_OBJECT_KIND, info.name, &index), LOYALTY_OK);
        assert_int_equal(index, i);
    }
}

static void metrics_have_types_windows_and_rows(void **state)
{
    static const struct {
        const char *name;
        int32_t type;
        uint32_t operands;
        const char *within, *host;
        uint32_t rows;
    } expected[] = {{"visits", LOYALTY_MEASURE_COUNT, 1, NULL, NULL, 1},
                    {"spend", LOYALTY_MEASURE_SUM, 2, "12m", NULL, 3},
                    {"mood", LOYALTY_MEASURE_MEAN, 1, "quarter", NULL, 0},
                    {"days", LOYALTY_MEASURE_ACTIVE, 1, "week", NULL, 0},
                    {"idle", LOYALTY_MEASURE_DAYS_SINCE, 1, "365d", NULL, 0},
                    {"tenure", LOYALTY_MEASURE_DAYS_SINCE_FIRST, 1, "36525m", NULL, 0},
                    {"part", LOYALTY_MEASURE_SHARE, 2, NULL, NULL, 0},
                    {"sun", LOYALTY_MEASURE_HOST, 0, NULL, "weather", 0}};
    (void)state;
    for (uint32_t i = 0; i < LENGTH(expected); i++) {
        loyalty_metric_info info = {.size = sizeof info};
        uint32_t index = 77;
        assert_int_equal(loyalty_program_metric(program, i, &info), LOYALTY_OK);
        assert_string_equal(info.name, expected[i].name);
        assert_int_equal(info.measure, expected[i].type);
        assert_int_equal(info.period,
                         info.measure == LOYALTY_MEASURE_ACTIVE ? LOYALTY_PERIOD_DAY : LOYALTY_PERIOD_NONE);
        assert_int_equal(info.back, 0);
        assert_null(info.begins);
        assert_null(info.after);
        assert_int_equal(info.operand_count, expected[i].operands);
        assert_int_equal(info.row_count, expected[i].rows);
        assert_string_equal(info.within ? info.within : "none", expected[i].within ? expected[i].within : "none");
        assert_string_equal(info.host ? info.host : "none", expected[i].host ? expected[i].host : "none");
        assert_int_equal(loyalty_program_find(program, LOYALTY_OBJECT_METRIC, info.name, &index), LOYALTY_OK);
        assert_int_equal(index, i);
    }
}

static void operands_stand_in_the_order_of_the_table(void **state)
{
    uint32_t index;
    int32_t weight = 77;
    (void)state;
    assert_int_equal(loyalty_program_operand(program, 1, 0, &index, NULL), LOYALTY_OK);
    assert_int_equal(index, 2); /* return */
    assert_int_equal(loyalty_program_operand(program, 1, 1, &index, &weight), LOYALTY_OK);
    assert_int_equal(weight, 1); /* none is given */
    assert_int_equal(index, 1);  /* purchase */
    assert_int_equal(loyalty_program_operand(program, 6, 0, &index, NULL), LOYALTY_OK);
    assert_int_equal(index, 1); /* the metric spend */
    assert_int_equal(loyalty_program_operand(program, 6, 1, &index, NULL), LOYALTY_OK);
    assert_int_equal(index, 0);
    index = 77;
    weight = 77;
    assert_int_equal(loyalty_program_operand(program, 1, 2, &index, &weight), LOYALTY_E_INDEX);
    assert_int_equal(weight, 77);
    assert_int_equal(loyalty_program_operand(program, 7, 0, &index, NULL), LOYALTY_E_INDEX); /* the host's */
    assert_int_equal(loyalty_program_operand(program, 8, 0, &index, NULL), LOYALTY_E_INDEX);
    assert_int_equal(index, 77);
}

static void points_stand_in_rows(void **state)
{
    static const int64_t rows[][2] = {{-100, -50}, {0, 0}, {5000, 100}};
    int64_t at_least = 77, points = 77;
    (void)state;
    for (uint32_t i = 0; i < LENGTH(rows); i++) {
        assert_int_equal(loyalty_program_row(program, 1, i, &at_least, &points), LOYALTY_OK);
        assert_int_equal(at_least, rows[i][0]);
        assert_int_equal(points, rows[i][1]);
    }
    assert_int_equal(loyalty_program_row(program, 0, 0, &at_least, &points), LOYALTY_OK);
    assert_int_equal(points, LOYALTY_POINTS_MAX);
    points = 77;
    assert_int_equal(loyalty_program_row(program, 1, 3, &at_least, &points), LOYALTY_E_INDEX);
    assert_int_equal(loyalty_program_row(program, 2, 0, &at_least, &points), LOYALTY_E_INDEX);
    assert_int_equal(loyalty_program_row(program, 8, 0, &at_least, &points), LOYALTY_E_INDEX);
    assert_int_equal(points, 77);
}

static void rungs_have_hold_grace_and_fall(void **state)
{
    static const struct {
        const char *name;
        const char *hold, *grace;
        int32_t fall;
        uint32_t actions;
    } expected[] = {{"suspect", "0d", "0d", LOYALTY_FALL_REQUALIFY, 2},
                    {"client", "90d", "30d", LOYALTY_FALL_STEP, 1},
                    {"advocate", "0d", "0d", LOYALTY_FALL_BOTTOM, 0},
                    {"partner", "36525d", "0d", LOYALTY_FALL_REQUALIFY, 0}};
    (void)state;
    for (uint32_t i = 0; i < LENGTH(expected); i++) {
        loyalty_rung_info info = {.size = sizeof info};
        uint32_t index = 77;
        assert_int_equal(loyalty_program_rung(program, i, &info), LOYALTY_OK);
        assert_string_equal(info.name, expected[i].name);
        assert_string_equal(info.hold, expected[i].hold);
        assert_string_equal(info.grace, expected[i].grace);
        assert_null(info.term);
        assert_null(info.until);
        assert_int_equal(info.fall, expected[i].fall);
        assert_int_equal(info.action_count, expected[i].actions);
        assert_int_equal(loyalty_program_find(program, LOYALTY_OBJECT_RUNG, info.name, &index), LOYALTY_OK);
        assert_int_equal(index, i);
    }
}

static void cells_count_through_all_segmentations(void **state)
{
    static const struct {
        const char *name;
        uint32_t segmentation, actions;
    } cells[] = {{"friend", 0, 0}, {"stranger", 0, 3}, {"stranger", 1, 0}};
    loyalty_segmentation_info info = {.size = sizeof info};
    uint32_t index;
    (void)state;
    assert_int_equal(loyalty_program_segmentation(program, 0, &info), LOYALTY_OK);
    assert_string_equal(info.name, "value");
    assert_int_equal(info.first_cell, 0);
    assert_int_equal(info.cell_count, 2);
    assert_int_equal(loyalty_program_segmentation(program, 1, &info), LOYALTY_OK);
    assert_string_equal(info.name, "mood"); /* a metric has the same name */
    assert_int_equal(info.first_cell, 2);
    assert_int_equal(info.cell_count, 1);
    assert_int_equal(loyalty_program_find(program, LOYALTY_OBJECT_SEGMENTATION, "mood", &index), LOYALTY_OK);
    assert_int_equal(index, 1);
    for (uint32_t i = 0; i < LENGTH(cells); i++) {
        loyalty_cell_info cell = {.size = sizeof cell};
        assert_int_equal(loyalty_program_cell(program, i, &cell), LOYALTY_OK);
        assert_string_equal(cell.name, cells[i].name);
        assert_int_equal(cell.segmentation, cells[i].segmentation);
        assert_int_equal(cell.action_count, cells[i].actions);
        assert_int_equal(loyalty_program_find_cell(program, cell.segmentation, cell.name, &index), LOYALTY_OK);
        assert_int_equal(index, i);
    }
    assert_int_equal(loyalty_program_find_cell(program, 1, "friend", &index), LOYALTY_E_NOT_FOUND);
}

/* "metric op number" of a condition, or a status. */
static const char *condition_text(int32_t rule, uint32_t index, uint32_t alternative, uint32_t position)
{
    static const char *const subjects[] = {"metric", "score", "rung"};
    loyalty_condition_info info = {.size = sizeof info};
    int32_t status = loyalty_program_condition(program, rule, index, alternative, position, &info);
    if (status)
        return status_name(status);
    assert_in_range(info.subject, 0, 2);
    assert_in_range(info.op, 0, OPERATORS - 1);
    return text_of("%s %" PRIu32 " %s %" PRId64, subjects[info.subject], info.metric, operator_names[info.op],
                   info.number);
}

static void conditions_are_counted_and_told(void **state)
{
    uint32_t count = 77;
    (void)state;
    assert_int_equal(loyalty_program_alternative_count(program, LOYALTY_RULE_ENTER, 1, &count), LOYALTY_OK);
    assert_int_equal(count, 3);
    assert_int_equal(loyalty_program_condition_count(program, LOYALTY_RULE_ENTER, 1, 2, &count), LOYALTY_OK);
    assert_int_equal(count, 3);
    assert_string_equal(condition_text(LOYALTY_RULE_ENTER, 1, 0, 0), "metric 0 >= 3");
    assert_string_equal(condition_text(LOYALTY_RULE_ENTER, 1, 0, 1), "metric 1 > 100");
    assert_string_equal(condition_text(LOYALTY_RULE_ENTER, 1, 1, 0), "score 0 <= 50");
    assert_string_equal(condition_text(LOYALTY_RULE_ENTER, 1, 2, 0), "metric 3 < 2");
    assert_string_equal(condition_text(LOYALTY_RULE_ENTER, 1, 2, 1), "metric 4 == -1");
    assert_string_equal(condition_text(LOYALTY_RULE_ENTER, 1, 2, 2), "metric 6 != 99");
    assert_string_equal(condition_text(LOYALTY_RULE_KEEP, 1, 0, 0), "metric 0 >= 1");
    assert_string_equal(condition_text(LOYALTY_RULE_KEEP, 2, 0, 0), "metric 0 >= 9");
    assert_string_equal(condition_text(LOYALTY_RULE_WHEN, 0, 0, 0), "rung 0 >= 1");
    assert_string_equal(condition_text(LOYALTY_RULE_WHEN, 2, 1, 0), "rung 0 < 3");
    assert_int_equal(loyalty_program_alternative_count(program, LOYALTY_RULE_WHEN, 1, &count), LOYALTY_OK);
    assert_int_equal(count, 0);
    assert_int_equal(loyalty_program_alternative_count(program, LOYALTY_RULE_ENTER, 0, &count), LOYALTY_OK);
    assert_int_equal(count, 0);
    assert_int_equal(loyalty_program_alternative_count(program, LOYALTY_RULE_KEEP, 0, &count), LOYALTY_OK);
    assert_int_equal(count, 0);
}

static const char *label(int32_t object, uint32_t index, const char *language)
{
    const char *text = "untouched";
    int32_t status = loyalty_program_label(program, object, index, language, &text);
    if (status)
        assert_string_equal(text, "untouched");
    return status ? status_name(status) : text;
}

static void labels_fall_back(void **state)
{
    (void)state;
    assert_string_equal(label(LOYALTY_OBJECT_RUNG, 1, "pt-BR"), "freguesa");
    assert_string_equal(label(LOYALTY_OBJECT_RUNG, 1, "PT-br"), "freguesa");
    assert_string_equal(label(LOYALTY_OBJECT_RUNG, 1, "pt-BR-x-rio"), "freguesa");
    assert_string_equal(label(LOYALTY_OBJECT_RUNG, 1, "pt-PT"), "cliente");
    assert_string_equal(label(LOYALTY_OBJECT_RUNG, 1, "pt"), "cliente");
    assert_string_equal(label(LOYALTY_OBJECT_RUNG, 1, "p"), "Client");
    assert_string_equal(label(LOYALTY_OBJECT_RUNG, 1, "ptx"), "Client");
    assert_string_equal(label(LOYALTY_OBJECT_RUNG, 1, "fa"), "Client");
    assert_string_equal(label(LOYALTY_OBJECT_RUNG, 1, NULL), "Client");
    assert_string_equal(label(LOYALTY_OBJECT_RUNG, 1, ""), "Client");
    assert_string_equal(label(LOYALTY_OBJECT_RUNG, 1, "--"), "Client");
    assert_string_equal(label(LOYALTY_OBJECT_METRIC, 4, "fa"), "Ruhe"); /* no English: the first */
    assert_string_equal(label(LOYALTY_OBJECT_METRIC, 4, NULL), "Ruhe");
    assert_string_equal(label(LOYALTY_OBJECT_METRIC, 0, "fa"), "visits"); /* no label: the name */
    assert_string_equal(label(LOYALTY_OBJECT_KIND, 0, "fa"), "\xd8\xa8\xd8\xa7\xd8\xb2\xd8\xaf\xdb\x8c\xd8\xaf");
    assert_string_equal(label(LOYALTY_OBJECT_KIND, 0, "fa-IR"), "\xd8\xa8\xd8\xa7\xd8\xb2\xd8\xaf\xdb\x8c\xd8\xaf");
    assert_string_equal(label(LOYALTY_OBJECT_CELL, 1, "ru"), "\xd0\x9d\xd0\xb5\xd1\x82");
    assert_string_equal(label(LOYALTY_OBJECT_CELL, 2, "ru"), "stranger");
    assert_string_equal(label(LOYALTY_OBJECT_SEGMENTATION, 0, "ru"), "value");
}

static const char *action(int32_t object, uint32_t index, uint32_t position)
{
    const char *text = "untouched";
    int32_t status = loyalty_program_action(program, object, index, position, &text);
    if (status)
        assert_string_equal(text, "untouched");
    return status ? status_name(status) : text;
}

static void rungs_and_cells_have_actions(void **state)
{
    (void)state;
    assert_string_equal(action(LOYALTY_OBJECT_RUNG, 0, 0), "advertise");
    assert_string_equal(action(LOYALTY_OBJECT_RUNG, 0, 1), "invite");
    assert_string_equal(action(LOYALTY_OBJECT_RUNG, 0, 2), "INDEX");
    assert_string_equal(action(LOYALTY_OBJECT_RUNG, 2, 0), "INDEX");
    assert_string_equal(action(LOYALTY_OBJECT_RUNG, 4, 0), "INDEX");
    assert_string_equal(action(LOYALTY_OBJECT_CELL, 1, 2), "c");
    assert_string_equal(action(LOYALTY_OBJECT_CELL, 0, 0), "INDEX");
    assert_string_equal(action(LOYALTY_OBJECT_KIND, 0, 0), "ARGUMENT");
    assert_string_equal(action(LOYALTY_OBJECT_METRIC, 0, 0), "ARGUMENT");
    assert_string_equal(action(LOYALTY_OBJECT_SEGMENTATION, 0, 0), "ARGUMENT");
    assert_string_equal(action(-1, 0, 0), "ARGUMENT");
}

static void unknown_names_are_not_found(void **state)
{
    static const char *const names[] = {"", "visi", "visitx", "Visit", "client", "spend "};
    uint32_t index = 77;
    (void)state;
    for (size_t i = 0; i < LENGTH(names); i++)
        assert_int_equal(loyalty_program_find(program, LOYALTY_OBJECT_KIND, names[i], &index), LOYALTY_E_NOT_FOUND);
    assert_int_equal(loyalty_program_find(program, LOYALTY_OBJECT_RUNG, "visit", &index), LOYALTY_E_NOT_FOUND);
    assert_int_equal(loyalty_program_find(program, LOYALTY_OBJECT_METRIC, "visit", &index), LOYALTY_E_NOT_FOUND);
    assert_int_equal(loyalty_program_find(program, LOYALTY_OBJECT_SEGMENTATION, "visit", &index), LOYALTY_E_NOT_FOUND);
    assert_int_equal(index, 77);
}

static void indexes_out_of_range_are_refused(void **state)
{
    static const uint32_t kinds[] = {4, 5, UINT32_MAX};
    loyalty_kind_info kind = {.size = sizeof kind};
    loyalty_metric_info metric = {.size = sizeof metric};
    loyalty_rung_info rung = {.size = sizeof rung};
    loyalty_segmentation_info segmentation = {.size = sizeof segmentation};
    loyalty_cell_info cell = {.size = sizeof cell};
    uint32_t index;
    (void)state;
    for (size_t i = 0; i < LENGTH(kinds); i++) {
        assert_int_equal(loyalty_program_kind(program, kinds[i], &kind), LOYALTY_E_INDEX);
        assert_int_equal(loyalty_program_metric(program, kinds[i] | 8, &metric), LOYALTY_E_INDEX);
        assert_int_equal(loyalty_program_rung(program, kinds[i], &rung), LOYALTY_E_INDEX);
        assert_int_equal(loyalty_program_segmentation(program, kinds[i], &segmentation), LOYALTY_E_INDEX);
        assert_int_equal(loyalty_program_cell(program, kinds[i], &cell), LOYALTY_E_INDEX);
        assert_int_equal(loyalty_program_find_cell(program, kinds[i], "friend", &index), LOYALTY_E_INDEX);
        assert_string_equal(label(LOYALTY_OBJECT_KIND, kinds[i], NULL), "INDEX");
        assert_string_equal(label(LOYALTY_OBJECT_SEGMENTATION, kinds[i], NULL), "INDEX");
    }
    assert_string_equal(label(-1, 0, NULL), "ARGUMENT");
    assert_string_equal(label(LOYALTY_OBJECT_ACTION, 0, NULL), "INDEX");
    assert_string_equal(label(6, 0, NULL), "ARGUMENT");
    assert_int_equal(loyalty_program_find(program, LOYALTY_OBJECT_CELL, "friend", &index), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_program_find(program, -1, "friend", &index), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_program_find(program, 6, "friend", &index), LOYALTY_E_ARGUMENT);
}

static void conditions_out_of_range_are_refused(void **state)
{
    uint32_t count = 77;
    (void)state;
    assert_int_equal(loyalty_program_alternative_count(program, -1, 0, &count), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_program_alternative_count(program, 4, 0, &count), LOYALTY_E_ARGUMENT);
    assert_int_equal(loyalty_program_condition_count(program, 4, 0, 0, &count), LOYALTY_E_ARGUMENT);
    assert_string_equal(condition_text(4, 0, 0, 0), "ARGUMENT");
    assert_int_equal(loyalty_program_alternative_count(program, 3, 0, &count), LOYALTY_E_INDEX);
    assert_int_equal(loyalty_program_alternative_count(program, LOYALTY_RULE_ENTER, 4, &count), LOYALTY_E_INDEX);
    assert_int_equal(loyalty_program_alternative_count(program, LOYALTY_RULE_KEEP, 4, &count), LOYALTY_E_INDEX);
    assert_int_equal(loyalty_program_alternative_count(program, LOYALTY_RULE_WHEN, 3, &count), LOYALTY_E_INDEX);
    assert_int_equal(loyalty_program_condition_count(program, LOYALTY_RULE_ENTER, 1, 3, &count), LOYALTY_E_INDEX);
    assert_int_equal(loyalty_program_condition_count(program, LOYALTY_RULE_ENTER, 0, 0, &count), LOYALTY_E_INDEX);
    assert_int_equal(loyalty_program_condition_count(program, 3, 0, 0, &count), LOYALTY_E_INDEX);
    assert_string_equal(condition_text(LOYALTY_RULE_ENTER, 1, 0, 2), "INDEX");
    assert_string_equal(condition_text(LOYALTY_RULE_ENTER, 1, 3, 0), "INDEX");
    assert_string_equal(condition_text(LOYALTY_RULE_WHEN, 1, 0, 0), "INDEX");
    assert_string_equal(condition_text(3, 1, 0, 0), "INDEX");
    assert_int_equal(count, 77);
}

static void a_program_has_any_number_of_owners(void **state)
{
    loyalty_program *small = table("{'format':1,'name':'t','events':{'v':{}},'ladder':[{'rung':'a'}]}");
    loyalty_customer *customer;
    loyalty_table_info info = {.size = sizeof info};
    (void)state;
    assert_ptr_equal(loyalty_program_ref(small), small);
    assert_int_equal(loyalty_customer_new(small, &customer), LOYALTY_OK);
    loyalty_program_unref(small);
    loyalty_program_unref(small);
    assert_ptr_equal(loyalty_customer_program(customer), small);
    assert_int_equal(loyalty_program_table(small, &info), LOYALTY_OK);
    assert_string_equal(info.name, "t");
    loyalty_customer_free(customer);
    assert_null(loyalty_program_ref(NULL));
    loyalty_program_unref(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_says_its_keys),
        cmocka_unit_test(what_a_table_leaves_out_has_its_default),
        cmocka_unit_test(kinds_have_names_and_ranges),
        cmocka_unit_test(metrics_have_types_windows_and_rows),
        cmocka_unit_test(operands_stand_in_the_order_of_the_table),
        cmocka_unit_test(points_stand_in_rows),
        cmocka_unit_test(rungs_have_hold_grace_and_fall),
        cmocka_unit_test(cells_count_through_all_segmentations),
        cmocka_unit_test(conditions_are_counted_and_told),
        cmocka_unit_test(labels_fall_back),
        cmocka_unit_test(rungs_and_cells_have_actions),
        cmocka_unit_test(unknown_names_are_not_found),
        cmocka_unit_test(indexes_out_of_range_are_refused),
        cmocka_unit_test(conditions_out_of_range_are_refused),
        cmocka_unit_test(a_program_has_any_number_of_owners),
    };
    return cmocka_run_group_tests_name("program", tests, load, unload);
}
