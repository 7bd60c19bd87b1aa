"""The VCF: alleles are the real bases, read back with vcfpy."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import vcfpy
from hypothesis import given
from hypothesis import strategies as st

from crossroad_desktop.pipeline.loci.reading import read_run
from crossroad_desktop.results.allele_exports.open_export import AlleleExport, open_allele_export
from crossroad_desktop.results.allele_exports.sequence_alleles import cut_alleles
from crossroad_desktop.results.allele_exports.sequences import LocusSequences, Surroundings
from crossroad_desktop.results.allele_exports.vcf import write_vcf
from crossroad_desktop.results.filters import Filters

from .made_cells import make_cells
from .made_result import LOCI_MADE, MATRIX, make_genomes, write_result

_LEFT = "CATTGCAGCCTAGATCTTGGAACCGTGACG"
_RIGHT = "GTTCCAGTACGATTGCCGTAACTGAGCTCA"

_ALL = Filters()


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_result(tmp_path_factory.mktemp("made") / "output")


def read_vcf(output: Path, filters: Filters = _ALL) -> tuple[vcfpy.Header, list[vcfpy.Record]]:
    text = b"".join(open_allele_export(output, AlleleExport("vcf", filters))).decode()
    reader = vcfpy.Reader.from_stream(io.StringIO(text))
    return reader.header, list(reader)


def test_contigs_are_the_genomes_that_give_positions(result: Path) -> None:
    header, records = read_vcf(result)
    bases = make_genomes().bases

    assert {line.id: int(line.length) for line in header.get_lines("contig")} == {
        "anchor.1": len(bases["anchor.1"]),
        "lender": len(bases["lender"]),
    }
    assert header.samples.names == list(MATRIX)
    assert [(record.CHROM, record.ID) for record in records] == [
        ("anchor.1", ["env_AT_1f"]),
        ("anchor.1", ["gag,_pol_ACC_2e"]),
        ("anchor.1", ["gag-pol_A_3d"]),
        ("anchor.1", ["ITR_ACAT_4c"]),
        ("lender", ["pop"]),
    ]


def test_reference_alleles_are_what_the_contig_has_there(result: Path) -> None:
    bases = make_genomes().bases

    for record in read_vcf(result)[1]:
        start = record.POS - 1
        assert bases[record.CHROM][start : start + len(record.REF)] == record.REF


def test_every_called_allele_is_in_its_genome(result: Path) -> None:
    made = make_genomes()
    called = 0
    for record, locus in zip(read_vcf(result)[1], LOCI_MADE, strict=True):
        alleles = [record.REF, *(allele.value for allele in record.ALT)]
        for call in record.calls:
            places = [p for p in made.places if (p.genome, p.locus) == (call.sample, locus)]
            for place in places if call.data["GT"] is not None else ():
                called += 1
                found = made.bases[call.sample][place.start - 1 : place.end]
                assert alleles[int(call.data["GT"])] == found
    assert called == 22


def test_genotypes_and_repeat_numbers_are_those_of_the_matrix(result: Path) -> None:
    records = read_vcf(result)[1]
    rows = [[f"{call.data['GT']}:{call.data['REPCN']}" for call in r.calls] for r in records]

    assert rows == [
        ["0:5", "2:7", "0:5", "0:5", "1:6", "1:6"],
        ["0:3", "1:0", "2:1", "0:3", "0:3", "None:None"],
        ["0:14", "1:12", "None:None", "2:15", "0:14", "None:None"],
        ["0:4", "None:None", "0:4", "None:None", "0:4", "None:None"],
        ["None:None", "None:None", "0:3", "1:2", "1:2", "None:None"],
    ]


def test_the_unit_is_told_as_repeat_callers_do(result: Path) -> None:
    first, second, *_ = read_vcf(result)[1]

    assert first.INFO == {
        "RU": "AT", "MOTIF_CLASS": "AT", "PERIOD": 2, "RPA": [5, 6, 7], "GENE": ["env"]
    }  # fmt: skip
    assert second.INFO["RPA"] == [3, 0, 1]
    assert second.INFO["GENE"] == ["gag; 5'", "pol=x"]


def test_an_absent_repeat_is_the_base_before_it(result: Path) -> None:
    record = read_vcf(result)[1][1]

    assert (record.REF, [allele.value for allele in record.ALT]) == ("GACCACCACC", ["G", "GACC"])


def test_the_reference_may_be_filtered_away(result: Path) -> None:
    header, records = read_vcf(result, Filters(genome=["MN-2|x", "it's"]))

    assert header.samples.names == ["MN-2|x", "it's"]
    assert [record.REF for record in records] == [r.REF for r in read_vcf(result)[1]]
    assert records[0].INFO["RPA"] == [5, 6, 7]
    assert [call.data["GT"] for call in records[0].calls] == ["2", "1"]


def cut(
    found: Surroundings, reference: Surroundings, motif_length: int = 2
) -> tuple[int, str, str | None]:
    alleles = cut_alleles([found], np.array([1]), reference, motif_length)
    return alleles.taken_in, alleles.reference, alleles.found[0]


@pytest.mark.parametrize(
    ("found", "allele"),
    [
        ((_LEFT, "ATATAT", _RIGHT), "ATATAT"),
        ((_LEFT, "", _RIGHT), ""),
        # A substitution in each flank.
        ((_LEFT[:-4] + "T" + _LEFT[-3:], "ATAT", _RIGHT[:5] + "T" + _RIGHT[6:]), "ATAT"),
        # The tract is interrupted: what our tract leaves out is between the flanks all the same.
        ((_LEFT, "ATATAT", ("CTAT" + _RIGHT)[:30]), "ATATATCTAT"),
        (((_LEFT + "ATC")[3:], "ATATAT", _RIGHT), "ATCATATAT"),
        # At the end of a record.
        ((_LEFT[-20:], "ATAT", _RIGHT[:17]), "ATAT"),
    ],
)  # fmt: skip
def test_alleles_reach_from_flank_to_flank(found: tuple[str, str, str], allele: str) -> None:
    assert cut(Surroundings(*found), Surroundings(_LEFT, "ATATATAT", _RIGHT)) == (
        0, "ATATATAT", allele
    )  # fmt: skip


def test_alleles_take_a_flank_in_where_the_repeat_goes_on_behind_an_interruption() -> None:
    reference = Surroundings(_LEFT, "ATCATC", ("TATGATATC" + _RIGHT)[:30])
    found = Surroundings(_LEFT, "ATCATCATCATC", _RIGHT)

    assert cut(found, reference, 3) == (
        0,
        "ATCATC" + "TATGATATC" + _RIGHT[:5],
        "ATCATCATCATC" + _RIGHT[:5],
    )


def test_a_flank_that_ends_with_the_record_is_taken_in_as_far_as_it_reaches() -> None:
    reference = Surroundings("CAG", "ATCATC", _RIGHT)
    found = Surroundings("TCC", "ATCATCATC", _RIGHT)

    assert cut(found, reference, 3) == (3, "CAG" + "ATCATC", "TCCATCATCATC")


_INTERRUPTED = Surroundings("CCGGAGGATCTTGCCAACATTGCCTAGGCT", "TGAGAGTGAGA", "A" + _RIGHT[:29])


def test_a_substitution_beside_the_tract_that_adds_a_unit_makes_an_allele_of_its_own() -> None:
    longer = _INTERRUPTED._replace(tract="TGAGAGTGAGAG", right_flank=_RIGHT[:29])
    # Of 41 places one; 5 % are not needed for it to be told apart.
    alleles = cut_alleles([_INTERRUPTED, longer], np.array([40, 1]), _INTERRUPTED, 6)

    assert alleles.reference == "TGAGAGTGAGA" + "A" + _RIGHT[:6]
    assert alleles.found == [alleles.reference, "TGAGAGTGAGAG" + _RIGHT[:6]]


_ABSENT = Surroundings(_LEFT, "", ("ATAT" + _RIGHT)[:30])
_TYPED = Surroundings(_LEFT, "ATAT", _RIGHT)


@pytest.mark.parametrize(
    ("reference", "alleles"), [(_TYPED, ["ATAT", None]), (_ABSENT, [None, ""])]
)
def test_the_same_bases_with_two_repeat_numbers_are_the_allele_of_one(
    reference: Surroundings, alleles: list[str | None]
) -> None:
    # As where a tract belongs to another locus: this one has no unit there.
    assert cut_alleles([_TYPED, _ABSENT], np.array([1, 1]), reference, 2).found == alleles


def surroundings(units: int, substitutions: dict[int, str]) -> Surroundings:
    """Of a tract of ATC with substitutions, at places that are counted from 10 bp before it."""
    bases = list(_LEFT * 2 + "ATC" * units + _RIGHT * 2)
    for place, base in substitutions.items():
        bases[2 * len(_LEFT) - 10 + place] = base
    text = "".join(bases)
    tract = (2 * len(_LEFT) - 10, len(text) - 2 * len(_RIGHT) + 10)
    _, start, end = read_run(text.encode(), *tract, b"ATC")
    return Surroundings(text[start - 30 : start], text[start:end], text[end : end + 30])


@given(
    st.lists(
        st.builds(
            surroundings,
            st.integers(0, 5),
            st.dictionaries(st.integers(0, 19), st.sampled_from("ACGT"), max_size=4),
        ),
        min_size=1,
        max_size=6,
        unique=True,
    )
)
def test_an_allele_has_the_repeat_number_of_its_genomes(distinct: list[Surroundings]) -> None:
    cut = cut_alleles(distinct, np.ones(len(distinct), np.int64), distinct[0], 3)
    numbers = {cut.reference: len(distinct[0].tract) // 3}
    for one, allele in zip(distinct, cut.found, strict=True):
        if allele is not None:
            number = len(one.tract) // 3
            assert numbers.setdefault(allele, number) == number
            assert read_run(allele.encode(), 0, len(allele), b"ATC")[0] >= number


@given(st.text("ACGT", max_size=30), st.text("AT", max_size=12), st.text("ACGT", max_size=30))
def test_an_allele_is_a_stretch_of_its_genome(left: str, tract: str, right: str) -> None:
    reference = Surroundings(_LEFT, "ATATATAT", _RIGHT)
    for found in (
        Surroundings(left, tract, right),
        Surroundings(_LEFT + left, tract, right + _RIGHT),
    ):
        _, _, allele = cut(found, reference)
        assert allele is None or allele in "".join(found)


def test_without_the_flanks_there_is_no_allele() -> None:
    reference = Surroundings(_LEFT, "ATATATAT", _RIGHT)

    assert cut(Surroundings(_RIGHT, "ATATATAT", _LEFT), reference)[2] is None
    assert cut(Surroundings("", "ATATATAT", ""), reference)[2] is None


def test_a_tract_at_the_start_of_a_contig_has_the_base_behind_it() -> None:
    cells = make_cells(["a", "b"], ["x"], [[[2]], [[0]]])
    locus = {"motif": "AT", "motif_class": "AT", "motif_length": 2, "genomeID": "a", "start": 0}
    for name, value in locus.items():
        place = cells.loci.schema.names.index(name)
        column = pa.array([value], cells.loci.schema.field(name).type)
        cells = replace(cells, loci=cells.loci.set_column(place, name, column))
    tracts = [Surroundings("", "ATAT", _RIGHT), Surroundings("", "", _RIGHT)]
    found = LocusSequences(0, tracts[0], tracts, np.array([0, 1], np.int32), np.array([0, 1]))
    text = b"".join(write_vcf(cells, [found], {"a": 34})).decode()

    record = text.splitlines()[-1].split("\t")
    assert record[:5] == ["a", "1", "x", "ATATG", "G"]
    assert record[-2:] == ["0:2", "1:0"]
