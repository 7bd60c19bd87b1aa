"""Positions of a result are carried back to the records as they were written."""

import random
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from crossroad_desktop.errors import OutputError
from crossroad_desktop.pipeline.inputs import InputFiles
from crossroad_desktop.pipeline.oriented_frame import mirror_intervals
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.run import analyze
from crossroad_desktop.results.folder import ResultFolder
from crossroad_desktop.results.input_frame import turned_genomes

_COMPLEMENT = str.maketrans("ACGT", "TGCA")
_FORWARD = "".join(random.Random(6).choices("ACGT", k=1_500)) + "ATC" * 9 + "GTTTAGGC"
GENOMES = {"a": _FORWARD, "b": _FORWARD.translate(_COMPLEMENT)[::-1], "c": _FORWARD + "AC" * 9}


@pytest.fixture
def folder(tmp_path: Path) -> ResultFolder:
    return _analyse(tmp_path, "auto")


def test_intervals_hold_the_ssr_in_the_record_as_written(folder: ResultFolder) -> None:
    rows = pq.read_table(folder.path("reformatted"))
    ids = rows["genomeID"].to_pylist()
    start, end = (rows[name].to_numpy() for name in ("start", "stop"))
    turned = turned_genomes(folder)
    length = np.array([turned.get(name, 0) for name in ids], np.int64)
    written = mirror_intervals(start, end, length, length > 0)

    found = [GENOMES[name][first:last] for name, first, last in zip(ids, *written, strict=True)]
    long = sorted(zip(ids, found, strict=True), key=lambda row: -len(row[1]))[:3]
    assert sorted(long) == [("a", "ATC" * 9), ("b", "GAT" * 9), ("c", "ATC" * 9)]


def test_carried_back_twice_intervals_are_what_they_were() -> None:
    length, is_turned = np.array([50, 100, 100]), np.array([False, True, True])
    start, end = np.array([3, 0, 90], np.int32), np.array([9, 100, 96], np.int32)
    written = mirror_intervals(start, end, length, is_turned)

    assert [column.tolist() for column in written] == [[3, 0, 4], [9, 100, 10]]
    again = mirror_intervals(*written, length, is_turned)
    assert [column.tolist() for column in again] == [start.tolist(), end.tolist()]


def test_turned_genomes_are_known_with_their_lengths(folder: ResultFolder) -> None:
    assert turned_genomes(folder) == {"b": len(_FORWARD)}


def test_no_genome_is_turned_where_strands_were_not_looked_at(tmp_path: Path) -> None:
    assert turned_genomes(_analyse(tmp_path, "off")) == {}
    assert turned_genomes(ResultFolder(tmp_path / "nowhere")) == {}


def test_a_damaged_table_is_told(folder: ResultFolder) -> None:
    folder.path("orientation").write_bytes(b"PAR1")

    with pytest.raises(OutputError, match=r"orientation\.parquet is damaged"):
        turned_genomes(folder)


def _analyse(tmp_path: Path, orient: str) -> ResultFolder:
    fasta = tmp_path / "genomes.fa"
    fasta.write_text("".join(f">{name}\n{text}\n" for name, text in GENOMES.items()))
    parameters = AnalysisParameters(orient=orient, loci=False)
    analyze(InputFiles(fasta), parameters, tmp_path / "output")
    return ResultFolder(tmp_path / "output")
