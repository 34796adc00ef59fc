#!/bin/sh
# SPDX-License-Identifier: MIT
# meson.sh README TILL EXPECTED ROOT: the README's Meson host with the library installed below ROOT.
set -eu
. "$(dirname "$0")/lib.sh"
root=$4

host installed
block meson >meson.build
PKG_CONFIG_PATH=$root/lib/pkgconfig meson setup --wrap-mode=nofallback build
meson compile -C build
LD_LIBRARY_PATH=$root/lib prints_what_it_should build/till
