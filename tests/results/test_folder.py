"""What a folder of results says of the tables that it has not."""

import json
from pathlib import Path

import pytest

from crossroad_desktop.errors import NotFoundError
from crossroad_desktop.pipeline.inputs import InputFiles
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.run import analyze
from crossroad_desktop.results.folder import ResultFolder, tables_of

_WHY_NO_CATALOGUE = "needs the locus catalogue: run the analysis again with loci switched on"
_REASONS = {
    "orientation": "main/orientation.tsv needs orientation: run the analysis again with orient at "
    "auto",
    "minisatellites": "main/minisatellites.tsv needs longer units: run the analysis again with "
    "minisatellites switched on",
    "loci": f"main/loci.tsv {_WHY_NO_CATALOGUE}",
    "alleles": f"main/alleles.tsv {_WHY_NO_CATALOGUE}",
    "genome_loci": f"main/genome_loci.tsv {_WHY_NO_CATALOGUE}",
    "unplaced_ssrs": f"intrim/unplaced_ssrs.tsv {_WHY_NO_CATALOGUE}",
}


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """Results of a run as it was before there were strands, longer units and loci."""
    fasta = tmp_path / "genomes.fa"
    fasta.write_text(f">a\n{'AT' * 8}C{'G' * 14}\n>b\n{'AT' * 9}C{'G' * 14}\n")
    parameters = AnalysisParameters(min_len=20, orient="off", loci=False)
    analyze(InputFiles(fasta, None, None), parameters, tmp_path / "output")
    return tmp_path / "output"


@pytest.fixture
def older(plain: Path) -> Path:
    """The same of a version that knew no such parameters."""
    record = json.loads((plain / "run.json").read_bytes())
    for name in ("orient", "loci", "minisatellites"):
        del record["parameters"][name]
    (plain / "run.json").write_text(json.dumps(record))
    return plain


def test_an_analysis_without_loci_says_how_to_get_them(plain: Path) -> None:
    absent = tables_of(plain).absent

    assert {name: absent[name] for name in _REASONS} == _REASONS


@pytest.mark.parametrize("table", _REASONS)
def test_a_table_that_was_switched_off_is_not_found_and_the_error_says_why(
    plain: Path, table: str
) -> None:
    with pytest.raises(NotFoundError) as problem:
        ResultFolder(plain).path(table)

    assert str(problem.value) == _REASONS[table]


def test_results_of_a_version_without_loci_open_and_say_how_to_get_them(older: Path) -> None:
    tables = tables_of(older)

    assert tables.present["reformatted"].row_count == 4
    assert {name: tables.absent[name] for name in _REASONS} == _REASONS
    assert "loci" not in (ResultFolder(older).parameters or {})
