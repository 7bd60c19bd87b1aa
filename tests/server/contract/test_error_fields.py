"""Errors stand at the field: which one, and in which line of its file."""

import gzip
from typing import Any

import httpx
import pytest

from tests.server.contract.running_server import Files, Server, assert_is_error

GENOME = ">a\n" + "GGATCATCATCATCGG" * 80 + "\n"
FASTA: Files = {"fasta_file": ("genomes.fa", GENOME.encode())}
PATHS = ["/analyze_ssr", "/api/check"]


def send(server: Server, path: str, files: Files, texts: dict[str, str]) -> httpx.Response:
    return server.post(
        path, files={**files, **{name: (None, text) for name, text in texts.items()}}
    )


def assert_told_at(answer: httpx.Response, code: int, field: str, line: int | None = None) -> None:
    detail = assert_is_error(answer, code)
    assert answer.json()["errors"] == [{"field": field, "message": detail, "line": line}]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "fasta",
    [
        b"", b"no record\n", b"LOCUS       NC_1\n", b"PK\x03\x04zip", b"@r\nACGT\n+\nIIII\n",
        GENOME.encode() * 2, b">a\nACGT\n", b">\nACGT\n", gzip.compress(GENOME.encode())[:-9],
    ],
    ids=["empty", "text", "GenBank", "zip", "FASTQ", "id twice", "short", "no id", "gzip cut off"],
)  # fmt: skip
def test_genomes_that_do_not_fit_are_told_at_their_field(
    server: Server, path: str, fasta: bytes
) -> None:
    answer = send(server, path, {"fasta_file": ("my genomes, all.fa", fasta)}, {})

    assert_told_at(answer, 422, "fasta_file")


@pytest.mark.parametrize(
    ("categories", "line"),
    [
        (b"PK\x03\x04zip", None),
        (b"\n", None),
        (b"name\tcategory\na\tI\n", None),
        (b"genomeID\tcategory\n", None),
        (b"genomeID\tcategory\na\tI\na\tI\n", None),
        (b"genomeID\tcategory\na\tI\nb\tI\tx\n", 3),
        (b"genomeID\tcategory\na\tI\n\tI\n", 3),
        (b'genomeID\tcategory\na\t"I\n', 2),
    ],
    ids=["zip", "empty", "no id column", "no row", "id twice", "cells", "no id", "open quote"],
)
@pytest.mark.parametrize("path", PATHS)
def test_categories_that_do_not_fit_are_told_at_their_field_and_line(
    server: Server, path: str, categories: bytes, line: int | None
) -> None:
    answer = send(server, path, {**FASTA, "categories_file": ("c.tsv", categories)}, {})

    assert_told_at(answer, 422, "categories_file", line)


@pytest.mark.parametrize(
    ("genes", "line"),
    [
        (b"PK\x03\x04zip", None),
        (b"##gff-version 3\n", None),
        (b"# nothing\n", None),
        (b"a\t0\t9\tA\na\t0\t9\n", 2),
        (b"a\t0\t9\tA\n\t0\t9\tA\n", 2),
        (b"a\t0\t9\tA\na\t0\t9\t\n", 2),
        (b"# c\n\na\t9\t0\tA\n", 3),
        (b"a\t-5\t9\tA\n", 1),
        (b"a\t0.5\t9\tA\n", 1),
        (b"a\t0\t99999999999\tA\n", 1),
    ],
    ids=[
        "zip", "GFF", "no gene", "columns", "no id", "no name", "swapped", "negative", "fraction",
        "beyond",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", PATHS)
def test_genes_that_do_not_fit_are_told_at_their_field_and_line(
    server: Server, path: str, genes: bytes, line: int | None
) -> None:
    # The same name as that of the genomes: the field is told by the file, not by its name.
    answer = send(server, path, {**FASTA, "gene_bed": ("genomes.fa", genes)}, {})

    assert_told_at(answer, 422, "gene_bed", line)


@pytest.mark.parametrize(
    ("code", "texts", "field"),
    [
        (400, {"perf_params": "mono=1"}, "perf_params"),
        (400, {"perf_params": "[1]"}, "perf_params"),
        (400, {"perf_params": '{"nano": 1}'}, "perf_params.nano"),
        (400, {"perf_params": '{"\\ud800": 1}'}, "perf_params.?"),
        (400, {"perf_params": '{"mono": 1}'}, "perf_params.mono"),
        (400, {"perf_params": '{"hexa": 1001}'}, "perf_params.hexa"),
        (400, {"perf_params": '{"tri": "x"}'}, "perf_params.tri"),
        (400, {"perf_params": '{"minLen": -1}'}, "perf_params.minLen"),
        (400, {"perf_params": '{"minLen": 9, "maxLen": 8}'}, "perf_params.maxLen"),
        (400, {"perf_params": '{"min_repeat_count": -1}'}, "perf_params.min_repeat_count"),
        (400, {"flanks": "maybe"}, "flanks"),
        (400, {"keep_intermediate": "maybe"}, "keep_intermediate"),
        (400, {"orient": "maybe"}, "orient"),
        (400, {"loci": "maybe"}, "loci"),
        (400, {"minisatellites": "maybe"}, "minisatellites"),
        (400, {"flank": "1"}, "flank"),
        (400, {"keep": "bed", "check_token": ""}, "keep"),
        (413, {"name": "x" * 70_000}, "name"),
        (422, {"reference_id": "b"}, "reference_id"),
    ],
    ids=lambda value: str(value)[:40],
)
@pytest.mark.parametrize("path", PATHS)
def test_texts_that_do_not_fit_are_told_at_their_field(
    server: Server, path: str, code: int, texts: dict[str, str], field: str
) -> None:
    assert_told_at(send(server, path, FASTA, texts), code, field)


def test_a_reference_that_is_left_out_is_told_at_its_field(server: Server) -> None:
    genomes = {"fasta_file": ("x.fa", GENOME.encode() + b">b\nACGT\n")}

    assert_told_at(send(server, PATHS[0], genomes, {"reference_id": "b"}), 422, "reference_id")


def test_the_nearest_ids_are_named_for_an_unknown_reference(server: Server) -> None:
    genomes = {"fasta_file": ("x.fa", GENOME.replace(">a", ">NC_063383.1").encode())}
    answer = send(server, "/api/check", genomes, {"reference_id": "NC_063383"})

    assert "Did you mean NC_063383.1?" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize("path", PATHS)
def test_a_form_without_genomes_is_told_at_their_field(server: Server, path: str) -> None:
    assert_told_at(send(server, path, {}, {"flanks": "true"}), 422, "fasta_file")


@pytest.mark.parametrize("path", [*PATHS, "/api/import_file"])
def test_what_is_no_form_is_told_of_the_whole(server: Server, path: str) -> None:
    assert_told_at(server.post(path, json={}), 400, "body")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"mono": 1}, 400, "perf_params.mono"),
        ({"minLen": -1}, 400, "perf_params.minLen"),
        ({"min_len": -1}, 400, "perf_params.minLen"),
        ({"nano": 1}, 400, "perf_params.nano"),
        ({"flanks": "x"}, 400, "flanks"),
        ({"reference_id": 5}, 400, "reference_id"),
        ({"reference_id": "nobody"}, 422, "reference_id"),
        ({"max_len": 1001}, 422, "fasta_file"),
    ],
    ids=str,
)
def test_changes_of_a_job_that_do_not_fit_are_told_at_their_field(
    server: Server, finished: str, changes: dict[str, Any], code: int, field: str
) -> None:
    answer = server.post(f"/api/job/{finished}/rerun", json={"parameters": changes})

    assert_told_at(answer, code, field)


@pytest.mark.parametrize("body", [b"", b"{bad", b"[]", b'{"parameters": 1}', b'{"mono": 1}'])
def test_a_wish_without_form_is_told_at_a_field(server: Server, finished: str, body: bytes) -> None:
    answer = server.post(
        f"/api/job/{finished}/rerun", content=body, headers={"Content-Type": "application/json"}
    )

    assert_is_error(answer, 400)
    assert [bool(problem["field"]) for problem in answer.json()["errors"]] == [True]
