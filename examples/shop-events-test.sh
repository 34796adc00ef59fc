#!/bin/sh
# SPDX-License-Identifier: MIT
# shop-events-test.sh SHOP_EVENTS: the generator's lines are what its users rely on.
set -eu
shop_events=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "$1" >&2
    exit 1
}

"$shop_events" --seed 7 --customers 300 --days 400 --start 2023-02-28 >"$work/events"
"$shop_events" --seed 7 --customers 300 --days 400 --start 2023-02-28 | cmp - "$work/events"
if "$shop_events" --seed 8 --customers 300 --days 400 --start 2023-02-28 | cmp -s - "$work/events"; then
    fail "another seed, the same events"
fi
# The same bytes on every machine.
[ "$(cksum <"$work/events")" = "4166413434 208020" ] || fail "other bytes than always: $(cksum <"$work/events")"

# Asking for more customers leaves those before as they were.
"$shop_events" --seed 7 --customers 400 --days 400 --start 2023-02-28 | awk -F, 'NR == 1 || $1 <= "c000300"' | cmp - "$work/events"

awk -F, '
    NR == 1 { if ($0 != "customer,kind,date,value,count,id") exit 1; next }
    NF != 6 || $1 !~ /^c[0-9]+$/ || $3 !~ /^[0-9]+-[0-9][0-9]-[0-9][0-9]$/ || seen[$6]++ { print "bad line: " $0; exit 1 }
    $3 < "2023-02-28" || $3 > "2024-04-02" { print "outside the days asked for: " $0; exit 1 }
    ($4 < 0) != ($2 == "return" || ($2 == "review" && $4 < 0)) { print "a value out of place: " $0; exit 1 }
    $3 < latest { late++ }
    $3 > latest { latest = $3 }
    $5 < 0 { taken_back++ }
    { kinds[$2] = 1 }
    END {
        for (kind in kinds)
            count++
        if (count != 19 || !late || !taken_back) { print count " kinds, " late " late, " taken_back " taken back"; exit 1 }
    }' "$work/events" >&2 || fail "see above"

for bad in '--customers 0' '--days x' '--start 2023-02-29' '--seed' '--seed -1' '--colour red' '--seed 99999999999999999999'; do
    # shellcheck disable=SC2086 # two words
    if "$shop_events" $bad >"$work/out" 2>"$work/problem"; then
        fail "accepted: $bad"
    fi
    if [ ! -s "$work/problem" ] || [ -s "$work/out" ]; then
        fail "no word about: $bad"
    fi
done
