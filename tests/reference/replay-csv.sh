#!/bin/sh
# SPDX-License-Identifier: MIT
# replay-csv.sh LOYALTY REFERENCE_REPLAY: a small log worked out by hand, with all that CSV allows; both programs.
set -eu
loyalty=$1 reference=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/table.json" <<'TABLE'
{"format": 1, "name": "t", "events": {"buy": {}}, "metrics": {"n": {"count": "buy", "within": "10d"},
 "s": {"sum": "buy"}}, "score": {"points": {"s": [[5, 7]]}},
 "ladder": [{"rung": "low"}, {"rung": "high", "enter": ["n >= 2"], "keep": ["n >= 1"]}]}
TABLE

# Columns in another order, one too many, quotes, line ends of both kinds, a retry, an event after the day.
printf '%s\r\n' 'date,id,customer,note,kind,value' \
    '2024-03-01,1,"b, ""bee""",,buy,4' '2024-03-01,1,"b, ""bee""",,buy,4' '2024-03-02,2,"b, ""bee""",x,buy,1' \
    >"$work/events.csv"
printf '%s\n' '2024-02-29,,a,"two
lines",buy,5' '2024-03-20,,c,,buy,5' '2024-02-01,,"B",,buy,0' >>"$work/events.csv"

cat >"$work/standings" <<'STANDINGS'
customer,rung,since,score
B,low,2024-02-01,0
a,low,2024-02-29,7
"b, ""bee""",low,2024-03-12,7
STANDINGS
cat >"$work/transitions" <<'TRANSITIONS'
date,customer,from,to
2024-03-02,"b, ""bee""",low,high
2024-03-12,"b, ""bee""",high,low
TRANSITIONS

"$reference" "$work/table.json" "$work/events.csv" 2024-03-15 | diff "$work/standings" -
"$reference" "$work/table.json" "$work/events.csv" 2024-03-15 --transitions | diff "$work/transitions" -
"$reference" "$work/table.json" "$work/events.csv" 2024-03-15 --also-transitions "$work/also" | diff "$work/standings" -
diff "$work/transitions" "$work/also"
"$loyalty" replay "$work/table.json" "$work/events.csv" --as-of 2024-03-15 | diff "$work/standings" -
"$loyalty" replay "$work/table.json" "$work/events.csv" --as-of 2024-03-15 --transitions | diff "$work/transitions" -
