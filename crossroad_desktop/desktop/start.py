"""`crossroad open`: the window, or the browser where no window can be shown."""

import logging
import threading
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path

from crossroad_desktop.desktop.backend import Backend
from crossroad_desktop.desktop.client import call_server
from crossroad_desktop.desktop.ending import call_on_signals, leave
from crossroad_desktop.desktop.instance import Instance
from crossroad_desktop.desktop.probe import Probe
from crossroad_desktop.desktop.system import show_notification
from crossroad_desktop.settings import Settings

_log = logging.getLogger(__name__)


def run_desktop(
    settings: Settings,
    instance: Instance,
    wish: Path | None,
    stop_signals: Sequence[int],
    say: Callable[[str], None],
) -> None:
    """Runs the program until it is closed; does not return then, but ends the process.

    `wish` is a result to open; `say` tells the user something in the terminal.
    """
    probe = Probe()
    # Loading this takes as long as the probe does.
    from crossroad_desktop.desktop.program import Program

    found = probe.result()
    if found.toolkit is None:
        _run_in_browser(settings, instance, wish, found.reason, say)
        return
    program = Program(settings, instance, wish)
    call_on_signals(stop_signals, program.quit)
    program.run(found.toolkit)
    leave()


def _run_in_browser(
    settings: Settings,
    instance: Instance,
    wish: Path | None,
    reason: str,
    say: Callable[[str], None],
) -> None:
    backend = Backend(settings)
    backend.start()
    try:
        why = f"No window can be shown here: {reason}."
        _log.warning("%s The browser is used.", why)
        say(f"{why} CrossRoad Desktop runs in the browser instead, at {backend.server.url}")
        say(f"Jobs are in {settings.job_dir}. Stop it with Ctrl-C.")
        show_notification("CrossRoad Desktop is in your browser", why)
        instance.listen(lambda path: _open_in_browser(backend, path))
        _open_in_browser(backend, wish)
        backend.server.wait()
    except KeyboardInterrupt:
        _log.info("Stopped by the user.")
    finally:
        backend.stop()
        instance.release()
    leave()


def _open_in_browser(backend: Backend, path: Path | None) -> None:
    place = ""
    if path is not None:
        told = call_server(backend.server, "POST", "/api/import", {"path": str(path)})
        place = f"#/results/{told['job_id']}/overview"
    # Some browsers are started in the foreground and would hold the server up.
    address = backend.server.url + place
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
