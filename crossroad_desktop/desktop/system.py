"""What is asked of the desktop around the program: a notification, a folder shown.

Each system has a command of its own for it; where that is missing nothing happens, and the caller
learns so.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

_MACOS_SCRIPT: Final = (
    "on run words\ndisplay notification (item 2 of words) with title (item 1 of words)\nend run"
)
_WINDOWS_SCRIPT: Final = (
    "Add-Type -AssemblyName System.Windows.Forms, System.Drawing;"
    "$icon = New-Object System.Windows.Forms.NotifyIcon;"
    "$icon.Icon = [System.Drawing.SystemIcons]::Information;"
    "$icon.Visible = $true;"
    "$icon.ShowBalloonTip(8000, $env:NOTE_TITLE, $env:NOTE_TEXT, 'Info');"
    "Start-Sleep 9; $icon.Dispose()"
)


def show_notification(title: str, text: str) -> bool:
    """Whether a notification of the desktop is on its way."""
    if sys.platform == "darwin":
        return _start(["osascript", "-e", _MACOS_SCRIPT, title, text])
    if sys.platform == "win32":
        # As variables: no text of a job can become a part of the script.
        words = {"NOTE_TITLE": title, "NOTE_TEXT": text or " "}
        script = ["powershell", "-NoProfile", "-WindowStyle", "Hidden", "-Command", _WINDOWS_SCRIPT]
        return _start(script, words)
    return _start(["notify-send", "--app-name=CrossRoad Desktop", "--", title, text])


def show_folder(folder: Path) -> bool:
    """Whether the program that shows folders was started for it."""
    if sys.platform == "win32":
        os.startfile(folder)
        return True
    return _start(["open" if sys.platform == "darwin" else "xdg-open", str(folder)])


def _start(command: Sequence[str], variables: dict[str, str] | None = None) -> bool:
    if shutil.which(command[0]) is None:
        return False
    try:
        subprocess.Popen(
            command, env=_environment() | (variables or {}), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    except OSError:
        return False
    return True


def _environment() -> dict[str, str]:
    """Ours, with the library path that the packed program has changed as it was before."""
    environment = dict(os.environ)
    former = environment.pop("LD_LIBRARY_PATH_ORIG", None)
    if former is not None:
        environment["LD_LIBRARY_PATH"] = former
    return environment
