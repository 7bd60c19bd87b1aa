"""One window per data folder: a second start hands what it is asked for to the first one.

In: the data folder. The first start holds a lock file, which the system frees however it ends, and
listens at a port of this machine; `window.json` (for this user only) says which one, and the key.
"""

import contextlib
import json
import os
import secrets
import threading
import time
from collections.abc import Callable
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Listener
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from crossroad_desktop.errors import ConflictError

_ANSWER: Final = b"done"
_SECONDS_BETWEEN_TRIES: Final = 0.05

Wish = Callable[[Path | None], None]
"""What the first start does when there is a second one: with the result it names, if any."""


class Instance:
    """This start of the program, and whether it is the first one of its data folder."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self._lock = FileLock(data_dir / "window.lock")
        self._listener: Listener | None = None

    def claim(self) -> bool:
        """Whether this is the first start. So it is where no lock can be made: what is wrong with
        the folder is told by whoever needs it next."""
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        except (OSError, NotImplementedError):
            return True
        return True

    def listen(self, on_start: Wish) -> None:
        """From now on later starts are told to `on_start`, in a thread.

        Where that cannot be arranged (a full disk) later starts say so themselves.
        """
        key = secrets.token_bytes(32)
        self._listener = Listener(("127.0.0.1", 0), authkey=key)
        content = {"port": self._listener.address[1], "key": key.hex(), "pid": os.getpid()}
        with contextlib.suppress(OSError):
            _write_for_user_only(_contact_file(self.data_dir), json.dumps(content))
        thread = threading.Thread(target=self._answer_all, args=(on_start,), daemon=True)
        thread.start()

    def release(self) -> None:
        """Lets a later start be the first one."""
        if self._listener is not None:
            self._listener.close()
            with contextlib.suppress(OSError):
                _contact_file(self.data_dir).unlink()
        self._lock.release()

    def _answer_all(self, on_start: Wish) -> None:
        listener = self._listener
        assert listener is not None
        while True:
            try:
                with listener.accept() as connection:
                    path = json.loads(connection.recv_bytes(1 << 16))["path"]
                    on_start(None if path is None else Path(path))
                    connection.send_bytes(_ANSWER)
            except (
                AuthenticationError,
                EOFError,
                ValueError,
                KeyError,
                TypeError,
                ConnectionError,
            ):
                continue  # Somebody else than a start of ours.
            except OSError:
                return  # Closed.


def hand_over(data_dir: Path, path: Path | None, seconds: float = 8.0) -> None:
    """Brings the window of the first start to the front; it opens the result at `path`.

    Raises ConflictError if that one does not answer in time.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            contact = json.loads(_contact_file(data_dir).read_text())
            with Client(
                ("127.0.0.1", contact["port"]), authkey=bytes.fromhex(contact["key"])
            ) as connection:
                connection.send_bytes(json.dumps({"path": path and str(path)}).encode())
                if connection.poll(seconds) and connection.recv_bytes() == _ANSWER:
                    return
        except (OSError, ValueError, KeyError, TypeError, EOFError, AuthenticationError):
            pass  # It may be starting or ending at this moment.
        if time.monotonic() > end:
            raise ConflictError(
                f"CrossRoad Desktop is running with the data folder {data_dir}, but does not "
                "answer; end it, then start it again."
            )
        threading.Event().wait(_SECONDS_BETWEEN_TRIES)


def _contact_file(data_dir: Path) -> Path:
    return data_dir / "window.json"


def _write_for_user_only(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    part.replace(path)
