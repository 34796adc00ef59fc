#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs clang-tidy once over every C file of the project that a build compiles.

usage: tidy.py CLANG_TIDY ROOT BUILD

A file that goes into several targets has several compile commands, and clang-tidy would check it for each of them: the
first is enough. Each file has a process of its own, because the analyzer of clang-tidy 14 takes every va_list of a
second file for uninitialized.
"""

import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile

FOLDERS = {"src", "tools", "tests", "examples"}


def commands_of(root, build):
    """The first compile command of each C file of the project; generated files are not among them."""
    commands = {}
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        path = pathlib.Path(entry["directory"], entry["file"]).resolve()
        inside = path.is_relative_to(root) and path.relative_to(root).parts[0] in FOLDERS
        if inside and path.suffix == ".c":
            commands.setdefault(path, entry)
    return commands


def main():
    tidy, root, build = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), pathlib.Path(sys.argv[3])
    commands = commands_of(root, build)
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "compile_commands.json").write_text(json.dumps(list(commands.values())), encoding="utf-8")

        def check(path):
            return subprocess.run([tidy, "--quiet", "-p", folder, path], capture_output=True, text=True, check=False)

        found = 0
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as workers:
            for result in workers.map(check, sorted(commands)):
                found += result.returncode != 0
                if result.returncode:
                    print(result.stdout or result.stderr, end="", flush=True)
    print(f"{len(commands)} files, {found} with findings")
    sys.exit(bool(found) or not commands)


if __name__ == "__main__":
    main()
