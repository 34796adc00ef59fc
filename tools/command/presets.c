/* SPDX-License-Identifier: MIT */
#include "command/command.h"
#include "output/tell.h"

#include <getopt.h>
#include <loyalty/loyalty.h>
#include <stdio.h>

static const char HELP[] = "Usage: loyalty presets [NAME]\n"
                           "Lists the rule tables that come with the library, or prints the one called NAME.\n";

static int list(void)
{
    for (uint32_t i = 0; i < loyalty_preset_count(); i++)
        puts(loyalty_preset_name(i));
    return EXIT_DONE;
}

static int print(const char *name)
{
    const char *text = NULL;
    size_t length = 0;
    int32_t status = loyalty_preset_json(name, &text, &length);
    if (status != LOYALTY_OK) {
        tell("%s: %s; `loyalty presets` lists them", name,
             status == LOYALTY_E_NOT_FOUND ? "no preset has that name" : loyalty_status_text(status));
        return EXIT_FAILED;
    }
    fwrite(text, 1, length, stdout);
    if (length > 0 && text[length - 1] != '\n')
        putchar('\n');
    return EXIT_DONE;
}

int command_presets(int argc, char **argv)
{
    static const struct option options[] = {{"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    int option = 0;
    while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        if (option == 'h')
            return usage_print(HELP);
        return usage_error(argv[0]);
    }
    if (argc - optind > 1) {
        tell("presets takes one NAME or none");
        return usage_error(argv[0]);
    }
    return optind < argc ? print(argv[optind]) : list();
}
