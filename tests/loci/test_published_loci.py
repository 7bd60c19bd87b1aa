"""Copy numbers that others published, in whole runs on real genomes.

Nature Communications 2024, 15:3059, table 2, lists repeats of monkeypox virus, clade IIb, lineage
B.1, with their copy numbers.
"""

from pathlib import Path
from typing import NamedTuple

import pytest

from crossroad_desktop.pipeline.inputs import InputFiles
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.run import analyze
from tests.loci_truth.letters import first_rotation, turn_motif
from tests.pipeline.conftest import Run

ANCHOR = "NC_063383.1"
WITHOUT_N = "ON563414.3"
LINEAGE_B1 = (WITHOUT_N, "ON585038.1", "ON843165")
"""Genomes of the outbreak's first weeks; the others of B.1 in the set have other numbers in their
sequence: OP764616.1 and OP764617.1 with collapsed repeats, OZ375330.1 from 2025."""


class Published(NamedTuple):
    """A listed locus, and where our table has it: in a gene, or between two."""

    motif: str
    repeat: int
    genes: tuple[str, ...]


LISTED = (
    Published("ATC", 14, ("OPG153",)),
    Published("GATGAA", 4, ("OPG204",)),
    Published("GATACA", 8, ("OPG197",)),
    Published("TAAC", 6, ("OPG188", "OPG189")),
    Published("AATAATT", 3, ("OPG190", "OPG191")),
    Published("ATAACAATT", 4, ("OPG159",)),
)


@pytest.fixture(scope="module")
def mpox(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """All genomes of the set, those with N too."""
    folder = shared_data / "mpox"
    files = InputFiles(
        folder / "mpox.fa.gz", folder / "mpox.categories.tsv", folder / "mpox.genes.bed"
    )
    parameters = AnalysisParameters(unfair=100_000, reference_id=ANCHOR, minisatellites=True)
    output = tmp_path_factory.mktemp("mpox") / "output"
    return Run(output, analyze(files, parameters, output))


@pytest.mark.parametrize("listed", LISTED, ids=lambda listed: listed.motif)
def test_published_copy_numbers_are_found(mpox: Run, listed: Published) -> None:
    numbers = [
        [_cells(mpox, locus["locus_id"], genome) for genome in LINEAGE_B1]
        for locus in _loci(mpox, listed.motif, listed.genes)
    ]
    assert [[("typed", str(listed.repeat))]] * len(LINEAGE_B1) in numbers


def test_the_repeat_of_nine_bases_near_opg208_varies(mpox: Run) -> None:
    (locus,) = _loci(mpox, "ACATTATAT", ("OPG205", "OPG208"))
    numbers = [_cells(mpox, locus["locus_id"], genome) for genome in LINEAGE_B1]
    assert numbers == [[("typed", "16")], [("typed", "10")], [("typed", "10")]]
    assert (locus["distance_after"], locus["polymorphic"]) == ("22", "true")


def test_the_at_repeat_of_lcr2_varies(mpox: Run) -> None:
    """Two of the genomes of B.1 have N in it, with a part of the repeat before or behind."""
    (locus,) = _loci(mpox, "AT", ("OPG200", "OPG204"))
    cells = [_cells(mpox, locus["locus_id"], genome) for genome in LINEAGE_B1]
    assert cells == [[("typed", "24")], [("missing", "undefined")], [("missing", "undefined")]]
    assert int(locus["alleles"]) > 5
    assert locus["polymorphic"] == "true"


def test_numbers_are_those_of_a_plain_search_of_the_sequence(mpox: Run) -> None:
    """Each published repeat stands in the genome without N, between other bases."""
    minisatellites = mpox.rows("main/minisatellites.tsv")
    found = {
        (row["motif"], row["repeat"]) for row in minisatellites if row["genomeID"] == WITHOUT_N
    }
    assert {("AATAATT", "3"), ("ATAACAATT", "4")} <= found


def _loci(run: Run, motif: str, genes: tuple[str, ...]) -> list[dict[str, str]]:
    """Loci of a motif class in one gene, or between two."""
    motif_class = min(first_rotation(motif), first_rotation(turn_motif(motif)))
    columns = ("gene",) if len(genes) == 1 else ("gene_before", "gene_after")
    return [
        row
        for row in run.rows("main/loci.tsv")
        if row["motif_class"] == motif_class and tuple(row[column] for column in columns) == genes
    ]


def _cells(run: Run, locus_id: str, genome_id: str) -> list[tuple[str, str]]:
    """State and repeat number at each place of a locus in a genome."""
    return [
        (row["state"], row["repeat"])
        for row in run.rows("main/alleles.tsv")
        if (row["locus_id"], row["genomeID"]) == (locus_id, genome_id)
    ]
