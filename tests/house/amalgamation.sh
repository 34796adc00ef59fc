#!/bin/sh
# SPDX-License-Identifier: MIT
# amalgamation.sh AMALGAMATE... -- ARGUMENT...: the one file compiles in its folder with nothing but `cc -c loyalty.c`,
# without a warning, and gives the linker no name but the public ones. It is made in a locale of ASCII: the sources are
# UTF-8, whatever the host's locale is.
set -eu
make=
while [ "$1" != -- ]; do
    make="$make $1"
    shift
done
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# shellcheck disable=SC2086 # a command with its arguments
PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 LC_ALL=C $make "$work" "$@"
cd "$work"
tried=0
for compiler in gcc clang; do
    command -v "$compiler" >/dev/null || continue
    for options in '' '-std=c11 -O3 -Wpedantic -Wconversion -Wshadow'; do
        # shellcheck disable=SC2086 # a list of options
        "$compiler" -c -Wall -Wextra -Werror $options loyalty.c
    done
    others=$(nm -g --defined-only loyalty.o | awk '$3 !~ /^loyalty_/ {print $3}')
    [ -z "$others" ] || { printf '%s: not public, but global:\n%s\n' "$compiler" "$others" >&2; exit 1; }
    tried=$((tried + 1))
done
[ "$tried" -gt 0 ] || { echo "neither gcc nor clang is here" >&2; exit 1; }
