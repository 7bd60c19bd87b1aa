"""What pywebview cannot do by itself with a window, per toolkit.

Zoom: on Linux. On Windows the page's browser has its own keys for it, switched on with `zoomable`.
"""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

import webview
import webview.dom


def set_zoom(window: webview.Window, factor: float) -> bool:
    """Whether the page is now shown `factor` times as large."""
    if webview.renderer == "qtwebengine":
        browser: Any = window.native
        timer = import_module("qtpy.QtCore").QTimer
        # Runs in the thread of the view; no toolkit allows another one.
        timer.singleShot(0, browser.webview, lambda: browser.webview.setZoomFactor(factor))
        return True
    if webview.renderer == "gtkwebkit2":
        view = import_module("webview.platforms.gtk").BrowserView.instances[window.uid].webview
        import_module("gi.repository.GLib").idle_add(view.set_zoom_level, factor)
        return True
    return False


def collect_dropped_paths() -> None:
    """From now on the window notes the paths of what is dropped on it."""
    # Its own way to switch this on evaluates text in the page, which our policy forbids.
    _drop_state()["num_listeners"] = 1


def take_dropped_paths(names: Sequence[str]) -> list[Path]:
    """Paths of what was dropped last, for those of the names that are known."""
    noted = _drop_state()["paths"]
    paths = {unquote(name) or Path(unquote(path)).name: unquote(path) for name, path in noted}
    noted.clear()
    return [Path(paths[name]) for name in names if name in paths]


def _drop_state() -> dict[str, Any]:
    return cast(dict[str, Any], webview.dom._dnd_state)


def is_on_a_screen(x: int, y: int) -> bool:
    """Whether the title bar of a window at this place can be reached."""
    return any(
        screen.x - 50 <= x <= screen.x + screen.width - 100
        and screen.y - 5 <= y <= screen.y + screen.height - 50
        for screen in webview.screens
    )
