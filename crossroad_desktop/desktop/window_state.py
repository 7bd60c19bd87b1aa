"""What is remembered of the window: size, place, zoom, and the port.

In and out: a small JSON file in the data folder. The port matters because the page's own memory
(theme, columns of tables) belongs to its address.
"""

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

LARGEST_ZOOM: Final = 3.0
SMALLEST_ZOOM: Final = 0.5


@dataclass(frozen=True)
class WindowState:
    """Sizes and places in pixels; x and y are those of the frame, None where the system decides."""

    width: int = 1280
    height: int = 860
    x: int | None = None
    y: int | None = None
    is_maximized: bool = False
    zoom: float = 1.0
    port: int = 0


def load_window_state(data_dir: Path) -> WindowState:
    """What was remembered; the default for all that is missing, damaged or out of its limits."""
    try:
        content = json.loads(_file(data_dir).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return WindowState()
    if not isinstance(content, dict):
        return WindowState()
    known = {field.name for field in fields(WindowState)}
    return WindowState(
        **{name: value for name, value in content.items() if name in known and _fits(name, value)}
    )


def save_window_state(data_dir: Path, state: WindowState) -> None:
    """Remembers it. Raises OSError."""
    path = _file(data_dir)
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(asdict(state), indent=1) + "\n", encoding="utf-8")
    part.replace(path)


def usable_storage(data_dir: Path) -> Path | None:
    """Where the page's own memory lies; None if nothing can be written there."""
    folder = data_dir / "window"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def _file(data_dir: Path) -> Path:
    return data_dir / "window_state.json"


_LIMITS: Final[dict[str, tuple[float, float]]] = {
    "width": (320, 20_000), "height": (240, 20_000), "x": (-20_000, 20_000),
    "y": (-20_000, 20_000), "zoom": (SMALLEST_ZOOM, LARGEST_ZOOM), "port": (0, 65_535),
}  # fmt: skip


def _fits(name: str, value: object) -> bool:
    if name == "is_maximized":
        return isinstance(value, bool)
    kinds = (int, float) if name == "zoom" else int
    low, high = _LIMITS[name]
    return isinstance(value, kinds) and not isinstance(value, bool) and low <= value <= high
