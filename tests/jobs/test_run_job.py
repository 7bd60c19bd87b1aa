"""The child process of a job: what it says, and what it never says."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from crossroad_desktop.jobs import run_job as module
from crossroad_desktop.jobs.run_job import run_job
from crossroad_desktop.pipeline.inputs import InputFiles
from crossroad_desktop.settings import Settings

from .conftest import DEADLINE, Queue


def run(queue: Queue, job_id: str) -> tuple[int, list[dict[str, Any]]]:
    out = io.StringIO()
    code = run_job(queue.settings, job_id, out)
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


def test_it_tells_progress_and_then_what_it_found(queue: Queue, genomes: InputFiles) -> None:
    code, lines = run(queue, queue.add(genomes.fasta, min_len=1))
    assert code == 0
    assert lines[0] == {"progress": 0.0, "message": "Reading genomes and finding SSRs"}
    assert {"progress": 0.25, "message": "Reading genomes and finding SSRs: 4 genomes"} in lines
    assert any(line["message"].startswith("Writing tables: intrim/") for line in lines[:-1])
    assert lines[-2] == {"progress": 1.0, "message": "Done: 4 genomes"}
    assert lines[-1]["summary"]["analysed_genomes"] == 4


def test_the_log_has_each_step_once_and_the_warnings(
    queue: Queue, genomes: InputFiles, tmp_path: Path
) -> None:
    lower = tmp_path / "x.fa"
    lower.write_bytes(genomes.fasta.read_bytes().replace(b"A", b"U", 5))
    job_id = queue.add(lower, min_len=1)
    _, lines = run(queue, job_id)
    noted = [line.split(" ", 1)[1] for line in queue.folders.log(job_id).read_text().splitlines()]
    warnings = [f"Warning: {warning}" for warning in lines[-1]["summary"]["warnings"]]
    assert warnings
    steps = dict.fromkeys(line["message"].split(":")[0] for line in lines[:-1])
    assert noted == [*steps, *warnings]


def test_what_a_former_try_left_does_not_matter(queue: Queue, genomes: InputFiles) -> None:
    job_id = queue.add(genomes.fasta, min_len=1)
    for name in ("output.unfinished", "output"):
        (queue.folders.folder(job_id) / name / "main").mkdir(parents=True)
    assert run(queue, job_id)[0] == 0
    assert (queue.folders.output(job_id) / "run.json").exists()
    assert not queue.folders.output(job_id).with_name("output.unfinished").exists()


def test_an_expected_problem_is_told_without_the_folder(queue: Queue, tmp_path: Path) -> None:
    (tmp_path / "empty.fa").write_bytes(b"")
    job_id = queue.add(tmp_path / "empty.fa")
    code, lines = run(queue, job_id)
    assert code == 1
    assert str(queue.settings.job_dir) not in json.dumps(lines)
    assert lines[-1]["error"].startswith("genomes.fa")
    assert f"Failed: {lines[-1]['error']}" in queue.folders.log(job_id).read_text()


def test_parameters_that_do_not_fit_are_told(queue: Queue, genomes: InputFiles) -> None:
    assert run(queue, queue.add(genomes.fasta, mono=1)) == (
        1, [{"error": "mono is 1: it must be a whole number from 2 to 1000."}],
    )  # fmt: skip


def test_an_unknown_job_is_told(queue: Queue) -> None:
    assert run(queue, "job_000000000000") == (
        1, [{"error": "There is no job 'job_000000000000'."}],
    )  # fmt: skip


def test_our_own_fault_is_told_without_a_traceback(
    queue: Queue,
    genomes: InputFiles,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("for the test")

    monkeypatch.setattr(module, "analyze", fail)
    code, lines = run(queue, queue.add(genomes.fasta))
    assert code == 70
    assert lines == [
        {
            "error": "The analysis failed by a fault of CrossRoad Desktop (ZeroDivisionError). "
            "Please report it with the file crash.log in the folder of the job."
        }
    ]
    assert "ZeroDivisionError: for the test" in capsys.readouterr().err


def start(settings: Settings, job_id: str, **options: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "crossroad_desktop", "run-job", job_id],
        stdout=subprocess.PIPE,
        env={**os.environ, **settings.as_environment()},
        **options,
    )


def test_it_ends_when_the_other_end_of_its_input_is_closed(queue: Queue) -> None:
    with start(queue.settings, queue.add(), stdin=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdin is not None
        child.stdout.readline()
        child.stdin.close()
        assert child.wait(DEADLINE) == 1


def test_it_needs_nobody_at_its_input(queue: Queue, genomes: InputFiles) -> None:
    job_id = queue.add(genomes.fasta, min_len=1)
    with start(queue.settings, job_id, stdin=subprocess.DEVNULL) as child:
        assert child.wait(DEADLINE) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process so")
def test_too_little_memory_is_told(queue: Queue, tmp_path: Path) -> None:
    big = tmp_path / "big.fa"
    with big.open("wb") as file:
        file.write(b">g\n")
        for _ in range(40):
            file.write(b"ACGTTGCA" * 1_000_000)
    settings = Settings(
        queue.settings.data_dir, queue.settings.job_dir, memory_limit_bytes=500_000_000
    )
    job_id = queue.add(big, max_len=2**31 - 1)
    with start(settings, job_id, stdin=subprocess.DEVNULL) as child:
        assert child.stdout is not None
        last = json.loads(child.stdout.read().splitlines()[-1])
    assert last["error"].startswith("There was not enough memory for this analysis.")
    assert child.returncode == 1
    assert {path.name for path in queue.folders.folder(job_id).iterdir()} == {
        "input",
        "job.log",
        "steps.json",
    }
