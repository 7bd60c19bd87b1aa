#!/bin/sh
# Makes dist/CrossRoad-Desktop-VERSION-ARCH.AppImage from dist/crossroad (see build_bundle.py).
# In $APPIMAGETOOL: the program appimagetool, which fetches its runtime from the network.
set -eu
cd "$(dirname "$0")/../.."
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' crossroad_desktop/__init__.py)
image="dist/CrossRoad-Desktop-$version-$(uname -m).AppImage"
[ -x dist/crossroad/crossroad ] || { echo "dist/crossroad is missing: run python packaging/build_bundle.py first." >&2; exit 1; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/usr/lib"
cp -a dist/crossroad "$folder/usr/lib/crossroad-desktop"
cp packaging/linux/crossroad-desktop.desktop icons/crossroad.svg "$folder/"
mv "$folder/crossroad.svg" "$folder/crossroad-desktop.svg"
# TryExec would hide the entry: nothing is in the PATH.
sed -i '/^TryExec=/d' "$folder/crossroad-desktop.desktop"
ln -s usr/lib/crossroad-desktop/crossroad "$folder/AppRun"
ARCH=$(uname -m) "${APPIMAGETOOL:-appimagetool}" --no-appstream "$folder" "$image"
echo "$image"
