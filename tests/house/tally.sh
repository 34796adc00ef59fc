#!/bin/sh
# SPDX-License-Identifier: MIT
# tally.sh PYTHON TALLY: passes, failures and skipped tests of a made-up log, with their reasons, and what fails to build.
set -eu
python=$1
tally=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
log=$work/gcc/meson-logs/testlog.json
mkdir -p "$(dirname "$log")"

cat >"$log" <<'END'
{"name": "p:unit / a", "result": "OK", "duration": 1.0, "stdout": "[  PASSED  ] 3 test(s).\n"}
{"name": "p:unit / b", "result": "SKIP", "duration": 0.0, "stdout": "looking\nskipped: the suite is not here\n"}
{"name": "p:cli / c", "result": "SKIP", "duration": 2.0, "stdout": "no events here\n"}
END
cat >"$work/expected" <<'END'
SKIP: p:unit / b (gcc): the suite is not here
SKIP: p:cli / c (gcc): no events here
gcc, 3 s of tests: cli 2, unit 1
3 passed, 0 failed
END
"$python" "$tally" 0 "$log" >"$work/told"
diff -u "$work/expected" "$work/told"

# fails_with LAST_LINE ARGUMENT...
fails_with() {
    wanted=$1
    shift
    if "$python" "$tally" "$@" >"$work/told"; then
        echo "success, where it should be '$wanted'" >&2
        exit 1
    fi
    [ "$(tail -n 1 "$work/told")" = "$wanted" ] || { cat "$work/told" >&2; exit 1; }
}

fails_with '3 passed, 1 failed' 1 "$log"
fails_with '0 passed, 0 failed' 0
cat >>"$log" <<'END'
{"name": "p:unit / d", "result": "FAIL", "duration": 1.0, "stdout": "[  PASSED  ] 2 test(s).\n[  FAILED  ] 2 test(s)"}
{"name": "p:unit / e", "result": "TIMEOUT", "duration": 1.0, "stdout": ""}
END
fails_with '5 passed, 3 failed' 0 "$log"
grep -qF "TIMEOUT: p:unit / e" "$work/told"
