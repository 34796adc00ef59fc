#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Doxygen's input filter for the pages: prints one with links and headings as Doxygen wants them.

usage: filter.py ROOT COPIED... PAGE

The pages are written for a reader of the repository, where a link names a file and a heading's anchor is its title. In
Doxygen a page and a heading have labels, which must be unique in the whole site: `docs/census.md` becomes `page-census`,
its heading `Movement` becomes `page-census-movement`. Of the files that are not pages, those of COPIED lie beside the
site's; a link to any other becomes its text.
"""

import os
import pathlib
import re
import sys

CODE = re.compile("`([^`]*)`")
BOX = {"[ ]": "☐", "[x]": "☑"}


def label_of(root, path):
    name = path.relative_to(root).with_suffix("").as_posix()
    if name == "README":
        return "index"
    return "page-" + re.sub(r"^docs/", "", name).replace("/", "-").replace("README", "index").lower()


def anchor_of(title):
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def link(root, copied, page, text, target):
    """A Markdown link as Doxygen wants it."""
    if re.match(r"[a-z]+:", target):
        return f"[{text}]({target})"
    plain = CODE.sub(r"\1", text)  # a reference shows the marks of code
    name, _, anchor = target.partition("#")
    path = pathlib.Path(os.path.normpath(page.parent / name)) if name else page
    if path.is_dir() and (path / "README.md").is_file():
        path /= "README.md"
    if path.suffix == ".md":
        label = label_of(root, path) + (f"-{anchor}" if anchor else "")
        if page.parent.name == "decisions" and page.name == "README.md" and not anchor:
            return f'@subpage {label} "{plain}"'
        return f"[{plain}](@ref {label})"
    if path.suffix == ".h":
        return f"[{plain}](@ref {path.name})"
    if path.relative_to(root).as_posix() in copied:
        return '<a href="%s">%s</a>' % (path.name, CODE.sub(r"<code>\1</code>", text))
    return text


class Page:
    """A page being rewritten, which knows the headings that it has had."""

    def __init__(self, root, copied, path):
        self.root, self.copied, self.path, self.seen = root, copied, path, {}

    def heading(self, match):
        level, title = match.groups()
        label = label_of(self.root, self.path)
        if not self.seen:
            self.seen[label] = 0
            return f"# {title}" if label == "index" else f"# {title} {{#{label}}}"
        if label == "index":  # its headings would stand in the tree beside the pages
            return f"{level} {title}"
        anchor = f"{label}-{anchor_of(title)}"
        again = self.seen[anchor] = self.seen.get(anchor, -1) + 1
        return f"{level} {title} {{#{anchor}{f'-{again}' if again else ''}}}"

    def rewrite(self, text):
        """Text without blocks of code."""
        text = re.sub(r"^(#+) +(.*)$", self.heading, text, flags=re.M)
        text = re.sub(r"^(\s*- )(\[[ x]\])", lambda match: match[1] + BOX[match[2]], text, flags=re.M)
        return re.sub(r"\[((?:[^\[\]`]|`[^`]*`)+)\]\(([^)\s]+)\)",
                      lambda match: link(self.root, self.copied, self.path, *match.groups()), text)


def main():
    root, path = (pathlib.Path(argument).resolve() for argument in (sys.argv[1], sys.argv[-1]))
    page = Page(root, sys.argv[2:-1], path)
    parts = re.split(r"(^```.*?^```$|(?:^    [^\n]*\n)+)", path.read_text(encoding="utf-8"), flags=re.M | re.S)
    sys.stdout.reconfigure(encoding="utf-8")
    print("".join(part if i % 2 else page.rewrite(part) for i, part in enumerate(parts)), end="")


if __name__ == "__main__":
    main()
