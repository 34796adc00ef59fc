#!/bin/sh
# SPDX-License-Identifier: MIT
# header.sh INCLUDE COMPILER...: each public header alone, in every version of C and C++ that the compiler knows from C89
# and C++98 on, with every warning an error; also with LOYALTY_API defined away. They hold nothing but ASCII, since some
# compilers read them in the code page of the machine.
set -eu
include=$1
shift

if LC_ALL=C grep -n '[^ -~]' "$include"/loyalty/*.h; then
    echo 'a header holds something else than ASCII' >&2
    exit 1
fi

warnings='-Werror -Wall -Wextra -Wpedantic -pedantic-errors -Wconversion -Wsign-conversion -Wshadow -Wundef -Wcast-qual
    -Wcast-align'
compiled=0
for compiler; do
    # Not what clang says of older languages; that fields have padding between them, which structs.c watches; and that a
    # @param names several parameters, which Doxygen takes and clang does not.
    case $compiler in
    *clang*) all='-Weverything -Wno-padded -Wno-documentation -Wno-c++98-compat
        -Wno-c++98-compat-pedantic -Wno-unused-macros' ;;
    *) all= ;;
    esac
    case $compiler in
    *++) language=c++ standards='c++98 c++11 c++14 c++17 c++20 c++2b' more= ;;
    *) language=c standards='c90 c99 c11 c17 c2x' more='-Wstrict-prototypes -Wmissing-prototypes' ;;
    esac
    for standard in $standards; do
        echo | "$compiler" -x "$language" "-std=$standard" -fsyntax-only - 2>/dev/null || continue
        for header in loyalty analysis; do
            for api in '' -DLOYALTY_API= -DLOYALTY_BUILDING; do
                # shellcheck disable=SC2086 # lists of options
                printf '#include <loyalty/%s.h>\n' "$header" |
                    "$compiler" -x $language "-std=$standard" $warnings $all $more $api -I "$include" -fsyntax-only - ||
                    { echo "$compiler -std=$standard $api $header.h" >&2; exit 1; }
            done
        done
        compiled=$((compiled + 1))
    done
done
echo "$compiled languages"
[ "$compiled" -gt 0 ]
