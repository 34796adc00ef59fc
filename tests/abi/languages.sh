#!/bin/sh
# SPDX-License-Identifier: MIT
# languages.sh INCLUDE EXAMPLE.c...: the examples are C11 and C++, so that they may be copied into either. C++ warns of
# fields that a designated initialiser leaves out, though it sets them to zero as C does.
set -eu
include=$1
shift
unset CFLAGS CXXFLAGS CPPFLAGS
tried=0
for compiler in gcc clang g++ clang++; do
    command -v "$compiler" >/dev/null || continue
    case $compiler in
    *++) language=c++ standards='c++17 c++20' more=-Wno-missing-field-initializers ;;
    *) language=c standards='c11 c2x' more=-Wpedantic ;;
    esac
    for standard in $standards; do
        for example; do
            "$compiler" -x "$language" "-std=$standard" -Wall -Wextra -Werror "$more" -I "$include" -fsyntax-only \
                "$example" ||
                { echo "$compiler -std=$standard" >&2; exit 1; }
        done
    done
    tried=$((tried + 1))
done
[ "$tried" -gt 0 ] || { echo 'skipped: no compiler is installed'; exit 77; }
