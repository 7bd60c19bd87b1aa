"""A result folder in every format: golden files, filters, what is missing."""

import difflib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Final

import openpyxl
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
import vcfpy
from Bio import Phylo
from Bio.PopGen import GenePop
from commonnexus import Nexus

from crossroad_desktop.comparison.distances import MEASURES
from crossroad_desktop.errors import NotFoundError, OutputError, ParameterError
from crossroad_desktop.results.allele_exports.formats import ALLELE_FORMATS
from crossroad_desktop.results.allele_exports.open_export import AlleleExport, open_allele_export
from crossroad_desktop.results.filters import Filters

from .made_result import MATRIX, write_result
from .strict_readers import Haploids, read_arlequin, read_genalex, read_structure

_GOLDEN: Final = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_result(tmp_path_factory.mktemp("made") / "output")


def export(output: Path, file_format: str, /, *, by: str = "category", **filters: object) -> bytes:
    asked = AlleleExport(file_format, Filters(**filters), by)  # type: ignore[arg-type]
    return b"".join(open_allele_export(output, asked))


@pytest.mark.parametrize("file_format", ALLELE_FORMATS)
def test_every_format_is_as_its_golden_file(
    result: Path, file_format: str, request: pytest.FixtureRequest
) -> None:
    content = export(result, file_format)
    text = _show_workbook(content) if file_format == "xlsx" else content.decode()
    golden = _GOLDEN / f"{file_format}.txt"
    if request.config.getoption("--update-golden"):
        golden.write_text(text, encoding="utf-8", newline="")
    with golden.open(encoding="utf-8", newline="") as file:
        expected = file.read()

    assert text == expected, "".join(
        difflib.unified_diff(expected.splitlines(True), text.splitlines(True), "golden", "now")
    )


def _show_workbook(content: bytes) -> str:
    lines = []
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        lines.append(f"[{sheet.title}]")
        lines += ["\t".join(map(str, row)) for row in sheet.iter_rows(values_only=True)]
    return "\n".join(lines) + "\n"


def test_unfiltered_the_matrix_is_that_of_the_cells(result: Path) -> None:
    lines = export(result, "csv").decode().splitlines()

    assert lines[0] == 'genomeID,env_AT_1f,"gag, pol_ACC_2e",gag-pol_A_3d,ITR_ACAT_4c,pop'
    assert lines[1:] == [
        f"{genome},{','.join(cells.replace('-', '').split(' '))}"
        for genome, cells in MATRIX.items()
    ]


def _shape_of(read: Haploids) -> tuple[int, int]:
    return len(read.genomes), len(read.cells[0])


def _shape_of_genepop(text: str) -> tuple[int, int]:
    record = GenePop.read(io.StringIO(text))
    return sum(map(len, record.populations)), len(record.loci_list)


def _shape_of_vcf(text: str) -> tuple[int, int]:
    reader = vcfpy.Reader.from_stream(io.StringIO(text))
    return len(reader.header.samples.names), len(list(reader))


def _shape_of_nexus(text: str) -> tuple[int, int]:
    nexus = Nexus(text)
    return len(nexus.taxa), len(nexus.CHARACTERS.get_charstatelabels()[0])


_SHAPES: Final[dict[str, Callable[[str], tuple[int, int]]]] = {
    "genepop": _shape_of_genepop,
    "structure": lambda text: _shape_of(read_structure(text)),
    "genalex": lambda text: _shape_of(read_genalex(text)),
    "arlequin": lambda text: _shape_of(read_arlequin(text)),
    "nexus": _shape_of_nexus,
    "vcf": _shape_of_vcf,
}


@pytest.mark.parametrize("file_format", _SHAPES)
@pytest.mark.parametrize(
    ("filters", "shape"),
    [
        ({"category": ["I"]}, (2, 5)),
        ({"genome": ["2021", "it's"]}, (2, 5)),
        ({"year_from": 2021}, (3, 5)),
        # A locus that is missing in all genomes is left out.
        ({"metadata": [["country", "Chad"]]}, (1, 4)),
        ({"motif_class": ["AT", "AAC"]}, (6, 2)),
        ({"motif_length": [3]}, (6, 2)),
        ({"gene": ["env"]}, (6, 2)),
        ({"repeat_from": 15}, (6, 1)),
        ({"repeat_from": 7, "repeat_to": 7, "genome": ["MN-2|x", "2021"]}, (2, 1)),
    ],
    ids=str,
)
def test_exports_hold_what_the_filters_leave(
    result: Path, filters: dict[str, object], shape: tuple[int, int], file_format: str
) -> None:
    text = export(result, file_format, **filters).decode()

    assert _SHAPES[file_format](text) == shape


def test_populations_are_those_of_the_column_that_is_asked_for(result: Path) -> None:
    read = read_genalex(export(result, "genalex", by="country").decode())

    assert read.populations == ["Peru"] * 3 + ["Côte d'Ivoire", "Chad", "undefined"]
    assert read.genomes == ["anchor.1", "MN-2|x", "IT'S", "lender", "2021", "it's"]


def test_one_population_is_enough(result: Path) -> None:
    text = export(result, "arlequin", category=["I"]).decode()

    assert read_arlequin(text).populations == ["I", "I"]


def test_distances_are_of_the_measure_that_is_asked_for(result: Path) -> None:
    rows = {}
    for measure in MEASURES:
        asked = AlleleExport("phylip", Filters(genome=["anchor.1", "MN-2|x"]), measure=measure)
        text = b"".join(open_allele_export(result, asked)).decode()
        rows[measure] = [float(number) for number in text.splitlines()[1].split()[1:]]

    # Loci 1 to 3 are shared: 5 and 7, 3 and 0, 14 and 12.
    assert rows == {"alleles": [0, 1], "stepwise": [0, pytest.approx(7 / 3, abs=1e-6)]}


def test_the_tree_has_all_genomes_as_leaves(result: Path) -> None:
    tree = Phylo.read(io.StringIO(export(result, "newick").decode()), "newick")

    assert sorted(leaf.name for leaf in tree.get_terminals()) == sorted(MATRIX)


def test_a_run_without_loci_says_what_to_do(tmp_path: Path) -> None:
    output = write_result(tmp_path / "output")
    (output / "parquet" / "loci.parquet").unlink()

    with pytest.raises(NotFoundError, match=r"main/loci.tsv needs the locus catalogue: run the"):
        open_allele_export(output, AlleleExport("csv"))


def test_formats_that_do_not_exist_are_told_with_those_that_do(result: Path) -> None:
    with pytest.raises(
        NotFoundError, match="no format 'fstat'; the formats are csv, xlsx, genepop"
    ):
        open_allele_export(result, AlleleExport("fstat"))


@pytest.mark.parametrize("file_format", [name for name in ALLELE_FORMATS if name != "vcf"])
def test_filters_that_leave_nothing_are_told_or_give_an_empty_matrix(
    result: Path, file_format: str
) -> None:
    if file_format in ("csv", "xlsx"):
        assert export(result, file_format, genome=["none"])
    else:
        with pytest.raises(ParameterError, match="the filters leave"):
            export(result, file_format, genome=["none"])


def test_a_vcf_may_be_without_genomes(result: Path) -> None:
    text = export(result, "vcf", genome=["none"]).decode()

    assert text.splitlines()[-1].startswith("#CHROM")


def test_a_locus_without_a_place_in_its_genome_leaves_the_others_in_a_vcf(tmp_path: Path) -> None:
    output = write_result(tmp_path / "output")
    path = output / "parquet" / "allele_sequences.parquet"
    sequences = pq.read_table(path)
    first = sequences["locus_id"][0].as_py()
    pq.write_table(sequences.filter(pc.not_equal(sequences["locus_id"], first)), path)
    lines = export(output, "vcf").decode().splitlines()

    assert f"##locusLeftOut=<ID={first}>" in lines
    records = [line.split("\t")[2] for line in lines if not line.startswith("#")]
    assert records
    assert first not in records


def test_sequences_of_another_run_are_told(tmp_path: Path) -> None:
    output = write_result(tmp_path / "output")
    sequences = output / "parquet" / "allele_sequences.parquet"
    pq.write_table(pq.read_table(sequences).slice(0, 0), sequences)

    with pytest.raises(OutputError, match="has none of the loci; run the analysis again"):
        export(output, "vcf")


@pytest.mark.parametrize("damage", [b"", b"PAR1 no more"])
def test_damaged_sequences_are_told(tmp_path: Path, damage: bytes) -> None:
    output = write_result(tmp_path / "output")
    (output / "parquet" / "allele_sequences.parquet").write_bytes(damage)

    with pytest.raises(
        OutputError, match=r"allele_sequences\.parquet is damaged; run the analysis"
    ):
        export(output, "vcf")
