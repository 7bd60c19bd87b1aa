"""The menu of the window."""

from collections.abc import Callable
from typing import Protocol

from webview.menu import Menu, MenuAction, MenuSeparator

from crossroad_desktop.desktop.dialogs import What


class MenuWindow(Protocol):
    """The window, as far as its menu uses it; each call is made in a thread of its own."""

    def go(self, place: str) -> None: ...
    def open_result(self, what: What) -> None: ...
    def show_job_folder(self) -> None: ...
    def choose_data_folder(self) -> None: ...
    def save_diagnostics(self) -> None: ...
    def show_about(self) -> None: ...
    def zoom(self, step: int) -> float: ...
    def close(self) -> None: ...


def make_menu(window: MenuWindow) -> list[Menu]:
    """All menus, in order."""
    return [
        Menu("File", _actions(
            ("New analysis", lambda: window.go("#/new")),
            ("Open result folder…", lambda: window.open_result("folder")),
            ("Open result zip…", lambda: window.open_result("zip")),
            None,
            ("Show job folder", window.show_job_folder),
            ("Data folder…", window.choose_data_folder),
            ("Save diagnostics…", window.save_diagnostics),
            None,
            ("Quit", window.close),
        )),
        Menu("View", _actions(
            ("Jobs", lambda: window.go("#/jobs")),
            None,
            ("Larger", lambda: window.zoom(1)),
            ("Smaller", lambda: window.zoom(-1)),
            ("Actual size", lambda: window.zoom(0)),
        )),
        Menu("Help", _actions(
            ("Manual", lambda: window.go("#/manual/README")),
            ("About CrossRoad Desktop", window.show_about),
        )),
    ]  # fmt: skip


def _actions(
    *entries: tuple[str, Callable[[], object]] | None,
) -> list[Menu | MenuAction | MenuSeparator]:
    return [MenuSeparator() if entry is None else MenuAction(*entry) for entry in entries]
