#!/bin/sh
# SPDX-License-Identifier: MIT
# quickstart.sh [BUILD]: on a Debian 12 machine, builds the library and the `loyalty` command, makes up two years of a
# shop's events, and shows where its customers stand, what another rule would do, and one customer. With BUILD, what was
# built in that directory is shown instead.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
table=five-rungs
day=2024-12-31
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ $# -gt 0 ]; then
    build=$1
else
    build=$work/build
    "$here/packages.sh" gcc libc6-dev meson ninja-build pkg-config libcsv-dev
    echo "Building."
    if ! { meson setup --buildtype=release -Dtests=disabled -Ddocs=disabled "$build" "$here/.." &&
        meson compile -C "$build"; } >"$work/log" 2>&1; then
        cat "$work/log" >&2
        exit 1
    fi
fi
loyalty=$build/tools/loyalty
events=$work/events.csv

"$build/examples/shop-events" >"$events"
echo "Two years of an invented shop: $(($(wc -l <"$events") - 1)) events, not in the order of their dates."

echo
"$loyalty" census "$table" "$events" --as-of "$day"

# The plan: three days with a purchase make a client, instead of four.
"$loyalty" presets "$table" |
    sed -e 's/"name": "five-rungs"/"name": "three-days"/' -e 's/"orders >= 4", "tenure/"orders >= 3", "tenure/' \
        >"$work/plan.json"
echo
echo "What if three days with a purchase made a client, in place of four?"
echo
"$loyalty" backtest "$table" "$work/plan.json" "$events" --as-of "$day"

# The client whose place is least sure is worth a look: who moved most, and is a client today.
"$loyalty" replay "$table" "$events" --as-of "$day" >"$work/standings.csv"
"$loyalty" replay "$table" "$events" --as-of "$day" --transitions >"$work/moves.csv"
customer=$(awk -F, '
    FNR == 1 { next }
    FILENAME == ARGV[1] { moved[$2]++; next }
    $2 == "client" && moved[$1] > most { most = moved[$1]; who = $1 }
    END { print who }' "$work/moves.csv" "$work/standings.csv")
echo
echo "And one customer, the client who has moved most:"
"$loyalty" explain "$table" "$events" --customer "$customer" --as-of "$day"
