# SPDX-License-Identifier: MIT
"""--jobs: whatever the number of threads, the same output and the same complaints, to the byte."""
import datetime
import os
import pathlib
import random
import resource
import unittest

import cli

KINDS = ["visit", "purchase", "purchase", "return", "review", "referral"]
COMMANDS = (["replay"], ["replay", "--transitions"], ["replay", "--stream"], ["replay", "--stream", "--transitions"],
            ["replay", "--json"], ["replay", "--transitions", "--json"],
            ["census", "--from", "2023-06-30", "--rewards", "1,2,3,4", "--discount", "0.1"],
            ["census", "--from", "2023-06-30", "--csv", "--metrics", "all"],
            ["census", "--from", "2023-06-30", "--json", "--metrics", "mood,spend"],
            ["backtest", "NEW", "--list"], ["backtest", "NEW", "--csv", "--list"], ["backtest", "NEW", "--json"])
DEFAULT = None  # as many as there are processors


class Jobs(cli.CommandTest):
    def same(self, log, jobs, skip_bad, **options):
        """Runs every command with one job and, with these options, with others; returns the exit codes with one."""
        changed = pathlib.Path(cli.SHOP).read_text(encoding="utf-8")
        for before, after in (("purchases >= 3", "purchases >= 2"), ('"referral": {}', '"referral": {}, "letter": {}'),
                              ('"advocate"', '"partner"')):
            changed = changed.replace(before, after)
        new = self.file("new.json", changed)
        codes = []
        for command in COMMANDS:
            arguments = [command[0], cli.SHOP] + [new] * (command[0] == "backtest") + [log, "--as-of", "2023-12-31"]
            arguments += [option for option in command[1:] if option != "NEW"] + ["--skip-bad"] * skip_bad
            one = cli.run(*arguments, "--jobs", 1)
            codes.append(one.returncode)
            for number in jobs:
                many = cli.run(*arguments, *([] if number is DEFAULT else ["--jobs", number]), **options)
                self.assertEqual((many.returncode, many.stdout, many.stderr), (one.returncode, one.stdout, one.stderr),
                                 (command, number))
        return codes

    def lines(self, chance, count, bad=0.0):
        lines = []
        for i in range(count):
            day = i * 700 // count
            who = chance.choice(["c%d", '"c,%d"', "a very long name of a customer %d"]) % chance.randrange(count // 8)
            kind = chance.choice(KINDS)
            value = -chance.randrange(9000) if kind == "return" else chance.randrange(100)
            date = datetime.date(2022, 1, 1) + datetime.timedelta(max(0, day - chance.randrange(26)))
            lines.append(f"{who},{kind},{date},{value},{chance.choice([1, 1, 1, 2, -1])},{i}")
            if chance.random() < bad:
                lines.append(chance.choice([f"{who},dance,{date},0,1,", "x", 'a"b', f"{who},visit,2022-02-30,0,1,",
                                            lines[-1], f"{who},visit,2022-01-01,9223372036854775807,1,"]))
        return lines

    def test_generated(self):
        seed = int(os.environ.get("LOYALTY_SEED", random.randrange(1 << 32)))
        print("seed", seed)
        chance = random.Random(seed)
        lines = [line + "," + "n" * 400 for line in self.lines(chance, 12000)]  # enough for several jobs by default
        log = self.file("long.csv", cli.HEADER.replace("\n", ",note\n") + "\n".join(lines))
        codes = self.same(log, [DEFAULT, 2, 3, 8, 64], False)
        self.assertEqual(codes, [0] * len(COMMANDS))
        codes = self.same(self.log(*self.lines(chance, 6000, bad=0.1)), [DEFAULT, 2, 3, 8], True)
        self.assertEqual(codes, [0] * len(COMMANDS))

    def test_the_first_bad_line(self):
        """In any lane, found while reading or while recording."""
        most = 9223372036854775807
        good = [f"c{i},visit,2022-01-01,{most},1," for i in range(5000)]
        for place in (1, 1500, 4999):
            lines = good[:place] + [f"c{place // 2},visit,2022-01-01,1,1,"] + good[place:]
            for late in ([], ["a,dance,2022-01-01,0,1,"], ["c1,visit,2022-01-01,1,1,"]):
                log = self.log(*lines, *late)
                self.assertEqual(set(self.same(log, [DEFAULT, 2, 3, 8], False)), {1})
                result = cli.run("replay", cli.SHOP, log, "--as-of", "2022-01-01", "--jobs", 7)
                self.assertTrue(result.stderr.decode().startswith(f"{log}:{place + 2}: "), result.stderr)
                self.assertEqual(result.stderr.count(b"\n"), 1)

    def test_fewer_customers_than_jobs(self):
        for lines in ([], ["a,visit,2022-01-01,0,1,"]):
            self.assertEqual(self.same(self.log(*lines), [DEFAULT, 2, 64], False), [0] * len(COMMANDS))


    def test_on_one_processor(self):
        chance = random.Random(1)
        here = os.sched_getaffinity(0)
        log = self.log(*self.lines(chance, 4000, bad=0.01), '"' + "\n" * (4 << 20) + '"')  # the last line is too long
        for some in ({min(here)}, here):
            codes = self.same(log, [DEFAULT], True, preexec_fn=lambda some=some: os.sched_setaffinity(0, some))
            self.assertEqual(codes, [0] * len(COMMANDS))

    @unittest.skipIf(os.environ.get("LOYALTY_SANITIZED"), "a sanitizer needs its address space")
    def test_without_threads(self):
        """What cannot have a thread, because there is no room for its stack, is done without."""
        def no_room():
            resource.setrlimit(resource.RLIMIT_STACK, (1 << 36, resource.getrlimit(resource.RLIMIT_STACK)[1]))
            resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
        if resource.getrlimit(resource.RLIMIT_STACK)[1] != resource.RLIM_INFINITY:
            self.skipTest("the stack is limited")
        log = self.log(*self.lines(random.Random(2), 6000, bad=0.01))
        self.assertEqual(self.same(log, [DEFAULT, 3], True, preexec_fn=no_room), [0] * len(COMMANDS))

    @unittest.skipIf(os.environ.get("LOYALTY_SANITIZED"), "a sanitizer needs its address space")
    def test_out_of_memory(self):
        log = self.log(*(f"customer{i:07},visit,2024-01-01,0,1," for i in range(200000)))
        for megabytes in (24, 48):
            for command in (["replay"], ["replay", "--stream"], ["replay", "--skip-bad"], ["census"]):
                for jobs in ([], ["--jobs", 1], ["--jobs", 2], ["--jobs", 3], ["--jobs", 8]):
                    result = cli.run(*command, cli.SHOP, log, "--as-of", "2024-01-01", *jobs, preexec_fn=lambda:
                                     resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20)))
                    if result.returncode or megabytes == 24:
                        self.check_run(result, 1, "")
                        self.assertIn("memory", result.stderr.decode())


if __name__ == "__main__":
    cli.main()
