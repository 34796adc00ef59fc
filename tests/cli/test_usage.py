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
                          ["explain", "-h"]):
            result = cli.run(*arguments)
            self.check_run(result, 0, err="")
            self.assertTrue(result.stdout.startswith(b"Usage: loyalty "), arguments)

    def test_version(self):
        result = cli.run("--version")
        self.check_run(result, 0, err="")
        self.assertRegex(result.stdout.decode(), r"^loyalty \d+\.\d+\.\d+\n$")

    def test_wrong_calls(self):
        self.wrong(reason="Usage: loyalty")
        self.wrong("dance", reason='"dance" is no command')
        self.wrong("check", reason="check takes one TABLE")
        self.wrong("check", "a", "b", reason="check takes one TABLE")
        self.wrong("check", "--bogus", "a", reason="Try 'loyalty check --help'")
        self.wrong("presets", "a", "b", reason="presets takes one NAME")
        self.wrong("presets", "--bogus", reason="Try 'loyalty presets --help'")
        self.wrong("replay", cli.SHOP, "-", reason="--as-of DATE")
        self.wrong("replay", cli.SHOP, "--as-of", "2024-01-01", reason="replay needs TABLE, EVENTS")
        self.wrong("replay", cli.SHOP, "-", "x", "--as-of", "2024-01-01", reason="replay needs TABLE, EVENTS")
        self.wrong("replay", cli.SHOP, "-", "--as-of", reason="loyalty replay")
        self.wrong("replay", cli.SHOP, "-", "--as-of", "2023-02-29", reason='--as-of: "2023-02-29" is no date')
        self.wrong("replay", cli.SHOP, "-", "--as-of", "2024-1-1", reason="write YYYY-MM-DD")
        self.wrong("replay", cli.SHOP, "-", "--as-of", "2024-01-01", "--json", reason="loyalty replay")
        self.wrong("explain", cli.SHOP, "-", "--as-of", "2024-01-01", reason="--customer ID")
        self.wrong("explain", cli.SHOP, "-", "--customer", "a", reason="--as-of DATE")
        self.wrong("explain", cli.SHOP, "-", "--customer", "a", "--as-of", "x", reason='"x" is no date')
        self.wrong("explain", cli.SHOP, "-", "--customer", "a", "--as-of", "2024-01-01", "--lang", "de",
                   reason='--lang: "de" is none of en, fa and ru')

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
                          explain + ["--json"]):
            with open("/dev/full", "wb") as full:
                result = cli.run(*arguments, stdout=full)
            self.assertEqual(result.returncode, 1, arguments)
            self.assertIn(b"standard output could not be written", result.stderr)


class Presets(cli.CommandTest):
    NAMES = ["five-rungs", "four-rungs", "six-rungs", "new-to-partner", "sales-journey"]

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
            self.check_run(cli.run("check", name, cwd=self.directory), 0, "", "")
            path = self.file("table.json", result.stdout)
            self.check_run(cli.run("check", path), 0, "", "")

    def test_unknown(self):
        self.check_run(cli.run("presets", "seven-rungs"), 1, "",
                       "loyalty: seven-rungs: no preset has that name; `loyalty presets` lists them\n")


if __name__ == "__main__":
    cli.main()
