#!/bin/sh
# SPDX-License-Identifier: MIT
# one-file.sh README TILL EXPECTED AMALGAMATE...: the README's two ways to build the till with the library's one file.
set -eu
. "$(dirname "$0")/lib.sh"
shift 3

host one-file
"$@"
block sh 2 >build.sh
sh -eu build.sh
is_linked static till
prints_what_it_should ./till

command -v cmake >/dev/null || skip 'cmake is not installed'
block cmake 2 >CMakeLists.txt
cmake -S . -B build
cmake --build build
is_linked static build/till
prints_what_it_should build/till
