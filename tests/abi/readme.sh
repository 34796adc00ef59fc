#!/bin/sh
# SPDX-License-Identifier: MIT
# readme.sh README PROGRAM.c: the README's C program is the example that the tests build and run.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck disable=SC2016 # the fences of Markdown
sed -n '/^```c$/,/^```$/p' "$1" | sed '/^```/d' >"$work/shown"
# The licence line is for the file.
sed '1{/SPDX/d}' "$2" >"$work/built"
diff -u "$work/built" "$work/shown"
