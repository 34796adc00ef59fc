/* SPDX-License-Identifier: MIT */
/* What the commands share: how they take options, and what they say of how they are called. */
#include "command/command.h"

#include "input/number.h"
#include "output/tell.h"

#include <inttypes.h>
#include <loyalty/loyalty.h>
#include <stdio.h>
#include <string.h>

int usage_error(const char *name)
{
    fprintf(stderr, "Try '%s --help'.\n", name);
    return EXIT_USAGE;
}

int usage_print(const char *text)
{
    fputs(text, stdout);
    return EXIT_DONE;
}

int option_date(const char *option, const char *text, int32_t *date)
{
    if (loyalty_date_parse(text, strlen(text), date) == LOYALTY_OK)
        return 0;
    tell("%s: \"%s\" is no date; write YYYY-MM-DD", option, text);
    return -1;
}

int option_number(const char *option, const char *text, uint32_t least, uint32_t most, uint32_t *number)
{
    int64_t parsed = 0;
    if (number_parse(text, strlen(text), &parsed) == NUMBER_OK && parsed >= least && parsed <= most) {
        *number = (uint32_t)parsed;
        return 0;
    }
    tell("%s: \"%s\" is no number from %" PRIu32 " to %" PRIu32, option, text, least, most);
    return -1;
}
