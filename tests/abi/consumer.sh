#!/bin/sh
# SPDX-License-Identifier: MIT
# consumer.sh ROOT EXPECTED shared|static PROGRAM...: builds each program against the installed library through
# pkg-config, runs it, and compares what it prints with EXPECTED/PROGRAM.txt. With LOYALTY_GOLDEN_UPDATE in the
# environment, `shared` writes these files anew and `static` is skipped.
set -eu
root=$1
expected=$2
linkage=$3
shift 3
update=${LOYALTY_GOLDEN_UPDATE:-}
[ -z "$update" ] || [ "$linkage" = shared ] || exit 77
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

PKG_CONFIG_PATH=$root/lib/pkgconfig
LD_LIBRARY_PATH=$root/lib
export PKG_CONFIG_PATH LD_LIBRARY_PATH
pkg-config --validate loyalty-ladder
case $linkage in
shared) flags=$(pkg-config --cflags --libs loyalty-ladder) ;;
static) flags="-static $(pkg-config --static --cflags --libs loyalty-ladder)" ;;
esac

for source; do
    name=$(basename "${source%.*}")
    case $source in
    *.cpp) compiler='g++ -std=c++17' ;;
    *) compiler="${CC:-cc} -std=c11" ;;
    esac
    # shellcheck disable=SC2086 # lists of words
    $compiler -Wall -Wextra -Wpedantic -Werror -o "$work/$name" "$source" $flags
    needed=$(readelf -d "$work/$name" | grep -c 'NEEDED.*libloyalty\.so\.0' || :)
    case $linkage$needed in
    shared1 | static0) ;;
    *) echo "$name is not linked $linkage" >&2; exit 1 ;;
    esac
    "$work/$name" >"$work/$name.txt"
    [ -z "$update" ] || cp "$work/$name.txt" "$expected/$name.txt"
    diff -u "$expected/$name.txt" "$work/$name.txt"
done
