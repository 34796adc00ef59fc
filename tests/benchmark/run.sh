#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh [OPTION]... [PART]...: builds for release and prints the benchmark's figures; options and parts are those of
# loyalty-benchmark (--help). DuckDB's rows need node and npm and are left out without them; its package goes to the
# folder of the build.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$root/build/benchmark
duckdb=$build/duckdb

[ -d "$build/meson-info" ] || meson setup --buildtype=release -Ddocs=disabled "$build" "$root" >/dev/null
meson compile -C "$build" >/dev/null

if command -v node >/dev/null && command -v npm >/dev/null && [ ! -d "$duckdb/node_modules/@duckdb/node-api" ]; then
    mkdir -p "$duckdb"
    echo '{"private": true}' >"$duckdb/package.json"
    npm install --silent --prefix "$duckdb" @duckdb/node-api >/dev/null 2>&1 || echo "run.sh: npm cannot install DuckDB" >&2
fi
if [ -d "$duckdb/node_modules/@duckdb/node-api" ]; then
    set -- --duckdb "$duckdb" "$@"
fi
exec "$build/tests/benchmark/loyalty-benchmark" "$@"
