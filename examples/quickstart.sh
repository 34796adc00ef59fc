#!/bin/sh
# SPDX-License-Identifier: MIT
# quickstart.sh: on a Debian 12 machine, builds the library and the `loyalty` command, makes up two years of a shop's
# events, and shows where its customers stand.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
table=five-rungs
day=2024-12-31

"$here/packages.sh" gcc libc6-dev meson ninja-build pkg-config libjansson-dev libcsv-dev

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "Building."
if ! { meson setup --buildtype=release -Dtests=disabled -Ddocs=disabled "$work/build" "$here/.." &&
    meson compile -C "$work/build"; } >"$work/log" 2>&1; then
    cat "$work/log" >&2
    exit 1
fi
loyalty=$work/build/tools/loyalty
shop_events=$work/build/examples/shop-events
events=$work/events.csv
standings=$work/standings.csv
moves=$work/moves.csv

"$shop_events" >"$events"
echo "Two years of an invented shop: $(($(wc -l <"$events") - 1)) events, not in the order of their dates."
"$loyalty" replay "$table" "$events" --as-of "$day" >"$standings"
"$loyalty" replay "$table" "$events" --as-of "$day" --transitions >"$moves"

echo
echo "The ladder '$table' on $day: $(($(wc -l <"$standings") - 1)) customers, $(($(wc -l <"$moves") - 1)) moves so far."
awk -F, '
    NR > 1 { standing[$2]++; if (standing[$2] > most) most = standing[$2] }
    END {
        rungs = split("advocate client customer prospect suspect", rung, " ")
        for (i = 1; i <= rungs; i++) {
            bar = ""
            for (k = 0; k < standing[rung[i]] * 50 / most; k++)
                bar = bar "#"
            printf "  %-9s %5d  %s\n", rung[i], standing[rung[i]], bar
        }
    }' "$standings"

# The client whose place is least sure is worth a look: who moved most, and is a client today.
customer=$(awk -F, '
    FNR == 1 { next }
    FILENAME == ARGV[1] { moved[$2]++; next }
    $2 == "client" && moved[$1] > most { most = moved[$1]; who = $1 }
    END { print who }' "$moves" "$standings")
echo
echo "One of them, the client who has moved most:"
"$loyalty" explain "$table" "$events" --customer "$customer" --as-of "$day"
