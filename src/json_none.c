/* SPDX-License-Identifier: MIT */
/* A build without JSON: the same symbols, which answer "unsupported". */
#include "loyalty/loyalty.h"

int32_t loyalty_has_json(void)
{
    return 0;
}

int32_t loyalty_program_from_json(const char *text, size_t length, const loyalty_options *options,
                                  loyalty_report *report, loyalty_program **program)
{
    (void)text, (void)length, (void)options, (void)report, (void)program;
    return LOYALTY_E_UNSUPPORTED;
}

int32_t loyalty_report_locate(loyalty_report *report, const char *text, size_t length)
{
    (void)report, (void)text, (void)length;
    return LOYALTY_E_UNSUPPORTED;
}

int32_t loyalty_customer_json(const loyalty_customer *customer, const char *language, int32_t until, char *buffer,
                              size_t capacity, size_t *needed)
{
    (void)customer, (void)language, (void)until, (void)buffer, (void)capacity, (void)needed;
    return LOYALTY_E_UNSUPPORTED;
}

int32_t loyalty_census_json(const loyalty_census *census, char *buffer, size_t capacity, size_t *needed)
{
    (void)census, (void)buffer, (void)capacity, (void)needed;
    return LOYALTY_E_UNSUPPORTED;
}

int32_t loyalty_backtest_json(loyalty_backtest *backtest, char *buffer, size_t capacity, size_t *needed)
{
    (void)backtest, (void)buffer, (void)capacity, (void)needed;
    return LOYALTY_E_UNSUPPORTED;
}
