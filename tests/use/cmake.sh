#!/bin/sh
# SPDX-License-Identifier: MIT
# cmake.sh README TILL EXPECTED ROOT: the README's CMake host with the library installed below ROOT, moved elsewhere.
set -eu
. "$(dirname "$0")/lib.sh"
root=$4
command -v cmake >/dev/null || skip 'cmake is not installed'

cp -R "$root" "$work/moved"

# build NAME LINKAGE
build() {
    cmake -S . -B "$1" -DCMAKE_PREFIX_PATH="$work/moved" -DCMAKE_BUILD_TYPE=Debug
    cmake --build "$1"
    is_linked "$2" "$1/till"
    prints_what_it_should "$1/till"
}

host installed
block cmake >CMakeLists.txt
build shared shared
grep -q "loyalty-ladder_DIR:PATH=$work/moved/" shared/CMakeCache.txt

block cmake | sed 's/loyalty::loyalty/loyalty::static/' >CMakeLists.txt
build static static

# asks VERSION: whether find_package() is content with the installed version.
asks() {
    block cmake | sed "s/loyalty-ladder REQUIRED/loyalty-ladder $1 REQUIRED/" >CMakeLists.txt
    cmake -S . -B "version-$1" -DCMAKE_PREFIX_PATH="$work/moved" >"version-$1.log" 2>&1
}
version=$(PKG_CONFIG_PATH=$root/lib/pkgconfig pkg-config --modversion loyalty-ladder)
asks "$version"
asks "${version%.*}"
for other in 99.0 "${version%%.*}.99" "$version.1"; do
    if asks "$other"; then
        echo "version $version was taken for $other" >&2
        exit 1
    fi
    grep -q 'configuration file' "version-$other.log"
done
