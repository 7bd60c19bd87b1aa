"""The tables of a small catalogue, cell by cell."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray

from crossroad_desktop.pipeline import locus_tables
from crossroad_desktop.pipeline.loci.columns import Alleles, Catalogue, Loci, State
from crossroad_desktop.pipeline.locus_genes import find_locus_genes
from crossroad_desktop.pipeline.locus_rows import (
    allele_rows,
    genome_locus_rows,
    locus_rows,
    matrix_lines,
    sequence_rows,
)

IDS = ("a", "b,c", "d")
LEFT, RIGHT = "GCTTACCGGATGAACC", "TTGCAGTCAACG"
GENOMES = (
    LEFT + "ATATATAT" + RIGHT,
    # The locus on the other strand.
    "CGTTGACTGCAA" + "ATATAT" + "GGTTCATCCGGTAAGC",
    LEFT + "ATATATAT" + RIGHT + LEFT + "ATATAT" + RIGHT,
)


class Store:
    """The genomes above."""

    ids: Sequence[str] = IDS

    def read(self, genome: int) -> NDArray[np.uint8]:
        return np.frombuffer(GENOMES[genome].encode(), np.uint8).copy()


def make_alleles(rows: list[tuple[int, int, State, int, int, int, int]]) -> Alleles:
    """Rows of locus, genome, state, repeat, start, end, strand."""
    columns = np.array(rows, np.int32).reshape(-1, 7).T
    return Alleles(
        columns[0],
        columns[1],
        columns[2].astype(np.int8),
        columns[3],
        columns[4],
        columns[5],
        columns[6].astype(np.int8),
        np.full(len(rows), -1, np.int32),
    )


ALLELES = make_alleles(
    [
        (0, 0, State.TYPED, 4, 16, 24, 1),
        (0, 1, State.BELOW_THRESHOLD, 3, 12, 18, -1),
        (0, 2, State.MULTIPLE, 4, 16, 24, 1),
        (0, 2, State.MULTIPLE, 3, 52, 58, 1),
        (1, 0, State.ABSENT, 0, 30, 30, 1),
        (1, 1, State.MISSING, -1, -1, -1, 0),
        (1, 2, State.MULTIPLE, 0, 30, 30, 1),
        (1, 2, State.MULTIPLE, 0, 66, 66, 1),
    ]
)
LOCI = Loci(
    ["AT", "C"],
    ["AT", "C"],
    np.array([0, 0], np.int32),
    np.array([16, 30], np.int32),
    np.array([24, 30], np.int32),
    [LEFT, LEFT],
    [RIGHT, RIGHT],
)
CATALOGUE = Catalogue(
    0, LOCI, ALLELES, np.zeros(0, np.int32), np.zeros(0, np.int8), np.array([1.0, 0.5, 0.9996])
)


@pytest.fixture
def loci() -> list[dict[str, object]]:
    genes = find_locus_genes(LOCI, None, IDS)
    table = locus_rows(CATALOGUE, ["AT_1", "C_2"], genes, IDS)
    assert table.select(locus_tables.LOCI.schema.names).schema.equals(locus_tables.LOCI.schema)
    rows: list[dict[str, object]] = table.to_pylist()
    return rows


def test_states_of_a_locus_count_each_genome_once(loci: list[dict[str, object]]) -> None:
    counts = [[row[f"genomes_{state}"] for state in locus_tables.STATES] for row in loci]
    assert counts == [[1, 1, 0, 1, 0], [0, 0, 1, 1, 1]]


def test_a_genome_with_different_places_is_no_observation(loci: list[dict[str, object]]) -> None:
    assert (loci[0]["alleles"], loci[0]["min"], loci[0]["max"]) == (2, 3, 4)
    assert loci[0]["heterozygosity"] == pytest.approx(1.0)


def test_a_genome_with_equal_places_is_an_observation(loci: list[dict[str, object]]) -> None:
    assert (loci[1]["alleles"], loci[1]["modal"]) == (1, 0)
    assert loci[1]["heterozygosity"] == pytest.approx(0.0)


def test_conserved_means_typed_in_all(loci: list[dict[str, object]]) -> None:
    assert [row["conserved"] for row in loci] == [False, False]
    assert [row["polymorphic"] for row in loci] == [True, False]


def test_a_missing_allele_has_no_values() -> None:
    table = allele_rows(np.array([5]), ALLELES, pa.array(["AT_1", "C_2"]), IDS)
    row = table.to_pylist()[0]
    assert row.pop("locus_id") == "C_2"
    assert row.pop("genomeID") == "b,c"
    assert row.pop("state") == "missing"
    assert set(row.values()) == {None}


def test_alleles_have_the_declared_columns() -> None:
    table = allele_rows(np.arange(8), ALLELES, pa.array(["AT_1", "C_2"]), IDS)
    schema = locus_tables.ALLELES.schema
    assert table.select(schema.names).schema.equals(schema)
    assert table["strand"].to_pylist() == ["+", "-", "+", "+", "+", None, "+", "+"]
    assert table["length_bp"].to_pylist() == [8, 6, 8, 6, 0, None, 0, 0]


def test_genomes_tell_how_much_of_the_catalogue_they_have() -> None:
    table = genome_locus_rows(CATALOGUE, IDS)
    schema = locus_tables.GENOME_LOCI.schema
    assert table.select(schema.names).schema.equals(schema)
    assert table["covered_per"].to_pylist() == [100.0, 50.0, 100.0]
    assert table["multiple"].to_pylist() == [0, 0, 2]
    assert table["missing"].to_pylist() == [0, 1, 0]


def test_the_matrix_lists_all_numbers_of_several_places() -> None:
    text = b"".join(matrix_lines(ALLELES, ["AT_1", "C_2"], IDS)).decode()
    assert text == 'genomeID,AT_1,C_2\na,4,0\n"b,c",3,\nd,4/3,0/0\n'


def test_a_matrix_without_loci_lists_the_genomes() -> None:
    text = b"".join(matrix_lines(make_alleles([]), [], IDS)).decode()
    assert text == 'genomeID\na\n"b,c"\nd\n'


def test_sequences_stand_on_the_strand_of_the_locus() -> None:
    table = pa.concat_tables(sequence_rows(Store(), ALLELES, pa.array(["AT_1", "C_2"])))
    assert table.schema.equals(locus_tables.ALLELE_SEQUENCES_SCHEMA)
    of_first = [row for row in table.to_pylist() if row["locus_id"] == "AT_1"]
    assert [row["genomeID"] for row in of_first] == ["a", "b,c", "d", "d"]
    assert [row["tract"] for row in of_first] == ["ATATATAT", "ATATAT", "ATATATAT", "ATATAT"]
    assert {row["right_flank"][:12] for row in of_first} == {RIGHT}
    assert {row["left_flank"][-16:] for row in of_first} == {LEFT}
    absent = [row for row in table.to_pylist() if row["locus_id"] == "C_2"]
    assert {row["tract"] for row in absent} == {""}
