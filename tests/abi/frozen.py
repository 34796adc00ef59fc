#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""structs.c and calls.c freeze all that the public headers have: each field of each struct, each constant, each call.

usage: frozen.py ROOT

Whether the layouts, numbers and signatures are right is for the compiler. First the test must find what is left out.
"""

import pathlib
import re
import sys

import declarations

FIXED = {"LOYALTY_DATE_MAX", "LOYALTY_STRUCT_MAX"}  # the rest of `..._MAX` may rise


def may_rise(name):
    return name.endswith("_MAX") and name not in FIXED


def faults_of_struct(name, fields, frozen):
    last = re.findall(rf"^STRUCT\({name}, (\w+),", frozen, re.M)
    if last != fields[-1:]:
        yield f"{name}: STRUCT names {last} as its last field, which is {fields[-1]}"
    listed = re.findall(rf"^FIELD\({name}, (\w+),", frozen, re.M)
    if listed != fields:
        yield f"{name}: FIELD lists {listed}, and the header {fields}"
    if fields[0] != "size":
        yield f"{name}: its first field is {fields[0]}"


def faults_of_constant(name, frozen):
    word = "LIMIT" if may_rise(name) else "VALUE"
    if len(re.findall(rf"^{word}\({name}, ", frozen, re.M)) != 1:
        yield f"{name}: has no line of its own with {word}"


def faults_in(headers, frozen, calls):
    for header in headers:
        for name, fields in header.structs.items():
            yield from faults_of_struct(name, fields, frozen)
        for name in header.constants:
            yield from faults_of_constant(name, frozen)
    for function in headers[0].functions:
        if len(re.findall(rf"\b{function.name}\(", calls)) != 1:
            yield f"{function.name}: is not in calls.c"


def planted(headers, frozen, calls):
    for left_out in ("STRUCT(loyalty_gap, ", "FIELD(loyalty_gap, op, ", "FIELD(loyalty_side, size, ",
                     "VALUE(LOYALTY_E_KEY, ", "LIMIT(LOYALTY_RUNGS_MAX, ", "loyalty_book_each("):
        pattern = "^.*" + re.escape(left_out) + ".*\n"
        found = list(faults_in(headers, *(re.sub(pattern, "", text, flags=re.M) for text in (frozen, calls))))
        if len(found) != 1:
            yield f"left out, but not found: {left_out} {found}"


def main():
    root = pathlib.Path(sys.argv[1])
    headers = list(declarations.read(root).values())
    frozen, calls = ((root / "tests" / "abi" / name).read_text(encoding="ascii") for name in ("structs.c", "calls.c"))
    faults = list(faults_in(headers, frozen, calls)) or list(planted(headers, frozen, calls))
    declarations.finish(faults, f"{sum(len(header.structs) for header in headers)} structs, "
                                f"{sum(len(header.constants) for header in headers)} constants, "
                                f"{len(headers[0].calls())} calls")


if __name__ == "__main__":
    main()
