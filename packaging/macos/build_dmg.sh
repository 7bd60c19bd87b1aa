#!/bin/sh
# Makes dist/CrossRoad-Desktop-VERSION-ARCH.dmg from dist/CrossRoad Desktop.app (see build_bundle.py).
#
# Signed and notarised if these are set, else for the machine it is made on (others have to allow it
# in System Settings, Privacy & Security):
#   SIGNING_IDENTITY   "Developer ID Application: NAME (TEAM)", in the keychain
#   NOTARY_PROFILE     a profile of `xcrun notarytool store-credentials`
set -eu
cd "$(dirname "$0")/../.."
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' crossroad_desktop/__init__.py)
app="dist/CrossRoad Desktop.app"
image="dist/CrossRoad-Desktop-$version-$(uname -m).dmg"
entitlements=packaging/macos/entitlements.plist
[ -d "$app" ] || { echo "$app is missing: run python packaging/build_bundle.py first." >&2; exit 1; }

# Inside out: the signature of the whole covers those of its parts. Libraries get no entitlements.
sign="codesign --force --timestamp --options runtime"
identity=${SIGNING_IDENTITY:--}
[ "$identity" != - ] || sign="codesign --force"
find "$app/Contents" -type f \( -name '*.so' -o -name '*.dylib' \) -print0 |
  xargs -0 -n 20 $sign --sign "$identity"
$sign --sign "$identity" --entitlements $entitlements "$app"
codesign --verify --deep --strict "$app"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -R "$app" "$folder/"
ln -s /Applications "$folder/Applications"
rm -f "$image"
hdiutil create -quiet -volname "CrossRoad Desktop" -srcfolder "$folder" -format UDZO "$image"

if [ -n "${SIGNING_IDENTITY:-}" ] && [ -n "${NOTARY_PROFILE:-}" ]; then
  codesign --force --timestamp --sign "$SIGNING_IDENTITY" "$image"
  xcrun notarytool submit "$image" --keychain-profile "$NOTARY_PROFILE" --wait
  xcrun stapler staple "$image"
  xcrun stapler validate "$image"
fi
echo "$image"
