"""A zip for a report of a fault: logs and versions, and nothing of what was analysed."""

import zipfile
from pathlib import Path
from typing import Final

from crossroad_desktop.desktop.about import describe_versions
from crossroad_desktop.errors import StorageError
from crossroad_desktop.settings import Settings

NAME: Final = "crossroad-diagnostics.zip"


def crash_log_path(settings: Settings) -> Path:
    """Where the interpreter itself writes what every thread did when it crashed."""
    return settings.data_dir / "crash.log"


def save_diagnostics(settings: Settings, target: Path) -> None:
    """Writes the zip. The tokens of the running server, job folders and their logs stay out.

    Raises StorageError.
    """
    logs = sorted(settings.data_dir.glob("crossroad.log*"))
    lines = [*describe_versions(), *_describe_settings(settings)]
    try:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("versions.txt", "\n".join(lines) + "\n")
            for path in (*logs, crash_log_path(settings)):
                if path.is_file():
                    archive.write(path, path.name)
    except OSError as problem:
        raise StorageError(
            f"{target} cannot be written ({problem.strerror or problem}); choose another place."
        ) from problem


def _describe_settings(settings: Settings) -> list[str]:
    # Values only, no folders: these often hold the user's name.
    names = ("host", "port", "max_jobs", "memory_limit_bytes", "max_upload_bytes")
    return [f"{name} = {getattr(settings, name)}" for name in names]
