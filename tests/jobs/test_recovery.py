"""Results without a job become one again, whatever their record says."""

import json
from pathlib import Path

import pytest

from crossroad_desktop.jobs.folders import new_job_id
from crossroad_desktop.jobs.store import Job

from .conftest import Queue


def adopt(queue: Queue, record: object, input_name: str | None = None) -> Job:
    """The job that is made of a result folder with this record, and with this input file."""
    job_id = new_job_id()
    folder = queue.folders.create(job_id)
    (folder / "output").mkdir()
    (folder / "output" / "run.json").write_text(json.dumps(record))
    if input_name is not None:
        (folder / "input" / input_name).write_text(">a\nACGT\n")
    queue.start("complete")
    return queue.store.get(job_id)


def test_input_files_that_are_there_belong_to_the_job(queue: Queue) -> None:
    record = {"inputs": [{"role": "fasta", "name": "genomes.fa"}]}
    job = adopt(queue, record, "genomes.fa")

    assert (job.name, job.input_names) == ("genomes.fa", {"fasta": "genomes.fa"})


@pytest.mark.parametrize("name", ["genomes.fa", "../../jobs.sqlite3", "../output/run.json", "."])
def test_an_input_file_that_is_not_there_is_none_wherever_it_leads(queue: Queue, name: str) -> None:
    assert adopt(queue, {"inputs": [{"role": "fasta", "name": name}]}).input_names == {}


def test_an_absolute_path_is_no_input_file(queue: Queue, tmp_path: Path) -> None:
    (tmp_path / "private.fa").write_text(">a\nACGT\n")
    record = {"inputs": [{"role": "fasta", "name": str(tmp_path / "private.fa")}]}

    assert adopt(queue, record).input_names == {}


@pytest.mark.parametrize("inputs", [None, 7, ["x"], [{}], [{"role": "fasta"}], {"fasta": "x"}])
def test_a_record_of_another_form_hinders_no_start(queue: Queue, inputs: object) -> None:
    assert adopt(queue, {"inputs": inputs}).input_names == {}
