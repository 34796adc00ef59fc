/* SPDX-License-Identifier: MIT */
/* The header from C++: names are not mangled, and its structs are plain. */
#include <cstdint>
#include <cstdio>
#include <type_traits>

#include <loyalty/loyalty.h>

static_assert(std::is_standard_layout<loyalty_event>::value && std::is_trivial<loyalty_event>::value,
              "a struct of the header is no plain struct");

int main()
{
    std::int32_t date = 0;
    char text[11];
    loyalty_options *options = nullptr;
    if (loyalty_date_from_civil(2024, 2, 29, &date) != LOYALTY_OK ||
        loyalty_date_format(date, text, sizeof text) != LOYALTY_OK ||
        loyalty_options_new(nullptr, &options) != LOYALTY_OK)
        return 1;
    loyalty_options_free(options);
    std::printf("%s is day %d\n", text, static_cast<int>(date));
    return 0;
}
