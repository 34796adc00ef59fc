#!/bin/sh
# SPDX-License-Identifier: MIT
# cross.sh SOURCE: configures a cross build with its tests. What the tests need is built, but nothing is installed for
# another machine and run here. The other machine is this one, whose libraries are there, but meson does not know that.
set -eu
source=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset CC CFLAGS LDFLAGS CPPFLAGS

cat >"$work/cross" <<END
[binaries]
c = 'cc'
ar = 'ar'
strip = 'strip'
pkgconfig = 'pkg-config'
[properties]
needs_exe_wrapper = true
[host_machine]
system = 'linux'
cpu_family = '$(uname -m)'
cpu = '$(uname -m)'
endian = 'little'
END
meson setup --cross-file "$work/cross" -Dtests=enabled -Ddocs=disabled "$work/build" "$source"
ninja -C "$work/build" -n >"$work/steps"
grep -q unit-ladder "$work/steps"
if grep 'abi-tree' "$work/steps"; then exit 1; fi

meson test -C "$work/build" --list >"$work/tests"
grep -q 'unit-ladder$' "$work/tests"
for suite in abi-installed use; do
    grep -q " $suite\$" "$work/tests"
    meson test -C "$work/build" --no-rebuild --verbose "$suite" | grep 'skipped: a script cannot run'
done
