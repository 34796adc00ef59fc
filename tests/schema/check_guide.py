# SPDX-License-Identifier: MIT
"""Runs the first example of docs/rule-tables.md: what the guide prints must be what the command prints.

Every whole table of the guide and every preset must also pass `loyalty check` without a warning.

usage: check_guide.py LOYALTY SOURCE_ROOT
"""

import pathlib
import re
import subprocess
import sys
import tempfile

AS_OF = "2024-04-30"  # as the guide says beside the example


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout, done.stderr


def main():
    loyalty, root = sys.argv[1], pathlib.Path(sys.argv[2])
    guide = (root / "docs" / "rule-tables.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    tables = [text for language, text in blocks if language == "json" and '"format"' in text]
    events = next(text for language, text in blocks if language == "csv")
    shown = [text for language, text in blocks if language == ""]
    failures = 0
    presets = sorted(path.stem for path in (root / "src" / "table" / "presets").glob("*.json"))
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, table in enumerate(tables, 1):
            paths.append(pathlib.Path(folder) / f"table-{number}.json")
            paths[-1].write_text(table, encoding="utf-8")
        for table in [str(path) for path in paths] + presets:
            status, out, err = run(loyalty, "check", table)
            if status != 0 or out or err:
                failures += 1
                print(f"loyalty check {table}: exit {status}\n{out}{err}")
        log = pathlib.Path(folder) / "events.csv"
        log.write_text(events, encoding="utf-8")
        replay = [loyalty, "replay", str(paths[0]), str(log), "--as-of", AS_OF]
        for expected, more in zip(shown[:2], ([], ["--transitions"]), strict=True):
            status, out, err = run(*replay, *more)
            if status != 0 or out != expected:
                failures += 1
                print(f"the guide shows:\n{expected}the command prints (exit {status}):\n{out}{err}")
    print(f"{len(presets)} presets, {len(tables)} tables and 2 outputs of the guide: {failures} failures")
    return 1 if failures or not presets else 0


if __name__ == "__main__":
    sys.exit(main())
