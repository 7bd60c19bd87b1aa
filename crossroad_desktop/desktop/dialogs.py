"""Native dialogs of the window: which file, which folder, yes or no."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

import webview

What = Literal["files", "folder", "zip"]

_ALL: Final = "All files (*.*)"
_TYPES: Final = {"zip": ("Results (*.zip;*.crossroad)", _ALL), "files": (_ALL,)}


def ask_save_path(window: webview.Window, name: str, folder: Path) -> Path | None:
    """Where to save a file that is called `name`, in `folder` or elsewhere; None if nowhere."""
    chosen = window.create_file_dialog(
        webview.FileDialog.SAVE, directory=str(folder), save_filename=name
    )
    return _first(chosen)


def ask_paths(window: webview.Window, what: What, folder: Path) -> list[Path]:
    """The files, the folder or the zip that the user chose, starting in `folder`; empty if none."""
    if what == "folder":
        chosen = window.create_file_dialog(webview.FileDialog.FOLDER, directory=str(folder))
        return [path] if (path := _first(chosen)) else []
    chosen = window.create_file_dialog(
        webview.FileDialog.OPEN,
        directory=str(folder),
        allow_multiple=what == "files",
        file_types=_TYPES[what],
    )
    return [Path(text) for text in chosen or ()]


def ask_yes_or_no(window: webview.Window, title: str, question: str) -> bool:
    """Whether the user agrees."""
    return bool(window.create_confirmation_dialog(title, question))


def _first(chosen: Sequence[str] | str | None) -> Path | None:
    # Some systems give a text, some a list.
    if not chosen:
        return None
    return Path(chosen if isinstance(chosen, str) else chosen[0])
