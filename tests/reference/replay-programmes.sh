#!/bin/sh
# SPDX-License-Identifier: MIT
# replay-programmes.sh REFERENCE_REPLAY TOP [LOYALTY]: worked examples of programmes, each a folder with a table, events, a
# day and the transitions up to it. Both programs print these transitions, the command also from the events in reverse
# order, sorted as a stream, and by two threads. The examples are looked for in the folder LOYALTY_PROGRAMMES; by default in
# ../shared/programmes beside the project.
set -eu
reference=$1 programmes=${LOYALTY_PROGRAMMES:-$2/../shared/programmes} loyalty=${3:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0 seen=0

# agrees WHAT COMMAND...: the transitions that the command prints against those that must come.
agrees() {
    what=$1
    shift
    "$@" --transitions >"$work/got" && diff "$folder/expected.csv" "$work/got" && return
    failed=$((failed + 1))
    echo "$(basename "$folder"), $what: other transitions than expected (<)"
}

# ordered COMMAND...: the events, the lines below their header as the command orders them.
ordered() {
    head -n 1 "$folder/events.csv"
    tail -n +2 "$folder/events.csv" | "$@"
}

for table in "$programmes"/*/table.json; do
    [ -f "$table" ] || continue
    folder=$(dirname "$table")
    as_of=$(cat "$folder/as_of")
    seen=$((seen + 1))
    agrees "the reference" "$reference" "$table" "$folder/events.csv" "$as_of"
    [ -n "$loyalty" ] || continue
    ordered tac >"$work/reverse"
    ordered sort -t , -k 3,3 >"$work/sorted"
    agrees "as it is" "$loyalty" replay "$table" "$folder/events.csv" --as-of "$as_of"
    agrees "in reverse order" "$loyalty" replay "$table" "$work/reverse" --as-of "$as_of"
    agrees "sorted, streamed" "$loyalty" replay "$table" "$work/sorted" --as-of "$as_of" --stream
    agrees "by two threads" "$loyalty" replay "$table" "$folder/events.csv" --as-of "$as_of" --jobs 2
done

if [ $seen -eq 0 ]; then
    echo "skipped: no worked examples here ($programmes)"
    exit 77
fi
echo "$seen programmes, $failed failed"
[ $failed -eq 0 ]
