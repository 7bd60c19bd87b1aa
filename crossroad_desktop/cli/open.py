"""`crossroad open`, and `crossroad` alone: the window."""

import argparse
import os
import sys
from pathlib import Path
from typing import NoReturn

from crossroad_desktop.cli.display import print_line
from crossroad_desktop.cli.signals import STOP_SIGNALS
from crossroad_desktop.desktop.instance import Instance, hand_over
from crossroad_desktop.errors import InputError
from crossroad_desktop.settings import load_settings


def run_open(options: argparse.Namespace) -> None:
    """Opens the window, with a result if one is named; a window that is open comes to the front."""
    open_window(options.result)


def open_window(result: Path | None) -> None:
    """Opens the window until it is closed. Raises InputError if there is nothing at `result`."""
    wish = None if result is None else result.expanduser().absolute()
    if wish is not None and not wish.exists():
        raise InputError(f"{result}: there is no such folder or file; name a result.")
    settings = load_settings(os.environ)
    instance = Instance(settings.data_dir)
    if not instance.claim():
        hand_over(settings.data_dir, wish)
        return
    # Only now: a second start must be quick.
    from crossroad_desktop.desktop.start import run_desktop

    run_desktop(settings, instance, wish, STOP_SIGNALS, _say)


def run_probe_window(options: argparse.Namespace) -> NoReturn:
    """What a starting window runs first: ends well if a window can be shown."""
    from crossroad_desktop.desktop.probe import run_probe

    run_probe(options.toolkit)
    raise SystemExit(0)


def _say(text: str) -> None:
    print_line(sys.stderr, "", text)
