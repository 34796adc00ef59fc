#!/bin/sh
# SPDX-License-Identifier: MIT
# nodes.sh ROOT MAP GOLDEN: both linkers make the golden list of MAP, all of whose names are there. A program that was
# linked with a later library runs with the installed one as long as it calls nothing new; one that does is refused when it
# is loaded.
set -eu
root=$1
map=$2
golden=$3
LC_ALL=C
export LC_ALL
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
unset CFLAGS LDFLAGS CPPFLAGS

# library LINKER MAP OBJECT...: links a shared library in the folder LINKER.
library() {
    mkdir "$1"
    # shellcheck disable=SC2086 # CC may hold options
    ${CC:-cc} -shared -fuse-ld="$1" -o "$1/libloyalty.so.0" -Wl,-soname,libloyalty.so.0 -Wl,--no-undefined-version \
        -Wl,--version-script="$2" -Wl,--whole-archive "$root/lib/libloyalty.a" -Wl,--no-whole-archive "$3"
    nm -D --defined-only "$1/libloyalty.so.0" | awk '$2 != "A" {print $3}' | sort >"$1/exported"
}

# program NAME CALL: links a program with the later library.
program() {
    printf '#include <stdint.h>\nuint32_t %s(void);\nint main(void) { return %s() == 0; }\n' "$2" "$2" >"$1.c"
    # shellcheck disable=SC2086
    ${CC:-cc} -o "$1" "$1.c" "$linker/libloyalty.so.0"
}

# The installed library, and below it a node of a release to come.
cp "$map" later.map
printf 'LOYALTY_99.0 {\n    global:\n        loyalty_later;\n} LOYALTY_0.9;\n' >>later.map
cat >later.c <<'END'
#include <stdint.h>
__attribute__((visibility("default"))) uint32_t loyalty_later(void);
uint32_t loyalty_later(void) { return 1; }
END
# shellcheck disable=SC2086
${CC:-cc} -c -fPIC later.c
{ cat "$golden"; echo loyalty_later@@LOYALTY_99.0; } | sort >expected

tried=
for linker in bfd lld; do
    command -v "ld.$linker" >/dev/null || continue
    library "$linker" later.map later.o
    diff -u expected "$linker/exported"
    program same loyalty_version
    program later loyalty_later
    for name in same later; do
        LD_LIBRARY_PATH=$work/$linker "./$name"
    done
    LD_LIBRARY_PATH=$root/lib ./same
    if LD_LIBRARY_PATH=$root/lib ./later 2>refused; then exit 1; fi
    grep -q "version .LOYALTY_99.0' not found" refused
    tried="$tried $linker"
done
[ -n "$tried" ] || { echo 'skipped: neither ld.bfd nor ld.lld is installed'; exit 77; }
echo "tried:$tried"
