# SPDX-License-Identifier: MIT
"""Replays the recipes of docs/recipes.md and the examples of docs/presets.md.

An example is a table (or the preset that the section is about), events, a day, and the transitions. Each table must be
valid by the schema and pass `loyalty check` without a warning. The transitions must be those of the naive reference,
and the command must print them from the events as they are, shuffled, and streamed in the order of dates. The same
goes for each row of the table of corrections. Its lines must be accepted on the day that the page names, refused when it
says that they are too late, and harmless when they are sent again. A block of `text` is a part of what `loyalty explain`
prints for the customer and the day named before it. What the page shows of an id that comes again with other contents
is what the command prints.

usage: check_recipes.py LOYALTY REFERENCE_REPLAY SOURCE_ROOT

With LOYALTY_GOLDEN_UPDATE, writes what the reference prints into the pages.
"""

import datetime
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    jsonschema = None

PART = re.compile(r"^### (?P<title>[^\n]*)$|^## (?P<section>[^\n]*)$"
                  r"|(?:--customer (?P<customer>\w+) )?(?:--as-of|As of) (?P<as_of>\d{4}-\d\d-\d\d)"
                  r"|^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| (\*\*.*)\|$", re.MULTILINE)
USUAL = re.compile(r"^\*([^*]+)\.\*$", re.MULTILINE)  # what follows from a late correction if its row names no dates
CODE = re.compile(r"`([^`]*)`")
RECIPES, CORRECTIONS, EXPLAINED = 26, 9, 1
EARLY, LATE = "2024-03-20", "2024-06-20"  # the days on which the corrections are recorded
HOSTED = {"birthday"}  # the command cannot bind a host's figure: tests/reference/recipe_birthday.c replays it
WARNED = {"corrections": 2}  # a refund and a chargeback count longer than their sale
EDITED = re.compile(r"goes on with the line\s+`([^`]*)`.*?^  ```text\n(.*?)^  ```$", re.MULTILINE | re.DOTALL)


class Checker:
    def __init__(self, loyalty, reference, root, folder):
        self.loyalty, self.reference, self.root = loyalty, reference, root
        self.table, self.log = folder / "table.json", folder / "events.csv"
        self.update = bool(os.environ.get("LOYALTY_GOLDEN_UPDATE"))
        self.failures, self.explained, self.title = 0, 0, ""
        schema = json.loads((root / "docs" / "rule-table.schema.json").read_text(encoding="utf-8"))
        self.validator = jsonschema.Draft202012Validator(schema) if jsonschema else None

    def fail(self, what):
        self.failures += 1
        print(f"{self.title}: {what}")

    def run(self, *command):
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, encoding="utf-8",
                              check=False)
        if done.returncode != 0:
            self.fail(f"{' '.join(map(str, command))}: exit {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def write_log(self, lines, header="customer,kind,date,value,count,id"):
        self.log.write_text("\n".join([header] + lines) + "\n", encoding="utf-8")

    def check_table(self, text):
        self.table.write_text(text, encoding="utf-8")
        table = json.loads(text)
        warnings = self.run(self.loyalty, "check", self.table)
        if warnings.count(" warning: ") != WARNED.get(table["name"], 0):
            self.fail(f"warnings that the page does not name:\n{warnings}")
        for error in self.validator.iter_errors(table) if self.validator else ():
            self.fail(f"not valid by the schema: {error.message}")
        return table["name"]

    def reference_prints(self, table, as_of, option):
        return self.run(self.reference, table, self.log, as_of, option)

    def command_moves(self, table, header, lines, as_of, *options):
        self.write_log(lines, header)
        return self.run(self.loyalty, "replay", table, self.log, "--as-of", as_of, "--transitions", *options)

    def orders(self, header, lines):
        """Yields the lines as they are, backwards, shuffled, and in the order of dates, for a stream."""
        date = header.split(",").index("date")
        yield lines, ()
        yield lines[::-1], ()
        for seed in range(5):
            yield random.Random(seed).sample(lines, len(lines)), ()
        yield sorted(lines, key=lambda line: line.split(",")[date]), ("--stream",)

    def moves(self, table, header, lines, as_of):
        """Returns the transitions that the reference gives, and holds those of the command against them."""
        self.write_log(lines, header)
        expected = self.reference_prints(table, as_of, "--transitions")
        for order, options in self.orders(header, lines):
            got = self.command_moves(table, header, order, as_of, *options)
            if got != expected:
                self.fail(f"the reference gives\n{expected}and the command {options}\n{got}from\n{order}")
        return expected

    def cells(self, table, header, lines, as_of):
        self.write_log(lines, header)
        expected = self.reference_prints(table, as_of, "--cells")
        got = "customer,segmentation,cell\n"
        for customer in sorted({line.split(",")[0] for line in lines}):
            told = self.run(self.loyalty, "explain", table, self.log, "--customer", customer, "--as-of", as_of, "--json")
            for segment in json.loads(told)["segments"]:
                got += f"{customer},{segment['name']},{segment['cell']['name'] if segment['cell'] else ''}\n"
        if got != expected:
            self.fail(f"the reference gives\n{expected}and the command\n{got}")
        return expected

    def explains(self, table, header, lines, customer, as_of, text):
        self.write_log(lines, header)
        self.explained += 1
        got = self.run(self.loyalty, "explain", table, self.log, "--customer", customer, "--as-of", as_of)
        if text not in got:
            self.fail(f"explain prints\n{got}and the page has\n{text}")

    def examples(self, page):
        """Checks the examples of a page.

        Returns how many outputs it has, its text with these renewed, and the last events with their day.
        """
        text = page.read_text(encoding="utf-8")
        presets = {path.stem: path for path in (self.root / "src" / "table" / "presets").glob("*.json")}
        table, name, lines, header, as_of, customer, seen, renewed = None, "", None, "", "", "", 0, []
        end, outputs = 0, 0
        for part in PART.finditer(text):
            if part["title"] or part["section"]:
                self.title = part["title"] or part["section"]
                table, outputs = presets.get(self.title), 0
            elif part["language"] == "json":
                name, table, outputs = self.check_table(part["text"]), self.table, 0
            elif part["language"] == "csv":
                header, *lines = part["text"].splitlines()
            elif part["as_of"]:
                as_of, customer = part["as_of"], part["customer"]
            elif part["language"] == "text":
                self.explains(table, header, lines, customer, as_of, part["text"])
            elif part["language"] == "" and part["text"] is not None and name not in HOSTED:
                find = self.cells if outputs else self.moves
                expected = find(table, header, lines, as_of)
                if not self.update and expected != part["text"]:
                    self.fail(f"the reference gives\n{expected}and the page\n{part['text']}")
                renewed += [text[end:part.start("text")], expected]
                end, seen, outputs = part.end("text"), seen + 1, outputs + 1
        return seen, "".join(renewed) + text[end:], (header, lines, as_of)

    def follows(self, header, lines, as_of):
        """Returns the transitions as the table of corrections tells them."""
        told = {}
        for line in self.moves(self.table, header, lines, as_of).splitlines()[1:]:
            date, customer, _, rung = line.split(",")
            told.setdefault(customer, []).append(f"{date} {rung}")
        return "; ".join(f"{customer}: {', '.join(steps)}" for customer, steps in sorted(told.items())) or "no gold"

    def streamed(self, base, clock, lines):
        """Records the lines on a day, as a till would; returns how many are refused, and why."""
        customers = sorted({line.split(",")[0] for line in lines})
        # Two days, because the later of two dates alone may have been booked ahead.
        days = datetime.date.fromisoformat(clock) - datetime.timedelta(1), clock
        today = [f"{customer},purchase,{day},0,1,now-{customer}-{day}" for customer in customers for day in days]
        before = [line for line in base if line.split(",")[2] <= clock]
        self.write_log(before + today + lines)
        done = subprocess.run([self.loyalty, "replay", self.table, self.log, "--as-of", clock, "--stream", "--skip-bad"],
                              capture_output=True, text=True, encoding="utf-8", check=False)
        return len(re.findall(r"^.*events\.csv:\d+: ", done.stderr, re.MULTILINE)), done.stderr

    def correction(self, row, header, base, as_of, usual):
        """Checks one row, and returns it with what follows renewed."""
        cells = [cell.strip() for cell in row.split("|")]
        self.title = cells[0]
        early, late = (CODE.findall(cells[i]) for i in (1, 3))
        for lines, day, other in ((early, EARLY, LATE), (late, LATE, None)):
            refused, why = self.streamed(base, day, lines)
            if refused or why:
                self.fail(f"refused on {day}: {why}")
            refused, why = self.streamed(base, other, lines) if other else (len(lines), "")
            if refused != len(lines):
                self.fail(f"{refused} of {len(lines)} lines refused on {other}: {why}")
        for i, lines in ((2, early), (4, late)):
            told = self.follows(header, base + lines, as_of)
            if told != self.follows(header, base + lines + lines, as_of):
                self.fail("a line counts twice that is sent twice")
            if i == 4 and told == usual and not cells[i].startswith("*"):
                continue
            if self.update:
                cells[i] = re.sub(r"^(?:@.@|\*[^*]*\*)", f"*{told}.*", cells[i])
            elif not cells[i].startswith(f"*{told}.*"):
                self.fail(f"follows: {told}\nthe page has: {cells[i]}")
        return f"| {' | '.join(cells)} |"

    def corrections(self, text, header, base, as_of):
        """Checks the rows, and returns the text with them renewed."""
        rows = ROW.findall(text)
        if len(rows) != CORRECTIONS:
            self.fail(f"{len(rows)} corrections instead of {CORRECTIONS}")
        usual = USUAL.search(text)
        for row in rows:
            text = text.replace(f"| {row}|", self.correction(row, header, base, as_of, usual and usual[1]))
        return text

    def edited(self, text, header, base, as_of):
        """Checks what is told of an id that comes again with other contents, which changes nothing."""
        self.title = "an edited order"
        found = EDITED.search(text)
        if not found:
            self.fail("the page does not show what the command tells")
            return
        self.write_log(base + [found[1]], header)
        done = subprocess.run([self.loyalty, "replay", self.table, self.log, "--as-of", as_of, "--transitions"],
                              capture_output=True, text=True, encoding="utf-8", check=False)
        got = done.stderr.replace(str(self.log), self.log.name)
        told = "".join(line.removeprefix("  ") for line in found[2].splitlines(keepends=True))
        if (done.returncode, got) != (0, told):
            self.fail(f"exit {done.returncode}, and the command tells\n{got}and the page\n{told}")
        if done.stdout != self.moves(self.table, header, base, as_of):
            self.fail("the second event counts")


def main():
    loyalty, reference, root = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    with tempfile.TemporaryDirectory() as folder:
        checker = Checker(loyalty, reference, root, pathlib.Path(folder))
        counts = []
        for page in (root / "docs" / "presets.md", root / "docs" / "recipes.md"):
            seen, text, last = checker.examples(page)
            counts.append(seen)
            if page.stem == "recipes":
                text = checker.corrections(text, *last)
                checker.edited(text, *last)
            if checker.update:
                page.write_text(text, encoding="utf-8")
    print(f"{counts[0]} examples of presets, {counts[1]} of recipes, {CORRECTIONS} corrections: "
          f"{checker.failures} failures")
    return 1 if checker.failures or counts != [2, RECIPES] or checker.explained != EXPLAINED else 0


if __name__ == "__main__":
    sys.exit(main())
