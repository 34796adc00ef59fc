# SPDX-License-Identifier: MIT
"""Looks through the windows that docs/rule-tables.md gives as examples: their dates must be the command's.

Each row is tried on a customer with an event on every day, and perhaps the one of another kind that the row names.

usage: check_windows.py LOYALTY SOURCE_ROOT
"""

import datetime
import json
import pathlib
import re
import subprocess
import sys
import tempfile

FIRST, LAST = datetime.date(2021, 1, 1), datetime.date(2026, 12, 31)
ROWS = 45
DATE = re.compile(r"\d{4}-\d\d-\d\d")


def example_of(line):
    """Returns day, window, date of the other kind, first and last date of a row; None if it is not an example."""
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    window = next((i for i, cell in enumerate(cells) if cell.startswith('`"')), 0)
    if window == 0 or not DATE.search(cells[0]):
        return None
    text = cells[window].strip("`")
    keys = json.loads("{" + text + "}" if ":" in text else '{"within": ' + text + "}")
    dates = [match[0] if (match := DATE.search(cell)) else "" for cell in cells]
    last = dates[window + 2] if dates[window + 1] else ""  # "empty" has no first date
    return dates[0], keys, dates[1] if window == 2 else "", dates[window + 1], last


def found_by(loyalty, folder, day, keys, other):
    kind = keys.get("begins", "") if re.match("[a-z]", keys.get("begins", "")) else keys.get("after", "other")
    table = {"format": 1, "name": "windows", "events": {"daily": {}, kind: {}}, "ladder": [{"rung": "all"}],
             "metrics": {"first": {"days_since_first": "daily", **keys}, "last": {"days_since": "daily", **keys}}}
    days = ((FIRST + datetime.timedelta(i)).isoformat() for i in range((LAST - FIRST).days + 1))
    events = "customer,kind,date,value\n" + "".join(f"a,daily,{date},\n" for date in days)
    (folder / "table.json").write_text(json.dumps(table), encoding="utf-8")
    (folder / "events.csv").write_text(events + (f"a,{kind},{other},\n" if other else ""), encoding="utf-8")
    command = [loyalty, "explain", folder / "table.json", folder / "events.csv", "--customer", "a", "--as-of", day]
    done = subprocess.run(command + ["--json"], capture_output=True, text=True, encoding="utf-8", check=True)
    ages = (metric["value"] for metric in json.loads(done.stdout)["metrics"])
    today = datetime.date.fromisoformat(day)
    return tuple("" if age is None else (today - datetime.timedelta(age)).isoformat() for age in ages)


def main():
    loyalty, root = sys.argv[1], pathlib.Path(sys.argv[2])
    guide = (root / "docs" / "rule-tables.md").read_text(encoding="utf-8")
    section = re.search(r"^## Windows\n(.*?)^## ", guide, re.MULTILINE | re.DOTALL)[1]
    rows, failures = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for line in section.splitlines():
            example = example_of(line) if line.startswith("|") else None
            if not example:
                continue
            day, keys, other, first, last = example
            found = found_by(loyalty, pathlib.Path(folder), day, keys, other)
            rows += 1
            if found != (first, last):
                failures += 1
                print(f"{line}\nthe command looks from '{found[0]}' to '{found[1]}'")
    print(f"{rows} windows of the guide: {failures} failures")
    return 1 if failures or rows != ROWS else 0


if __name__ == "__main__":
    sys.exit(main())
