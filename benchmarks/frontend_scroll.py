"""What a grid shows, frame by frame, while it is scrolled.

In: a page that shows a grid. Out: frames, and how many of them had no row to read.
"""

import threading
import time
from collections.abc import Callable
from typing import Final

from frontend_page import settle, wait_since_event
from playwright.sync_api import Locator, Page

ROWS_ARE_SHOWN: Final = (
    "document.querySelector('[role=grid] [data-row] [role=gridcell]:nth-child(2)')"
    "?.textContent.trim()"
)
SECONDS: Final = 5.0
_WHEEL_PX: Final = 400
_STEP_SECONDS: Final = 0.03

# A row that is still fetched shows its number in the first cell and nothing in the others.
_WATCH_FRAMES: Final = """
() => {
  const watch = { frames: 0, blank: 0, numbered: 0, longest: 0, rows: new Set(), isOn: true };
  window.frames_watched = watch;
  let last = performance.now();
  const look = (now) => {
    watch.longest = Math.max(watch.longest, now - last);
    last = now;
    watch.frames += 1;
    const rows = [...document.querySelectorAll('[role=grid] [data-row]')];
    watch.rows.add(rows[0]?.dataset.row);
    const isRead = (row) => [...row.children].slice(1).some((cell) => cell.textContent.trim());
    if (!rows.some((row) => row.textContent.trim())) watch.blank += 1;
    else if (!rows.some(isRead)) watch.numbered += 1;
    if (watch.isOn) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
"""
_END_WATCH: Final = """
() => {
  const watch = window.frames_watched;
  watch.isOn = false;
  return { ...watch, rows: watch.rows.size };
}
"""


def wheel_down(page: Page) -> dict[str, float]:
    """Turns the wheel as fast as a hand does; `frames`, `blank`, `numbered`, `longest` (ms)."""
    _grid(page).hover()
    return _watch(page, lambda _: page.mouse.wheel(0, _WHEEL_PX))


def drag_down(page: Page) -> dict[str, float]:
    """Drags the scroll bar from the top to near the end; the same as `wheel_down`."""
    page.keyboard.press("Control+Home")
    _grid(page).evaluate("(grid) => { grid.scrollTop = 0 }")
    settle(page)
    box = _grid(page).bounding_box()
    assert box is not None
    x = box["x"] + box["width"] - 6
    top, room = box["y"] + 24, box["height"] - 60
    page.mouse.move(x, top)
    page.mouse.down()
    frames = _watch(page, lambda share: page.mouse.move(x, top + share * room))
    page.mouse.up()
    if frames["rows"] < 10:
        raise RuntimeError("the scroll bar was not dragged: this browser shows none")
    return frames


def jump_to_end(page: Page, rows: int) -> float:
    """ms from Ctrl End to the last row."""
    _grid(page).focus()
    page.keyboard.press("Control+End")
    return wait_since_event(
        page,
        f"document.querySelector('[data-row=\"{rows - 1}\"] [role=gridcell]:nth-child(2)')"
        "?.textContent.trim()",
    )


def _grid(page: Page) -> Locator:
    return page.get_by_role("grid")


def _watch(page: Page, step: Callable[[float], None]) -> dict[str, float]:
    """Takes steps for some seconds; `step` is told which share of the time is over."""
    page.evaluate(_WATCH_FRAMES)
    begin = time.monotonic()
    while (passed := time.monotonic() - begin) < SECONDS:
        step(passed / SECONDS)
        threading.Event().wait(_STEP_SECONDS)
    frames: dict[str, float] = page.evaluate(_END_WATCH)
    settle(page)
    return frames
