#!/bin/sh
# Installs CrossRoad Desktop for the user who calls this, or for all with --system (as root).
# `--remove` takes it away again. Results and settings are never touched.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
prefix=${XDG_DATA_HOME:-$HOME/.local/share}
programs=$HOME/.local/bin
library=$HOME/.local/lib/crossroad-desktop
remove=no
for word in "$@"; do
  case $word in
    --system) prefix=/usr/local/share programs=/usr/local/bin library=/usr/local/lib/crossroad-desktop ;;
    --remove) remove=yes ;;
    *) echo "Usage: $0 [--system] [--remove]" >&2; exit 2 ;;
  esac
done

tell_the_desktop() {
  # Without these commands the desktop finds out by itself, later.
  if command -v update-mime-database > /dev/null && [ -d "$prefix/mime" ]; then
    update-mime-database "$prefix/mime" > /dev/null 2>&1 || true
  fi
  if command -v update-desktop-database > /dev/null && [ -d "$prefix/applications" ]; then
    update-desktop-database -q "$prefix/applications" > /dev/null 2>&1 || true
  fi
  if command -v gtk-update-icon-cache > /dev/null && [ -f "$prefix/icons/hicolor/index.theme" ]; then
    gtk-update-icon-cache -q "$prefix/icons/hicolor" > /dev/null 2>&1 || true
  fi
}

remove_all() {
  rm -rf "$library"
  rm -f "$programs/crossroad" "$prefix/applications/crossroad-desktop.desktop" \
    "$prefix/mime/packages/crossroad-desktop.xml"
  rm -f "$prefix"/icons/hicolor/*/apps/crossroad-desktop.* \
    "$prefix"/icons/hicolor/*/mimetypes/application-x-crossroad-result.*
}

# Another program of the same name is not ours to replace.
link=$programs/crossroad
if [ -e "$link" ] && [ "$(readlink "$link" || true)" != "$library/crossroad" ]; then
  echo "$link is there already and is not CrossRoad Desktop; move it away first." >&2
  exit 1
fi
remove_all
if [ $remove = no ]; then
  mkdir -p "$(dirname "$library")" "$programs" "$prefix"
  cp -a "$here/program" "$library"
  cp -R "$here/share/." "$prefix/"
  # A menu does not look into ~/.local/bin on every system.
  sed -i "s|^Exec=crossroad |Exec=\"$library/crossroad\" |; /^TryExec=/d" \
    "$prefix/applications/crossroad-desktop.desktop"
  ln -s "$library/crossroad" "$link"
fi
tell_the_desktop
if [ $remove = yes ]; then
  echo "CrossRoad Desktop is removed. Results and settings are still there."
else
  echo "CrossRoad Desktop is installed: in the menu, and as $link."
fi
