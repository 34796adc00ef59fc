#!/bin/sh
# SPDX-License-Identifier: MIT
# models.sh INCLUDE STRUCTS.c: the layouts of STRUCTS.c hold on machines of every model, and no struct ends in padding. One
# clang compiles for all of them, with headers of its own. First it must find padding that is planted.
set -eu
include=$1
structs=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
command -v clang >/dev/null || { echo 'skipped: clang is not installed'; exit 77; }

# holds SOURCE TARGET
holds() {
    clang --target="$2" -ffreestanding -std=c11 -Wall -Wextra -Werror -fsyntax-only -I "$include" "$1"
}

# A pointer behind a number of 64 bits: padding where pointers have 32 bits and int64_t is aligned to 8, not elsewhere.
cat "$structs" - >"$work/planted.c" <<'END'
struct planted {
    size_t size;
    uint32_t pair, of_numbers;
    int64_t value;
    const void *text;
};
STRUCT(struct planted, text, 32, 24, 32);
END
holds "$work/planted.c" x86_64-linux-gnu
holds "$work/planted.c" i686-linux-gnu
if holds "$work/planted.c" armv7-linux-gnueabihf 2>"$work/found"; then
    echo 'the planted padding was not found' >&2
    exit 1
fi
grep -q 'struct planted ends in padding' "$work/found"

for target in x86_64-linux-gnu aarch64-linux-gnu s390x-linux-gnu x86_64-pc-windows-gnu x86_64-pc-windows-msvc \
    i686-linux-gnu i386-apple-darwin \
    armv7-linux-gnueabihf mips-linux-gnu powerpc-linux-gnu i686-pc-windows-gnu i686-pc-windows-msvc wasm32; do
    holds "$structs" "$target" || { echo "on $target" >&2; exit 1; }
done
