#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Joins the sources into one file that compiles by itself, for hosts that embed the library as source.

usage: amalgamate.py FOLDER SOURCE... --include FOLDER...

Writes FOLDER/loyalty.c, and the public headers that it includes beside it. Private headers are put in once, where the first source asks for them. What is shared between files but not exported becomes
static: a prototype of a private header gets the word, and C gives a later definition the linkage of its declaration.
"""

import argparse
import pathlib
import re
import shutil

INCLUDE = re.compile(r'#include "([^"]+)"\n')
LICENCE = re.compile(r"\A/\* SPDX-License-Identifier: MIT \*/\n")
# A prototype begins at the left margin, with a type; it may go on over several lines.
PROTOTYPE = re.compile(r"^(?!static |typedef |extern )((?:const )?(?:struct )?[a-z]\w* [^;{}#]*?\)(?: PRINTF_FORMAT\([^)]*\))?;)", re.M)


class Amalgamation:
    def __init__(self, folders):
        self.folders = folders
        self.seen = set()
        self.public = []

    def find(self, name):
        for folder in self.folders:
            if (folder / name).is_file():
                return folder / name
        raise SystemExit(f"amalgamate.py: {name}: not found")

    def include(self, match):
        name = match[1]
        if name in self.seen:
            return ""
        self.seen.add(name)
        if name.startswith("loyalty/"):
            self.public.append(name)
            return match[0]
        text = PROTOTYPE.sub(r"static \1", LICENCE.sub("", self.find(name).read_text()))
        return self.expand(text)

    def expand(self, text):
        return INCLUDE.sub(self.include, text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("sources", type=pathlib.Path, nargs="+")
    parser.add_argument("--include", type=pathlib.Path, nargs="+", required=True)
    arguments = parser.parse_args()
    amalgamation = Amalgamation(arguments.include)
    parts = [
        "/* SPDX-License-Identifier: MIT */\n"
        "/* libloyalty in one file. It is made from the sources; change those instead. */\n"
    ]
    for source in arguments.sources:
        parts.append(f"\n/* ---- {source.parent.name}/{source.name} */\n")
        parts.append(amalgamation.expand(LICENCE.sub("", source.read_text())))
    (arguments.output / "loyalty").mkdir(parents=True, exist_ok=True)
    (arguments.output / "loyalty.c").write_text("".join(parts))
    for name in amalgamation.public:
        shutil.copyfile(amalgamation.find(name), arguments.output / name)


if __name__ == "__main__":
    main()
