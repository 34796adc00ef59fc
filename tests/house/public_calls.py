#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The library does not call its own public functions: they check again what is known inside.

usage: public_calls.py ARCHIVE

References to a program are counted by the public calls, and JSON answers are written by them on purpose: a binding could
have written those. First the test must find a call that is planted in an archive of its own.
"""

import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

COUNTED = {"loyalty_program_ref", "loyalty_program_unref"}
WRITERS = re.compile(r"json_(standing|census|backtest|write)\.c\.o$")


def calls_of(archive):
    """Lines of `nm -A -u`: ARCHIVE:MEMBER: U NAME."""
    listing = subprocess.run(["nm", "-A", "-u", archive], check=True, capture_output=True, text=True).stdout
    found = re.findall(r"([^:\n]+\.o):\s+U (loyalty_\w+)", listing)
    members = set(re.findall(r"([^:\n]+\.o):", listing))
    return members, [(m, n) for m, n in found if n not in COUNTED and not WRITERS.search(m)]


def planted(folder):
    source, member = folder / "planted.c", folder / "fold_planted.c.o"
    source.write_text("int loyalty_customer_rung(void);\nint planted(void);\n"
                      "int planted(void)\n{\n    return loyalty_customer_rung();\n}\n")
    compiler = shlex.split(os.environ.get("CC", "cc"))
    subprocess.run([*compiler, "-c", source, "-o", member], check=True)
    archive = folder / "planted.a"
    subprocess.run(["ar", "crs", archive, member], check=True)
    return archive


def main():
    with tempfile.TemporaryDirectory() as folder:
        _, found = calls_of(planted(pathlib.Path(folder)))
        if found != [("fold_planted.c.o", "loyalty_customer_rung")]:
            sys.exit(f"the planted call was not found: {found}")
    members, found = calls_of(sys.argv[1])
    for member, name in found:
        print(f"{member} calls {name}()")
    if found or len(members) < 20:
        sys.exit(f"{len(found)} calls in {len(members)} objects")
    print(f"no public call in {len(members)} objects but where it is meant; the planted one was found")


if __name__ == "__main__":
    main()
