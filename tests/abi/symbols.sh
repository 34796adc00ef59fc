#!/bin/sh
# SPDX-License-Identifier: MIT
# symbols.sh ROOT GOLDEN: what the installed library exports is the golden list, with its versions: the shared library,
# the static one, and the headers. The list is the same in every configuration, and only grows.
set -eu
root=$1
golden=$2
LC_ALL=C
export LC_ALL
shared=$root/lib/libloyalty.so
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sort -c "$golden"
nm -D --defined-only "$shared" | awk '$2 != "A" {print $3}' | sort >"$work/shared"
diff -u "$golden" "$work/shared"

sed 's/@@.*//' "$golden" >"$work/names"
nm -g --defined-only "$root/lib/libloyalty.a" | awk 'NF == 3 {print $3}' | sort >"$work/static"
diff -u "$work/names" "$work/static"

# analysis.h includes loyalty.h.
# shellcheck disable=SC2086 # CC may hold options
${CC:-cc} -E -P "$root/include/loyalty/analysis.h" | tr '\n' ' ' | tr ';' '\n' |
    sed -n 's/.*visibility("default").*[ *]\(loyalty_[a-z0-9_]*\)(.*/\1/p' | sort >"$work/header"
diff -u "$work/names" "$work/header"

soname=$(readelf -d "$shared" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')
[ "$soname" = libloyalty.so.0 ] || { echo "soname is '$soname'" >&2; exit 1; }
[ -e "$root/lib/$soname" ]
