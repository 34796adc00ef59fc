#!/bin/sh
# SPDX-License-Identifier: MIT
# data.sh ROOT SOURCE: the schema, the presets and the guides are installed as they are in the source, pkg-config knows
# where, and the installed guides link to nothing that is not there.
set -eu
root=$1
source=$2
data=$root/share/loyalty-ladder
guides=$root/share/doc/loyalty-ladder

cmp "$source/docs/rule-table.schema.json" "$data/rule-table.schema.json"
[ "$(ls "$data/presets")" = "$(cd "$source/src/table/presets" && ls ./*.json | sed 's|^\./||')" ]
for preset in "$source"/src/table/presets/*.json; do
    cmp "$preset" "$data/presets/$(basename "$preset")"
done

[ -f "$guides/rule-tables.md" ]
[ -f "$guides/presets.md" ]
for guide in "$guides"/*.md; do
    cmp "$source/docs/$(basename "$guide")" "$guide"
    grep -o '](\([^)#]*\)' "$guide" | sed 's/^](//' | grep -v -e '^$' -e '^https:' | while read -r linked; do
        [ -e "$guides/$linked" ] || { echo "$guide links to $linked, which is not installed" >&2; exit 1; }
    done
done

PKG_CONFIG_PATH=$root/lib/pkgconfig
export PKG_CONFIG_PATH
[ -f "$(pkg-config --variable=pkgdatadir loyalty-ladder)/rule-table.schema.json" ]
