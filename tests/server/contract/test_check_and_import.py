"""POST /api/check and POST /api/import: files looked at first, and results taken over."""

import gzip
import random
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.server.estimates import estimate_analysis, estimate_extras
from tests.server.contract.running_server import (
    Files,
    Server,
    assert_is_error,
    assert_names_no_path,
)

FITTING: Files = {
    "fasta_file": ("x.fa", b">a\n" + b"ACGT" * 400 + b"\n>b\n" + b"ACGT" * 400 + b"\n"),
    "categories_file": ("x.tsv", b"genomeID\tcategory\thost\tyear\nb\tI\t\t2018-05\n"),
    "gene_bed": ("x.bed", b"b\t0\t9\tA\na\t0\t9\tA\nb\t9\t18\tB\n"),
}


def test_a_check_says_what_is_in_the_files(server: Server, upload: Files) -> None:
    before = server.job_folders()
    answer = server.post("/api/check", files=dict(upload))
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["genomes"], found["analysed_genomes"]) == (8, 8)
    first = found["genome_list"][0]
    assert first["genome_id"] == "SIM0001"
    assert first["left_out"] is None
    assert first["length"] > 7_000
    assert found["passing_by_n_limit"]["0"] == 8
    assert [column["name"] for column in found["columns"]] == ["category", "country", "year"]
    assert found["columns"][0]["filled"] == 8
    assert found["reading_frames"] > found["shifted_reading_frames"] == 0
    assert found["estimated_seconds"] > 0
    assert server.job_folders() == before
    assert_names_no_path(server, answer.text)


@pytest.mark.parametrize("name", ["loci", "minisatellites"])
def test_the_estimate_is_of_the_settings_that_are_sent(
    server: Server, upload: Files, name: str
) -> None:
    on, off = (
        server.post("/api/check", files=dict(upload), data={name: text}).json()
        for text in ("true", "false")
    )
    extra = on["estimated_extras"][name]["output_bytes"]
    assert extra > 0
    assert on["estimated_output_bytes"] - off["estimated_output_bytes"] == extra
    assert off["estimated_extras"] == on["estimated_extras"]


def test_loci_of_400_genomes_of_200_kb_add_five_seconds() -> None:
    bases = 400 * 200_000
    without, with_loci = (
        estimate_analysis(bases, AnalysisParameters(loci=loci)) for loci in (False, True)
    )
    assert estimate_extras(bases)["loci"].seconds == 5.0
    assert with_loci.seconds == pytest.approx(without.seconds + 5.0)


def test_a_check_says_why_a_genome_is_left_out(server: Server) -> None:
    fasta = b">a\n" + b"ACGT" * 400 + b"\n>b\nACGT\n>c\n" + b"ACGT" * 400 + b"N\n"
    found = server.post("/api/check", files={"fasta_file": ("x.fa", fasta)}).json()
    assert [genome["left_out"] for genome in found["genome_list"]] == [
        None,
        "shorter than 1,000 bp",
        "more than 0 N",
    ]
    assert found["passing_by_n_limit"]["10"] == 2


def test_a_check_says_on_which_strand_genomes_lie(server: Server) -> None:
    chance = random.Random(4)
    forward, foreign = ("".join(chance.choices("ACGT", k=2_000)) for _ in range(2))
    backward = forward.translate(str.maketrans("ACGT", "TGCA"))[::-1]
    records = {"a": forward, "b": backward, "c": foreign, "d": forward[:900], "e": forward}
    fasta = "".join(f">{name}\n{sequence}\n" for name, sequence in records.items()).encode()

    def check(**texts: str) -> dict[str, Any]:
        return server.post("/api/check", files={"fasta_file": ("x.fa", fasta)}, data=texts).json()

    found = check()
    assert [genome["strand"] for genome in found["genome_list"]] == [
        "anchor", "reversed", "ambiguous", None, "forward",
    ]  # fmt: skip
    assert found["strands"] == {
        "anchor": "a", "flipped": 1, "flipped_examples": ["b"], "ambiguous": 1,
        "ambiguous_examples": ["c"],
    }  # fmt: skip
    assert check(reference_id="b")["strands"]["flipped_examples"] == ["a", "e"]
    off = check(orient="off")
    assert off["strands"] is None
    assert {genome["strand"] for genome in off["genome_list"]} == {None}


def test_checked_files_need_not_be_sent_again(server: Server, upload: Files) -> None:
    token = server.post("/api/check", files=dict(upload)).json()["check_token"]
    answer = server.post("/analyze_ssr/", files={"check_token": (None, token)})
    assert answer.status_code == 202, answer.text
    job_id = answer.json()["job_id"]
    assert server.wait_for_end(job_id)["status"] == "completed"
    assert server.get(f"/api/job/{job_id}/summary").json()["found"]["ssr_gene_pairs"] > 0


def test_a_check_says_what_the_files_are(server: Server, upload: Files) -> None:
    name, fasta = upload["fasta_file"]
    packed = gzip.compress(fasta)
    csv = upload["categories_file"][1].replace(b"\t", b";")
    files = {
        **upload, "fasta_file": (f"{name}.gz", packed), "categories_file": ("set.csv", csv)
    }  # fmt: skip
    found = server.post("/api/check", files=files).json()
    assert found["files"] == {
        "fasta": {"name": f"{name}.gz", "bytes": len(packed), "kind": "FASTA, gzip"},
        "categories": {"name": "set.csv", "bytes": len(csv), "kind": "CSV"},
        "genes": {
            "name": upload["gene_bed"][0], "bytes": len(upload["gene_bed"][1]), "kind": "BED"
        },
    }  # fmt: skip
    plain = server.post("/api/check", files=dict(upload)).json()["files"]
    assert plain["fasta"]["kind"] == "FASTA"
    assert plain["categories"]["kind"] == "TSV"
    assert found["third_column"] == "country"
    assert found["free_bytes"] > 0


def test_a_check_without_categories_and_genes_knows_neither(
    server: Server, genomes_only: Files
) -> None:
    found = server.post(
        "/api/check", files=dict(genomes_only), data={"reference_id": "SIM0002"}
    ).json()
    assert found["third_column"] is None
    assert set(found["files"]) == {"fasta"}
    assert found["ids_without_metadata"] == found["ids_without_genes"] == 0
    reference = found["reference"]
    assert reference["length"] == found["genome_list"][1]["length"]
    assert {
        name: reference[name] for name in ("genes", "category", "third", "year")
    } == dict.fromkeys(("genes", "category", "third", "year"))


def test_a_check_describes_the_reference(server: Server) -> None:
    found = server.post("/api/check", files=FITTING, data={"reference_id": "b"}).json()
    assert found["reference"] == {
        "genome_id": "b", "length": 1600, "n_count": 0, "genes": 2, "category": "I",
        "third": None, "year": 2018,
    }  # fmt: skip
    assert server.post("/api/check", files=FITTING).json()["reference"] is None


def test_a_check_counts_ids_that_fit_no_other_file(server: Server) -> None:
    genomes = b"".join(b">g%d\n" % number + b"ACGT" * 400 + b"\n" for number in range(7))
    categories = b"genomeID\tcategory\ng0\tI\nx\tI\n"
    genes = b"g1\t0\t9\tA\ng1\t0\t9\tB\ny\t0\t9\tA\nz\t0\t9\tA\n"
    files = {
        "fasta_file": ("x.fa", genomes),
        "categories_file": ("x.tsv", categories),
        "gene_bed": ("x.bed", genes),
    }
    found = server.post("/api/check", files=files).json()
    assert found["ids_without_metadata"] == found["ids_without_genes"] == 6
    assert found["ids_without_metadata_examples"] == ["g1", "g2", "g3", "g4", "g5"]
    assert found["ids_without_genes_examples"] == ["g0", "g2", "g3", "g4", "g5"]
    assert (found["unknown_metadata_ids"], found["unknown_metadata_ids_examples"]) == (1, ["x"])
    assert (found["unknown_gene_ids"], found["unknown_gene_ids_examples"]) == (2, ["y", "z"])


@pytest.mark.parametrize("token", ["../../etc", "0" * 32, "x", "0" * 31 + "/"])
def test_what_is_no_check_is_not_found(server: Server, token: str) -> None:
    before = server.job_folders()
    answer = server.post("/analyze_ssr/", files={"check_token": (None, token)})
    assert_is_error(answer, 404)
    assert server.job_folders() == before


def test_a_check_refuses_what_an_analysis_refuses_and_keeps_nothing(server: Server) -> None:
    kept = server.data_dir / "checked"
    before = sorted(kept.iterdir()) if kept.exists() else []
    answer = server.post("/api/check", files={"fasta_file": ("x.fa", b"no fasta")})
    detail = assert_is_error(answer, 422)
    assert detail.startswith("x.fa: not a FASTA file")
    assert sorted(kept.iterdir()) == before


@pytest.mark.parametrize("kind", ["folder", "job folder", "zip", "zip of a job folder"])
def test_an_existing_result_becomes_a_completed_job(
    server: Server, finished: str, output: Path, tmp_path: Path, kind: str
) -> None:
    source = _copy_result(output, tmp_path, kind)
    answer = server.post("/api/import", json={"path": str(source), "name": "Old result"})
    assert answer.status_code == 201, answer.text
    state = answer.json()
    assert (state["status"], state["name"]) == ("completed", "Old result")
    for key in ("plot_source", "hotspot", "upset"):
        ours = server.arrow(f"{state['results_base_url']}{key}")
        assert ours.to_pylist() == server.arrow(f"/api/job/{finished}/plot_data/{key}").to_pylist()


def test_a_result_without_parquet_gets_it(server: Server, output: Path, tmp_path: Path) -> None:
    source = _copy_result(output, tmp_path, "folder")
    shutil.rmtree(source / "parquet")
    (source / "run.json").unlink()
    state = server.post("/api/import", json={"path": str(source)}).json()
    rows = server.arrow(f"{state['results_base_url']}plot_source")
    assert rows.num_rows > 0
    assert not (source / "parquet").exists()


def test_nothing_but_result_files_is_taken(server: Server, output: Path, tmp_path: Path) -> None:
    source = _copy_result(output, tmp_path, "folder")
    (source / "main" / "private.txt").write_text("mine")
    (source / "main" / "mergedOut.tsv").unlink()
    (source / "main" / "mergedOut.tsv").symlink_to("/etc/hostname")
    state = server.post("/api/import", json={"path": str(source)}).json()
    files = server.get(f"/api/job/{state['job_id']}/files").json()["files"]
    names = {file["path"] for file in files}
    assert "main/ssr_genecombo.tsv" in names
    assert not names & {"main/private.txt", "main/mergedOut.tsv"}


@pytest.mark.parametrize("name", ["missing", "empty", "text.txt"])
def test_what_is_no_result_is_refused(server: Server, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.txt").write_text("mine")
    before = server.job_folders()
    assert_is_error(server.post("/api/import", json={"path": str(tmp_path / name)}), 422)
    assert server.job_folders() == before


def _copy_result(output: Path, folder: Path, kind: str) -> Path:
    if kind == "folder":
        return Path(shutil.copytree(output, folder / "result"))
    if kind == "job folder":
        shutil.copytree(output, folder / "job" / "output")
        return folder / "job"
    inside = "job_x/output/" if kind == "zip of a job folder" else ""
    path = folder / "result.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in output.rglob("*"):
            if file.is_file():
                archive.write(file, inside + file.relative_to(output).as_posix())
    return path
