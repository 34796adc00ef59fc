# SPDX-License-Identifier: MIT
"""Runs the examples of docs/rule-tables.md: what the guide prints must be what the command prints.

An example is a whole table, events below it, and below these what `loyalty replay` prints as of the day last mentioned.
Every whole table of the guide must pass `loyalty check` without a warning, and every preset without any but one, which
the preset of calendar years does not have either.

usage: check_guide.py LOYALTY SOURCE_ROOT
"""

import pathlib
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$|--as-of (\d{4}-\d\d-\d\d)", re.MULTILINE | re.DOTALL)
OUTPUTS = {"customer,rung,since,score": [], "date,customer,from,to": ["--transitions"]}  # the option for each header
EXAMPLES = 7

# What the checker finds in the presets, and docs/presets.md says of them.
OF_ROLLING = re.compile(r".*: warning: /metrics/spend/sum/4: 'return' .* a return outlives its sale; .*\n")
OF_PRESETS = {"calendar-year": re.compile("")}


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout, done.stderr


def check_table(loyalty, table, expected):
    status, out, err = run(loyalty, "check", table)
    if status == 0 and not err and expected.fullmatch(out):
        return 0
    print(f"loyalty check {table}: exit {status}\n{out}{err}")
    return 1


def check_output(loyalty, table, log, as_of, shown):
    option = OUTPUTS[shown.partition("\n")[0]]
    status, out, err = run(loyalty, "replay", table, log, "--as-of", as_of, *option)
    if status == 0 and out == shown:
        return 0
    print(f"the guide shows as of {as_of}:\n{shown}the command prints (exit {status}):\n{out}{err}")
    return 1


def main():
    loyalty, root = sys.argv[1], pathlib.Path(sys.argv[2])
    guide = (root / "docs" / "rule-tables.md").read_text(encoding="utf-8")
    presets = sorted(path.stem for path in (root / "src" / "table" / "presets").glob("*.json"))
    tables, logs, outputs, failures, as_of = [], 0, 0, 0, None
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder) / "events.csv"
        for language, text, date in BLOCK.findall(guide):
            if date:
                as_of = date
            elif language == "json" and '"format"' in text:
                tables.append(pathlib.Path(folder) / f"table-{len(tables) + 1}.json")
                tables[-1].write_text(text, encoding="utf-8")
                failures += check_table(loyalty, tables[-1], re.compile(""))
            elif language == "csv":
                logs += 1
                log.write_text(text, encoding="utf-8")
            elif text.partition("\n")[0] in OUTPUTS:
                outputs += 1
                failures += check_output(loyalty, tables[-1], log, as_of, text)
    failures += sum(check_table(loyalty, name, OF_PRESETS.get(name, OF_ROLLING)) for name in presets)
    print(f"{len(presets)} presets, {len(tables)} tables and {outputs} outputs of {logs} examples: {failures} failures")
    return 1 if failures or not presets or logs != EXAMPLES or outputs <= EXAMPLES else 0


if __name__ == "__main__":
    sys.exit(main())
