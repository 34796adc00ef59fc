#!/bin/sh
# SPDX-License-Identifier: MIT
# imports.sh ROOT ALLOWED: the library takes from outside only what ALLOWED names. A clock, a file, the
# environment, a locale, an exit or a heap call where none belongs would show here.
set -eu
root=$1
allowed=$2
LC_ALL=C
export LC_ALL
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

grep -o '^[A-Za-z_][A-Za-z0-9_]*' "$allowed" | sort >"$work/allowed"
# __memcpy_chk is memcpy, checked.
nm -u "$root/lib/libloyalty.a" | awk 'NF == 2 {print $2}' |
    sed 's/@.*//; s/^__\(.*\)_chk$/\1/; s/^__isoc99_//' | sort -u >"$work/imported"
[ -s "$work/imported" ]

extra=$(comm -13 "$work/allowed" "$work/imported")
[ -z "$extra" ] || { printf 'imported, but not allowed:\n%s\n' "$extra" >&2; exit 1; }

needed=$(readelf -d "$root/lib/libloyalty.so" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort | tr '\n' ' ')
[ "$needed" = 'libc.so.6 ' ] || { echo "needs '$needed', not libc alone" >&2; exit 1; }
