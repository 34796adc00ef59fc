#!/bin/sh
# SPDX-License-Identifier: MIT
# header.sh INCLUDE COMPILER...: the public header alone, as C11 and as C++17, with every warning an error.
set -eu
include=$1
shift

warnings='-Werror -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wundef -Wcast-qual -Wcast-align'
compiled=0
for compiler; do
    case $compiler in
    *++) language='-x c++ -std=c++17' ;;
    *) language='-x c -std=c11 -Wstrict-prototypes -Wmissing-prototypes' ;;
    esac
    # Warnings of clang that speak of older languages, or that fields have padding, which structs.c watches.
    case $compiler in
    *clang*) all='-Weverything -Wno-padded -Wno-c++98-compat -Wno-c++98-compat-pedantic -Wno-unused-macros' ;;
    *) all= ;;
    esac
    # shellcheck disable=SC2086 # lists of options
    printf '#include <loyalty/loyalty.h>\n' | "$compiler" $language $warnings $all -I "$include" -fsyntax-only -
    compiled=$((compiled + 1))
done
[ "$compiled" -gt 0 ]
