#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Each public function has the node of its release: header, src/loyalty.map and symbols.txt say the same.

usage: nodes.py ROOT [NODE]

A function of loyalty.h is in the node LOYALTY_X.Y of its @since. released.txt has a line for each node of a released
version, with the number and a checksum of its names, so that a name that is put there later is found. With NODE it
prints the line of that node, for the release that closes it. First the test must find faults that are planted.
"""

import hashlib
import pathlib
import re
import sys

import declarations

NODE = re.compile(r"^(LOYALTY_[\w.]+) \{\n(.*?)^\}[^;]*;$", re.M | re.S)


def read_map(text):
    """The names of each node."""
    nodes = {}
    for name, body in NODE.findall(declarations.bare(text)):
        shown = body.split("local:")[0].replace("global:", "")
        nodes[name] = re.findall(r"[^\s;]+", shown)
    return nodes


def line_of(node, names):
    digest = hashlib.sha256("".join(f"{name}\n" for name in sorted(names)).encode()).hexdigest()
    return f"{node} {len(names)} {digest}"


def node_of(header, function):
    if header == "analysis.h":
        return "LOYALTY_ANALYSIS_0"
    return "LOYALTY_" + re.search(r"@since (\S+)", function.text)[1]


def faults_of_names(headers, nodes, symbols):
    wanted = {function.name: node_of(name, function) for name, header in headers.items() for function in header.calls()}
    there = {name: node for node, names in nodes.items() for name in names}
    for name in sorted(wanted.keys() | there.keys()):
        if wanted.get(name) != there.get(name):
            yield f"{name}: the header says {wanted.get(name)}, loyalty.map {there.get(name)}"
    listed = [f"{name}@@{node}" for name, node in sorted(there.items())]
    for line in sorted(set(listed) ^ set(symbols)):
        yield f"{line}: is {'not in symbols.txt' if line in listed else 'in symbols.txt only'}"
    for node, names in nodes.items():
        if names != sorted(set(names)):
            yield f"{node}: its names are not in order, or one is there twice"


def faults_of_releases(header, nodes, released):
    version = tuple(int(re.search(rf"#define LOYALTY_VERSION_{part} (\d+)", header.text)[1])
                    for part in ("MAJOR", "MINOR", "PATCH"))
    closed = {line.split()[0]: line for line in released}
    for node, line in closed.items():
        if line != line_of(node, nodes.get(node, [])):
            yield f"{node} is released and has changed: a new function goes into the node of the next release"
    for node in nodes:
        match = re.fullmatch(r"LOYALTY_(\d+)\.(\d+)", node)
        if match and (int(match[1]), int(match[2]), 0) < version and node not in closed:
            yield f"{node} is released: its line is missing in released.txt; see nodes.py ROOT {node}"


def faults_in(headers, nodes, symbols, released):
    return [*faults_of_names(headers, nodes, symbols), *faults_of_releases(headers["loyalty.h"], nodes, released)]


def with_name(nodes, node, name):
    return {**nodes, node: sorted([*nodes.get(node, []), name])}


def planted(headers, nodes, symbols):
    later = declarations.Header(headers["loyalty.h"].text.replace("_VERSION_PATCH 0", "_VERSION_PATCH 1"))
    late = declarations.Header(headers["loyalty.h"].text.replace(
        "LOYALTY_API uint32_t loyalty_version(void);", "LOYALTY_API uint32_t loyalty_version(void);\n/** @since 0.9 */\n"
        "LOYALTY_API void loyalty_late(void);"))
    with_late = with_name(nodes, "LOYALTY_0.9", "loyalty_late")
    line = line_of("LOYALTY_0.9", nodes["LOYALTY_0.9"])
    late_symbols = [*symbols, "loyalty_late@@LOYALTY_0.9"]
    for what, faults in {
        "a name in no header": faults_in(headers, with_late, late_symbols, [line]),
        "a name in no node": faults_in({**headers, "loyalty.h": late}, nodes, symbols, [line]),
        "a name in another node": faults_in({**headers, "loyalty.h": late},
                                            with_name(nodes, "LOYALTY_1.0", "loyalty_late"),
                                            [*symbols, "loyalty_late@@LOYALTY_1.0"], [line]),
        "a name that is not listed": faults_in({**headers, "loyalty.h": late}, with_late, symbols, []),
        "a wildcard": faults_in(headers, with_name(nodes, "LOYALTY_0.9", "loyalty_*"), symbols, []),
        "a name in a released node": faults_in({**headers, "loyalty.h": late}, with_late, late_symbols, [line]),
        "a released node without a line": faults_in({**headers, "loyalty.h": later}, nodes, symbols, []),
    }.items():
        if not faults:
            yield f"planted, and not found: {what}"
    if faults_in({**headers, "loyalty.h": late}, with_late, late_symbols, []):
        yield "a new name in the node that is not released yet is refused"


def main():
    root = pathlib.Path(sys.argv[1])
    folder = root / "tests" / "abi"
    headers = declarations.read(root)
    nodes = read_map((root / "src" / "loyalty.map").read_text(encoding="ascii"))
    if len(sys.argv) > 2:
        print(line_of(sys.argv[2], nodes[sys.argv[2]]))
        return
    symbols = (folder / "symbols.txt").read_text(encoding="ascii").split()
    released = [line for line in (folder / "released.txt").read_text(encoding="ascii").splitlines() if line[:1] != "#"]
    faults = faults_in(headers, nodes, symbols, released) or list(planted(headers, nodes, symbols))
    declarations.finish(faults, f"{len(symbols)} names in {len(nodes)} nodes, {len(released)} of them released")


if __name__ == "__main__":
    main()
