# SPDX-License-Identifier: MIT
"""Checks docs/rule-table.schema.json against every rule table of the project.

The schema must be a valid schema, accept every good table (presets, tests/tables, the tables and parts of tables in
docs/rule-tables.md), and refuse every bad one of tests/golden/bad whose fault a schema can see. Where keys exclude one
another, it must accept and refuse the parts of tables below, and so must the library if LOYALTY is given.

usage: check_schema.py SOURCE_ROOT [LOYALTY]
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema

# Bad tables that are well-formed JSON and that the schema accepts, with the reason why it cannot do better.
NAMES = "a schema does not follow names"
TWICE = "JSON readers keep one of two equal keys"
ORDER = "a schema does not compare numbers with one another"
WHOLE = "1.0 and 1e3 are whole numbers to a schema"
DIGITS = "a pattern counts digits, it does not compare numbers"
UNSEEN = {
    "duplicate-cell": NAMES,
    "duplicate-key-action-text": TWICE,
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

# Metrics, rungs above the first, first rungs and whole tables: what a part is added to is in table_with().
GOOD_PARTS = {
    "metric": [
        {"sum": "buy", "within": "year", "back": 1},
        {"sum": "buy", "within": "12m", "back": 1000},
        {"sum": "buy", "within": "30d", "back": 0},
        {"sum": "buy", "within": "week", "back": 2},
        {"sum": "buy", "within": "term"},
        {"sum": "buy", "within": "year", "begins": "04-01", "back": 1},
        {"sum": "buy", "within": "quarter", "begins": "02-28"},
        {"sum": "buy", "within": "month", "begins": "join"},
        {"sum": "buy", "after": "join"},
        {"sum": "buy", "within": "term", "after": "join"},
        {"sum": "buy", "within": "year", "begins": "join", "back": 1, "after": "join"},
        {"sum": {"buy": 1, "join": -1000000}},
        {"sum": {"buy": 2, "note": "twice"}},
        {"count": {"buy": 1000000}, "within": "12m"},
        {"latest": ["buy", "join"], "within": "year", "back": 1},
        {"active_weeks": "buy", "within": "365d"},
        {"active_months": ["buy", "join"], "after": "join"},
        {"active_quarters": "buy", "within": "year", "begins": "join"},
        {"active_years": "buy"},
        {"streak_days": "buy"},
        {"streak_weeks": ["buy", "join"]},
        {"streak_months": "buy"},
        {"streak_quarters": "buy"},
        {"streak_years": "buy"},
        {"different": ["buy", "join"], "within": "term"},
        {"sum": "buy", "unit": "money"},
        {"days_since": "buy", "unit": "days"},
        {"share": ["n", "n"], "unit": "percent"},
        {"host": "rating", "unit": "percent"},
    ],
    "rung": [
        {"hold": "3m", "grace": "0m"},
        {"hold": "0d", "grace": "36525m"},
        {"term": "1d"},
        {"term": "12m", "until": "year", "grace": "1m", "hold": "0m", "fall": "bottom"},
        {"term": "36525d", "until": "week"},
    ],
    "first": [{"label": {"en": "Guest"}, "actions": ["greet"], "note": "all"}],
    "table": [
        {"out": ["m >= 1"]},
        {"events": {"note": "as many as can be", "buy": {}, "join": {}, **{f"k{i}": {} for i in range(254)}}},
        {"out": [["m >= 1"], ["m < 0", "score >= 5"]]},
        {"review": "week"},
        {"review": "year", "out": ["m >= 1"]},
        {"review": {"every": "month", "begins": "01-05", "note": "pay day"}},
        {"$schema": "./rule-table.schema.json"},
        {"$schema": ""},
        {"money": {"code": "EUR", "digits": 2}},
        {"money": {"code": "score", "digits": 0, "note": "a name"}},
        {"money": {"code": "points-2", "digits": 9}},
        {"actions": {}},
        {"actions": {"note": "for staff"}},
        {"actions": {"note": "as many as can be", **{f"a{i}": {} for i in range(1024)}}},
        {"actions": {"greet": {}, "rung": {"label": {"en": "Say hello"}, "note": "at the till"}}},
        {"segments": {"s": [{"segment": "all"}]}},
        {"segments": {"s": {"cells": [{"segment": "all"}]}}},
        {"segments": {"s": {"label": {"en": "S"}, "note": "n", "cells": [{"segment": "c", "when": ["rung >= r"]}]}}},
    ],
}
BAD_PARTS = {
    "metric": [
        {"sum": "buy", "back": 1},
        {"sum": "buy", "back": 0},
        {"sum": "buy", "within": "term", "back": 1},
        {"sum": "buy", "within": "year", "back": -1},
        {"sum": "buy", "within": "year", "back": 1001},
        {"sum": "buy", "within": "year", "back": "1"},
        {"sum": "buy", "begins": "04-01"},
        {"sum": "buy", "within": "week", "begins": "01-05"},
        {"sum": "buy", "within": "12m", "begins": "04-01"},
        {"sum": "buy", "within": "term", "begins": "join"},
        {"sum": "buy", "within": "year", "begins": "02-29"},
        {"sum": "buy", "within": "year", "begins": "04-31"},
        {"sum": "buy", "within": "year", "begins": "13-01"},
        {"sum": "buy", "within": "year", "begins": "4-1"},
        {"sum": "buy", "within": "year", "begins": "score"},
        {"sum": "buy", "within": "year", "begins": ["join"]},
        {"sum": "buy", "after": ["join"]},
        {"sum": "buy", "after": "note"},
        {"sum": "buy", "within": "terms"},
        {"sum": {"buy": 0}},
        {"sum": {"buy": 1000001}},
        {"sum": {"buy": -1000001}},
        {"sum": {"buy": 1.5}},
        {"sum": {"buy": "2"}},
        {"sum": {}},
        {"sum": {"note": "no kinds"}},
        {"sum": ["buy", "buy"]},
        {"mean": {"buy": 2}},
        {"latest": {"buy": 2}},
        {"active_days": {"buy": 1}},
        {"days_since": {"buy": 1}},
        {"different": {"buy": 1, "join": 1}},
        {"different": "buy"},
        {"different": ["buy"]},
        {"different": ["buy", "buy"]},
        {"streak_days": "buy", "within": "30d"},
        {"streak_weeks": "buy", "after": "join"},
        {"streak_months": "buy", "back": 1},
        {"streak_years": "buy", "within": "year", "begins": "join"},
        {"share": ["n", "n"], "within": "30d"},
        {"share": ["n", "n"], "after": "join"},
        {"host": "rating", "within": "year", "back": 1},
        {"host": "rating", "after": "join"},
        {"active_weeks": "buy", "active_days": "buy"},
        {"active_hours": "buy"},
        {"sum": "buy", "unit": "EUR"},
        {"sum": "buy", "unit": None},
        {"sum": "buy", "unit": ["money"]},
        {"sum": "buy", "units": "money"},
    ],
    "rung": [
        {"until": "year"},
        {"term": "0d"},
        {"term": "0m"},
        {"term": "year"},
        {"term": 12},
        {"term": "12m", "until": "12m"},
        {"term": "12m", "until": "day"},
        {"hold": "week"},
        {"hold": "01m"},
        {"grace": "36526m"},
        {"rung": "note"},
    ],
    "first": [
        {"hold": "0d"},
        {"grace": "0d"},
        {"term": "12m"},
        {"fall": "step"},
        {"enter": ["m >= 1"]},
        {"keep": ["m >= 1"]},
        {"rung": "note"},
    ],
    "table": [
        {"out": []},
        {"events": {"note": "one too many", "buy": {}, "join": {}, **{f"k{i}": {} for i in range(255)}}},
        {"out": "m >= 1"},
        {"out": ["rung >= r"]},
        {"review": "day"},
        {"review": ["month"]},
        {"review": {}},
        {"review": {"begins": "01-05"}},
        {"review": {"every": "week"}},
        {"review": {"every": "month"}},
        {"review": {"every": "week", "begins": "01-05"}},
        {"review": {"every": "month", "begins": "02-29"}},
        {"review": {"every": "month", "begins": "join"}},
        {"review": {"every": "month", "back": 1}},
        {"$schema": 1},
        {"$schema": None},
        {"schema": "rule-table.schema.json"},
        {"money": "EUR"},
        {"money": {}},
        {"money": {"code": "EUR"}},
        {"money": {"digits": 2}},
        {"money": {"code": "\u20ac", "digits": 2}},
        {"money": {"code": "", "digits": 2}},
        {"money": {"code": "EUR", "digits": 10}},
        {"money": {"code": "EUR", "digits": -1}},
        {"money": {"code": "EUR", "digits": "2"}},
        {"money": {"code": "EUR", "digits": 2, "symbol": "e"}},
        {"actions": ["greet"]},
        {"actions": {"greet": "Say hello"}},
        {"actions": {"greet": {"label": "Say hello"}}},
        {"actions": {"greet": {"label": {"en": ""}}}},
        {"actions": {"greet": {"text": {"en": "Say hello"}}}},
        {"actions": {"say hello": {}}},
        {"actions": {"note": {}}},
        {"actions": {f"a{i}": {} for i in range(1025)}},
        {"segments": {"s": {}}},
        {"segments": {"s": {"label": {"en": "S"}}}},
        {"segments": {"s": {"cells": []}}},
        {"segments": {"s": {"cells": {"segment": "all"}}}},
        {"segments": {"s": {"cells": [{"segment": "all"}], "when": ["m >= 1"]}}},
        {"segments": {"s": "all"}},
        {"review": "month", "ladder": [{"rung": "g"}, {"rung": "r", "enter": ["m >= 1"], "term": "12m"}]},
    ],
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


def table_with(place, part):
    """Returns a table that is good but for the part."""
    metric = part if place == "metric" else {"count": "buy"}
    first = {"rung": "g", **(part if place == "first" else {})}
    rung = {"rung": "r", "enter": ["m >= 1"], **(part if place == "rung" else {})}
    return {
        "format": 1,
        "name": "parts",
        "events": {"buy": {}, "join": {}},
        "metrics": {"m": metric, "n": {"count": "join"}},
        "ladder": [first, rung],
        **(part if place == "table" else {}),
    }


def library_accepts(loyalty, path, table):
    path.write_text(json.dumps(table), encoding="utf-8")
    done = subprocess.run([loyalty, "check", path], capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode not in (0, 1):
        fail("loyalty check", f"exit {done.returncode}: {done.stderr}")
    return done.returncode == 0


def check_parts(validator, loyalty, folder):
    seen = 0
    for parts, good in ((GOOD_PARTS, True), (BAD_PARTS, False)):
        for place, part in ((place, part) for place, list_of in parts.items() for part in list_of):
            table = table_with(place, part)
            seen += 1
            if validator.is_valid(table) != good:
                fail(f"{place} {json.dumps(part)[:200]}", "refused by the schema" if good else "accepted by the schema")
            if loyalty and library_accepts(loyalty, folder / "table.json", table) != good:
                fail(f"{place} {json.dumps(part)[:200]}", "refused by the library" if good else "accepted by the library")
    return seen


def main():
    root = pathlib.Path(sys.argv[1])
    loyalty = sys.argv[2] if len(sys.argv) > 2 else None
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
    with tempfile.TemporaryDirectory() as folder:
        parts = check_parts(validator, loyalty, pathlib.Path(folder))

    print(f"{len(good)} good tables, {blocks} blocks of the guide, {bad} bad tables, {parts} parts of tables: "
          f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
