"""The program in its window, from its start to its end.

In: settings, the claim to be the first start, what is to be opened. The main thread belongs to the
window; all that takes time is done in other threads.
"""

import contextlib
import logging
import os
import threading
from collections.abc import Generator, Sequence
from pathlib import Path

import platformdirs

from crossroad_desktop import __version__
from crossroad_desktop.desktop import dialogs, native
from crossroad_desktop.desktop.about import list_parts
from crossroad_desktop.desktop.backend import Backend
from crossroad_desktop.desktop.client import call_server
from crossroad_desktop.desktop.closing import Closing
from crossroad_desktop.desktop.diagnostics import NAME as DIAGNOSTICS
from crossroad_desktop.desktop.diagnostics import save_diagnostics
from crossroad_desktop.desktop.dialogs import What
from crossroad_desktop.desktop.ending import end_in_time
from crossroad_desktop.desktop.instance import Instance
from crossroad_desktop.desktop.menu import make_menu
from crossroad_desktop.desktop.page_routes import Answer, make_page_routes
from crossroad_desktop.desktop.probe import Toolkit
from crossroad_desktop.desktop.saving import save_answer
from crossroad_desktop.desktop.static_pages import ErrorPageApi, error_page, starting_page
from crossroad_desktop.desktop.system import show_folder, show_notification
from crossroad_desktop.desktop.window import DesktopWindow
from crossroad_desktop.desktop.window_state import (
    load_window_state,
    save_window_state,
    usable_storage,
)
from crossroad_desktop.errors import ConflictError, CrossroadError
from crossroad_desktop.settings import Settings, choose_data_dir, load_settings

_log = logging.getLogger(__name__)


class Program:
    """One start of the program with a window; `run` is its whole life."""

    def __init__(self, settings: Settings, instance: Instance, wish: Path | None) -> None:
        """`wish` is the result to open: a folder or a zip."""
        self._instance = instance
        self._wish = wish
        self._backend = Backend(settings, make_page_routes(self))
        self._changing = threading.RLock()
        # Where the dialogs begin; then where the user was last.
        self._save_folder = platformdirs.user_downloads_path()
        self._open_folder = Path.home()
        state = load_window_state(settings.data_dir)
        self._port = state.port
        self._closing = Closing(self._unfinished_jobs, self._ask_about_jobs, self._end_in_time)
        self._window = DesktopWindow(state, make_menu(self), self._closing.may_close)

    def run(self, toolkit: Toolkit) -> None:
        """Shows the window until it is closed; then everything is stopped."""
        self._instance.listen(self.start_again)
        self._window.run(toolkit, usable_storage(self._backend.settings.data_dir), self._begin)
        self.end()

    def close(self) -> None:
        """Closes the window as its cross does: unfinished jobs are asked about."""
        self._window.close()

    def quit(self) -> None:
        """Closes the window and ends the program; running jobs are kept for the next start."""
        self._closing.begin()
        self._window.close()

    def end(self) -> None:
        """Stops the server and remembers the window. May be called twice."""
        with contextlib.suppress(OSError):
            state = self._window.state(self._backend.port)
            save_window_state(self._backend.settings.data_dir, state)
        self._backend.stop()
        self._instance.release()

    def start_again(self, wish: Path | None) -> None:
        """What a later start of the program does: shows this window, and opens the result."""
        self._window.bring_to_front()
        if wish is not None:
            threading.Thread(target=self._open, args=(wish,), daemon=True).start()

    # --- starting

    def _begin(self) -> None:
        self._window.handle.events.shown.wait(20)
        self._window.keep_on_screen()
        with self._changing:
            self._start_backend()

    def _start_backend(self) -> None:
        try:
            self._backend.start(self._port)
        except CrossroadError as problem:
            _log.error("The server did not start: %s", problem)
            self._show_problem(str(problem))
            return
        except Exception as problem:  # noqa: BLE001  # else the window would say "Starting" for ever
            _log.exception("The server did not start.")
            self._show_problem(f"This is a fault of the program itself: {problem!r}.")
            return
        self._port = self._backend.port
        self._window.show_server(self._backend.server.url)
        if notice := self._backend.server.notice:
            self._window.tell_page("notice", title=notice, failed=True)
        if (wish := self._wish) is not None:
            self._wish = None
            self._open(wish)

    def _show_problem(self, message: str) -> None:
        settings = self._backend.settings
        page = error_page(message, str(settings.data_dir), str(settings.log_path))
        self._window.show_text(
            page, ErrorPageApi(self.choose_data_folder, self.try_again, self.quit)
        )

    def try_again(self) -> None:
        """Starts the server once more, after it could not start."""
        with self._changing:
            if not self._backend.is_running:
                self._window.show_text(starting_page())
                self._backend.stop()
                self._start_backend()

    # --- results that lie elsewhere

    def _open(self, path: Path) -> None:
        with self._changing:
            if not self._backend.is_running:
                self._wish = path
                return
            try:
                told = call_server(self._backend.server, "POST", "/api/import", {"path": str(path)})
            except (CrossroadError, OSError) as problem:
                self._tell_failure(f"{path.name} cannot be opened", problem)
            else:
                self.go(f"#/results/{told['job_id']}/overview")

    def open_result(self, what: What) -> None:
        """Asks for a folder or a zip, and opens it."""
        for path in self.ask_paths(what):
            self._open(path)

    # --- what the page asks for

    def ask_save_path(self, name: str) -> Path | None:
        """Where the user wants to save a file; None if nowhere."""
        path = dialogs.ask_save_path(self._window.handle, name, self._save_folder)
        if path is not None:
            self._save_folder = path.parent
        return path

    def ask_paths(self, what: What) -> Sequence[Path]:
        """What the user chose."""
        paths = dialogs.ask_paths(self._window.handle, what, self._open_folder)
        if paths:
            self._open_folder = paths[0].parent
        return paths

    def save_answer(self, address: str, target: Path) -> Generator[tuple[int, int], None, None]:
        """See `saving.save_answer`."""
        return save_answer(self._backend.server, address, target)

    def dropped_paths(self, names: Sequence[str]) -> Sequence[Path]:
        """Where what was dropped on the window lies."""
        return native.take_dropped_paths(names)

    def notify(self, title: str, text: str) -> None:
        """Shows a notification of the desktop."""
        show_notification(title, text)

    def zoom(self, step: int) -> float:
        """The zoom after a step."""
        return self._window.zoom(step)

    # --- closing

    def _end_in_time(self) -> None:
        end_in_time(self.end)

    def _unfinished_jobs(self) -> tuple[int, int]:
        if not self._backend.is_running or not self._window.has_our_page():
            return (0, 0)
        try:
            return self._backend.server.unfinished_jobs()
        except CrossroadError:
            # Whoever cannot read the list can still close the window.
            return (0, 0)

    def _ask_about_jobs(self, running: int, queued: int) -> bool:
        return self._window.tell_page("closing", running=running, queued=queued)

    def answer_closing(self, answer: Answer) -> None:
        """What the user answered: stay, or close and keep or stop the jobs."""
        if answer == "stay":
            self._closing.stay()
            return
        if answer == "stop":
            self._backend.server.cancel_unfinished_jobs()
        # Not in the thread of the request, which must be answered before the server stops.
        threading.Thread(target=self.quit, daemon=True).start()

    # --- the menu

    def go(self, place: str) -> None:
        """Shows a view."""
        self._window.go(place)

    def show_job_folder(self) -> None:
        """Shows the folder of the job that is open, else that of all jobs."""
        folder = self._backend.settings.job_dir
        parts = self._window.place_in_page().strip("/").partition("?")[0].split("/")
        if len(parts) > 1 and (folder / parts[1]).is_dir():
            folder /= parts[1]
        if not show_folder(folder):
            self._tell("The folder is", str(folder))

    def save_diagnostics(self) -> None:
        """Asks where, and saves logs and versions."""
        if (target := self.ask_save_path(DIAGNOSTICS)) is None:
            return
        try:
            save_diagnostics(self._backend.settings, target)
        except CrossroadError as problem:
            self._tell_failure("The diagnostics were not saved", problem)
        else:
            self._tell("Diagnostics saved", str(target))

    def show_about(self) -> None:
        """Shows version, folders and licences."""
        settings = self._backend.settings
        self._window.tell_page(
            "about", version=__version__, data_dir=str(settings.data_dir),
            job_dir=str(settings.job_dir),
            parts=[[part.name, part.version, part.licence] for part in list_parts()],
        )  # fmt: skip

    def choose_data_folder(self) -> None:
        """Shows the data folder; if the user wants so, the program goes on with another one."""
        data_dir = self._backend.settings.data_dir
        if os.environ.get("CROSSROAD_DATA_DIR"):
            self._tell(
                f"The data folder is {data_dir}",
                "It is set by CROSSROAD_DATA_DIR, so it cannot be changed here.",
            )
            return
        question = (
            f"Jobs, results and the log are in {data_dir}.\n\nWork in another folder from now on? "
            "What is here stays here; jobs that run wait until you come back to this folder."
        )
        if not dialogs.ask_yes_or_no(self._window.handle, "Data folder", question):
            return
        for folder in dialogs.ask_paths(self._window.handle, "folder", data_dir.parent):
            try:
                self._move_to(folder)
            except CrossroadError as problem:
                self._tell_failure("The data folder was not changed", problem)

    def _move_to(self, folder: Path) -> None:
        """Goes on in another data folder. Raises ConflictError if another window is there."""
        with self._changing:
            instance = Instance(folder)
            if folder == self._backend.settings.data_dir or not instance.claim():
                raise ConflictError(f"CrossRoad Desktop works in {folder} already.")
            choose_data_dir(folder)
            self._window.show_text(starting_page())
            self._backend.stop()
            self._instance.release()
            self._instance = instance
            instance.listen(self.start_again)
            self._backend = Backend(load_settings(os.environ), make_page_routes(self))
            self._start_backend()

    def _tell_failure(self, title: str, problem: Exception) -> None:
        _log.warning("%s: %s", title, problem)
        self._tell(title, str(problem), failed=True)

    def _tell(self, title: str, text: str, failed: bool = False) -> None:
        if not self._window.tell_page("notice", title=title, text=text, failed=failed):
            self._show_problem(f"{title}. {text}")
