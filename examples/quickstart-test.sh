#!/bin/sh
# SPDX-License-Identifier: MIT
# quickstart-test.sh BUILD: the quick start, without its installing and building, shows what it promises.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$(dirname "$0")/quickstart.sh" "$1" >"$work/out"

# Each on a line of its own, in this order. The events are the same on every machine.
awk '
    BEGIN {
        wanted[1] = "^Two years of an invented shop: 53374 events"
        wanted[2] = "^Rule table five-rungs, on 2024-12-31: 1918 customers$"
        wanted[3] = "^  advocate +117 +6\\.1%  #"
        wanted[4] = "^What if "
        wanted[5] = "^From rule table five-rungs to three-days, on 2024-12-31$"
        wanted[6] = "^  client +300 +335 +\\+35  #"
        wanted[7] = "^Would stand elsewhere: 36 of 1918 customers$"
        wanted[8] = "^And one customer, "
        wanted[9] = "^c[0-9]+: Client since "
        next_one = 1
    }
    next_one in wanted && $0 ~ wanted[next_one] { next_one++ }
    END {
        if (next_one in wanted) {
            print "not shown, or not in its place: " wanted[next_one]
            exit 1
        }
    }' "$work/out" >&2 || { cat "$work/out" >&2; exit 1; }
