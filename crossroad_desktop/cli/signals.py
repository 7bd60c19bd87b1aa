"""The signals that end a command as Ctrl-C does, on whatever system this is."""

import signal
from typing import Final

STOP_SIGNALS: Final = [
    getattr(signal, name)
    # A closed terminal sends SIGHUP, a closed console window on Windows SIGBREAK.
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    if hasattr(signal, name)
]
