#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The codes of problems are the same in header, guide and list of numbers, and a golden table has each of them.

usage: problem_codes.py ROOT

First it must find faults that are planted.
"""

import pathlib
import re
import sys

NAMED = re.compile(r"LOYALTY_PROBLEM_(\w+) = (\d+)")
KEPT = re.compile(r"^VALUE\(LOYALTY_PROBLEM_(\w+), (\d+)\);", re.M)
LISTED = re.compile(r"^\| (\d+) \| `(\w+)` \|", re.M)
REPORTED = re.compile(r"^[\d:]+ (error|warning) (\d+): ", re.M)
FIRST_WARNING = 101


def out_of_order(numbers):
    """Numbers that do not go on where the one before ended; errors count from 1, warnings from 101."""
    for before, number in zip([0] + numbers, numbers):
        if number != before + 1 and not (number == FIRST_WARNING and 0 < before < FIRST_WARNING):
            yield f"{number} comes after {before}"


def unlike(header, other, where):
    for name, number in sorted(set(header.items()) ^ set(other.items())):
        yield f"{name} = {number} is not in both header and {where}"


def unused(header, source, golden):
    known = {("error" if number < FIRST_WARNING else "warning", number): name for name, number in header.items()}
    for problem, name in known.items():
        if not re.search(rf"\bLOYALTY_PROBLEM_{name}\b", source):
            yield f"{name}: the library never reports it"
        if problem not in golden:
            yield f"{name}: no golden table has {problem}"
    for problem in sorted(golden - set(known)):
        yield f"{problem} has no name"


def text_of(root, *patterns):
    return "\n".join(path.read_text(encoding="utf-8") for one in patterns for path in sorted(root.glob(one)))


def numbers_of(pattern, text):
    return {name: int(number) for name, number in pattern.findall(text)}


def main():
    root = pathlib.Path(sys.argv[1])
    header = numbers_of(NAMED, text_of(root, "include/loyalty/loyalty.h"))
    kept = numbers_of(KEPT, text_of(root, "tests/abi/structs.c"))
    guide = {name: int(number) for number, name in LISTED.findall(text_of(root, "docs/rule-tables.md"))}
    source = text_of(root, "src/table/*.c", "src/json/*.c", "src/check/*.c")
    reports = text_of(root, "tests/golden/bad/*.expected", "tests/golden/warn/*.expected")
    golden = {(severity, int(number)) for severity, number in REPORTED.findall(reports)}
    planted = list(out_of_order([1, 2, 2, 101, 103])) + list(unlike({"A": 1, "B": 2}, {"A": 1, "B": 3}, ""))
    planted += list(unused({"PLANTED": 101}, source, {("error", 101), ("error", 0)}))
    if len(planted) != 8 or len(header) < 35:
        sys.exit(f"planted faults were not found, or too few codes: {planted}, {len(header)}")
    faults = list(out_of_order(list(header.values()))) + list(unlike(header, guide, "guide"))
    faults += list(unlike(header, kept, "tests/abi/structs.c"))
    faults += list(unused(header, source, golden))
    print("\n".join(faults) or f"{len(header)} codes are in header, guide, list of numbers, library and golden tables")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
