#!/bin/sh
# SPDX-License-Identifier: MIT
# ctypes.sh ROOT EXPECTED PYTHON SCRIPT: an example in Python prints what the one in C prints. Skipped while
# LOYALTY_GOLDEN_UPDATE has consumer.sh write that anew.
set -eu
root=$1
expected=$2
python=$3
script=$4
[ -z "${LOYALTY_GOLDEN_UPDATE:-}" ] || exit 77
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
LIBLOYALTY=$root/lib/libloyalty.so.0 "$python" "$script" >"$work/out"
diff -u "$expected" "$work/out"
