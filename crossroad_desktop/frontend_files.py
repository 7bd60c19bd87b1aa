"""Where the built front end lies: in the installed package, a checkout, or a frozen app."""

import sys
from pathlib import Path

_PACKAGE = Path(__file__).parent


def find_front_end() -> Path | None:
    """The folder with index.html; None if the front end has not been built."""
    places = [_PACKAGE / "_frontend", _PACKAGE.parent / "frontend_dist"]
    if frozen := getattr(sys, "_MEIPASS", None):
        places.insert(0, Path(frozen) / "frontend_dist")
    return next((place for place in places if (place / "index.html").is_file()), None)
