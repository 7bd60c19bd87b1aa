"""A disk that is full: one message, and nothing half-written is left, whichever file it strikes.

A small disk in memory (tmpfs) of every size that is too small for the result.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from tests.cli.conftest import Analyze, Crossroad, files_below
from tests.cli.small_inputs import CATEGORIES, GENES
from tests.results.allele_exports.made_result import write_result

MakeDisk = Callable[[str], None]
_PAGE = 4096
_FULL = (
    "crossroad: disk/out/output: the disk is full; free some space or choose a folder on another "
    "disk. Nothing of this run was kept."
)
_LOG_LOST = (
    "crossroad: disk/out/job.log: cannot be written (No space left on device); the results "
    "themselves are whole."
)
_OPTIONS = ("-f", "--keep-intermediate", "-r", "g1", "-g", "1")


@pytest.fixture
def make_disk(missing: Callable[[str], NoReturn]) -> Iterator[MakeDisk]:
    """Mounts an empty disk as the folder `disk`, in place of the last one, with these limits."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        missing(
            "a small disk must be mounted; run the tests as root on Linux (docker: --privileged)"
        )
    disk = Path("disk").absolute()
    disk.mkdir()

    def make(limits: str) -> None:
        _unmount(disk)
        command = ["mount", "-t", "tmpfs", "-o", limits, "tmpfs", str(disk)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            missing(f"a small disk must be mounted, but {done.stderr.strip()}")

    yield make
    _unmount(disk)


def test_a_disk_of_any_size_that_is_too_small_is_told(
    make_disk: MakeDisk, analyze_on_disk: Callable[..., list[str]]
) -> None:
    make_disk("size=64m")
    assert analyze_on_disk() == []
    needed = sum(-(-len(content) // _PAGE) for content in files_below("disk").values())
    assert needed > 30

    wrong = {}
    # One page less, and only job.log has no room.
    for pages in range(1, needed - 1):
        make_disk(f"size={pages * _PAGE}")
        messages, left = analyze_on_disk(), list(files_below("disk"))
        if messages != [_FULL] or left:
            wrong[pages] = (messages, left)

    assert wrong == {}


def test_results_are_whole_where_only_the_log_has_no_room(
    make_disk: MakeDisk, analyze_on_disk: Callable[..., list[str]]
) -> None:
    make_disk("size=64m")
    analyze_on_disk()
    whole = files_below("disk/out/output")
    needed = sum(-(-len(content) // _PAGE) for content in files_below("disk").values())
    make_disk(f"size={(needed - 1) * _PAGE}")

    assert analyze_on_disk() == [_LOG_LOST]
    assert files_below("disk/out/output") == whole
    assert not Path("disk/out/job.log").exists()


@pytest.mark.parametrize("number", [2, 3, 4, 5, 6, 10, 20])
def test_a_disk_without_room_for_more_files_is_told(
    make_disk: MakeDisk, analyze_on_disk: Callable[..., list[str]], number: int
) -> None:
    make_disk(f"size=64m,nr_inodes={number}")

    messages = analyze_on_disk()

    assert messages in (
        [_FULL],
        # There is not even room for OUT.
        [
            "crossroad: disk/out: cannot make this folder (No space left on device); choose "
            "another one."
        ],
    )
    assert list(files_below("disk")) == []


def test_a_former_result_survives_a_disk_that_is_full(
    make_disk: MakeDisk, analyze_on_disk: Callable[..., list[str]]
) -> None:
    make_disk("size=64m")
    analyze_on_disk()
    needed = sum(-(-len(content) // _PAGE) for content in files_below("disk").values())
    make_disk(f"size={needed * 3 // 2 * _PAGE}")
    assert analyze_on_disk() == []
    before = files_below("disk")

    assert analyze_on_disk("--force") == [_FULL]
    assert files_below("disk") == before


def test_a_simulation_on_a_full_disk_leaves_nothing(
    make_disk: MakeDisk, crossroad: Crossroad
) -> None:
    make_disk("size=64k")

    answer = crossroad("simulate", "-o", "disk/new/big")

    assert answer.messages == [
        "crossroad: disk/new: cannot be written (No space left on device); make room or choose "
        "another folder."
    ]
    assert answer.exit_code == 1
    assert files_below("disk") == {}


def test_a_demo_on_a_full_disk_leaves_nothing(make_disk: MakeDisk, crossroad: Crossroad) -> None:
    make_disk("size=3m")

    answer = crossroad("demo", "-o", "disk/demo")

    assert answer.messages == [
        "crossroad: disk/demo/result/output: the disk is full; free some space or choose a folder "
        "on another disk. Nothing of this run was kept."
    ]
    assert answer.exit_code == 1
    assert files_below("disk") == {}


def test_an_export_on_a_full_disk_leaves_nothing(
    make_disk: MakeDisk, crossroad: Crossroad, folder: Path
) -> None:
    make_disk("size=4k")
    write_result(folder / "run" / "output")

    answer = crossroad("export", "run", "xlsx", "-o", "disk/alleles.xlsx")

    assert answer.messages == [
        "crossroad: disk/alleles.xlsx: cannot be written (No space left on device); make room or "
        "choose another place."
    ]
    assert answer.exit_code == 1
    assert files_below("disk") == {}


@pytest.fixture
def analyze_on_disk(analyze: Analyze) -> Callable[..., list[str]]:
    """Analyses into disk/out; the messages that came."""

    def call(*options: str) -> list[str]:
        answer = analyze(*_OPTIONS, "-o", "disk/out", *options, categories=CATEGORIES, genes=GENES)
        assert answer.exit_code == (1 if answer.messages else 0)
        return answer.messages

    return call


def _unmount(disk: Path) -> None:
    if disk.is_mount():
        subprocess.run(["umount", str(disk)], check=True)
