#!/bin/sh
# SPDX-License-Identifier: MIT
# static.sh SOURCE GOLDEN lto|COMPILER: the static library, built for link-time optimization with $CC or for another
# system with the cross COMPILER, exports the golden list and nothing else. Hosts have functions of their own. For Windows
# so does the DLL, and a host's DLL exports its functions with the static library as without.
set -eu
source=$1
golden=$2
kind=$3
LC_ALL=C
export LC_ALL
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset CFLAGS LDFLAGS CPPFLAGS

skip() {
    echo "skipped: $1"
    exit 77
}

first_of() {
    for name; do
        command -v "$name" && return
    done
}

case $kind in
lto)
    case ${CC:-cc} in
    *clang*) nm=$(first_of llvm-nm llvm-nm-14 nm) || skip 'llvm-nm is not installed' ;; # nm has a plug-in for clang
    *) nm=$(first_of gcc-nm) || skip 'gcc-nm is not installed' ;;
    esac
    set -- -Db_lto=true
    ;;
*)
    command -v "$kind" >/dev/null || skip "$kind is not installed"
    nm=${kind%-gcc}-nm
    case $kind in
    *mingw*) system=windows ;;
    *) system=linux ;;
    esac
    cat >"$work/cross" <<END
[binaries]
c = '$kind'
ar = '${kind%-gcc}-ar'
strip = '${kind%-gcc}-strip'
[host_machine]
system = '$system'
cpu_family = '${kind%%-*}'
cpu = '${kind%%-*}'
endian = 'little'
END
    set -- --cross-file "$work/cross"
    ;;
esac

meson setup --buildtype=debug --default-library=static -Dtests=disabled -Dtools=disabled -Ddocs=disabled \
    "$@" "$work/build" "$source"
meson compile -C "$work/build" loyalty:static_library

sed 's/@@.*//' "$golden" >"$work/expected"
# PE has symbols for sections, which begin with a dot.
"$nm" -g --defined-only "$work/build/src/libloyalty.a" | awk 'NF == 3 && $3 !~ /^\./ {print $3}' | sort >"$work/exported"
diff -u "$work/expected" "$work/exported"

case $kind in
*mingw*) ;;
*) exit ;;
esac

# exported DLL
exported() {
    "${kind%-gcc}-objdump" -p "$1" |
        awk '/^\[Ordinal\/Name Pointer\] Table/ {on = 1; next} /^$/ {on = 0} on {print $NF}' | sort
}
meson configure -Ddefault_library=both "$work/build"
meson compile -C "$work/build" loyalty:shared_library
exported "$work/build/src/libloyalty-0.dll" | diff -u "$work/expected" -

cd "$work"
printf 'int loyalty_version(void);\nint hosts_own(void);\nint hosts_own(void) { return loyalty_version(); }\n' >host.c
"$kind" -shared -o host.dll host.c "$work/build/src/libloyalty.a"
exported host.dll | grep -qx hosts_own
