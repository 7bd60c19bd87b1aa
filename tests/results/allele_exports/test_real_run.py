"""Exports of a run of the whole analysis, against its own files and its genomes."""

import io
from pathlib import Path

import pytest
import vcfpy

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
