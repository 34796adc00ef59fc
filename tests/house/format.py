#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs clang-format in place over every C file of the project.

usage: format.py CLANG_FORMAT ROOT
"""

import pathlib
import subprocess
import sys

FOLDERS = ["src", "tools", "tests", "examples", "include"]


def main():
    root = pathlib.Path(sys.argv[2])
    files = [path for folder in FOLDERS for path in sorted((root / folder).rglob("*.[ch]"))]
    before = [path.read_bytes() for path in files]
    subprocess.run([sys.argv[1], "-i", "--style=file", *files], check=True)
    changed = [path for path, text in zip(files, before) if path.read_bytes() != text]
    for path in changed:
        print(path.relative_to(root))
    print(f"{len(files)} files, {len(changed)} formatted anew")


if __name__ == "__main__":
    main()
