"""POST /analyze_ssr: what is taken, what is refused, and that nothing of the refused stays."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import httpx
import pytest

from tests.server.contract.running_server import (
    Files,
    Server,
    assert_is_error,
    assert_names_no_path,
    running_server,
    wait_until,
)
from tests.server.contract.small_disk import small_disk

GENOME = ">a\n" + "GGATCATCATCATCGG" * 80 + "\n"
SMALL: Files = {"fasta_file": ("genomes.fa", GENOME.encode())}

Refuse = Callable[..., str]


@pytest.fixture
def refuse(server: Server) -> Refuse:
    """Sends a form that must be refused; the answer is the detail."""

    def send(status_code: int, files: Files = SMALL, **texts: str) -> str:
        before = server.job_folders()
        answer = server.submit(files, **texts)
        detail = assert_is_error(answer, status_code)
        assert_names_no_path(server, answer.text)
        assert server.job_folders() == before
        return detail

    return send


@pytest.mark.parametrize("path", ["/analyze_ssr", "/analyze_ssr/"])
def test_an_accepted_analysis_is_answered_with_its_addresses(server: Server, path: str) -> None:
    answer = server.post(path, files=dict(SMALL))
    content = answer.json()
    job_id = content["job_id"]

    assert answer.status_code == 202
    assert answer.headers["content-type"] == "application/json"
    assert re.fullmatch(r"job_[0-9a-z_]{12,32}", job_id)
    assert content["status"] in ("queued", "running")
    assert content == {
        "job_id": job_id,
        "status": content["status"],
        "status_url": f"/api/job/{job_id}/status",
        "results_base_url": f"/api/job/{job_id}/plot_data/",
        "download_all_url": f"/api/job/{job_id}/download_zip",
    }


def test_parameters_reach_the_analysis(server: Server, upload: Files) -> None:
    sent = {
        "mono": 11, "di": 5, "tri": "5", "tetra": "4", "penta": "4", "hexa": 3, "minLen": "500",
        "maxLen": "20000000", "unfair": "7", "min_repeat_count": "2", "min_genome_count": 3,
        "thread": "50",
    }  # fmt: skip
    job_id = server.complete(
        upload, perf_params=json.dumps(sent), reference_id="SIM0003", flanks="1",
        keep_intermediate="true", orient="off", loci="0", minisatellites="1",
    )  # fmt: skip
    used = server.get(f"/api/job/{job_id}/summary").json()["parameters"]

    assert used == {
        "mono": 11, "di": 5, "tri": 5, "tetra": 4, "penta": 4, "hexa": 3, "min_len": 500,
        "max_len": 20_000_000, "unfair": 7, "min_repeat_count": 2, "min_genome_count": 3,
        "reference_id": "SIM0003", "flanks": True, "keep_intermediate": True,
        "orient": "off", "loci": False, "minisatellites": True,
    }  # fmt: skip


def test_what_is_not_sent_has_its_default(server: Server, finished_genomes: str) -> None:
    used = server.get(f"/api/job/{finished_genomes}/summary").json()["parameters"]

    assert used == {
        "mono": 12, "di": 6, "tri": 4, "tetra": 3, "penta": 3, "hexa": 2, "min_len": 1_000,
        "max_len": 10_000_000, "unfair": 0, "min_repeat_count": 1, "min_genome_count": 2,
        "reference_id": None, "flanks": False, "keep_intermediate": False,
        "orient": "auto", "loci": True, "minisatellites": False,
    }  # fmt: skip


@pytest.mark.parametrize(("text", "is_on"), [("1", True), ("0", False), ("", False)])
def test_a_switch_is_true_or_false_or_a_digit(server: Server, text: str, is_on: bool) -> None:
    job_id = server.complete(SMALL, flanks=text)

    assert server.get(f"/api/job/{job_id}/summary").json()["parameters"]["flanks"] is is_on


@pytest.mark.parametrize(("text", "is_on"), [("1", True), ("false", False), ("", True)])
def test_loci_are_catalogued_unless_that_is_switched_off(
    server: Server, text: str, is_on: bool
) -> None:
    job_id = server.complete(SMALL, loci=text)

    assert server.state(job_id)["parameters"]["loci"] is is_on


def test_compressed_genomes_are_taken(server: Server) -> None:
    packed = gzip.compress(GENOME.encode())
    job_id = server.complete({"fasta_file": ("genomes.fasta.gz", packed)})

    assert server.state(job_id)["name"] == "genomes.fasta.gz"


def test_a_job_has_the_name_that_was_sent(server: Server) -> None:
    job_id = server.complete(SMALL, name="Spring, batch 2")

    assert server.state(job_id)["name"] == "Spring, batch 2"


def test_files_that_a_browser_sends_empty_are_not_there(server: Server) -> None:
    job_id = server.complete({**SMALL, "categories_file": ("", b""), "gene_bed": ("", b"")})

    assert server.get(f"/api/job/{job_id}/plot_data/hotspot").status_code == 404


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ("mono=12", "JSON"),
        ('{"mono": 12', "JSON"),
        ("[12, 6]", "JSON object"),
        ('"12"', "JSON object"),
        ('{"nano": 12}', "'nano'"),
        ('{"min_len": 12}', "'min_len'"),
        ('{"mono": 1}', "mono is 1"),
        ('{"mono": 1001}', "mono is 1001"),
        ('{"mono": "many"}', "mono is 'many'"),
        ('{"mono": 12.5}', "mono is 12.5"),
        ('{"mono": true}', "mono is True"),
        ('{"mono": null}', "mono is None"),
        ('{"mono": [12]}', "mono is [12]"),
        ('{"minLen": -1}', "minLen is -1"),
        ('{"minLen": 5000, "maxLen": 4000}', "maxLen"),
        ("[" * 60_000, "JSON"),
    ],
    ids=lambda text: text[:30],
)
def test_parameters_that_do_not_fit_are_bad_requests(refuse: Refuse, sent: str, told: str) -> None:
    assert told in refuse(400, perf_params=sent)


def test_switches_that_are_neither_are_bad_requests(refuse: Refuse) -> None:
    assert "flanks is 'perhaps'" in refuse(400, flanks="perhaps")
    assert "keep_intermediate is 'perhaps'" in refuse(400, keep_intermediate="perhaps")
    assert "loci is 'perhaps'" in refuse(400, loci="perhaps")
    assert "minisatellites is 'auto'" in refuse(400, minisatellites="auto")


def test_an_orientation_that_there_is_not_is_a_bad_request(refuse: Refuse) -> None:
    assert "orient is 'true': it must be auto or off" in refuse(400, orient="true")


def test_unknown_fields_are_bad_requests(refuse: Refuse) -> None:
    assert "'flank'" in refuse(400, flank="true")
    assert "'fasta'" in refuse(400, {**SMALL, "fasta": ("more.fa", b">b\nACGT\n")})


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{}"),
        ("application/x-www-form-urlencoded", b"flanks=true"),
        ("multipart/form-data", b"--x--"),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b"no form"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="fasta_file"; filename="a.fa"\r\n\r\n>a',
        ),
    ],
)
def test_what_is_no_whole_form_is_a_bad_request(
    server: Server, content_type: str, body: bytes
) -> None:
    before = server.job_folders()
    answer = server.post("/analyze_ssr", content=body, headers={"Content-Type": content_type})

    assert_is_error(answer, 400)
    assert server.job_folders() == before


def test_a_form_without_genomes_does_not_fit(refuse: Refuse) -> None:
    assert "fasta_file" in refuse(422, {"gene_bed": ("genes.bed", b"a\t0\t10\tA\n")})


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"fasta_file": b""}, ("genomes.fa",)),
        ({"fasta_file": b"no record\n"}, ("genomes.fa",)),
        ({"fasta_file": GENOME.encode() * 2}, ("genomes.fa", "a")),
        ({"fasta_file": b">a\nACGT\n"}, ("genomes.fa", "min_len")),
        ({"gene_bed": b"a\t900\t100\tA\n"}, ("genes.bed", "line 1", "900", "100")),
        ({"gene_bed": b"a\t1\t100\tA\na\tone\t100\tB\n"}, ("genes.bed", "line 2")),
        ({"categories_file": b"genome\tcategory\na\tI\n"}, ("categories.tsv", "genomeID")),
    ],
    ids=["empty", "no record", "same id twice", "too short", "swapped", "no number", "no id"],
)
def test_inputs_that_do_not_fit_are_told_with_file_and_line(
    refuse: Refuse, files: dict[str, bytes], told: tuple[str, ...]
) -> None:
    names = {
        "fasta_file": "genomes.fa",
        "gene_bed": "genes.bed",
        "categories_file": "categories.tsv",
    }
    sent = {**SMALL, **{field: (names[field], content) for field, content in files.items()}}
    detail = refuse(422, sent)

    assert all(part in detail for part in told), detail


def test_a_reference_that_is_no_genome_does_not_fit(refuse: Refuse) -> None:
    detail = refuse(422, reference_id="NC_1")

    assert "NC_1" in detail


def test_names_of_files_cannot_lead_out_of_the_job(server: Server) -> None:
    job_id = server.complete({"fasta_file": ("../../../escaped.fa", GENOME.encode())})

    assert server.state(job_id)["name"] == "escaped.fa"
    assert [path.name for path in (server.job_dir / job_id / "input").iterdir()] == ["escaped.fa"]


@pytest.fixture(scope="module")
def strict_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that takes 10 kB."""
    folder = tmp_path_factory.mktemp("strict") / "data"
    with running_server(folder, CROSSROAD_MAX_UPLOAD_BYTES="10kB") as running:
        yield running


def test_an_upload_up_to_the_limit_is_taken(strict_server: Server) -> None:
    strict_server.complete(SMALL)


@pytest.mark.parametrize("is_announced", [True, False])
def test_an_upload_over_the_limit_is_refused(strict_server: Server, is_announced: bool) -> None:
    """Also one whose length is not told before, as a browser or curl may send it."""
    files = {"fasta_file": ("genomes.fa", GENOME.encode() * 20)}
    request = httpx.Request("POST", strict_server.address + "/analyze_ssr/", files=files)
    body = request.read()
    content = body if is_announced else iter([body[:9_000], body[9_000:]])
    before = strict_server.job_folders()
    answer = strict_server.post(
        "/analyze_ssr/", content=content, headers={"Content-Type": request.headers["content-type"]}
    )

    assert "10,000 bytes" in assert_is_error(answer, 413)
    assert strict_server.job_folders() == before


def test_a_text_field_that_is_too_long_is_refused(refuse: Refuse) -> None:
    assert "name" in refuse(413, name="x" * 70_000)


def test_a_full_disk_is_told(tmp_path: Path, missing: Callable[[str], NoReturn]) -> None:
    with (
        small_disk(tmp_path / "jobs", 1_000_000, missing),
        running_server(tmp_path / "data", CROSSROAD_JOB_DIR=str(tmp_path / "jobs")) as server,
    ):
        large = {"fasta_file": ("genomes.fa", b">a\n" + b"ACGT" * 500_000)}
        before = server.job_folders()
        answer = server.submit(large)

        assert "disk" in assert_is_error(answer, 507)
        assert_names_no_path(server, answer.text)
        assert server.job_folders() == before
        assert server.get("/api/jobs").json() == {"jobs": []}


def test_an_upload_that_breaks_off_leaves_nothing(server: Server) -> None:
    before = server.job_folders()

    def break_off() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="fasta_file"; filename="a.fa"\r\n\r\n>a'
        # The folder is there while the upload goes on, and then the client is gone.
        wait_until(lambda: server.job_folders() != before)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        httpx.post(
            server.address + "/analyze_ssr",
            content=break_off(),
            headers={
                "Content-Type": "multipart/form-data; boundary=x",
                "Authorization": f"Bearer {server.token}",
            },
        )

    wait_until(lambda: server.job_folders() == before)
