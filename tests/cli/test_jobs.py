# SPDX-License-Identifier: MIT
"""--jobs: whatever the number of threads, the same output and the same complaints, to the byte."""
import datetime
import os
import pathlib
import random

import cli

KINDS = ["visit", "purchase", "purchase", "return", "review", "referral"]
COMMANDS = (["replay"], ["replay", "--transitions"], ["replay", "--stream"], ["replay", "--stream", "--transitions"],
            ["census", "--from", "2023-06-30", "--rewards", "1,2,3,4", "--discount", "0.1"],
            ["census", "--from", "2023-06-30", "--csv"], ["census", "--from", "2023-06-30", "--json"],
            ["backtest", "NEW", "--list"], ["backtest", "NEW", "--csv", "--list"], ["backtest", "NEW", "--json"])


class Jobs(cli.CommandTest):
    def same(self, log, jobs, skip_bad):
        """Runs every command with one job and with others; returns the exit codes with one."""
        changed = pathlib.Path(cli.SHOP).read_text(encoding="utf-8")
        for before, after in (("purchases >= 3", "purchases >= 2"), ('"referral": {}', '"referral": {}, "letter": {}'),
                              ('"advocate"', '"partner"')):
            changed = changed.replace(before, after)
        new = self.file("new.json", changed)
        codes = []
        for command in COMMANDS:
            arguments = [command[0], cli.SHOP] + [new] * (command[0] == "backtest") + [log, "--as-of", "2023-12-31"]
            arguments += [option for option in command[1:] if option != "NEW"] + ["--skip-bad"] * skip_bad
            one = cli.run(*arguments)
            codes.append(one.returncode)
            for number in jobs:
                many = cli.run(*arguments, "--jobs", number)
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
        codes = self.same(self.log(*self.lines(chance, 12000)), [2, 3, 64], False)
        self.assertEqual(codes, [0] * len(COMMANDS))
        codes = self.same(self.log(*self.lines(chance, 6000, bad=0.1)), [2, 5], True)
        self.assertEqual(codes, [0] * len(COMMANDS))

    def test_the_first_bad_line(self):
        """In any lane, found while reading or while recording."""
        most = 9223372036854775807
        good = [f"c{i},visit,2022-01-01,{most},1," for i in range(5000)]
        for place in (1, 1500, 4999):
            lines = good[:place] + [f"c{place // 2},visit,2022-01-01,1,1,"] + good[place:]
            for late in ([], ["a,dance,2022-01-01,0,1,"], ["c1,visit,2022-01-01,1,1,"]):
                log = self.log(*lines, *late)
                self.assertEqual(set(self.same(log, [2, 7], False)), {1})
                result = cli.run("replay", cli.SHOP, log, "--as-of", "2022-01-01", "--jobs", 7)
                self.assertTrue(result.stderr.decode().startswith(f"{log}:{place + 2}: "), result.stderr)
                self.assertEqual(result.stderr.count(b"\n"), 1)

    def test_fewer_customers_than_jobs(self):
        for lines in ([], ["a,visit,2022-01-01,0,1,"]):
            self.assertEqual(self.same(self.log(*lines), [2, 64], False), [0] * len(COMMANDS))


if __name__ == "__main__":
    cli.main()
