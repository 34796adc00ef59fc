#!/bin/sh
# SPDX-License-Identifier: MIT
# subproject.sh README TILL EXPECTED SOURCE: the README's Meson host with the project in SOURCE as a subproject, which
# gives the library and nothing else, linked as the host asks.
set -eu
. "$(dirname "$0")/lib.sh"
source=$4

host subproject
mkdir subprojects
block ini >subprojects/loyalty-ladder.wrap
# Meson fetches nothing if the folder is there.
ln -s "$source" subprojects/loyalty-ladder

# build NAME LINKAGE MOST OPTION...: at most MOST steps.
build() {
    name=$1 linkage=$2 most=$3
    shift 3
    # Whether or not this machine has the library installed.
    meson setup --force-fallback-for=loyalty-ladder "$@" "$name" >"$name.log" || { cat "$name.log"; exit 1; }
    steps=$(ninja -C "$name" -n | sed -n 's/^\[[0-9]*\/\([0-9]*\)\].*/\1/p' | tail -n 1)
    tests=$(meson test -C "$name" --list 2>/dev/null | grep -vc -e '^ninja: ' -e '^No tests defined' || :)
    echo "$name: $steps steps, $tests tests"
    if [ "$steps" -gt "$most" ] || [ "$tests" -ne 0 ]; then exit 1; fi
    meson compile -C "$name" >"$name.log" || { cat "$name.log"; exit 1; }
    is_linked "$linkage" "$name/till"
    prints_what_it_should "$name/till"
}

block meson >meson.build
sources=$(find "$source/src" -name '*.c' | wc -l)
build shared shared $((sources + 10))
build static static 10 --default-library=static

# A host that asks for itself.
block meson | sed "s/dependency('loyalty-ladder')/dependency('loyalty-ladder', static: true)/" >meson.build
grep -q 'static: true' meson.build
build static-true static 10 --default-library=shared

# And what the README's wrap says can be fetched, if the source is a repository that git lets this user read.
git ls-remote --exit-code "file://$source" HEAD >/dev/null 2>&1 || exit 0
rm subprojects/loyalty-ladder
block ini | sed "s|ADDRESS|file://$source|" >subprojects/loyalty-ladder.wrap
meson subprojects download
[ -f subprojects/loyalty-ladder/meson.build ]
