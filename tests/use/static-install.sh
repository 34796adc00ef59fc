#!/bin/sh
# SPDX-License-Identifier: MIT
# static-install.sh README TILL EXPECTED SOURCE [COMMAND]: with -Ddefault_library=static, the installed COMMAND runs, and
# pkg-config and CMake link the till without any further word.
set -eu
. "$(dirname "$0")/lib.sh"
source=$4 command=${5:-}

meson setup --prefix="$work/prefix" --libdir=lib --buildtype=plain --default-library=static -Durl=https://example.org/ \
    -Dtests=disabled -Ddocs=disabled "$work/build" "$source"
meson install -C "$work/build"
set -- "$work/prefix/lib"/libloyalty*
[ "$*" = "$work/prefix/lib/libloyalty.a" ] || { echo "not the static library alone: $*" >&2; exit 1; }
rm -rf "$work/build"

if [ -n "$command" ]; then
    "$work/prefix/bin/$command" presets | grep -qx five-rungs
fi

PKG_CONFIG_PATH=$work/prefix/lib/pkgconfig
export PKG_CONFIG_PATH
host pkg-config
block sh >build.sh
sh -eu build.sh
prints_what_it_should ./till
grep -qx 'URL: https://example.org/' "$PKG_CONFIG_PATH/loyalty-ladder.pc"

command -v cmake >/dev/null || skip 'cmake is not installed'
host cmake
block cmake >CMakeLists.txt
cmake -S . -B build -DCMAKE_PREFIX_PATH="$work/prefix"
cmake --build build
prints_what_it_should build/till
