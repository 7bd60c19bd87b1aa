"""GET /api/job/{id}/status and /events: how a job stands, from the queue to its end."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest

from crossroad_desktop.simulate import SimulationParameters, simulate, simulation_files
from tests.server.contract.conftest import REFERENCE
from tests.server.contract.running_server import (
    Files,
    Server,
    State,
    assert_is_error,
    assert_names_no_path,
    form_files,
)

NOTHING = type(None)
FIELDS: dict[str, tuple[type, ...]] = {
    "job_id": (str,), "status": (str,), "message": (str,), "progress": (float,),
    "error_details": (str, NOTHING), "reference_id": (str, NOTHING), "name": (str,),
    "status_url": (str,), "results_base_url": (str,), "download_all_url": (str,),
    "queue_position": (int, NOTHING), "cancelled": (bool,), "created_at": (str,),
    "started_at": (str, NOTHING), "finished_at": (str, NOTHING), "warnings": (list,),
    "parameters": (dict,), "inputs": (dict,),
}  # fmt: skip


def assert_is_state(state: State) -> None:
    assert list(state) == list(FIELDS)
    for name, kinds in FIELDS.items():
        assert type(state[name]) in kinds, name
    assert state["status"] in ("queued", "running", "completed", "failed")
    assert 0.0 <= state["progress"] <= 1.0
    assert state["message"]
    base = f"/api/job/{state['job_id']}/"
    assert state["status_url"] == base + "status"
    assert state["results_base_url"] == base + "plot_data/"
    assert state["download_all_url"] == base + "download_zip"


@pytest.fixture(scope="module")
def many_genomes(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Enough to be seen at work."""
    prefix = tmp_path_factory.mktemp("many") / "set"
    simulate(SimulationParameters(genomes=40, length=60_000, seed=5), prefix)
    return form_files(simulation_files(prefix))


@pytest.fixture
def failed(server: Server) -> str:
    """A job whose only genome turns out to be too short."""
    job_id = server.add_endless_job()
    server.end_genome(job_id, b"ACGT")
    server.wait_for_end(job_id)
    return job_id


def test_a_completed_job_says_all_of_itself(server: Server, finished: str) -> None:
    state = server.state(finished)
    moments = [datetime.fromisoformat(state[f"{what}_at"]) for what in ("created", "started")]
    moments.append(datetime.fromisoformat(state["finished_at"]))

    assert_is_state(state)
    assert state["job_id"] == finished
    assert state["status"] == "completed"
    assert state["progress"] == 1.0
    assert state["error_details"] is None
    assert state["reference_id"] == REFERENCE
    assert state["name"] == "Everything"
    assert state["queue_position"] is None
    assert state["cancelled"] is False
    assert moments == sorted(moments)
    assert all(moment.utcoffset() == timedelta(0) for moment in moments)


def test_a_job_says_what_it_was_set_to(
    server: Server, finished: str, finished_genomes: str, upload: Files
) -> None:
    state = server.state(finished)

    assert state["parameters"]["flanks"] is True
    assert state["parameters"]["mono"] == 12
    assert state["parameters"]["min_len"] == 1000
    assert state["inputs"] == {
        "fasta": upload["fasta_file"][0],
        "categories": upload["categories_file"][0],
        "genes": upload["gene_bed"][0],
    }
    assert list(server.state(finished_genomes)["inputs"]) == ["fasta"]


def test_without_a_reference_it_is_null(server: Server, finished_genomes: str) -> None:
    assert server.state(finished_genomes)["reference_id"] is None


def test_warnings_are_sentences(server: Server, genomes_only: Files) -> None:
    (name, genomes) = genomes_only["fasta_file"]
    job_id = server.complete({"fasta_file": (name, genomes + b">short\nACGT\n")})
    (warning,) = server.state(job_id)["warnings"]

    assert "1 of 9 genomes" in warning


def test_a_failed_job_says_why_in_words(server: Server, failed: str) -> None:
    state = server.state(failed)

    assert_is_state(state)
    assert state["status"] == "failed"
    assert state["cancelled"] is False
    assert "genomes.fa" in state["error_details"]
    assert "Traceback" not in state["error_details"]
    assert_names_no_path(server, state["error_details"])
    assert state["finished_at"]


def test_results_of_a_failed_job_are_refused_with_the_reason(server: Server, failed: str) -> None:
    reason = server.state(failed)["error_details"]
    detail = assert_is_error(server.get(f"/api/job/{failed}/plot_data/hotspot"), 409)

    assert reason in detail


def test_events_tell_a_run_in_words_and_progress_never_falls(
    server: Server, many_genomes: Files
) -> None:
    states = list(server.follow(server.accept(many_genomes)))
    progress = [state["progress"] for state in states]

    for state in states:
        assert_is_state(state)
        assert state["message"][0].isupper()
    assert progress == sorted(progress)
    assert states[-1]["status"] == "completed"
    assert states[-1]["progress"] == 1.0
    assert {state["status"] for state in states} >= {"running", "completed"}


def test_progress_moves_inside_a_long_step(server: Server) -> None:
    """A genome that comes slowly: what has been read is told before all is read."""
    job_id = server.add_endless_job()
    followed = server.follow(job_id)
    state = next(state for state in followed if state["message"].startswith("Reading genomes"))

    assert state["status"] == "running"
    assert state["progress"] < 1.0
    assert state["started_at"]
    assert state["finished_at"] is None

    server.end_genome(job_id, b"ACGT" * 1_000 + b"\n")
    assert [*followed][-1]["status"] == "completed"


def test_events_of_an_ended_job_are_its_end(server: Server, finished: str) -> None:
    answer = server.get(f"/api/job/{finished}/events")

    assert answer.headers["content-type"].partition(";")[0] == "text/event-stream"
    assert list(server.follow(finished)) == [server.state(finished)]


def test_a_queued_job_knows_its_place(narrow_server: Server, genomes_only: Files) -> None:
    busy = narrow_server.add_endless_job()
    answers = [narrow_server.submit(genomes_only) for _ in range(2)]
    waiting = [narrow_server.state(answer.json()["job_id"]) for answer in answers]

    assert [answer.json()["status"] for answer in answers] == ["queued", "queued"]
    for state in waiting:
        assert_is_state(state)
        assert state["status"] == "queued"
        assert state["progress"] == 0.0
        assert state["started_at"] is None
    assert [state["queue_position"] for state in waiting] == [1, 2]

    narrow_server.cancel(busy)
    ends = [narrow_server.wait_for_end(state["job_id"]) for state in waiting]
    assert [end["status"] for end in ends] == ["completed", "completed"]
    assert ends[0]["finished_at"] <= ends[1]["started_at"]


UNKNOWN = ["job_000000000000", "nope", "job_", "..", "%2e%2e", "job_AAAAAAAAAAAAAAAA", "%00"]


@pytest.mark.parametrize("job_id", UNKNOWN)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "status"), ("GET", "events"), ("GET", "plot_data/hotspot"), ("GET", "summary"),
        ("GET", "download_zip"), ("GET", "logs"), ("GET", "files"), ("GET", "table/mergedOut"),
        ("GET", "download/run.json"), ("GET", "table/mergedOut.csv"), ("POST", "cancel"),
    ],
)  # fmt: skip
def test_unknown_jobs_are_not_found(server: Server, job_id: str, method: str, path: str) -> None:
    assert_is_error(server.request(method, f"/api/job/{job_id}/{path}"), 404)


def test_answers_tell_the_time_by_the_clock_that_times_of_jobs_are_told_by(
    server: Server, finished: str
) -> None:
    answer = server.get(f"/api/job/{finished}/status")
    told = parsedate_to_datetime(answer.headers["Date"])

    assert told >= datetime.fromisoformat(answer.json()["finished_at"]).replace(microsecond=0)
