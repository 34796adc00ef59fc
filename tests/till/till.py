#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Kills the till of examples/till-with-journal.c again and again; what it acknowledged must be there, once.

usage: till.py TILL LOYALTY [POWER_CUT]

It is fed with days, sales, voids, refunds and snapshots. SIGKILL ends it LOYALTY_KILLS times (20) at random moments, and
it is started again with all that it had not answered. Then POWER_CUT, a library to preload, ends it before and after
each call that matters to files, and takes away what was not synced. In the end, three things must agree: the till, a
till that nobody killed, and `loyalty replay` of the events that were acknowledged. LOYALTY_SEED plays the same commands
again, though not the same moments.
"""

import collections
import csv
import datetime
import io
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

KEYS = [f"c{i:02}" for i in range(15)]
FIRST = datetime.date(2024, 1, 1)
EVENTS = {"sale": ("purchase", 1, 1), "void": ("purchase", 1, -1), "refund": ("return", -1, 1)}


class Shop:
    """Makes commands: what happens in a shop, with what should not happen among it."""

    def __init__(self, seed):
        self.random, self.day, self.sales, self.count = random.Random(seed), FIRST, [], 0

    def event(self, name, days_ago):
        self.count += 1
        date = self.day - datetime.timedelta(days_ago)
        return f"{name} {self.random.choice(KEYS)} {date} {self.random.randrange(1, 30000)} r{self.count}"

    def command(self):
        draw = self.random.random()
        if self.count == 0 or draw < 0.08:
            self.count += 1
            self.day += datetime.timedelta(self.random.choice([1, 1, 1, 2, 3, 9]))
            return f"day {self.day}"
        if draw < 0.11:
            return "snapshot"
        if draw < 0.14 and self.sales:
            return self.random.choice(self.sales[-100:])  # again
        if draw < 0.20 and self.sales:
            return "void" + self.random.choice(self.sales[-40:])[len("sale") :]  # perhaps for the second time
        if draw < 0.25:
            return self.event("refund", 0)
        self.sales.append(self.event("sale", self.random.choice([0] * 20 + [1, 2, 5, 29, 30, 31, 60, -1])))
        return self.sales[-1]

    def commands(self, count):
        return [self.command() for _ in range(count)]


class Till:
    """A directory, the commands that were answered, the answers, and the moves that were told."""

    def __init__(self, program, directory):
        self.program, self.directory = program, directory
        self.done, self.answers, self.told, self.killed = [], [], [], 0
        directory.mkdir()

    def run(self, commands, seconds=None, environment=None, preset="five-rungs"):
        """Feeds the commands, kills after so many seconds, and returns those that were not answered."""
        till = subprocess.Popen([self.program, self.directory, preset], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                text=True, env={**os.environ, **(environment or {})})
        text = "".join(command + "\n" for command in commands)
        try:
            output, _ = till.communicate(text, timeout=seconds)
        except subprocess.TimeoutExpired:
            till.kill()
            output, _ = till.communicate()
        if till.returncode not in (0, -9):
            sys.exit(f"the till ended with {till.returncode}")
        self.killed += till.returncode == -9
        answered = self.read(commands, output)
        if till.returncode == 0 and answered < len(commands):
            sys.exit(f"no answer to {commands[answered]}")
        return commands[answered:]

    def read(self, commands, output):
        answers = []
        for line in output.splitlines(keepends=True):
            if not line.endswith("\n"):
                break
            if line.startswith(("moved ", "revoked ")):
                self.told.append(line)
            else:
                answers.append(line.strip())
        self.answers += answers
        self.done += commands[: len(answers)]
        return len(answers)

    def standings(self, preset="five-rungs"):
        before = len(self.answers)
        self.run([f"standing {key}" for key in KEYS], preset=preset)
        return self.answers[before:]


def acknowledged(till):
    """The events that the till has said to have, by id."""
    events = {}
    for command, answer in zip(till.done, till.answers):
        words, reply = command.split(), answer.split()
        if words[0] in EVENTS and reply[0] in ("ok", "again"):
            kind, sign, count = EVENTS[words[0]]
            key, date, value, name = words[1:]
            events.setdefault((words[0] == "void", name), (key, kind, date, sign * int(value), count))
    return list(events.values())


def replayed(loyalty, preset, events, day):
    """The standings that `loyalty replay` gives, as the till would print them, with the sums that they must have."""
    rows = "customer,kind,date,value,count\n" + "".join(",".join(map(str, event)) + "\n" for event in events)
    output = subprocess.run([loyalty, "replay", preset, "-", "--as-of", str(day)], input=rows, text=True, check=True,
                            capture_output=True).stdout
    spend = collections.Counter()
    for key, _, date, value, count in events:
        if datetime.date.fromisoformat(date) > day - datetime.timedelta(365):
            spend[key] += value * count
    return [f"standing {row['customer']} {row['rung']} since {row['since']}, score {row['score']}, "
            f"spend {spend[row['customer']]}" for row in sorted(csv.DictReader(io.StringIO(output)), key=lambda row: row["customer"])]


def same(what, found, wanted):
    if found != wanted:
        sys.exit("\n".join([f"{what}: found, and wanted"] + found + wanted))


def check(what, till, unharmed, loyalty, day):
    commands = list(till.done)
    events = acknowledged(till)
    standings = till.standings()
    for preset in ("five-rungs", "four-rungs"):
        wanted = replayed(loyalty, preset, events, day)
        found = [line for line in till.standings(preset) if line.startswith("standing ")]
        same(f"{what}, {preset}", found, wanted)
    if unharmed.run(commands):
        sys.exit("a till that nobody kills does not answer")
    same(f"{what}, a till that nobody killed", standings, unharmed.standings())
    twice = collections.Counter(till.told) - collections.Counter(unharmed.told)
    same(f"{what}, told too often", list(twice), [])
    print(f"{what}: {till.killed} times; {len(commands)} commands, {len(events)} events, "
          f"{len(unharmed.told) - len(till.told)} of {len(unharmed.told)} moves not told")


def kill_at_random(till, shop, kills):
    begin = time.monotonic()
    left = till.run(shop.commands(40))
    length = time.monotonic() - begin
    while till.killed < kills:
        begin, killed = time.monotonic(), till.killed
        left = till.run(left + shop.commands(40), seconds=shop.random.uniform(0, 1.2 * length))
        if till.killed == killed:
            length = time.monotonic() - begin
    return left


def cut_everywhere(till, shop, library):
    left = []
    for number in range(1, 40):
        for after, keep in ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1)):
            fresh = shop.commands(6) + ["snapshot"] + shop.commands(6)
            left = till.run(left + fresh, environment={"LD_PRELOAD": library, "POWER_CUT": f"{number},{after},{keep}"})
    return left


def refuses(program, directory, why):
    till = subprocess.run([program, directory], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if till.returncode != 1 or why not in till.stderr:
        sys.exit(f"it starts, or does not say {why}: {till.returncode} {till.stderr}")


def check_refusals(program, directory):
    """A second till in the directory, and a journal that is damaged before its last line, which no crash does."""
    directory.mkdir()
    with subprocess.Popen([program, directory], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        for command in ("day 2024-01-01", "sale anna 2024-01-01 1995 r1"):
            print(command, file=first.stdin, flush=True)
            while not first.stdout.readline().startswith("ok"):
                pass
        refuses(program, directory, "lock")
    journal = directory / "journal.0"
    text = journal.read_text(encoding="ascii")
    journal.write_text(text.replace("day 2024-01-01", "day 2024-01-02"), encoding="ascii")
    refuses(program, directory, "damaged in the middle")
    refuses(program, directory / "nowhere", "nowhere")


def ask(program, directory, *commands, limit=None):
    """The answers of one run. `limit`: bytes that a file may have, as if the disk were full."""

    def restrict():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    till = subprocess.run([program, directory], input="".join(command + "\n" for command in commands), text=True,
                          capture_output=True, check=False, preexec_fn=restrict if limit else None)
    if till.returncode != 0:
        sys.exit(f"it ends with {till.returncode}: {till.stderr}")
    return [line for line in till.stdout.splitlines() if not line.startswith(("moved", "revoked"))]


def check_backup(program, directory, backup):
    """An older copy of the files is put back; journals of later generations lie about. Then the book is missing."""
    directory.mkdir()
    later = ("snapshot", "sale anna 2024-01-01 500 r3")
    ask(program, directory, "day 2024-01-01", "sale anna 2024-01-01 1995 r1", "snapshot", "sale anna 2024-01-01 100 r2")
    shutil.copytree(directory, backup)
    ask(program, directory, *later)
    shutil.copytree(backup, directory, dirs_exist_ok=True)
    ask(program, directory, *reversed(later))
    sums = [line.split("spend ")[1] for line in ask(program, directory, "standing anna")]
    same("a backup that was put back", sums, ["2595"])
    (directory / "book").unlink()
    refuses(program, directory, "missing")


def check_full_disk(program, directory):
    """A snapshot that cannot be written leaves room for the journal."""
    directory.mkdir()
    ask(program, directory, "day 2024-01-01", *(f"sale c{i} 2024-01-01 5 r{i}" for i in range(300)), "snapshot")
    answers = ask(program, directory, "sale anna 2024-01-01 7 s1", "snapshot", "sale anna 2024-01-01 7 s2", limit=2000)
    same("a full disk", [answer.split(":")[0] for answer in answers], ["ok s1", "refused snapshot", "ok s2"])
    if (directory / "book.new").exists():
        sys.exit("what is left of a snapshot takes the room of the journal")


def check_strange_lines(program, directory):
    """Each gets an answer, and what comes after it is obeyed."""
    directory.mkdir()
    long = "a" * 251  # "void " and this are longer than an id may be
    answers = ask(program, directory, "day 2024-01-01", f"sale anna 2024-01-01 5 {long}", "x" * 5000, "sale\0 anna",
                  "", "sale anna 2024-01-01 5 r1")
    same("strange lines", [answer.split(" ")[0].rstrip(":") for answer in answers], ["ok"] + 4 * ["refused"] + ["ok"])


def main():
    program, loyalty, *library = sys.argv[1:]
    kills = int(os.environ.get("LOYALTY_KILLS", "20"))
    seed = int(os.environ.get("LOYALTY_SEED") or int.from_bytes(os.urandom(4), "little"))
    print(f"LOYALTY_SEED={seed}")
    memory = "/dev/shm"  # fsync() takes its time on a disk, and what is tested does not depend on it
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as work:
        check_refusals(program, pathlib.Path(work, "refusals"))
        check_backup(program, pathlib.Path(work, "backup"), pathlib.Path(work, "copy"))
        check_full_disk(program, pathlib.Path(work, "full"))
        check_strange_lines(program, pathlib.Path(work, "strange"))
        ways = [("killed", lambda *both: kill_at_random(*both, kills))]
        if library:
            ways += [("power cut", lambda *both: cut_everywhere(*both, library[0]))]
        for number, (what, way) in enumerate(ways):
            shop = Shop(seed + number)
            till = Till(program, pathlib.Path(work, f"till{number}"))
            left = way(till, shop)
            if till.run(left + ["snapshot"]):
                sys.exit("not all commands were answered")
            check(what, till, Till(program, pathlib.Path(work, f"unharmed{number}")), loyalty, shop.day)


if __name__ == "__main__":
    main()
