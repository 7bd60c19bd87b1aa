"""The two pages that are shown while no server answers: starting, and why it did not start."""

import html
from collections.abc import Callable
from typing import Final

_STYLE: Final = """
:root { color-scheme: light dark; }
body { font: 14px/20px system-ui, sans-serif; margin: 0; min-height: 100vh; display: grid;
  place-content: center; justify-items: start; gap: 12px; padding: 0 32px; background: Canvas;
  color: CanvasText; }
h1 { font-size: 18px; font-weight: 600; margin: 0; }
p { margin: 0; max-width: 62ch; overflow-wrap: anywhere; }
.quiet { opacity: .7; }
div { display: flex; gap: 8px; margin-top: 8px; }
button { font: inherit; padding: 4px 12px; }
"""
_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>CrossRoad Desktop</title>
<style>{style}</style></head>
<body>{body}</body></html>
"""
_BUTTONS: Final = """<div>
<button onclick="pywebview.api.choose_data_folder()">Choose another data folder…</button>
<button onclick="pywebview.api.try_again()">Try again</button>
<button onclick="pywebview.api.quit()">Quit</button>
</div>"""


class ErrorPageApi:
    """What the buttons of the error page do; the page sees all names without underscore."""

    def __init__(
        self,
        choose_data_folder: Callable[[], None],
        try_again: Callable[[], None],
        leave: Callable[[], None],
    ) -> None:
        self._choose_data_folder = choose_data_folder
        self._try_again = try_again
        self._leave = leave

    def choose_data_folder(self) -> None:
        """Asks for another data folder, and starts there."""
        self._choose_data_folder()

    def try_again(self) -> None:
        """Starts once more."""
        self._try_again()

    def quit(self) -> None:
        """Ends the program."""
        self._leave()


def starting_page() -> str:
    """What is shown for the first half second."""
    return _page('<h1>CrossRoad Desktop</h1><p class="quiet" role="status">Starting …</p>')


def error_page(message: str, data_dir: str, log: str) -> str:
    """Why the server did not start, and what can be done about it."""
    return _page(
        "<h1>CrossRoad Desktop could not start</h1>"
        f'<p role="alert">{html.escape(message)}</p>'
        f'<p class="quiet">Data folder: {html.escape(data_dir)}<br>Log: {html.escape(log)}</p>'
        f"{_BUTTONS}"
    )


def _page(body: str) -> str:
    return _PAGE.format(style=_STYLE, body=body)
