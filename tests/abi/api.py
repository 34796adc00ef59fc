#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every function of the public headers says what a caller has to know, in a form that bindings can be made from.

usage: api.py ROOT

A description, the version since which it is there, each parameter with its direction, and each status that it returns.
What a comment names is there. First the test must find faults that are planted.
"""

import re
import sys

import declarations

TAG = re.compile(r"^@(param|return|since)\b", re.M)
PARAM = re.compile(r"\[(in|out|in,out)\] ((?:\w+, )*\w+)\s+(\S.*)", re.S)
CODE = re.compile(r"@code.*?@endcode", re.S)


class Comment:
    def __init__(self, text):
        text = CODE.sub("", text)
        parts = TAG.split(text)
        self.description = parts[0].strip()
        self.tags = [(tag, body.strip()) for tag, body in zip(parts[1::2], parts[2::2])]

    def of(self, tag):
        return [body for name, body in self.tags if name == tag]


def written_to(kind):
    """Whether what a parameter of this type points to can be written to."""
    target = kind.strip().removesuffix("*").strip()
    if not kind.strip().endswith("*"):
        return False
    return not target.endswith("const") if target.endswith(("*", "const")) else not target.startswith("const ")


def faults_of_parameters(function, comment):
    types = {name: kind for kind, name in function.parameters}
    documented = []
    for body in comment.of("param"):
        match = PARAM.fullmatch(body)
        if not match:
            yield f"@param {body.split(chr(10))[0]}: it has no direction, name or text"
            continue
        for name in match[2].split(", "):
            documented.append(name)
            if match[1] != "in" and not written_to(types.get(name, "")):
                yield f"@param[{match[1]}] {name}: it is nothing that can be written to"
    if documented != list(types):
        yield f"documents the parameters {documented}, and has {list(types)}"


def faults_of_result(function, comment):
    results = comment.of("return")
    if function.type == "loyalty_status":
        if len(results) != 1 or not results[0].startswith("#LOYALTY_OK"):
            yield "has no @return that begins with #LOYALTY_OK"
    elif results and not function.callback:
        yield "has a @return, but returns no status: say in its description what it returns"
    elif not results and function.type != "void" and "Returns " not in comment.description:
        yield "does not say what it returns"
    for result in results:
        bare = re.findall(r"(?<!#)\bLOYALTY_\w+", result)
        if bare:
            yield f"@return names {bare} without a #"


def faults_of_names(function, known):
    parameters = {name for _, name in function.parameters}
    for name in re.findall(r"@p (\w+)", function.text):
        if name not in parameters:
            yield f"@p {name} is not a parameter"
    code = CODE.sub("", function.text)
    for name in re.findall(r"#?\b(LOYALTY_\w+|loyalty_\w+)", code):
        if name not in known:
            yield f"{name} is not there"


def faults_of(function, version, known):
    comment = Comment(function.text)
    if not re.match(r"[A-Z].*\.", comment.description, re.S):
        yield "has no description of a sentence"
    since = comment.of("since")
    if not function.callback:
        if len(since) != 1 or not re.fullmatch(r"\d+\.\d+", since[0]):
            yield "has no @since with a version such as 1.0"
        elif tuple(map(int, since[0].split("."))) > version:
            yield f"@since {since[0]} is after the version of the header"
    yield from faults_of_parameters(function, comment)
    yield from faults_of_result(function, comment)
    yield from faults_of_names(function, known)


def faults_in(headers):
    known = {"LOYALTY_OK"}
    for header in headers:
        known |= header.types | set(header.constants) | set(header.macros)
        known |= {function.name for function in header.functions}
    number = dict(re.findall(r"#define LOYALTY_VERSION_(MAJOR|MINOR) (\d+)", headers[0].text))
    version = int(number["MAJOR"]), int(number["MINOR"])
    for header in headers:
        for function in header.functions:
            for fault in faults_of(function, version, known):
                yield f"{function.name}: {fault}"


def planted(text):
    """Each fault: what it replaces in a sound header, what with, and what must be found."""
    for old, new, expected in (
        ("Sets @p date to", "@param[in] date", "no description"),
        (" * @since 0.9\n */\nLOYALTY_API uint32_t", " */\nLOYALTY_API uint32_t", "no @since"),
        ("@since 0.9", "@since 90.9", "after the version"),
        ("@param[in] text    the", "@param text    the", "no direction"),
        ("@param[in] length  its bytes: 10.", "@param[in] length", "no direction, name or text"),
        (" * @param[in] length  its bytes: 10.\n", "", "documents the parameters"),
        ("@param[in] length  its", "@param[out] length  its", "can be written to"),
        ("@param[out] month  1 to 12.", "1 to 12.", "documents the parameters"),
        ("@return #LOYALTY_OK; #LOYALTY_E_DATE.", "Fails.", "no @return"),
        ("@return #LOYALTY_OK; #LOYALTY_E_DATE.", "@return #LOYALTY_OK; LOYALTY_E_DATE.", "without a #"),
        ("@return #LOYALTY_OK; #LOYALTY_E_DATE.", "@return #LOYALTY_OK; #LOYALTY_E_DAY.", "LOYALTY_E_DAY is not there"),
        ("as tables add `hold`", "as loyalty_tables_add() does `hold`", "loyalty_tables_add is not there"),
        ("if @p date or the sum", "if @p day or the sum", "@p day is not a parameter"),
        ("Returns one English sentence", "Gives one English sentence", "does not say what it returns"),
        ("/** @} */", "/** @} */\nLOYALTY_API void loyalty_bare(void);", "loyalty_bare: has no description"),
    ):
        if old not in text:
            yield f"{old!r} is not in the header"
            continue
        found = list(faults_in([declarations.Header(text.replace(old, new, 1))]))
        if not any(expected in fault for fault in found):
            yield f"planted, and not found: {expected}: {found}"


def main():
    headers = declarations.read(sys.argv[1])
    missed = list(planted(headers["loyalty.h"].text))
    if missed:
        sys.exit("\n".join(missed))
    functions = [function for header in headers.values() for function in header.functions]
    faults = list(faults_in(list(headers.values())))
    declarations.finish(faults, f"{len(functions)} functions and callbacks say what they do")


if __name__ == "__main__":
    main()
