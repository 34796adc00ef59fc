#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the pages name is there: the targets of links, and the files and functions of docs/architecture.md.

usage: pages.py ROOT

First it must find faults that are planted.
"""

import pathlib
import re
import sys

LINK = re.compile(r"\]\(([^)\s]+)\)")
STEP = re.compile(r"^ *(\w+) {2,}((?:tools/)?\w+/\w+\.c) ", re.M)  # a line of a flow: a function, its file
NAMED = re.compile(r"`((?:src|tools|tests|include|docs)/[a-z_./-]+|(?:base|table|fold|book|analysis|check|json)/\w+\.[ch])`")
FENCED = re.compile(r"^```.*?^```", re.M | re.S)


def pages_of(root):
    skipped = {"build", ".git"}
    return [path for path in sorted(root.rglob("*.md")) if not skipped & set(path.relative_to(root).parts)]


def anchors_of(text):
    """The anchors of headings, as GitHub makes them."""
    titles = re.findall(r"^#+ +(.*)$", FENCED.sub("", text), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def dead_links(page, text):
    for link in LINK.findall(FENCED.sub("", text)):
        name, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", link):
            continue
        target = page.parent / name if name else page
        if not target.exists():
            yield f"{page}: {link} is not there"
        elif anchor and target.suffix == ".md" and anchor not in anchors_of(target.read_text(encoding="utf-8")):
            yield f"{page}: {link} has no such heading"


def untrue_names(root, page, text):
    for name in NAMED.findall(text):
        if not (root / name).exists() and not (root / "src" / name).exists():
            yield f"{page}: {name} is not there"
    for function, name in STEP.findall(text):
        path = root / name if name.startswith("tools/") else root / "src" / name
        if not path.is_file() or not re.search(rf"\b{function}\(", path.read_text(encoding="utf-8")):
            yield f"{page}: {name} has no {function}()"


def main():
    root = pathlib.Path(sys.argv[1])
    page = root / "docs" / "architecture.md"
    text = page.read_text(encoding="utf-8")
    planted = "[a](nowhere.md) [b](census.md#nowhere) `src/attic/` `fold/nowhere.c`\n  nowhere    fold/log.c  Asks.\n"
    found = list(dead_links(page, planted)) + list(untrue_names(root, page, planted))
    if len(found) != 5 or len(STEP.findall(text)) < 20:
        sys.exit(f"planted faults were not found, or no flows: {found}")
    pages = pages_of(root)
    faults = [fault for one in pages for fault in dead_links(one, one.read_text(encoding="utf-8"))]
    faults += untrue_names(root, page, text)
    print("\n".join(faults) or f"the links of {len(pages)} pages and the {len(STEP.findall(text))} steps are there")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
