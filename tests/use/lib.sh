# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# What the tests of this folder share. Their first arguments are README TILL EXPECTED: the README whose code they run, the
# program that it builds, and what that prints. $work is a folder that goes when they end.
readme=$1 till=$2 expected=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A sanitizer or a coverage run around us is not for these builds.
unset CFLAGS LDFLAGS CPPFLAGS

# block LANGUAGE [NUMBER]: prints that code block of the README's section.
block() {
    awk -v language="$1" -v number="${2:-1}" '
        /^## / { here = /^## Use it from/ }
        /^```$/ && shown { exit }
        shown { print }
        here && $0 == "```" language && ++seen == number { shown = 1 }
        END { if (!shown) { print "README has no block " number " of " language >"/dev/stderr"; exit 1 } }' "$readme"
}

# A host's folder with the README's till in it.
host() {
    mkdir -p "$work/$1"
    cp "$till" "$work/$1/till.c"
    cd "$work/$1" || exit
}

# prints_what_it_should PROGRAM
prints_what_it_should() {
    "$1" >"$work/printed"
    diff -u "$expected" "$work/printed"
}

# is_linked shared|static PROGRAM
is_linked() {
    case $1$(readelf -d "$2" | grep -c 'NEEDED.*libloyalty\.so\.0' || :) in
    shared1 | static0) ;;
    *) echo "$2 is not linked $1" >&2; exit 1 ;;
    esac
}

skip() {
    echo "skipped: $1"
    exit 77
}
