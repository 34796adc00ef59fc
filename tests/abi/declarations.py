# SPDX-License-Identifier: MIT
"""Reads the public headers: their functions, callbacks, structs and constants, each with its comment.

The headers are written in one style, so that regular expressions are enough; what they do not understand is an error.
"""

import pathlib
import re
import sys

HEADERS = {"loyalty.h": "LOYALTY_", "analysis.h": "LOYALTY_ANALYSIS_"}
COMMENT = r"(?:/\*\*(?P<text>(?:(?!\*/).)*)\*/\s*)?"
FUNCTION = re.compile(COMMENT + r"(?P<word>LOYALTY_API|typedef) (?P<type>[^;{}()#]*?)(?P<name>loyalty_\w+)"
                      r"\((?P<parameters>[^;{}()]*)\);", re.S)
STRUCT = re.compile(r"typedef struct (?P<name>\w+) \{(?P<body>.*?)\n\} (?P=name);", re.S)
ENUM = re.compile(r"enum (?P<name>\w+) \{(?P<body>.*?)\n\};", re.S)
FIELD = re.compile(r"(?:\(\*(\w+)\)\([^)]*\)|(\w+))\s*$")
TYPE = re.compile(r"^typedef [^;{]*?\b(loyalty_\w+)\s*[;({]", re.M)


class Function:
    """A function, or a callback's type. `parameters` are pairs of a type and a name; `text` is the bare comment."""

    def __init__(self, match):
        self.name = match["name"]
        self.callback = match["word"] == "typedef"
        self.type = match["type"].strip()
        self.text = re.sub(r"^ *\*? ?", "", match["text"] or "", flags=re.M).strip()
        listed = " ".join(match["parameters"].split())
        self.parameters = [re.fullmatch(r"(.*?)(\w+)", one.strip()).groups()
                           for one in listed.split(",") if listed != "void"]


def bare(text):
    return re.sub(r"/\*.*?\*/", "", text, flags=re.S)


class Header:
    def __init__(self, text):
        self.text = text
        self.functions = [Function(match) for match in FUNCTION.finditer(text)]
        self.structs = {match["name"]: fields_of(match["body"]) for match in STRUCT.finditer(text)}
        self.enums = {match["name"]: re.findall(r"\b(LOYALTY_\w+) =", bare(match["body"]))
                      for match in ENUM.finditer(text)}
        self.constants = [name for names in self.enums.values() for name in names]
        self.macros = re.findall(r"^#define (LOYALTY_\w+)", text, re.M)
        self.types = set(TYPE.findall(text)) | set(self.structs) | set(self.enums)
        code = bare(text)
        counts = (code.count("LOYALTY_API ") - code.count("define LOYALTY_API "), len(self.calls()),
                  len(re.findall(r"\bstruct \w+ \{", code)), len(self.structs),
                  len(re.findall(r"\benum\b[^;{]*\{", code)), len(self.enums))
        if counts[::2] != counts[1::2]:
            raise ValueError(f"functions, structs and enums: there and understood: {counts}")

    def calls(self):
        return [function for function in self.functions if not function.callback]


def fields_of(body):
    names = []
    for one in bare(body).split(";")[:-1]:
        match = FIELD.search(one)
        names.append(match[1] or match[2])
    return names


def read(folder):
    """The public headers by their names, from FOLDER/include/loyalty."""
    return {name: Header((pathlib.Path(folder) / "include" / "loyalty" / name).read_text(encoding="ascii"))
            for name in HEADERS}


def finish(faults, done):
    """Ends a test: prints the faults, or what was done."""
    print("\n".join(faults) or done)
    sys.exit(bool(faults))
