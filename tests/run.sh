#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh: builds in every configuration and runs all tests. The last line is `N passed, N failed`.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
builds=$root/build/tests

"$root/examples/packages.sh" gcc g++ libc6-dev clang libclang-rt-14-dev meson ninja-build pkg-config libjansson-dev \
    libcmocka-dev libcsv-dev libsqlite3-dev python3 python3-jsonschema doxygen binutils cmake || exit 1

logs=
broken=0

# build NAME COMPILER OPTION...: sets up and builds; without a build its tests cannot run, which is a failure.
build() {
    name=$1
    compiler=$2
    shift 2
    echo
    echo "== $name"
    rm -rf "${builds:?}/$name"
    CC=$compiler meson setup --werror "$@" "$builds/$name" "$root" >"$builds/$name.log" 2>&1 &&
        meson compile -C "$builds/$name" >>"$builds/$name.log" 2>&1 && return
    cat "$builds/$name.log"
    broken=$((broken + 1))
    return 1
}

# run_tests NAME OPTION...
run_tests() {
    name=$1
    shift
    meson test -C "$builds/$name" --print-errorlogs "$@"
    if [ -s "$builds/$name/meson-logs/testlog.json" ]; then
        logs="$logs $builds/$name/meson-logs/testlog.json"
    else
        broken=$((broken + 1))
    fi
}

mkdir -p "$builds"
build gcc gcc && run_tests gcc
# The replays of real sales beside the naive reference take minutes and are the same in every configuration.
build clang clang && run_tests clang --no-suite reference --no-suite properties
build sanitize clang -Db_sanitize=address,undefined -Db_lundef=false -Dc_args=-fno-sanitize-recover=all &&
    run_tests sanitize --no-suite reference --no-suite house

echo
# shellcheck disable=SC2086 # a list of files
exec python3 "$root/tests/tally.py" "$broken" $logs
