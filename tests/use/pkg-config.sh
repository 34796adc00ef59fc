#!/bin/sh
# SPDX-License-Identifier: MIT
# pkg-config.sh README TILL EXPECTED ROOT: the README's command builds the till against the library installed below ROOT,
# and against the same tree at another place.
set -eu
. "$(dirname "$0")/lib.sh"
root=$4

build() {
    host "$2"
    PKG_CONFIG_PATH=$1/lib/pkgconfig LD_LIBRARY_PATH=$1/lib
    export PKG_CONFIG_PATH LD_LIBRARY_PATH
    block sh >build.sh
    sh -eu build.sh
    is_linked shared till
    prints_what_it_should ./till
}

build "$root" installed
pkg-config --validate loyalty-ladder

moved=$(pkg-config --define-variable=prefix=/moved --cflags --libs loyalty-ladder)
[ "$moved" = '-I/moved/include -L/moved/lib -lloyalty ' ] || { echo "moved: '$moved'" >&2; exit 1; }

# No address is known, so that there is none until a distributor gives one.
grep -qx 'License: MIT' "$root/lib/pkgconfig/loyalty-ladder.pc"
if grep -q 'URL' "$root/lib/pkgconfig/loyalty-ladder.pc"; then exit 1; fi
