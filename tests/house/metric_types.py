#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A type of metrics that the library has is known wherever the table's format is written down once more.

usage: metric_types.py ROOT

The compiler sees to it that no `switch` forgets a type; nobody but this test sees to schema, guide, reference, the
generator of random tables and the fuzzers. First it must find a type that is planted.
"""

import pathlib
import re
import sys

PLACES = {
    "docs/rule-table.schema.json": '"{}": {{',
    "docs/rule-tables.md": '`"{}":',
    "tests/reference/table.c": '"{}"',
    "tests/properties/table_generator.c": '"{}"',
    "tests/fuzz/table.dict": '"\\"{}\\""',
    "include/loyalty/loyalty.h": "LOYALTY_METRIC_{upper}",
}


def missing(root, types):
    for name, form in PLACES.items():
        text = (root / name).read_text(encoding="utf-8")
        for kind in types:
            if form.format(kind, upper=kind.upper()) not in text:
                yield f"{name}: no {kind}"


def main():
    root = pathlib.Path(sys.argv[1])
    rows = (root / "src/table/metric_type.c").read_text(encoding="utf-8")
    types = re.findall(r"\[METRIC_\w+\] = \{\"(\w+)\"", rows)
    if len(types) < 8:
        sys.exit(f"only {len(types)} types found in the table")
    if len(list(missing(root, ["planted"]))) != len(PLACES):
        sys.exit("a planted type was not missed everywhere")
    found = list(missing(root, types))
    print("\n".join(found) or f"{len(types)} types are known in {len(PLACES)} places")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
