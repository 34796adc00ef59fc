#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""tally.py BROKEN LOG...: sums up meson's testlog.json files as `N passed, N failed`; exit status 1 unless all passed.

A program of cmocka counts as many as it has test functions, any other test as one. A skipped test counts as nothing.
Each of the BROKEN configurations, whose tests could not be run, counts as one failure.
"""
import json
import re
import sys

PASSED = re.compile(r"\[  PASSED  \] (\d+) test\(s\)")
FAILED = re.compile(r"\[  FAILED  \] (\d+) test\(s\)")


def count(test):
    """(passed, failed) of one entry of the log."""
    text = test.get("stdout", "") + test.get("stderr", "")
    passed = sum(map(int, PASSED.findall(text)))
    failed = sum(map(int, FAILED.findall(text)))
    if test["result"] == "SKIP":
        return 0, 0
    if test["result"] in ("OK", "EXPECTEDFAIL"):
        return max(passed, 1), 0
    return passed, max(failed, 1)  # a program that crashed has not counted


def main():
    total_passed, total_failed = 0, int(sys.argv[1])
    for name in sys.argv[2:]:
        with open(name, encoding="utf-8") as log:
            for line in log:
                test = json.loads(line)
                passed, failed = count(test)
                total_passed += passed
                total_failed += failed
                if failed or test["result"] == "SKIP":
                    print(f"{test['result']}: {test['name']} ({name})")
    print(f"{total_passed} passed, {total_failed} failed")
    return 0 if total_passed and not total_failed else 1


if __name__ == "__main__":
    sys.exit(main())
