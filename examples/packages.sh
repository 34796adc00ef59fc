#!/bin/sh
# SPDX-License-Identifier: MIT
# packages.sh PACKAGE...: installs these Debian packages; asks nothing if they are installed already.
set -eu
missing=
for package; do
    dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed$' ||
        missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
[ "$(id -u)" -eq 0 ] || as_root=sudo
echo "Installing:$missing"
# shellcheck disable=SC2086 # a list of words
{
    $as_root apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing
}
