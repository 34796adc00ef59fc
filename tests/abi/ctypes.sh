#!/bin/sh
# SPDX-License-Identifier: MIT
# ctypes.sh ROOT EXPECTED PYTHON TILL: the till in Python prints what the till in C prints.
set -eu
root=$1
expected=$2
python=$3
till=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
LIBLOYALTY=$root/lib/libloyalty.so.0 "$python" "$till" >"$work/out"
diff -u "$expected" "$work/out"
