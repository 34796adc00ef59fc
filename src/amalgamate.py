#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Joins the sources into one file that compiles by itself.

usage: amalgamate.py [--lines] [--depfile FILE] FOLDER SOURCE... --include FOLDER...

Writes FOLDER/loyalty.c. A private header is put in once, where the first source includes it. What several files share
but the library does not export becomes static: the prototype in the private header gets the word, and C gives a later
definition the linkage of its declaration.

Without --lines the file is for hosts that embed the library as source, and the public headers are copied beside it.
With --lines it is for this project's own static library: #line directives name the sources, so that debuggers and
compilers do. --depfile writes the names of all files read, for make and ninja.
"""

import argparse
import os
import pathlib
import re
import shutil

INCLUDE = re.compile(r'#include "([^"]+)"\n')
LICENCE = re.compile(r"\A/\* SPDX-License-Identifier: MIT \*/\n")
# A prototype begins at the left margin, with a type; it may go on over several lines.
PROTOTYPE = re.compile(r"^(?!static |typedef |extern )((?:const )?(?:struct )?[a-z]\w* [^;{}#]*?\)(?: PRINTF_FORMAT\([^)]*\))?;)", re.M)


class Amalgamation:
    def __init__(self, folders, lines):
        self.folders = folders
        self.lines = lines
        self.seen = set()
        self.public = []
        self.read = []

    def find(self, name):
        for folder in self.folders:
            if (folder / name).is_file():
                return folder / name
        raise SystemExit(f"amalgamate.py: {name}: not found")

    def line(self, number, path):
        name = pathlib.Path(os.path.relpath(path)).as_posix()
        return f'#line {number} "{name}"\n' if self.lines else ""

    def include(self, name, back):
        """The text of an included file, followed by BACK; of one that is there already, BACK alone."""
        if name in self.seen:
            return back
        self.seen.add(name)
        path = self.find(name)
        if name.startswith("loyalty/"):
            self.public.append(name)
            return f'#include "{name}"\n'
        return self.expand(path, lambda text: PROTOTYPE.sub(r"static \1", text)) + back

    def expand(self, path, change=lambda text: text):
        self.read.append(path)
        whole = path.read_text(encoding="utf-8")
        text = change(LICENCE.sub("", whole))
        first = 1 + whole.count("\n") - text.count("\n")

        def replace(match):
            return self.include(match[1], self.line(first + text.count("\n", 0, match.end()), path))

        return self.line(first, path) + INCLUDE.sub(replace, text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", action="store_true")
    parser.add_argument("--depfile", type=pathlib.Path)
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("sources", type=pathlib.Path, nargs="+")
    parser.add_argument("--include", type=pathlib.Path, nargs="+", required=True)
    arguments = parser.parse_args()
    amalgamation = Amalgamation(arguments.include, arguments.lines)
    parts = [
        "/* SPDX-License-Identifier: MIT */\n"
        "/*\n * libloyalty in one file. It is made from the sources; change those instead.\n"
        " * A DLL that is to export the public calls is compiled with LOYALTY_BUILDING defined.\n */\n"
    ]
    for source in arguments.sources:
        parts.append(f"\n/* ---- {source.parent.name}/{source.name} */\n")
        parts.append(amalgamation.expand(source))
    arguments.output.mkdir(parents=True, exist_ok=True)
    (arguments.output / "loyalty.c").write_text("".join(parts), encoding="utf-8")
    if arguments.depfile:
        read = " ".join(str(path).replace(" ", "\\ ") for path in amalgamation.read)
        arguments.depfile.write_text(f"{arguments.output / 'loyalty.c'}: {read}\n", encoding="utf-8")
    if not arguments.lines:
        (arguments.output / "loyalty").mkdir(exist_ok=True)
        for name in amalgamation.public:
            shutil.copyfile(amalgamation.find(name), arguments.output / name)


if __name__ == "__main__":
    main()
