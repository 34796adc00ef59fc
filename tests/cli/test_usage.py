# SPDX-License-Identifier: MIT
"""The command as a whole: help, version, wrong calls, output that cannot be written, the lists of presets."""
import json
import os
import unittest

import cli


class Usage(cli.CommandTest):
    def wrong(self, *arguments, reason):
        result = cli.run(*arguments)
        self.check_run(result, 2, out="")
        self.assertIn(reason, result.stderr.decode())

    def test_help(self):
        for arguments in (["--help"], ["-h"], ["check", "--help"], ["presets", "--help"], ["replay", "--help"],
                          ["explain", "-h"], ["census", "--help"], ["backtest", "--help"]):
            result = cli.run(*arguments)
            self.check_run(result, 0, err="")
            self.assertTrue(result.stdout.startswith(b"Usage: loyalty "), arguments)

    def test_version(self):
        result = cli.run("--version")
        self.check_run(result, 0, err="")
        self.assertRegex(result.stdout.decode(), r"^loyalty \d+\.\d+\.\d+\n$")

    def test_wrong_calls(self):
        self.wrong(reason="Usage: loyalty")
        self.wrong("dance", reason='unknown command "dance"')
        self.wrong("check", reason="check takes one TABLE")
        self.wrong("check", "a", "b", reason="check takes one TABLE")
        self.wrong("check", "--bogus", "a", reason="Try 'loyalty check --help'")
        self.wrong("presets", "a", "b", reason="presets takes at most one NAME")
        self.wrong("presets", "--bogus", reason="Try 'loyalty presets --help'")
        self.wrong("replay", cli.SHOP, "-", reason="--as-of DATE")
        self.wrong("replay", cli.SHOP, "--as-of", "2024-01-01", reason="replay needs TABLE, EVENTS")
        self.wrong("replay", cli.SHOP, "-", "x", "--as-of", "2024-01-01", reason="replay needs TABLE, EVENTS")
        self.wrong("replay", cli.SHOP, "-", "--as-of", reason="loyalty replay")
        self.wrong("replay", cli.SHOP, "-", "--as-of", "2023-02-29", reason='--as-of: "2023-02-29" is not a date')
        self.wrong("replay", cli.SHOP, "-", "--as-of", "2024-1-1", reason="use YYYY-MM-DD")
        self.wrong("explain", cli.SHOP, "-", "--as-of", "2024-01-01", reason="--customer ID")
        self.wrong("explain", cli.SHOP, "-", "--customer", "a", reason="--as-of DATE")
        self.wrong("explain", cli.SHOP, "-", "--customer", "a", "--as-of", "x", reason='"x" is not a date')
        self.wrong("explain", cli.SHOP, "-", "--customer", "a", "--as-of", "2024-01-01", "--lang", "de",
                   reason='--lang: unknown language "de"; use en, fa or ru')

    def test_nearest(self):
        """An unknown command or option suggests the nearest, if one is near."""
        for typed, meant in (("replya", "replay"), ("chek", "check"), ("cencus", "census"), ("explian", "explain"),
                             ("back-test", "backtest"), ("preset", "presets")):
            self.check_run(cli.run(typed), 2, "", f'loyalty: unknown command "{typed}"; did you mean "{meant}"?\n'
                           "Try 'loyalty --help'.\n")
        for typed in ("dance", "", "x", "r" * 1000):
            self.assertNotIn(b"did you mean", cli.run(typed).stderr)
        for typed, meant in (("--transition-s", "transitions"), ("--asof", "as-of"), ("--asof=2024-01-01", "as-of"),
                             ("--steram", "stream"), ("--skipbad", "skip-bad")):
            self.wrong("replay", cli.SHOP, "-", typed, reason=f"Did you mean '--{meant}'?\nTry 'loyalty replay --help'.\n")
        for typed in ("--bogus", "-x", "--", "--as-of"):
            self.assertNotIn(b"Did you mean", cli.run("replay", cli.SHOP, typed).stderr)

    def test_wrong_jobs(self):
        for command in (["replay"], ["census"], ["backtest", cli.SHOP]):
            for jobs in ("0", "65", "-1", "x", "", "1.5", "99999999999999999999"):
                self.wrong(*command, cli.SHOP, "-", "--as-of", "2024-01-01", "--jobs", jobs,
                           reason=f'--jobs: "{jobs}" is not a whole number from 1 to 64')

    def test_wrong_census(self):
        def wrong(*options, reason):
            self.wrong("census", cli.SHOP, "-", "--as-of", "2024-06-30", *options, reason=reason)
        value = ["--from", "2024-01-01", "--rewards"]
        self.wrong("census", cli.SHOP, "-", reason="census needs TABLE, EVENTS and --as-of DATE")
        self.wrong("census", cli.SHOP, "--as-of", "2024-06-30", reason="census needs TABLE, EVENTS and --as-of DATE")
        wrong("--bogus", reason="Try 'loyalty census --help'")
        wrong("--from", "2024-06-30", reason="--from must be before --as-of")
        wrong("--from", "x", reason='--from: "x" is not a date')
        wrong("--purchases", "visit,buy", reason='--purchases: the rule table has no event kind "buy"')
        wrong("--purchases", "", reason='--purchases: the rule table has no event kind ""')
        wrong("--purchases", "visit,", reason='--purchases: the rule table has no event kind ""')
        wrong("--purchases", "k" * 100, reason="the rule table has no event kind")
        wrong("--purchases", "visit,purchase,visit", reason='--purchases: "visit" is listed twice')
        for typed, meant in (("spent", "spend"), ("purchase", "purchases"), ("mood,referals", "referrals")):
            wrong("--metrics", typed, reason='--metrics: the rule table has no metric '
                  f'"{typed.split(",")[-1]}"; did you mean "{meant}"?')
        for typed in ("", "x", "mood,", ",mood", "mood,all", "k" * 100):
            wrong("--metrics", typed, reason="--metrics: the rule table has no metric")
        wrong("--metrics", "mood,spend,mood", reason='--metrics: "mood" is listed twice')
        wrong("--within", "0", reason='--within: "0" is not a whole number from 1 to 36525')
        wrong("--first", "2024-01-01..2024-03-31", reason="use --first and --second together")
        wrong("--second", "2024-01-01..2024-03-31", "--from", "2024-01-01",
              reason="use --first and --second together")
        for period in ("2024-01-01", "2024-01-01.2024-03-31", "2024-01-01..2024-02-30", "2024-01-01..2024-03-31x", ""):
            wrong("--first", period, reason=f'--first: "{period}" is not a period; use YYYY-MM-DD..YYYY-MM-DD')
        wrong("--second", "2024-02-02..2024-02-01", reason="--second: the period 2024-02-02..2024-02-01 ends before it")
        for options in (["--rewards", "1,2,3,4", "--discount", "1"], [*value, "1,2,3,4"], ["--discount", "1"],
                        ["--periods", "1"], ["--from", "2024-01-01", "--discount", "1"]):
            wrong(*options, reason="the value of a customer needs --rewards, --discount and --from")
        wrong(*value, "1,2,3", "--discount", "1", reason="--rewards: 3 numbers, but the table has 4 rungs")
        wrong(*value, "1,2,3,4,5", "--discount", "1", reason="--rewards: 5 numbers, but the table has 4 rungs")
        wrong(*value, "1,x,3,4", "--discount", "1", reason='--rewards: "x,3,4" does not begin with a number')
        wrong(*value, "1,2,3,", "--discount", "1", reason='--rewards: "" does not begin with a number')
        for number in ("0", "-1", "nan", "inf", "x", "", "1e999", "0.1x", "1,2"):
            wrong(*value, "1,2,3,4", "--discount", number, reason=f'--discount: "{number}" is not a number above 0')
        wrong(*value, "1,2,3,4", "--discount", "-1", "--periods", "2",
              reason='--discount: "-1" is not a number of at least 0')
        wrong(*value, "1,2,3,4", "--discount", "1", "--periods", "0",
              reason='--periods: "0" is not a whole number from 1')

    def test_wrong_backtest(self):
        def wrong(*arguments, reason):
            self.wrong("backtest", *arguments, reason=reason)
        needs = "backtest needs OLD, NEW, EVENTS and --as-of DATE"
        wrong(cli.SHOP, cli.SHOP, "-", reason=needs)
        wrong(cli.SHOP, "-", "--as-of", "2024-01-01", reason=needs)
        wrong(cli.SHOP, cli.SHOP, "-", "x", "--as-of", "2024-01-01", reason=needs)
        wrong(cli.SHOP, cli.SHOP, "-", "--as-of", "2024-01-01", "--flap-days", "x",
              reason='--flap-days: "x" is not a whole number from 0 to 36525')
        wrong(cli.SHOP, cli.SHOP, "-", "--as-of", "2024-01-01", "--from", "x", reason="Try 'loyalty backtest --help'")

    def test_two_formats(self):
        for command in (["replay"], ["census"], ["backtest", cli.SHOP]):
            for options in (["--csv", "--json"], ["--json", "--csv"], ["--csv", "--json", "--csv"]):
                self.check_run(cli.run(*command, cli.SHOP, "-", "--as-of", "2024-01-01", *options), 2, "",
                               "loyalty: --csv and --json cannot be combined\n"
                               f"Try 'loyalty {command[0]} --help'.\n")
            for option in ("--csv", "--json"):
                self.check_run(cli.run(*command, cli.SHOP, "-", "--as-of", "2024-01-01", option, option,
                                       stdin=cli.HEADER), 0, err="")

    def test_options_may_follow_or_precede(self):
        log = self.log("anna,visit,2024-01-01,0,1,")
        out = "customer,rung,since,score\nanna,suspect,2024-01-01,0\n"
        self.check_run(cli.run("replay", cli.SHOP, log, "--as-of=2024-01-01"), 0, out, "")
        self.check_run(cli.run("replay", "--as-of", "2024-01-01", cli.SHOP, "--stream", log), 0, out, "")

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full")
    def test_full_disk(self):
        log = self.log("anna,visit,2024-01-01,0,1,")
        many = self.log(*(f"customer{i:06},visit,2024-01-01,0,1," for i in range(5000)), name="many.csv")
        explain = ["explain", cli.SHOP, log, "--customer", "anna", "--as-of", "2024-01-01"]
        for arguments in (["--help"], ["presets"], ["presets", "five-rungs"],
                          ["replay", cli.SHOP, log, "--as-of", "2024-01-01"],
                          ["replay", cli.SHOP, many, "--as-of", "2024-01-01"],
                          ["replay", cli.SHOP, log, "--as-of", "2024-01-01", "--transitions"], explain,
                          ["replay", cli.SHOP, log, "--as-of", "2024-01-01", "--json"],
                          ["replay", cli.SHOP, many, "--as-of", "2024-01-01", "--json"],
                          ["census", cli.SHOP, log, "--as-of", "2024-01-01"],
                          ["census", cli.SHOP, log, "--as-of", "2024-01-01", "--csv"],
                          ["census", cli.SHOP, log, "--as-of", "2024-01-01", "--json"],
                          ["backtest", cli.SHOP, cli.SHOP, log, "--as-of", "2024-01-01"],
                          ["backtest", cli.SHOP, cli.SHOP, log, "--as-of", "2024-01-01", "--csv"],
                          ["backtest", cli.SHOP, cli.SHOP, log, "--as-of", "2024-01-01", "--json"],
                          explain + ["--json"]):
            with open("/dev/full", "wb") as full:
                result = cli.run(*arguments, stdout=full)
            self.assertEqual(result.returncode, 1, arguments)
            self.assertIn(b"could not write to standard output", result.stderr)


class Presets(cli.CommandTest):
    NAMES = ["five-rungs", "four-rungs", "six-rungs", "new-to-partner", "sales-journey", "calendar-year", "fixed-term"]
    WARNING = r"[^\n]+ warning: /metrics/spend/sum/\d: 'return' only takes[^\n]+\n"  # years have no rolling window

    def test_list(self):
        result = cli.run("presets")
        self.check_run(result, 0, err="")
        self.assertEqual(sorted(result.stdout.decode().splitlines()), sorted(self.NAMES))

    def test_each_is_a_sound_table(self):
        for name in self.NAMES:
            result = cli.run("presets", name)
            self.check_run(result, 0, err="")
            self.assertEqual(json.loads(result.stdout)["name"], name)
            self.assertTrue(result.stdout.endswith(b"}\n"))
            path = self.file("table.json", result.stdout)
            for table in (name, path):
                warned = cli.run("check", table, cwd=self.directory)
                self.check_run(warned, 0, err="")
                expected = "" if name == "calendar-year" else self.WARNING
                self.assertRegex(warned.stdout.decode(), rf"\A{expected}\Z")

    def test_unknown(self):
        self.check_run(cli.run("presets", "seven-rungs"), 1, "",
                       "loyalty: seven-rungs: no such preset; see `loyalty presets`\n")


if __name__ == "__main__":
    cli.main()
