"""The packages for Linux: what they install, how it starts, what they leave."""

import os
import shlex
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest

from crossroad_desktop import __version__
from tests.packaging.bundle import PACKAGING, run_offline
from tests.packaging.test_bundle import foreign_result

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

ENTRY = "applications/crossroad-desktop.desktop"
MEDIA_TYPE = "application/x-crossroad-result"


def output_of(*command: object, **variables: str) -> str:
    done = subprocess.run(
        [str(word) for word in command], env={**os.environ, **variables}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def entry_of(share: Path) -> dict[str, str]:
    """The menu entry, by its keys."""
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(share / ENTRY, encoding="utf-8")
    return dict(parser["Desktop Entry"])


def command_of(share: Path) -> list[str]:
    """What the menu starts, without the place of the file."""
    return [word for word in shlex.split(entry_of(share)["Exec"]) if word != "%f"]


@pytest.fixture(scope="module")
def installed(deb: Path) -> Iterator[Path]:
    """The .deb, installed on this machine; removed at the end. /usr/share."""
    output_of("dpkg", "-i", deb)
    yield Path("/usr/share")
    output_of("dpkg", "--purge", "crossroad-desktop")


def test_the_deb_says_what_it_is_and_needs(deb: Path) -> None:
    facts = output_of("dpkg-deb", "--field", deb)

    assert "Package: crossroad-desktop\n" in facts
    assert f"Version: {__version__}\n" in facts
    (depends,) = [line for line in facts.splitlines() if line.startswith("Depends: ")]
    assert "libc6 (>= 2." in depends
    for name in ("libgl1", "libegl1", "libx11-6", "shared-mime-info"):
        assert name in depends


def test_all_that_the_deb_installs_belongs_to_root(deb: Path) -> None:
    lines = output_of("dpkg-deb", "--contents", deb).splitlines()

    assert len(lines) > 200
    assert [line for line in lines if " root/root " not in line] == []


def test_every_library_that_the_installed_program_links_is_found(installed: Path) -> None:
    library = installed.parent / "lib/crossroad-desktop"
    files = [library / "crossroad", *library.rglob("*.so*")]
    real = [path for path in files if path.is_file() and not path.is_symlink()]
    internal = library / "_internal"
    places = f"{internal}:{internal / 'PySide6/Qt/lib'}"
    said = output_of("ldd", *real, LD_LIBRARY_PATH=places)

    assert "not found" not in said


def test_the_menu_entry_is_valid_and_starts_what_is_installed(installed: Path) -> None:
    if validate := shutil.which("desktop-file-validate"):
        output_of(validate, installed / ENTRY)
    entry = entry_of(installed)

    assert shutil.which(command_of(installed)[0]) == "/usr/bin/crossroad"
    assert entry["MimeType"] == f"{MEDIA_TYPE};"
    for kind in (f"apps/{entry['Icon']}", "mimetypes/application-x-crossroad-result"):
        assert (installed / "icons/hicolor/48x48" / f"{kind}.png").is_file()
        assert (installed / "icons/hicolor/scalable" / f"{kind}.svg").is_file()


def test_files_called_crossroad_are_known(installed: Path, tmp_path: Path) -> None:
    globs = (installed / "mime/globs2").read_text(encoding="utf-8").splitlines()

    assert f"60:{MEDIA_TYPE}:*.crossroad" in globs
    if shutil.which("update-desktop-database"):
        cache = (installed / "applications/mimeinfo.cache").read_text(encoding="utf-8")
        assert f"{MEDIA_TYPE}=crossroad-desktop.desktop;" in cache
    if shutil.which("xdg-mime"):
        file = tmp_path / "Result of a colleague.crossroad"
        file.write_bytes(b"PK\x03\x04")
        variables = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "share")}
        assert output_of("xdg-mime", "query", "filetype", file, **variables).strip() == MEDIA_TYPE


def test_the_command_of_the_menu_opens_the_window_and_a_result(
    installed: Path, tmp_path: Path
) -> None:
    result = foreign_result(tmp_path / "other")
    words = [sys.executable, "-m", "tests.packaging.window_check", tmp_path, result]
    # As a desktop does: the command is looked up in the PATH.
    first, *rest = command_of(installed)
    said = run_offline([*words, shutil.which(first), *rest])

    assert '"exit code": 0' in said


def test_removing_the_deb_leaves_the_data_of_the_user_and_nothing_else(
    deb: Path, tmp_path: Path
) -> None:
    output_of("dpkg", "-i", deb)
    listed = output_of("dpkg", "--listfiles", "crossroad-desktop").splitlines()
    owned = [Path(line) for line in listed if "crossroad" in line]
    output_of("crossroad", "demo", "-o", tmp_path / "demo", "--quiet", HOME=str(tmp_path))
    output_of("dpkg", "--remove", "crossroad-desktop")

    assert len(owned) > 200
    assert [path for path in owned if path.exists()] == []
    assert (tmp_path / "demo/result/output/run.json").is_file()
    globs = Path("/usr/share/mime/globs2").read_text(encoding="utf-8")
    assert "crossroad" not in globs


def test_the_tar_installs_for_one_user_and_is_removed_again(
    tar: Path, program: Path, tmp_path: Path
) -> None:
    assert program.is_file()
    with tarfile.open(tar) as archive:
        archive.extractall(tmp_path, filter="tar")
    (folder,) = tmp_path.glob("crossroad-desktop-*")
    home = tmp_path / "home of a user"
    home.mkdir()
    variables = {"HOME": str(home), "XDG_DATA_HOME": ""}
    output_of(folder / "install.sh", **variables)
    shutil.rmtree(folder / "program")

    link = home / ".local/bin/crossroad"
    (command, *rest) = command_of(home / ".local/share")
    assert Path(command) == link.resolve()
    assert rest == ["open"]
    assert run_offline([link, "--version"]).strip() == f"crossroad {__version__}"
    run_offline([sys.executable, PACKAGING / "smoke_test.py", link])

    mine = home / ".local/share/crossroad-desktop/jobOut"
    mine.mkdir(parents=True)
    output_of(folder / "install.sh", "--remove", **variables)
    left = [path for path in home.rglob("*crossroad*") if path != mine.parent]
    assert left == []
    assert mine.is_dir()


def test_the_script_replaces_no_program_of_another(tmp_path: Path) -> None:
    other = tmp_path / ".local/bin/crossroad"
    other.parent.mkdir(parents=True)
    other.write_text("mine")
    script = PACKAGING / "linux/install.sh"
    for words in ([], ["--remove"]):
        done = subprocess.run(
            [script, *words], env={**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": ""},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 1
        assert "is not CrossRoad Desktop" in done.stderr
        assert other.read_text() == "mine"
