/* SPDX-License-Identifier: MIT */
/*
 * The signatures that programs built against version 0.9 rely on: each is declared once more, which compiles only where
 * it is the header's. Do not ever change a line: only add. analysis.h may change until 1.1, and is not here.
 */
#include <loyalty/loyalty.h>

/* NOLINTBEGIN(readability-redundant-declaration) */
uint32_t loyalty_version(void);
const char *loyalty_version_text(void);
const char *loyalty_status_text(loyalty_status);
loyalty_status loyalty_date_from_civil(int32_t, int32_t, int32_t, loyalty_date *);
loyalty_status loyalty_date_to_civil(loyalty_date, int32_t *, int32_t *, int32_t *);
loyalty_status loyalty_date_parse(const char *, size_t, loyalty_date *);
loyalty_status loyalty_date_format(loyalty_date, char *, size_t);
loyalty_status loyalty_date_add(loyalty_date, const char *, loyalty_date *);
loyalty_status loyalty_program_from_json(const char *, size_t, const loyalty_options *, loyalty_report *,
                                         loyalty_program **);
loyalty_program *loyalty_program_ref(loyalty_program *);
void loyalty_program_unref(loyalty_program *);
loyalty_status loyalty_program_find(const loyalty_program *, int32_t, const char *, uint32_t *);
typedef int32_t loyalty_on_transition(void *, const loyalty_customer *, const loyalty_transition *);
loyalty_status loyalty_customer_new(loyalty_program *, loyalty_customer **);
void loyalty_customer_free(loyalty_customer *);
loyalty_status loyalty_customer_record(loyalty_customer *, const loyalty_event *, loyalty_on_transition *, void *);
loyalty_status loyalty_customer_advance(loyalty_customer *, loyalty_date, loyalty_on_transition *, void *);
loyalty_status loyalty_customer_date(const loyalty_customer *, loyalty_date *);
loyalty_status loyalty_customer_record_all(loyalty_customer *, const loyalty_batch *, loyalty_on_transition *, void *,
                                           size_t *);
loyalty_status loyalty_customer_days(const loyalty_customer *, uint32_t, loyalty_date, size_t, loyalty_date *,
                                     int64_t *, int64_t *, size_t *);
loyalty_status loyalty_customer_standing_on(const loyalty_customer *, loyalty_date, loyalty_standing *);
loyalty_status loyalty_book_columns(const loyalty_book *, uint64_t *, size_t, const loyalty_columns *, size_t *);
loyalty_status loyalty_book_next_date(const loyalty_book *, loyalty_date *);
loyalty_status loyalty_book_reserve(loyalty_book *, uint64_t);
loyalty_status loyalty_customer_standing(const loyalty_customer *, loyalty_standing *);
loyalty_status loyalty_customer_rung(const loyalty_customer *, uint32_t *);
loyalty_status loyalty_customer_gap(const loyalty_customer *, int32_t, uint32_t, uint32_t, uint32_t, loyalty_gap *);
loyalty_status loyalty_customer_meets(const loyalty_customer *, int32_t, uint32_t, int32_t *);
loyalty_status loyalty_customer_metric(const loyalty_customer *, uint32_t, int64_t *, int64_t *);
loyalty_status loyalty_customer_points(const loyalty_customer *, uint32_t, int64_t *);
loyalty_status loyalty_customer_segment(const loyalty_customer *, uint32_t, uint32_t *);
loyalty_status loyalty_customer_outlook(const loyalty_customer *, loyalty_date, loyalty_on_transition *, void *);
uint32_t loyalty_customer_transition_count(const loyalty_customer *);
loyalty_status loyalty_customer_transition(const loyalty_customer *, uint32_t, loyalty_transition *);
loyalty_status loyalty_customer_json(const loyalty_customer *, const char *, loyalty_date, char *, size_t, size_t *);
loyalty_status loyalty_customer_copy(const loyalty_customer *, loyalty_customer **);
loyalty_status loyalty_customer_merge(loyalty_customer *, const loyalty_customer *, loyalty_on_transition *, void *,
                                      uint64_t *);
loyalty_status loyalty_customer_convert(const loyalty_customer *, loyalty_program *, uint64_t *, loyalty_customer **);
loyalty_status loyalty_customer_erase(loyalty_customer *);
loyalty_program *loyalty_customer_program(const loyalty_customer *);
loyalty_status loyalty_customer_set_user(loyalty_customer *, void *);
void *loyalty_customer_user(const loyalty_customer *);
loyalty_status loyalty_customer_void(loyalty_customer *, const void *, uint32_t, loyalty_on_transition *, void *);
typedef int32_t loyalty_on_book_transition(void *, const void *, uint32_t, const loyalty_customer *,
                                           const loyalty_transition *);
loyalty_status loyalty_key_of_number(uint64_t, void *);
loyalty_status loyalty_book_new(loyalty_program *, const void *, loyalty_book **);
void loyalty_book_free(loyalty_book *);
loyalty_status loyalty_book_record(loyalty_book *, const void *, uint32_t, const loyalty_event *,
                                   loyalty_on_book_transition *, void *, const loyalty_customer **);
loyalty_status loyalty_book_record_all(loyalty_book *, const void *, uint32_t, const loyalty_batch *,
                                       loyalty_on_book_transition *, void *, size_t *);
loyalty_status loyalty_book_record_batch(loyalty_book *, const loyalty_batch *, loyalty_on_book_transition *, void *,
                                         loyalty_status *, loyalty_batch_result *);
loyalty_status loyalty_book_advance(loyalty_book *, loyalty_date, loyalty_on_book_transition *, void *);
loyalty_status loyalty_book_find(const loyalty_book *, const void *, uint32_t, const loyalty_customer **);
loyalty_status loyalty_book_each(const loyalty_book *, uint64_t *, const void **, uint32_t *,
                                 const loyalty_customer **);
uint64_t loyalty_book_count(const loyalty_book *);
loyalty_status loyalty_book_date(const loyalty_book *, loyalty_date *);
loyalty_program *loyalty_book_program(const loyalty_book *);
loyalty_status loyalty_book_add(loyalty_book *, const void *, uint32_t, void *);
loyalty_status loyalty_book_set_user(loyalty_book *, const void *, uint32_t, void *);
loyalty_status loyalty_book_failure(const loyalty_book *, const void **, uint32_t *, int32_t *);
loyalty_status loyalty_book_void(loyalty_book *, const void *, uint32_t, const void *, uint32_t,
                                 loyalty_on_book_transition *, void *);
loyalty_status loyalty_book_remove(loyalty_book *, const void *, uint32_t);
loyalty_status loyalty_book_join(loyalty_book *, const void *, uint32_t, const void *, uint32_t,
                                 loyalty_on_book_transition *, void *, uint64_t *);
loyalty_status loyalty_book_merge(loyalty_book *, const loyalty_book *, loyalty_on_book_transition *, void *,
                                  uint64_t *);
loyalty_status loyalty_book_convert(const loyalty_book *, loyalty_program *, const void *, uint64_t *, loyalty_book **);
typedef int32_t loyalty_on_write(void *, const void *, size_t);
typedef int32_t loyalty_on_read(void *, void *, size_t, size_t *);
loyalty_status loyalty_program_fingerprint(const loyalty_program *, void *);
loyalty_status loyalty_customer_save(const loyalty_customer *, void *, size_t, size_t *);
loyalty_status loyalty_customer_load(loyalty_program *, const void *, size_t, uint64_t *, loyalty_customer **);
loyalty_status loyalty_book_save(loyalty_book *, loyalty_on_write *, void *);
loyalty_status loyalty_book_load(loyalty_program *, const void *, loyalty_on_read *, void *, uint64_t *,
                                 loyalty_book **);
typedef loyalty_status loyalty_host_metric(void *, void *, loyalty_date, int64_t *, loyalty_date *);
loyalty_status loyalty_options_new(const loyalty_allocator *, loyalty_options **);
void loyalty_options_free(loyalty_options *);
loyalty_status loyalty_options_bind(loyalty_options *, const char *, loyalty_host_metric *, void *);
loyalty_status loyalty_options_keep_contents(loyalty_options *);
loyalty_status loyalty_report_new(const loyalty_options *, loyalty_report **);
void loyalty_report_free(loyalty_report *);
uint32_t loyalty_report_count(const loyalty_report *);
loyalty_status loyalty_report_problem(const loyalty_report *, uint32_t, loyalty_problem *);
loyalty_status loyalty_report_locate(loyalty_report *, const char *, size_t);
int64_t loyalty_limit(int32_t);
loyalty_status loyalty_program_check(const loyalty_program *, loyalty_report *);
loyalty_status loyalty_program_label(const loyalty_program *, int32_t, uint32_t, const char *, const char **);
loyalty_status loyalty_program_money(const loyalty_program *, int64_t, char *, size_t);
loyalty_status loyalty_program_table(const loyalty_program *, loyalty_table_info *);
loyalty_status loyalty_program_kind(const loyalty_program *, uint32_t, loyalty_kind_info *);
loyalty_status loyalty_program_metric(const loyalty_program *, uint32_t, loyalty_metric_info *);
loyalty_status loyalty_program_rung(const loyalty_program *, uint32_t, loyalty_rung_info *);
loyalty_status loyalty_program_segmentation(const loyalty_program *, uint32_t, loyalty_segmentation_info *);
loyalty_status loyalty_program_cell(const loyalty_program *, uint32_t, loyalty_cell_info *);
loyalty_status loyalty_program_find_cell(const loyalty_program *, uint32_t, const char *, uint32_t *);
loyalty_status loyalty_program_operand(const loyalty_program *, uint32_t, uint32_t, uint32_t *, int32_t *);
loyalty_status loyalty_program_row(const loyalty_program *, uint32_t, uint32_t, int64_t *, int64_t *);
loyalty_status loyalty_program_alternative_count(const loyalty_program *, int32_t, uint32_t, uint32_t *);
loyalty_status loyalty_program_condition_count(const loyalty_program *, int32_t, uint32_t, uint32_t, uint32_t *);
loyalty_status loyalty_program_condition(const loyalty_program *, int32_t, uint32_t, uint32_t, uint32_t,
                                         loyalty_condition_info *);
loyalty_status loyalty_program_action(const loyalty_program *, int32_t, uint32_t, uint32_t, const char **);
uint32_t loyalty_preset_count(void);
const char *loyalty_preset_name(uint32_t);
loyalty_status loyalty_preset_json(const char *, const char **, size_t *);
loyalty_status loyalty_builder_new(const loyalty_options *, loyalty_builder **);
void loyalty_builder_free(loyalty_builder *);
loyalty_status loyalty_builder_build(const loyalty_builder *, loyalty_report *, loyalty_program **);
loyalty_status loyalty_builder_set_name(loyalty_builder *, const char *);
loyalty_status loyalty_builder_set_accept_late(loyalty_builder *, int32_t);
loyalty_status loyalty_builder_set_climb(loyalty_builder *, int32_t);
loyalty_status loyalty_builder_set_score_max(loyalty_builder *, int64_t);
loyalty_status loyalty_builder_set_money(loyalty_builder *, const char *, int32_t);
loyalty_status loyalty_builder_set_review(loyalty_builder *, const char *, const char *);
loyalty_status loyalty_builder_add_kind(loyalty_builder *, const char *, int64_t, int64_t);
loyalty_status loyalty_builder_add_metric(loyalty_builder *, const char *, const loyalty_metric_definition *);
loyalty_status loyalty_builder_add_points(loyalty_builder *, const char *, int64_t, int64_t);
loyalty_status loyalty_builder_add_rung(loyalty_builder *, const char *);
loyalty_status loyalty_builder_add_enter(loyalty_builder *, const char *, uint32_t, const char *);
loyalty_status loyalty_builder_add_keep(loyalty_builder *, const char *, uint32_t, const char *);
loyalty_status loyalty_builder_set_hold(loyalty_builder *, const char *, const char *);
loyalty_status loyalty_builder_set_grace(loyalty_builder *, const char *, const char *);
loyalty_status loyalty_builder_set_term(loyalty_builder *, const char *, const char *, const char *);
loyalty_status loyalty_builder_set_fall(loyalty_builder *, const char *, int32_t);
loyalty_status loyalty_builder_add_out(loyalty_builder *, uint32_t, const char *);
loyalty_status loyalty_builder_add_cell(loyalty_builder *, const char *, const char *);
loyalty_status loyalty_builder_add_when(loyalty_builder *, const char *, const char *, uint32_t, const char *);
loyalty_status loyalty_builder_add_label(loyalty_builder *, int32_t, const char *, const char *, const char *,
                                         const char *);
loyalty_status loyalty_builder_add_action(loyalty_builder *, int32_t, const char *, const char *, const char *);
/* NOLINTEND(readability-redundant-declaration) */

int main(void)
{
    return 0;
}
