"""`crossroad` whose native dialogs are answered from a folder, as nobody is there to click.

Save dialogs: the file goes into that folder. Open dialogs: the lines of its file `paths`.
Questions: yes.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from crossroad_desktop.cli import main
from crossroad_desktop.desktop import dialogs

FOLDER = Path(os.environ["ANSWERS"])


def _save_path(_window: object, name: str, _folder: Path) -> Path | None:
    return FOLDER / name


def _paths(_window: object, _what: str, _folder: Path) -> Sequence[Path]:
    return [Path(line) for line in (FOLDER / "paths").read_text().splitlines()]


def _yes(_window: object, _title: str, _question: str) -> bool:
    return True


if __name__ == "__main__":
    dialogs.ask_save_path = _save_path
    dialogs.ask_paths = _paths
    dialogs.ask_yes_or_no = _yes
    raise SystemExit(main(sys.argv[1:]))
