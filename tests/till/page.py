#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The code of docs/tills.md is that of the example, or compiles; its session is what the example answers.

usage: page.py ROOT TILL CC...
"""

import pathlib
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
BEFORE = """
#include <inttypes.h>
#include <stdio.h>
#include <loyalty/loyalty.h>

extern loyalty_book *book, *other;
extern const loyalty_customer *customer;
extern uint32_t purchase, key_lengths[1024], rungs[1024];
extern const void *keys[1024];
extern loyalty_date today, dates[31];
extern int64_t counts[31], sums[31];

"""


def lines_of(text):
    return [line.strip() for line in text.strip().splitlines()]


def is_part(block, whole):
    return any(whole[i : i + len(block)] == block for i in range(len(whole)))


def compile_blocks(root, compiler, blocks):
    text = BEFORE
    for number, block in enumerate(blocks):
        text += f"loyalty_status block_{number}(void);\nloyalty_status block_{number}(void)\n{{\n"
        text += "loyalty_status status; uint64_t shared_ids = 0; size_t days = 0, rows = 0;\n"
        text += "loyalty_standing standing = {.size = sizeof standing};\n"
        text += f"(void)shared_ids, (void)days, (void)rows, (void)standing;\n{block}return status;\n}}\n"
    command = [*compiler, "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", f"-I{root / 'include'}",
               "-fsyntax-only", "-x", "c", "-"]
    subprocess.run(command, input=text, text=True, check=True)


def check_session(till, session):
    commands = [line[2:] for line in session.splitlines() if line.startswith("> ")]
    wanted = [line for line in session.splitlines() if not line.startswith("> ")]
    with tempfile.TemporaryDirectory() as directory:
        found = subprocess.run([till, directory], input="".join(line + "\n" for line in commands), text=True,
                               capture_output=True, check=True).stdout.splitlines()
    if found != wanted:
        sys.exit("\n".join(["the session is answered otherwise:"] + found))


def main():
    root, till, compiler = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    example = lines_of((root / "examples" / "till-with-journal.c").read_text(encoding="utf-8"))
    blocks = BLOCK.findall((root / "docs" / "tills.md").read_text(encoding="utf-8"))
    code = [block for language, block in blocks if language == "c"]
    sessions = [block for language, block in blocks if language == "text"]
    others = [block for block in code if not is_part(lines_of(block), example)]
    compile_blocks(root, compiler, others)
    for session in sessions:
        check_session(till, session)
    if len(code) - len(others) < 5 or len(others) < 4 or len(sessions) != 1 or is_part(["int nowhere;"], example):
        sys.exit("blocks were not found")
    print(f"{len(code) - len(others)} blocks of the example, {len(others)} that compile")


if __name__ == "__main__":
    main()
