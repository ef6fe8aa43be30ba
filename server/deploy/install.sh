#!/bin/sh
# Installs or upgrades Antrean from this folder alone, without internet: ./install.sh [FOLDER], by default /opt/antrean.
# Each version has a folder of its own; `current` leads to the one in use, so that going back is one link.
# With ANTREAN_DATA set and a site there, the site is backed up before its tables are brought to this version.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-/opt/antrean}
say() { printf '%s\n' "$*"; }
stop() { say "Not installed: $*" >&2; exit 1; }
told() { sed -n "s/.*\"$1\": \"\([^\"]*\)\".*/\1/p" "$here/about.json"; }

version=$(told version)
wanted=$(told python)
[ -n "$version" ] && [ -n "$wanted" ] || stop "about.json is not readable"

say "Checking this bundle …"
(cd "$here" && sha256sum --check --quiet SHA256SUMS) || stop "files of this bundle are damaged; copy it again"

python=${PYTHON:-python$wanted}
command -v "$python" >/dev/null 2>&1 || python=python3
command -v "$python" >/dev/null 2>&1 || stop "Python $wanted is missing on this machine"
found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
[ "$found" = "$wanted" ] || stop "this bundle is for Python $wanted, here is $found. Set PYTHON=/path/to/python$wanted"
"$python" -c 'import ensurepip, venv' 2>/dev/null || stop "Python's venv is missing (Debian: python3-venv)"

target=$folder/versions/$version
unfinished=$folder/versions/.$version.new
say "Installing Antrean $version into $target …"
mkdir -p "$folder/versions"
rm -rf "$unfinished"
# Made under its final name: an environment knows its own path.
if [ -e "$target" ]; then mv "$target" "$unfinished.before"; fi
"$python" -m venv "$target"
if ! "$target/bin/python" -m pip install --quiet --disable-pip-version-check --no-index \
    --find-links "$here/wheels" "antrean[postgresql,queue,usb]==$version"; then
    rm -rf "$target"
    if [ -e "$unfinished.before" ]; then mv "$unfinished.before" "$target"; fi
    stop "the packages could not be installed; the version in use is unchanged"
fi
rm -rf "$unfinished.before"

if [ -n "${ANTREAN_DATA:-}" ] && [ -e "${ANTREAN_DATA}/antrean.db" ]; then
    say "Backing up the site in $ANTREAN_DATA …"
    "$target/bin/antrean" backup || stop "the site could not be backed up; the version in use is unchanged"
fi

ln -sfn "versions/$version" "$folder/current.new"
mv -T "$folder/current.new" "$folder/current"
say "Antrean $version is in $folder/current."
if [ -n "${ANTREAN_DATA:-}" ] && [ -e "${ANTREAN_DATA}/antrean.db" ]; then
    say "Restart the service now: it brings the tables to this version. Going back: link current to the version before, restore the backup."
else
    say "Next: $folder/current/bin/antrean doctor"
fi
