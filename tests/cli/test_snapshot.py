# SPDX-License-Identifier: MIT
"""Snapshots: what is saved answers as the log that it was made of, and a failure leaves the old file."""
import datetime
import json
import os
import pathlib
import random
import resource
import signal
import stat
import struct
import unittest

import cli

KEPT = cli.HERE.parent / "golden" / "snapshots"
KINDS = ["visit", "purchase", "purchase", "return", "review", "referral"]
DAY = "2023-08-15"  # the snapshots' day; the log goes on for months after it
BEFORE = ["2021-12-31", "2022-06-30", "2023-08-14"]
AFTER = [DAY, "2023-08-16", "2023-12-31", "2025-06-30"]
HEAD = 40  # bytes before the day
STALE = "use a copy of it, or save it again with loyalty replay --save\n"


def checksum(text):
    """As docs/snapshot-format.md has it."""
    total, mask = 0, (1 << 64) - 1
    for at in range(0, len(text), 8):
        word = int.from_bytes(text[at:at + 8], "little")
        total = (total ^ word) * 0x9e3779b97f4a7c15 & mask
        total = (total ^ total >> 32) * 0xc4ceb9fe1a85ec53 & mask
    return struct.pack("<Q", total)


def events(chance, count):
    lines = []
    for i in range(count):
        who = chance.choice(["c%d", '"c, %d"', "a very long name of a customer %d"]) % chance.randrange(1 + count // 12)
        kind = chance.choice(KINDS)
        value = -chance.randrange(9000) if kind == "return" else chance.randrange(100)
        date = datetime.date(2022, 1, 1) + datetime.timedelta(max(0, i * 700 // count - chance.randrange(26)))
        lines.append(f"{who},{kind},{date},{value},{chance.choice([1, 1, 1, 2, -1])},{i}")
    return lines


class Snapshot(cli.CommandTest):
    def save(self, log, name="book.snapshot", table=cli.SHOP, as_of=DAY, options=()):
        """Saves the book of a log. Returns the snapshot's path."""
        path = str(self.directory / name)
        plain = cli.run("replay", table, log, "--as-of", as_of, *options)
        saved = cli.run("replay", table, log, "--as-of", as_of, "--save", path, *options)
        self.check_run(saved, 0, plain.stdout.decode(), plain.stderr.decode())
        return path

    def other_table(self):
        changed = pathlib.Path(cli.SHOP).read_text(encoding="utf-8")
        for before, after in (("purchases >= 3", "purchases >= 2"), ('"advocate"', '"partner"')):
            self.assertIn(before, changed)
            changed = changed.replace(before, after)
        return self.file("other.json", changed)

    def same(self, log, snapshot, *arguments, code=0):
        """A command, in which LOG stands for the events, prints the same from both."""
        first = cli.run(*(log if one == "LOG" else one for one in arguments))
        second = cli.run(*(snapshot if one == "LOG" else one for one in arguments))
        self.assertEqual((first.returncode, second.returncode), (code, code), first.stderr)
        self.assertEqual(second.stderr.decode(), first.stderr.decode().replace(log, snapshot), arguments)
        self.assertEqual(second.stdout, first.stdout, arguments)
        return first.stdout

    # ---- the same answers ----

    def check_commands(self, log, snapshot, table, dates, jobs):
        new = self.other_table()
        for date in dates:
            day = ["--as-of", date]
            for number in jobs:
                more = day + ["--jobs", number]
                for options in ([], ["--json"], ["--transitions"], ["--transitions", "--json"]):
                    self.same(log, snapshot, "replay", table, "LOG", *more, *options)
                self.same(log, snapshot, "census", table, "LOG", *more, "--json", "--metrics", "all")
                self.same(log, snapshot, "census", table, "LOG", *more)
                if date > "2022-06-30":
                    self.same(log, snapshot, "census", table, "LOG", *more, "--from", "2022-06-30", "--csv",
                              "--rewards", "1,2,3,4", "--discount", "0.1")
                self.same(log, snapshot, "backtest", table, new, "LOG", *more, "--list")
                self.same(log, snapshot, "backtest", new, table, "LOG", *more, "--json")

    def check_explain(self, log, snapshot, table, dates):
        for date in dates:
            for who in ("anna", "c1", "c, 2", "a very long name of a customer 3"):
                for options in ([], ["--json"], ["--lang", "fa"]):
                    command = ["explain", table, "LOG", "--customer", who, "--as-of", date, *options]
                    self.same(log, snapshot, *command, code=cli.run(*command[:2], log, *command[3:]).returncode)

    def test_generated(self):
        seed = int(os.environ.get("LOYALTY_SEED", random.randrange(1 << 32)))
        print("seed", seed)
        chance = random.Random(seed)
        log = self.log(*events(chance, 1500))
        snapshot = self.save(log)
        self.check_commands(log, snapshot, cli.SHOP, BEFORE + AFTER, [1, 3])
        self.check_explain(log, snapshot, cli.SHOP, AFTER)

    def test_another_table(self):
        """What is saved under one table answers under another as the events do."""
        log = self.log(*events(random.Random(1), 1500))
        snapshot = self.save(log)
        self.check_commands(log, snapshot, self.other_table(), BEFORE + AFTER, [2])
        self.check_explain(log, snapshot, self.other_table(), AFTER)

    def test_terms(self):
        log = self.log(*cli.BISTRO_LOG)
        snapshot = self.save(log, table=cli.BISTRO, as_of="2024-09-01")
        for date in ("2024-07-01", "2024-08-02", "2024-09-01", "2024-12-31", "2026-12-31"):
            for options in ([], ["--json"], ["--transitions"]):
                self.same(log, snapshot, "replay", cli.BISTRO, "LOG", "--as-of", date, *options)
        for date in ("2024-09-01", "2024-12-04", "2024-12-31", "2026-12-31"):
            for options in ([], ["--json"]):
                self.same(log, snapshot, "explain", cli.BISTRO, "LOG", "--as-of", date, "--customer", "anna", *options)

    def test_saved_again(self):
        """A snapshot that goes on to a later day is the one that the events give for that day."""
        log = self.log(*events(random.Random(2), 900))
        for jobs in (1, 2, 7):
            first = self.save(log, "first.snapshot", options=["--jobs", jobs, "--transitions"])
            second = self.save(first, "second.snapshot", as_of="2023-10-01", options=["--jobs", jobs])
            whole = self.save(log, "whole.snapshot", as_of="2023-10-01")
            self.assertEqual(pathlib.Path(second).read_bytes(), pathlib.Path(whole).read_bytes())
            self.save(first, "first.snapshot", as_of="2023-10-01")
            self.assertEqual(pathlib.Path(first).read_bytes(), pathlib.Path(whole).read_bytes())

    def test_standard_input(self):
        log = self.log(*events(random.Random(3), 300))
        content = pathlib.Path(self.save(log)).read_bytes()
        other = self.other_table()
        for command in (["replay", cli.SHOP], ["census", cli.SHOP], ["explain", cli.SHOP, "--customer", "c1"]):
            expected = cli.run(*command, log, "--as-of", DAY)
            self.check_run(cli.run(*command, "-", "--as-of", DAY, stdin=content), 0, expected.stdout.decode(), "")
        self.check_run(cli.run("backtest", cli.SHOP, other, "-", "--as-of", DAY, stdin=content), 1, "",
                       "loyalty: <stdin>: a snapshot for two tables is read twice, which a pipe cannot; use a file\n")

    def test_options_of_lines(self):
        """--skip-bad has nothing to skip, and a snapshot has no stream."""
        log = self.log(*events(random.Random(4), 300))
        snapshot = self.save(log)
        self.same(log, snapshot, "replay", cli.SHOP, "LOG", "--as-of", DAY, "--skip-bad")
        result = cli.run("replay", cli.SHOP, snapshot, "--as-of", DAY, "--stream")
        self.check_run(result, 1, "", f"loyalty: {snapshot} is a snapshot, which does not have the order of the "
                                      "events; leave out --stream\n")

    def test_all_later(self):
        log = self.log("b,visit,2024-03-02,0,1,", "a,visit,2024-03-01,0,1,", "a,purchase,2024-02-01,5,1,")
        snapshot = self.save(log, as_of="2023-01-01")
        self.same(log, snapshot, "replay", cli.SHOP, "LOG", "--as-of", "2023-06-01")
        self.same(log, snapshot, "backtest", cli.SHOP, self.other_table(), "LOG", "--as-of", "2022-06-01")
        empty = self.log(name="empty.csv")
        self.same(empty, self.save(empty), "replay", cli.SHOP, "LOG", "--as-of", DAY)

    def test_explain(self):
        log = self.log("anna,purchase,2023-01-01,5,1,", "anna,purchase,2023-09-01,5,1,", "anna,visit,2023-09-01,0,1,",
                       "anna,purchase,2023-09-01,7,2,", "bob,visit,2023-09-01,0,1,")
        snapshot = self.save(log)
        out = self.same(log, snapshot, "explain", cli.SHOP, "LOG", "--customer", "anna", "--as-of", DAY)
        self.assertIn("\nBooked for later: 2 events\n  2023-09-01: visit\n  2023-09-01: purchase (3 times)\n",
                      out.decode())
        for who in ("bob", "nobody", "x" * 300):
            self.same(log, snapshot, "explain", cli.SHOP, "LOG", "--customer", who, "--as-of", DAY, code=1)
        result = cli.run("explain", cli.SHOP, snapshot, "--customer", "anna", "--as-of", "2023-08-14")
        self.check_run(result, 1, "", f"loyalty: the snapshot {snapshot} is of {DAY}; explain needs that day or a "
                                      "later one as --as-of\n")

    def test_kinds_left_out(self):
        text = pathlib.Path(cli.SHOP).read_text(encoding="utf-8")
        more = self.file("more.json", text.replace('"referral": {}', '"referral": {}, "letter": {}'))
        log = self.log("a,visit,2023-01-01,0,1,", "a,letter,2023-01-01,0,1,", "a,letter,2023-01-01,0,1,",
                       "b,letter,2023-01-02,0,1,")
        snapshot = self.save(log, table=more)
        expected = cli.run("replay", cli.SHOP, self.log("a,visit,2023-01-01,0,1,"), "--as-of", DAY)
        lost = (f"loyalty: {snapshot}: events of 2 days left out, whose kinds the table \"shop\" does not have "
                "(days are counted for each customer and kind)\n")
        self.check_run(cli.run("replay", cli.SHOP, snapshot, "--as-of", DAY), 0, expected.stdout.decode(), lost)
        for tables, err in (((cli.SHOP, more), ""), ((more, cli.SHOP), ""), ((cli.SHOP, cli.SHOP), lost + lost)):
            self.check_run(cli.run("backtest", *tables, snapshot, "--as-of", DAY), 0, err=err)

    def test_of_a_host(self):
        """Snapshots that programs have saved, whatever their keys, are read like the command's own."""
        table = str(KEPT / "table.json")
        book = cli.run("replay", table, KEPT / "book-1", "--as-of", "2030-01-01", "--json")
        self.check_run(book, 0, err="")
        keys = [one["key"] for one in json.loads(book.stdout)["standings"]]
        self.assertIn("a customer with a long key", keys)
        self.check_run(cli.run("replay", table, KEPT / "customer-1", "--as-of", "2030-01-01"), 1, "",
                       f"loyalty: {KEPT / 'customer-1'} is a snapshot of one customer; use one of a whole book, as "
                       "loyalty replay --save writes it\n")

    @unittest.skipIf(os.environ.get("LOYALTY_SANITIZED"), "a sanitizer needs its address space")
    def test_out_of_memory(self):
        log = self.log(*(f"customer{i:06},visit,2023-01-01,0,1,i" for i in range(60000)))
        snapshot, again = self.save(log), self.save(log, "again.snapshot")
        content = pathlib.Path(again).read_bytes()
        for megabytes in (12, 24, 32):
            for command in (["replay"], ["replay", "--transitions"], ["replay", "--save", again], ["census"],
                            ["backtest", cli.SHOP], ["explain", "--customer", "customer000007"]):
                result = cli.run(*command, cli.SHOP, snapshot, "--as-of", DAY, preexec_fn=lambda:
                                 resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20)))
                if result.returncode or megabytes == 12:
                    self.check_run(result, 1, "", "loyalty: out of memory\n")
        self.assertEqual(pathlib.Path(again).read_bytes(), content)

    # ---- saving ----

    def refuse(self, path, log, reason, code=1):
        result = cli.run("replay", cli.SHOP, log, "--as-of", DAY, "--save", path)
        self.check_run(result, code, "")
        self.assertIn(reason, result.stderr.decode())

    def test_overwrites(self):
        log = self.log(*events(random.Random(5), 100))
        one = self.save(log, "one.snapshot")
        content = pathlib.Path(one).read_bytes()
        self.assertEqual(stat.S_IMODE(os.stat(one).st_mode), 0o666 & ~self.umask())
        for old in (content, content[:4] + b"rubbish", b""):
            path = self.file("two.snapshot", old)
            os.chmod(path, 0o640)
            self.save(log, "two.snapshot")
            self.assertEqual(pathlib.Path(path).read_bytes(), content)
            self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o640)
        link = self.directory / "link.snapshot"
        link.symlink_to("two.snapshot")
        pathlib.Path(path).write_bytes(b"")
        self.save(log, "link.snapshot")
        self.assertTrue(link.is_symlink())
        self.assertEqual(pathlib.Path(path).read_bytes(), content)
        self.assertEqual(sorted(os.listdir(self.directory)),
                         ["events.csv", "link.snapshot", "one.snapshot", "two.snapshot"])

    @staticmethod
    def umask():
        mask = os.umask(0)
        os.umask(mask)
        return mask

    def test_what_is_not_overwritten(self):
        log = self.log(*events(random.Random(6), 100))
        content = pathlib.Path(log).read_bytes()
        self.refuse(log, log, "is not a snapshot, and is not overwritten")
        self.assertEqual(pathlib.Path(log).read_bytes(), content)
        self.refuse("/dev/null", log, "is not a regular file")
        self.refuse(str(self.directory), log, "is not a regular file")
        self.refuse("-", log, "--save needs the name of a file")
        self.refuse("", log, "--save needs the name of a file")
        self.refuse(str(self.directory / "nowhere" / "x"), log, "nowhere/x: No such file or directory\n")
        result = cli.run("replay", cli.SHOP, log, "--as-of", DAY, "--stream", "--save", "x", cwd=self.directory)
        self.check_run(result, 2, "", "loyalty: --save and --stream cannot be combined: a stream has no book to save\n"
                                      "Try 'loyalty replay --help'.\n")
        self.assertEqual(os.listdir(self.directory), ["events.csv"])

    def test_unwritable_directory(self):
        log = self.log(*events(random.Random(7), 100))
        path = self.directory / "closed" / "x"
        path.parent.mkdir()
        path.write_bytes(b"")
        os.chmod(path.parent, 0o555)
        os.chmod(self.directory, 0o755)
        nobody = {"user": 65534} if os.geteuid() == 0 else {}  # root may write anywhere
        try:
            result = cli.run("replay", cli.SHOP, log, "--as-of", DAY, "--save", path, **nobody)
        except PermissionError:
            self.skipTest("nobody cannot run the command")
        finally:
            os.chmod(path.parent, 0o755)
        self.check_run(result, 1, "", f"loyalty: {path}: Permission denied\n")
        self.assertEqual(os.listdir(path.parent), ["x"])

    def test_failures_keep_the_old_file(self):
        log = self.log(*events(random.Random(8), 100))
        path = self.save(log)
        content = pathlib.Path(path).read_bytes()
        self.refuse(path, self.log("a,dance,2023-01-01,0,1,", name="bad.csv"), "dance")
        early = cli.run("replay", cli.SHOP, path, "--as-of", "2023-08-14", "--save", path)
        self.check_run(early, 1, "", f"loyalty: --save: the snapshot {path} is of {DAY}; use that day or a later one "
                                     "as --as-of\n")

        def small():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (256, 256))

        # More than a buffer takes, so that some of it is written on the way.
        for lines in (100, 9000):
            log = self.log(*events(random.Random(8), lines))
            full = cli.run("replay", cli.SHOP, log, "--as-of", "2023-09-01", "--save", path, preexec_fn=small)
            self.check_run(full, 1, "", f"loyalty: {path}: File too large\n")
        # What is printed may be lost, too: a little, and more than a buffer takes.
        for lines in (100, 9000):
            log = self.log(*events(random.Random(8), lines))
            with open("/dev/full", "wb") as full:
                lost = cli.run("replay", cli.SHOP, log, "--as-of", DAY, "--transitions", "--save", path, stdout=full)
            self.assertEqual(lost.returncode, 1)
            self.assertIn("could not write to standard output", lost.stderr.decode())
        self.assertEqual(pathlib.Path(path).read_bytes(), content)
        self.assertEqual(sorted(os.listdir(self.directory)), ["bad.csv", "book.snapshot", "events.csv"])

    # ---- files that cannot be loaded ----

    def refused(self, content, reason):
        """Each command says so, and prints nothing."""
        path = self.file("bad.snapshot", content)
        for command in (["replay", cli.SHOP], ["census", cli.SHOP], ["backtest", cli.SHOP, cli.SHOP],
                        ["explain", cli.SHOP, "--customer", "c1"]):
            for options in ([], ["--skip-bad"]):
                result = cli.run(*command, path, "--as-of", DAY, *options)
                self.check_run(result, 1, "", f"loyalty: {path} {reason}")

    def test_damaged(self):
        content = pathlib.Path(self.save(self.log(*events(random.Random(9), 60)))).read_bytes()
        for length in (4, 5, HEAD - 1, HEAD, len(content) // 2, len(content) - 1):
            self.refused(content[:length], "is a snapshot that is damaged or cut off; " + STALE)
        for at in (8, 16, HEAD, HEAD + 9, len(content) // 2, len(content) - 1):
            self.refused(content[:at] + bytes([content[at] ^ 4]) + content[at + 1:],
                         "is a snapshot that is damaged or cut off; " + STALE)
        self.refused(content + b"\n", "goes on after the end of the snapshot; save it again with loyalty replay "
                                      "--save\n")
        self.refused(b"\xb1", "is neither UTF-8 text nor a snapshot\n")
        self.refused(b"\xb1customer,kind,date,value\n" * 9, "is neither UTF-8 text nor a snapshot\n")

    def test_newer(self):
        content = pathlib.Path(self.save(self.log("a,visit,2023-01-01,0,1,"))).read_bytes()
        version = cli.run("--version").stdout.decode().split()[1]
        head = content[:4] + b"\x02" + content[5:32]
        self.refused(head + checksum(head) + content[HEAD:],
                     "is a snapshot that a later version of loyalty saved; use that version, or save it again from "
                     f"the events with this one, {version}\n")

    def test_of_a_customer(self):
        content = pathlib.Path(self.save(self.log("a,visit,2023-01-01,0,1,"))).read_bytes()
        head = content[:5] + b"\x01" + content[6:32]
        body = head + checksum(head) + content[HEAD:-8]
        self.refused(body + checksum(body), "is a snapshot of one customer; use one of a whole book, as loyalty replay "
                                            "--save writes it\n")


if __name__ == "__main__":
    cli.main()
