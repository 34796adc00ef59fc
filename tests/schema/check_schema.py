# SPDX-License-Identifier: MIT
"""Checks docs/rule-table.schema.json against every rule table of the project.

The schema must be a valid schema, accept every good table (presets, tests/tables, the tables and parts of tables in
docs/rule-tables.md), and refuse every bad one of tests/golden/bad whose fault a schema can see.

usage: check_schema.py SOURCE_ROOT
"""

import json
import pathlib
import re
import sys

import jsonschema

# Bad tables that are well-formed JSON and that the schema accepts, with the reason why it cannot do better.
NAMES = "a schema does not follow names"
TWICE = "JSON readers keep one of two equal keys"
ORDER = "a schema does not compare numbers with one another"
WHOLE = "1.0 and 1e3 are whole numbers to a schema"
DIGITS = "a pattern counts digits, it does not compare numbers"
UNSEEN = {
    "duplicate-cell": NAMES,
    "duplicate-key-escaped": TWICE,
    "duplicate-key-kind": TWICE,
    "duplicate-key-label": TWICE,
    "duplicate-key-metric": TWICE,
    "duplicate-key-note": TWICE,
    "duplicate-key-points": TWICE,
    "duplicate-key-rung": TWICE,
    "duplicate-key-top": TWICE,
    "duplicate-label-language-case": NAMES,
    "duplicate-rung": NAMES,
    "duplicate-segmentation": TWICE,
    "enter-above-64-bits": DIGITS,
    "enter-below-64-bits": DIGITS,
    "enter-unknown-metric": NAMES,
    "format-fraction": WHOLE,
    "keep-unknown-metric": NAMES,
    "kind-value-exponent": WHOLE,
    "kind-value-reversed": ORDER,
    "metric-kind-is-a-metric": NAMES,
    "metric-unknown-kind": NAMES,
    "metric-unknown-kind-in-list": NAMES,
    "most-kinds-and-a-duplicate": TWICE,
    "names-listed-exactly-full": NAMES,
    "names-listed-full-and-more": NAMES,
    "points-for-kind": NAMES,
    "points-rows-descend": ORDER,
    "points-rows-equal": ORDER,
    "points-unknown-metric": NAMES,
    "score-max-exponent": WHOLE,
    "share-cycle": NAMES,
    "share-of-itself": NAMES,
    "share-of-kind": NAMES,
    "share-too-deep": NAMES,
    "share-unknown-metric": NAMES,
    "syntax-lone-surrogate": "this JSON reader lets half a surrogate pair pass",
    "too-many-conditions": "a schema does not add up the lengths of lists",
    "too-many-faults": NAMES,
    "when-unknown-metric": NAMES,
    "when-unknown-rung": NAMES,
}

failures = []


def fail(where, what):
    failures.append(where)
    print(f"{where}: {what}")


def expect_valid(validator, where, document):
    for error in validator.iter_errors(document):
        path = "/" + "/".join(str(step) for step in error.absolute_path)
        fail(where, f"refused at {path}: {error.message}")


def check_guide(validator, fragments, path):
    """Every json block of the guide is a whole table, or an object with some of a table's keys."""
    tables = 0
    blocks = re.findall(r"^```json\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    for number, block in enumerate(blocks, 1):
        where = f"{path.name}, block {number}"
        try:
            document = json.loads(block)
        except ValueError as error:
            fail(where, f"not JSON: {error}")
            continue
        whole = "format" in document
        tables += whole
        expect_valid(validator if whole else fragments, where, document)
    if tables == 0:
        fail(path.name, "holds no whole table")
    return len(blocks)


def check_bad(validator, folder):
    seen = 0
    for path in sorted(folder.glob("*.json")):
        try:
            document = json.loads(path.read_bytes().decode("utf-8"))
        except (ValueError, RecursionError):
            continue  # not JSON: no schema is asked
        seen += 1
        if validator.is_valid(document):
            if path.stem not in UNSEEN:
                fail(path.name, "a bad table that the schema accepts")
        elif path.stem in UNSEEN:
            fail(path.name, "listed as unseen, but the schema refuses it: take it off the list")
    for name in UNSEEN:
        if not (folder / f"{name}.json").exists():
            fail(name, "listed as unseen, but there is no such bad table")
    if seen == 0:
        fail(str(folder), "no bad tables found")
    return seen


def main():
    root = pathlib.Path(sys.argv[1])
    schema = json.loads((root / "docs" / "rule-table.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    fragments = jsonschema.Draft202012Validator({key: part for key, part in schema.items() if key != "required"})

    good = sorted((root / "src" / "table" / "presets").glob("*.json")) + sorted((root / "tests" / "tables").glob("*.json"))
    if not good:
        fail(str(root), "no good tables found")
    for path in good:
        expect_valid(validator, path.name, json.loads(path.read_text(encoding="utf-8")))
    blocks = check_guide(validator, fragments, root / "docs" / "rule-tables.md")
    bad = check_bad(validator, root / "tests" / "golden" / "bad")

    print(f"{len(good)} good tables, {blocks} blocks of the guide, {bad} bad tables: {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
