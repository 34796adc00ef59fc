/* SPDX-License-Identifier: MIT */
/* The headers from C++: names are not mangled, and their structs are plain. */
#include <cstdio>
#include <type_traits>

#include <loyalty/analysis.h>

static_assert(std::is_standard_layout<loyalty_event>::value && std::is_trivial<loyalty_event>::value,
              "a struct of the header is no plain struct");

int main()
{
    loyalty_date date = 0;
    char text[11];
    loyalty_options *options = nullptr;
    loyalty_problem problem{}; /* all other fields are 0, without a warning that they are left out */
    problem.size = sizeof problem;
    if (loyalty_date_from_civil(2024, 2, 29, &date) != LOYALTY_OK ||
        loyalty_date_format(date, text, sizeof text) != LOYALTY_OK ||
        loyalty_options_new(nullptr, &options) != LOYALTY_OK)
        return 1;
    loyalty_options_free(options);
    if (loyalty_report_problem(nullptr, 0, &problem) != LOYALTY_E_ARGUMENT || loyalty_version() < LOYALTY_VERSION)
        return 1;
    std::printf("%s is day %d\n", text, static_cast<int>(date));
    return 0;
}
