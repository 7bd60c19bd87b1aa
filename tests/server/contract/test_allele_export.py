"""GET /api/job/{id}/allele_export/{format}: the allele matrix for other programs."""

import json
from pathlib import Path

import pytest

from crossroad_desktop.results.allele_exports.formats import ALLELE_FORMATS
from crossroad_desktop.results.allele_exports.open_export import AlleleExport, open_allele_export
from crossroad_desktop.results.filters import Filters
from tests.results.allele_exports.made_result import write_result
from tests.server.contract.running_server import Files, Server, assert_is_error


@pytest.fixture(scope="module")
def job(server: Server, genomes_only: Files) -> str:
    """A job whose results are those of genomes put together by hand."""
    job_id = server.complete(genomes_only)
    write_result(output_of(server, job_id))
    return job_id


def output_of(server: Server, job_id: str) -> Path:
    return server.job_dir / job_id / "output"


@pytest.mark.parametrize("file_format", ALLELE_FORMATS)
def test_every_format_is_sent_as_a_file_of_its_type(
    server: Server, job: str, file_format: str
) -> None:
    answer = server.get(f"/api/job/{job}/allele_export/{file_format}")
    entry = ALLELE_FORMATS[file_format]
    pieces = open_allele_export(output_of(server, job), AlleleExport(file_format))

    assert answer.status_code == 200, answer.text
    assert answer.content == b"".join(pieces)
    assert answer.headers["content-type"].partition(";")[0] == entry.media_type
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="alleles_{file_format}_{job}.{entry.ending}"'
    )


def test_filters_populations_and_measure_are_obeyed(server: Server, job: str) -> None:
    filters = Filters(genome=["anchor.1", "MN-2|x"], metadata=[["country", "Peru"]])
    sent = {"genome": filters.genome, "metadata": json.dumps(["country", "Peru"])}
    arlequin = AlleleExport("arlequin", filters, by="country")
    phylip = AlleleExport("phylip", filters, measure="stepwise")

    for asked in (arlequin, phylip):
        options = {"by": asked.by, "measure": asked.measure}
        url = f"/api/job/{job}/allele_export/{asked.file_format}"
        answer = server.get(url, params={**sent, **options})
        assert answer.content == b"".join(open_allele_export(output_of(server, job), asked))


@pytest.mark.parametrize(
    ("file_format", "query", "code", "detail"),
    [
        ("fstat", {}, 404, "There is no format 'fstat'; the formats are csv, xlsx, genepop"),
        ("genepop", {"by": "host"}, 400, "by is 'host'; the columns of the genomes are category"),
        ("phylip", {"measure": "fst"}, 400, "measure is 'fst'; it must be alleles or stepwise."),
        ("nexus", {"genome": "none"}, 400, "Nexus needs a genome, and the filters leave none"),
        (
            "newick",
            {"genome": "2021"},
            400,
            "A tree needs at least 3 genomes; the filters leave 1. Widen them.",
        ),
        ("csv", {"sort": "x"}, 400, "sort"),
    ],
)
def test_what_does_not_fit_is_told(
    server: Server, job: str, file_format: str, query: dict[str, str], code: int, detail: str
) -> None:
    answer = server.get(f"/api/job/{job}/allele_export/{file_format}", params=query)

    assert detail in assert_is_error(answer, code)


def test_there_must_be_such_a_job(server: Server) -> None:
    answer = server.get("/api/job/job_0000000000000000/allele_export/csv")

    assert "There is no job" in assert_is_error(answer, 404)
