#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A key of metrics that the library has is known wherever the table's format is written down once more.

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
    "tests/reference/table_metrics.c": '"{}"',
    "tests/properties/metric_generator.c": '"{}"',
    "tests/fuzz/table.dict": '"\\"{}\\""',
    "include/loyalty/loyalty.h": "LOYALTY_{measure}",
}


def missing(root, types):
    for name, form in PLACES.items():
        text = (root / name).read_text(encoding="utf-8")
        for key, kind in types:
            if form.format(key, measure=kind.replace("METRIC", "MEASURE")) not in text:
                yield f"{name}: no {key}"


def main():
    root = pathlib.Path(sys.argv[1])
    rows = (root / "src/table/metric_type.c").read_text(encoding="utf-8")
    types = re.findall(r'\{"(\w+)", (METRIC_\w+), PERIOD_\w+\}', rows)
    if len(types) < 19:
        sys.exit(f"only {len(types)} types found in the table")
    if len(list(missing(root, [("planted", "METRIC_PLANTED")]))) != len(PLACES):
        sys.exit("a planted type was not missed everywhere")
    found = list(missing(root, types))
    print("\n".join(found) or f"{len(types)} types are known in {len(PLACES)} places")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
