#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh [quick]: builds in every configuration and runs all tests. The last line is `N passed, N failed`. `quick` runs
# the suites unit, golden and cli with gcc, and keeps what it has built for the next time.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
builds=$root/build/tests
configurations=
broken=0

packages() {
    "$root/examples/packages.sh" gcc libc6-dev meson ninja-build pkg-config libjansson-dev libcmocka-dev libcsv-dev python3 \
        "$@"
}

# took SINCE WHAT...
took() {
    since=$1
    shift
    echo "-- $*: $(($(date +%s) - since)) s"
}

# configure NAME COMPILER OPTION...
configure() {
    name=$1
    compiler=$2
    shift 2
    echo
    echo "== $name"
    CC=$compiler meson setup --werror "$@" "$builds/$name" "$root" >"$builds/$name.log" 2>&1 && return
    cannot_build
}

# Without a build its tests cannot run, which is a failure.
cannot_build() {
    cat "$builds/$name.log"
    broken=$((broken + 1))
    return 1
}

# build NAME COMPILER OPTION...: from nothing.
build() {
    started=$(date +%s)
    rm -rf "${builds:?}/$1"
    configure "$@" || return 1
    meson compile -C "$builds/$name" >>"$builds/$name.log" 2>&1 || cannot_build || return 1
    took "$started" "$name, building"
}

# run_tests NAME OPTION...: builds what these tests need, unless it is built, and runs them.
run_tests() {
    name=$1
    shift
    started=$(date +%s)
    log=$builds/$name/meson-logs/testlog.json
    rm -f "$log"
    meson test -C "$builds/$name" --print-errorlogs "$@" || :
    took "$started" "$name, testing"
    if [ -s "$log" ]; then
        configurations="$configurations $log"
    else
        broken=$((broken + 1))
    fi
}

run_quick() {
    packages || exit 1
    # ninja configures again by itself if build files have changed.
    [ -f "$builds/quick/build.ninja" ] || configure quick gcc -Ddocs=disabled -Dbenchmarks=disabled || return 0
    run_tests quick --suite unit --suite golden --suite cli
}

# What the compiler cannot change is tested once, with gcc: replays and properties beside the naive reference, which take
# minutes; the ways to use the package; and the public calls of the one file. What clang builds is run by the command and
# by fuzzers under its sanitizers.
run_all() {
    packages g++ clang lld libclang-rt-14-dev libsqlite3-dev python3-jsonschema doxygen binutils cmake \
        gcc-mingw-w64-x86-64-win32 || exit 1
    if build gcc gcc; then
        run_tests gcc
    fi
    if build clang clang -Ddocs=disabled; then
        run_tests clang --suite unit --suite golden --suite schema --suite abi --suite examples
    fi
    # A sanitizer finds what is wrong with a kind of call, not with one number among thousands: a tenth of the properties'
    # cases is enough. What none of its tests needs is not built.
    export LOYALTY_CASES=100
    rm -rf "$builds/sanitize"
    if configure sanitize clang -Db_sanitize=address,undefined -Db_lundef=false -Dc_args=-fno-sanitize-recover=all \
        -Ddocs=disabled -Dbenchmarks=disabled; then
        run_tests sanitize --no-suite reference --no-suite house
    fi
    # Reads of memory that nothing has set, which the other sanitizers do not see.
    rm -rf "$builds/memory"
    if configure memory clang -Db_sanitize=memory -Db_lundef=false -Ddocs=disabled -Dtools=disabled -Dbenchmarks=disabled; then
        run_tests memory --suite unit
    fi
}

mkdir -p "$builds"
case ${1:-all} in
quick) run_quick ;;
all) run_all ;;
*) echo "usage: run.sh [quick]" >&2; exit 1 ;;
esac

echo
# shellcheck disable=SC2086 # a list of files
exec python3 "$root/tests/tally.py" "$broken" $configurations
