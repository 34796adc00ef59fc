# SPDX-License-Identifier: MIT
"""loyalty check, and tables that the other commands refuse."""
import cli

GOOD = """{
  "format": 1,
  "name": "t",
  "events": {"visit": {}},
  "metrics": {"visits": {"count": "visit"}},
  "ladder": [{"rung": "low"}, {"rung": "high", "enter": ["visits >= 1"]}]
}
"""


class Check(cli.CommandTest):
    def test_sound(self):
        path = self.file("t.json", GOOD)
        self.check_run(cli.run("check", path), 0, "", "")

    def test_warning(self):
        path = self.file("t.json", GOOD.replace('["visits >= 1"]', '["visits >= 2", "visits < 2"]'))
        result = cli.run("check", path)
        self.check_run(result, 0, err="")
        self.assertRegex(result.stdout.decode(), r"(?m)^" + path + r":6:\d+: warning: /ladder/1[^ ]*: .+$")

    def test_all_errors_with_their_places(self):
        path = self.file("t.json", GOOD.replace("visits >= 1", "visit >= 1").replace('"visits": {"count"',
                                                                                  '"visits": {"conut"'))
        result = cli.run("check", path)
        self.check_run(result, 1, err="")
        lines = result.stdout.decode().splitlines()
        self.assertTrue(any(line.startswith(f"{path}:5:") and ": error: /metrics/visits" in line for line in lines))
        self.assertTrue(any(line.startswith(f"{path}:6:") and ": error: /ladder/1/enter" in line for line in lines))

    def test_no_json(self):
        path = self.file("t.json", '{\n  "format": 1,,\n}')
        result = cli.run("check", path)
        self.check_run(result, 1, err="")
        self.assertRegex(result.stdout.decode(), r"^" + path + r":2:\d+: error: .+\n$")

    def test_empty_file(self):
        path = self.file("t.json", "")
        result = cli.run("check", path)
        self.check_run(result, 1, err="")
        self.assertIn(": error: ", result.stdout.decode())

    def test_too_large(self):
        path = self.file("t.json", GOOD + " " * (1 << 24))
        result = cli.run("check", path)
        self.check_run(result, 1)
        self.assertIn(b"error: ", result.stdout + result.stderr)

    def test_neither_file_nor_preset(self):
        self.check_run(cli.run("check", "no-such-table"), 1, "",
                       "loyalty: no-such-table: no such file or preset; see `loyalty presets`\n")

    def test_directory(self):
        result = cli.run("check", self.directory)
        self.check_run(result, 1, "")
        self.assertIn("Is a directory", result.stderr.decode())

    def test_a_file_goes_before_a_preset(self):
        self.file("five-rungs", "{}")
        result = cli.run("check", "five-rungs", cwd=self.directory)
        self.check_run(result, 1, err="")
        self.assertTrue(result.stdout.startswith(b"five-rungs:1:"))


class Refused(cli.CommandTest):
    COMMANDS = (["replay"], ["explain", "--customer", "anna"], ["census"], ["backtest", "five-rungs"])

    def test_bad_table(self):
        path = self.file("t.json", GOOD.replace('"count"', '"conut"'))
        log = self.log("anna,visit,2024-01-01,0,1,")
        for command in self.COMMANDS:
            result = cli.run(*command, path, log, "--as-of", "2024-01-01")
            self.check_run(result, 1, "")
            self.assertRegex(result.stderr.decode(), r"(?m)^" + path + r":5:\d+: error: /metrics/visits")

    def test_missing_table(self):
        for command in self.COMMANDS:
            result = cli.run(*command, "no-such-table", "-", "--as-of", "2024-01-01")
            self.check_run(result, 1, "")
            self.assertIn(b"no-such-table: no such file", result.stderr)

    def test_host_metric(self):
        path = self.file("t.json", GOOD.replace('{"count": "visit"}}', '{"host": "profit"}, "n": {"count": "visit"}}'))
        self.assertEqual(cli.run("check", path).returncode, 0)
        log = self.log("anna,visit,2024-01-01,0,1,")
        for command in self.COMMANDS:
            result = cli.run(*command, path, log, "--as-of", "2024-01-01")
            self.check_run(result, 1, "")
            self.assertTrue(result.stderr.decode().startswith(
                f"{path}: error: /metrics/visits: the host's function \"profit\""), result.stderr)


if __name__ == "__main__":
    cli.main()
