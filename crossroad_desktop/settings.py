"""Where the program keeps its files, and its limits.

In: environment variables, and what the command line says. Out: one frozen `Settings`.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import platformdirs

from crossroad_desktop.errors import ParameterError, StorageError

_GIBIBYTE: Final = 1024**3


@dataclass(frozen=True)
class Settings:
    """What holds for the whole program, not for one analysis."""

    data_dir: Path
    """The program's own files: address of the running server, log, window state."""
    job_dir: Path
    """One folder per job, and the list of jobs."""
    host: str = "127.0.0.1"
    port: int = 0
    """0 is any free port."""
    max_jobs: int = 2
    """Most jobs that run at the same time."""
    memory_limit_bytes: int | None = None
    """Most memory of one job, and of DuckDB; None is no limit."""
    max_upload_bytes: int = 20 * _GIBIBYTE
    """Largest upload that is accepted."""

    @property
    def database_path(self) -> Path:
        """The list of jobs. It lies beside their folders, so that the two always fit together."""
        return self.job_dir / "jobs.sqlite3"

    @property
    def server_file(self) -> Path:
        """Address and token of the running server."""
        return self.data_dir / "server.json"

    @property
    def log_path(self) -> Path:
        """What the program did, for whoever looks for a fault."""
        return self.data_dir / "crossroad.log"

    def as_environment(self) -> dict[str, str]:
        """The environment variables from which `load_settings` makes these settings again."""
        values = {name: getattr(self, name) for name in _VARIABLES}
        return {_VARIABLES[name]: str(value) for name, value in values.items() if value is not None}


def load_settings(environment: Mapping[str, str], **overrides: object) -> Settings:
    """Settings from the defaults, changed by the environment, changed by `overrides`.

    An override of None and an empty variable are as if not given. Paths become absolute. Raises
    ParameterError, which names the variable or the setting, for a value that does not fit.
    """
    if unknown := overrides.keys() - _VARIABLES.keys():
        raise TypeError(f"no such settings: {sorted(unknown)}")
    values: dict[str, Any] = {}
    for name, variable in _VARIABLES.items():
        if (override := overrides.get(name)) is not None:
            values[name] = _PARSERS[name](name, str(override))
        elif text := environment.get(variable):
            values[name] = _PARSERS[name](variable, text)
    values.setdefault("data_dir", default_data_dir())
    values.setdefault("job_dir", values["data_dir"] / "jobOut")
    return Settings(**values)


def default_data_dir() -> Path:
    """The folder that the user chose, else the one that the system has for a program's files."""
    try:
        chosen = json.loads(_choice_file().read_text(encoding="utf-8"))["data_dir"]
    except (OSError, ValueError, KeyError, TypeError):
        # Not chosen; or the file is damaged, and then the system's folder is as good as any.
        chosen = None
    if isinstance(chosen, str) and chosen:
        return _folder("data_dir", chosen)
    return platformdirs.user_data_path("crossroad-desktop", appauthor=False)


def choose_data_dir(folder: Path) -> None:
    """From now on `folder` is the default data folder of this user.

    Raises StorageError if that cannot be noted.
    """
    path = _choice_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.write_text(json.dumps({"data_dir": str(folder)}) + "\n", encoding="utf-8")
        part.replace(path)
    except OSError as problem:
        raise StorageError(
            f"{path}: the choice of the data folder cannot be kept ({problem.strerror}); set "
            "CROSSROAD_DATA_DIR instead."
        ) from problem


def _choice_file() -> Path:
    # Not in the data folder: it says where that is.
    return platformdirs.user_config_path("crossroad-desktop", appauthor=False) / "settings.json"


_VARIABLES: Final[Mapping[str, str]] = {
    "data_dir": "CROSSROAD_DATA_DIR",
    "job_dir": "CROSSROAD_JOB_DIR",
    "host": "CROSSROAD_HOST",
    "port": "CROSSROAD_PORT",
    "max_jobs": "CROSSROAD_MAX_JOBS",
    "memory_limit_bytes": "CROSSROAD_MEMORY_LIMIT",
    "max_upload_bytes": "CROSSROAD_MAX_UPLOAD_BYTES",
}


def _folder(_source: str, text: str) -> Path:
    # Not resolved: a link stays the name that the user knows.
    return Path(text).expanduser().absolute()


def _host(source: str, text: str) -> str:
    if not re.fullmatch(r"[0-9A-Za-z.:-]+", text):
        raise ParameterError(f"{source} is {text!r}: it must be an address such as 127.0.0.1.")
    return text


def _number_between(low: int, high: int) -> Callable[[str, str], int]:
    def parse(source: str, text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text.strip()) or not low <= int(text) <= high:
            raise ParameterError(
                f"{source} is {text!r}: it must be a whole number from {low} to {high:,}."
            )
        return int(text)

    return parse


_UNITS: Final = {
    "": 1, "B": 1,
    "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12,
    "KIB": 2**10, "MIB": 2**20, "GIB": 2**30, "TIB": 2**40,
}  # fmt: skip


def _bytes_from(least: int) -> Callable[[str, str], int]:
    def parse(source: str, text: str) -> int:
        match = re.fullmatch(r"\s*([0-9]{1,18}(?:\.[0-9]{1,6})?)\s*([A-Za-z]*)\s*", text)
        if match is None or match[2].upper() not in _UNITS:
            raise ParameterError(f"{source} is {text!r}: it must be a size such as 2GB or 500MB.")
        size = int(float(match[1]) * _UNITS[match[2].upper()])
        if size < least:
            raise ParameterError(f"{source} is {text!r}: it must be {least:,} bytes or more.")
        return size

    return parse


_PARSERS: Final[Mapping[str, Callable[[str, str], object]]] = {
    "data_dir": _folder,
    "job_dir": _folder,
    "host": _host,
    "port": _number_between(0, 65_535),
    "max_jobs": _number_between(1, 256),
    # Python with NumPy and Arrow needs about 150 MB before it has read a base.
    "memory_limit_bytes": _bytes_from(256 * 10**6),
    "max_upload_bytes": _bytes_from(1),
}
