#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Includes point downward only: a room of src/ may include itself and those below it, and so for tools/.

usage: arrows.py ROOT

First it must find faults that are planted in a copy; a test that cannot fail would be worse than none.
"""

import pathlib
import re
import shutil
import sys
import tempfile

# The rooms from the bottom up. Rooms of one line do not know each other.
SRC = [["base"], ["table"], ["fold"], ["book"], ["snapshot"], ["analysis", "check"], ["json"]]
TOOLS = [["output"], ["input"], ["command"]]
GENERATED = {"version.h", "preset_texts.h"}
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)

PLANTED = [
    ("src/base/date.c", '#include "table/program.h"', "points up"),
    ("src/fold/ladder.h", '#include "book/book.h"', "points up"),
    ("src/check/check.c", '#include "analysis/census.h"', "points sideways"),
    ("src/analysis/decide.c", '#include "check/region.h"', "points sideways"),
    ("src/fold/rule.c", '#include "ladder.h"', "names no room"),
    ("src/fold/rule.c", '#include "../table/program.h"', "names no room"),
    ("src/fold/rule.c", '#include "fold/nowhere.h"', "is not there"),
    ("src/attic/old.c", "", "is no room"),
    ("tools/output/grid.c", '#include "command/key.h"', "points up"),
    ("tools/command/check.c", '#include "fold/log.h"', "is not there"),
    ("tools/command/check.c", "#include <fold/log.h>", "is private"),
]


def faults_of(root, folder, rooms, generated):
    height = {room: at for at, floor in enumerate(rooms) for room in floor}
    top = root / folder
    for path in sorted(top.rglob("*.[ch]")):
        where, room = path.relative_to(root), path.relative_to(top).parts[0]
        inside = room in height
        if not inside and len(path.relative_to(top).parts) > 1:
            yield f"{where}: {room} is no room"
            continue
        text = path.read_text(encoding="utf-8")
        for name in re.findall(r"^\s*#\s*include\s*<([^>]+)>", text, re.M):
            if name.split("/")[0] in {r for floor in SRC + TOOLS for r in floor} and "/" in name:
                yield f"{where}: <{name}> is private"
        for name in INCLUDE.findall(text):
            other = name.split("/")[0]
            if name in generated or other == "loyalty":
                continue
            if "/" not in name or other not in height and ".." in name:
                yield f'{where}: "{name}" names no room'
            elif not (top / name).is_file():
                yield f'{where}: "{name}" is not there'
            elif inside and other != room and height[other] == height[room]:
                yield f'{where}: "{name}" points sideways'
            elif inside and height[other] > height[room]:
                yield f'{where}: "{name}" points up'


def all_faults(root):
    return list(faults_of(root, "src", SRC, GENERATED)) + list(faults_of(root, "tools", TOOLS, set()))


def finds_planted_faults(root):
    good = True
    for name, line, expected in PLANTED:
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder)
            for part in ("src", "tools"):
                shutil.copytree(root / part, copy / part)
            (copy / name).parent.mkdir(exist_ok=True)
            with open(copy / name, "a", encoding="utf-8") as file:
                file.write(line + "\n")
            found = all_faults(copy)
        if len(found) != 1 or expected not in found[0]:
            print(f"planted in {name}: {line}: found {found}, not that it {expected}")
            good = False
    return good


def main():
    root = pathlib.Path(sys.argv[1])
    faults = all_faults(root)
    print("\n".join(faults))
    if faults or not finds_planted_faults(root):
        sys.exit(1)
    print(f"no arrow points up; all {len(PLANTED)} planted faults were found")


if __name__ == "__main__":
    main()
