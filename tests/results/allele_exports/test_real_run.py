"""Exports of a run of the whole analysis, against its own files and its genomes."""

import io
from pathlib import Path

import pytest
import vcfpy

from crossroad_desktop.pipeline.inputs import InputFiles
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.run import analyze
from crossroad_desktop.results.allele_exports.open_export import AlleleExport, open_allele_export
from tests.results.conftest import Finished

_COMPLEMENT = str.maketrans("ACGT", "TGCA")


@pytest.fixture(scope="module")
def genomes(run: Finished) -> dict[str, str]:
    """The genomes that were analysed; none of them was turned."""
    records = (run.output.parent / "set.fa").read_text().split(">")[1:]
    lines = [record.splitlines() for record in records]
    return {head.split()[0]: "".join(bases) for head, *bases in lines}


def export(output: Path, file_format: str) -> str:
    return b"".join(open_allele_export(output, AlleleExport(file_format))).decode()


def test_the_matrix_is_that_of_the_run(run: Finished) -> None:
    assert export(run.output, "csv") == (run.output / "main" / "allele_matrix.csv").read_text()


def test_alleles_of_the_vcf_are_in_the_genomes(run: Finished, genomes: dict[str, str]) -> None:
    called = several = 0
    for record in vcfpy.Reader.from_stream(io.StringIO(export(run.output, "vcf"))):
        alleles = [record.REF, *(allele.value for allele in record.ALT)]
        several += len(alleles) > 1
        assert genomes[record.CHROM].startswith(record.REF, record.POS - 1)
        for call in record.calls:
            if call.data["GT"] is not None:
                called += 1
                # Without the base of the contig before it.
                bases = alleles[int(call.data["GT"])][1:]
                genome = genomes[call.sample]
                assert bases in genome or bases.translate(_COMPLEMENT)[::-1] in genome

    assert called > 100
    assert several > 10


def check_repeat_numbers(output: Path) -> int:
    """Genotypes of the VCF, each of which has the repeat number of its allele."""
    called = 0
    for record in vcfpy.Reader.from_stream(io.StringIO(export(output, "vcf"))):
        alleles = [record.REF, *(allele.value for allele in record.ALT)]
        numbers = record.INFO["RPA"]
        for allele, number in zip(alleles, numbers, strict=True):
            assert len(allele) - 1 >= number * record.INFO["PERIOD"], record.ID
        for call in record.calls:
            if call.data["GT"] is not None:
                called += 1
                assert call.data["REPCN"] == numbers[int(call.data["GT"])], (record.ID, call.sample)
    return called


def test_genotypes_have_the_repeat_numbers_of_their_alleles(run: Finished) -> None:
    assert check_repeat_numbers(run.output) > 100


@pytest.mark.parametrize(
    ("genomes", "called"), [("small/zika.fa", 70), ("mpox/mpox.fa.gz", 2_500)], ids=["zika", "mpox"]
)
def test_genotypes_of_real_genomes_have_the_repeat_numbers_of_their_alleles(
    shared_data: Path, tmp_path: Path, genomes: str, called: int
) -> None:
    inputs = InputFiles(shared_data / genomes, None, None)
    analyze(inputs, AnalysisParameters(minisatellites=True), tmp_path / "output")

    assert check_repeat_numbers(tmp_path / "output") > called
