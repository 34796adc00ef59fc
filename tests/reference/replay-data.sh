#!/bin/sh
# SPDX-License-Identifier: MIT
# replay-data.sh NAME ONE_IN LOYALTY REFERENCE_REPLAY SHOP_EVENTS TOP
#
# Replays the real events NAME.csv.gz with every preset and every table of tests/tables, and compares each standing and
# each transition with the naive reference: in the order of the file, shuffled with a third of the events sent again, and
# both as a stream that rewinds for late events. Real events are looked for in the folder LOYALTY_DATA; by default in
# ../shared/data beside the project, and where there are none, generated ones take their place.
#
# The reference is slow, and cdnow alone has 23,570 customers: each table sees one in ONE_IN, other ones each time, so that
# every customer is seen by some table. LOYALTY_DATA_ONE_IN=1 lets each table see all of them.
set -eu
name=$1 one_in=${LOYALTY_DATA_ONE_IN:-$2} loyalty=$3 reference=$4 shop_events=$5 top=$6
data=${LOYALTY_DATA:-$top/../shared/data}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0 tables=0 seen=0 moved=0

if [ -f "$data/$name.csv.gz" ]; then
    gzip -dc "$data/$name.csv.gz" >"$work/real.csv"
else
    one_in=1
    echo "no real events here ($data/$name.csv.gz): generated ones instead"
    seed=$(printf %s "$name" | cksum | cut -d ' ' -f 1)
    # Only the kinds that the tables of tests/tables know.
    "$shop_events" --seed "$seed" --customers 600 --days 500 |
        awk -F, 'NR == 1 || $2 ~ /^(campaign|coupon|purchase|promo_purchase|return)$/' >"$work/real.csv"
fi
# Every event has an id, so that any may be sent again.
awk -F, -v OFS=, 'NR > 1 && $6 == "" { $6 = "line" NR } { print }' "$work/real.csv" >"$work/all.csv"
first=$(tail -n +2 "$work/all.csv" | cut -d , -f 3 | sort | head -n 1)
last=$(tail -n +2 "$work/all.csv" | cut -d , -f 3 | sort | tail -n 1)

# shuffled FILE: its lines below the header in another order, the same each time.
shuffled() {
    head -n 1 "$1"
    tail -n +2 "$1" | shuf --random-source="$work/all.csv"
}

# agrees WHAT TABLE EVENTS OPTION...: the command's standings and transitions against the reference's.
agrees() {
    what=$1 table=$2 events=$3
    shift 3
    for answer in standings transitions; do
        option=
        [ $answer = standings ] || option=--transitions
        # shellcheck disable=SC2086 # no word where there is no option
        "$loyalty" replay "$table" "$events" --as-of "$as_of" $option "$@" >"$work/$answer.got" 2>"$work/problem" &&
            cmp -s "$work/$answer" "$work/$answer.got" && continue
        failed=$((failed + 1))
        echo "$name, $(basename "$table"), as of $as_of, $what: other $answer than the reference's (<)"
        cat "$work/problem"
        diff "$work/$answer" "$work/$answer.got" | head -n 10
    done
}

# compare TABLE: each in its own way on a day of its own.
compare() {
    case $((tables % 3)) in
    0) as_of=$last ;;
    1) as_of=$(date -u -d "$last + 45 days" +%Y-%m-%d) ;;
    2) as_of=$(date -u -d "$first + 300 days" +%Y-%m-%d) ;;
    esac
    awk -F, -v n="$one_in" -v i="$tables" 'NR == 1 || $1 % n == i % n' "$work/all.csv" >"$work/events"
    { cat "$work/events" && awk 'NR > 1 && NR % 3 == 0' "$work/events"; } >"$work/again"
    shuffled "$work/again" >"$work/shuffled"
    "$reference" "$1" "$work/events" "$as_of" --also-transitions "$work/transitions" >"$work/standings"

    # The same table, in whose eyes no event is too late.
    sed -e 's/"accept_late": *"[0-9]*d",//' -e 's/"format": *1,/"format": 1, "accept_late": "36525d",/' "$1" \
        >"$work/patient.json"
    agrees "in the file's order" "$1" "$work/events"
    agrees "shuffled, by two threads" "$1" "$work/shuffled" --jobs 2
    agrees streamed "$work/patient.json" "$work/events" --stream
    agrees "streamed and shuffled" "$work/patient.json" "$work/shuffled" --stream
    seen=$((seen + $(wc -l <"$work/standings") - 1))
    moved=$((moved + $(wc -l <"$work/transitions") - 1))
    tables=$((tables + 1))
}

for preset in $("$loyalty" presets | cut -d ' ' -f 1); do
    "$loyalty" presets "$preset" >"$work/$preset.json"
    compare "$work/$preset.json"
done
for table in "$top"/tests/tables/*.json; do
    grep -q '"host":' "$table" || compare "$table" # the command binds no host metric
done

echo "$name: $tables tables, $seen standings and $moved transitions of the reference, $failed replays disagree"
[ $failed -eq 0 ] && [ $seen -gt 0 ] && [ $moved -gt 0 ] && [ $tables -ge 10 ]
