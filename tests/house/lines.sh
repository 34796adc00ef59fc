#!/bin/sh
# SPDX-License-Identifier: MIT
# lines.sh ARCHIVE: a debugger shows the sources, not the one file that the static library is compiled from.
set -eu
nm -l "$1" | grep -q ' loyalty_date_parse.*/src/base/date\.c:[1-9]'
