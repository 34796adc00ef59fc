#!/bin/sh
# SPDX-License-Identifier: MIT
# install.sh SOURCE TREE STAMP: builds the library as a distribution would and installs it below TREE/root.
set -eu
source=$1
tree=$2
stamp=$3

# A sanitizer or a coverage run around us is not for this build.
unset CFLAGS LDFLAGS CPPFLAGS
[ -f "$tree/build/build.ninja" ] ||
    meson setup --prefix="$tree/root" --libdir=lib --buildtype=release --default-library=both \
        -Dtests=disabled -Dtools=disabled -Ddocs=disabled -Dbenchmarks=disabled "$tree/build" "$source"
rm -rf "$tree/root"
meson install --quiet -C "$tree/build"
: >"$stamp"
