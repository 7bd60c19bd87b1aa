"""What goes into the bundle, and what the packed program does first."""

import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest

from crossroad_desktop.jobs.worker import worker_command
from tests.packaging.bundle import PACKAGING

assert str(PACKAGING) in sys.path
from launch import restore_library_path  # noqa: E402  # found there
from licences import bundled_packages, licence_of  # noqa: E402
from slimming import drop_dangling, is_used, keep_linked  # noqa: E402

LINKS = {
    "program": ["libused.so.1"], "used": ["libdeep.so.2", "libc.so.6"], "deep": [], "unused": [],
    "qt": ["libused.so.1"], "nss": [], "softokn": ["libdeep.so.2"],
}  # fmt: skip


def binary(place: str, source: str) -> tuple[str, str, str]:
    return place, source, "BINARY"


def test_libraries_that_nothing_links_are_left_out() -> None:
    program = ("module.so", "program", "EXTENSION")
    entries = [
        program, binary("libused.so.1", "used"), binary("libdeep.so.2", "deep"),
        binary("libunused.so.1", "unused"), binary("PySide6/Qt/lib/libQt6Unused.so.6", "qt"),
    ]  # fmt: skip
    kept = keep_linked(entries, LINKS.__getitem__)

    assert [entry[1] for entry in kept] == ["program", "used", "deep"]


def test_what_is_loaded_by_name_stays_with_what_loads_it() -> None:
    softokn = binary("libsoftokn3.so", "softokn")
    python = binary("libpython3.11.so.1.0", "deep")
    nss = binary("libnss3.so", "nss")
    with_nss = {**LINKS, "program": ["libnss3.so"]}
    program = ("module.so", "program", "EXTENSION")

    assert keep_linked([program, softokn, python], LINKS.__getitem__) == [program, python]
    assert softokn in keep_linked([program, nss, softokn], with_nss.__getitem__)


def test_links_to_what_is_left_out_are_left_out() -> None:
    kept = binary("PySide6/Qt/lib/libA.so.6", "a")
    good = ("libA.so.6", "PySide6/Qt/lib/libA.so.6", "SYMLINK")
    bad = ("libB.so.6", "PySide6/Qt/lib/libB.so.6", "SYMLINK")
    data = ("LICENSE", "LICENSE", "DATA")

    assert drop_dangling([good, bad, data], [kept]) == [good, data]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("pyarrow/libarrow_flight.so.2600", False),
        ("pyarrow/libarrow_substrait.so.2600", True),
        ("pyarrow/_s3fs.cpython-311-x86_64-linux-gnu.so", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/qml/QtQuick/qmldir", False),
        ("PySide6\\Qt\\translations\\qt_de.qm", False),
        ("PySide6/Qt/translations/qtwebengine_locales/de.pak", False),
        ("PySide6/Qt/translations/qtwebengine_locales/en-US.pak", True),
        ("PySide6/Qt/resources/qtwebengine_resources.pak", True),
        ("PySide6/Qt/resources/icudtl.dat", True),
        ("frontend_dist/index.html", True),
    ],
)
def test_a_file_is_kept_if_the_program_uses_it(place: str, expected: bool) -> None:
    assert is_used(binary(place, "x")) is expected


@pytest.mark.skipif(sys.platform != "linux", reason="only on Linux a system has these")
def test_the_c_plus_plus_library_is_that_of_the_system() -> None:
    assert not is_used(binary("libstdc++.so.6", "x"))
    assert is_used(binary("numpy.libs/libstdc++.so.6", "x"))


def test_started_programs_get_the_library_path_of_the_user() -> None:
    changed = {"LD_LIBRARY_PATH": "/bundle", "LD_LIBRARY_PATH_ORIG": "/mine", "HOME": "/home/me"}
    new = {"LD_LIBRARY_PATH": "/bundle"}
    restore_library_path(changed)
    restore_library_path(new)

    assert changed == {"LD_LIBRARY_PATH": "/mine", "HOME": "/home/me"}
    assert new == {}


def test_jobs_run_in_the_packed_program_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/crossroad/crossroad")
    assert worker_command() == ["/opt/crossroad/crossroad", "run-job"]

    monkeypatch.setattr(sys, "executable", "/opt/crossroad/CrossRoad Desktop.exe")
    monkeypatch.setattr(sys, "platform", "win32")
    program, word = worker_command()
    assert (Path(program).name, word) == ("crossroad.exe", "run-job")


def test_the_packages_of_modules_are_known_with_their_licences() -> None:
    found = bundled_packages(
        ["numpy.linalg", "litestar", "crossroad_desktop.cli", "no_such_module"]
    )

    assert [package.metadata["Name"] for package in found] == ["litestar", "numpy"]
    assert all(licence_of(package) for package in distributions())
