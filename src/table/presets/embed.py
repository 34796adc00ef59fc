#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes rule tables as a C header: embed.py OUT.h TABLE.json...

As bytes, because C compilers need not take string literals as long as a table.
"""
import os
import sys


def main(out, tables):
    names = [os.path.splitext(os.path.basename(table))[0] for table in tables]
    with open(out, "w", encoding="ascii") as header:
        for index, table in enumerate(tables):
            with open(table, "rb") as file:
                text = file.read()
            header.write(f"static const unsigned char preset_{index}[] = {{\n")
            for at in range(0, len(text), 24):
                header.write("    " + ", ".join(str(byte) for byte in text[at:at + 24]) + ",\n")
            header.write("    0};\n")
        header.write("static const struct {\n    const char *name;\n    const void *text;\n    size_t length;\n} presets[] = {\n")
        for index, name in enumerate(names):
            header.write(f'    {{"{name}", preset_{index}, sizeof preset_{index} - 1}},\n')
        header.write("};\n")


main(sys.argv[1], sys.argv[2:])
