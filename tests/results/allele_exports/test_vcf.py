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


def cut(found: Surroundings, reference: Surroundings) -> tuple[int, str, str | None]:
    alleles = cut_alleles([found], np.array([1]), reference)
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


def test_alleles_take_flanks_in_where_the_repeat_goes_on_behind_an_interruption() -> None:
    reference = Surroundings(_LEFT, "ATCATC", ("TATGATATC" + _RIGHT)[:30])
    found = Surroundings(_LEFT, "ATCATCATCATC", _RIGHT)

    assert cut(found, reference) == (
        7,
        _LEFT[-7:] + "ATCATC" + "TATGATA",
        _LEFT[-7:] + "ATCATCATCA",
    )


def test_flanks_that_end_with_the_record_are_taken_in_as_far_as_they_reach() -> None:
    reference = Surroundings("CAG", "ATCATC", ("TATGATATC" + _RIGHT)[:30])
    found = Surroundings("TCCAG", "ATCATCATCATC", _RIGHT)

    assert cut(found, reference) == (3, "CAG" + "ATCATC" + "TATGATA", "CAG" + "ATCATCATCA")


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
