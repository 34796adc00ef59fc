#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""tally.py BROKEN LOG...: sums up meson's testlog.json files as `N passed, N failed`; exit status 1 unless all passed.

A program of cmocka counts as many as it has test functions, any other test as one. A skipped test counts as nothing, and
its reason is shown. Each of the BROKEN configurations, whose tests could not be run, counts as one failure. How long the
suites of each configuration took is shown too, all their tests added up.
"""
import collections
import json
import pathlib
import re
import sys

PASSED = re.compile(r"\[  PASSED  \] (\d+) test\(s\)")
FAILED = re.compile(r"\[  FAILED  \] (\d+) test\(s\)")
REASON = re.compile(r"^skipped: (.*)$", re.M)


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


def reason(test):
    """What a skipped test says: the line that says so, or its last."""
    text = test.get("stdout", "").strip()
    found = REASON.search(text)
    return found[1] if found else text.rpartition("\n")[2] or "no reason given"


def show_times(configuration, seconds):
    """The suites of a configuration, the longest first."""
    suites = ", ".join(f"{suite} {time:.0f}" for suite, time in seconds.most_common())
    print(f"{configuration}, {sum(seconds.values()):.0f} s of tests: {suites}")


def main():
    total_passed, total_failed = 0, int(sys.argv[1])
    for name in map(pathlib.Path, sys.argv[2:]):
        configuration = name.parent.parent.name
        seconds = collections.Counter()
        for line in name.read_text(encoding="utf-8").split("\n")[:-1]:
            test = json.loads(line)
            passed, failed = count(test)
            total_passed += passed
            total_failed += failed
            # PROJECT:SUITE / TEST
            seconds[test["name"].partition(" / ")[0].rpartition(":")[2]] += test["duration"]
            if test["result"] == "SKIP":
                print(f"SKIP: {test['name']} ({configuration}): {reason(test)}")
            elif failed:
                print(f"{test['result']}: {test['name']} ({name})")
        show_times(configuration, seconds)
    print(f"{total_passed} passed, {total_failed} failed")
    return 0 if total_passed and not total_failed else 1


if __name__ == "__main__":
    sys.exit(main())
