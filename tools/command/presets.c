/* SPDX-License-Identifier: MIT */
/* `loyalty presets`: the rule tables that come with the library. */
#include "command/command.h"
#include "output/tell.h"

#include <loyalty/loyalty.h>
#include <stdio.h>

static const char presets_help[] = "Usage: loyalty presets [NAME]\n"
                                   "Lists the rule tables that come with the library, or prints the one called NAME.\n";

static int presets_list(void)
{
    for (uint32_t i = 0; i < loyalty_preset_count(); i++)
        puts(loyalty_preset_name(i));
    return EXIT_DONE;
}

static int presets_print(const char *name)
{
    const char *text = NULL;
    size_t length = 0;
    int32_t status = loyalty_preset_json(name, &text, &length);
    if (status) {
        tell("%s: %s; see `loyalty presets`", name,
             status == LOYALTY_E_NOT_FOUND ? "no such preset" : loyalty_status_text(status));
        return EXIT_FAILED;
    }
    fwrite(text, 1, length, stdout);
    if (length > 0 && text[length - 1] != '\n')
        putchar('\n');
    return EXIT_DONE;
}

int command_presets(int argc, char **argv)
{
    int code = usage_only_help(argc, argv, presets_help);
    if (code >= 0)
        return code;
    if (argc - optind > 1) {
        tell("presets takes at most one NAME");
        return usage_error(argv[0]);
    }
    return optind < argc ? presets_print(argv[optind]) : presets_list();
}
