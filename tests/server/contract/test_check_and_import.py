"""POST /api/check and POST /api/import: files looked at first, and results taken over."""

import shutil
import zipfile
from pathlib import Path

import pytest

from tests.server.contract.running_server import (
    Files,
    Server,
    assert_is_error,
    assert_names_no_path,
)


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


def test_a_check_says_why_a_genome_is_left_out(server: Server) -> None:
    fasta = b">a\n" + b"ACGT" * 400 + b"\n>b\nACGT\n>c\n" + b"ACGT" * 400 + b"N\n"
    found = server.post("/api/check", files={"fasta_file": ("x.fa", fasta)}).json()
    assert [genome["left_out"] for genome in found["genome_list"]] == [
        None,
        "shorter than 1,000 bp",
        "more than 0 N",
    ]
    assert found["passing_by_n_limit"]["10"] == 2


def test_checked_files_need_not_be_sent_again(server: Server, upload: Files) -> None:
    token = server.post("/api/check", files=dict(upload)).json()["check_token"]
    answer = server.post("/analyze_ssr/", files={"check_token": (None, token)})
    assert answer.status_code == 202, answer.text
    job_id = answer.json()["job_id"]
    assert server.wait_for_end(job_id)["status"] == "completed"
    assert server.get(f"/api/job/{job_id}/summary").json()["found"]["ssr_gene_pairs"] > 0


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
