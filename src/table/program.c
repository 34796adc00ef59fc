/* SPDX-License-Identifier: MIT */
/* References to a compiled program, and look-ups in it. */
#include "table/program.h"

#include <string.h>

#include "base/abi.h"
#include "table/words.h"

loyalty_program *loyalty_program_ref(loyalty_program *program)
{
    if (program)
        atomic_fetch_add_explicit(&program->references, 1, memory_order_relaxed);
    return program;
}

void loyalty_program_unref(loyalty_program *program)
{
    if (!program || atomic_fetch_sub_explicit(&program->references, 1, memory_order_acq_rel) != 1)
        return;
    loyalty_allocator allocator = program->arena.allocator;
    arena_free(&program->arena);
    memory_free(&allocator, program);
}

const struct rule *program_rule(const loyalty_program *program, int32_t rule, uint32_t index)
{
    switch (rule) {
    case LOYALTY_RULE_ENTER:
        return index < program->rung_count ? &program->rungs[index].enter : NULL;
    case LOYALTY_RULE_KEEP:
        return index < program->rung_count ? &program->rungs[index].keep : NULL;
    case LOYALTY_RULE_WHEN:
        return index < program->cell_count ? &program->cells[index].when : NULL;
    case LOYALTY_RULE_OUT:
        return index == 0 && program->out.count > 0 ? &program->out : NULL;
    default:
        return NULL;
    }
}

loyalty_status loyalty_program_table(const loyalty_program *program, loyalty_table_info *info)
{
    if (!program || !info)
        return LOYALTY_E_ARGUMENT;
    loyalty_table_info ours = {.size = sizeof ours,
                               .name = program->name,
                               .format = 1,
                               .accept_late = program->accept_late,
                               .climb = program->climb,
                               .money_code = program->money_code,
                               .money_digits = program->money_digits,
                               .action_count = program->action_count,
                               .review = program->review_text,
                               .review_begins = program->review_begins,
                               .score_max = program->score_max,
                               .kind_count = program->kind_count,
                               .metric_count = program->metric_count,
                               .rung_count = program->rung_count,
                               .segmentation_count = program->segmentation_count,
                               .cell_count = program->cell_count};
    return ABI_OUTPUT(info, ours);
}

loyalty_status loyalty_program_kind(const loyalty_program *program, uint32_t index, loyalty_kind_info *info)
{
    if (!program || !info)
        return LOYALTY_E_ARGUMENT;
    if (index >= program->kind_count)
        return LOYALTY_E_INDEX;
    const struct kind *kind = &program->kinds[index];
    loyalty_kind_info ours = {
        .size = sizeof ours, .name = kind->texts.name, .value_min = kind->min, .value_max = kind->max};
    return ABI_OUTPUT(info, ours);
}

loyalty_status loyalty_program_metric(const loyalty_program *program, uint32_t index, loyalty_metric_info *info)
{
    if (!program || !info)
        return LOYALTY_E_ARGUMENT;
    if (index >= program->metric_count)
        return LOYALTY_E_INDEX;
    const struct metric *metric = &program->metrics[index];
    loyalty_metric_info ours = {.size = sizeof ours,
                                .name = metric->texts.name,
                                .measure = (int32_t)metric->type,
                                .period = (int32_t)metric->period,
                                .operand_count = metric->operand_count,
                                .unit = metric->unit,
                                .back = program->windows[metric->window].window.back,
                                .within = metric->within,
                                .begins = metric->begins,
                                .after = metric->after,
                                .host = metric->host,
                                .row_count = metric->row_count};
    return ABI_OUTPUT(info, ours);
}

loyalty_status loyalty_program_rung(const loyalty_program *program, uint32_t index, loyalty_rung_info *info)
{
    if (!program || !info)
        return LOYALTY_E_ARGUMENT;
    if (index >= program->rung_count)
        return LOYALTY_E_INDEX;
    const struct rung *rung = &program->rungs[index];
    loyalty_rung_info ours = {.size = sizeof ours,
                              .name = rung->texts.name,
                              .hold = rung->hold_text,
                              .grace = rung->grace_text,
                              .term = rung->term_text,
                              .until = rung->until_text,
                              .fall = rung->fall,
                              .action_count = rung->texts.action_count};
    return ABI_OUTPUT(info, ours);
}

loyalty_status loyalty_program_segmentation(const loyalty_program *program, uint32_t index,
                                            loyalty_segmentation_info *info)
{
    if (!program || !info)
        return LOYALTY_E_ARGUMENT;
    if (index >= program->segmentation_count)
        return LOYALTY_E_INDEX;
    const struct segmentation *segmentation = &program->segmentations[index];
    loyalty_segmentation_info ours = {.size = sizeof ours,
                                      .name = segmentation->texts.name,
                                      .first_cell = segmentation->first,
                                      .cell_count = segmentation->count};
    return ABI_OUTPUT(info, ours);
}

loyalty_status loyalty_program_cell(const loyalty_program *program, uint32_t index, loyalty_cell_info *info)
{
    if (!program || !info)
        return LOYALTY_E_ARGUMENT;
    if (index >= program->cell_count)
        return LOYALTY_E_INDEX;
    const struct cell *cell = &program->cells[index];
    loyalty_cell_info ours = {.size = sizeof ours,
                              .name = cell->texts.name,
                              .segmentation = cell->segmentation,
                              .action_count = cell->texts.action_count};
    return ABI_OUTPUT(info, ours);
}

static uint32_t program_object_count(const loyalty_program *program, int32_t object)
{
    switch (object) {
    case LOYALTY_OBJECT_KIND:
        return program->kind_count;
    case LOYALTY_OBJECT_METRIC:
        return program->metric_count;
    case LOYALTY_OBJECT_RUNG:
        return program->rung_count;
    case LOYALTY_OBJECT_CELL:
        return program->cell_count;
    case LOYALTY_OBJECT_ACTION:
        return program->action_count;
    default:
        return program->segmentation_count;
    }
}

static const struct texts *program_object_texts(const loyalty_program *program, int32_t object, uint32_t index)
{
    switch (object) {
    case LOYALTY_OBJECT_KIND:
        return &program->kinds[index].texts;
    case LOYALTY_OBJECT_METRIC:
        return &program->metrics[index].texts;
    case LOYALTY_OBJECT_RUNG:
        return &program->rungs[index].texts;
    case LOYALTY_OBJECT_CELL:
        return &program->cells[index].texts;
    case LOYALTY_OBJECT_ACTION:
        return &program->actions[index];
    default:
        return &program->segmentations[index].texts;
    }
}

static bool program_is_object(int32_t object)
{
    return object >= LOYALTY_OBJECT_KIND && object <= LOYALTY_OBJECT_ACTION;
}

static bool program_find_between(const loyalty_program *program, int32_t object, uint32_t first, uint32_t count,
                                 const char *name, uint32_t *index)
{
    for (uint32_t i = first; i < first + count; i++)
        if (strcmp(program_object_texts(program, object, i)->name, name) == 0) {
            *index = i;
            return true;
        }
    return false;
}

bool program_find(const loyalty_program *program, int32_t object, const char *name, uint32_t *index)
{
    return program_find_between(program, object, 0, program_object_count(program, object), name, index);
}

loyalty_status loyalty_program_find(const loyalty_program *program, int32_t object, const char *name, uint32_t *index)
{
    if (!program || !name || !index || !program_is_object(object) || object == LOYALTY_OBJECT_CELL)
        return LOYALTY_E_ARGUMENT;
    return program_find(program, object, name, index) ? LOYALTY_OK : LOYALTY_E_NOT_FOUND;
}

loyalty_status loyalty_program_find_cell(const loyalty_program *program, uint32_t segmentation, const char *name,
                                         uint32_t *index)
{
    if (!program || !name || !index)
        return LOYALTY_E_ARGUMENT;
    if (segmentation >= program->segmentation_count)
        return LOYALTY_E_INDEX;
    const struct segmentation *cells = &program->segmentations[segmentation];
    bool found = program_find_between(program, LOYALTY_OBJECT_CELL, cells->first, cells->count, name, index);
    return found ? LOYALTY_OK : LOYALTY_E_NOT_FOUND;
}

loyalty_status loyalty_program_operand(const loyalty_program *program, uint32_t metric, uint32_t position,
                                       uint32_t *index, int32_t *weight)
{
    if (!program || !index)
        return LOYALTY_E_ARGUMENT;
    if (metric >= program->metric_count || position >= program->metrics[metric].operand_count)
        return LOYALTY_E_INDEX;
    const struct metric *of = &program->metrics[metric];
    *index = of->operands[position];
    if (weight)
        *weight = of->weights ? of->weights[position] : 1;
    return LOYALTY_OK;
}

loyalty_status loyalty_program_row(const loyalty_program *program, uint32_t metric, uint32_t row, int64_t *at_least,
                                   int64_t *points)
{
    if (!program || !at_least || !points)
        return LOYALTY_E_ARGUMENT;
    if (metric >= program->metric_count || row >= program->metrics[metric].row_count)
        return LOYALTY_E_INDEX;
    *at_least = program->metrics[metric].rows[row].at_least;
    *points = program->metrics[metric].rows[row].points;
    return LOYALTY_OK;
}

loyalty_status loyalty_program_alternative_count(const loyalty_program *program, int32_t rule, uint32_t index,
                                                 uint32_t *count)
{
    if (!program || !count)
        return LOYALTY_E_ARGUMENT;
    const struct rule *asked = program_rule(program, rule, index);
    if (!asked)
        return program_rule_refusal(rule);
    *count = asked->alternatives;
    return LOYALTY_OK;
}

const struct condition *rule_alternative(const struct rule *rule, uint32_t alternative, uint32_t *count)
{
    uint32_t first = 0;
    if (alternative >= rule->alternatives)
        return NULL;
    while (alternative-- > 0)
        first = rule->conditions[first].end;
    *count = rule->conditions[first].end - first;
    return &rule->conditions[first];
}

const struct condition *rule_condition(const struct rule *rule, uint32_t alternative, uint32_t position)
{
    uint32_t count;
    const struct condition *conditions = rule_alternative(rule, alternative, &count);
    return conditions && position < count ? &conditions[position] : NULL;
}

loyalty_status loyalty_program_condition_count(const loyalty_program *program, int32_t rule, uint32_t index,
                                               uint32_t alternative, uint32_t *count)
{
    if (!program || !count)
        return LOYALTY_E_ARGUMENT;
    const struct rule *asked = program_rule(program, rule, index);
    if (!asked)
        return program_rule_refusal(rule);
    return rule_alternative(asked, alternative, count) ? LOYALTY_OK : LOYALTY_E_INDEX;
}

loyalty_status loyalty_program_condition(const loyalty_program *program, int32_t rule, uint32_t index,
                                         uint32_t alternative, uint32_t position, loyalty_condition_info *info)
{
    if (!program || !info)
        return LOYALTY_E_ARGUMENT;
    const struct rule *asked = program_rule(program, rule, index);
    if (!asked)
        return program_rule_refusal(rule);
    const struct condition *condition = rule_condition(asked, alternative, position);
    if (!condition)
        return LOYALTY_E_INDEX;
    loyalty_condition_info ours = {.size = sizeof ours,
                                   .subject = condition->subject,
                                   .metric = condition->metric,
                                   .op = condition->op,
                                   .number = condition->number};
    return ABI_OUTPUT(info, ours);
}

/* Returns the label in the language whose tag is the first `length` bytes of `tag`, or NULL. */
static const char *program_label_in(const struct texts *texts, const char *tag, size_t length)
{
    for (uint32_t i = 0; i < texts->label_count; i++)
        if (language_is(texts->labels[i].language, tag, length))
            return texts->labels[i].text;
    return NULL;
}

loyalty_status loyalty_program_label(const loyalty_program *program, int32_t object, uint32_t index,
                                     const char *language, const char **label)
{
    if (!program || !label || !program_is_object(object))
        return LOYALTY_E_ARGUMENT;
    if (index >= program_object_count(program, object))
        return LOYALTY_E_INDEX;
    const struct texts *texts = program_object_texts(program, object, index);
    const char *found = NULL;
    if (texts->label_count) {
        size_t length = language ? strlen(language) : 0;
        while (length && !(found = program_label_in(texts, language, length))) {
            do /* from "pt-BR" to "pt" */
                length--;
            while (length && language[length] != '-');
        }
        if (!found)
            found = program_label_in(texts, "en", strlen("en"));
        if (!found)
            found = texts->labels[0].text;
    }
    *label = found ? found : texts->name;
    return LOYALTY_OK;
}

loyalty_status loyalty_program_action(const loyalty_program *program, int32_t object, uint32_t index, uint32_t position,
                                      const char **action)
{
    if (!program || !action || (object != LOYALTY_OBJECT_RUNG && object != LOYALTY_OBJECT_CELL))
        return LOYALTY_E_ARGUMENT;
    if (index >= program_object_count(program, object))
        return LOYALTY_E_INDEX;
    const struct texts *texts = program_object_texts(program, object, index);
    if (position >= texts->action_count)
        return LOYALTY_E_INDEX;
    *action = texts->actions[position];
    return LOYALTY_OK;
}

/* Writes the digits of a number from the right, with a point behind `digits` of them. Returns the first character. */
static char *program_put_amount(char *end, uint64_t amount, int32_t digits)
{
    for (int32_t put = 0; amount > 0 || put <= digits; put++) {
        if (put == digits && digits > 0)
            *--end = '.';
        *--end = (char)('0' + amount % 10);
        amount /= 10;
    }
    return end;
}

loyalty_status loyalty_program_money(const loyalty_program *program, int64_t amount, char *buffer, size_t capacity)
{
    if (!program || !buffer)
        return LOYALTY_E_ARGUMENT;
    if (!program->money_code)
        return LOYALTY_E_NOT_FOUND;
    char text[LOYALTY_MONEY_TEXT], *end = text + sizeof text;
    const size_t code = strlen(program->money_code) + 1;
    end -= code;
    memcpy(end, program->money_code, code);
    *--end = ' ';
    end = program_put_amount(end, amount < 0 ? 0 - (uint64_t)amount : (uint64_t)amount, program->money_digits);
    if (amount < 0)
        *--end = '-';
    const size_t length = (size_t)(text + sizeof text - end);
    if (capacity < length)
        return LOYALTY_E_SPACE;
    memcpy(buffer, end, length);
    return LOYALTY_OK;
}

_Static_assert(LOYALTY_MONEY_TEXT >= sizeof "-9223372036854775808. " + LOYALTY_NAME_MAX, "an amount fits");
