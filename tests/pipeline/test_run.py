"""A whole run: same input, same bytes; all or nothing; what is written beside the tables."""

import errno
import gzip
import hashlib
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from crossroad_desktop.errors import Cancelled, OutputError
from crossroad_desktop.pipeline import fasta, ssr, table_writer, tables
from crossroad_desktop.pipeline.inputs import InputFiles
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.progress import Progress
from crossroad_desktop.pipeline.run import analyze
from crossroad_desktop.simulate import SimulationParameters, simulate, simulation_files

from .conftest import Bench, Run

PARAMETERS = AnalysisParameters(flanks=True, reference_id="SIM0002", keep_intermediate=True)


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> InputFiles:
    prefix = tmp_path_factory.mktemp("simulated") / "set"
    simulate(SimulationParameters(genomes=6, length=8_000, seed=4, loci_per_kb=4), prefix)
    files = simulation_files(prefix)
    return InputFiles(files.fasta, files.categories, files.genes)


@pytest.fixture(scope="module")
def run_once(simulated: InputFiles, tmp_path_factory: pytest.TempPathFactory) -> Run:
    output = tmp_path_factory.mktemp("once") / "output"
    return Run(output, analyze(simulated, PARAMETERS, output))


@pytest.fixture
def thread_count() -> Iterator[Callable[[int], None]]:
    before = pa.cpu_count()
    yield pa.set_cpu_count
    pa.set_cpu_count(before)


def read_records(path: Path) -> list[tuple[str, str]]:
    records = path.read_text().split(">")[1:]
    parts = [record.split("\n", 1) for record in records]
    return [(header, body.replace("\n", "")) for header, body in parts]


def wrap(records: list[tuple[str, str]], width: int, newline: str = "\n") -> bytes:
    lines = []
    for header, sequence in records:
        lines.append(f">{header}")
        lines += [sequence[i : i + width] for i in range(0, len(sequence), width)]
    return (newline.join(lines) + newline).encode()


@pytest.mark.parametrize("threads", [1, 2, 3, 8])
def test_thread_count_changes_no_byte(
    simulated: InputFiles,
    run_once: Run,
    tmp_path: Path,
    thread_count: Callable[[int], None],
    threads: int,
) -> None:
    thread_count(threads)
    again = Run(tmp_path / "output", analyze(simulated, PARAMETERS, tmp_path / "output"))
    assert again.files() == run_once.files()
    assert again.text("run.json") == run_once.text("run.json")


@pytest.mark.parametrize(
    "change",
    [
        lambda records: gzip.compress(wrap(records, 60)),
        lambda records: wrap(records, 60, "\r\n"),
        lambda records: wrap(records, 1),
        lambda records: wrap(records, 10**9),
        lambda records: wrap([(header, body.lower()) for header, body in records], 70),
    ],
    ids=["gzip", "crlf", "one base a line", "one line", "lower case"],
)
def test_the_form_of_the_fasta_changes_no_byte(
    simulated: InputFiles,
    run_once: Run,
    tmp_path: Path,
    change: Callable[[list[tuple[str, str]]], bytes],
) -> None:
    path = tmp_path / simulated.fasta.name
    path.write_bytes(change(read_records(simulated.fasta)))
    output = tmp_path / "output"
    again = Run(output, analyze(replace(simulated, fasta=path), PARAMETERS, output))
    assert again.files() == run_once.files()


def test_sizes_of_blocks_chunks_and_pieces_change_no_row(
    simulated: InputFiles, run_once: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fasta.read_genomes, "__defaults__", (1000,))
    monkeypatch.setattr(ssr.find_ssrs, "__defaults__", (False, 777))
    monkeypatch.setattr("crossroad_desktop.pipeline.result_rows.ROWS_PER_PIECE", 7)
    monkeypatch.setattr(table_writer, "ROWS_PER_PIECE", 5)
    again = Run(tmp_path / "output", analyze(simulated, PARAMETERS, tmp_path / "output"))
    for path, content in again.files().items():
        if path.endswith(".parquet"):
            table = pq.read_table(again.output / path)
            assert table.equals(pq.read_table(run_once.output / path)), path
        else:
            assert content == run_once.files()[path], path


def test_the_order_of_genomes_changes_no_row(
    simulated: InputFiles, run_once: Run, tmp_path: Path
) -> None:
    records = read_records(simulated.fasta)
    random.Random(1).shuffle(records)
    path = tmp_path / "shuffled.fa"
    path.write_bytes(wrap(records, 60))
    output = tmp_path / "output"
    shuffled = Run(output, analyze(replace(simulated, fasta=path), PARAMETERS, output))
    for name, content in run_once.files().items():
        if name.endswith((".parquet", ".fa")) or name.startswith("intrim/all_var"):
            continue
        if name.endswith(".csv"):
            # Values are joined in order of first appearance, which follows the genomes.
            assert _letters_by_line(shuffled.text(name)) == _letters_by_line(content.decode()), name
        else:
            assert Counter(shuffled.lines(name)) == Counter(content.decode().splitlines()), name


def test_every_table_has_a_parquet_twin_with_the_declared_types(run_once: Run) -> None:
    compared = 0
    for spec in tables.ALL_TABLES:
        if not (run_once.output / spec.folder / spec.file).exists():
            continue
        path = run_once.output / "parquet" / f"{spec.name}.parquet"
        assert path.exists() == spec.has_parquet, spec.name
        if not spec.has_parquet or not spec.has_header:
            continue
        table = pq.read_table(path)
        rows = run_once.rows(f"{spec.folder}/{spec.file}")
        header = run_once.lines(f"{spec.folder}/{spec.file}")[0]
        assert spec.delimiter.join(table.column_names) == header
        for name in table.column_names:
            values = table[name].to_pylist()
            texts = [_printed(value) for value in values]
            assert texts == [row[name] for row in rows], (spec, name)
        compared += 1
    assert compared >= 15


def _printed(value: object) -> str:
    if value is None:
        return "undefined"
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_parquet_is_typed(run_once: Run) -> None:
    schema = pq.read_schema(run_once.output / "parquet" / "mergedOut.parquet")
    assert schema.field("start").type == pa.int32()
    assert schema.field("GC_per").type == pa.float64()
    assert schema.field("motif").type == pa.dictionary(pa.int32(), pa.string())


def test_run_json_has_what_is_needed_to_repeat_the_run(
    simulated: InputFiles, run_once: Run
) -> None:
    record = json.loads(run_once.text("run.json"))
    assert record["parameters"]["hexa"] == 2
    assert record["parameters"]["reference_id"] == "SIM0002"
    for entry, path in zip(
        record["inputs"], (simulated.fasta, simulated.categories, simulated.genes), strict=True
    ):
        assert path is not None
        assert entry["name"] == path.name
        assert entry["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert entry["bytes"] == path.stat().st_size
    assert record["found"]["ssrs"] == record["rows"]["intrim/reformatted.tsv"]
    assert str(run_once.output.parent) not in run_once.text("run.json")


def test_run_json_counts_genomes_by_filter_rule(bench: Bench) -> None:
    run = bench.run({"a": "ACGT" * 5, "b": "AC", "c": "N" * 30, "d": "N"}, min_len=10, max_len=25)
    assert json.loads(run.text("run.json"))["filtered"] == {
        "too_short": 2, "too_long": 1, "too_many_n": 2, "left_out": 3,
    }  # fmt: skip


def test_intermediate_files_are_written_only_when_asked_for(
    simulated: InputFiles, run_once: Run, tmp_path: Path
) -> None:
    lean = Run(
        tmp_path / "output",
        analyze(simulated, replace(PARAMETERS, keep_intermediate=False), tmp_path / "output"),
    )
    extra = set(run_once.files()) - set(lean.files())
    assert extra == {
        "intrim/clean_genome.fa", "intrim/filtered_genomes.fa", "intrim/perf_out.tsv",
        "intrim/flank_sequences.fa", "intrim/mergedOut.bed", "intrim/intersect_output.bed",
        "intrim/no_overlap_output.bed", "intrim/no_overlap_genes_output.bed",
    }  # fmt: skip
    assert all(run_once.files()[path] == content for path, content in lean.files().items())


def test_progress_never_falls_and_ends_at_one(simulated: InputFiles, tmp_path: Path) -> None:
    reports: list[Progress] = []
    analyze(simulated, PARAMETERS, tmp_path / "output", reports.append)
    fractions = [report.fraction for report in reports]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)
    assert {report.step for report in reports} == {
        "Reading genomes and finding SSRs", "Finding the strand of genomes",
        "Comparing SSRs with genes", "Comparing genomes",
        "Cataloguing loci", "Locating conserved SSRs", "Writing tables", "Done",
    }  # fmt: skip
    assert reports[-1].genomes == 6


def test_progress_moves_with_every_block_that_is_read(tmp_path: Path) -> None:
    draw = np.random.default_rng(1)
    bases = np.frombuffer(b"ACGT", np.uint8)[draw.integers(0, 4, 300_000)].tobytes().decode()
    path = tmp_path / "genomes.fa"
    path.write_text("".join(f">g{number}\n{bases}\n" for number in range(100)))
    shares: list[float] = []
    analyze(
        InputFiles(path),
        AnalysisParameters(loci=False),
        tmp_path / "output",
        lambda report: shares.append(report.fraction),
    )
    reading = [share for share in shares if share <= 0.7]
    assert len(set(reading)) >= 5
    assert max(now - before for before, now in pairwise(reading)) < 0.25


def test_progress_moves_inside_a_table(
    simulated: InputFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crossroad_desktop.pipeline.result_rows.ROWS_PER_PIECE", 20)
    reports: list[Progress] = []
    analyze(simulated, PARAMETERS, tmp_path / "output", reports.append)
    shares = [report.fraction for report in reports if report.detail == "intrim/reformatted.tsv"]
    assert len(set(shares)) == len(shares) >= 5


@pytest.mark.parametrize("share", [0.0, 0.5, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0])
def test_cancelling_at_any_report_leaves_nothing(
    simulated: InputFiles, tmp_path: Path, share: float
) -> None:
    def cancel(progress: Progress) -> None:
        if progress.fraction >= share:
            raise Cancelled("stopped by the test")

    with pytest.raises(Cancelled):
        analyze(simulated, PARAMETERS, tmp_path / "output", cancel)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_run_leaves_the_former_result_as_it_was(
    simulated: InputFiles, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    former = Run(output, analyze(simulated, PARAMETERS, output)).files()

    def cancel(progress: Progress) -> None:
        if progress.fraction > 0.9:
            raise Cancelled("stopped by the test")

    with pytest.raises(Cancelled):
        analyze(simulated, PARAMETERS, output, cancel, replace=True)
    assert Run(output, analyze(simulated, PARAMETERS, tmp_path / "other")).files() == former
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "output"]


def test_a_former_result_is_not_overwritten_unless_asked(
    simulated: InputFiles, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    analyze(simulated, PARAMETERS, output)
    with pytest.raises(OutputError) as problem:
        analyze(simulated, PARAMETERS, output)
    assert str(problem.value) == f"{output} holds results already; choose another folder."
    analyze(simulated, replace(PARAMETERS, flanks=False), output, replace=True)
    assert not (output / "main" / "flanks").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (
            errno.ENOSPC,
            "the disk is full; free some space or choose a folder on another disk. "
            "Nothing of this run was kept.",
        ),
        (
            errno.EIO,
            "cannot write there (Input/output error); choose another folder.",
        ),
    ],
)
@pytest.mark.parametrize("failing_write", [1, 4, 15, 40])
def test_a_failing_disk_is_told_and_leaves_nothing(
    simulated: InputFiles,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    message: str,
    failing_write: int,
) -> None:
    create = table_writer._create
    opened = []

    def create_failing(path: Path) -> object:
        opened.append(path)
        if len(opened) == failing_write:
            raise OSError(code, {errno.ENOSPC: "No space", errno.EIO: "Input/output error"}[code])
        return create(path)

    monkeypatch.setattr(table_writer, "_create", create_failing)
    with pytest.raises(OutputError) as problem:
        analyze(simulated, PARAMETERS, tmp_path / "output")
    assert str(problem.value) == f"{tmp_path / 'output'}: {message}"
    assert list(tmp_path.iterdir()) == []


def _letters_by_line(text: str) -> Counter[str]:
    return Counter("".join(sorted(line)) for line in text.splitlines())
