#!/bin/sh
# SPDX-License-Identifier: MIT
# localize.sh CC... -- OBJCOPY AR IN.a OUT.a: one object with only the public symbols global.
set -eu
compiler=
while [ "$1" != -- ]; do
    compiler="$compiler $1"
    shift
done
shift
objcopy=$1 ar=$2 in=$3 out=$4
$compiler -r -nostdlib -o "$out.o" -Wl,--whole-archive "$in" -Wl,--no-whole-archive
"$objcopy" --localize-hidden "$out.o"
rm -f "$out"
"$ar" crs "$out" "$out.o"
rm -f "$out.o"
