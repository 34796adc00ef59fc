/* SPDX-License-Identifier: MIT */
/* The program `loyalty`: runs one of its commands, and checks that its output was written. */
#define _POSIX_C_SOURCE 200809L
#include "command/command.h"
#include "output/nearest.h"
#include "output/tell.h"

#include <errno.h>
#include <loyalty/loyalty.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char main_help[] =
    "Usage: loyalty COMMAND [ARGUMENT]...\n"
    "Shows where customers stand on a loyalty ladder, why, and what comes next.\n"
    "\n"
    "  check TABLE                  reports the errors and warnings of a rule table\n"
    "  presets [NAME]               lists the built-in tables, or prints one\n"
    "  replay TABLE EVENTS          prints where all customers stand after a log of events\n"
    "  explain TABLE EVENTS         explains one customer's standing to a person\n"
    "  census TABLE EVENTS          prints figures of all customers together\n"
    "  backtest OLD NEW EVENTS      shows what a change of rules would do\n"
    "\n"
    "TABLE is a file or the name of a preset. See also `loyalty COMMAND --help`.\n"
    "  --help, --version\n";

static const struct {
    const char *name;
    char full_name[24]; /* its argv[0], for getopt_long() and usage errors */
    int (*run)(int argc, char **argv);
} main_commands[] = {
    {"check", "loyalty check", command_check},    {"presets", "loyalty presets", command_presets},
    {"replay", "loyalty replay", command_replay}, {"explain", "loyalty explain", command_explain},
    {"census", "loyalty census", command_census}, {"backtest", "loyalty backtest", command_backtest},
};

static int main_refuse(const char *command)
{
    enum { COMMANDS = sizeof main_commands / sizeof main_commands[0] };
    const char *names[COMMANDS];
    for (size_t i = 0; i < COMMANDS; i++)
        names[i] = main_commands[i].name;
    size_t nearest = nearest_word(command, names, COMMANDS);
    if (nearest < COMMANDS)
        tell("unknown command \"%s\"; did you mean \"%s\"?", command, names[nearest]);
    else
        tell("unknown command \"%s\"", command);
    return usage_error("loyalty");
}

static int main_run(int argc, char **argv)
{
    if (argc < 2) {
        fputs(main_help, stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return usage_print(main_help);
    if (strcmp(argv[1], "--version") == 0) {
        printf("loyalty %s\n", loyalty_version_text());
        return EXIT_DONE;
    }
    for (size_t i = 0; i < sizeof main_commands / sizeof main_commands[0]; i++) {
        if (strcmp(argv[1], main_commands[i].name) == 0) {
            char full_name[sizeof main_commands[i].full_name];
            memcpy(full_name, main_commands[i].full_name, sizeof full_name);
            argv[1] = full_name;
            return main_commands[i].run(argc - 1, argv + 1);
        }
    }
    return main_refuse(argv[1]);
}

/* Long outputs leave in large blocks. What a terminal shows stays line by line. */
static void main_buffer_output(void)
{
    static char buffer[65536];
    if (!isatty(STDOUT_FILENO))
        setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
}

int main(int argc, char **argv)
{
    main_buffer_output();
    int code = main_run(argc, argv);
    /* A full disk may be noticed only when the last bytes are written. */
    bool lost = ferror(stdout);
    errno = 0;
    if (fclose(stdout) != 0 || lost) {
        tell("could not write to standard output%s%s", errno != 0 ? ": " : "", errno != 0 ? strerror(errno) : "");
        return EXIT_FAILED;
    }
    return code;
}
