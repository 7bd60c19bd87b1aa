"""The window itself: made, loaded, brought to the front, closed, remembered. It knows no jobs."""

import contextlib
import json
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import webview
from webview.errors import WebViewException
from webview.menu import Menu

from crossroad_desktop.desktop import native
from crossroad_desktop.desktop.probe import Toolkit
from crossroad_desktop.desktop.static_pages import starting_page
from crossroad_desktop.desktop.window_state import LARGEST_ZOOM, SMALLEST_ZOOM, WindowState
from crossroad_desktop.frontend_files import find_front_end

TITLE: Final = "CrossRoad Desktop"
_SMALLEST: Final = (420, 480)
_ZOOM_STEP: Final = 1.1

_log = logging.getLogger(__name__)


class DesktopWindow:
    """The one window. All methods but `run` may be called from any thread but the window's own."""

    def __init__(
        self, state: WindowState, menu: Sequence[Menu], may_close: Callable[[], bool]
    ) -> None:
        """`may_close` is asked in the window's own thread whenever somebody closes it."""
        self._state = state
        self._menu = list(menu)
        self._may_close = may_close
        self._is_our_page = threading.Event()
        self.handle = self._make()

    def run(self, toolkit: Toolkit, storage: Path | None, begin: Callable[[], None]) -> None:
        """Shows the window and calls `begin` in a thread; returns when the window is closed.

        The page's own memory lies in `storage`; None: it is forgotten.
        """
        native.collect_dropped_paths()
        webview.settings["OPEN_EXTERNAL_LINKS_IN_BROWSER"] = True
        webview.start(
            begin, gui=toolkit, menu=self._menu, private_mode=storage is None,
            storage_path=None if storage is None else str(storage), icon=_icon(),
        )  # fmt: skip

    def show_server(self, url: str) -> None:
        """Shows the page of the server; returns when it can be told something."""
        self._show(lambda: self.handle.load_url(url), None)
        self._is_our_page.set()
        if self._state.zoom != 1:
            native.set_zoom(self.handle, self._state.zoom)

    def show_text(self, page: str, api: object = None) -> None:
        """Shows a page of our own; its scripts may call the methods of `api`."""
        self._is_our_page.clear()
        self._show(lambda: self.handle.load_html(page, ""), api)

    def has_our_page(self) -> bool:
        """Whether the page of the server is shown."""
        return self._is_our_page.is_set()

    def tell_page(self, kind: str, **detail: Any) -> bool:
        """Makes an event in the page of the server; whether there is such a page."""
        if self.has_our_page():
            content = json.dumps({"detail": {"kind": kind, **detail}})
            self._run(f"window.dispatchEvent(new CustomEvent('crossroad-window', {content}));")
        return self.has_our_page()

    def go(self, place: str) -> None:
        """Goes to a view by its address in the page, such as `#/jobs`."""
        if self.has_our_page():
            self._run(f"window.location.hash = {json.dumps(place)};")

    def place_in_page(self) -> str:
        """The address in the page; empty if it is not ours."""
        url = self.handle.get_current_url() if self.has_our_page() else None
        return (url or "").partition("#")[2]

    def zoom(self, step: int) -> float:
        """The zoom after a step up (1), down (-1) or to the actual size (0)."""
        wanted = self._state.zoom * _ZOOM_STEP**step if step else 1.0
        wanted = min(LARGEST_ZOOM, max(SMALLEST_ZOOM, round(wanted, 2)))
        if native.set_zoom(self.handle, wanted):
            self._state = replace(self._state, zoom=wanted)
        return self._state.zoom

    def bring_to_front(self) -> None:
        """Shows the window above the others, and not minimized."""
        self.handle.show()
        if self._state.is_maximized:
            # Restoring would give it its former size.
            self.handle.minimize()
            self.handle.maximize()
        else:
            self.handle.restore()

    def close(self) -> None:
        """Closes the window if `may_close` agrees."""
        with contextlib.suppress(WebViewException):
            self.handle.destroy()

    def state(self, port: int) -> WindowState:
        """What is to be remembered."""
        return replace(self._state, port=port or self._state.port)

    def keep_on_screen(self) -> None:
        """Moves the window if its place is on a screen that is gone."""
        x, y = self._state.x, self._state.y
        if x is not None and y is not None and not native.is_on_a_screen(x, y):
            self.handle.move(40, 40)

    def _make(self) -> webview.Window:
        state = self._state
        handle = webview.create_window(
            TITLE, html=starting_page(), width=state.width, height=state.height, x=state.x,
            y=state.y, maximized=state.is_maximized, min_size=_SMALLEST, text_select=True,
            zoomable=True,
        )  # fmt: skip
        assert handle is not None
        handle.events.closing += self._may_close
        handle.events.resized += self._note_size
        handle.events.moved += self._note_place
        handle.events.maximized += lambda: self._note(is_maximized=True)
        handle.events.restored += lambda: self._note(is_maximized=False)
        return handle

    def _show(self, load: Callable[[], None], api: object) -> None:
        # The bridge is for pages of our own only: it needs what the server's policy forbids.
        self.handle._js_api = api
        load()
        self.handle.events.loaded.wait(20)

    def _run(self, script: str) -> None:
        # A window that is closing has no page any more.
        with contextlib.suppress(WebViewException, KeyError):
            self.handle.run_js(script)

    def _note(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)

    def _note_size(self, width: int, height: int) -> None:
        if not self._state.is_maximized:
            self._note(width=int(width), height=int(height))

    def _note_place(self, x: int, y: int) -> None:
        if not self._state.is_maximized:
            self._note(x=int(x), y=int(y))


def _icon() -> str | None:
    """Of the page; elsewhere than on Linux the packed program has one of its own."""
    folder = find_front_end()
    icon = None if folder is None else folder / "icon.png"
    return str(icon) if icon is not None and icon.is_file() else None
