"""`crossroad jobs`: the queue, with and without a running server."""

import json
from dataclasses import asdict, dataclass

import pytest

from crossroad_desktop.cli import main
from crossroad_desktop.errors import InputError, ParameterError
from crossroad_desktop.jobs.control import rerun_job
from crossroad_desktop.jobs.store import JobStatus
from crossroad_desktop.pipeline.inputs import InputFiles
from crossroad_desktop.pipeline.parameters import AnalysisParameters

from .conftest import Queue


@dataclass
class Commands:
    """Calls `crossroad jobs` for the queue of the test."""

    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str, code: int = 0) -> str:
        self.capsys.readouterr()
        assert main(["jobs", *words]) == code
        captured = self.capsys.readouterr()
        return captured.err if code else captured.out


@pytest.fixture
def jobs(
    queue: Queue, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Commands:
    for name, value in queue.settings.as_environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("COLUMNS", "200")
    return Commands(capsys)


def test_an_empty_queue_is_said_to_be_empty(jobs: Commands) -> None:
    assert "There are no jobs yet" in jobs()
    assert json.loads(jobs("--json")) == {"jobs": []}


def test_jobs_are_listed_newest_first(jobs: Commands, queue: Queue) -> None:
    old, new = queue.add(name="old one"), queue.add(name="new one")
    lines = jobs().splitlines()
    (first,) = [number for number, line in enumerate(lines) if new in line and "new one" in line]
    (second,) = [number for number, line in enumerate(lines) if old in line and "queued" in line]
    assert first < second
    assert [job["id"] for job in json.loads(jobs("list", "--json"))["jobs"]] == [new, old]
    assert [job["id"] for job in json.loads(jobs("--limit", "1", "--json"))["jobs"]] == [new]


def test_a_job_is_shown_with_why_it_failed(jobs: Commands, queue: Queue) -> None:
    job_id = queue.add(name="[bold]", reference_id="r1")
    assert "queued, number 1 in the queue" in jobs("show", job_id)
    queue.store.fail(job_id, "genes.bed, line 7: no end")
    shown = jobs("show", job_id)
    assert "genes.bed, line 7: no end" in shown
    assert "[bold]" in shown
    found = json.loads(jobs("show", job_id, "--json"))
    assert (found["status"], found["reference_id"]) == ("failed", "r1")
    assert found["folder"] == str(queue.folders.folder(job_id))


def test_a_queued_job_is_cancelled_without_a_server(jobs: Commands, queue: Queue) -> None:
    job_id = queue.add()
    assert f"{job_id} is cancelled" in jobs("cancel", job_id)
    assert queue.store.get(job_id).cancelled
    assert "has ended already" in jobs("cancel", job_id, code=1)


def test_a_running_job_is_cancelled_through_its_server(jobs: Commands, queue: Queue) -> None:
    queue.start("hang")
    job_id = queue.add()
    queue.wait_for_message(job_id, "Hanging")
    assert "is running; cancel it first" in jobs("delete", job_id, code=1)
    assert f"{job_id} is cancelled" in jobs("cancel", job_id)
    assert queue.files(job_id) == {"input"}


def test_a_job_is_deleted_with_its_folder(jobs: Commands, queue: Queue) -> None:
    job_id = queue.add()
    assert f"{job_id} is deleted" in jobs("delete", job_id)
    assert queue.store.ids() == set()
    assert [path.name for path in queue.settings.job_dir.iterdir() if path.is_dir()] == []


def test_a_job_runs_again_as_a_new_one(jobs: Commands, queue: Queue, genomes: InputFiles) -> None:
    former = queue.add(genomes.fasta, name="mine", min_len=1, mono=10)
    again = json.loads(jobs("rerun", former, "--json"))
    assert (again["status"], again["name"], again["queue_position"]) == ("queued", "mine", 2)
    queue.start()
    done = [queue.wait_for(job_id) for job_id in (former, again["id"])]
    assert [job.status for job in done] == [JobStatus.COMPLETED] * 2
    assert done[0].ssrs == done[1].ssrs
    jobs("delete", former)
    assert (queue.folders.input(again["id"]) / "genomes.fa").read_bytes() == (
        genomes.fasta.read_bytes()
    )


def test_a_job_runs_again_with_changed_parameters(queue: Queue, genomes: InputFiles) -> None:
    former = queue.add(genomes.fasta, mono=10)
    job = rerun_job(queue.store, queue.folders, former, {"mono": "11", "flanks": True})
    assert (job.parameters["mono"], job.parameters["flanks"]) == (11, True)
    with pytest.raises(ParameterError, match="mono is 1"):
        rerun_job(queue.store, queue.folders, former, {"mono": 1})
    assert queue.folders.ids() == {former, job.id}
    assert queue.store.entered() == []


def test_a_job_of_an_older_version_runs_again_with_the_defaults_of_what_is_new(
    queue: Queue, genomes: InputFiles
) -> None:
    former = queue.add(genomes.fasta, mono=10)

    job = rerun_job(queue.store, queue.folders, former)

    assert job.parameters == asdict(AnalysisParameters(mono=10))


def test_a_job_without_its_input_does_not_run_again(queue: Queue, genomes: InputFiles) -> None:
    former = queue.add(genomes.fasta)
    (queue.folders.input(former) / "genomes.fa").unlink()
    with pytest.raises(InputError, match="are not in its folder any more"):
        rerun_job(queue.store, queue.folders, former)
    assert queue.folders.ids() == {former}


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["show"], 2, "Which job? crossroad jobs show ID"),
        (["list", "job_000000000000"], 2, "takes no id"),
        (["show", "job_000000000000"], 1, "There is no job 'job_000000000000'."),
        (["delete", "../../etc"], 1, "There is no job '../../etc'."),
        (["cancel", "job_000000000000"], 1, "There is no job"),
        (["rerun", "job_000000000000"], 1, "There is no job"),
    ],
)
def test_wrong_use_is_told(jobs: Commands, words: list[str], code: int, message: str) -> None:
    assert message in jobs(*words, code=code)


def test_the_command_of_the_runner_is_not_listed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "run-job" not in capsys.readouterr().out
